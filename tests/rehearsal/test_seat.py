"""A bot in a seat signs only what it was shown, and asks again when an answer was lost."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from parley.record import b64u, binding_statement, content_digest, signature_holds, unb64u
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seat import Refused, Seat

TEXT, SALT = b"The sick go first.", b"s" * 32
DIGEST = content_digest(SALT, TEXT)
KIND = "text.clause-adopted.1"


def sheet(**changed: Any) -> dict[str, Any]:
    content = {
        "label": "en",
        "digest": DIGEST,
        "salt": b64u(SALT),
        "body": b64u(TEXT),
        "size": len(TEXT),
        "media": "text/plain",
    }
    fields = {"clause": "4", "version": 1, "party": "north", "digests": {"en": DIGEST}}
    return {"fields": fields, "compartment": "table", "refused": [], "contents": [content | changed]}


def seat(answer: Callable[[httpx.Request], httpx.Response]) -> Seat:
    made = Seat("http://localhost:1", "march", "north-head")
    made.client = httpx.AsyncClient(base_url=made.url, transport=httpx.MockTransport(answer))
    return made


def signing(shown: dict[str, Any], texts: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Let a seat sign this sheet; return what it posted."""
    posted: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=shown)
        posted.append(json.loads(request.content))
        return httpx.Response(200, json={"recorded": []})

    made = seat(answer)
    asyncio.run(made.sign(KIND, texts, clause="4"))
    for said in posted:
        statement = binding_statement("march", "table", KIND, said["fields"], said["id"], "north-head")
        assert signature_holds(made.device.public.ed25519, unb64u(said["signature"]), statement)
    return posted


def test_it_signs_the_fields_of_the_sheet_as_they_stand() -> None:
    (said,) = signing(sheet(), {"en": TEXT.decode()})
    assert said["fields"] == sheet()["fields"]


def test_a_sheet_that_shows_one_text_with_the_digest_of_another_is_not_signed() -> None:
    with pytest.raises(RehearsalFailed, match="other bytes"):
        signing(sheet(body=b64u(b"The sick go last.")))


def test_a_text_that_is_not_among_the_signed_digests_is_not_signed() -> None:
    shown = sheet()
    shown["fields"]["digests"] = {"en": "0" * 64}
    with pytest.raises(RehearsalFailed, match="does not have signed"):
        signing(shown)


def test_another_text_than_expected_is_not_signed() -> None:
    with pytest.raises(RehearsalFailed, match="expects"):
        signing(sheet(), {"en": "The sick and the wounded go first."})


def test_a_lost_answer_is_asked_for_again_under_the_same_id() -> None:
    ids: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        ids.append(json.loads(request.content)["id"])
        if len(ids) == 1:
            raise httpx.ReadError("the line broke")
        return httpx.Response(200, json={"recorded": [{"seq": 7}]})

    assert asyncio.run(seat(answer).command("talks.noted.1", {})) == {"recorded": [{"seq": 7}]}
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_refusal_carries_every_reason() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(409, json={"refused": [{"code": "no_session_open"}, {"code": "side_absent"}]})

    with pytest.raises(Refused) as refused:
        asyncio.run(seat(answer).command("talks.noted.1", {}))
    assert refused.value.codes == {"no_session_open", "side_absent"}
