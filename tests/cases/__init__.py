"""Files that gave trouble, each with its right outcome as data, and one table of how each comes out.

    python -m tests.cases                    the whole table: right, refused or wrong, and why
    python -m tests.cases c d 61_kobo        the kinds c and d, and one case by its name
    pytest tests/cases                       the same, as tests

`read/*.toml` are lists that are read, `match/*.toml` pairs of lists that are matched; `files/` are the files they name, every
name in them invented. A case that a few lines can say stands in its table as `text`, a workbook in `sheets`.

**Every case**: `name`, `kind` (a letter of the kind of trouble), `what` (optional, in words), `source` (the public report it was made
from: owner/repository#number), and `open` (why it does not come out
right so far: it counts as wrong in the table, and its test fails once it no longer is).

**A list that is read** has `file`, or `text`, or `sheets` (name → rows, or → {rows, hidden, hidden_rows, struck, merged, formats}, made into
XLSX), and optionally `map`. The text may be written in an `encoding`, have "…" stand for `repeat` = [part, times], be `misread` =
[the code page it was in, the one it was read in] or `mirrored`. Its outcome:
    fields, rows    of each person in the file's order what these fields say; "" says nothing
    says_of         {id = {field = value}}: what single persons say
    people          how many there are, where the rows are not listed
    left_out        {row number = code}: each row that holds nobody, blank ones aside; [] of codes says only which there are
    says            codes of notes (ParsedList.notes) that stand with it; `silent`: codes that do not
    refuse          codes of which one is the right answer, where nothing may be read
    days            {text = [first day, last day]} and births {text = [first year, last year]}, instead of a list
    allow           codes of refusals that are right as well; they show as "refused"

**A pair of lists** has `left` and `right` (a file's name, or the text itself where it has more than one line). Its outcome:
    found           {left id = right id}: first, `match` or `review`, more likely than not
    matched         {left id = right id}: first, and decided
    undecided       {left id = [right ids]}: never `match` with one of these
    review          [left ids]: for review
    none            [left ids]: not held
    same_as         [left, right]: the decisions are those of this pair
    says, silent    {left id = text}: a reason has these words, or none of the row's has
    refuse          as above
A left id that the answer has no line for is wrong, whatever else is said.
"""
