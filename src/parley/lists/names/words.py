"""One word of a name: whether it is a title, an article, half of a compound, and the parts that are written in it as one."""

import re
from functools import lru_cache
from typing import NamedTuple

from parley.letters import bare, is_arabic
from parley.lists.names.glued import in_many, in_two
from parley.lists.names.known import DARI, LATIN
from parley.lists.names.sound import bare_sounds


class Token(NamedTuple):
    """One part of a name."""

    text: str  # as written, pieces joined by a space
    sound: str  # phonetic form of its core
    affix: str  # "", abd, allah, din, abu, ov: the other half of a compound
    known_as: bool = False  # from a nickname: may be missing without meaning anything
    kin: bool = False  # the father's or grandfather's, from a column: may be missing too

    @property
    def key(self) -> str:
        """What makes two tokens one: core and affix; Arabic-script and Latin keys never meet."""
        return f"{self.affix}:{self.sound}"


class Piece(NamedTuple):
    """A piece of a word: ``role`` is the sum of the roles (below) that it may have beside others."""

    text: str
    core: str
    affix: str
    role: int


ARTICLE, ALLAH, DIN, JOINED, ABD, ABU, SON, OV = (1 << k for k in range(8))


class Word(NamedTuple):
    """A word as written, ``bare``, its title if it is one, and its pieces; ``alone``: its parts if no neighbour matters."""

    text: str
    bare: str
    title: str | None
    role: int
    glued: str  # a title written in front of it as one
    pieces: tuple[Piece, ...]
    alone: tuple[Token, ...] | None
    alias: bool  # may begin "known as"


def _set(words: str) -> frozenset[str]:
    return frozenset(bare(w) for w in words.split())


