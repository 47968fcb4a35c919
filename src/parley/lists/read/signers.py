"""Lines under a list: who prepared it, who approved it, where to sign. They are nobody on it."""

import re
from collections.abc import Sequence

from parley.letters import bare, plain
from parley.lists.read.model import Row
from parley.lists.read.rows import Layout, shown

SIGNATURE = "signature"  # problem of such a row
_DONE = (
    "prepared|compiled|drafted|typed|written|entered|checked|verified|reviewed|approved|authori[sz]ed|certified|attested|confirmed|submitted|signed|endorsed|issued|"
    "recorded|countersigned|witnessed|validated|stamped|sealed|seen|noted"
)
# What begins such a line, whoever's name follows; compared after ``bare``.
_BEGINS = re.compile(
    rf"(?:list |form |table )?(?:{_DONE})(?: and (?:{_DONE}))? by\b|(?:approved|checked|verified|certified|signed)\s+(?:col|colonel|gen|general|maj|major|capt|captain|lt|eng|dr|mr|haji)\b|(?:{_DONE})\s*(?:[:._…/-]|$)|"
    r"(?:(?:name|date|place)(?:,? (?:and|&))? )?(?:signatures?|sign|stamp|seal|official stamp|thumb ?print)(?: (?:of|and|&|/) .*)?\s*(?:[:._…/-]|$)|signature\b|(?:for|on behalf of) the (?:commission|committee|delegation|director|ministry)\b|"
    r"(?:امضا|امضای|امضاء|امضاکننده|لاسلیک|لاس لیک|توقیع|التوقیع|دستخط)(?!\w)|(?:مهر|شصت|ټاپه|ټاپه او لاسلیک|ختم|الختم)\s*(?:[:._…/-]|$|و امضا)|محل (?:امضا|مهر)|مهر و|"
    r"(?:ترتیب|تهیه|تایید|تاییده|تصدیق|ثبت|چک|منظور|درج|کنترول|ملاحظه) ?(?:کننده|کنندگان|دهنده|شد|گردید|است)(?!\w)|"
    r"(?:ترتیبوونکی|چمتو کوونکی|برابرونکی|تاییدوونکی|تصدیقوونکی|لیکونکی|کتونکی)(?!\w)|(?:اعداد|اعده|اعتماد|اعتمده|المصادقه|یعتمد|صادق علیه|مدقق|دققه)\s*[:._…/-]|"
    r"(?:prepare|etabli|approuve|verifie|signe) par\b|(?:elaborado|aprobado|revisado|firmado) por\b|firma\b|(?:hazırlayan|hazirlayan|onaylayan|imza)\b|(?:podpis|utverdil|sostavil|proveril)\b"
)
# What begins a line that says where a list is from, or what its signs mean.
_SOURCE = re.compile(
    r"(?:data )?(?:sources?|notes?|n\.?b|legend|key|explanation|abbreviations?|disclaimer|last updated?|updated(?: on)?|as of|generated(?: on)?|printed(?: on)?|exported(?: on)?|(?:file|list) date|منبع|منابع|ماخذ|ماخذها|نوټ|یادداشت|توضیح|توضیحات|سرچینه|المصدر|المصادر|ملاحظه|ملاحظات|تاریخ چاپ|quelle|fuente|kaynak)\s*[:：]\s*\S"
)
# Offices: a line of a name and one of these, below the last of the people who have a number.
_OFFICES = {
    bare(word)
    for word in """commander|director|general director|prison director|chief|head|manager|officer|list officer|warden|secretary|registrar|administrator|deputy|governor|commissioner|liaison officer|member of the commission
    |قوماندان|قومندان|مدیر|مدیر عمومی|آمر|آمر محبس|رییس|ریيس|رئیس|معاون|مسول|مسئول|کارمند|مامور|ولسوال|والی|مدير|رئيس|القائد|قائد|المدیر|المدير|مدیر السجن|المسؤول|الامر""".replace(
        "\n    ", ""
    ).split("|")
}
_LONGEST = 200  # letters that are looked at
_UNDER = 3  # names alone that may stand under such a line: who signs, what they are, where
_MOST = 3  # filled cells of such a line
_SHARE = 0.6  # of rows that have a number, where people are numbered


def put_aside(read: Sequence[Row], cells: Sequence[Sequence[str]], layout: Layout) -> list[Row]:
    """Return the rows with those that sign the list put aside, and the names alone that stand right under them.

    A row that was taken for nobody stays what it was taken for.
    """
    out, following, counted = list(read), 0, _counted(cells, layout)
    rich = sum(column.field is not None for column in layout.columns) > 1
    for i, row in enumerate(out):
        if row.problem not in (None, "no_name", "page_header") or len(row.fields) > _MOST:
            following = following if row.problem == "blank" else 0
            continue
        filled = [plain(cell) for cell in cells[i] if cell.strip()]
        numbered = _is_numbered(cells[i], layout)
        if not numbered and len(filled) == 1 and _SOURCE.match(bare(filled[0][:_LONGEST])):
            out[i] = Row(row.number, {}, "page_header", shown(cells[i]))
            continue
        signs = not numbered and (_begins(filled) or (i > counted and _holds_office(filled)))
        follows = following > 0 and not numbered and len(filled) == 1
        if (signs or follows) and row.problem is None:
            out[i] = Row(row.number, {}, SIGNATURE, shown(cells[i]))
        if signs:
            label = len(filled) == 1 and filled[0].endswith(":")
            following = _UNDER if rich else int(label)
        else:
            following = following - 1 if follows else 0
    return out


def _begins(filled: Sequence[str]) -> bool:
    return 0 < len(filled) <= _MOST and _BEGINS.match(bare(filled[0][:_LONGEST])) is not None


def _is_numbered(cells: Sequence[str], layout: Layout) -> bool:
    """Return whether the row is one of those that are counted."""
    at = layout.numbered
    return 0 <= at < len(cells) and plain(cells[at]).strip(" .)-").isdigit()


def _counted(cells: Sequence[Sequence[str]], layout: Layout) -> int:
    """Return the last row that has a number, where most rows up to it have one; behind all rows else."""
    numbered = [i for i, row in enumerate(cells) if _is_numbered(row, layout)]
    filled = (
        [i for i, row in enumerate(cells[: numbered[-1] + 1]) if any(map(str.strip, row))] if numbered else []
    )
    return numbered[-1] if len(numbered) > _SHARE * len(filled) > 0 else len(cells)


def _holds_office(filled: Sequence[str]) -> bool:
    """Return whether a line is an office, with or without whoever holds it."""
    return len(filled) <= _MOST and any(bare(cell).strip(" .:،,") in _OFFICES for cell in filled)
