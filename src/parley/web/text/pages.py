"""The text: its clauses, and the two forms that bring wording: a draft by the host, a bracket by a side."""

from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from parley.app.core.contents import keep_own
from parley.app.core.model import App, Command, Recorded, Viewer
from parley.app.core.perform import perform
from parley.app.core.search import has, sought
from parley.app.text import queries, views
from parley.app.text.contents import PLAIN, WORDING
from parley.base import Reason, Refused
from parley.letters import normalized
from parley.web.commands import respond
from parley.web.http import app_of, reader_of, shell_of, show, viewer_of
from parley.web.intake import whole
from parley.web.text import brackets
from parley.web.text.phrases import STANDS
from parley.web.words import isolated

FIELD = "wording-"  # begins the name of a field with a wording; its language follows


def page(request: Request) -> Response:
    """GET …/text?q=: every clause with its wording and where each side stands; those with the words of ``q``."""
    viewer = viewer_of(request)
    query = request.query_params.get("q", "").strip()
    found = _with(queries.text(app_of(request), viewer), query)
    drawn = {"in_brackets": brackets.in_brackets, "instead": brackets.instead}
    return show(request, viewer, "text/page.html", found, here="text", query=query, **drawn)


def _with(text: views.Text, query: str) -> views.Text:
    words = sought(query)
    if not words:
        return text
    kept = [c for c in text.clauses if has(" ".join((c.clause, *c.texts.values())), words)]
    return replace(text, clauses=kept)


def download(request: Request) -> Response:
    """GET …/text/download: the whole text as it stands, every language, and who stands behind each clause."""
    viewer = viewer_of(request)
    shell = shell_of(request, viewer)
    reader = reader_of(request, shell)
    lines = [isolated(reader.words.local(shell.title)), reader.full(shell.now), ""]
    for clause in queries.text(app_of(request), viewer).clauses:
        t = reader.words.say
        lines += [
            t("Clause %(clause)s", clause=clause.clause)
            + " · "
            + t("version %(version)s", version=clause.version)
        ]
        for wording in clause.texts.values():
            lines += ["", wording]
        for stand in clause.stands:
            said = reader.phrase(STANDS, stand.state).striptags()
            lines += ["", f"{isolated(reader.party(stand.party))}: {said}"]
        lines += ["", "—", ""]
    name = f"{viewer.talks}-text.txt"
    return PlainTextResponse(
        "\n".join(lines), headers={"content-disposition": f'attachment; filename="{name}"'}
    )


async def draft(request: Request) -> Response:
    """POST …/text/{clause}/draft: put wordings on the table as the next version (or a new clause's first)."""
    viewer = viewer_of(request)
    form = {name: str(value) for name, value in (await request.form()).items()}
    clause = (
        form.get("clause", "").strip()
        if request.path_params["clause"] == "new"
        else request.path_params["clause"]
    )
    answer = await run_in_threadpool(_draft, app_of(request), viewer, clause, form)
    return await run_in_threadpool(respond, request, viewer, answer, "text")


def _draft(app: App, viewer: Viewer, clause: str, form: dict[str, str]) -> Recorded | Refused:
    digests = _kept(app, viewer, form)
    if isinstance(digests, Refused):
        return digests
    fields = {"clause": clause, "version": _number(form), "digests": digests}
    return perform(app, viewer, Command("text.clause-drafted.1", fields, form.get("id", "")))


async def bracket(request: Request) -> Response:
    """POST …/text/{clause}/bracket: put a version in brackets, with this side's wording or without."""
    viewer = viewer_of(request)
    form = {name: str(value) for name, value in (await request.form()).items()}
    answer = await run_in_threadpool(_bracket, app_of(request), viewer, request.path_params["clause"], form)
    return await run_in_threadpool(respond, request, viewer, answer, "text")


def _bracket(app: App, viewer: Viewer, clause: str, form: dict[str, str]) -> Recorded | Refused:
    digests = _kept(app, viewer, form)
    if isinstance(digests, Refused):
        return digests
    fields = {"clause": clause, "version": _number(form), "party": viewer.party, "digests": digests}
    return perform(app, viewer, Command("text.clause-bracketed.1", fields, form.get("id", "")))


def _number(form: dict[str, str]) -> int:
    return whole(form.get("version", ""))


def _kept(app: App, viewer: Viewer, form: dict[str, str]) -> dict[str, str] | Refused:
    """Keep each wording as content, or return what speaks against any; the same form sent again has the same digests."""
    digests, reasons = dict[str, str](), list[Reason]()
    for name, value in form.items():
        wording = normalized("NFC", value.replace("\r\n", "\n").strip())  # as keyboards do not compose it
        if name.startswith(FIELD) and wording:
            language = name.removeprefix(FIELD)
            salted = f"{viewer.seat}|{form.get('id', '')}|{language}"
            kept = keep_own(app, viewer, salted, WORDING, PLAIN, wording.encode(), language)
            if isinstance(kept, Refused):
                reasons += kept.reasons
            else:
                digests[language] = kept
    return Refused(tuple(reasons)) if reasons else digests
