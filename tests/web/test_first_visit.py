"""A first visit over a slow line: words come first, in a face of the machine's own, and no page carries more than its budget.

How long it takes in a browser, over a line that is really slow, is measured by ``bench/line.py``.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.web.assets import FACES, ahead_of, imports
from parley.web.program import IN_PAGES, allowed_style, files
from tests.sitting import created, drafted, opened
from tests.web.serving import Served
from tools.program import within

PAGES = ("today", "sits", "text", "lists", "plan", "record", "room")
CRITICAL = 15_500  # bytes of a page and its style, compressed: 1.9 s at 64 kbit/s
USABLE = 36_000  # … with every script that it waits for
DOOR = 45_000  # … of the scripts of the room's door
FILES = 7  # of script at once: each costs a kilobyte and a half of the line besides
FACE = 55_000  # a face, as it is


@pytest.fixture(scope="module")
def served() -> Served:
    room = opened()
    drafted(room)
    return Served(room)


def packed(data: bytes) -> int:
    return len(gzip.compress(data))


def built(address: str) -> bytes:
    return files()[address.partition("?")[0].removeprefix("/static/built/")]


def linked(page: str, rel: str) -> list[str]:
    """Return the addresses of a page's links of this kind, without what is for paper: no browser waits for that."""
    tags = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<link ([^>]*)>", page)]
    return [tag["href"] for tag in tags if tag["rel"] == rel and tag.get("media") != "print"]


def scripts(page: str) -> list[str]:
    """Return the scripts of a page."""
    return re.findall(r'<script[^>]* src="([^"]+)"', page)


def at_once(address: str) -> Iterator[str]:
    """Yield a script and all that it imports, by what the scripts themselves say."""
    yield address
    text = built(address).decode()
    for said in re.findall(r'(?:from|import)"(\./[^"]+)"', text):
        yield from at_once(urljoin(address, said))


@pytest.mark.parametrize("language", ["en", "ps"])
@pytest.mark.parametrize("name", PAGES)
def test_a_first_page_asks_for_no_font_and_no_script_before_its_words(
    served: Served, name: str, language: str
) -> None:
    page = served.as_seat("north-head", language).get(name).text
    assert not [sheet for sheet in linked(page, "stylesheet") if b"woff2" in built(sheet)]
    words, _, after = page.rpartition("</aside>" if name == "room" else "</footer>")
    assert not scripts(words)
    assert not [rel for rel in ("modulepreload", "preload", "prefetch") if linked(words, rel)]
    assert all(re.search(r'async|type="module"', tag) for tag in re.findall(r"<script[^>]*>", after))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_to_its_budget_before_its_first_words_and_until_it_can_be_used(
    served: Served, name: str
) -> None:
    page = served.as_seat("north-head", "ps").get(name).text
    critical = packed(page.encode()) + sum(packed(built(sheet)) for sheet in linked(page, "stylesheet"))
    assert critical < CRITICAL
    all_at_once = {each for script in scripts(page) for each in at_once(script)}
    assert len(all_at_once) <= FILES
    if name != "room":
        assert critical + sum(packed(built(each)) for each in all_at_once) < USABLE


@pytest.mark.parametrize("name", [*PAGES, "key", "sheet/text.clause-adopted.1?clause=1"])
def test_a_page_names_all_that_its_scripts_import(served: Served, name: str) -> None:
    """Else each import is found only when the one before has come: a step there and back for every link of the chain."""
    page = served.as_seat("north-head").get(name).text
    named = set(linked(page, "modulepreload")) | set(scripts(page))
    for script in scripts(page):
        assert {each for each in at_once(script) if each != script} <= named, script


def test_an_invitation_has_words_at_once_and_its_secret_is_kept_before_they_are_shown() -> None:
    room = created(empty="south-head")
    asked = Command("seat.invite", {"seat": "south-head", "language": "ps"}, "invite-once")
    answer = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(answer, Recorded)
    letter = dict(answer.extra)["link"].partition("#")[0]
    browser = Served(room).nobody
    languages, steps = browser.get(letter).text, browser.get(f"{letter}?lang=ps").text
    for page in (languages, steps):
        head = page.partition("</head>")[0]
        assert [built(each) for each in scripts(head)] == [built("/static/built/keep.js")]
        assert re.search(r"<script async ", head)
        assert packed(built("/static/built/keep.js")) < 400
    assert [each for each in scripts(languages) if "sign.js" in each] == []  # it comes while one reads
    assert [each for each in linked(languages, "later") if "sign.js" in each]
    shown = re.findall(r'<section data-step="(\w+)"(?! hidden)[^>]*>', steps)
    assert shown == ["you"]


def test_the_door_of_the_room_has_words_before_any_script(served: Served) -> None:
    page = served.as_seat("north-head").get("room").text
    door = re.sub(r' data="[^"]*"', "", page[page.index("<parley-room") : page.index("</parley-room>")])
    for words in ("Take your seat at the table?", "Plenary", "Not recorded", "On a slow line"):
        assert words in door
    assert re.search(r'<button class="room-join" disabled>Take your seat</button>', door)


def test_the_door_of_the_room_does_not_wait_for_what_carries_sound_and_pictures(served: Served) -> None:
    door = {name: built(name) for name in at_once("/static/built/room.js")}
    assert not [name for name, text in door.items() if b"livekit_" in text or b"RTCPeerConnection" in text]
    assert sum(map(packed, door.values())) < DOOR
    (engine,) = imports()["room.js"]["later"]
    assert b"RTCPeerConnection" in b"".join(map(built, at_once(f"/static/built/{engine}")))


