"""What was erased stands nowhere in the memory of the process: every object that there is is looked at."""

import gc

from tests.sim.outside import deposited
from tests.sitting import opened
from tests.web.serving import Served

PAGES = ("today", "sits", "record", "lists", "lists?of=south", "text", "host", "room", "plan")


def held(word: str) -> list[str]:
    """Return the texts and bytes that hold a word, wherever in the process something refers to them."""
    gc.collect()
    looked = [(one, one) for one in gc.get_objects()]  # before there is a list of ours to find
    said, found, seen = word.encode(), list[str](), set[int]()
    while looked:
        holder, one = looked.pop()
        for text in gc.get_referents(one):
            if isinstance(text, str | bytes):
                if (word in text) if isinstance(text, str) else (said in text):
                    found.append(f"{type(holder).__name__}: {str(text)[:80]}")
            elif not gc.is_tracked(text) and id(text) not in seen:  # as a dictionary of texts alone is not
                seen.add(id(text))
                looked.append((holder, text))
    return found


def ours(word: str) -> set[str]:
    """Return what the test itself holds of a word."""
    return {f"list: {word}", f"cell: {word}", f"cell: {word.encode()!r}"}


def test_what_was_erased_stands_nowhere_in_memory() -> None:
    room = opened()
    words = [name[::-1] for name in ("yranaQ", "etirwZ")]  # as they stand in no constant of this file
    listed = deposited(room, "south", "claims", f"1,{words[0]},Abdul,1985,Kandahar\n")
    noted = room["north-head"].content(words[1].encode(), "note")
    room["north-head"].must("talks.noted.1", digest=noted)
    served = Served(room)
    for seat in room.seats:
        for page in (*PAGES, f"lists?of=south&q={words[0]}"):
            assert served.as_seat(seat).get(page, headers={"accept": "text/html"}).status_code in (200, 404)
    assert all(len(held(word)) > 1 for word in words)  # a page's text, a parsed row, the stored bytes
    for digest in (listed, noted):
        room["chair"].must("content.erased.1", digest=digest, order="chair")
    for word in words:
        assert set(held(word)) <= ours(word)
    assert served.as_seat("north-head").get("today").status_code == 200
