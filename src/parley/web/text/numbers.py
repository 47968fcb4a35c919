"""How clauses are named in a sentence: one by its number, several as a series in which neighbours are from … to …."""

from collections.abc import Iterator, Sequence

from parley.web.render import Reader

LONG = 3  # neighbours, from which they are said as from … to …


def clauses(reader: Reader, said: str) -> object:
    """Return clauses as the reader writes them; ``said``: their names, with commas between."""
    names = sorted(
        said.split(","), key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0)
    )
    if len(names) == 1:
        return _written(reader, said)
    shown = []
    for run in _neighbours(names):
        ends = [_written(reader, run[0]), _written(reader, run[-1])]
        if len(run) < LONG:
            shown += [_written(reader, name) for name in run]
        else:
            shown.append(reader.words.say("%(first)s to %(last)s", first=ends[0], last=ends[1]))
    return reader.all_of(shown)


def _written(reader: Reader, name: str) -> str:
    return reader.digits(name) if name.isdecimal() else name


def _neighbours(names: Sequence[str]) -> Iterator[list[str]]:
    """Yield runs of numbers that follow each other; what is no number stands alone."""
    run: list[str] = []
    for name in names:
        follows = run and run[-1].isdecimal() and name.isdecimal() and int(name) == int(run[-1]) + 1
        if run and not follows:
            yield run
            run = []
        run.append(name)
    yield run
