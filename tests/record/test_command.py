"""``parley record verify`` as somebody at a terminal meets it: exit codes, sentences, JSON, hostile folders."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.cli.plain import plain
from parley.cli.record_words import FAULTS, GAPS
from parley.record import server_id
from tests.record.attacked import honest
from tests.record.scene import GOV, TAL, Scene

SOURCE = Path(__file__).parents[2] / "src/parley/record"


def written(folder: Path, scene: Scene) -> Path:
    for path, data in scene.folder([GOV, TAL]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_a_sound_folder_exits_0_and_a_faulty_one_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = honest()
    folder = written(tmp_path / "record", scene)
    trust, kept = tmp_path / "trust.txt", tmp_path / "kept"
    trust.write_text(
        f"# from the first meeting\nserver {server_id(scene.server.public)}\n"
        f"head government {GOV.device}\nhead taliban {TAL.device}\n"
    )
    kept.write_bytes(scene.head(10))
    assert main(["record", "verify", str(folder), "--trust", str(trust), "--seen", str(kept)]) == 0
    said = capsys.readouterr().out
    assert "Verified" in said
    assert GOV.device in said
    other = honest()
    other.adopt(GOV, "9")
    kept.write_bytes(other.head())
    assert main(["record", "verify", str(folder), "--seen", str(kept)]) == 1
    assert "seen head 1: the record is shorter than a head that the server signed" in capsys.readouterr().out


def test_what_cannot_be_read_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "record", honest())
    trust = tmp_path / "trust.txt"
    trust.write_text("server abc\n")
    assert main(["record", "verify", str(tmp_path / "none")]) == 2
    assert main(["record", "verify", str(folder), "--trust", str(trust)]) == 2
    assert "line 1" in capsys.readouterr().err
    assert main(["record", "verify", str(folder), "--seen", str(tmp_path / "none")]) == 2
    trust.write_bytes("server abc\n".encode("utf-16"))
    assert main(["record", "verify", str(folder), "--trust", str(trust)]) == 2
    assert "not UTF-8 text" in capsys.readouterr().err
    assert main(["record", "verify", str(folder), "--seen", "/dev/zero"]) == 1  # and is not read to its end
    assert "the kept head is no checkpoint" in capsys.readouterr().out


def test_the_report_as_json_is_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "record", honest())
    (folder / "tile/0/000.p/25").write_bytes(b"short")
    assert main(["record", "verify", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [fault["code"] for fault in told["faults"]] == ["file_malformed"]


def test_it_needs_nothing_but_the_record_package_and_two_libraries(tmp_path: Path) -> None:
    folder = written(tmp_path / "record", honest())
    program = (
        "import sys; from pathlib import Path; from parley.record import verify\n"
        "report = verify(lambda p: f.read_bytes() if (f := Path(sys.argv[1], p)).is_file() else None)\n"
        "ours = [name for name in sys.modules if name.startswith('parley.') and not name.startswith('parley.record')]\n"
        "print(report.ok, ours)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout == "True []\n"


def test_a_hostile_folder_says_nothing_to_the_terminal() -> None:
    assert plain("\x1b[2Jmalicious\r\n\u202etext") == "\\x1b[2Jmalicious\\r\\n\\u202etext"
    assert plain("ماده ۱") == "ماده ۱"


def test_a_folder_of_odd_files_is_told_and_not_opened(tmp_path: Path) -> None:
    folder = written(tmp_path / "record", honest())
    bundle = folder / "tile/entries/000.p/25"
    bundle.unlink()
    bundle.symlink_to("/dev/zero")
    assert main(["record", "verify", str(folder)]) == 1


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    source = "".join(path.read_text("utf-8") for path in SOURCE.glob("*.py"))
    named = set(re.findall(r'"([a-z_]+)"', source))
    assert set(FAULTS) <= named
    assert set(GAPS) <= named
    added = set(re.findall(r'\.add\(\s*"([a-z_]+)"', source)) | set(
        re.findall(r'return "([a-z]+_[a-z_]+)"', source)
    )
    assert added - set(FAULTS) == set()
    assert set(re.findall(r'Gap\("([a-z_]+)"', source)) == set(GAPS)
