"""What a letter by mail says: plain text in its reader's language, with the link and never the code."""

from parley.app.talks import views
from parley.web.render import Reader
from parley.web.words import isolated


def mail_of(reader: Reader, view: views.Invite, link: str, telephone: str) -> tuple[str, str]:
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
    return isolated(title), "\n\n".join(isolated(line) for line in lines) + "\n"