def test_all_that_the_room_loads_is_fetched_while_one_waits(served: Served) -> None:
    page = served.as_seat("north-head").get("today").text
    ahead = linked(page, "later")
    of_room = served.as_seat("north-head").get("room").text
    needed = {each for script in scripts(of_room) for each in at_once(script)} | set(
        linked(of_room, "stylesheet")
    )
    here = {each for script in scripts(page) for each in at_once(script)} | set(linked(page, "stylesheet"))
    assert needed <= set(ahead) | here
    loads = {
        urljoin("/static/built/room.js", one.said)
        for one in within(built("/static/built/room.js").decode(), "script")
    }
    assert {one for one in loads if one.startswith("/static/built/chunk-")} <= {
        each.partition("?")[0] for each in ahead
    }
    assert [one for one in ahead if "room-worker.js?v=" in one]
    assert linked(served.as_seat("chair").get("today").text, "later") == ahead
    assert ahead_of(("room.css",))[0][0] in ahead


@pytest.mark.parametrize(
    ("name", "sheets"), [("today", ["parley.css"]), ("room", ["parley.css", "room.css"])]
)
def test_a_first_page_is_dressed_by_what_stands_in_it_and_the_policy_lets_in_just_that(
    served: Served, name: str, sheets: list[str]
) -> None:
    seat = served.as_seat("north-head", "ps")
    first = seat.get(name)
    inside = re.findall(r"<style>(.*?)</style>", first.text, re.DOTALL)
    assert inside == [built(f"/static/built/{each}").decode() for each in sheets]
    policy = first.headers["content-security-policy"]
    (sources,) = re.findall(r"style-src ([^;]*)", policy)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in inside]
    assert {f"'sha256-{each}'" for each in hashes} <= set(sources.split())
    assert set(sources.split()) == {"'self'", *(allowed_style(files()[each]) for each in IN_PAGES)}
    keeps = re.findall(r'data-keep="([^"]*)"', first.text.partition("</head>")[0])
    assert not [one for one in linked(first.text, "stylesheet") if "/font-" not in one]

    def again(kept: list[str]) -> str:
        cookie = f"{seat.headers['cookie']}; kept={'.'.join(kept)}"
        return seat.get(name, headers={**seat.headers, "cookie": cookie}).text

    assert "<style>" not in again(keeps)
    linked_now = [one.partition("?")[0] for one in linked(again(keeps), "stylesheet")]
    assert linked_now == [f"/static/built/{each}" for each in sheets]
    older = [re.sub(r"-[0-9a-f]{12}$", "-0123456789ab", each) for each in keeps]
    assert (
        re.findall(r"<style>(.*?)</style>", again(older), re.DOTALL) == inside
    )  # of the build before: not ours


def test_the_policy_lets_in_no_sheet_that_never_stands_in_a_page(served: Served) -> None:
    inside = {
        one
        for name in PAGES
        for one in re.findall(r"<style>(.*?)</style>", served.as_seat("north-head").get(name).text, re.DOTALL)
    }
    sheets = {name: data.decode() for name, data in files().items() if name.endswith(".css")}
    stands = sorted(name for name, text in sheets.items() if text in inside)
    assert stands == IN_PAGES == ["parley.css", "room.css"]
    sources = served.nobody.get("/health").headers["content-security-policy"]
    for name, text in sheets.items():
        assert (allowed_style(text.encode()) in sources) == (name in IN_PAGES), name


def test_the_record_is_read_and_pressed_before_what_checks_it_has_come(served: Served) -> None:
    """What checks is 20 KB, and every page has it once it can be used: of its own the record's page needs next to nothing."""
    own = set(at_once("/static/built/witness.js"))
    assert len(own) == 1
    assert packed(built("/static/built/witness.js")) < 1_500
    checks, *_ = imports()["witness.js"]["later"]
    assert checks in imports()["page.js"]["later"]


def test_what_makes_a_paper_key_comes_to_whoever_asks_for_it_alone(served: Served) -> None:
    seat = served.as_seat("north-head")
    page, asked = seat.get("sits").text, seat.get("sits?lost=1").text
    assert not [one for one in scripts(page) if "paper.js" in one]
    assert 'href="/talks/prisoners-2020/north-head/sits?lost=1#lost"' in page
    assert [one for one in scripts(asked) if "paper.js" in one]
    assert re.search(r'<details open id="lost">.*?data-make disabled>', asked, re.DOTALL)
    assert "paper.js" not in served.as_seat("north-lists").get("sits?lost=1").text  # no head


def test_a_browser_that_keeps_a_face_begins_with_it_and_with_no_other(served: Served) -> None:
    seat = served.as_seat("north-head", "ps")
    kept = {**seat.headers, "cookie": f"{seat.headers['cookie']}; kept=vazirmatn.naskh-400.another"}
    page = seat.get("today", headers=kept).text
    faces = [one for one in linked(page, "stylesheet") if "/font-" in one]
    assert [re.sub(r".*font-|\.css.*", "", one) for one in faces] == ["vazirmatn", "naskh-400"]
    assert "another" not in page
    assert len([one for one in linked(page, "later") if "/font-" in one]) == len(FACES) - 2


@pytest.mark.parametrize("face", FACES)
def test_each_face_is_one_file_that_is_small_and_kept_for_ever(served: Served, face: str) -> None:
    sheet = files()[f"font-{face}.css"]
    (address,) = re.findall(rb'url\("?([^")]+)', sheet)
    assert b"font-display:fallback" in sheet
    assert len(built(address.decode())) < FACE
    answer = served.nobody.get(address.decode())
    assert "immutable" in answer.headers["cache-control"]
    assert (b"U+0600-06FF" in sheet) == face.startswith(("naskh", "vazirmatn"))  # the block is never cut
