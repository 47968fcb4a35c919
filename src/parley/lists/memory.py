"""What stays in memory of the words in lists: names, their sounds, dates and places, so that none is worked out twice."""

from typing import Final

from parley.lists.names import cells, parse, sound, twins, words
from parley.lists.read import blanks, dates, headings, places, writing

REMEMBERED: Final = (
    cells.is_plain,
    parse.parse,
    sound.skeleton,
    sound.sounds,
    twins.kinds,
    words._is_abd,  # noqa: SLF001  # one of the package's own
    words.token,
    words.word,
    blanks.says_nothing,
    dates.ages,
    dates.days,
    headings.field_of,
    headings.guess_field,
    writing.bytes_of,
    places.province,
    places.within,
)


def forget() -> None:
    """Drop all of it: a list was erased, and whose words were in it alone is not known."""
    for one in REMEMBERED:
        one.cache_clear()
