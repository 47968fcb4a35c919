"""Settings: one name each, four sources in order, everything wrong said at once, secrets kept to the owner."""

import json
import stat
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.settings import SettingsRefused, load, rows, secrets


def refused(**environment: str) -> str:
    with pytest.raises(SettingsRefused) as caught:
        load(environment=environment)
    return str(caught.value)


def test_without_any_choice_the_record_is_a_file_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = load(environment={})
    assert chosen.data == tmp_path / "parley-data"
    assert chosen.database_url == f"sqlite:///{tmp_path}/parley-data/parley.sqlite"
    assert chosen.address() == "http://localhost:8080"


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "parley.toml"
    file.write_text('port = 1\nhost = "::1"\nlanguage = "ps"\n')
    chosen = load(
        {"port": 3, "host": None}, environment={"PARLEY_CONFIG": str(file), "PARLEY_HOST": "0.0.0.0"}
    )
    assert (chosen.port, chosen.host, chosen.language) == (3, "0.0.0.0", "ps")
    assert chosen.sources == {"port": "command line", "host": "environment", "language": str(file)}


def test_a_path_in_the_file_starts_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text('data = "kept"\n')
    chosen = load(environment={"PARLEY_CONFIG": str(tmp_path / "parley.toml")})
    assert chosen.data == tmp_path / "kept"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "eighty"),
        ("port", "65536"),
        ("language", "fr"),
        ("seat_megabytes", "0"),
        ("party_megabytes", "much"),
        ("acts_megabytes", "1000001"),
        ("database_url", "mysql://localhost/parley"),
        ("database_url", "postgresql://localhost"),
        ("public_url", "parley.example.org"),
        ("tls_cert", "/nowhere/at/all.pem"),
        ("engine", "/etc/passwd"),
        ("clock_start", "2020-03-22T12:00:00"),
        ("institution", "two\nlines"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_name_its_value_and_what_is_allowed(
    name: str, value: str
) -> None:
    said = refused(**{f"PARLEY_{name.upper()}": value})
    allowed = next(row.allowed for row in rows(load(environment={})) if row.name == name)
    assert f"PARLEY_{name.upper()} (environment) is {value!r}" in said
    assert allowed in said


def test_every_fault_is_said_at_once_and_a_mistyped_name_with_its_neighbour() -> None:
    said = refused(PARLEY_PROT="1", PARLEY_PORT="x", PARLEY_LANGUAGE="y", PARLEY_CONFIG="/nowhere")
    assert said.count("allowed:") == 4
    assert "PARLEY_PROT (environment) is not a setting; allowed: port" in said


def test_a_folder_that_the_benchmarks_read_is_no_setting_and_in_nobodys_way() -> None:
    assert load(environment={"PARLEY_OPEN_DATA": "/nowhere"}) == load(environment={})


def test_a_folder_in_the_place_of_the_file_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parley.toml").mkdir()
    with pytest.raises(SettingsRefused, match=r"parley\.toml is not readable"):
        load(environment={})


def test_settings_that_go_together_are_refused_apart(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("…")
    assert "tls_key is not set" in refused(PARLEY_TLS_CERT=str(tmp_path / "cert.pem"))
    assert "livekit_secret is not set" in refused(
        PARLEY_LIVEKIT_URL="wss://engine.example", PARLEY_LIVEKIT_KEY="k"
    )


def test_a_secret_is_shown_neither_in_the_list_nor_in_a_refusal() -> None:
    engine = {"PARLEY_LIVEKIT_URL": "ws://localhost:7880", "PARLEY_LIVEKIT_KEY": "k"}
    assert "hunter2" not in refused(**engine, PARLEY_LIVEKIT_SECRET="hunter2")
    assert "hunter2" not in refused(PARLEY_DATABASE_URL="mysql://parley:hunter2@localhost/parley")
    chosen = load(
        environment={
            **engine,
            "PARLEY_LIVEKIT_SECRET": "hunter2" * 5,
            "PARLEY_DATABASE_URL": "postgresql://parley:hunter2@localhost/parley",
        }
    )
    shown = {row.name: row.value for row in rows(chosen)}
    assert "hunter2" not in str(shown)
    assert shown["database_url"] == "postgresql+psycopg://parley:•••@localhost/parley"


def test_secrets_are_made_once_and_only_the_owner_can_read_them(tmp_path: Path) -> None:
    chosen = load({"data": tmp_path / "data"}, environment={})
    first = secrets(chosen)
    file = tmp_path / "data" / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secrets(chosen) == first
    assert len(first.server_key) == len(first.blob_key) == 32
    assert [path.name for path in file.parent.iterdir()] == ["secrets.json"]
    assert first.livekit_secret not in repr(first)


def test_a_secrets_file_that_others_can_read_or_that_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path,
) -> None:
    chosen = load({"data": tmp_path}, environment={})
    secrets(chosen)
    file = tmp_path / "secrets.json"
    file.chmod(0o644)
    with pytest.raises(SettingsRefused, match="chmod 600"):
        secrets(chosen)
    file.chmod(0o600)
    file.write_text("{}")
    with pytest.raises(SettingsRefused, match="of your backup"):
        secrets(chosen)
    assert file.read_text() == "{}"


def test_an_engine_elsewhere_brings_its_own_key(tmp_path: Path) -> None:
    engine = {"livekit_url": "wss://engine.example", "livekit_key": "k", "livekit_secret": "s" * 32}
    own = secrets(load({"data": tmp_path}, environment={}))
    with_theirs = secrets(load({"data": tmp_path, **engine}, environment={}))
    assert (with_theirs.livekit_key, with_theirs.livekit_secret) == ("k", "s" * 32)
    assert with_theirs.server_key == own.server_key


def test_parley_settings_lists_every_setting_for_people_and_for_programs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_PORT", "9999")
    assert main(["settings", "--json"]) == 0
    listed = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert listed["port"]["value"] == 9999
    assert listed["port"]["source"] == "environment"
    assert main(["settings"]) == 0
    said = capsys.readouterr().out
    assert all(row["variable"] in said for row in listed.values())


def test_parley_settings_exits_2_when_one_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_PORT", "x")
    assert main(["settings"]) == 2
    assert "PARLEY_PORT" in capsys.readouterr().err
