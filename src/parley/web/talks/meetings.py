"""The next meeting as a calendar file."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from parley.app.talks.today import today
from parley.web.http import NotHere, app_of, reader_of, shell_of, viewer_of

_AT = "%Y%m%dT%H%M%SZ"


def calendar(request: Request) -> Response:
    """GET …/meeting.ics: the meeting that all accepted, for a calendar; it names neither talks, people nor places (RFC 5545)."""
    viewer = viewer_of(request)
    shell = shell_of(request, viewer)
    agreed = [one for one in today(app_of(request), viewer).meetings if not one.due and one.at > shell.now]
    if not agreed:
        raise NotHere
    summary = str(reader_of(request, shell).words.say("Meeting"))
    body = _calendar(agreed[0].meeting, agreed[0].at, shell.now, summary)
    headers = {"content-disposition": 'attachment; filename="meeting.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def _calendar(meeting: str, at: datetime, now: datetime, summary: str) -> str:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Parley//EN",
        "BEGIN:VEVENT",
        f"UID:{meeting}",
        f"DTSTAMP:{now:{_AT}}",
        f"DTSTART:{at:{_AT}}",
        f"SUMMARY:{summary}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines)
