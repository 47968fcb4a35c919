"""The distance of two words: a weighted edit distance with learned letter costs, for many pairs at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from parley.lists.names import costs
from parley.lists.names.sound import ARABIC, CLASS_OF, INDEX, LONGEST, SIGNS

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]
N = len(SIGNS)
CHUNK = 16_384
SAME = 12  # tenths of a nat within which two consonants of different kinds are one on lists that write them so; by hand


def _table(text: str) -> Shorts:
    both = np.frombuffer(text.encode(), dtype=np.uint8).reshape(N, N, 2).astype(np.int16) - 48
    tenths: Shorts = both[..., 0] * np.int16(10) + both[..., 1]
    return tenths


def _tables() -> Shorts:
    """Return (4, N, N): Latin-Latin, Latin-Arabic, Arabic-Latin, Arabic-Arabic; cell [0, y] adds, [x, 0] drops."""
    across = _table(costs.LATIN_ARABIC)
    return np.stack([_table(costs.LATIN_LATIN), across, across.T, _table(costs.ARABIC_ARABIC)])


TABLES = np.ascontiguousarray(_tables()).reshape(-1)  # tenths of a nat: whole numbers, so that sums are exact
IS_ARABIC = np.array([sign in ARABIC for sign in SIGNS])
_NUMBERS = np.zeros(0x2600, dtype=np.int16)
for _sign, _number in INDEX.items():
    _NUMBERS[ord(_sign)] = _number


def encode(words: list[str]) -> tuple[Shorts, Ints]:
    """Return (words, LONGEST) sign numbers padded with 0, and lengths."""
    table = np.array(words, dtype=f"U{LONGEST}") if words else np.zeros(0, dtype=f"U{LONGEST}")
    codes = _NUMBERS[table.view(np.uint32).reshape(len(words), LONGEST)]
    return codes, (codes > 0).sum(1).astype(np.int32)


class Habits(NamedTuple):
    """How two Latin lists spell each other (``habits``).

    ``table``: (N, N), tenths of nats of a left sign for a right one; ``pairs``: names it was learned from; ``letters``: signs
    that stand for each other here and not elsewhere, 0 for none; ``left_out``: parts (sound, affix) of the left list that the right one
    does not write, and the other way round: titles that no table has.
    """

    table: Shorts
    pairs: int
    letters: tuple[tuple[int, int], ...]
    left_out: tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]] = (frozenset(), frozenset())

    def tables(self) -> Shorts:
        """Return all letter costs, as ``TABLES``."""
        return np.concatenate([self.table.reshape(-1), TABLES[N * N :]])

    def same_kinds(self) -> dict[int, str]:
        """Return which sign to read for another, as Python's ``translate`` takes it: consonants that stand for each other here."""
        cells = (
            (x, y)
            for x, y in np.argwhere(self.table <= SAME).tolist()
            if {SIGNS[x], SIGNS[y]} <= CLASS_OF.keys()
        )
        return {ord(SIGNS[x]): SIGNS[y] for x, y in cells if CLASS_OF[SIGNS[x]] != CLASS_OF[SIGNS[y]]}


def distances(a: Shorts, na: Ints, b: Shorts, nb: Ints, kind: Ints, tables: Shorts = TABLES) -> Floats:
    """Return the cost of turning each word of ``a`` into that of ``b``.

    Shapes: ``a``, ``b`` (pairs, LONGEST); ``na``, ``nb``, ``kind`` (pairs,); ``kind`` is 2·(a is Arabic) + (b is Arabic).
    ``tables``: (4 · N · N,), letter costs in tenths. Units: nats, 0 if each letter is what it most often is in the other script.
    """
    out = np.zeros(len(a), dtype=np.int16)
    order = np.argsort(na * np.int32(LONGEST + 1) + nb, kind="stable")
    for start in range(0, len(a), CHUNK):
        part = order[start : start + CHUNK]
        out[part] = _chunk(a[part], na[part], b[part], nb[part], kind[part], tables)
    return out.astype(np.float32) / np.float32(10)


def _chunk(a: Shorts, na: Ints, b: Shorts, nb: Ints, kind: Ints, tables: Shorts) -> Shorts:
    rows, columns, pairs = int(na.max(initial=0)), int(nb.max(initial=0)), len(a)
    base = kind.astype(np.intp) * (N * N)
    at = a[:, :rows].T * np.intp(N) + base  # (rows, pairs)
    bt = b[:, :columns].T.astype(np.intp)
    drop, add = tables[at], tables[bt + base]
    last = np.zeros((columns + 1, pairs), dtype=np.int16)
    np.cumsum(add, axis=0, out=last[1:], dtype=np.int16)
    out = np.zeros(pairs, dtype=np.int16)
    here = np.arange(pairs)
    done = na == 0
    out[done] = last[nb[done], here[done]]
    shortest, spare = int(na.min(initial=LONGEST)), np.empty(pairs, dtype=np.int16)
    for i in range(rows):
        row = np.empty_like(last)
        np.add(last[0], drop[i], out=row[0])
        swap = tables[bt + at[i]]
        np.minimum(np.add(swap, last[:-1], out=swap), last[1:] + drop[i], out=row[1:])
        for j in range(columns):
            np.add(row[j], add[j], out=spare)
            np.minimum(row[j + 1], spare, out=row[j + 1])
        last = row
        if i + 1 >= shortest:
            done = na == i + 1
            out[done] = last[nb[done], here[done]]
    return out
