"""Invented people and numbers, to draw every page without talks behind it."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

from parley.app.views import (
    Batch,
    Check,
    Clause,
    Compartment,
    Cosigned,
    Deposit,
    Desk,
    Device,
    Happened,
    Host,
    InvitationRow,
    Invite,
    Lists,
    Matching,
    Meeting,
    Pair,
    Party,
    Person,
    Place,
    Plan,
    PlanView,
    Reading,
    Record,
    Rows,
    RowView,
    Session,
    Sheet,
    SheetContent,
    Shell,
    Signer,
    Sits,
    Sitting,
    Stand,
    TalksRow,
    Text,
    Today,
    Waiting,
)  # fmt: skip

NOW = datetime(2020, 3, 22, 12, 12, tzinfo=UTC)
PARTIES = (
    Party(
        "government", "side", 0, {"en": "The government", "ps": "حکومت", "fa-AF": "حکومت", "ar": "الحكومة"}
    ),
    Party("taliban", "side", 1, {"en": "The Taliban", "ps": "طالبان", "fa-AF": "طالبان", "ar": "طالبان"}),
    Party("host", "host", 2, {"en": "The host", "ps": "کوربه", "fa-AF": "میزبان", "ar": "المضيف"}),
    Party("neutral", "neutral", 3, {"en": "The neutral", "ps": "بې‌پلوه", "fa-AF": "بی‌طرف", "ar": "المحايد"}),
)
PLACES = (
    Place("kabul", {"en": "Kabul", "ps": "کابل", "fa-AF": "کابل", "ar": "كابول"}, "Asia/Kabul"),
    Place("doha", {"en": "Doha", "ps": "دوحه", "fa-AF": "دوحه", "ar": "الدوحة"}, "Asia/Qatar"),
    Place(
        "washington",
        {"en": "Washington", "ps": "واشنګټن", "fa-AF": "واشنگتن", "ar": "واشنطن"},
        "America/New_York",
    ),
)
PEOPLE = (
    Person("gov-head", "Rahim Darwish", "head", "government", "kabul", True),
    Person("gov-lists", "نادیه صافي", "list_officer", "government", "kabul", True),
    Person("tal-head", "عبدالظاهر", "head", "taliban", "doha", True),
    Person("tal-lists", "مولوي کریم", "list_officer", "taliban", "doha"),
    Person("chair", "Erik Lund", "facilitator", "host", "washington", True),
    Person("observer", "Huda Al-Kuwari", "observer", "neutral", "doha"),
)
MENU = ("today", "room", "sits", "text", "lists", "plan", "record")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def shell(seat: str = "gov-head") -> Shell:
    you = next(p for p in PEOPLE if p.seat == seat)
    title = {
        "en": "Prisoner release, technical track",
        "ps": "د بندیانو خوشې کول، تخنیکي بهیر",
        "fa-AF": "رهایی زندانیان، بخش تخنیکی",
        "ar": "إطلاق سراح الأسرى، المسار الفني",
    }
    menu = (*MENU, "host") if you.party == "host" else MENU
    seats = {p.seat: p for p in PEOPLE}
    return Shell("march-22", title, you, NOW, menu, PARTIES, PLACES, ("en", "ps", "fa-AF"), seats)


def today() -> Today:
    hour = timedelta(hours=1)
    return Today(
        session=Session("s1", 1, NOW - 2 * hour, 4, 5, (), 9),
        waits=(
            Waiting("adopt_clause", "sheet/text.clause-adopted.1?clause=4", {"clause": "4"}, since=NOW - hour),
            Waiting("decide_pairs", "lists/desk", {"count": 37}, due=NOW + timedelta(days=4)),
            Waiting("countersign_deposit", "lists", {"list": "holdings"}, since=NOW - 2 * hour),
        ),
        agreed=(
            Happened("text.clause-adopted.1", NOW - hour, "tal-head", ("taliban",), {"party": "taliban", "clause": "2"}, binding=True, new=True),
            Happened("text.clause-agreed.1", NOW - hour, "gov-head", ("government",), {"party": "government", "clause": "4"}, binding=True),
            Happened("lists.bulk-confirmed.1", NOW - hour, "gov-lists", ("government",), {"party": "government", "pairs": 3114}, binding=True),
        ),
        meeting=Meeting("m1", datetime(2020, 3, 24, 7, 30, tzinfo=UTC), "kabul", "chair", ("taliban", "host"), ("government",)),
    )  # fmt: skip


def sits() -> Sits:
    def device(name: str, state: str, **more: object) -> Device:
        return Device(digest(name), state, NOW - timedelta(hours=3), **more)  # type: ignore[arg-type]

    return Sits(
        sittings=(
            Sitting(PEOPLE[0], "admitted", (device("a", "admitted", own=True),)),
            Sitting(PEOPLE[1], "enrolled", (device("b", "enrolled", may_vouch=True, may_revoke=True),)),
            Sitting(PEOPLE[2], "admitted", (device("c", "admitted"),)),
            Sitting(PEOPLE[3], "enrolled", (device("d", "vouched", due=("government",)),)),
            Sitting(PEOPLE[4], "admitted", (device("e", "admitted"),)),
            Sitting(PEOPLE[5], "not_invited", (), may_invite=True),
        ),
        to_accept={"government": (digest("d"),)},
        mandate={"en": "The release of prisoners by both sides, and nothing else.", "ps": "د دواړو لورو د بندیانو خوشې کول، او بل هېڅ نه."},
    )  # fmt: skip


WORDING = {
    "en": "The first group shall leave not later than the fourth day after both lists have been reconciled, in batches of not more than one hundred persons a day.",
    "ps": "لومړنۍ ډله به تر څلورمې ورځې پورې وروسته له هغې چې دواړه نوملړونه سره برابر شي، په ورځ کې تر سلو کسانو نه زیاتې ډلې، ولاړه شي.",
    "fa-AF": "گروه نخست باید حداکثر تا روز چهارم پس از تطبیق هر دو فهرست، در دسته‌هایی که از صد نفر در روز بیشتر نباشد، برود.",
}  # fmt: skip


def text() -> Text:
    def clause(number: str, a: str, b: str, may: tuple[str, ...] = ()) -> Clause:
        since = NOW - timedelta(minutes=30)
        stands = (Stand("government", a, since if a != "none" else None, "gov-head"),
                  Stand("taliban", b, since if b != "none" else None, "tal-head"))  # fmt: skip
        brackets = {"taliban": {"en": "… not later than the second day …"}} if b == "bracketed" else {}
        return Clause(
            number, 7, WORDING, dict.fromkeys(WORDING, digest(number)), stands, since, (), brackets, may
        )

    mine = ("text.clause-adopted.1", "text.clause-agreed.1", "text.clause-bracketed.1")
    return Text(
        (
            clause("1", "adopted", "adopted"),
            clause("2", "agreed_subject", "bracketed", mine),
            clause("3", "none", "adopted", mine),
        )
    )


def sheet() -> Sheet:
    contents = tuple(
        SheetContent(code, "text/plain", digest(code), "", base64.urlsafe_b64encode(words.encode()).decode().rstrip("="), len(words))
        for code, words in WORDING.items()
    )  # fmt: skip
    fields = {
        "clause": "4",
        "version": 7,
        "party": "government",
        "digests": {c.label: c.digest for c in contents},
    }
    return Sheet(
        "text.clause-adopted.1", "table", fields, contents[:2], ("text.clause-adopted.1", {}),
        (Signer("government", "gov-head", "you"), Signer("taliban", "tal-head", "signed", NOW - timedelta(minutes=9))),
        "text", {"clause": "4", "version": 7}, instead=("text.clause-agreed.1",),
    )  # fmt: skip


def row(number: int) -> RowView:
    names = ("محمد نذیر احمدزی", "Haji Mohammad Nazir Ahmadzai", "عبدالغفور", "Gul Agha", "شېر محمد")
    outcome = ("cleared", "to_decide", "one_side", "not_held", "sure")[number % 5]
    waits = ("taliban",) if outcome == "one_side" else ()
    return RowView(
        str(2100 + number),
        names[number % 5],
        "عبدالغفور",
        "",
        "۱۳۶۴",
        "سیدآباد، وردګ",
        "spring 2017",
        outcome,
        waits,
    )


def lists() -> Lists:
    hour = timedelta(hours=1)
    reading = Reading(
        (("name", "نوم"), ("father", "د پلار نوم"), ("birth_year", "Year")),
        3,
        5014,
        (("no_name", {"count": 3}),),
    )
    deposits = (
        Deposit("d1", "government", "claims", "received", digest("d1"), 412_000, 998, NOW - 3 * hour, "gov-lists", "gov-head", NOW - 2 * hour, ("government", "taliban")),
        Deposit("d2", "taliban", "claims", "opened", digest("d2"), 1_412_000, 5014, NOW - 3 * hour, "tal-lists", "tal-head", NOW - 2 * hour),
        Deposit("d3", "government", "holdings", "awaiting_head", digest("d3"), 2_012_000, 6512, NOW - hour, "gov-lists", reading=reading, may_countersign=True),
    )  # fmt: skip
    match = Matching(
        "m1", "taliban", "government", 5014, 6512, 7411, digest("m1"), NOW - hour, 9500, ("taliban", "government"), 3114, ("taliban",),
        37, 63, 0, {"cleared": 0, "sure": 3114, "to_decide": 812, "one_side": 63, "differs": 4, "not_held": 1021}, may_confirm=True, may_decide=True,
    )  # fmt: skip
    rows = Rows("claims", "taliban", 5014, 0, tuple(row(i) for i in range(8)))
    return Lists(deposits, (("taliban", "holdings"),), (match,), rows)


def desk() -> Desk:
    claim = RowView(
        "2117",
        "Haji Mohammad Nazir Ahmadzai",
        "Abdul Ghafoor",
        "",
        "about 1986",
        "Sayed Abad, Wardak",
        "spring 2017",
    )
    holding = RowView("840", "محمد نذیر احمدزی", "عبدالغفور", "", "۱۳۶۴", "سیدآباد، وردګ", "۱۷ ثور ۱۳۹۶")
    twin = RowView("841", "محمد نصیر احمدزی", "عبدالجبار")
    pair = Pair(
        "m1",
        claim,
        holding,
        9600,
        ("father", "home"),
        ("محمد~Mohammad +0.3", "نذیر~Nazir +5.1", "title dropped: Haji"),
        (twin,),
    )
    return Desk(lists().matchings[0], pair, 37, 63)


def plan() -> Plan:
    batches = []
    exposure = 0
    for i in range(30):
        a, b = (100 + (i > 11) * 60 + i % 7 if i not in (5, 19) else 0), 28 + i % 9
        exposure += 30 - (i % 5) * 16
        on = datetime(2020, 3, 31, tzinfo=UTC) + timedelta(days=i)
        batches.append(
            Batch(
                i,
                on,
                {"government": a, "taliban": b},
                {"government": max(0, 40 - 3 * i), "taliban": 2},
                exposure,
            )
        )
    view = PlanView(
        "p1", digest("problem"), digest("plan"), NOW, "chair", tuple(batches), 4012, 0, 912_345, 911_600, 8, 230, True,
        ("taliban",), ("government",), may_accept=True,
    )  # fmt: skip
    return Plan(view)


def record() -> Record:
    cosigned = (
        Cosigned("government", "gov-head", digest("a"), 412, NOW),
        Cosigned("taliban", "tal-head", digest("c"), 410, NOW),
    )
    return Record(
        (Compartment("table", 412, digest("root"), digest("key"), cosigned), Compartment("side-government", 12, digest("r2"), digest("key"), ())),
        "table", tuple(today().agreed), 412, 0,
    )  # fmt: skip


def host() -> Host:
    return Host(
        (TalksRow("march-22", shell().title, NOW, 12, 10, True, 412),),
        (InvitationRow("x1", "march-22", "gov-head", "used", NOW, 0), InvitationRow("x2", "march-22", "tal-head", "locked", NOW, 5)),
        (PEOPLE[5],),
        (Check("engine", True, {}, NOW - timedelta(hours=4)), Check("database", True), Check("backup", False)),
        may_create=True,
    )  # fmt: skip


def invite(state: str = "open") -> Invite:
    return Invite(
        "abc", "march-22", shell().title, PEOPLE[0], PARTIES[0], PLACES[0], "ps", state, NOW, sits().mandate
    )
