"""The locks are complete, carry hashes, and name no registry."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINS = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
# written apart, so that this file does not name them either
REGISTRIES = [
    ".".join(parts)
    for parts in (
        *(("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("npmmirror", "com")),
        *(("unpkg", "com"), ("jsdelivr", "net"), ("maven", "org"), ("apache", "org/maven2"), ("docker", "io")),
        *(("debian", "org"), ("crates", "io"), ("golang", "org")),
    )
]


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return {_normal(package): version for package, version, _ in PINS.findall(text)}


def declared(*keys: str) -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = {"runtime": project["project"]["dependencies"], "dev": project["project"]["optional-dependencies"]["dev"]}
    for requirement in [*lists["runtime"], *(lists["dev"] if "dev" in keys else [])]:
        yield _normal(re.split(r"[<>=!~; \[]", requirement)[0])


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_line_of_a_lock_is_a_pin_with_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    rest = re.sub(r"^\s*#.*\n", "", PINS.sub("", text), flags=re.MULTILINE)
    assert rest.strip() == ""


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_a_lock_holds_all_that_is_declared(name: str) -> None:
    assert set(declared(name)) <= pins(name).keys()


def test_both_locks_agree() -> None:
    assert pins("runtime").items() <= pins("dev").items()


def test_every_javascript_package_is_pinned_by_its_hash_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "integrity" not in entry or "resolved" in entry] == []


def test_no_registry_is_named_anywhere() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    named = {
        (path.relative_to(ROOT).as_posix(), host)
        for path in files
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    }
    assert named == set()
