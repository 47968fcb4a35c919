"""Markup in a name, a wording, a note or a row is text on every page, and a name stands in isolation marks."""

import re
from html.parser import HTMLParser

import pytest

from tests.sim.outside import deposited
from tests.sitting import DEFINITION, accepted
from tests.web.serving import Served
from tests.web.test_before_admission import GETS, at

WRITTEN = "<script>alert(1)</script>\" onclick=alert(1) '>"
NAMED = f"Zmarai {WRITTEN}"
HOSTILE = re.sub(r'name = \{ en = "[^"]*"', f"name = {{ en = '''{NAMED}'''", DEFINITION)
HOSTILE = re.sub(r'person = "[^"]*"', f"person = '''{NAMED}'''", HOSTILE)
HOSTILE = HOSTILE.replace('"Solely the release of prisoners."', f"'''{WRITTEN}'''")


UNSAID = ("value", "href", "action", "placeholder")  # nor what is data for a script, which isolates it itself


class Elements(HTMLParser):
    """What a browser makes of a page: its scripts' texts, its handlers, and the texts that stand in no ``bdi``."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.bare: list[str] = []
        self.plain: list[str] = []  # in titles, choices and attributes, where no element can isolate
        self._open: list[tuple[str, bool]] = []  # and whether it says which way it runs
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self._open.append((tag, any(name == "dir" for name, _ in attrs)))
        self.plain += [
            said for name, value in attrs if name not in UNSAID and (said := value or "")[:1] not in "{["
        ]
        if tag == "script" and dict(attrs).get("type") != "application/json":
            self.scripts.append(dict(attrs).get("src") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in (one for one, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if not {"bdi", "script", "title", "option", "textarea"} & tags:
            self.bare.append(data)
        if "title" in tags or ("option" in tags and not self._open[-1][1]):
            self.plain.append(data)


@pytest.fixture(scope="module")
def hostile() -> Served:
    room = accepted(definition=HOSTILE)
    room["chair"].must("talks.session-opened.1", session="session-1")
    wording = {
        lang: room["chair"].content(f"{WRITTEN}\n\n1. {WRITTEN}".encode(), "wording") for lang in ("en", "ps")
    }
    room["chair"].must("text.clause-drafted.1", clause="1", version=1, digests=wording)
    room["north-head"].must("talks.noted.1", digest=room["north-head"].content(WRITTEN.encode(), "note"))
    deposited(room, "north", "claims", "1,<script>alert(1)</script>,Abdul,1985,Kandahar\n")
    return Served(room)


@pytest.mark.parametrize("seat", ["chair", "north-head", "north-lists", "south-head"])
def test_markup_is_text_on_every_page(hostile: Served, seat: str) -> None:
    browser, shown, named = hostile.as_seat(seat), 0, 0
    revoking = (
        f"sheet/roster.device-revoked.2?device={hostile.room[seat].device}"  # whose it is stands in its title
    )
    for path in (*(at(one, "0" * 64) for one in GETS if one != "/live"), revoking):
        answer = browser.get(path, headers={"accept": "text/html"})
        assert answer.status_code < 500, path
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = Elements(answer.text)
        assert not page.handlers, path
        assert not [text for text in page.bare if "Zmarai" in text], path  # a name stands in isolation marks
        for text in page.plain:  # and where no element can, in those that are characters
            assert "<bdi" not in text, (path, text)
            assert text.count("Zmarai") == len(re.findall("[\u2066-\u2068]Zmarai", text)), (path, text)
            named += "Zmarai" in text
        assert all(src.startswith("/static/") for src in page.scripts), (path, page.scripts)
        shown += "alert(1)" in answer.text
    assert shown > 5
    assert named
