"""A name in parts: titles off, words put together or taken apart as the language does, compounds known for what they are.

Haji Karam-ud-Din  ->  title haji · karam (din)          سیدنصرت الله  ->  سید · نصرت (allah)
Faqir Zada         ->  faqirzada                          عبدالرحمن     ->  رحمن (abd)
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from parley.lists.names.script import bare, is_arabic, plain
from parley.lists.names.sound import sounds


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a name."""

    text: str  # as written, pieces joined by a space
    sound: str  # phonetic form of its core
    affix: str  # "", abd, allah, din, abu: the other half of a compound
    known_as: bool = False  # from a nickname: may be missing without meaning anything

    @property
    def key(self) -> str:
        """What makes two tokens one: core and affix; Arabic-script and Latin keys never meet."""
        return f"{self.affix}:{self.sound}"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as parsed."""

    text: str
    titles: tuple[tuple[str, str], ...]  # (as written, which title)
    tokens: tuple[Token, ...]


def _set(words: str) -> frozenset[str]:
    return frozenset(bare(w) for w in words.split())


_TITLE_WORDS = {
    "haji": "haji hajji hajee hajy haj hajj alhaj alhajj hajia حاجی حاج الحاج حاجي حاجيه حاجیه",
    "doctor": "dr doctor doktor daktar داکتر دوکتور دکتر دوکتر ډاکټر ډاکتر دکتور الدکتور طبیب",
    "engineer": "eng engr engineer enginer engineeer مهندس انجنیر انجینر انجینیر انجنیير المهندس انجنير انجینير ingeneer",
    "mawlawi": "mawlawi mawlavi maulavi mawlvi molavi maulawi moulavi mavlavi mowlawi molawi mawlana maulana مولوی مولانا مولوي مولینا",
    "mullah": "mullah mulla mula molla mollah ملا ملاي آخوند آخند akhund akhond akhunzada",
    "qari": "qari qaari kari قاری قاري",
    "ustad": "ustad ostad ustaz ostaz استاد استاذ الاستاذ",
    "teacher": "malem moalem moallem muallim mualim malim mallem معلم ښوونکی",
    "general": "gen general gneral genral jeneral jenral geenral lt brig brigadier جنرال جنرل جنرال لواء الجنرال ستر",
    "colonel": "col colonel dagarwal dagerwal دگروال ډگروال العقید عقید دگرمن maj major captain capt",
    "commander": "cmdr commander comandan commandant qomandan qumandan komandan قوماندان قومندان قوماندن القائد",
    "judge": "qazi qaazi kazi qadi qazy قاضی قاضي القاضی",
    "lawyer": "wakil vakil wakeel وکیل",
    "professor": "prof professor pohand pohanwal پوهاند پوهنوال پروفیسور پوهندوی",
    "sheikh": "sheikh shaikh shaykh shekh sheik شیخ الشیخ",
    "mufti": "mufti مفتی المفتی",
    "mr": "mr mister mrs ms miss آقای ښاغلی اغلی محترم محترمه السید السیده banu baanu mohtaram mohtarama khanum khanom",
    "late": "martyr shahid-e شهید الشهید مرحوم المرحوم",
    "police": "samonwal سمونوال څارنوال saranwal سارنوال څارنمل",
}  # fmt: skip
_TITLES = {bare(w): title for title, words in _TITLE_WORDS.items() for w in words.split()}
# Of these a name may consist (Mr Wakil, Mr Qazi): they are titles only where a name remains without them.
_ARTICLES = _set("al el ul ur ud ad ar as az an at ash il us uz ol od ال")
_SONS = _set(
    "bin ibn ben bint binte bent wuld ould walad wald weld bn ولد بن بنت ابن فرزند son daughter of s/o"
)
_ABD = _set(
    "abd abdul abdel abdol abdal abdu abdur abdus abdud abdush abdoul abdool abdo abdal abdun abdut abdir عبد عبدال عبدل"
)
_ALLAH = _set(
    "allah ullah ollah ulla olla alla oullah ellah eullah elah ulah olah lah الله اللە لله ﷲ oolah ullha"
)
_DIN = _set(
    "din deen uddin eddin addin aldin aldeen eldin udin odin uddeen oddin eddine dine الدین دین الدين"
)
_ABU = _set("abu abou abo abi aboo ابو ابی أبو أبي ابا")
_JOINED = _set(
    "zai zay zoi zei zie zae zada zadah zade zadeh zoda khel khil khail khayl khial wal wall زی زئی زایی زاده خیل وال زوی zoy zad"
)
_NO_ARTICLE = _set(
    "الماس الیاس الهام الفت الطاف البرز الیف الیاسی الماسی الفتی الهامی الوزی الکوزی الوکوزی الیاسزی"
)
_KNOWN = re.compile(
    r"\b(?:known as|known to|known by|also known as|alias|a\.?k\.?a\.?|mashhoor ba|mashhur ba|called|nicknamed)\b|"
    r"(?:ال)?(?:مشهور|معروف|ملقب|مسمی|مکنی|مكنى|مدعو)\s*(?:به|بې|ب|باسم|په)\b\s*|\bپه نامه\b"
)
_IRREGULAR = {(word, ""): "mohammad" for word in "mohd muhd md mhd mohamd muhmd mohmmad".split()} | {
    ("zabi", "allah"): "zabih", ("zabe", "allah"): "zabih", ("ذبیع", "allah"): "ذبیح", ("zi", "allah"): "zia", ("fath", "allah"): "fateh", ("طیف", "abd"): "لطیف",
}  # fmt: skip
_SPLIT = re.compile(r"[^\w'’‘ʿʾ`ʻʼ]+|_")
_LATIN_ABD = re.compile(r"^abd(?:[uoea]+(?:l|([rsdnzt])(?=\1))?|(?=r))(?=[a-z]{3})")
_LATIN_ALLAH = re.compile(
    r"(?<=[a-z]{2})(?:(?:ou|u|o|a|e|i)l{1,2}ah|(?<=[a-z]{3})(?:ou|u|o)lla|(?<=[a-z])llah)a?$"
)
_LATIN_DIN = re.compile(r"(?<=[a-z]{2})[uoea](?:l|d)?-?d(?:i|ee|e|y)n[e]?$")
_LATIN_RAHMAN = re.compile(
    r"(?<=[a-z]{3})(?:[uoea]r?)(?=(?:rahman|rehman|rahim|raziq|rauf|rasool)$)|(?<=[a-z]{2})(?:ul)(?=(?:haq|haqq|hak|huda|islam|hadi|amin)$)"
)


def titles_of(word: str) -> str | None:
    """Return which title a bare word is."""
    return _TITLES.get(word)


@lru_cache(1 << 17)
def parse(text: str) -> Name:
    """Return ``text`` in parts. Never raises; a text without letters has no parts."""
    text = plain(text)[:300]
    main, also = _known_as(text)
    words = _words(main)
    titles, words = _untitled(words)
    tokens = _tokens(words)
    if also:
        others = _tokens(_untitled(_words(also))[1])
        tokens += [Token(t.text, t.sound, t.affix, known_as=True) for t in others]
    seen: set[str] = set()
    kept = [t for t in tokens if t.sound and not (t.known_as and t.key in seen) and not seen.add(t.key)]  # type: ignore[func-returns-value]
    return Name(text, tuple(titles), tuple(kept[:10]))


def _known_as(text: str) -> tuple[str, str]:
    """Split off "known as ..." and what stands in brackets."""
    also = " ".join(re.findall(r"[(\[{«“\"](.*?)[)\]}»”\"]", text))
    main = re.sub(r"[(\[{«“\"].*?[)\]}»”\"]", " ", text)
    if not any(c.isalpha() for c in main):
        main, also = text, ""
    parts = _KNOWN.split(main if not main.isascii() else main.lower(), maxsplit=1)
    if len(parts) > 1 and parts[0].strip() and parts[1].strip():
        at = len(parts[0])
        return main[:at], f"{main[len(main) - len(parts[1]) :]} {also}"
    if "," in main and not is_arabic(main):  # "Majeed, Abdul": the family name stands first
        last, _, first = main.partition(",")
        if first.strip():
            main = f"{first} {last}"
    return main, also


_NOT_ARTICLE = re.compile(r"\b(a[dnrstz]|ash)-(?!\1|(?<=d-)din)(?=[a-z])", re.IGNORECASE)


def _words(text: str) -> list[tuple[str, str]]:
    """Return (as written, bare) of each word; "Az-har" is one, "az-Zahiri" two."""
    out = []
    text = _NOT_ARTICLE.sub(lambda found: found[1], text) if "-" in text else text
    for word in _SPLIT.split(text):
        plainest = bare(word).strip("'’‘ʿʾ`ʻʼ") if word else ""
        if plainest and any(c.isalpha() for c in plainest):
            out.append((word, plainest))
    return out


def _untitled(words: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Take titles off, as long as a name remains: in front and behind, also glued to what follows."""
    titles: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for i, (text, word) in enumerate(words):
        title = _TITLES.get(word)
        later = any(w not in _TITLES and w not in _ARTICLES for _, w in words[i + 1 :])
        joined = i + 1 < len(words) and words[i + 1][1] in _JOINED
        owned = i > 0 and (_is_abd(words[i - 1][1]) or words[i - 1][1] in _ARTICLES)
        if title and (later or rest) and not joined and not owned:
            titles.append((text, title))
            continue
        glued = _glued_title(word) if not rest else None
        if glued:
            titles.append((text[: len(glued)], _TITLES[glued]))
            rest.append((text[len(glued) :], word[len(glued) :]))
            continue
        rest.append((text, word))
    return (titles, rest) if rest else ([], words)


