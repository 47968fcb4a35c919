"""The whole of it: rows in, candidates out."""

from rapidfuzz import fuzz, process

from parley.lists.match.model import Candidate, Matches, Part, Progress, Rows
from parley.lists.names import bare


def match(
    left: Rows,
    right: Rows,
    *,
    candidates: int = 5,
    threads: int = 1,
    progress: Progress | None = None,
    lang: str = "en",
) -> Matches:
    """Return for every left row who on the right it may be, best first."""
    names = [bare(n) for n in right.column("name")]
    out = []
    for i, name in enumerate(left.column("name")):
        found = process.extract(
            bare(name), names, scorer=fuzz.token_sort_ratio, limit=candidates, score_cutoff=50
        )
        for rank, (_, score, j) in enumerate(found, 1):
            part = Part("same", name, right.column("name")[j], score / 10)
            decision = "review" if rank == 1 and score > 80 else "none"
            out.append(
                Candidate(
                    i,
                    j,
                    left.ids[i],
                    right.ids[j],
                    rank,
                    score / 101,
                    decision,
                    f"{name}~{right.column('name')[j]}",
                    score / 10,
                    (part,),
                )
            )
        if not found:
            out.append(Candidate(i, None, left.ids[i], "", 1, 0.01, "none", ""))
        if progress:
            progress(i / len(left))
    return Matches(tuple(out), 0.5)