_TITLE_WORDS = {
    "haji": "lhj حجی هاجی haji hajji hajee hajy haj hajj alhaj alhajj hajia حاجی حاج الحاج حاجي حاجيه حاجیه",
    "doctor": "daktr drs phd daktor دکتورس دوکتورس dr doctor doktor daktar داکتر دوکتور دکتر دوکتر ډاکټر ډاکتر دکتور الدکتور طبیب",
    "engineer": "njnyr deplom diplom diploma دیپلوم دیپلم ډیپلوم اینجینر اینجنیر اینجینیر انجینئر eng engr engineer enginer engineeer مهندس انجنیر انجینر انجینیر انجنیير المهندس انجنير انجینير ingeneer",
    "mawlawi": "mwlana mawlawi mawlavi maulavi mawlvi molavi maulawi moulavi mavlavi mowlawi molawi mawlana maulana مولوی مولانا مولوي مولینا",
    "mullah": "mullah mulla mula molla mollah ملا ملاي آخوند آخند akhund akhond akhunzada",
    "qari": "qary qari qaari kari قاری قاري",
    "ustad": "ustad ostad ustaz ostaz استاد استاذ الاستاذ",
    "teacher": "malem moalem moallem muallim mualim malim mallem معلم ښوونکی",
    "general": "gen general gneral genral jeneral jenral geenral lt brig brigadier جنرال جنرل جنرال لواء الجنرال ستر",
    "colonel": "col colonel dagarwal dagerwal دگروال ډگروال العقید عقید دگرمن maj major captain capt toran tooran تورن jagran jagrran jagarn جگرن jagturan jagtoran جگتورن bridman baridman bredman بریدمن dagarman dagerman brid barid bred برید",
    "commander": "cmdr commander comandan commandant qomandan qumandan komandan قوماندان قومندان قوماندن القائد",
    "judge": "qazi qaazi kazi qadi qazy قاضی قاضي القاضی",
    "lawyer": "wakil vakil wakeel وکیل",
    "professor": "prof professor pohand pohanwal پوهاند پوهنوال پروفیسور",
    "sheikh": "sheikh shaikh shaykh shekh sheik شیخ الشیخ",
    "mufti": "mufti مفتی المفتی",
    "mr": "mermen mirman میرمن مېرمن mr mister mrs ms miss آقای ښاغلی اغلی محترم محترمه السید السیده banu baanu mohtaram mohtarama khanum khanom",
    "lady": "bibi biby bebi beebee bebe bibe بیبی",
    "arbab": "arbab ارباب",
    "karbalai": "karbalai karbalayi karbalaee karbalaie karbalayee karbalaye کربلایی کربلای",
    "officer": "mamoor mamur mamor mamour مامور mudir modir mudeer modeer moder مدیر walswal woleswal wolaswal wuluswal uluswal ولسوال zabit zabet ضابط sarkatib sarkateb سرکاتب sarhang سرهنگ",
    "scholar": "pohanyar pohanmal pohandoy pohandoi pohanyal پوهنیار پوهنمل پوهندوی پوهنیال",
    "late": "martyr shahid-e شهید الشهید مرحوم المرحوم",
    "police": "sarnwal sarnpoh saranpoh ثارنوال څارنپوه څارنپو samonwal سمونوال څارنوال saranwal سارنوال څارنمل",
}  # fmt: skip
_TITLES = {bare(w): title for title, words in _TITLE_WORDS.items() for w in words.split()}
IN_TWO = (
    "دکتر",
    "دکټر",
    "بیبی",
    "alhaj",
    "alhajj",
    "alhaji",
    "alhajji",
)  # titles that are written in two words, too
# Names before others, cut short, with a full stop: M. Nazir, Gh. Nabi.
_SHORT = {"m": "mohammad", "moh": "mohammad", "gh": "ghulam", "ab": "abdul", "م": "محمد", "غ": "غلام"}  # fmt: skip
IN_FRONT = ("lady", "arbab")  # titles only there: behind a name they are family names
# Of these a name may consist (Mr Wakil, Mr Qazi): they are titles only where a name remains without them.
# Typists spell those that stand most often in many ways more: Mawalawi, Hadji, Elhaj, Ingenier, Jeneral.
_SPELLED = re.compile(
    "|".join(
        f"(?P<{title}>{form})"
        for title, form in {
            "haji": r"(?:[aeu]?l[ae]?-?)?k?h[ae]+(?:d?j{1,2}(?:i|y|ee|ie)?|(?:dsch|d?zh|c|g)[iy])|al?-?[ae]?h[ae]?g",
            "mawlawi": r"m[aou]{0,2}[wv]?[ae]?l{1,2}[aeou]?[wv]{1,2}[iy]",
            "engineer": r"[aei]n{1,2}[ae]?[gj][aei]{0,2}n{1,2}[aeiy]{0,2}r",
            "doctor": r"d[aeo]?[ck]{1,2}[ae]?t[aeo]?r",
            "ustad": r"[aeuo]s[ae]?ta{1,2}[dz]",
            "general": r"[gj][ae]{0,2}n{1,2}[ae]?r[ae]{0,2}l",
        }.items()
    )
)
_PLAIN = str.maketrans("ټډړڼ", "تدرن")  # as Pashto writes: ډاکټر, اسټاد
_ARTICLES = _set(
    "oul ool our oor oud ood ous oos ouz ooz oun oon al el ul ur ud ad ar as az an at ash il us uz ol od ال"
)
_SONS = _set(
    "bin ibn ben bint binte bent wuld ould walad wald weld bn ولد بن بنت ابن فرزند son daughter of s/o"
)
_ABD = _set(
    "abd abdul abdel abdol abdal abdu abdur abdus abdud abdush abdoul abdool abdo abdal abdun abdut abdir bd bdl bdal عبد عبدال عبدل"
)
_ALLAH = _set(
    "oulla oolla ullh ollh llah uallah ualla allah ullah ollah ulla olla alla oullah ellah eullah elah ulah olah lah allh الله اللە لله ﷲ oolah ullha"
)
_DIN = _set(
    "ooddin uden oden din deen uddin eddin addin aldin aldeen eldin udin odin uddeen oddin eddine dine dyn aldyn ldyn الدین دین الدين"
)
_ABU = _set("abu abou abo abi aboo ابو ابی أبو أبي ابا")
_JOINED = _set(
    "zai zay zoi zei zie zae zada zadah zade zadeh zoda khel khil khail khayl khial wal wall زی زئی زایی زاده خیل وال زوی zoy zad"
)
_OV = _set("ov ev yev اف اوف وف یف")  # of Russian family names, as Tajiks and Uzbeks have them
_NO_ARTICLE = tuple(
    sorted(
        _set(
            "الماس الیاس الهام الفت الطاف البرز الیف الیاسی الماسی الفتی الهامی الوزی الکوزی الوکوزی الیاسزی"
        )
    )
)
_IRREGULAR = {(word, ""): "mohammad" for word in "mohd muhd md mhd mohamd muhmd mohmmad".split()} | {
    ("zabi", "allah"): "zabih", ("zabe", "allah"): "zabih", ("ذبیع", "allah"): "ذبیح", ("zi", "allah"): "zia", ("fath", "allah"): "fateh", ("طیف", "abd"): "لطیف",
    ("zi", "din"): "zia", ("al", "din"): "ala", ("moh", "din"): "mohi", ("muh", "din"): "mohi", ("muhy", "din"): "mohi", ("mohy", "din"): "mohi",
}  # fmt: skip
_MARK = re.compile("['’‘ʿʾ`ʻʼ]")
_ABDULLAH = re.compile("abd[ueoa]*l{1,2}[ao]h?")
_LIKE_ABU = re.compile("(?:abu|abou)[a-z]{3}")
_LATIN_ABD = re.compile(r"^(?:bda?l(?=[a-z]{2})|abd(?:[uoea]+(?:l|([rsdnzt])(?=\1))?|(?=r))(?=[a-z]{3}))")
_LIKE_ABD = re.compile(r"[ae]bd(?:[aeou]{1,2}[lrszdnt]?h?)?")
_LATIN_ALLAH = re.compile(
    r"(?<=[a-z]{2})(?:(?:ou|oo|ua|u|o|a|e|i)l{1,2}ah|(?<=[a-z]{3})(?:ou|oo|ua|u|o)lla|(?<=[a-z])lla?h)a?$|(?<=[a-z]{2})ull?oh?$"
)
_LATIN_DIN = re.compile(r"(?<=[a-z]{2})(?:[uoea](?:l|d)?-?d|idd)(?:i|ee|e|y)n[e]?$")
_BARE_DIN = re.compile("d(?:i|ee)n$")  # Nurdin, Guldin: behind a common name alone
_O_FOR_A = re.compile(
    "(?:iddin|ull?oh?|yor|jon|[kx]h?on|zoda)$"
)  # as Tajiks and Uzbeks write a long a: Jaloliddin, Bakhtiyor
_LATIN_OV = re.compile("(?<=[a-z]{3})(?:i?yev|iev|ev|ov|off)(?:a|ich)?$")
_ARABIC_OV = re.compile("(?<=.{3})(?:ی?وف|اوف|اف)ا?$")
_LATIN_ARTICLE = re.compile(r"[ae]l(?=[b-df-hj-np-tv-z].{3})")  # Alsaleh, Elhadi: before a common name
# Alsalafi, Alhamdani: off as the Arabic side has it, but for words that begin so (_NO_ARTICLE).
_LATIN_GLUED = re.compile(r"al(?=[b-df-hjkmnp-tv-z].{3})(?!mas|taf|ham|borz|berz|yas|koz|w|qama|bert)")
_LATIN_RAHMAN = re.compile(
    r"(?<=[a-z]{3})(?:[uoea]r?)(?=(?:rahman|rehman|rahim|raziq|rauf|rasool)$)|(?<=[a-z]{2})(?:ul)(?=(?:haq|haqq|hak|huda|islam|hadi|amin)$)"
)


