"""Letters by mail: the link alone, apart from requests, each once, and every page says how each stands."""

import email
import email.policy
import logging
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from parley import settings as chosen
from parley.mail import SmtpMail
from parley.store import open_store
from parley.web.talks.post import Post
from tests.mailing import Mailbox, mailbox
from tests.sitting import Room, app_over, created, later
from tests.web.serving import Browser, Served
from tests.web.test_inviting import EMPTY, READ, SAID, called, letters

MAILED = SAID | {"mail.south-head": "dost@example.org", "mail.south-lists": "wali@example.org"}
TAKEN, WAITS, GOING = (
    "The mail server has taken it.",
    "It waits for its turn.",
    "being handed to the mail server",
)
NOT_KNOWN = "Whether it was sent is not known."


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    return tmp_path


def mailing(box: Mailbox, host: str = "localhost", **more: float) -> Served:
    room = created(definition=READ, empty=EMPTY)
    room.app.mail = SmtpMail(host, box.port, "talks@example.org", **more)  # type: ignore[arg-type]
    called(room)
    return Served(room)


def post_of(served: Served) -> Post:
    found: Post = served.site.state.site.service(Post)
    return found


def stand(chair: Browser) -> str:
    """Return how letters by mail stand, as their page says it."""
    return " ".join(
        re.sub(r"<[^>]+>", " ", chair.get("host/mailed").text.partition('id="mailed"')[2]).split()
    )


def sent(served: Served) -> str:
    """Invite all, wait until nothing is under way, and return how letters stand."""
    chair = served.as_seat("chair")
    chair.post("host/invite", data=MAILED)
    post_of(served).wait()
    return stand(chair)


