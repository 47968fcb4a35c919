"""The site over a table in memory: cookies, origins, refusals in words, compartments, forms, JSON."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from parley.app.core import signins
from parley.app.core.model import Command, Recorded
from parley.app.core.schema import openapi
from parley.app.talks import house
from parley.record import b64u, content_digest, leaf_hash, read_checkpoint, unb64u
from parley.registry import DOMAINS, REGISTRY
from parley.talks import Talks
from parley.web.http import COOKIE, Site, own_origin
from parley.web.program import IN_PAGES, files
from parley.web.render import Reader
from parley.web.site import OWN
from parley.web.words import Words
from tests.sitting import DEFINITION, TALKS, accepted, created, drafted, opened, sit
from tests.web.serving import ORIGIN, Served


@pytest.fixture(scope="module")
def served() -> Served:
    return Served(opened())


def test_every_answer_carries_a_strict_policy(served: Served) -> None:
    for answer in (
        served.nobody.get("/health"),
        served.as_seat("north-head").get("today"),
        served.nobody.get("/nowhere"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (
            answer.headers["referrer-policy"] == "same-origin"
        )  # no-referrer would make forms say "Origin: null"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_answer_to_a_fault_of_ours_carries_it_too(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Served()
    monkeypatch.setattr(broken.room.app.talks, "reading", None)
    answer = broken.as_seat("north-head").ask(method, "today" if method == "GET" else "note")
    assert answer.status_code == 500
    carried = broken.nobody.get("/health").headers
    assert "default-src 'none'" in carried["content-security-policy"]
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"):
        assert answer.headers[name] == carried[name]


def test_no_page_has_a_script_or_a_style_of_its_own(served: Served) -> None:
    drafted(served.room)
    for name in ("today", "sits", "text", "lists", "plan", "record", "sheet/text.clause-adopted.1?clause=1"):
        body = served.as_seat("north-head").get(name).text
        for sheet in IN_PAGES:  # what is of the build, byte for byte, and let in by its digest alone
            body = body.replace(f"<style>{files()[sheet].decode()}</style>", "", 1)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", body)
        assert all(
            'src="/static/' in tag or 'type="application/json"' in tag
            for tag in re.findall(r"<script[^>]*>", body)
        )


def test_a_page_that_is_not_encrypted_is_another_site_s_where_ours_is(served: Served) -> None:
    """Whoever is on the line writes http://our.name: some browsers take it for the same site, and send the cookie."""
    name = "parley.example"
    settings = replace(site_of(served).settings, public_url=f"https://{name}")
    behind, own = (
        replace(site_of(served), settings=settings),
        replace(site_of(served), settings=replace(settings, public_url=None, tls_cert=Path("cert.pem"))),
    )
    for ours in (behind, own):
        for scheme, taken in (("https", True), ("http", False)):
            origin = f"{scheme}://{name}"
            assert own_origin(Headers({"origin": origin, "host": name}), ours) == (origin if taken else None)
    near = Headers({"origin": "http://127.0.0.1:8443", "host": "127.0.0.1:8443"})
    assert own_origin(near, behind) == "http://127.0.0.1:8443"  # the operator, beside the proxy


def site_of(served: Served) -> Site:
    made = served.site.state.site
    assert isinstance(made, Site)
    return made


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "", "http://[", "//testserver"])
def test_a_change_from_another_site_is_refused(served: Served, origin: str) -> None:
    chair = served.as_seat("chair")
    chair.headers["origin"] = origin
    answer = chair.post(
        "commands/talks.session-closed.1", json={"id": "12345678", "fields": {"session": "session-1"}}
    )
    assert answer.status_code == 403
    assert served.room.app.talks.get(TALKS).of(Talks).session() is not None
    assert "Nothing was recorded." in answer.text
    assert "Open the address that you were given" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    told = chair.post("sign-in", json={}, headers={"accept": "application/json"})
    assert told.json()["refused"][0]["code"] == "another_origin"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", None])
def test_no_address_takes_a_change_from_another_site(served: Served, origin: str | None) -> None:
    """Every address of the site, by every method that is no plain read; what is asked is signed in as it may be."""
    chair = served.as_seat("chair")
    chair.headers.pop("origin")
    named = {"accept": "application/json", **({"origin": origin} if origin else {})}
    under = [page for _, web in DOMAINS for page in web.pages] + list(OWN)
    paths = {f"/talks/{TALKS}/chair{page.path}" for page in under if page.method != "GET"}
    paths |= {page.path for _, web in DOMAINS for page in web.outside if page.method != "GET"}
    assert len(paths) > 20
    for path in sorted(paths):
        told = chair.post(f"{ORIGIN}{path}", json={}, headers=named)
        assert told.status_code == 403, path
        assert told.json()["refused"][0]["code"] == "another_origin", path
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        assert chair.ask(method, "today", headers=named).status_code == 403, method


