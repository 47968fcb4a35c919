"""A seat is invited in the language that the talks' file gives it, until the host chooses another."""

import re

import pytest

from tests.sitting import DEFINITION, created
from tests.web.serving import Served

EMPTY = "south-lists"


@pytest.mark.parametrize(("given", "offered"), [('\nlanguage = "ps"', "ps"), ("", "fa-AF")])
@pytest.mark.parametrize("page", ["sits", "host"])
def test_the_language_of_a_seat_is_offered_first(page: str, given: str, offered: str) -> None:
    person = f'person = "Person of {EMPTY}"'
    room = created(definition=DEFINITION.replace(person, person + given), empty=EMPTY)
    text = Served(room).as_seat("chair", "fa-AF").get(page, headers={"accept": "text/html"}).text
    select = re.search(rf'<select [^>]*id="l-{EMPTY}".*?</select>', text, re.DOTALL)
    assert select is not None
    assert re.findall(r'value="([\w-]+)"[^>]* selected', select[0]) == [offered]
