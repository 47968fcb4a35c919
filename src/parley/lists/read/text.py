"""Delimited text: which encoding, which delimiter, which cells."""

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from parley.lists.read import quotes
from parley.lists.read.errors import ReadError
from parley.lists.read.model import Grid

MOST_ROWS = 1_048_576
MOST_COLUMNS = 1_000
_ARABIC = re.compile(r"[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_COMMON = re.compile(r"[ابتدرسعلمنهویيکكح]")
_ODD = re.compile(r"[\u0080-\u009f\u00a4-\u00bf\u00d7\u00f7\ufffd\u2500-\u25ff]")
_STUCK = re.compile(
    r"[A-Za-z][\u0621-\u06cc]|[\u0621-\u06cc][A-Za-z]"
)  # no list writes two scripts in one word
_BEYOND = re.compile(r"[^\x00-\x7f\ufffd]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")  # 0x1a ends old files, 0x1b begins colours
_LEGACY = ("cp1256", "iso8859-6", "cp720", "mac_farsi", "cp1252")
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_CYRILLIC_LETTER, _USUAL = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[аеиорнлмкдвтсгАЕИОРНЛМКДВТСГ]")
# No word of theirs goes on in a capital, nor in another script: Arabic read so does, in every second word.
_TURNS = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]|[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_LEAST_CYRILLIC = 12  # letters
_TORN = 25  # letters for each such place, or odd sign, at least
# Between columns where no sign stands: two blanks or more, or a dash with blanks around it.
_BLANKS = (re.compile(r"\s{2,}"), re.compile(r"\s+[-–—]\s+"))
_SELDOM = (
    ":",
    "^",
    "~",
    "¦",
    "\x1f",
    "\x01",
)  # taken for the delimiter only where none of the others divides anything
_ENTITY = re.compile(r"&#(?:\d{3,6}|x[0-9a-fA-F]{3,5});")
_FEW_ENTITIES = 3
_AS_TEXT = re.compile(
    r'^="(.*)"$', re.DOTALL
)  # how programs keep a spreadsheet from taking 0012 for a number
_LINE = re.compile(r"\r\n|\n|\r")  # nothing else ends one: names hold U+2028 and form feeds
MOST_LETTERS = 10_000_000  # of one cell; remarks of 360,000 were seen
csv.field_size_limit(MOST_LETTERS)
MOST_LINES = 50  # of one cell: a quote that closes later than that was no quote
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-32",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    *_LEGACY,
    *_CYRILLIC,
)  # all that are tried


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding). Raises: ReadError(nul_bytes, odd_encoding)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name), name
    head = data[:4096]
    if head.count(0) * 4 > len(head):  # every second byte of Latin text, fewer of Arabic
        name = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
        return _strict(data, name), name
    try:
        return _once(no_nul(data.decode("utf-8"))), "utf-8"
    except UnicodeDecodeError:
        corrected = data.decode("utf-8", errors="replace")
    lost = corrected.count("\ufffd")
    if not lost or 20 * lost < len(_BEYOND.findall(corrected)):  # a few torn letters make no other encoding
        return _once(no_nul(corrected)), "utf-8"
    if _looks_utf16(head):
        return _strict(data, "utf-16-le"), "utf-16-le"
    best = _cyrillic(data[:65536]) or max(_LEGACY, key=lambda name: _plausible(data[:65536], name))
    return no_nul(data.decode(best, errors="replace")), best


def is_binary(data: bytes) -> bool:
    """Return whether a file's beginning has signs that no text has, in any encoding that is read here."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) * 4 > len(head) or _looks_utf16(head):
        return False
    return 50 * len(_CONTROLS.findall(head)) > len(head)


def _once(text: str) -> str:
    """Return ``text``, or what it was before UTF-8 was taken for a legacy encoding and written as UTF-8 again."""
    for name, first in (("cp1252", "ØÙÚÛ"), ("cp1256", "طظعغ")):
        sample = _BEYOND.findall(text[:65536])
        if sum(c in first for c in sample) * 3 < len(sample) or len(sample) < 8:
            continue
        of = {chr(b): b for b in range(256)} | {bytes([b]).decode(name, "ignore"): b for b in range(256)}
        try:
            return bytes(map(of.__getitem__, text)).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            continue
    return text


def _strict(data: bytes, name: str) -> str:
    try:
        return no_nul(data.decode(name))
    except UnicodeDecodeError:
        raise ReadError("odd_encoding") from None


def no_nul(text: str) -> str:
    if "\0" in text:
        raise ReadError("nul_bytes", at=text.index("\0") + 1)
    return text


def _looks_utf16(head: bytes) -> bool:
    high = head[1::2]
    return len(high) > 8 and sum(b in (0x00, 0x06) for b in high) > 0.9 * len(high)


def _plausible(data: bytes, name: str) -> float:
    """Return how much ``data`` read as ``name`` looks like names: Arabic letters, common ones, few odd signs or mixed words."""
    text = data.decode(name, errors="replace")
    odd = len(_ODD.findall(text)) + len(_STUCK.findall(text))
    return len(_ARABIC.findall(text)) + len(_COMMON.findall(text)) - 3 * odd


def _cyrillic(data: bytes) -> str | None:
    """Return the Cyrillic code page in which ``data`` reads as words, None if there is none: most letters of any text are usual ones there."""
    found: dict[str, int] = {}
    for name in _CYRILLIC:
        text = data.decode(name, errors="replace")
        letters, usual = len(_CYRILLIC_LETTER.findall(text)), len(_USUAL.findall(text))
        torn = len(_TURNS.findall(text)) + len(_ODD.findall(text))
        if letters >= _LEAST_CYRILLIC and letters >= _TORN * torn and 2 * usual > letters:
            found[name] = usual
    return max(found, key=found.__getitem__, default=None)


def delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines most evenly; a comma where none does."""
    sample = text[:65536]
    first = sample.split("\n", 1)[0].strip("\r").lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    lines = list(islice((r for r in _LINE.split(sample) if r.strip()), 60))
    best, found = 0.0, ","
    for mark in (",", ";", "\t", "|", "،", "؛", *_SELDOM):
        try:
            widths = [len(r) for r in csv.reader(lines, delimiter=mark)]
        except csv.Error:
            continue
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda w: (widths.count(w), w))
        if usual == 1 and mark in _SELDOM:
            continue  # "Kandahar:" over others is no row of two cells
        even = widths.count(usual) / len(widths) * min(usual, 20) if usual > 1 else 0.3
        if even > best and not (mark in _SELDOM and best):
            best, found = even, mark
    return found