def test_a_cookie_that_has_aged_is_given_anew_by_the_next_page_and_the_old_one_ends_soon_after() -> None:
    served = Served(opened())
    old = served.as_seat("north-head")
    assert "set-cookie" not in old.get("today").headers
    served.room.clock.at += signins.SIGNED_IN / 2
    answer = old.get("today")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert f"Path=/talks/{TALKS}/north-head" in cookie
    fresh = replace(old, headers=old.headers | {"cookie": cookie.split(";")[0]})
    served.room.clock.at += signins.GRACE
    assert old.get("today").status_code == 401
    assert fresh.get("today").status_code == 200


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This record was restored from before something that a side has kept."),
        *[(language, "") for language in ("ps", "fa_AF", "ar")],
    ],
)
def test_a_record_behind_a_kept_head_is_read_only_and_every_page_says_so(language: str, said: str) -> None:
    served = Served(opened())
    reason = Reader(Words(language), None, served.site.state.site.phrases).reason("behind_kept_head", {})
    assert said in reason
    assert language == "en" or re.search(r"[\u0600-\u06ff]", reason)
    head = served.as_seat("north-head", language.replace("_", "-"))
    assert reason not in head.get("today").text
    served.room.app.journal.set_read_only("behind_kept_head")
    for page in ("today", "text", "record"):
        assert reason in head.get(page).text
    fields = {"digest": served.room["north-head"].content(b"a note", "note")}
    asked = {"id": "written-all-the-same", "fields": fields}
    answer = head.post("commands/talks.noted.1", json=asked)
    assert answer.status_code == 409
    assert answer.json()["refused"][0]["code"] == "behind_kept_head"


def test_programs_are_told_of_the_commands(served: Served) -> None:
    assert served.nobody.get("/openapi.json").json() == openapi(REGISTRY)


def test_one_seats_cookie_opens_no_other_seat(served: Served) -> None:
    north = served.as_seat("north-head")
    assert north.get(f"{ORIGIN}/talks/{TALKS}/south-head/today").status_code == 401


def test_a_refusal_gives_every_reason_in_the_readers_language(served: Served) -> None:
    fields = {"clause": "9", "version": 1, "party": "south", "digests": {}}
    answer = served.as_seat("north-lists", "ps").post(
        "commands/text.clause-adopted.1", json={"id": "refused-1", "fields": fields, "signature": None}
    )
    assert answer.status_code == 409
    reasons = answer.json()["refused"]
    assert {"not_for_your_seat", "signature_does_not_hold", "clause_unknown"} <= {r["code"] for r in reasons}
    assert all(re.search(r"[\u0600-\u06ff]", r["sentence"]) for r in reasons)


def test_a_form_of_a_page_does_what_json_does(served: Served) -> None:
    form = {"id": "a-form-of-a-page", "meeting": "meeting-1", "at": "2020-03-24T10:30", "place": "doha"}
    answer = served.as_seat("chair").post("commands/talks.meeting-proposed.1", data=form)
    assert answer.status_code == 303
    meetings = served.as_seat("chair").get("today", headers={"accept": "application/json"}).json()["meetings"]
    assert meetings[-1]["at"] == "2020-03-24T07:30:00Z"  # 10:30 in Doha, where the chair sits


def test_the_same_form_sent_twice_is_recorded_once(served: Served) -> None:
    form = {"id": "pressed-twice", "clause": "7", "version": "1", "wording-en": "One", "wording-ps": "یو"}
    first = served.as_seat("chair").post("text/new/draft", data=form, headers={"accept": "application/json"})
    again = served.as_seat("chair").post("text/new/draft", data=form, headers={"accept": "application/json"})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()


def test_a_sheets_bytes_have_the_digest_that_is_signed(served: Served) -> None:
    digests = drafted(served.room, "3")
    sheet = (
        served.as_seat("north-head")
        .get("sheet/text.clause-adopted.1?clause=3", headers={"accept": "application/json"})
        .json()
    )
    assert sheet["fields"]["digests"] == digests
    for content in sheet["contents"]:
        assert content_digest(unb64u(content["salt"]), unb64u(content["body"])) == digests[content["label"]]


def test_what_is_not_for_a_seat_is_not_there(served: Served) -> None:
    for name in (
        "host",
        "host/new",
        "record/side-south/entries",
        "record/side-south/checkpoint",
        "content/" + "0" * 64,
    ):
        assert served.as_seat("north-head").get(name).status_code == 404


def test_an_invitation_shows_nobodys_name_without_its_secret() -> None:
    served = Served(created())
    from parley.app.core.model import Command, Recorded
    from parley.app.talks import house

    asked = Command("seat.invite", {"seat": "south-head", "language": "ps"}, "invite-once-more")
    told = house.invite_seat(served.room.app, served.room["chair"].viewer, asked)
    assert isinstance(told, Recorded)
    number, _, secret = told.extra["link"].removeprefix("/i/").partition("#")
    page = served.nobody.get(f"/i/{number}?lang=ps").text
    assert "Person of south-head" not in page
    assert "Person of south-head" in served.nobody.post(f"/i/{number}/open", json={"secret": secret}).text
    wrong = served.nobody.post(f"/i/{number}/open", json={"secret": "guess"})
    assert wrong.status_code == 409
    assert "Person of" not in wrong.text


