"""How a pair of lists comes out when it is matched."""

from collections.abc import Iterator
from functools import cache

from parley.cli.match_words import reasons
from parley.lists.match import Candidate, Rows, match
from parley.lists.read import ReadError, read_table
from tests.cases.model import Case, Outcome, content, outcome

HALF = 0.5  # "more likely than not"
Answer = dict[str, list[Candidate]]  # by left id, best first


def judge(case: Case) -> Outcome:
    """Match the case's lists and hold the answer against what is right."""
    said = case.said
    try:
        answer = matched(said["left"], said["right"])
    except ReadError as refusal:
        return Outcome("right" if refusal.code in said.get("refuse", ()) else "wrong", refusal.code)
    if "refuse" in said:
        return Outcome("wrong", "read, not refused")
    return outcome([*_pairs(case, answer), *_words(case, answer), *_like(case, answer)])


@cache
def matched(left: str, right: str) -> Answer:
    """Return the answer for two lists, by left id."""
    read = [read_table(_list(one)) for one in (left, right)]
    answer: Answer = {}
    for one in match(*(Rows.of(table.people()) for table in read)).candidates:
        answer.setdefault(one.left_id, []).append(one)
    for row in read[0].rows:
        if row.problem == "no_name":
            mark = row.fields.get("id") or str(row.number)
            answer.setdefault(mark, []).append(Candidate(-1, None, mark, "", 1, 0.0, "review"))
    return answer


def _list(said: str) -> bytes:
    return content({"text": said} if "\n" in said else {"file": said})


def _pairs(case: Case, answer: Answer) -> Iterator[str]:
    said = case.said
    for left, right in {**said.get("found", {}), **said.get("matched", {})}.items():
        first = answer.get(left, [None])[0]
        decided = first is not None and (
            first.decision == "match" or (left not in said.get("matched", {}) and first.decision == "review")
        )
        if first is None or first.right_id != right or not decided or first.probability <= HALF:
            yield f"{left} is {right}, not {_shown(first)}"
    for left, rights in said.get("undecided", {}).items():
        wrong = [one for one in answer.get(left, ()) if one.decision == "match" and one.right_id in rights]
        if wrong or left not in answer:
            yield f"{left}: {_shown(wrong[0] if wrong else None)}"
    for word in ("review", "none"):
        for left in said.get(word, ()):
            first = answer.get(left, [None])[0]
            if first is None or first.decision != word:
                yield f"{left} is for {word}, not {_shown(first)}"


def _words(case: Case, answer: Answer) -> Iterator[str]:
    for wanted, key in ((True, "says"), (False, "silent")):
        for left, words in case.said.get(key, {}).items():
            lines = [reasons(one, "en") for one in answer.get(left, ())]
            if any(words in line for line in lines) != wanted:
                yield f"{left} {'does not say' if wanted else 'says'} “{words}”: {lines[:1]}"


def _like(case: Case, answer: Answer) -> Iterator[str]:
    if "same_as" in case.said:
        other = matched(*case.said["same_as"])
        for left in {**answer, **other}:
            one, two = answer.get(left, [None])[0], other.get(left, [None])[0]
            if _decided(one) != _decided(two):
                yield f"{left}: {_shown(one)}, and with a blank {_shown(two)}"


def _decided(one: Candidate | None) -> tuple[str, str] | None:
    return None if one is None else (one.right_id, one.decision)


def _shown(one: Candidate | None) -> str:
    return "no line" if one is None else f"{one.right_id or 'nobody'} {one.probability:.2f} {one.decision}"
