"""What an auditor has to read first stays small: the tree and the verifier, under 500 lines of code."""

import ast
import io
import tokenize
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src/parley/record"
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def code_lines(text: str) -> int:
    """Lines with code on them: no blank lines, comments or docstrings."""
    said: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in LAYOUT:
            code |= set(range(token.start[0], token.end[0] + 1))
    return len(code - said)


def test_tree_and_verifier_are_under_500_lines() -> None:
    sizes = {
        name: code_lines((SOURCE / name).read_text("utf-8")) for name in ("tree.py", "folder.py", "verify.py")
    }
    assert sum(sizes.values()) < 500, sizes
