"""Serving as root is said."""

import os

import pytest

from parley.cli.errors import warn_if_root


def test_root_is_warned_and_nobody_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for account, said in ((0, "Parley serves as root."), (1000, "")):
        monkeypatch.setattr(os, "geteuid", lambda account=account: account)
        warn_if_root()
        assert capsys.readouterr().err.startswith(said) if said else not capsys.readouterr().err
