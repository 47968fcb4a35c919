"""Learn what a letter of one script is in the other: writes src/parley/lists/names/costs.py.

    PARLEY_OPEN_DATA=FOLDER python -m bench.lists.train_letters

Sources: name_pairs_wikidata.tsv (NETransliteration-COLING2018, from Wikidata, CC0), name_pairs_google.tsv
(google/transliteration, Apache-2.0), and the *tuning half*, by person, of the open candidates and of the UN list
(``bench.lists.data``); the reporting half is never seen here. A memoryless stochastic transducer (Ristad and Yianilos,
IEEE PAMI 20 (1998) 522) is fitted by expectation-maximisation, forward and backward over all pairs at once.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.lists import data
from parley.lists.names.parse import parse
from parley.lists.names.sound import INDEX, LONGEST, SIGNS, skeleton, sounds

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
N = len(SIGNS)
TARGET = Path(__file__).parents[2] / "src/parley/lists/names/costs.py"
# Pashto letters are rare in the sources: what Pashtun typists write for them, as counts (orthographies of Kandahar and Nangarhar).
PASHTO = (
    "xښ40 šښ40 gږ25 žږ15 ğږ6 zځ25 ʣځ25 jځ12 sڅ25 ʦڅ25 cڅ8 čڅ6 dډ60 tټ60 rړ60 lړ2 dړ3 nڼ40 rڼ5 žژ30 jژ6 zژ6 gگ60 pپ60 čچ60 cچ5 bپ3 fپ2 θث30 sث40"
).split()


def encode(words: list[str]) -> tuple[Ints, Ints]:
    """Return (words, LONGEST) sign numbers, padded with 0, and lengths."""
    out = np.zeros((len(words), LONGEST), dtype=np.intp)
    for i, word in enumerate(words):
        out[i, : len(word)] = [INDEX[c] for c in word]
    return out, np.array([len(w) for w in words], dtype=np.intp)


def singles(folder: Path) -> list[tuple[str, str, float]]:
    """Return (Latin, Arabic) sounds of the single names, with a weight."""
    out = []
    for name, latin, arabic in (
        ("name_pairs_wikidata.tsv", "latin", "arabic"),
        ("name_pairs_google.tsv", "latin", "arabic"),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                a, b = row[latin] or "", row[arabic] or ""
                if " " in a or " " in b or len(a) < 2 or len(b) < 2:
                    continue
                x, y = sounds(a), sounds(b)
                if x and y and len(x) <= 12 and len(y) <= 12:
                    out.append((x, y, 1.0))
    return out


def tuning_pairs(folder: Path) -> list[tuple[str, str]]:
    """Return whole names of the tuning half, Latin and Arabic script."""
    pairs = [(p.latin, p.dari) for p in data.candidates(folder) if p.tune]
    return pairs + [(p.latin, p.script) for p in data.un_persons(folder) if p.tune and p.script]


def aligned(names: list[tuple[str, str]], weight: float) -> list[tuple[str, str, float]]:
    """Return the parts of names that have as many parts on both sides, in order."""
    out = []
    for latin, arabic in names:
        a, b = parse(latin).tokens, parse(arabic).tokens
        if len(a) == len(b):
            out += [(x.sound, y.sound, weight) for x, y in zip(a, b, strict=True)]
    return out


def step(joint: Floats, x: Ints, nx: Ints, y: Ints, ny: Ints, weight: Floats) -> tuple[Floats, Floats]:
    """Return expected counts of each operation, and each pair's likelihood. Shapes: joint (N, N), 0 is no sign."""
    pairs, size = len(x), LONGEST + 1
    ahead = np.zeros((size, size, pairs))
    ahead[0, 0] = 1
    for i in range(size):
        for j in range(size):
            if i:
                ahead[i, j] += ahead[i - 1, j] * joint[x[:, i - 1], 0]
            if j:
                ahead[i, j] += ahead[i, j - 1] * joint[0, y[:, j - 1]]
            if i and j:
                ahead[i, j] += ahead[i - 1, j - 1] * joint[x[:, i - 1], y[:, j - 1]]
    rows = np.arange(pairs)
    likely = ahead[nx, ny, rows]
    back = np.zeros((size + 1, size + 1, pairs))
    counts = np.zeros(N * N)
    for i in range(size - 1, -1, -1):
        for j in range(size - 1, -1, -1):
            inside = (nx >= i) & (ny >= j)
            if not inside.any():
                continue
            cell = np.where((nx == i) & (ny == j), 1.0, 0.0)
            for di, dj in ((1, 0), (0, 1), (1, 1)):
                if i + di > LONGEST or j + dj > LONGEST:
                    continue
                a = x[:, i] if di else np.zeros(pairs, np.intp)
                b = y[:, j] if dj else np.zeros(pairs, np.intp)
                after = joint[a, b] * back[i + di, j + dj]
                cell += after
                share = np.where(likely > 0, ahead[i, j] * after / np.maximum(likely, 1e-300), 0) * weight
                counts += np.bincount(a * N + b, share, N * N)
            back[i, j] = np.where(inside, cell, 0)
    return counts.reshape(N, N), likely


