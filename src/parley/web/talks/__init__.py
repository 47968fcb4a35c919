"""The pages about people and meetings: Today, who sits, the host's, invitations, signing in."""

from collections.abc import Mapping

from parley.app.core.access import ENROLLED, SPEAKING
from parley.app.talks.waits import WAITS
from parley.web.domain import Entry, Page, WebDomain
from parley.web.http import Site
from parley.web.talks import invitations, letters, making, meetings, notes, pages, phrases, seats
from parley.web.talks.post import Post
from parley.web.words.phrases import N_

SUSPENDING = ("roster.device-suspended", "roster.suspension-ended")  # told on every page
SMALL = 16 * 1024  # bytes: what strangers may send


def _end_device(site: Site, talks: str, body: Mapping[str, object]) -> None:
    """End the streams of a device that was revoked, or suspended: its pages ask for them anew, and for the table."""
    site.hub.end_device(talks, str(body["device"]))


def _open_post(site: Site) -> None:
    """Go on with the letters that waited when the server before this one stopped."""
    post = site.services[Post] = Post(site)
    post.resume()


WEB = WebDomain(
    "talks",
    phrases,
    pages=(
        Page("/today", pages.today),
        Page("/meeting.ics", meetings.calendar),
        Page("/note", notes.keep, method="POST"),
        Page("/waiting", pages.waiting, devices=ENROLLED),
        Page("/key", pages.key, devices=ENROLLED),
        Page("/sits", pages.sits, devices=SPEAKING),
        Page("/host", pages.host, "host", devices=SPEAKING),
        Page("/host/new", making.begin, "facilitator"),
        Page("/host/new", making.start, "facilitator", "POST", 2_000_000),
        Page("/host/new/make", making.make, "facilitator", "POST"),
        Page("/host/new/{question}", making.question, "facilitator"),
        Page("/host/new/{question}", making.answer, "facilitator", "POST"),
        Page("/host/seat", seats.lay, "host", "POST"),
        Page("/host/introduce", letters.introduce, "facilitator", "POST"),
        Page("/host/facilitator", letters.invite_facilitator, "facilitator", "POST"),
        Page("/host/mailed", letters.mailed, "facilitator", devices=SPEAKING),
        Page("/host/mailed", letters.mail_again, "facilitator", "POST", devices=SPEAKING),
        Page("/host/invite", letters.invite_all, "facilitator", "POST", devices=SPEAKING),
        Page("/invite/{who}", letters.invite, method="POST", devices=SPEAKING),
        Page("/sign-in", invitations.sign_in, "", "POST", SMALL),
        Page("/sign-out", invitations.sign_out, method="POST", devices=ENROLLED),
    ),
    menu=(
        Entry("today", N_("Today"), 10, desk=5),
        Entry("sits", N_("Who sits"), 30, house=True, desk=4, devices=SPEAKING),
        Entry("host", N_("Host"), 80, "host", house=True, devices=SPEAKING),
    ),
    areas={
        "talks.": "talks",
        "roster.": "roster",
        **dict.fromkeys(SUSPENDING, "suspended"),
        "talks.meeting": "meeting",
    },
    waits=WAITS,
    spelled={
        "why": lambda reader, code: reader.phrase(phrases.DECLINED, str(code)),
        "order": lambda reader, seat: reader.name(str(seat)),
        "lacking": lambda reader, parties: reader.value("parties", parties),
    },
    notices="talks/notices.html",
    everywhere="talks/everywhere.html",
    waiting="waiting",
    outside=(
        Page("/", pages.home, ""),
        Page("/i/{number}", invitations.first_page, ""),
        Page("/i/{number}/open", invitations.open_link, "", "POST", SMALL),
        Page("/i/{number}/record", invitations.record_behind, "", "POST", SMALL),
        Page("/i/{number}/code", invitations.try_code, "", "POST", SMALL),
        Page("/i/{number}/redeem", invitations.redeem, "", "POST", SMALL),
    ),
    opened=_open_post,
    duties={"revoked": _end_device, "suspended": _end_device},
)
