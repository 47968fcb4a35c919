"""The pages of the lists."""

from parley.app.lists.waits import WAITS
from parley.web.domain import Entry, Page, WebDomain
from parley.web.lists import pages, phrases, spelling
from parley.web.render import Reader
from parley.web.words.phrases import N_


def _share(reader: Reader, basis_points: str | int) -> str:
    return reader.share(int(basis_points))


WEB = WebDomain(
    "lists",
    phrases,
    pages=(
        Page("/lists", pages.page),
        Page("/lists/download", pages.download),
        Page("/lists/desk", pages.desk, "side"),
        Page("/lists/desk", pages.decide, method="POST"),
        Page("/lists/match", pages.match, method="POST"),
        Page("/lists/deposit/{list}", pages.deposit, "officer"),
        Page("/lists/deposit/{list}", pages.read_file, "officer", "POST", pages.LARGEST + 100_000),
        Page("/lists/deposit/{list}/columns", pages.read_again, "officer", "POST"),
    ),
    menu=(Entry("lists", N_("Lists"), 50, adopts=True, desk=2),),
    areas={"lists.": "lists"},
    spelled={
        "list": lambda reader, kind: reader.phrase(phrases.LIST_NAMES, str(kind)),
        "threshold": _share,
        "basis_points": _share,
        "size": lambda reader, octets: reader.size(int(octets)),
        "dated": spelling.dated,
        "otherwise": spelling.otherwise,
        "columns": spelling.columns,
    },
    waits=WAITS,
)