_GLUED = sorted(
    (w for w in _TITLES if (is_arabic(w) and len(w) >= 4) or w in ("mawlawi", "alhaj", "engineer", "ustad")), key=len, reverse=True
)  # fmt: skip


_GLUED_TITLE = re.compile(rf"({'|'.join(map(re.escape, _GLUED))})(?!زاده|زی|خیل|zada|zai)(?=.{{3}})")


def _glued_title(word: str) -> str | None:
    found = _GLUED_TITLE.match(word)
    return found[1] if found else None


def _tied(core: str) -> str:
    """Return a core before -ullah with its tied ta spoken: نعمة الله is Nematullah."""
    return (
        core[:-1] + "ت"
        if len(core) > 2 and core.endswith("ه") and core not in ("وجیه", "نزیه", "فقیه")
        else core
    )


@lru_cache(1 << 16)
def _is_abd(word: str) -> bool:
    return word in _ABD or bool(re.fullmatch(r"[ae]bd(?:[aeou]{1,2}[lrszdnt]?h?)?", word))


def _tokens(words: list[tuple[str, str]]) -> list[Token]:
    """Put the words of one name together into parts."""
    pieces = [piece for text, word in words for piece in _apart(text, word)]
    out: list[tuple[str, str, str]] = []  # text, core, affix
    alone = ""
    waiting: tuple[str, str] | None = None  # (text, affix) of an abd or abu that waits for its other half
    for text, word, affix in pieces:
        last = out[-1] if out else None
        if word in _ARTICLES and affix == "" and (waiting or out or len(pieces) > 1):
            if waiting:
                waiting = (f"{waiting[0]} {text}", waiting[1])
            continue
        if affix == "" and word in _ALLAH and waiting:
            out.append((f"{waiting[0]} {text}", "عبد" if is_arabic(word) else "abd", "allah"))
            waiting = None
        elif affix == "" and word in _ALLAH and last and not last[2]:
            out[-1] = (f"{last[0]} {text}", last[1], "allah")
        elif affix == "" and word in _DIN and last and not last[2] and not waiting:
            out[-1] = (f"{last[0]} {text}", last[1], "din")
        elif affix == "" and word in _JOINED and last and not waiting and (len(last[1]) > 2):
            out[-1] = (f"{last[0]} {text}", last[1] + word, last[2])
        elif affix == "" and (_is_abd(word) or word in _ABU) and not waiting:
            waiting, alone = (text, "abu" if word in _ABU else "abd"), word
        elif affix == "" and word in _SONS:
            continue
        elif waiting:
            out.append((f"{waiting[0]} {text}", word, affix or waiting[1]))
            waiting = None
        else:
            out.append((text, word, affix))
    if waiting:
        out.append((waiting[0], alone, ""))
    out = [(text, _tied(core) if affix == "allah" else core, affix) for text, core, affix in out]
    return [
        Token(text, sounds(_IRREGULAR.get((core, affix), core), affix), affix) for text, core, affix in out
    ]


