"""Every command line with what it cannot take: said in words, with the right exit code, nothing half-written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parley.cli.main import main
from tests.cli.running import one_person, parley

PEOPLE = "id,name,father\n1,Ahmad,Khan\n2,Zahir,Gul\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "left.csv").write_text(PEOPLE, "utf-8")
    (tmp_path / "problem.json").write_text(json.dumps(one_person()), "utf-8")
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    (tmp_path / "folder").mkdir()
    for name, text in (
        ("odd", 'clauses = { bracketed = {} }\ntext = {}\ntalks = "t"\nclock = "2020-03-22"'),
        ("broken", "= ="),
    ):
        (tmp_path / name).mkdir()
        for file in ("talks.toml", "rehearsal.toml"):
            (tmp_path / name / file).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PARLEY_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "COMMAND: missing. There are: serve, rehearse, "),
        ("plan", "COMMAND: missing. There are: solve, compare, check."),
        ("nonsense", "'nonsense': there is no such one. There are: "),
        ("list match a b", "'list': there is no such one. There are: "),
        ("lists mach a b", "Did you mean match?"),
        ("lists match left.csv left.csv --out o.csv --map nom=B", "a field “nom”; there are: id, name, "),
        ("lists match left.csv left.csv --out o.csv --map name=A,name=B", "name stands there twice."),
        ("lists match", "LEFT, RIGHT: missing."),
        ("lists match left.csv none.csv --out o.csv", "none.csv: there is no such file."),
        ("lists match left.csv folder --out o.csv", "folder: is a folder, not a file."),
        ("lists match left.csv empty --out o.csv", "empty: the file is empty."),
        ("lists match left.csv binary --out o.csv", "binary: "),
        ("lists match left.csv left.csv --out o.csv --lang xx", "--lang 'xx': there is no such one."),
        ("lists match left.csv left.csv --out o.csv --candidates x", "--candidates 'x': a whole number"),
        ("lists match left.csv left.csv --out o.csv --candidates 0", "--candidates '0': a whole number"),
        ("lists match left.csv left.csv --out", "--out: needs a value after it."),
        ("lists match left.csv left.csv --out folder/none/o.csv", "there is no folder "),
        ("plan solve problem.json --out problem.json", "problem.json: is one of the files that are read."),
        ("plan solve problem.json --out folder", "folder: is a folder, not a file."),
        ("plan solve problem.json --out none/plan.json", "there is no folder "),
        ("plan solve problem.json --out p.json --seconds soon", "--seconds 'soon': a number of seconds"),
        ("plan solve problem.json --out p.json --threads 0", "--threads '0': a whole number"),
        ("plan solve problem.json --out p.json --freeze 1", "name it with --previous."),
        ("plan check problem.json empty", "parley plan check: empty: not JSON: "),
        ("plan check problem.json none", "none: there is no such file. Nothing was checked."),
        ("plan check binary problem.json", "binary: not text in UTF-8: byte "),
        ("plan compare problem.json --out t.json --stability 1,b", "--stability 'b': a whole number"),
        ("record verify none", "none: there is no such folder."),
        ("record verify left.csv", "left.csv: is no folder."),
        ("record verify folder", "folder is no record"),
        ("record verify folder --keys none", "parley record verify: --keys none: not known here."),
        ("record verify folder --trust none", "none: there is no such file."),
        ("record export left.csv --data none", "left.csv: is no folder."),
        ("record export out --data none", "none: there is nothing of Parley's"),
        ("host invite --data none", "none: there is nothing of Parley's"),
        ("backup out --data none", "parley backup: database "),
        ("backup out --data none", "there is no such file; nothing was written. Name its folder with --data."),
        ("restore none --data new", "parley restore: backup none: there is no such file; nothing was restored"),
        ("rehearse --scenario none", "none/talks.toml: there is no such file."),
        ("rehearse --scenario odd", "'languages' is missing in talks.toml or rehearsal.toml."),
        ("rehearse --scenario broken", "broken: no scenario of a rehearsal ("),
        ("rehearse --tls left.csv none", "none: there is no such file."),
        ("rehearse --tls left.csv empty --exit", "left.csv and empty: no certificate (PEM) with the private key"),
        ("rehearse --port 99999", "--port '99999': "),
        ("rehearse --pace slow", "--pace 'slow': there is no such one."),
        ("serve --port none", "port (command line) is 'none'; allowed: a port number"),
        ("serve --port 99999", "port (command line) is '99999'; allowed: a port number"),
        ("serve --tls left.csv empty", "empty: no certificate (PEM) with the private key"),
        ("serve --data left.csv", "secrets.json can be made and read (it is a file)"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_words_with_exit_2_and_changes_nothing(
    folder: Path, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(folder)
    assert code_of(line.split()) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert everything(folder) == before


def code_of(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


def everything(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "line", ["lists match left.csv left.csv --show-map", "settings", "lists match --help"]
)
def test_a_reader_that_closes_the_pipe_ends_a_command_without_a_word(folder: Path, line: str) -> None:
    command = [sys.executable, "-m", "parley.cli.main", *line.split()]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=120, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_is_said_and_never_passes_for_an_answer(folder: Path) -> None:
    done = parley("plan", "solve", "problem.json", "--out", "/dev/full", "--seconds", "2")
    assert done.returncode == 2
    assert "/dev/full: the disk is full." in done.stderr
    assert Path("/dev/full").is_char_device()  # and was not replaced by a file
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "parley.cli.main", "settings"]
        listed = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=120, check=False)
    assert listed.returncode == 2
    assert b"parley settings: The machine said no: the disk is full." in listed.stderr


def test_a_terminal_without_the_letters_still_gets_an_answer(folder: Path) -> None:
    (folder / "right.csv").write_text("شماره,نام,ولد\n1,احمد,خان\n", "utf-8")
    done = parley("lists", "match", "left.csv", "right.csv", "--show-map", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "\\u0646\\u0627\\u0645 = name" in done.stdout
