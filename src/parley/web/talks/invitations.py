"""How somebody comes to their seat: the invitation opened and redeemed; and signing in. Letters are made in ``letters``."""

import secrets
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from parley.app.core import record
from parley.app.core.model import HOUSE
from parley.app.talks import host, people
from parley.app.talks.house import Introduction
from parley.base import Refused, reason
from parley.languages import LANGUAGES
from parley.record import b64u, unb64u
from parley.web.errors import refusal
from parley.web.http import (
    NotHere,
    app_of,
    dressed,
    end_sign_in,
    language_of,
    own_origin,
    reader_of,
    set_sign_in,
    site_of,
    viewer_of,
)
from parley.web.intake import json_object
from parley.web.render import draw

HASHES = 2000  # at once: a hundred thousand bytes
MOST_ENTRIES = 10**9


def first_page(request: Request) -> Response:
    """GET /i/{number}: which language; with ``?lang=``, the steps. The secret stays in the fragment."""
    number = request.path_params["number"]
    invitation, now = app_of(request).people.invitation(number), app_of(request).clock.real()
    chosen = request.query_params.get("lang") in LANGUAGES
    if invitation is None:
        body = draw("talks/invite.html", reader_of(request), status="unknown", chosen=chosen)
        return dressed(request, HTMLResponse(body, 404))
    # who has not chosen yet is asked in the language that the invitation was made in
    reader = reader_of(request, language="" if chosen else invitation.language)
    values = {
        "number": number,
        "talks": invitation.talks,
        "seat": invitation.seat,
        "status": people.state_of(invitation, now),
        "rest": people.rest_of(invitation, now),
        "expires": invitation.expires,
        "chosen": chosen,
        "house": invitation.talks == HOUSE,
        "introduces": people.introduces(app_of(request), invitation),
        "institution": _chosen_institution(request),
    }
    return dressed(request, HTMLResponse(draw("talks/invite.html", reader, **values)))


async def open_link(request: Request) -> Response:
    """POST /i/{number}/open {secret}: what the holder of the link may see before the code."""
    said = await json_object(request)
    number, app = request.path_params["number"], app_of(request)
    found = await run_in_threadpool(host.invite, app, number, str(said.get("secret", "")))
    if isinstance(found, Refused):
        return await run_in_threadpool(refusal, request, found)
    return HTMLResponse(
        draw("talks/invite_you.html", reader_of(request), invite=found, house=found.talks == HOUSE)
    )


async def record_behind(request: Request) -> Response:
    """POST /i/{number}/record {secret, from}: the table's newest head and the hashes of its entries, for a browser that keeps a head.

    Who has no key here yet reads nothing, and still makes none for a record that is not the one it has seen.
    """
    said, app = await json_object(request), app_of(request)
    number, start = request.path_params["number"], said.get("from")
    held = await run_in_threadpool(people.opened, app, number, str(said.get("secret", "")), again=True)
    if isinstance(held, Refused):
        return await run_in_threadpool(refusal, request, held)
    first = max(0, start) if isinstance(start, int) and start < MOST_ENTRIES else 0
    found = await run_in_threadpool(record.hashes, app, held.talks, first, HASHES)
    if found is None:
        raise NotHere
    return JSONResponse({"checkpoint": found[0].decode(), "leaves": [b64u(one) for one in found[1]]})


async def try_code(request: Request) -> Response:
    """POST /i/{number}/code {secret, code}: whether the code fits, before a key is made; a wrong one counts as a guess."""
    said, app = await json_object(request), app_of(request)
    number, secret, code = (
        request.path_params["number"],
        str(said.get("secret", "")),
        str(said.get("code", "")),
    )
    found = await run_in_threadpool(people.coded, app, number, secret, code)
    if isinstance(found, Refused):
        return await run_in_threadpool(refusal, request, found)
    return JSONResponse({"fits": True})


async def redeem(request: Request) -> Response:
    """POST /i/{number}/redeem {secret, code, ed25519, x25519, proof}: enrol this device for the seat."""
    said = await json_object(request)
    keys = people.Keys(*(str(said.get(name, "")) for name in ("ed25519", "x25519", "proof")))
    secret, code = str(said.get("secret", "")), str(said.get("code", ""))
    number, named = request.path_params["number"], _introduction(said, language_of(request))
    act = await run_in_threadpool(people.redeem, app_of(request), number, secret, code, keys, named)
    if isinstance(act, Refused):
        return await run_in_threadpool(refusal, request, act)
    return JSONResponse({"device": act.device, "seat": act.seat})


def _chosen_institution(request: Request) -> str:
    """Return what the operator called the institution; "" if that was left as it is."""
    settings = site_of(request).settings
    return settings.institution if "institution" in settings.sources else ""


def _introduction(said: Mapping[str, object], language: str) -> Introduction | None:
    """Return what the first facilitator says of the house, if this is their page."""
    if "institution" not in said:
        return None
    name, institution, telephone = (str(said.get(one, "")).strip() for one in ("name", "institution", "telephone"))  # fmt: skip
    return Introduction(name, institution, language, telephone)


async def sign_in(request: Request) -> Response:
    """POST …/sign-in {}: a challenge; again with {challenge, device, signature}: the cookie of this seat's path."""
    said, app = await json_object(request), app_of(request)
    talks, seat = request.path_params["talks"], request.path_params["seat"]
    if "signature" not in said:
        return _challenged(request, talks, seat)
    try:
        challenge, signature = unb64u(str(said.get("challenge", ""))), unb64u(str(said["signature"]))
    except ValueError:
        return await run_in_threadpool(refusal, request, Refused((reason("sign_in_not_proved"),)), 403)
    origin = own_origin(request.headers, site_of(request)) or ""
    device = str(said.get("device", ""))
    name = _exchange(challenge)
    exchange = request.cookies.get(name, "")
    found = await run_in_threadpool(
        people.sign_in, app, talks, seat, challenge, device, signature, origin, exchange
    )
    if isinstance(found, Refused):
        return await run_in_threadpool(refusal, request, found, 403)
    answer = JSONResponse({"signed_in": True})
    set_sign_in(request, answer, talks, seat, found[0])
    answer.delete_cookie(name, path=request.url.path)
    return answer


def _challenged(request: Request, talks: str, seat: str) -> Response:
    """Return a challenge for this browser alone: the cookie beside it has what its answer must come with.

    Two tabs that sign in at once have a cookie each.
    """
    exchange = secrets.token_urlsafe(16)
    challenge = people.challenge(app_of(request), talks, seat, exchange)
    answer = JSONResponse({"challenge": b64u(challenge)})
    answer.set_cookie(
        _exchange(challenge),
        exchange,
        max_age=int(people.CHALLENGE.total_seconds()),
        path=request.url.path,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _exchange(challenge: bytes) -> str:
    return f"exchange-{challenge[:6].hex()}"


def sign_out(request: Request) -> Response:
    """POST …/sign-out: this device's sign-ins on this seat end, and its streams; the key stays on the device."""
    viewer = viewer_of(request)
    app_of(request).people.end_sign_ins(viewer.talks, viewer.seat, viewer.by.device)
    site_of(request).hub.left(viewer)
    at = {"talks": viewer.talks, "seat": viewer.seat, "next": ""}
    answer = HTMLResponse(draw("signin.html", reader_of(request), told="left", languages={}, **at))
    end_sign_in(request, answer, viewer.talks, viewer.seat)
    return answer