def until(said: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not said():
        assert time.monotonic() < end
        time.sleep(0.02)


def received(box: Mailbox) -> list[str]:
    return [to for to, _ in box.letters]


@pytest.mark.enable_socket
def test_a_mail_has_the_link_in_its_readers_language_and_never_the_code(trusted: Path) -> None:
    with mailbox(trusted) as box:
        served = mailing(box)
        chair = served.as_seat("chair")
        assert 'name="mail.south-head"' in chair.get("host").text
        page = chair.post("host/invite", data=MAILED).text
        post_of(served).wait()
        again = chair.post("host/invite", data=MAILED).text
        post_of(served).wait()
    assert received(box) == ["dost@example.org", "wali@example.org"]  # each once
    assert box.connections == 1
    assert again.count(TAKEN) == stand(chair).count(TAKEN) == 2
    codes = re.findall(r"\b\d{4} \d{4}\b", page)
    links = re.findall(r"https?://\S+/i/\w+#[\w-]+", page)
    for (_, raw), link in zip(box.letters, links[1:], strict=True):
        letter = email.message_from_string(raw, policy=email.policy.default)
        body = letter.get_content()
        assert link in body
        assert "+974 555 0199" in body
        assert not any(code in raw or code.replace(" ", "") in raw for code in codes)
        assert re.search(r"[\u0600-\u06ff]", body)
        assert "<" not in body
    assert {line.split()[0].upper() for line in box.lines} == {"EHLO", "STARTTLS"}  # the rest was encrypted


@pytest.mark.enable_socket
def test_a_letter_that_the_server_refuses_is_said_the_others_go_and_another_address_is_tried(
    trusted: Path,
) -> None:
    with mailbox(trusted, refuses=("dost@example.org",)) as box:
        served = mailing(box)
        said, chair = sent(served), served.as_seat("chair")
        assert received(box) == ["wali@example.org"]
        assert "did not take it for dost@example.org. It said: nobody here" in said
        assert said.count(TAKEN) == 1
        number = re.search(r'name="numbers" value="(\w+)"', chair.get("host/mailed").text)
        assert number is not None
        answer = chair.post("host/mailed", data={"numbers": number[1], "to": "sharif@example.org"})
        assert answer.headers["location"].endswith("/host/mailed")
        post_of(served).wait()
        assert received(box) == ["wali@example.org", "sharif@example.org"]
        assert stand(chair).count(TAKEN) == 2
        chair.post(
            "host/mailed", data={"numbers": number[1], "to": "sharif@example.org"}
        )  # what is there goes no more
        post_of(served).wait()
    assert len(box.letters) == 2


@pytest.mark.enable_socket
def test_a_letter_is_said_to_have_gone_only_where_it_went(trusted: Path) -> None:
    """A mistyped address that was corrected after Back: the page said that the letter had gone there, and it had not."""
    other = MAILED | {"mail.south-head": "dost@example.net"}
    with mailbox(trusted) as box:
        served = mailing(box)
        assert "dost@example.org" in sent(served)
        for _ in range(2):
            served.as_seat("chair").post("host/invite", data=other)
            post_of(served).wait()
        said = stand(served.as_seat("chair"))
    assert "dost@example.net" in said
    assert "dost@example.org" not in said
    assert received(box) == ["dost@example.org", "wali@example.org", "dost@example.net"]


@pytest.mark.enable_socket
@pytest.mark.parametrize("at", ["CONNECT", "EHLO", "RCPT"])
def test_no_page_waits_for_a_mail_server_that_hangs(trusted: Path, at: str) -> None:
    """The answer comes while the server says nothing and our patience with it is ten minutes."""
    with mailbox(trusted, hangs=at) as box:
        served = mailing(box, timeout=600, in_all=600)
        chair = served.as_seat("chair")
        page = chair.post("host/invite", data=MAILED).text
        assert box.reached.wait(60)
        assert len(letters(page)) == 3  # the letters on paper are there
        assert 'hx-get="/talks/prisoners-2020/chair/host/mailed"' in page
        assert stand(chair).count(WAITS) == 2
        assert WAITS in chair.get("host").text
        live = chair.get("host/mailed", headers={"hx-request": "true"}).text
        assert "<html" not in live  # it is asked for every two seconds, on any line
        assert 'id="mailed"' in live
    post_of(served).wait()
    said = stand(chair)
    assert said.count("The mail server does not answer.") == 2
    assert "Send all 2 again" in said
    assert "hx-get" not in chair.get("host/mailed").text.partition('id="mailed"')[2].partition(">")[0]


@pytest.mark.enable_socket
def test_a_server_that_answers_a_little_for_ever_has_a_time_for_all_letters(trusted: Path) -> None:
    with mailbox(trusted, drips=True) as box:
        said = sent(mailing(box, timeout=600, in_all=1))
        assert said.count("took too long for all letters together") == 2
    assert box.letters == []


@pytest.mark.enable_socket
def test_a_server_that_dies_with_a_letter_in_hand_gets_it_again_only_by_a_press(trusted: Path) -> None:
    with mailbox(trusted, dies=1) as box:
        served = mailing(box)
        said, chair = sent(served), served.as_seat("chair")
        assert received(box) == ["dost@example.org"]
        assert said.count(NOT_KNOWN) == said.count("Not sent; the letter on paper is good.") == 1
        chair.post("host/invite", data=MAILED)  # pressed again: nothing goes by itself
        post_of(served).wait()
        assert received(box) == ["dost@example.org"]
        both = re.findall(r'name="numbers" value="(\w+,\w+)"', chair.get("host/mailed").text)
        chair.post("host/mailed", data={"numbers": both[0]})
        post_of(served).wait()
        assert stand(chair).count(TAKEN) == 2
    assert received(box) == ["dost@example.org", "dost@example.org", "wali@example.org"]
    ids = [re.search(r"(?mi)^message-id: (\S+)", raw) for _, raw in box.letters]
    first, second, other = (found[1] for found in ids if found)
    assert first == second != other  # its reader's mail knows it again


# --- over a restart ----------------------------------------------------------------------------------------------


def restarted(served: Served, box: Mailbox) -> Served:
    """Return another server over the same store, with another mail server; the one before it was killed where it stood."""
    room = served.room
    app = app_over(room.store, room.clock)
    app.mail = SmtpMail("localhost", box.port, "talks@example.org")
    anew = Room(app, room.store, room.clock, room.seats)
    app.present = anew.present
    return Served(anew)


@pytest.mark.enable_socket
def test_what_waited_goes_out_after_a_restart_and_what_was_in_hand_only_by_a_press(trusted: Path) -> None:
    with mailbox(trusted, hangs="TAKEN") as first:
        served = mailing(first, timeout=600, in_all=600)
        served.as_seat("chair").post("host/invite", data=MAILED)
        assert first.reached.wait(60)
        until(lambda: GOING in stand(served.as_seat("chair")))
        with mailbox(trusted) as box:
            again = restarted(served, box)
            post_of(again).wait()
            said = stand(again.as_seat("chair"))
            assert received(box) == ["wali@example.org"]  # it waited behind the other
            assert received(first) == ["dost@example.org"]
            assert said.count(NOT_KNOWN) == said.count(TAKEN) == 1
            post_of(restarted(again, box)).wait()
            assert received(box) == ["wali@example.org"]  # and once more: nothing twice
    post_of(served).wait()


@pytest.mark.enable_socket
def test_what_waited_is_told_of_where_letters_go_by_mail_no_more(trusted: Path) -> None:
    with mailbox(trusted, hangs="CONNECT") as first:
        served = mailing(first, timeout=600, in_all=600)
        served.as_seat("chair").post("host/invite", data=MAILED)
        assert first.reached.wait(60)
        room = served.room
        again = Served(Room(app_over(room.store, room.clock), room.store, room.clock, room.seats))
        post_of(again).wait()
        assert stand(again.as_seat("chair")).count("No mail server stands in the settings any more.") == 2
    post_of(served).wait()


@pytest.mark.enable_socket
def test_what_waits_in_a_backup_of_yesterday_is_not_sent_by_itself(trusted: Path) -> None:
    with mailbox(trusted, hangs="CONNECT") as first:
        served = mailing(first, timeout=600, in_all=600)
        served.as_seat("chair").post("host/invite", data=MAILED)
        assert first.reached.wait(60)
        later(served.room, hours=2)
        with mailbox(trusted) as box:
            again = restarted(served, box)
            post_of(again).wait()
            assert box.letters == []
            assert stand(again.as_seat("chair")).count(NOT_KNOWN) == 2
    post_of(served).wait()


@pytest.mark.enable_socket
def test_the_address_of_who_has_come_is_kept_no_longer(trusted: Path) -> None:
    with mailbox(trusted) as box:
        served = mailing(box)
        sent(served)
        later(served.room, days=8)  # the invitations have run out
        room = served.room
        numbers = [
            one for one in room.app.people.invitations("prisoners-2020") if one.seat.startswith("south")
        ]
        kept = [room.app.people.value(one.talks, one.seat, f"mail {one.number}") for one in numbers]
        assert any(b"dost@example.org" in (one or b"") for one in kept)
        restarted(served, box)
        kept = [room.app.people.value(one.talks, one.seat, f"mail {one.number}") for one in numbers]
        assert not any(kept)


@pytest.mark.enable_socket
def test_no_link_or_address_stands_in_the_database_or_in_a_log(
    trusted: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = open_store(f"sqlite:///{trusted}/parley.db", b"k" * 32, trusted / "heads")
    try:
        with mailbox(trusted, dies=1) as box:
            room = created(store, READ, EMPTY)
            room.app.mail = SmtpMail("localhost", box.port, "talks@example.org")
            served = Served(room)
            page = served.as_seat("chair").post("host/invite", data=MAILED).text
            post_of(served).wait()
            said = stand(served.as_seat("chair"))
            assert NOT_KNOWN in said
    finally:
        store.close()
    secrets = [one.partition("#")[2] for one in re.findall(r"/i/\w+#[\w-]+", page)]
    assert len(secrets) >= 3
    files = b"".join(path.read_bytes() for path in trusted.glob("parley.db*"))
    ours = [one for one in caplog.records if one.name not in ("httpx", "asyncio")]
    logged = " ".join(f"{one.getMessage()} {vars(one)}" for one in ours)
    for word in (*secrets, "dost@example.org", "wali@example.org"):
        assert word.encode() not in files
        assert word not in logged


# --- the rest ----------------------------------------------------------------------------------------------------


@pytest.mark.enable_socket
def test_nothing_is_handed_to_a_server_that_does_not_encrypt(trusted: Path) -> None:
    with mailbox(trusted, encrypts=False) as box:
        said = sent(mailing(box))
    assert box.letters == []
    assert not any("RCPT" in line.upper() for line in box.lines)
    assert said.count("offers no encryption that holds") == 2


@pytest.mark.enable_socket
def test_nothing_is_handed_to_a_server_that_is_not_who_it_says(tmp_path: Path) -> None:
    with mailbox(tmp_path) as box:  # nobody vouches for its certificate
        said = sent(mailing(box))
    assert box.letters == []
    assert said.count("offers no encryption that holds") == 2


@pytest.mark.enable_socket
def test_a_server_that_is_away_is_said(trusted: Path) -> None:
    with mailbox(trusted) as box:
        served = mailing(box)
    served.room.app.mail = replace(served.room.app.mail, port=box.port)  # type: ignore[type-var]
    assert sent(served).count("The mail server does not answer.") == 2


@pytest.mark.enable_socket
@pytest.mark.parametrize("address", ["dost", "a@b\nBcc: c@d", "a@b, c@d", "<a@b>", "دوست@example.org"])
def test_what_is_no_address_is_sent_nowhere(trusted: Path, address: str) -> None:
    with mailbox(trusted) as box:
        served = mailing(box)
        chair = served.as_seat("chair")
        chair.post("host/invite", data=SAID | {"mail.south-head": address})
        post_of(served).wait()
        assert "is no mail address." in stand(chair)
    assert box.letters == []


def test_no_address_is_asked_for_where_no_mail_server_is_set() -> None:
    room = created(empty=EMPTY)
    assert 'type="email"' not in Served(room).as_seat("chair").get("host").text
    page = Served(room).as_seat("chair").post("host/invite", data=MAILED).text
    assert "By mail" not in page


@pytest.mark.enable_socket
def test_nobody_but_who_invites_sees_or_sends_letters(trusted: Path) -> None:
    with mailbox(trusted) as box:
        served = mailing(box)
        sent(served)
        head = served.as_seat("north-head")
        assert head.get("host/mailed").status_code in (303, 403, 404)
        assert "example.org" not in head.get("host/mailed").text
        assert head.post("host/mailed", data={"numbers": "x"}).status_code == 403


def test_a_mail_server_needs_whose_address_letters_come_from(tmp_path: Path) -> None:
    given = {"PARLEY_SMTP_HOST": "localhost", "PARLEY_SMTP_PASSWORD": "only-this"}
    with pytest.raises(chosen.SettingsRefused, match=r"smtp_from is not set.*\n.*smtp_account is not set"):
        chosen.load(environment=given)
    whole = given | {"PARLEY_SMTP_FROM": "talks@example.org", "PARLEY_SMTP_ACCOUNT": "talks"}
    assert "only-this" not in str(chosen.rows(chosen.load(environment=whole)))
