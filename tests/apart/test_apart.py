"""A list is read in a process apart: the same table, and no file does to the server what it does to its reader."""

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary

from parley.apart import Bounds, ReaderApart
from parley.apart.answers import MalformedAnswer, packed, unpacked
from parley.lists.read import ReadError, read_table
from tests.lists.read.test_read import FIXTURES, HARM
from tests.living import limits, until_gone

LIST = b"name,father\nGul Agha,Mir\nKarim Shah,Omar\n,\n"
TINY = Bounds(memory=300 << 20, processor=2, clock=60.0, answer=1 << 20)


def child(read: str, before: str = "") -> tuple[str, ...]:
    """Return a real child whose reading is ``read``, an expression of ``data``; ``before``: statements at its start."""
    return "-I", "-c", f"{before}\nimport ctypes, os, resource, socket, sys, time\nfrom parley.apart.child import serve\nserve(lambda data, filename, mapping: {read})"  # fmt: skip


def refused(reader: ReaderApart, data: bytes = LIST) -> str:
    with pytest.raises(ReadError) as fault:
        reader(data)
    return fault.value.code


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
def test_every_fixture_reads_apart_as_it_reads_here(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    assert ReaderApart()(data, name) == read_table(data, name)


@pytest.mark.parametrize("name", HARM)
def test_what_is_refused_here_is_refused_apart_by_the_same_code(name: str) -> None:
    data, code = HARM[name]
    assert refused(ReaderApart(), data) == code


def test_a_mapping_is_handed_over_and_what_it_lacks_comes_back() -> None:
    data = "نام,پدر\nGul Agha,Mir\n".encode()
    assert ReaderApart()(data, "", {"name": "پدر"}).rows[0].fields == {"name": "Mir"}
    with pytest.raises(ReadError) as fault:
        ReaderApart()(data, "", {"name": "هیچ"})
    assert (fault.value.code, fault.value.numbers["column"]) == ("map_unknown_column", "هیچ")


CRASHES = {
    "abort": "os.abort()",
    "a jump into nowhere": "ctypes.string_at(1)",
    "an exception of no kind we know": "1 / 0",
    "an end without an answer": "os._exit(0)",
    "half an answer": "(os.write(1, b'{\"kind\":'), os._exit(0))",
    "an answer that is no table": "(os.write(1, b'[1, 2, 3]'), os._exit(0))",
    "an answer without end": "[os.write(1, b' ' * 65536) for _ in iter(int, 1)]",
    "a pickle": "(os.write(1, __import__('pickle').dumps([1])), os._exit(0))",
}


@pytest.mark.parametrize("how", CRASHES)
def test_a_reader_that_breaks_costs_one_file(how: str) -> None:
    assert refused(ReaderApart(TINY, child=child(CRASHES[how]))) == "reader_died"


def test_a_reader_that_asks_for_too_much_memory_is_refused() -> None:
    assert refused(ReaderApart(TINY, child=child("bytearray(400 << 20)"))) == "reader_memory"


def test_a_real_list_that_takes_too_much_memory_is_refused() -> None:
    many = b"name,father\n" + b"".join(b"Gul Agha %d,Mir\n" % i for i in range(60_000))
    assert refused(ReaderApart(replace(Bounds(), memory=64 << 20)), many) == "reader_memory"
    assert len(ReaderApart(Bounds())(many).rows) == 60_000


def test_a_list_of_more_rows_than_are_kept_is_refused() -> None:
    many = b"name,father\n" + b"Gul Agha,Mir\n" * 100
    assert refused(ReaderApart(replace(Bounds(), rows=99)), many) == "too_many_rows"
    assert len(ReaderApart(replace(Bounds(), rows=101))(many).rows) == 100


UNCHECKED = "import parley.lists.read.xls as xls\nxls.check = lambda data: None"


def test_the_file_that_once_ended_the_server_ends_its_reader() -> None:
    """An old workbook that says it spans more than there is room for, with the check that refuses it taken away."""
    data = bytearray((FIXTURES / "libreoffice.xls").read_bytes())
    span = data.index(b"\x00\x02\x0e\x00") + 4
    data[span : span + 12] = b"\x00\x00\x00\x00\xff\xff\xff\x7f\x00\x00\xff\xff"
    reads = "__import__('parley.lists.read').lists.read.read_table(data)"
    broken = refused(ReaderApart(Bounds(), child=child(reads, UNCHECKED)), bytes(data))
    assert broken in ("reader_died", "reader_memory")
    assert refused(ReaderApart(), bytes(data)) in ("too_many_cells", "broken_file")


def test_a_reader_that_never_ends_is_ended_by_its_own_processor_time() -> None:
    begun = time.monotonic()
    assert refused(ReaderApart(replace(TINY, clock=300.0), child=child("any(iter(int, 1))"))) == "reader_time"  # fmt: skip
    assert time.monotonic() - begun < 200  # long before the clock would have ended it


def test_a_reader_that_sleeps_is_ended_by_the_clock() -> None:
    assert refused(ReaderApart(replace(TINY, clock=2.0), child=child("time.sleep(300)"))) == "reader_time"


def test_a_reader_can_open_nothing_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # fmt: skip
    monkeypatch.setenv("PARLEY_SECRET", "canary")
    kept = tmp_path / "secrets"
    kept.write_text("canary")
    held = os.open(kept, os.O_RDONLY)
    os.set_inheritable(held, True)
    try:
        for tried in (
            f"open({str(kept)!r})",
            "socket.socket()",
            "os.pipe()",
            "(os.close(0), os.open('/etc/hostname', 0))",
            "resource.setrlimit(resource.RLIMIT_CORE, (1, 1)) if os.getuid() else open('/dev/null')",
            f"os.read({held}, 9)",
        ):
            look = f"(None if {_fails(tried)} else os._exit(7)) or __import__('parley.lists.read').lists.read.read_table(data)"  # fmt: skip
            assert len(ReaderApart(TINY, child=child(look, DEFINES))(LIST).rows) == 3, tried
        look = "os._exit(7) if os.environ.keys() - {'LC_CTYPE'} else __import__('parley.lists.read').lists.read.read_table(data)"  # fmt: skip
        assert len(ReaderApart(TINY, child=child(look))(LIST).rows) == 3
    finally:
        os.close(held)


DEFINES = "def fails(what):\n    try:\n        eval(what)\n    except (OSError, ValueError):\n        return True\n    return False\n"  # fmt: skip


def _fails(what: str) -> str:
    return f"(globals().update(os=os, socket=socket, resource=resource), fails({what!r}))[1]"


STARTS = """
import sys
from parley.apart import ReaderApart
ReaderApart(child=("-I", "-c", {child!r}))(b"name\\nGul Agha\\n")
"""


def test_a_reader_at_work_dies_with_a_killed_server(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    code = child("time.sleep(300)", f"import os; open({str(told)!r}, 'w').write(f'{{os.getpid()}}\\n')")[2]
    with subprocess.Popen([sys.executable, "-c", STARTS.format(child=code)]) as server:
        try:
            until = time.monotonic() + 60
            while not (told.exists() and told.read_text().endswith("\n") and bound(int(told.read_text()))):
                assert time.monotonic() < until
                time.sleep(0.05)
        finally:
            server.kill()
    until_gone(int(told.read_text()))


def bound(process: int) -> bool:
    """Whether a reader has given up everything: it binds itself to its parent first, and opens no file last."""
    return re.search(rb"Max open files +0 ", limits(process)) is not None


def test_no_more_are_read_side_by_side_than_there_is_memory_for() -> None:
    reader = ReaderApart(replace(TINY, clock=3.0), at_once=1, child=child("time.sleep(300)"))
    codes: list[str] = []
    both = [threading.Thread(target=lambda: codes.append(refused(reader))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    # the one that waited was ended by its own clock, or never got its turn; neither was read beside the other
    assert "reader_time" in codes
    assert set(codes) <= {"reader_time", "reader_busy"}


def test_where_no_process_can_be_started_the_file_is_not_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert refused(ReaderApart(TINY)) == "reader_busy"


@settings(deadline=None)
@given(binary(max_size=40))
def test_no_damage_to_an_answer_is_believed_or_breaks_the_server(patch: bytes) -> None:
    answer = bytearray(packed(read_table((FIXTURES / "ministry.xlsx").read_bytes())))
    at = (len(patch) * 197 + sum(patch) * 31) % len(answer)
    answer[at : at + len(patch)] = patch
    try:
        table = unpacked(bytes(answer))
    except (MalformedAnswer, ReadError):
        return
    for row in table.rows:
        assert isinstance(row.number, int)
        assert all(value.encode() or value == "" for value in row.fields.values())


@pytest.mark.parametrize(
    "answer",
    [
        b'{"refused": "empty_file", "numbers": {"code": "x"}}',
        b'{"refused": "<script>", "numbers": {}}',
        b"[" * 100_000,
        packed(read_table(LIST)).replace(b"Gul Agha", b"\\ud800"),
        packed(read_table(LIST)).replace(b'"father"', b'"mother"').replace(b'"kind":"csv"', b'"kind":"exe"'),
        packed(read_table(LIST)).replace(b'"Mir",', b""),
        packed(read_table(LIST)).replace(b'"numbers":[2,', b'"numbers":["2",'),
    ],
)
def test_answers_that_are_no_table_are_not_taken(answer: bytes) -> None:
    with pytest.raises(MalformedAnswer):
        unpacked(answer)
