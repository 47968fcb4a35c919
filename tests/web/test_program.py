"""The program that browsers run can be compared with its source: the padlock tells its digest, and a tool the same one."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

from parley.web.program import digest, files
from tests.sitting import opened
from tests.web.serving import Served

TOOL = Path(__file__).parents[2] / "tools/program.py"


def test_the_padlock_tells_the_digest_that_the_tool_prints() -> None:
    page = Served(opened()).as_seat("north-head").get("room").text
    data = re.search(r'<parley-room [^>]*data="([^"]*)"', page)
    assert data is not None
    told = json.loads(html.unescape(data[1]))["program"]
    printed = subprocess.run([sys.executable, TOOL], check=True, capture_output=True, text=True).stdout
    assert printed == f"program {told}\n"


def test_another_byte_or_another_name_is_another_program() -> None:
    ours = files()
    name, data = next(iter(ours.items()))
    assert digest(ours | {name: data + b" "}) != digest(ours)
    assert digest({f"{path}x": data for path, data in ours.items()}) != digest(ours)
