"""Every query takes the viewer, and shows nothing to one from elsewhere."""

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from parley.app.core.model import App, Viewer
from parley.app.room.queries import Order
from parley.base import By
from parley.lists import Lists
from tests.sim.test_attacks_rows import Laid, compared, handed_over
from tests.sitting import TALKS, drafted, opened

SOURCE = Path(__file__).parents[2] / "src/parley/app"
PAGES = (  # of a domain whose pages have a module each
    "talks/host.py", "talks/sits.py", "talks/today.py", "talks/waiting.py", "core/record.py", "core/sheet.py",
)  # fmt: skip
NOBODY_SIGNED_IN = {  # asked by who holds a link, before there is a viewer
    "talks/host.py:invite": "its secret is asked first; it shows what the invitation is to",
    "talks/host.py:invite_view": "the same, once the secret was asked",
    "core/record.py:hashes": "the same; it shows hashes of entries, for a browser that keeps a head of these talks",
}
WORDS = ("Zadran", "Popal", "Prison", "Illness", "Clause 1.1", "Person of")


def modules() -> list[str]:
    found = [path.relative_to(SOURCE).as_posix() for path in SOURCE.glob("*/queries.py")]
    return sorted([*found, *PAGES])


def public(name: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions of a module that are given the app, as path:name; others read nothing of any talks."""
    module = import_module("parley.app." + name.removesuffix(".py").replace("/", "."))
    for node in ast.parse((SOURCE / name).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            query = inspect.unwrap(getattr(module, node.name))
            if App in get_type_hints(query).values():
                yield f"{name}:{node.name}", query


QUERIES = dict(each for name in modules() for each in public(name))


@pytest.mark.parametrize("name", QUERIES.keys() - NOBODY_SIGNED_IN.keys())
def test_every_query_takes_the_viewer(name: str) -> None:
    hints = get_type_hints(QUERIES[name])
    assert Viewer in hints.values(), f"{name} does not know who asks"


def test_what_takes_no_viewer_is_still_there_and_says_why() -> None:
    assert NOBODY_SIGNED_IN.keys() <= QUERIES.keys()


@pytest.fixture(scope="module")
def laid() -> Laid:
    room = opened()
    drafted(room)
    laid = handed_over(room)
    compared(laid)
    return laid


FOREIGN = {
    "a seat of other talks": Viewer("other-talks", By("north-head", "north", "side", "head", "0" * 64)),
    "a facilitator of other talks": Viewer(
        "other-talks", By("chair", "host", "host", "facilitator", "0" * 64)
    ),
}


def asked(app: App, viewer: Viewer, name: str, laid: Laid) -> Iterator[object]:
    """Yield what a query answers to this viewer, for each of its other arguments that means something at this table."""
    state = app.talks.get(viewer.talks)
    digest = laid.digests["south", "holdings"]
    match = app.talks.get(TALKS).of(Lists).match
    assert match is not None
    values: dict[str, tuple[object, ...]] = {
        "app": (app,),
        "viewer": (viewer,),
        "state": (state,),
        "digest": (digest, laid.digests["south", "claims"], match.digest),
        "digests": ({"en": digest},),
        "kind": ("claims", "lists.deposited.1", "text.clause-adopted.1"),
        "params": ({"clause": "1", "list": "holdings", "digest": digest},),
        "party": ("north", "south"),
        "name": ("plan", "problem"),
        "space": ("plenary",),
        "compartment": ("table", "side-south"),
        "start": (0,),
        "stop": (100,),
    }
    query = QUERIES[name]
    given = list(inspect.signature(query).parameters.values())
    wanted = [one.name for one in given if one.default is inspect.Parameter.empty or one.name == "party"]
    most = max(len(values[one]) for one in wanted)
    for n in range(most):
        yield query(**{one: values[one][n % len(values[one])] for one in wanted})


def shown(answer: object) -> str:
    if isinstance(answer, Order):
        assert answer.seats == ()
    return repr(list(answer) if inspect.isgenerator(answer) else answer)


@pytest.mark.parametrize("name", QUERIES.keys() - NOBODY_SIGNED_IN.keys())
@pytest.mark.parametrize("who", FOREIGN)
def test_a_query_shows_a_foreign_viewer_nothing_of_these_talks(laid: Laid, who: str, name: str) -> None:
    viewer = FOREIGN[who]
    digests = [*laid.digests.values()]
    try:
        said = "".join(shown(one) for one in asked(laid.room.app, viewer, name, laid))
    except KeyError as fault:  # there is no such seat or device where it was looked for
        assert fault.args[0] in (viewer.seat, viewer.by.device, "table"), fault
        return
    assert not [word for word in (*WORDS, *digests, TALKS) if word in said], said


def test_the_words_would_be_found_if_they_were_shown(laid: Laid) -> None:
    viewer = laid.room["south-lists"].viewer
    said = "".join(
        shown(one)
        for name in QUERIES.keys()
        - NOBODY_SIGNED_IN.keys()
        - {"room/queries.py:order", "core/sheet.py:sheet"}
        for one in asked(laid.room.app, viewer, name, laid)
    )
    assert [word for word in WORDS if word not in said] == []