@lru_cache(1 << 16)
def _apart(text: str, word: str) -> list[tuple[str, str, str]]:
    """Take one word apart: (as written, core, affix) of each of its parts."""
    return _apart_arabic(text, word) if is_arabic(word) else _apart_latin(text, word)


def _apart_latin(text: str, word: str) -> list[tuple[str, str, str]]:
    word = re.sub(r"['’‘ʿʾ`ʻʼ]", "", word)
    if word in _ABD or word in _ALLAH or word in _DIN or word in _ARTICLES or word in _ABU:
        return [(text, word, "")]
    if re.fullmatch(r"abd[ueoa]*l{1,2}ah?", word):
        return [(text, "abd", "allah")]
    found = _LATIN_ABD.match(word)
    if found and word not in ("abdali", "abdaly"):
        return [(text, word[found.end() :], "abd")]
    found = _LATIN_ALLAH.search(word)
    if found and found.start() >= 2 and ("ll" in found[0] or len(word) >= 8):
        return [(text, word[: found.start()], "allah")]
    found = _LATIN_DIN.search(word)
    if found and found.start() >= 2:
        return [(text, word[: found.start()], "din")]
    found = _LATIN_RAHMAN.search(word)
    if found:
        return [
            (word[: found.start()], word[: found.start()], ""),
            (word[found.end() :], word[found.end() :], ""),
        ]
    if re.match(r"^(?:abu|abou)[a-z]{4}", word) and not word.startswith(("abub", "aboub")):
        return [(text, re.sub("^ab(?:u|ou)(?:l(?=[b-df-hj-np-tv-z]))?", "", word), "abu")]
    return [(text, word, "")]