def grid(data: bytes) -> tuple[Grid, str]:
    """Return the cells of delimited text, and its encoding.

    Raises: ReadError: nul_bytes, odd_encoding, not_a_table, too_many_rows, too_many_columns.
    """
    text, encoding = decode(data)
    if len(_ENTITY.findall(text[:65536])) > _FEW_ENTITIES:  # their semicolons would divide the cells
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    mark = delimiter(text)
    if '\\"' in text:
        text = _doubled(text, mark)
    first = 1
    if re.match(r"(?i)sep=.\r?\n", text):
        text, first = text.split("\n", 1)[1], 2
    if "'" in text and quotes.single(
        list(islice((r for r in _LINE.split(text[:65536]) if r.strip()), 60)), mark
    ):
        text = _swapped(text)
    spaced = None if mark != "," else _spaced(text)
    rows: list[list[str]] = []
    try:
        for cells in map(spaced, _LINE.split(text.removesuffix("\n"))) if spaced else _records(text, mark):
            if len(rows) >= MOST_ROWS:
                raise ReadError("too_many_rows", most=MOST_ROWS)
            if len(cells) > MOST_COLUMNS and len(cells := _without_blanks(cells)) > MOST_COLUMNS:
                raise ReadError("too_many_columns", columns=len(cells), most=MOST_COLUMNS)
            rows.append(
                cells if '="' not in "".join(cells) else [_AS_TEXT.sub(r"\1", cell) for cell in cells]
            )
        rows = list(quotes.without_apostrophes(quotes.unwrapped(rows, mark)))
    except csv.Error:
        raise ReadError("not_a_table", row=len(rows) + 1) from None
    return Grid("", rows, first, torn=True), encoding


def _without_blanks(cells: list[str]) -> list[str]:
    """Return cells without the blank ones at their end: sheets are exported to their last column."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _swapped(text: str) -> str:
    """Return ``text`` with single quotes as double ones, and double ones as letters."""
    return text.replace('"', "\uffff").replace("'", '"').replace("\uffff", '""' if '"' in text else "")


def _doubled(text: str, mark: str) -> str:
    """Return ``text`` with quotes in quotes doubled where a backslash stands before them, if that leaves more even rows."""
    other = text.replace('\\"', '""')
    even = []
    for one in (text, other):
        try:
            widths = Counter(
                len(row) for row in islice(csv.reader(io.StringIO(one, newline=""), delimiter=mark), 5_000)
            )
        except csv.Error:
            return text
        even.append(max(widths.values(), default=0) / max(widths.total(), 1))
    return other if even[1] > even[0] else text


def _spaced(text: str) -> Callable[[str], list[str]] | None:
    """Return how to split lines that no delimiter splits and blanks do, most of them to one number of columns."""
    lines = list(islice((r.strip() for r in _LINE.split(text[:65536]) if r.strip()), 60))
    if sum("," in line for line in lines) * 5 > len(lines):
        return None
    for between in _BLANKS:
        widths = [len(between.split(line)) for line in lines]
        usual = max(set(widths), key=widths.count, default=1)
        if usual > 1 and widths.count(usual) * 5 >= 4 * len(lines) >= 8:
            return partial(_split, between)
    return None


def _split(between: re.Pattern[str], line: str) -> list[str]:
    return between.split(line.strip())


def _records(text: str, mark: str) -> Iterator[list[str]]:
    """Yield the cells of each record. A quote that swallows lines which are records of their own is a letter."""
    if '"' not in text:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return
    lines = list(io.StringIO(text, newline=""))
    widths = Counter(len(cells) for cells in csv.reader(lines[:200], delimiter=mark))
    usual = max(widths, key=lambda width: widths[width], default=1)
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at : at + (MOST_LINES if '"' in lines[at] else 1)], delimiter=mark)
        cells, taken = next(reader), reader.line_num
        if taken > 1 and _swallows(lines[at : at + taken], mark, usual):
            cells, taken = (
                [c.strip('"') for c in next(csv.reader([lines[at]], delimiter=mark, quoting=csv.QUOTE_NONE))],
                1,
            )
        yield cells
        at += taken


def _swallows(lines: Sequence[str], mark: str, usual: int) -> bool:
    """Return whether a record of several lines has a quote that never closes, or whole records within it."""
    if sum(line.count('"') for line in lines) % 2 == 1:
        return True
    if usual > 1 and all(line.count(mark) + 1 == usual for line in (lines[0], lines[-1])):
        return True  # a cell that goes on leaves its first line or its last one short
    if not any(line.count(mark) + 1 >= usual for line in (lines[0], lines[-1])):
        return False
    return usual > 2 and any(
        line.count('"') % 2 == 0 and len(next(csv.reader([line], delimiter=mark), ())) == usual
        for line in lines[1:]
    )
