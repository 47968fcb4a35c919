"""What holds for every test: nothing is skipped silently, and pure packages open no socket."""

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, and nothing of a law.
settings.register_profile("parley", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("parley")
# A shell that starts tests in the background has Ctrl-C ignored; commands that they start would too.
signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["tests.postgres"]

PURE = frozenset({"base", "record", "talks", "room", "text", "lists", "plan", "app"})
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        if folder in PURE:
            item.add_marker(pytest.mark.disable_socket)
        if folder == "media" or (folder == "whole" and item.path.name.startswith("test_room_")):
            item.add_marker(pytest.mark.soak)


@pytest.fixture(autouse=True)
def _left_open_is_found_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test leaves open for the collector fails that test, and not whichever runs when it is collected."""
    yield
    request.node.funcargs = {}  # what fixtures gave it is held no longer
    gc.collect()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what is imported stays: to look through it after each test would cost a minute


class NothingSkipped:
    """A test that did not run is a fault: what it needs is installed by `make test`, or it is deleted."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped or hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("did not run, which counts as failed", red=True)
            for nodeid in self.skipped:
                terminalreporter.write_line(nodeid)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(NothingSkipped())