def _apart_arabic(text: str, word: str) -> list[tuple[str, str, str]]:
    if word in _ABD or word in _ALLAH or word in _DIN or word in _ARTICLES or word in _ABU:
        return [(text, word, "")]
    if word in ("عبدالله", "عبداله"):
        return [(text, "عبد", "allah")]
    found = re.match(r"^عبد(?:ا?ال|ل(?=.{3}))?(?=.{2})", word)
    if found and word not in ("عبدلی", "عبدالی", "عبدی"):
        return [(text, word[found.end() :], "abd")]
    found = re.search(r"(?<=.{2})(?:الله|للە|لله)$", word)
    if found:
        return [(text, word[: found.start()], "allah")]
    found = re.search(r"(?<=.{2})(?:الدین|الدینی)$", word)
    if found:
        return [(text, word[: found.start()], "din")]
    found = re.match(r"^(?:ابو)(?:ال)?(?=.{3})", word)
    if found:
        return [(text, word[found.end() :], "abu")]
    found = re.match(r"^(?:محمد|سید|غلام|احمد)(?=.{3})(?!الله|زاده|زای|یار|الدین|پور|خیل|یان|ستان)", word)
    if found:
        return [
            (word[: found.end()], word[: found.end()], ""),
            *_apart_arabic(word[found.end() :], word[found.end() :]),
        ]
    if word.startswith("ال") and len(word) >= 4 and word not in _NO_ARTICLE:
        return [(text, word[2:], "")]
    found = re.search(
        r"(?<=.{3})ال(?=(?:رحمن|رحمان|رحیم|حق|هدی|اسلام|هادی|امین|رووف|رسول|نبی|زمان|عابدین)$)", word
    )
    if found:
        return [
            (word[: found.start()], word[: found.start()], ""),
            (word[found.end() :], word[found.end() :], ""),
        ]
    return [(text, word, "")]
