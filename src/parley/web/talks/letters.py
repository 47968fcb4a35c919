"""Invitations as letters, each in its holder's language, and their codes on a sheet of their own; by mail the link alone."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.app.core.model import Command, Recorded, Viewer
from parley.app.core.perform import perform
from parley.app.core.views import Person
from parley.app.talks import host, house, views
from parley.base import Reason, Refused
from parley.languages import LANGUAGES
from parley.web.errors import refusal
from parley.web.http import (
    app_of,
    is_fragment,
    pairs_of,
    path_of,
    reader_of,
    shell_of,
    show,
    site_of,
    viewer_of,
)
from parley.web.render import Reader
from parley.web.talks.post import Asked, Post, Posted


@dataclass(frozen=True, slots=True)
class Letter:
    """One invitation as it is printed; ``lr`` reads it in its holder's language."""

    invite: views.Invite
    lr: Reader
    link: str
    code: str
    qr: Markup


@dataclass(frozen=True, slots=True)
class Mailed:
    """One letter that goes by mail, and to whom."""

    person: Person
    letter: Posted


async def invite(request: Request) -> Response:
    """POST …/invite/{who}: make an invitation and show it once, to print."""
    viewer, form = viewer_of(request), await _form(request)
    fields = {"seat": request.path_params["who"], "language": form.get("language", "en")}
    command = Command("seat.invite", fields, form.get("id", ""))
    return await run_in_threadpool(_one, request, viewer, command)


async def invite_facilitator(request: Request) -> Response:
    """POST …/host/facilitator: in the house, seat and invite another facilitator."""
    viewer, form = viewer_of(request), await _form(request)
    fields = {name: form.get(name, "") for name in ("name", "language")}
    command = Command("house.invite", fields, form.get("id", ""))
    return await run_in_threadpool(_one, request, viewer, command)


async def introduce(request: Request) -> Response:
    """POST …/host/introduce: in the house, say anew what it is called, who one is, and where people call."""
    viewer, form = viewer_of(request), await _form(request)
    fields = {name: form.get(name, "") for name in ("name", "institution", "telephone")}
    answer = await run_in_threadpool(perform, app_of(request), viewer, Command("house.introduce", fields, form.get("id", "")))  # fmt: skip
    if isinstance(answer, Refused):
        return await run_in_threadpool(refusal, request, answer)
    return RedirectResponse(f"{path_of(viewer)}/host", 303)


async def invite_all(request: Request) -> Response:
    """POST …/host/invite: invite everybody who is not, each in a language; to whom an address is given, by mail too."""
    viewer, form = viewer_of(request), await _form(request)
    return await run_in_threadpool(_all, request, viewer, form)


async def _form(request: Request) -> dict[str, str]:
    return {name: str(value).strip() for name, value in (await request.form()).items()}


def _one(request: Request, viewer: Viewer, command: Command) -> Response:
    answer = perform(app_of(request), viewer, command)
    if isinstance(answer, Refused):
        return refusal(request, answer)
    return letters(request, viewer, [dict(answer.extra)])


def _all(request: Request, viewer: Viewer, form: Mapping[str, str]) -> Response:
    """Make all, in the order of the seats; what was asked before under the same id is made again, and not sent again."""
    app, seats = app_of(request), shell_of(request, viewer).seats
    links, by_mail, refused = [], list[Asked](), list[Reason]()
    for number, seat in enumerate(dict.fromkeys(form.get("seats", "").split(","))):
        reads = seats[seat].reads if seat in seats else ""
        language = form.get(f"language.{seat}") or reads or viewer.language
        fields = {"seat": seat, "language": language if language in LANGUAGES else "en"}
        answer = perform(app, viewer, Command("seat.invite", fields, f"{form.get('id', '')}-{number}"))
        if isinstance(answer, Recorded):
            links.append(dict(answer.extra))
            invitation = app.people.invitation(links[-1]["number"])
            if invitation is not None and (to := form.get(f"mail.{seat}", "")):
                by = house.asked_by(viewer, f"{form.get('id', '')}-{number}")
                by_mail.append(Asked(invitation, to, by, _under(request)))
        else:
            refused += [one for one in answer.reasons if one not in refused]
    if app.mail is not None:
        site_of(request).service(Post).put(by_mail)
    if not links and refused:
        return refusal(request, Refused(tuple(refused)))
    return letters(request, viewer, links, pairs_of(Refused(tuple(refused))) if refused else ())


def letters(request: Request, viewer: Viewer, links: list[dict[str, str]], refused: object = ()) -> Response:
    """Return the invitations as letters in their holders' languages, codes on a sheet of their own."""
    found = [made for link in links if (made := letter_of(request, link))]
    called, by_mail = telephone_of(request), posted(request, viewer)
    return show(
        request,
        viewer,
        "talks/letters.html",
        None,
        letters=found,
        telephone=called,
        refused=refused,
        mailed=by_mail,
    )


def posted(request: Request, viewer: Viewer) -> list[Mailed]:
    """Return the letters of these talks that go by mail, each with where it stands; none to who invites nobody."""
    if not _may_invite(request, viewer):
        return []
    seats = shell_of(request, viewer).seats
    stand = site_of(request).service(Post).stand(viewer.talks)
    return [Mailed(seats[one.seat], said) for one, said in stand if one.seat in seats]


def mailed(request: Request) -> Response:
    """GET …/host/mailed: how letters by mail stand; asked for by itself while any is under way."""
    viewer = viewer_of(request)
    template = "talks/mailed_part.html" if is_fragment(request) else "talks/mailed.html"
    return show(request, viewer, template, None, mailed=posted(request, viewer))


async def mail_again(request: Request) -> Response:
    """POST …/host/mailed: have letters sent again that did not go, or of which that is not known."""
    viewer, form = viewer_of(request), await _form(request)
    return await run_in_threadpool(_again, request, viewer, form)


def _may_invite(request: Request, viewer: Viewer) -> bool:
    with app_of(request).talks.reading(viewer.talks) as state:
        return not house.against_inviting(app_of(request), viewer, state)


def _again(request: Request, viewer: Viewer, form: Mapping[str, str]) -> Response:
    with app_of(request).talks.reading(viewer.talks) as state:
        reasons = house.against_inviting(app_of(request), viewer, state)
    if reasons:
        return refusal(request, Refused(tuple(reasons)))
    numbers, to = form.get("numbers", "").split(","), form.get("to", "")
    site_of(request).service(Post).again(viewer.talks, numbers, to if len(numbers) == 1 else "")
    return RedirectResponse(f"{path_of(viewer)}/host/mailed", 303)


def telephone_of(request: Request) -> Markup:
    """Return where people call the host, as letters print it; empty if that was not said."""
    number = house.telephone(app_of(request))
    return Markup('<bdi dir="ltr">{}</bdi>').format(number) if number else Markup()


def letter_of(request: Request, link: Mapping[str, str]) -> Letter | None:
    """Return an invitation as a letter."""
    app = app_of(request)
    invitation = app.people.invitation(link["number"])
    if invitation is None:
        return None
    reader: Reader = reader_of(request, language=invitation.language)
    full = _under(request) + link["link"]
    return Letter(host.invite_view(app, invitation), reader, full, link["code"], qr(full))


def _under(request: Request) -> str:
    """Return the address that people open."""
    return site_of(request).address or str(request.base_url).rstrip("/")


def qr(text: str) -> Markup:
    """Return ``text`` as a QR code in SVG that takes its colour from the page."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        dark="#1d2327",
        border=1,
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn by us from the link, no text in it
