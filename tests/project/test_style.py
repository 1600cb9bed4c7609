"""Code stays in pieces that can be read at one sight."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 30
LONGEST_FILE = 400


def test_no_function_is_longer_than_a_screen() -> None:
    long = []
    for path in (ROOT / "src").rglob("*.py"):
        nodes = [
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        long += [
            f"{path.name}:{node.name}" for node in nodes if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
        ]
    assert long == []


def test_no_file_is_longer_than_can_be_held_in_mind() -> None:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    assert [path.name for path in files if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE] == []
