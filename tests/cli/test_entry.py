"""Ctrl-C at the very beginning: no traceback of whatever was being loaded, and the exit code of a command that was stopped."""

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

# Sends itself what Ctrl-C sends at the moment a module is looked for, then goes on: as if the person had pressed it there.
PRESSED = """
import os, signal, sys
class Presses:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Presses())
sys.argv = ["parley", *{arguments!r}]
from parley.cli.entry import main
sys.exit(main())
"""


def pressed(module: str, *arguments: str, ignored: bool = False) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", PRESSED.format(module=module, arguments=arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False,
        preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignored else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("parley.cli.main", ["--help"]),
        ("argparse", ["--help"]),
        ("parley.cli.lists", ["lists", "match", "a", "b"]),
        ("numpy", ["lists", "match", "a", "b"]),
        ("uvicorn", ["serve"]),
        ("parley.cli.rehearse", ["rehearse", "--exit"]),
    ],
)
def test_ctrl_c_while_loading_says_nothing(module: str, arguments: list[str]) -> None:
    ended = pressed(module, *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_once_loaded_a_command_answers_ctrl_c_in_its_own_way() -> None:
    ended = pressed("parley.rehearsal.run", "rehearse", "--exit")  # loaded when the command runs
    assert (ended.returncode, ended.stderr) == (130, "parley rehearse: stopped.\n")


def test_where_a_shell_has_ctrl_c_ignored_it_stays_ignored() -> None:
    ended = pressed("parley.cli.main", "--help", ignored=True)
    assert ended.returncode == 0
    assert "usage: parley" in ended.stdout


def test_the_installed_command_begins_there() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"parley": "parley.cli.entry:main"}
