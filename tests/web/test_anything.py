"""Whatever is asked of whatever address, by whomever: an answer, and never a fault of the server's."""

import json
import random
import re
from collections import Counter
from typing import Any

from starlette.routing import Route

from parley.app.core.schema import schema_of
from parley.registry import REGISTRY
from tests.sitting import TALKS, drafted
from tests.web.serving import ORIGIN, Served

ASKED = 1_000
ENDLESS, SIGNS_OUT = (
    "live",
    "sign_out",
)  # the one never ends, after the other nothing is asked by anybody signed in
ODD: list[Any] = [
    None,
    -1,
    0,
    2**70,
    1.5,
    True,
    "",
    "x",
    "\ud800",
    "\x00",
    "x" * 9_000,
    [],
    {},
    ["\ud800"],
    [[]],
]
ODD += ["../..", "%s", "2020-99-99", "AAAA", "=", "𓀀", "a" * 64, "0" * 64]
PARTS = [
    "1",
    "0",
    "-1",
    "x",
    "9" * 20,
    "table",
    "side-north",
    "%00",
    "%ff",
    "1.1",
    "claims",
    "north",
    "..",
    "a" * 300,
]
TEXTS = ["1", "x", "-1", "9" * 20, "%ff", "%00", "north", "ps", "table", "x" * 50, "🙂", "2020-03-24T10:30"]
NAMES = sorted({name for kind in list(REGISTRY.kinds.values()) for name in schema_of(kind.act)["properties"]})
NAMES += [
    "id",
    "fields",
    "salt",
    "bytes",
    "media",
    "challenge",
    "proof",
    "code",
    "secret",
    "toml",
    "language",
    "back",
]
NAMES += [
    "lang",
    "q",
    "query",
    "outcome",
    "start",
    "from",
    "to",
    "stop",
    "head",
    "at",
    "wording-en",
    "holding",
    "claim",
]


class Asker:
    """Makes requests that are of the right form as often as not."""

    def __init__(self, served: Served, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seats = {
            seat: served.as_seat(seat) for seat in ("north-head", "south-lists", "chair", "neutral-head")
        }
        self.nobody = served.nobody
        self.routes = [
            route
            for route in served.site.routes
            if isinstance(route, Route) and route.endpoint.__name__ not in (ENDLESS, SIGNS_OUT)
        ]

    def ask(self) -> tuple[int, str]:
        """Ask once; return the status and what was asked."""
        route, seat = self.chance.choice(self.routes), self.chance.choice(list(self.seats))
        method = self.chance.choice(sorted((route.methods or {"GET"}) - {"HEAD"}))
        path = re.sub(r"\{(\w+)[^}]*\}", lambda found: self._part(found[1], seat), route.path)
        given = self._body() if method == "POST" else self._query()
        browser = self.chance.choice([*[self.seats[seat]] * 12, self.nobody])
        answer = (browser.post if method == "POST" else browser.get)(ORIGIN + path, **given)
        return answer.status_code, f"{method} {path} {given}"

    def _part(self, name: str, seat: str) -> str:
        known = {"talks": [TALKS] * 30 + ["house", "nope"], "seat": [seat] * 30 + ["south-head", "nobody"]}
        known["kind"] = [
            *(kind.kind for kind in list(REGISTRY.kinds.values())),
            "talks.create",
            "seat.invite",
            "nope",
        ]
        return self.chance.choice(known.get(name, PARTS))

    def _odd(self, depth: int) -> Any:
        if depth and self.chance.random() < 0.4:
            return {self.chance.choice(NAMES): self._odd(depth - 1) for _ in range(self.chance.randint(0, 7))}
        return self.chance.choice(ODD)

    def _body(self) -> dict[str, Any]:
        match self.chance.randrange(3):
            case 0:
                return {"content": json.dumps(self._odd(3)), "headers": {"content-type": "application/json"}}
            case 1:
                return {"data": {name: self.chance.choice(TEXTS) for name in self.chance.sample(NAMES, 12)}}
            case _:
                media = [
                    "application/json",
                    "multipart/form-data; boundary=x",
                    "multipart/form-data",
                    "text/plain",
                ]
                return {
                    "content": self.chance.randbytes(40),
                    "headers": {"content-type": self.chance.choice(media)},
                }

    def _query(self) -> dict[str, Any]:
        accept = self.chance.choice(["application/json", "text/html"])
        query = {name: self.chance.choice(TEXTS) for name in self.chance.sample(NAMES, 6)}
        return {"params": query, "headers": {"accept": accept}}


def test_nothing_that_is_asked_is_a_fault_of_the_servers() -> None:
    served = Served()
    drafted(served.room)
    asker, statuses = Asker(served, 20200322), Counter[int]()
    for _ in range(ASKED):
        status, asked = asker.ask()
        assert status < 500, asked
        statuses[status] += 1
    assert statuses[200] + statuses[303] > ASKED / 5  # it is answered, too
    assert min(statuses[404], statuses[409], statuses[422]) > ASKED / 50
