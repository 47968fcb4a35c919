"""Invitations as letters, each in its holder's language, and their codes on a sheet of their own; by mail the link alone."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.app.core.model import Command, Recorded, Viewer
from parley.app.core.perform import perform
from parley.app.core.ports import NotSent
from parley.app.talks import host, house, views
from parley.base import Reason, Refused
from parley.languages import LANGUAGES
from parley.web.errors import refusal
from parley.web.http import app_of, pairs_of, path_of, reader_of, shell_of, show, site_of, viewer_of
from parley.web.render import Reader


@dataclass(frozen=True, slots=True)
class Letter:
    """One invitation as it is printed; ``lr`` reads it in its holder's language. ``sent``: to where it went by mail."""

    invite: views.Invite
    lr: Reader
    link: str
    code: str
    qr: Markup
    sent: str = ""
    unsent: tuple[str, Mapping[str, str | int]] | None = (
        None  # why it did not go by mail, though it was asked
    )


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
    links, refused = [], list[Reason]()
    for number, seat in enumerate(dict.fromkeys(form.get("seats", "").split(","))):
        reads = seats[seat].reads if seat in seats else ""
        language = form.get(f"language.{seat}") or reads or viewer.language
        fields = {"seat": seat, "language": language if language in LANGUAGES else "en"}
        answer = perform(app, viewer, Command("seat.invite", fields, f"{form.get('id', '')}-{number}"))
        if isinstance(answer, Recorded):
            links.append(dict(answer.extra) | {"mail": form.get(f"mail.{seat}", "")})
        else:
            refused += [one for one in answer.reasons if one not in refused]
    if not links and refused:
        return refusal(request, Refused(tuple(refused)))
    return letters(request, viewer, links, pairs_of(Refused(tuple(refused))) if refused else ())


def letters(request: Request, viewer: Viewer, links: list[dict[str, str]], refused: object = ()) -> Response:
    """Return the invitations as letters in their holders' languages, codes on a sheet of their own."""
    found = [made for link in links if (made := letter_of(request, link))]
    return show(
        request,
        viewer,
        "talks/letters.html",
        None,
        letters=found,
        telephone=telephone_of(request),
        refused=refused,
    )


def telephone_of(request: Request) -> Markup:
    """Return where people call the host, as letters print it; empty if that was not said."""
    number = house.telephone(app_of(request))
    return Markup('<bdi dir="ltr">{}</bdi>').format(number) if number else Markup()


def letter_of(request: Request, link: Mapping[str, str]) -> Letter | None:
    """Return an invitation as a letter, sent by mail if an address stands with it."""
    app = app_of(request)
    invitation = app.people.invitation(link["number"])
    if invitation is None:
        return None
    reader: Reader = reader_of(request, language=invitation.language)
    full = (site_of(request).address or str(request.base_url).rstrip("/")) + link["link"]
    told: dict[str, Any] = {}
    view = host.invite_view(app, invitation)
    if (to := link.get("mail", "")) and app.mail is not None:
        gone = invitation.talks, invitation.seat, f"mailed {invitation.number}"
        try:
            sent = (app.people.value(*gone) or b"").decode()  # pressed again, it goes once to each
            if to not in sent.split("\n"):
                app.mail.send(to, *_mail(reader, view, full, house.telephone(app)))
                app.people.put_value(*gone, f"{sent}\n{to}".encode())
            told = {"sent": to}
        except NotSent as fault:
            told = {"unsent": (fault.code, {"to": to, "said": fault.said})}
    return Letter(view, reader, full, link["code"], qr(full), **told)


def _mail(reader: Reader, view: views.Invite, link: str, telephone: str) -> tuple[str, str]:
    """Return a letter's subject and words: the link, and never the code."""
    say = reader.words.say
    title = reader.words.local(view.title)
    lines = [
        say("%(name)s, you are invited to the table", name=reader.person(view.person)),
        title,
        say("Open this with the device you will use for the talks:"),
        link,
        say("You will be asked for a code of eight digits. It comes to you by another way than this page."),
        say("It works once, until %(when)s. The key made on your device never leaves it. If this page reached you by a way you do not trust, do not use it; ask for another.", when=reader.words.almanac.day_full(view.expires, "UTC")),
    ]  # fmt: skip
    if telephone:
        lines.append(
            say("Call the host at %(number)s if anything is not as this letter says.", number=telephone)
        )
    return _plain(title), "\n\n".join(_plain(line) for line in lines) + "\n"


def _plain(line: str | Markup) -> str:
    return line.striptags() if isinstance(line, Markup) else line


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
