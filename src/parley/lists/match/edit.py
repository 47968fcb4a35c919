"""How far apart two words sound: a weighted edit distance with learned costs, many pairs at once."""

import numpy as np
from numpy.typing import NDArray

from parley.lists.names import costs
from parley.lists.names.sound import INDEX, LONGEST, SIGNS

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
N = len(SIGNS)


def _table(text: str) -> Floats:
    both = np.frombuffer(text.encode(), dtype=np.uint8).reshape(N, N, 2).astype(np.float32) - 48
    tenths: Floats = (both[..., 0] * 10 + both[..., 1]) / np.float32(10)
    return tenths


def _tables() -> Floats:
    """Return (4, N, N): Latin-Latin, Latin-Arabic, Arabic-Latin, Arabic-Arabic; cell [0, y] adds, [x, 0] drops."""
    across = _table(costs.LATIN_ARABIC)
    return np.stack([_table(costs.LATIN_LATIN), across, across.T, _table(costs.ARABIC_ARABIC)])


TABLES = np.ascontiguousarray(_tables()).reshape(-1)


def encode(words: list[str]) -> tuple[Ints, Ints]:
    """Return (words, LONGEST) sign numbers padded with 0, and lengths."""
    width = LONGEST
    joined = "".join(w[:width].ljust(width, "\0") for w in words)
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    table = np.zeros(0x2600, dtype=np.int32)
    for sign, number in INDEX.items():
        table[ord(sign)] = number
    return table[points].reshape(len(words), width), np.array(
        [min(len(w), width) for w in words], dtype=np.int32
    )


def distances(a: Ints, na: Ints, b: Ints, nb: Ints, kind: Ints) -> Floats:
    """Return the cost of turning each word of ``a`` into that of ``b``.

    Shapes: ``a``, ``b`` (pairs, LONGEST); ``na``, ``nb``, ``kind`` (pairs,); ``kind`` is 2·(a is Arabic) + (b is Arabic).
    Units: nats, 0 if each letter is what it most often is in the other script.
    """
    out = np.zeros(len(a), dtype=np.float32)
    order = np.lexsort((nb, na))
    for start in range(0, len(a), 16_384):
        part = order[start : start + 16_384]
        out[part] = _chunk(a[part], na[part], b[part], nb[part], kind[part])
    return out


def _chunk(a: Ints, na: Ints, b: Ints, nb: Ints, kind: Ints) -> Floats:
    rows, columns, pairs = int(na.max(initial=0)), int(nb.max(initial=0)), len(a)
    base = kind.astype(np.int32) * (N * N)
    at = a[:, :rows].T * N + base  # (rows, pairs)
    bt = np.ascontiguousarray(b[:, :columns].T)
    drop = TABLES[at]
    add = TABLES[bt + base]
    last = np.zeros((columns + 1, pairs), dtype=np.float32)
    np.cumsum(add, axis=0, out=last[1:])
    out = np.zeros(pairs, dtype=np.float32)
    here = np.arange(pairs)
    done = na == 0
    out[done] = last[nb[done], here[done]]
    for i in range(rows):
        row = np.empty_like(last)
        row[0] = last[0] + drop[i]
        swap = TABLES[bt + at[i]]
        np.minimum(last[:-1] + swap, last[1:] + drop[i], out=row[1:])
        for j in range(columns):
            np.minimum(row[j + 1], row[j] + add[j], out=row[j + 1])
        last = row
        done = na == i + 1
        if done.any():
            out[done] = last[nb[done], here[done]]
    return out
