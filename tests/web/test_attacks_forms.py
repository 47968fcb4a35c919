"""Attacks by what a form can call itself, and by what a request says that it comes from."""

import time

import pytest

from tests.web.serving import ORIGIN, Browser, Served


@pytest.fixture(scope="module")
def officer() -> Browser:
    return Served().as_seat("north-lists")


def posted(officer: Browser, path: str, charset: str, value: bytes, names: bytes = b"") -> int:
    """Send a form that says it is in ``charset``; ``names``: how a field's name ends in it."""
    parts = ((b"id", b"12345678abc" + names), (b"words", value), (b"digest", value), (b"file", value))
    body = b"".join(
        b'--B\r\ncontent-disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name + names, said)
        for name, said in parts
    )
    kind = f"multipart/form-data; charset={charset}; boundary=B"
    return officer.post(path, content=body + b"--B--\r\n", headers={"content-type": kind}).status_code


FORMS = ("note", "commands/talks.noted.1", "lists/deposit/claims")


@pytest.mark.parametrize("path", FORMS)
def test_a_form_in_a_charset_that_takes_the_square_of_its_length_is_not_read(
    officer: Browser, path: str
) -> None:
    """A quarter of a megabyte of "punycode" kept the whole server waiting for 5.5 s, two megabytes for minutes."""
    began = time.monotonic()
    assert posted(officer, path, "punycode", b"a" * 30_000 + b"-" + b"a" * 30_000, b"-") == 415
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize(
    ("charset", "value"),
    [("utf-7", b"+2AA-"), ("unicode_escape", b"\\ud800"), ("undefined", b"x"), ("IDNA", b"xn--0")],
)
@pytest.mark.parametrize("path", FORMS)
def test_no_charset_of_a_form_makes_half_a_character_or_a_fault(
    officer: Browser, path: str, charset: str, value: bytes
) -> None:
    assert posted(officer, path, charset, value) == 415


def test_a_form_that_says_utf_8_is_read(officer: Browser) -> None:
    assert posted(officer, "note", '"UTF-8"', "یادښت".encode()) == 303
    assert "یادښت" in officer.get("today").text


def test_a_page_before_that_is_no_address_is_no_fault_of_ours(officer: Browser) -> None:
    nobody = Browser(officer.site, ORIGIN, {"origin": ORIGIN})
    for asks, path in ((officer, "note"), (nobody, "/i/nobody/open")):
        answer = asks.post(path, content=b"", headers={"referer": "http://["})
        assert answer.status_code in (409, 422)
