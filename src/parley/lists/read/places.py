"""Provinces by any of their spellings: which of the 34 a text means."""

import re
from functools import cache, lru_cache

from parley.letters import bare

_PROVINCES = """kabul|کابل|kabol|caboul
kapisa|کاپیسا|kapissa
parwan|پروان|parvan
wardak|وردک|maidan wardak|میدان وردک|maydan wardak|میدان|maidan wardag
logar|لوگر|lowgar
nangarhar|ننگرهار|nangrahar|ningarhar|jalalabad|جلال اباد
laghman|لغمان
panjsher|پنجشیر|panjshir
baghlan|بغلان
bamyan|بامیان|bamiyan|bamian
ghazni|غزنی|ghazny
paktika|پکتیکا
paktya|پکتیا|paktia
khost|خوست|khowst
kunar|کنر|کنرها|کونر|kunarha|konar
nuristan|نورستان|nooristan|nurestan
badakhshan|بدخشان
takhar|تخار
kunduz|کندز|قندز|کندوز|konduz|qunduz|kundoz
samangan|سمنگان
balkh|بلخ|mazar|mazar e sharif|مزار شریف|مزارشریف
sarepul|سرپل|سرپول|sar e pul|sar i pul|sari pul|sar e pol|sar pul
ghor|غور|ghowr
daykundi|دایکندی|daikundi|دایکوندی|dai kundi|day kundi
uruzgan|ارزگان|اروزگان|urozgan|oruzgan|روزگان
zabul|زابل|zabol
kandahar|کندهار|قندهار|qandahar
jawzjan|جوزجان|jowzjan|juzjan|jauzjan|شبرغان
faryab|فاریاب|fariab
badghis|بادغیس|badghes
hilmand|هلمند|helmand|هیلمند
hirat|هرات|herat
farah|فراه
nimroz|نیمروز|nimruz|nimroze
kuchi|کوچی|kochi
sikh|هندو|sikh hindu|hindu"""

_NO_PLACES = ("kuchi", "sikh")  # peoples that lists write where the province stands
_BESIDE = frozenset({"province", "ولایت", "prov", "د", "the", "of", "ولایه", "wilayat", "city", "شهر"})


@cache
def _table() -> dict[str, str]:
    return {bare(w): row.split("|")[0] for row in _PROVINCES.split("\n") for w in row.split("|")}


@lru_cache(16384)
def province(text: str) -> str | None:
    """Return the province meant, as a short Latin word, None if it is none of Afghanistan's."""
    words = _words(text)
    return _named(words) or (_table().get(words[0]) if words else None)


def exactly(text: str) -> str | None:
    """Return the province that the whole of ``text`` names, None if it says anything else, or something that is no place."""
    found = _named(_words(text))
    return None if found in _NO_PLACES else found


_MARK = r"provinces?|prov|district|dist|ولایت|ولايت|ولسوالی|ولسوالۍ|ولسوالي|محافظة|مديرية"
_BETWEEN = re.compile(
    rf"[,،؛;/|()\n]|\s[-–—]\s|(?:^|\b)(?:{_MARK}|of|from|in|از|د|من|في)(?:\b|$)", re.IGNORECASE
)


@lru_cache(16384)
def within(text: str) -> tuple[str, str] | None:
    """Return the province that stands in ``text`` beside other places, as written, and those: "Panjwayi, Kandahar"."""
    if exactly(text) is not None:
        return text, ""
    parts = [part.strip(" .:") for part in _BETWEEN.split(text)]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        parts = parts[0].rsplit(None, 1)  # "Paghman Kabul"
    named = next((part for part in reversed(parts) if exactly(part) is not None), None)
    if named is None:
        return None
    parts.remove(named)
    return named, " ".join(parts)


def _words(text: str) -> list[str]:
    words = bare(text).replace("-", " ").replace("‌", " ").split()
    return [w for w in words if w not in _BESIDE]


def _named(words: list[str]) -> str | None:
    return _table().get(" ".join(words)) or _table().get("".join(words))