# Russians write kh for h: Akhmad, Rakhim, Khashimi. Where no name has a kh it is that.
_RUSSIAN = re.compile(
    r"kh(?=(?:am)?m[ae]d|m[uo]d|ami?d|abib|as+an|[uo]s+[aei]{1,2}n|ashi?m|a[iy]dar|afi[zs]|ak{1,2}im|ak{1,2}an|ani?f|arun|aji)|(?<=ra)kh(?=m[ae]n|im)|(?<=ta)kh(?=ir)"
)
_ENDINGS = _JOINED | _ALLAH | _DIN | _set("yar یار tor")
_OTHER_LATIN = frozenset(
    "muhammad mohamad mohammed mohamed ahmed gol nur nour shir agha aga husain hussain hussein hassan hasan hosain ali".split()
)


_HALVES = frozenset(w for w in LATIN | _OTHER_LATIN if len(w) > 2) - _ENDINGS
_DARI_HALVES = frozenset(DARI | _set("آغا اغا علی حسن حسین")) - _ENDINGS


# Before a long rest: Mohammadnangyalwardak. The rest meets two neighbours of the other list.
_BEFORE = re.compile("^(?:m[ou]hamm?[ae]d|ahm[ae]d|say[ei]d|gh?ulam)(?=.{6})")
_HUMPS = re.compile("(?<=[a-z]{2})(?=[A-Z][a-z])")  # NangyalWardak, as forms without spaces have it


