"""Made-up spellings: a second typist's Latin, and Pashto orthography. By hand-written rules, never by the learned costs.

A typist is drawn once for each name and keeps their habits through it: how they write kh-sounds, long vowels, the ending
-i, -ullah, whether they double letters, which title they put in front. Then one slip in six names: a vowel left out or
changed, a consonant single for double, a word glued, split or dropped. So two independent typists of one name differ as
the two elections' lists did, without our knowing how ours were learned.
"""

import random
import re
from typing import Any

_HABITS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("plain", ()),
    ("long vowels", (("oo", "u"), ("ee", "i"), ("ou", "u"))),
    ("doubled", (("u(?=[dklmnrst]\\b)", "oo"), ("i(?=[dklmnrst]\\b)", "ee"))),
    ("persian", (("u", "o"), ("i(?=[dklmnrst])", "e"), ("w", "v"))),
    ("final y", (("i\\b", "y"),)),
    ("q as k", (("q", "k"), ("gh", "g"))),
    ("q as gh", (("q", "gh"),)),
    ("e for a", (("a(?=[bdhlmnrst][a-z])", "e"),)),
    ("french", (("sh", "ch"), ("u", "ou"), ("j", "dj"))),
    ("no h", (("h\\b", ""), ("ah(?=[a-z])", "a"))),
    ("final h", (("a\\b", "ah"),)),
)
_MUHAMMAD = ("Mohammad", "Muhammad", "Mohammed", "Mohd", "Mohamad", "Muhammed")
_ALLAH = ("ullah", "ollah", "ulla", "ullah", " Ullah", "-ullah", "uallah")
_DIN = ("uddin", "udin", "eddin", "-ud-Din", " ud Din", "oddin")
_ABD = ("Abdul ", "Abdul", "Abdol ", "Abdur ", "Abdul-", "Abd ul ", "Abdal ")
_TITLES = ("", "", "", "", "Haji ", "Alhaj ", "Mullah ", "Dr. ", "Eng. ", "Mawlawi ", "Qari ")
_TITLE = re.compile(
    r"^(?:(?:alhaj|haji|dr|eng|ustad|gen|mawlawi|qari|mulla|malem|qazi|wakil)\.?\s+)+", re.IGNORECASE
)


def respell(dari: str, latin: str, seed: str) -> str:
    """Return ``latin`` as another typist would have written it; ``dari`` is not read but keeps the call like pashto's."""
    rng = random.Random(f"respell {seed}")
    text = _TITLE.sub("", latin) if rng.random() < 0.7 else latin
    text = re.sub(r"(?i)\bmohammad", rng.choice(_MUHAMMAD), text)
    text = re.sub(r"(?i)(?<=[a-z])ullah\b", rng.choice(_ALLAH), text)
    text = re.sub(r"(?i)(?<=[a-z])uddin\b", rng.choice(_DIN), text)
    text = re.sub(r"(?i)\babdul\s+", rng.choice(_ABD), text)
    words = []
    chosen = rng.sample(_HABITS, rng.choice((1, 1, 2, 3)))
    for word in text.split():
        lower = word.lower()
        for _, rules in chosen:
            for pattern, to in rules:
                lower = re.sub(pattern, to, lower) if rng.random() < 0.8 else lower
        words.append(lower.capitalize())
    words = _slip(words, rng) if rng.random() < 1 / 6 else words
    return rng.choice(_TITLES) + " ".join(words)


def _slip(words: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(len(words))
    kind = rng.choice(("vowel", "drop letter", "glue", "split", "drop word", "swap"))
    word = words[at]
    if kind == "vowel":
        words[at] = re.sub(r"[aeiou]", rng.choice("aeiou"), word, count=1)
    elif kind == "drop letter" and len(word) > 4:
        cut = rng.randrange(1, len(word) - 1)
        words[at] = word[:cut] + word[cut + 1 :]
    elif kind == "glue" and at + 1 < len(words):
        words[at : at + 2] = [word + words[at + 1].lower()]
    elif kind == "split" and len(word) > 6:
        words[at : at + 1] = [word[: len(word) // 2], word[len(word) // 2 :].capitalize()]
    elif kind == "drop word" and len(words) > 2:
        del words[at]
    elif kind == "swap" and len(words) > 2:
        words[0], words[1] = words[1], words[0]
    return words


# One letter that makes another person: what a near-twin of a name is.
_TWINS = (("nazir", "nasir"), ("akbari", "akbar"), ("karim", "rahim"), ("hamid", "hamed"), ("rahmani", "rahimi"), ("aziz", "azim"), ("nabi", "naqi"),
          ("sharif", "sharaf"), ("salim", "salam"), ("amin", "amir"), ("jamal", "kamal"), ("qader", "qadir"), ("hakimi", "hashimi"), ("habib", "hasib"),
          ("ali", "wali"), ("noor", "noori"), ("hassan", "hussain"), ("farid", "fahim"), ("jalal", "jamal"), ("rashid", "rafi"))  # fmt: skip


def with_twins(task: Any, seed: int) -> Any:
    """Put among the right a near-twin of one in ten of those who are missing there: another person, one part altered."""
    rng = random.Random(f"twins {seed}")
    missing = [row for row in task.left if row["id"] not in task.truth]
    for row in rng.sample(missing, len(task.left) // 10 if len(missing) > len(task.left) // 10 else 0):
        name = row["name"].lower()
        for one, other in _TWINS:
            found = re.search(rf"\b(?:{one}|{other})\b", name)
            if found:
                name = name[: found.start()] + (other if found[0] == one else one) + name[found.end() :]
                task.right.append(
                    {"id": f"T{row['id']}", "name": respell("", name.title(), f"twin {seed} {row['id']}")}
                )
                break
    rng.shuffle(task.right)
    return task


_PASHTO = (("گ", "ګ"), ("ک", "ک"), ("زی\\b", "زی"), ("خیل\\b", "خېل"))
_ENDING = (("ی\\b", "ي"), ("ه\\b", "ه"))
_SOME = (("ژ", "ږ"), ("چ", "څ"), ("خ(?=ت)", "ښ"), ("ډ", "ډ"), ("ٹ", "ټ"), ("ن(?=\\b)", "ن"))


def pashto(dari: str, seed: str) -> str:
    """Return a Dari name in Pashto orthography: its own gaf and ye, e for i in places, -zay and -khel, retroflexes here and there."""
    rng = random.Random(f"pashto {seed}")
    text = dari
    for one, other in _PASHTO:
        text = re.sub(one, other, text)
    for one, other in _ENDING:
        text = re.sub(one, other, text) if rng.random() < 0.6 else text
    for one, other in _SOME:
        text = re.sub(one, other, text) if rng.random() < 0.5 else text
    for one, other, share in (
        ("د(?=ر)", "ډ", 0.08),
        ("ر(?=ی)", "ړ", 0.06),
        ("ت", "ټ", 0.05),
        ("ن(?=ی)", "ڼ", 0.05),
        ("ز(?=[اد])", "ځ", 0.1),
        ("ش", "ښ", 0.15),
        ("ی(?=[رلمنس])", "ې", 0.3),
    ):
        text = re.sub(one, other, text, count=1) if rng.random() < share else text
    text = text.replace("اسماعیل", "اسمعیل") if rng.random() < 0.5 else text
    if rng.random() < 0.1:
        text = text.replace("محمد ", "محمد", 1) if "محمد " in text else text
    return text.replace("حاجی ", rng.choice(("حاجي ", "الحاج ", "")))
