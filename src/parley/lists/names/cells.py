"""Cells that hold one name and no more, as nearly all do: seen at once, so that the others can be looked at with care."""

import re
from collections.abc import Sequence
from functools import lru_cache

_PLAIN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")  # letters, single spaces between words
_LATIN = re.compile(r"[A-Za-z]{2}")
_ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]{2}")
# Words of kinsmen (``kin``) and of other names (``several``). Where a cell holds none, neither has anything to do.
_TELLS = frozenset(
    """et وغیره وغيره غیره همراهان وآخرون واخرون نوزاد طفل کودک ماشوم رضیع رضيع of bint binti binte binth bt bte walad farzand dukhtar pesar zawja zawjah zawjat zauja hamsar oghlu oghli oglu ogli qizi kizi khanum khanom and with plus
    ولد ولدیت ولديت بنت ابنة ابنه فرزند پسر دختر زوجه زوجة زوجۀ همسر حرم ارمله أرملة ارملة بیوه عیال اهلیه شقیق شقيق شقیقه شقيقة خواهر مادر والده والدة خانم خانوم د و او با مع سره همراه بمعه معه وولديه وولده وولداه وأولاده واولاده وأبناؤه وأبنائه وابنه وابناه وابنيه وزوجته وشقيقه وعائلته وأخوه وأخيه وآخرون
    угли оглы кизи кызы اوغلی اوغلو قیزی or یا أو или либо known alias aka called nicknamed mashhoor mashhur نامه
    مشهور معروف ملقب مسمی مسمى مکنی مكنى مکنی مدعو المشهور المعروف الملقب المسمی المسمى المکنی المكنى المدعو مشهوربه معروفبه معروفب ملقببه""".split()
)


@lru_cache(1 << 17)
def is_plain(text: str) -> bool:
    """Return whether a cell holds one name and no more."""
    return _is_plain(text, _TELLS)


def not_plain(texts: Sequence[str]) -> list[int]:
    """Return the places of the cells that hold something, and not one name and no more."""
    tells = _TELLS.intersection(" ".join(texts).lower().split())
    return [i for i, text in enumerate(texts) if text and not _is_plain(text, tells)]


def _is_plain(text: str, tells: frozenset[str]) -> bool:
    letters = text.replace(" ", "").isalpha() and "  " not in text and text == text.strip()  # as nearly all
    return (
        (letters or _PLAIN.fullmatch(text) is not None)
        and (not tells or tells.isdisjoint(text.lower().split()))
        and (text.isascii() or not in_two_scripts(text))
    )


def in_two_scripts(text: str) -> bool:
    """Return whether a cell has words in Latin letters and words in Arabic ones: a name, and the same again."""
    return _ARABIC.search(text) is not None and _LATIN.search(text) is not None