_GLUED = sorted(
    (w for w in _TITLES if (is_arabic(w) and len(w) >= 4) or w in ("mawlawi", "alhaj", "engineer", "ustad", "daktar", "daktr")), key=len, reverse=True
)  # fmt: skip
_GLUED_TITLE = re.compile(rf"({'|'.join(map(re.escape, _GLUED))})(?!زاده|زی|خیل|zada|zai)(?=.{{3}})")
_ROLES = (
    (_ARTICLES, ARTICLE),
    (_ALLAH, ALLAH),
    (_DIN, DIN),
    (_JOINED, JOINED),
    (_ABU, ABU),
    (_SONS, SON),
    (_OV, OV),
)
_ROLE_OF = {core: sum(bit for words, bit in _ROLES if core in words) for words, _ in _ROLES for core in words}
_MARKS = "'’‘ʿʾ`ʻʼ"
_TRIPLED = re.compile(r"([a-z])\1{2,}")
_I_AND_I = re.compile(rf"i(?:[{_MARKS}]i|i$)")  # Rabi'i, Rabii: with an ayn between
# What "known as" begins with: a name that holds such a word is looked at as a whole.
_ALIAS = re.compile("^(?:known|alias|called|nicknamed|mashh[ou]|aka$)|مشهور|معروف|ملقب|مسمی|مکنی|مدعو|نامه")


@lru_cache(1 << 17)
def word(text: str) -> Word | None:
    """Return what a word is; None if it holds no letter."""
    plainest = bare(text)
    if not is_arabic(plainest):
        plainest = _TRIPLED.sub(r"\1\1", _I_AND_I.sub("ee", plainest))
    plainest = plainest.strip(_MARKS)
    if not plainest.isalpha() and not any(c.isalpha() for c in plainest):
        return None
    title, role = _title(plainest), _role(plainest)
    found = None if title else _GLUED_TITLE.match(plainest)
    cut = _apart(text, plainest)
    if not text.islower() and _HUMPS.search(text):
        cut = [one for part in _HUMPS.split(text) for one in _apart(part, bare(part).strip(_MARKS))]
    pieces = tuple([Piece(t, core, affix, 0 if affix else _role(core)) for t, core, affix in cut])
    alias = bool(_ALIAS.search(plainest))
    alone = None
    if not (title or role or found or alias or plainest in ("د", "بی") or any(p.role for p in pieces)):
        made = [token(*one) for one in cut]
        alone = tuple([t for t in made if t.sound])
    return Word(text, plainest, title, role, found[1] if found else "", pieces, alone, alias)


def short(text: str) -> Word | None:
    """Return what a word is that a full stop follows and a name."""
    full = _SHORT.get(bare(text))
    whole = word(full or text)
    if not full or not whole:
        return whole
    return whole._replace(text=text, pieces=tuple(p._replace(text=text) for p in whole.pieces))


def _title(plainest: str) -> str | None:
    """Return which title a bare word is, None if none."""
    known = _TITLES.get(plainest) or _TITLES.get(plainest.translate(_PLAIN))
    if known:
        return known
    found = _SPELLED.fullmatch(plainest)
    return found.lastgroup if found else None


def _role(core: str) -> int:
    role = _ROLE_OF.get(core, 0)
    return role | ABD if _is_abd(core) else role


def rest_of(one: Word) -> Word | None:
    """Return the word that remains when the glued title is cut off."""
    cut = len(one.glued)
    return word(one.text[cut:]) if bare(one.text[cut:]) == one.bare[cut:] else word(one.bare[cut:])


def title_of(bare_word: str) -> str:
    """Return which title a bare word is."""
    return _TITLES[bare_word]


@lru_cache(1 << 17)
def token(text: str, core: str, affix: str) -> Token:
    """Return a part: its core's sounds, with the irregular ones put right."""
    core = _tied(core) if affix == "allah" else core
    core = _RUSSIAN.sub("h", core) if "kh" in core else core
    return Token(text, bare_sounds(_IRREGULAR.get((core, affix), core), affix), affix)


def _tied(core: str) -> str:
    """Return a core before -ullah with its tied ta spoken: نعمة الله is Nematullah."""
    return (
        core[:-1] + "ت"
        if len(core) > 2 and core.endswith("ه") and core not in ("وجیه", "نزیه", "فقیه")
        else core
    )


@lru_cache(1 << 16)
def _is_abd(word: str) -> bool:
    return word in _ABD or bool(_LIKE_ABD.fullmatch(word))


def _apart(text: str, word: str) -> list[tuple[str, str, str]]:
    """Take one word apart: (as written, core, affix) of each of its parts."""
    return _apart_arabic(text, word) if is_arabic(word) else _apart_latin(text, word)


