"""The commands and the set-up that a newcomer meets first."""

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def setup_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "tools" / "setup.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_make_alone_lists_every_target_with_a_line_of_help() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = dict(re.findall(r"make ([a-z-]+) +(\S.*)", listed))
    declared = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert declared
    assert set(named) == set(declared[1].split()) - {"python"}


def test_make_says_in_one_line_that_python_is_missing() -> None:
    done = subprocess.run(
        ["make", "--silent", "setup", "PYTHON=no-such-python"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "no-such-python is not there. Install Python 3.11 or newer" in done.stderr


def test_set_up_can_be_read_by_an_old_python() -> None:
    ast.parse((ROOT / "tools" / "setup.py").read_text("utf-8"), feature_version=(3, 6))


def test_set_up_says_in_one_line_that_python_is_too_old(
    setup_script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"^setup: Python 3\.11 or newer is needed; .*make PYTHON=[^\n]*$"):
        setup_script.require_python()


def test_set_up_says_what_to_install_where_it_may_not_do_so_itself(
    setup_script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"sudo apt-get install chromium fonts-noto-cjk"):
        setup_script.install_debian("A browser is needed", "chromium", "fonts-noto-cjk")


def test_a_python_without_venv_is_told_in_one_line(
    setup_script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_script, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"venv module is missing\. Install python3-venv \(on Debian: [^\n]*$"):
        setup_script.make_venv()


def test_what_is_installed_is_not_installed_again(setup_script: ModuleType, tmp_path: Path) -> None:
    stamp, installed = tmp_path / "packages" / "stamp.json", list[str]()
    for digest, profile in [("a", "demo"), ("a", "demo"), ("a", "test"), ("a", "demo"), ("b", "demo")]:
        setup_script.once(stamp, digest, profile, installed.append)
    assert installed == ["demo", "test", "demo"]


def test_an_installation_that_was_cut_off_is_done_again(setup_script: ModuleType, tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    stamp.write_text(json.dumps({"digest": "old", "profile": "test"}))

    def cut_off(profile: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        setup_script.once(stamp, "new", "test", cut_off)
    assert not stamp.exists()


def test_a_failing_command_ends_the_set_up_with_one_line(
    setup_script: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match=r"^setup: pip is unwell \(exit code 3; see above\)[^\n]*$"):
        setup_script.run("pip is unwell", sys.executable, "-c", "raise SystemExit(3)")
    assert capfd.readouterr().out == ""


def test_the_checks_of_a_change_are_the_commands_of_a_developer() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert "make lint test" in script.read_text("utf-8")
