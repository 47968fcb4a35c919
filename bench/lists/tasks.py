"""The tasks: two lists and who is who, drawn by a seed from the reporting half (or the tuning half, to tune)."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.lists import data, made, roman

TYPISTS = "typists"
REMOVED = 0.3  # of true counterparts


@dataclass(frozen=True, slots=True)
class Task:
    """Left and right rows (mappings with id) and truth: left id -> right id."""

    name: str
    left: list[dict[str, str]]
    right: list[dict[str, str]]
    truth: dict[str, str] = field(default_factory=dict)


def drawn(name: str, seed: int, people: Sequence[Any], left: Callable[[Any], dict[str, str]], right: Callable[[Any], dict[str, str]]) -> Task:  # fmt: skip
    """Return a task: everybody on the left, 70 % of them on the right, both shuffled, ids unlike."""
    rng = random.Random(f"{name} {seed}")
    here, there = list(people), list(people)
    rng.shuffle(here)
    rng.shuffle(there)
    there = there[: round(len(there) * (1 - REMOVED))]
    held = {person.id for person in there}
    lefts = [{"id": f"A{person.id}", **left(person)} for person in here]
    rights = [{"id": f"B{person.id}", **right(person)} for person in there]
    truth = {f"A{person.id}": f"B{person.id}" for person in here if person.id in held}
    return Task(name, lefts, rights, truth)


def among_strangers(task: Task, held: float, seed: int) -> Task:
    """Return half of the left rows; on the right the counterparts of ``held`` of them, and those of the other half."""
    rng = random.Random(f"strangers {seed} {held}")
    left = rng.sample(task.left, len(task.left) // 2)
    ours = {row["id"] for row in left}
    truth = {a: b for a, b in task.truth.items() if a in ours}
    truth = {a: truth[a] for a in rng.sample(sorted(truth), round(held * len(truth)))}
    gone = {task.truth[a] for a in ours & task.truth.keys() if a not in truth}
    return Task(task.name, left, [row for row in task.right if row["id"] not in gone], truth)


def cut(task: Task, size: int, seed: int) -> Task:
    """Return at most ``size`` rows of each side, nobody of the left on the right."""
    rng = random.Random(f"{seed}{size}{task.name}")
    left = rng.sample(task.left, min(size, len(task.left) // 2))
    gone = {task.truth.get(row["id"]) for row in left}
    right = [row for row in task.right if row["id"] not in gone]
    return Task(task.name, left, rng.sample(right, min(size, len(right))))


def dari(folder: Path, seed: int, tuning: bool) -> Task:
    people = [p for p in data.candidates(folder) if p.tune == tuning]
    return drawn("Latin to Dari", seed, people, lambda p: {"name": p.latin}, lambda p: {"name": p.dari})


def province(folder: Path, seed: int, tuning: bool, spoiled: bool) -> Task:
    """With the province on both sides in their own scripts; spoiled: 15 % blank and 5 % wrong on either side."""
    people = [p for p in data.candidates(folder) if p.tune == tuning]
    places = sorted({(p.province, p.province_dari) for p in people})
    rng = random.Random(f"province {seed}")

    def place(p: Any, side: int) -> str:
        own = (p.province, p.province_dari)
        draw = rng.random() if spoiled else 1.0
        if draw < 0.15:
            return ""
        return (rng.choice([x for x in places if x != own]) if draw < 0.20 else own)[side]

    name = "with province, 15 % blank and 5 % wrong" if spoiled else "with province"
    return drawn(name, seed, people, lambda p: {"name": p.latin, "province": place(p, 0)}, lambda p: {"name": p.dari, "province": place(p, 1)})  # fmt: skip


def un(folder: Path, seed: int, tuning: bool) -> Task:
    people = [p for p in data.un_persons(folder) if p.tune == tuning and p.script]
    return drawn(
        "UN, Latin to Arabic script", seed, people, lambda p: {"name": p.latin}, lambda p: {"name": p.script}
    )


def respelled(folder: Path, seed: int, tuning: bool) -> Task:
    """Latin against a second typist's Latin (bench/lists/made.py), and near-twins of the missing among the right."""
    people = [p for p in data.candidates(folder) if p.tune == tuning]
    task: Task = made.with_twins(drawn("Latin to Latin, respelled", seed, people, lambda p: {"name": p.latin}, lambda p: {"name": made.respell(p.dari, p.latin, f"{seed} {p.id}")}), seed)  # fmt: skip
    return task


def pashto(folder: Path, seed: int, tuning: bool, latin: bool) -> Task:
    """Pashto orthography of the Dari names (made-up but by rule), against Latin or Dari."""
    people = [p for p in data.candidates(folder) if p.tune == tuning]
    name = "Pashto to Latin" if latin else "Pashto to Dari"
    return drawn(name, seed, people, lambda p: {"name": made.pashto(p.dari, f"{seed} {p.id}")}, lambda p: {"name": p.latin if latin else p.dari})  # fmt: skip


def romanised(folder: Path, seed: int, tuning: bool, one: str, other: str) -> Task:
    """Two Latin lists made from the Dari names by two public rules of romanisation (``roman.RULES``), or by the typists of the Latin column."""
    people = [p for p in data.candidates(folder) if p.tune == tuning]
    return drawn(f"{one} to {other}", seed, people, lambda p: {"name": _by(one, p)}, lambda p: {"name": _by(other, p)})  # fmt: skip


def _by(rules: str, person: Any) -> str:
    return str(person.latin if rules == TYPISTS else roman.romanised(rules)(person.dari))


def all_tasks(folder: Path, seed: int, tuning: bool = False) -> list[Task]:
    """Return every accuracy task once."""
    return [
        dari(folder, seed, tuning), province(folder, seed, tuning, False), province(folder, seed, tuning, True),
        un(folder, seed, tuning), respelled(folder, seed, tuning), pashto(folder, seed, tuning, False),
        pashto(folder, seed, tuning, True),
    ]  # fmt: skip
