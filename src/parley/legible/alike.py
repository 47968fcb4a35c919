"""Names of two people that look alike, though their letters are others: for a warning, never a refusal."""

import unicodedata
from collections.abc import Mapping
from itertools import combinations
from typing import Final

from parley.letters import normalized

# What looks like the first of each row, in the types that pages are set in. Source: Unicode's confusables (UTS 39), of the letters
# that names at this table are written in; and Arabic letters of which keyboards of three languages have one each.
_ROWS: Final = (
    "aаɑα", "bЬ", "cсϲ", "dԁ", "eеё", "gɡ", "hһ", "iіıіιl1|", "jјϳ", "kкκ", "mм", "nпη", "oоοօ0", "pрρ", "rг", "sѕ", "tтτ",
    "uυս", "vѵν", "wԝω", "xхχ", "yуγ", "zᴢ",
    "يیىېۍئے", "كکڪګگ", "اأإآٱ", "ةهھہەۀۂ", "وؤۇ", "٠۰", "١۱ا", "٢۲", "٣۳", "٤۴", "٥۵", "٦۶", "٧۷", "٨۸", "٩۹",
)  # fmt: skip
_SAME: Final = {letter: row[0] for row in reversed(_ROWS) for letter in row}


def looks(name: str) -> str:
    """Return a name as an eye takes it in: no marks, no case, no spaces beside one, one letter for all that look like it."""
    shown = "".join(
        one
        for one in normalized("NFKD", name.casefold())
        if unicodedata.category(one) not in ("Mn", "Me", "Cf") and one != "\u0640"
    )
    return " ".join("".join(_SAME.get(one, one) for one in shown).split())


def alike(names: Mapping[str, Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of people two of whose spellings look alike. ``names``: person → language → name."""
    seen = {person: {looks(name) for name in spelled.values()} for person, spelled in names.items()}
    return tuple((one, other) for one, other in combinations(seen, 2) if seen[one] & seen[other])
