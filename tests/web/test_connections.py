"""Whoever is signed in leaves room for others, too: as many connections as a browser opens, and the oldest end beyond them."""

import socket
from contextlib import ExitStack, closing

from parley.web.connections import Gate
from parley.web.http import COOKIE
from tests.sitting import TALKS
from tests.web.serving import Served
from tests.web.test_outsiders import ended, serving

MOST = 5


def asked(port: int, served: Served, seat: str, token: str, page: str) -> socket.socket:
    """Return a connection on which a page was asked for by a device that is signed in, and its answer begun."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(20)
    head = f"GET /talks/{TALKS}/{seat}/{page} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {COOKIE}={token}\r\n\r\n"
    connection.sendall(head.encode())
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


def test_a_member_who_opens_stream_after_stream_ends_their_own_and_nobody_else_s() -> None:
    """Connections of who is signed in had no bound: one device could take every file that the server may open."""
    served = Served()
    with serving(served, Gate(of_one_device=MOST)) as port, ExitStack() as stack:
        other = stack.enter_context(
            closing(asked(port, served, "south-head", served.token("south-head"), "live"))
        )
        token = served.token("north-lists")
        many = [
            stack.enter_context(closing(asked(port, served, "north-lists", token, "live")))
            for _ in range(3 * MOST)
        ]
        assert [ended(one) for one in many[: 2 * MOST]] == [True] * 2 * MOST
        assert not any(ended(one, 0.1) for one in many[2 * MOST :])
        assert not ended(other, 0.1)


def test_a_line_of_who_is_signed_in_rests_between_two_requests_when_a_stranger_s_is_ended() -> None:
    """On a slow line, a connection made anew costs each page a step there and back."""
    served = Served()
    with serving(served, Gate()) as port, ExitStack() as stack:
        member = stack.enter_context(
            closing(asked(port, served, "north-lists", served.token("north-lists"), "sits"))
        )
        stranger = stack.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
        stranger.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert ended(stranger)
        assert not ended(member, 0.1)
