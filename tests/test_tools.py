"""What the Makefile calls: a step's exit code is its own, a quiet step stays quiet, and Ctrl-C ends what it started."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

from tests.living import until_gone

ROOT = Path(__file__).parents[1]


def step(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "tools/step.sh", "name", "1 s", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_step_that_does_well_says_only_that(tmp_path: Path) -> None:
    done = step(tmp_path, "sh", "-c", "echo noise; echo more >&2")
    assert done.returncode == 0
    assert "noise" not in done.stdout + done.stderr
    assert "usually 1 s" in done.stdout
    assert "done in" in done.stdout


def test_a_step_that_does_not_shows_all_it_said_and_passes_its_exit_code_on(tmp_path: Path) -> None:
    done = step(tmp_path, "sh", "-c", "echo noise; echo more >&2; exit 7")
    assert done.returncode == 7
    assert "noise\nmore" in done.stdout


def test_ctrl_c_ends_a_step_and_what_it_started(tmp_path: Path) -> None:
    command = [str(ROOT / "tools/step.sh"), "name", "1 s", "sh", "-c", "echo $$ > pid; exec sleep 600"]
    with subprocess.Popen(
        command, cwd=tmp_path, start_new_session=True, stdout=subprocess.DEVNULL
    ) as running:
        end = time.monotonic() + 60
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().endswith("\n"):
            assert time.monotonic() < end, "the step has not begun"
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(timeout=60) != 0
    until_gone(int((tmp_path / "pid").read_text()))


def test_ci_runs_make_test_and_nothing_else() -> None:
    commands = [
        line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]


def test_what_the_last_step_of_make_test_leaves_out_the_steps_before_it_have_run() -> None:
    command = ["make", "--no-print-directory", "--dry-run", "test", "ARGS="]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    last = next(line for line in said if line.startswith("exec tools/halves.sh"))
    first, second = re.findall(r'"(.*?)"', last)
    before = " ".join(line for line in said if line != last and re.search(r"branches\.sh|halves\.sh", line))
    run = {word for word in re.split(r"[\s\"]+", f"{before} {first}") if word.startswith("tests/")}
    assert second.split()[0] == "tests"
    assert "--ignore" not in first
    assert run == set(re.findall(r"--ignore=(\S+)", second))
    assert all((ROOT / each).exists() for each in run)


def test_of_two_halves_both_must_pass_and_both_are_told() -> None:
    def halves(first: str, second: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "tools/halves.sh"), first, second]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert halves("--version", "--version").returncode == 0
    for one in (halves("--version", "tests/nowhere"), halves("tests/nowhere", "--version")):
        assert one.returncode == 4  # as pytest says of a place that is not there
        assert "tests/nowhere" in one.stdout + one.stderr
        assert "pytest 9" in one.stdout + one.stderr or "pytest 8" in one.stdout + one.stderr