def _apart_latin(text: str, word: str) -> list[tuple[str, str, str]]:
    word = (
        word if word.isascii() and word.isalpha() else _MARK.sub("", word)
    )  # ʿ and ʻ are letters to Unicode
    if _O_FOR_A.search(word) and word not in LATIN:
        word = word.replace("o", "a")
    if word in _ABD or word in _ALLAH or word in _DIN or word in _ARTICLES or word in _ABU:
        return [(text, word, "")]
    if _ABDULLAH.fullmatch(word):
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
    if (found := _BARE_DIN.search(word)) and word[: found.start()] in _HALVES:
        return [(text, word[: found.start()], "din")]
    if found := _LATIN_OV.search(word):
        return [(text, word[: found.start()], "ov")]
    known = _LATIN_ARTICLE.match(word) and LATIN & {word[2:], word[2:].removesuffix("i")}
    if word not in LATIN and (known or _LATIN_GLUED.match(word)):
        return [(text, word[2:], "")]
    found = _LATIN_RAHMAN.search(word)
    if found:
        return [
            (word[: found.start()], word[: found.start()], ""),
            (word[found.end() :], word[found.end() :], ""),
        ]
    if both := in_two(word, _HALVES) or in_many(word, _HALVES):
        return [(part, part, "") for part in both]
    if found := _BEFORE.match(word):
        return [(found[0], found[0], ""), *_apart_latin(word[found.end() :], word[found.end() :])]
    if word.startswith(("abu", "abou")) and _LIKE_ABU.match(word) and not word.startswith(("abub", "aboub")):
        return [(text, re.sub("^ab(?:u|ou)(?:l(?=[b-df-hj-np-tv-z]))?", "", word), "abu")]
    return [(text, word, "")]


_ABD_IN_FRONT = re.compile(r"^عبد(?:ا?ال|ل(?=.{3}))?(?=.{2})")
_ALLAH_BEHIND = re.compile(r"(?<=.{2})(?:الله|للە|لله)$")
_DIN_BEHIND = re.compile(r"(?<=.{2})(?:الدین|الدینی)$")
_ABU_IN_FRONT = re.compile(r"^(?:ابو)(?:ال)?(?=.{2})")
_TWO_IN_ONE = re.compile(r"^(?:محمد|سید|غلام|احمد)(?=.{3})(?!الله|زاده|زای|یار|الدین|پور|خیل|یان|ستان)")
_RAHMAN_BEHIND = re.compile(
    r"(?<=.{3})ال(?=(?:رحمن|رحمان|رحیم|حق|هدی|اسلام|هادی|امین|رووف|رسول|نبی|زمان|عابدین)$)"
)


def _apart_arabic(text: str, word: str) -> list[tuple[str, str, str]]:
    if word in _ABD or word in _ALLAH or word in _DIN or word in _ARTICLES or word in _ABU:
        return [(text, word, "")]
    if word in ("عبدالله", "عبداله", "عبدلله", "عبدللاه"):
        return [(text, "عبد", "allah")]
    found = _ABD_IN_FRONT.match(word)
    if found and word not in ("عبدلی", "عبدالی", "عبدی"):
        return [(text, word[found.end() :], "abd")]
    found = _ALLAH_BEHIND.search(word)
    if found:
        return [(text, word[: found.start()], "allah")]
    found = _DIN_BEHIND.search(word)
    if found:
        return [(text, word[: found.start()], "din")]
    if word.endswith("دین") and (
        word[:-3] in _DARI_HALVES or word[:-3] == "گلب"
    ):  # نوردین, گلبدین; not راشدین
        return [(text, word[:-3], "din")]
    found = _ARABIC_OV.search(word)
    if found and (word[: found.start()] in DARI or (found.start() > 3 and "و" in found[0])):
        return [(text, word[: found.start()], "ov")]
    found = _ABU_IN_FRONT.match(word)
    if found and word != "ابوبکر":
        return [(text, word[found.end() :], "abu")]
    found = _TWO_IN_ONE.match(word)
    if found:
        return [
            (word[: found.end()], word[: found.end()], ""),
            *_apart_arabic(word[found.end() :], word[found.end() :]),
        ]
    if word.startswith("ال") and len(word) >= 4 and not word.startswith(_NO_ARTICLE):
        return [(text, word[2:], "")]
    if both := in_two(word, _DARI_HALVES) or in_many(word, _DARI_HALVES):
        return [(part, part, "") for part in both]
    found = _RAHMAN_BEHIND.search(word)
    if found:
        return [
            (word[: found.start()], word[: found.start()], ""),
            (word[found.end() :], word[found.end() :], ""),
        ]
    return [(text, word, "")]