def test_an_invitation_tells_hashes_of_its_record_to_who_has_its_secret_and_nothing_else() -> None:
    served = Served(created())
    asked = Command("seat.invite", {"seat": "south-head", "language": "ps"}, "invite-for-its-hashes")
    told = house.invite_seat(served.room.app, served.room["chair"].viewer, asked)
    assert isinstance(told, Recorded)
    number, _, secret = told.extra["link"].removeprefix("/i/").partition("#")
    found = served.nobody.post(f"/i/{number}/record", json={"secret": secret, "from": 2}).json()
    entries = served.room.app.journal.entries(TALKS, "table")
    assert found["leaves"] == [b64u(leaf_hash(raw)) for raw in entries[2:]]
    assert read_checkpoint(found["checkpoint"].encode()).size == len(entries)
    assert set(found) == {"checkpoint", "leaves"}
    for start in (-1, "x", 10**30, None):
        odd = served.nobody.post(f"/i/{number}/record", json={"secret": secret, "from": start})
        assert len(odd.json()["leaves"]) == len(entries)
    wrong = served.nobody.post(f"/i/{number}/record", json={"secret": "guess", "from": 0})
    assert (wrong.status_code, "leaves" in wrong.text) == (409, False)
    assert served.nobody.post("/i/none/record", json={"secret": secret, "from": 0}).status_code in (404, 409)


def test_a_list_is_read_before_it_is_signed_and_hidden_from_the_other_side(served: Served) -> None:
    table = "name,father,birth_year\nمحمد نذیر,عبدالغفور,1364\nGul Agha,Shah Wali,1370\n".encode()
    files = {"file": ("list.csv", table, "text/csv")}
    read = served.as_seat("north-lists").post(
        "lists/deposit/claims", files=files, headers={"accept": "application/json"}
    )
    assert read.status_code == 200
    assert read.json()["rows"] == 2
    assert served.as_seat("north-lists").get(f"content/{read.json()['digest']}").status_code == 200
    assert served.as_seat("south-lists").get(f"content/{read.json()['digest']}").status_code == 404
    page = served.as_seat("north-lists").post("lists/deposit/claims", files=files).text
    assert "Gul Agha" in page
    sheet = (
        served.as_seat("north-lists")
        .get(
            f"sheet/lists.deposited.1?list=claims&digest={read.json()['digest']}",
            headers={"accept": "application/json"},
        )
        .json()
    )
    assert sheet["fields"]["rows"] == 2
    assert (
        served.as_seat("south-lists").post("lists/deposit/claims", files={}).status_code == 200
    )  # says what is missing
    assert served.as_seat("north-head").post("lists/deposit/claims", files=files).status_code == 403


def test_a_person_is_called_as_the_reader_spells_the_name() -> None:
    names = '{ en = "Amina", ps = "امینه" }'
    served = Served(accepted(definition=DEFINITION.replace('"Person of south-head"', names)))
    head = served.as_seat("north-head")
    assert "<bdi>امینه</bdi>" in head.get("sits?lang=ps").text
    assert "<bdi>Amina</bdi>" in head.get("sits?lang=en").text
    assert '<bdi lang="en" dir="ltr">Amina</bdi>' in head.get("sits?lang=ar").text  # nobody gave it in Arabic
    assert "<bdi>Person of chair</bdi>" in head.get("sits?lang=ps").text
    served.room["chair"].must("talks.session-opened.1", session="session-1")
    assert '"name": "امینه"' in unescape(head.get("room?lang=ps").text)


def test_an_invitation_first_asks_in_the_language_it_was_made_in_and_leads_home_once_used() -> None:
    served = Served(created())
    chair = served.room["chair"].viewer
    asked = Command("seat.invite", {"seat": "south-head", "language": "ps"}, "invite-in-ps")
    made = house.invite_seat(served.room.app, chair, asked)
    assert isinstance(made, Recorded)
    address = str(made.extra["link"]).partition("#")[0]
    assert '<html lang="ps" dir="rtl">' in served.nobody.get(address).text
    assert '<html lang="ar" dir="rtl">' in served.nobody.get(f"{address}?lang=ar").text
    sit(served.room.app, dict(made.extra))
    assert f'href="/talks/{TALKS}/south-head"' in served.nobody.get(f"{address}?lang=en").text


def test_a_page_that_is_not_there_leads_back_to_the_seat(served: Served) -> None:
    answer = served.as_seat("north-head").get("host")
    assert answer.status_code == 404
    assert f'href="/talks/{TALKS}/north-head"' in answer.text
    assert "/talks/" not in served.nobody.get("/nowhere").text
