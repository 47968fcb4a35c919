"""Lists: two ugly spreadsheets in, who is who out. The procedure between the sides is beside this, in ``rules``.

Pure: bytes and values in, values out; nothing here opens a file, looks at a clock or writes a log.

    data -> read.read_table(data, filename, mapping=None) -> Table
        Table.sheet, Table.columns (Column: index, header, field, why), Table.mapping() (field -> header, can be saved)
        Table.rows: every row of the sheet under the header, as Row(number, fields, problem):
            number   the row's number as the file shows it, from 1
            fields   field -> text as written (trimmed); fields are read.FIELDS
            problem  None, or a code why this row holds nobody: blank, total, page_header, repeated_header,
                     section (a province over the people under it, or another heading), no_name, ...
        Table.people(): mappings of the rows that hold somebody, with "id" (as written, else a register number of their own, else the row number);
            match.Rows.of(table.people()) is what match takes
        Raises read.ReadError(code, **numbers) and nothing else; sentences are made at the edge.
        Files of others are read by ``parley.apart``, which calls this in a process of its own.

    match.match(left: Rows, right: Rows, *, candidates=5, spread=map, progress=None, lang="en", reasons=True) -> Matches
        Rows(ids, fields): columns of one length; fields["name"] is needed, the others of read.FIELDS may be there.
            Rows.of([{"id": "A17", "name": "...", "father": "..."}, ...]) builds one from plain mappings.
        Matches.candidates: Candidate(left, right, left_id, right_id, rank, probability, decision, reasons, parts, twins),
            left rows in their order, then rank. best first; right None (right_id ""): nobody comes near
        probability  chance that the pair is one human being, calibrated; with right None: that anyone on the right is this person
        decision     "match" (rank 1 only, once per right row), "review", "none"
        parts        Part(kind, left, right, bits): the evidence; their bits add up to Candidate.bits
        reasons      the same in words of ``lang`` (en, ps, fa-AF, ar), "; " between them
        twins        ids of rows that make this one doubtful (doubled rows, near-twins)
        spread       does the work piece by piece, as map does; several at once, where the edge hands in threads
        progress     called with a share between 0 and 1; whatever it raises stops the work (cancel)

    names.parse(text) -> Name: titles, parts (with compounds put together), known-as, in any of the scripts.

    spreadsheet.written(header, rows) -> CSV in which no cell is a formula: what is written for a spreadsheet, by pages and by the command.

The model is in docs/matching.md; the letter costs and rarities it uses are small tables in names/ and match/, made by
the training program named there. Import from ``parley.lists.read``, ``.names`` and ``.match``: matching loads numpy and scipy, reading does not.

The procedure: ``model`` · ``acts`` · ``rules`` · ``state``, and ``standings``: where each claim stands.
"""

from parley.base import Domain
from parley.lists.acts import ACTS
from parley.lists.model import Candidate, DepositedFile, SurePairs
from parley.lists.rules import FACTS, FOLLOWS, RULES
from parley.lists.state import FOLDS, Lists

DOMAIN = Domain("lists", ACTS, Lists, RULES, FOLDS, facts=FACTS, follows=FOLLOWS)

__all__ = ["ACTS", "DOMAIN", "Candidate", "DepositedFile", "Lists", "SurePairs"]
