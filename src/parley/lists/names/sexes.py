"""Words for somebody's sex, in the languages of lists; and what "son of" and "daughter of" say of it."""

import re

from parley.letters import bare

_M = "m|ذ|male|males|man|men|boy|boys|mr|h|homme|garcon|masculin|masculino|hombre|varon|niño|mannlich|mann|junge|herr|erkek|bay|erkak|kişi|муж|мужской|мужчина|мальчик|чоловік|чол|чоловіча|мард|писар|нар|مرد|مردانه|پسر|ذکر|ذکور|مذکر|رجل|نارینه|نر|هلک|سړی|لڑکا|نێر|پیاو"  # fmt: skip
_F = "f|ث|أ|female|females|woman|women|girl|girls|mrs|ms|femme|fille|feminin|femenino|femenina|mujer|niña|weiblich|frau|kadın|kadin|kız|bayan|ayol|qiz|жен|женский|женщина|девочка|жінка|жін|жіноча|зан|духтар|زن|زنانه|دختر|انثی|اناث|مونث|مؤنث|امراه|بنت|ښځینه|ښځه|نجلۍ|عورت|لڑکی|مێ|ئافرەت"  # fmt: skip
_CODE = re.compile(r"\d")
_MALE, _FEMALE = ({bare(word) for word in words.split("|")} for words in (_M, _F))
_ALL = _MALE | _FEMALE
_SON = frozenset(
    map(bare, "s son pesar o'g'li og'li oghli ogli oglu oghlu ogly زوی زوي پسر ابن угли оглы".split())
)
_DAUGHTER = frozenset(map(bare, "d w wd daughter bint binti binte bt bte binth dukhtar qizi kizi wife widow zawja zawjah zauja دختر بنت ابنة ابنه لور زوجه زوجة زوجۀ حرم بیوه ارمله أرملة مېرمن میرمن ښځه کونډه кизи кызы قیزی".split()))  # fmt: skip


def _word(text: str) -> str:
    """Return what a cell says without the code beside it: "1. Male", "Female (2)"."""
    return _CODE.sub("", bare(text)).strip(" .()[]-:=")


def sex_of(text: str) -> str:
    """Return m, f or ""."""
    word = _word(text)
    return "m" if word in _MALE else "f" if word in _FEMALE else ""


def is_sex(text: str) -> bool:
    """Return whether a cell says somebody's sex."""
    return _word(text) in _ALL


def sex_of_kin(word: str) -> str:
    """Return whose "s/o", "daughter of", بنت or "wife of" it is: m, f or "". ولد and فرزند stand before daughters' fathers, too."""
    first = bare(word).replace("/", " ").replace("\\", " ").strip(" .:,(").split()
    return "" if not first else "m" if first[0] in _SON else "f" if first[0] in _DAUGHTER else ""