VOWELS = "aeiouyūīāw①②③④⑤⑥⑫ⒶⒺⒾⓎⓊⓄⓂⒽh"
LONG = {"ا": "aeāoⒶⒺⓂ", "و": "ouwūvⓊⓄ", "ی": "iyeīaⒾⒺⓎⒶ", "ع": "aeiouāⒶ", "⑦": "①②③④⑤⑫", "⑧": "①②③④⑤⑫", "⑪": "①⑫", "⑨": "wvu④⑤o", "⑩": "⑥y③②",
        "Ⓓ": "ⒶaⓂⒺⒽⓄ", "Ⓑ": "ⒽⒶⒺehⓄ", "Ⓒ": "ⒾⓎⒺⒶīyie", "Ⓕ": "ⓊⓄwūou", "ه": "hⒽ", "ح": "hⒽ"}  # fmt: skip


def prior(a: str, b: str) -> float:
    """Return a first guess at how often ``a`` is ``b``, so that learning starts near the right optimum."""
    if a == "\0" or b == "\0":
        other = b if a == "\0" else a
        return 1e-2 if other in VOWELS or other in LONG else 2e-5
    if b in LONG:
        return 2e-2 if a in LONG[b] else 2e-6
    same = skeleton(a) == skeleton(b) != ""
    return 1e-2 if same else 2e-6 if a in VOWELS else 2e-5


def fit(triples: list[tuple[str, str, float]], rounds: int, start: Floats | None = None) -> Floats:
    """Return the joint chances of operations after ``rounds`` of expectation-maximisation."""
    x, nx = encode([t[0] for t in triples])
    y, ny = encode([t[1] for t in triples])
    weight = np.array([t[2] for t in triples])
    used_x, used_y = np.unique(x), np.unique(y)
    if start is None:
        start = np.full((N, N), 1e-9)
        for a in used_x:
            for b in used_y:
                start[a, b] = prior(SIGNS[a], SIGNS[b])
    joint = start / start.sum()
    for at in range(rounds):
        total = np.full((N, N), 1e-9)
        total[np.ix_(used_x, used_y)] += 0.002
        total[0, 0] = 0
        score = 0.0
        for begin in range(0, len(x), 20_000):
            part = slice(begin, begin + 20_000)
            counts, likely = step(joint, x[part], nx[part], y[part], ny[part], weight[part])
            total += counts
            score += float((np.log(np.maximum(likely, 1e-300)) * weight[part]).sum())
        for text in PASHTO:
            total[INDEX[text[0]], INDEX[text[1]]] += float(text[2:])
        total[0, 0] = 0
        joint = total / total.sum()
        print(f"round {at + 1}: log likelihood {score / weight.sum():.4f} a pair", file=sys.stderr)
    return np.asarray(joint)


def given(joint: Floats) -> tuple[Floats, Floats]:
    """Return P(y | x) and P(x | y), each with "no sign" in row or column 0."""
    first = joint / np.maximum(joint.sum(1, keepdims=True), 1e-12)
    second = joint / np.maximum(joint.sum(0, keepdims=True), 1e-12)
    return first, second


def costs(forward: Floats, backward: Floats) -> Floats:
    """Return costs in nats, 0 for what a sign most often is: half of how surprising each is to the other."""
    floor = np.exp(-7.0)
    with np.errstate(divide="ignore"):
        a = -np.log(np.maximum(forward, floor))
        b = -np.log(np.maximum(backward, floor))
    a[1:] -= a[1:].min(1, keepdims=True)
    b[:, 1:] -= b[:, 1:].min(0, keepdims=True)
    out = (a + b) / 2
    out[1:, 0], out[0, 1:] = a[1:, 0], b[0, 1:]
    out[0, 0] = 0
    return out


def within(to: Floats, back: Floats) -> Floats:
    """Return P(x' | x): through the other script and back, "no sign" kept."""
    out = to[:, 1:] @ back[:, 1:].T  # back[x', y] = P(x' | y)
    out[:, 0] += to[:, 0]
    return out


def write(tables: dict[str, Floats]) -> None:
    """Write the tables as text: two digits a cell, tenths of a nat."""
    lines = [
        '"""Learned letter costs, tenths of a nat, two digits a cell; made by bench/lists/train_letters.py. Do not edit."""',
        "",
    ]
    lines += ["VERSION = 1", f"SIGNS = {SIGNS!r}", ""]
    for name, table in tables.items():
        cells = np.clip(np.round(table * 10), 0, 99).astype(int)
        lines.append(f"{name} = (")
        lines += [f'    "{"".join(f"{c:02d}" for c in row)}"' for row in cells]
        lines += [")", ""]
    TARGET.write_text("\n".join(lines), encoding="utf-8")


def main() -> int:
    folder = data.folder()
    names = tuning_pairs(folder)
    triples = singles(folder)
    general = fit(triples, 8)
    joint = fit(triples + aligned(names, 30.0), 8, general + 1e-7)
    forward, backward = given(joint)
    latin = within(forward, backward)
    arabic = within(backward.T, forward.T)
    np.fill_diagonal(latin, np.maximum(np.diag(latin), latin.max(1)))
    np.fill_diagonal(arabic, np.maximum(np.diag(arabic), arabic.max(1)))
    within_latin, within_arabic = costs(latin, latin.T), costs(arabic, arabic.T)
    # One script to itself: going through the other one forgets that typists mostly repeat the letter they see.
    within_latin = np.maximum(within_latin, 0.35 * (1 - np.eye(N)))
    within_arabic = np.maximum(within_arabic, 1.2 * (1 - np.eye(N)))
    write(
        {
            "LATIN_ARABIC": costs(forward, backward),
            "LATIN_LATIN": within_latin,
            "ARABIC_ARABIC": within_arabic,
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
