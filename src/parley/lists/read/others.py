"""Headings about somebody else than the person of the row: "Your name", "Guarantor's father", «نام وکیل», "Reported by".

Forms ask first who fills them in. Whoever that is, they are never the prisoner.
"""

import re
from itertools import pairwise

from parley.letters import bare

ANOTHER = "another"  # what a heading of somebody else's name says; no field
_LONGEST = 300  # letters that are looked at
_FEW = 4  # words of a heading
_SHORT = 2  # words in brackets: more are an instruction, "(to be filled in by relatives)"
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _bare(words: str) -> frozenset[str]:
    return frozenset(bare(word) for word in words.split())


_YOURS = _bare(
    "your yours my our شما ستا ستاسو زما ما اسمك اسمكم لقبك votre vos ваш ваше ваша su sizin adınız adiniz آپ"
)
_THEIRS = frozenset(
    "custody hands prison facility possession list lists records side database office".split()
)  # "in your custody"
# Whoever is called so beside a prisoner is not the prisoner.
_SURE = _bare(
    """guarantor guarantors guarantee sponsor sponsors surety bailsman bondsman reporter reporters reporting informant informants informer tipster
    enquirer inquirer requester requestor declarant relationship relative relatives relation relations kin kinsman kinsmen kinfolk next-of-kin lawyer lawyers attorney attorneys advocate counsel
    counsellor solicitor defender witness witnesses complainant complainants plaintiff accuser contact contacts caller interviewer enumerator surveyor
    judge prosecutor doctor investigator supervisor clerk interpreter translator escort custodian guard visitor sender recipient signatory
    submitter preparer checker approver verifier commander officer elder headman malik spokesman representative proxy nominee heir
    mother mothers wife wives husband husbands spouse widow brother brothers sister sisters uncle aunt cousin nephew niece son sons daughter daughters child children friend neighbour
    neighbor guardian guardians killer worker caseworker source sources author compiler
    ضامن ضامنین کفیل وکیل شاهد شاهدان شاکی مدعی راپوردهنده گزارشدهنده گزارش راپور مخبر مطلع اقارب قریب خویشاوند خویشاوندان خویش وابسته وابستگان بستگان مادر همسر زوجه خانم شوهر
    برادر خواهر کاکا ماما عمه خاله فرزند پسر دختر قومندان قوماندان مستنطق څارنوال څارنوالی قاضی داکتر سرپرست قیم تماس متقاضی پرکوونکی خپلوان خپلوانو خپلوانه ورور خور مور ښځه ښځې میړه مېړه مېرمن میرمن
    راپورورکوونکی ملګری الضامن ضامنه الکفیل المحامی محامی الشاهد المبلغ مبلغ المخبر المشتکی القریب قریبه الاقارب الوکیل الوالده والده الام الزوج الزوجه الاخ الاخت العم الخال القائد الضابط القاضی
    مقدم المحقق المترجم المندوب ولیه avocat temoin garant plaignant mere epouse epoux frere soeur abogado testigo garante denunciante madre esposa hermano адвокат свидетель поручитель заявитель родственник
    родственники мать жена муж брат сестра следователь avukat tanık kefil anne eş kardeş"""
)
# May be called so who is listed: a column that says nothing of whose it is, or the prisoner's, comes before.
_PERHAPS = _bare("victim victims applicant applicants claimant claimants respondent respondents petitioner beneficiary client عارض درخواست مستفید الضحیه ضحیه")  # fmt: skip
_HELD = _bare(
    """prisoner prisoners detainee detainees inmate inmates captive captives accused suspect suspects defendant convict convicts missing detained arrested captured imprisoned
    disappeared abducted kidnapped pow pows internee زندانی محبوس محبوسین بندی بندیان اسیر اسرا بازداشتی بازداشت مفقود گمشده متهم نیول السجین سجین المعتقل معتقل المحتجز الاسیر المفقود المتهم
    detenu prisonnier detenido preso задержанный задержанного заключенный заключенного арестованный mahkum tutuklu esir قیدی"""
)
_SUCH = _bare(
    "missing detained arrested captured imprisoned disappeared abducted kidnapped"
)  # of relatives: they are listed then
_BY = _bare("by par por von tarafından طرف توسط لخوا قبل")
_OF = _bare("of to de du des del der la le von کا کی")
# Beside a father's name these say who else may stand there: father or guardian.
_INSTEAD = _bare("guardian guardians husband husbands mother spouse uncle brother son daughter child relative kin همسر شوهر مادر سرپرست قیم ولیه زوجه فرزند پسر دختر الزوج الام الوالده والده mere madre мать anne")  # fmt: skip
# Of other fields only whoever these are has one of their own: "Guarantor's province", "Your age".
_HAVE = _YOURS | (_SURE - _bare("contact contacts officer commander guard custodian escort doctor judge sender recipient راپور گزارش تماس داکتر قاضی القاضی قریب ماما"))  # fmt: skip


def of_another(heading: str, field: str) -> bool:
    """Return whether a heading that says ``field`` says somebody else's: the last of "detainee's lawyer", the first of «وکیل محبوس»."""
    words, owners = _words(heading), _owners(heading)
    if field in ("name", "given", "surname", "nickname"):
        if any(word in _BY for word in words[1:]) or ("family", "member") in pairwise(words):
            return True
        others = _YOURS | _SURE
    else:
        others = _HAVE - _INSTEAD if field in ("father", "grandfather") else _HAVE
    at = [
        i
        for i, (word, before, behind) in enumerate(zip(words, ["", *words], [*words[1:], ""], strict=False))
        if word in others and before not in _SUCH and not (word in _YOURS and behind in _THEIRS)
    ]
    held = [i for i, word in enumerate(words) if word in _HELD]
    if not held or not at:
        return bool(at)
    at = [i for i in at if words[i] not in _YOURS]  # "your prisoner" is the prisoner
    if not at or not _HELD.isdisjoint(owners):  # "name of detainee's guarantor"
        return bool(at)
    head_first = not words[0].isascii() or any(word in _OF for word in words[1:])
    if head_first and words[0] != "د":
        return min(at) < min(held)
    return max(at) > max(held)


def is_by(heading: str) -> bool:
    """Return whether a heading ends as no name does: "Reported by"."""
    words = _words(heading)
    return 1 < len(words) <= _FEW and words[-1] == "by"


def of_held(heading: str) -> bool:
    """Return whether a heading says that it is the prisoner's."""
    return not _HELD.isdisjoint(_words(heading))


def held_relative(heading: str) -> bool:
    """Return whether a heading is about a relative who is the one held: "your detained brother"."""
    words = _words(heading)
    return any(one in _SUCH and two in _SURE for one, two in pairwise(words))


def perhaps_of_another(heading: str) -> bool:
    """Return whether a heading may say the listed person's name or somebody else's: "Applicant", "Name of victim"."""
    words = _words(heading)
    return any(word in _PERHAPS for word in words) and not any(word in _HELD for word in words)


def _owners(heading: str) -> list[str]:
    """Return the words of a heading whose something else is: "detainee's"."""
    said = bare(heading[:_LONGEST]).replace("’", "'")
    return re.findall(r"(\w{1,30})(?:'s|s') ", said)


def _words(heading: str) -> list[str]:
    heading = _BRACKETS.sub(
        lambda found: f" {found[1]} " if len(found[1].split()) <= _SHORT else " ", heading[:_LONGEST]
    )
    said = bare(_CAMEL.sub(" ", heading)).replace("'", " ").replace("’", " ")
    return [word for word in _WORD.findall(said) if word != "s"]
