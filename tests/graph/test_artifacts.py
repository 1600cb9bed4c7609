"""Fetching against a small Maven repository of our own on loopback."""

import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from twopages.errors import StoreError
from twopages.graph import artifacts, damaged_artifacts, fetch_artifacts, maven
from twopages.settings import Settings

FILES = {
    "org/example/one/1.0/one-1.0.jar": b"one" * 1000,
    "org/example/two/2.0/two-2.0-linux.jar": b"two" * 2000,
    "com/three/3/three-3.jar": b"three" * 3000,
    "com/four/4/four-4.zip": b"four" * 400,
}
COORDINATES = ("org.example:one:1.0", "org.example:two:2.0:linux", "com:three:3", "com:four:4@zip")


@dataclass
class Repository:
    """What is served, and what was asked for."""

    files: dict[str, bytes]
    address: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def repository() -> Iterator[Repository]:
    served = Repository(dict(FILES))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/maven/")
            served.asked.append(path)
            content = served.files.get(path)
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served.address = f"http://127.0.0.1:{server.server_port}/maven/"
        yield served
        server.shutdown()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    lines = [
        f"{coordinate} {hashlib.sha256(content).hexdigest()} {len(content)}"
        for coordinate, content in zip(COORDINATES, FILES.values(), strict=True)
    ]
    file = tmp_path / "neo4j.lock"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


@pytest.fixture
def settings(tmp_path: Path, repository: Repository) -> Settings:
    return Settings(home=tmp_path / "home", cache=tmp_path / "cache", maven_mirror=repository.address)


def jars(asked: list[str]) -> list[str]:
    return [path for path in asked if path in FILES]


def test_everything_is_fetched_with_progress_and_nothing_a_second_time(
    settings: Settings, repository: Repository, lock: Path
) -> None:
    told: list[tuple[int, int]] = []
    files = fetch_artifacts(settings, lambda done, total: told.append((done, total)), lock)
    assert [file.read_bytes() for file in files] == list(FILES.values())
    total = sum(map(len, FILES.values()))
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    repository.asked.clear()
    assert fetch_artifacts(settings, None, lock) == files
    assert not repository.asked
    assert {file.name for file in files[0].parent.iterdir()} >= {file.name for file in files}
    assert not (files[0].parent / ".fetching").exists()


def test_a_damaged_file_is_fetched_again_and_only_that(settings: Settings, repository: Repository, lock: Path) -> None:
    files = fetch_artifacts(settings, None, lock)
    files[1].write_bytes(b"x" * len(FILES["org/example/two/2.0/two-2.0-linux.jar"]))
    assert damaged_artifacts(settings, lock) == ("two-2.0-linux.jar",)
    repository.asked.clear()
    fetch_artifacts(settings, None, lock)
    assert jars(repository.asked) == ["org/example/two/2.0/two-2.0-linux.jar"]
    assert damaged_artifacts(settings, lock) == ()


def test_damage_that_keeps_size_and_time_is_found_by_the_full_check(settings: Settings, lock: Path) -> None:
    file = fetch_artifacts(settings, None, lock)[0]
    before = file.stat()
    file.write_bytes(b"x" * before.st_size)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert damaged_artifacts(settings, lock) == ("one-1.0.jar",)


def test_copied_files_are_believed_by_their_hash(settings: Settings, repository: Repository, lock: Path) -> None:
    files = fetch_artifacts(settings, None, lock)
    os.utime(files[0])
    repository.asked.clear()
    fetch_artifacts(settings, None, lock)
    assert not repository.asked


def test_a_hash_that_stays_wrong_is_one_clear_line(settings: Settings, repository: Repository, lock: Path) -> None:
    repository.files["com/three/3/three-3.jar"] = b"something else"
    with pytest.raises(StoreError, match=r"^com:three:3 does not have the SHA-256 .*TWOPAGES_MAVEN_MIRROR") as raised:
        fetch_artifacts(settings, None, lock)
    assert "\n" not in str(raised.value)
    assert not (settings.cache / "neo4j" / "three-3.jar").exists()


def test_what_was_fetched_before_a_failure_is_kept(settings: Settings, repository: Repository, lock: Path) -> None:
    missing = repository.files.pop("com/three/3/three-3.jar")
    with pytest.raises(StoreError, match=r"^com:three:3 could not be fetched") as raised:
        fetch_artifacts(settings, None, lock)
    assert repository.address not in str(raised.value)
    repository.files["com/three/3/three-3.jar"] = missing
    repository.asked.clear()
    fetch_artifacts(settings, None, lock)
    assert jars(repository.asked) == ["com/three/3/three-3.jar"]


def test_too_little_room_is_said_before_anything_is_fetched(
    settings: Settings, repository: Repository, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StoreError, match=r"needs 0 MB in .* where 0 MB are free\. Make room"):
        fetch_artifacts(settings, None, lock)
    assert not repository.asked


def test_a_disk_that_fills_up_meanwhile_is_one_clear_line(
    settings: Settings, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(errno.ENOSPC, "some words")

    monkeypatch.setattr(maven.Download, "_resolve", full)
    with pytest.raises(StoreError, match=r"cannot be kept in .*: No space left on device\. Make room there"):
        fetch_artifacts(settings, None, lock)


def test_two_clones_at_once_fetch_each_file_once(settings: Settings, repository: Repository, lock: Path) -> None:
    threads = [threading.Thread(target=fetch_artifacts, args=(settings, None, lock)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(jars(repository.asked)) == sorted(FILES)


MIRRORS = """<settings {namespace}><mirrors>
<mirror><id>a</id><mirrorOf>external:http:*</mirrorOf><url>http://blocked.invalid</url><blocked>true</blocked></mirror>
<mirror><id>b</id><mirrorOf>{of}</mirrorOf><url> http://mirror.invalid/maven </url></mirror>
</mirrors></settings>"""


@pytest.mark.parametrize("namespace", ["", 'xmlns="urn:settings"'])
@pytest.mark.parametrize(
    ("of", "found"),
    [("central", True), ("*", True), ("external:*,!inner", True), ("*,!central", False), ("inner", False)],
)
def test_the_mirror_of_the_users_maven_settings_is_used(tmp_path: Path, namespace: str, of: str, found: bool) -> None:
    file = tmp_path / "settings.xml"
    file.write_text(MIRRORS.format(namespace=namespace, of=of), "utf-8")
    assert maven.mirror_of_user(file) == ("http://mirror.invalid/maven" if found else "")


@pytest.mark.parametrize("text", [None, "<settings", "<settings/>"])
def test_maven_settings_that_say_nothing_are_no_mirror(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "settings.xml"
    if text is not None:
        file.write_text(text, "utf-8")
    assert maven.mirror_of_user(file) == ""


def test_the_lock_names_every_file_once_and_no_host() -> None:
    wanted = artifacts.read_lock()
    assert len({artifact.name for artifact in wanted}) == len(wanted) > 200
    assert all(len(artifact.sha256) == 64 and artifact.size > 0 for artifact in wanted)
    assert "org.neo4j:neo4j:2026.08.1" in {str(artifact.coordinate) for artifact in wanted}
    assert "/" not in artifacts.LOCK.read_text("utf-8")


def test_the_lock_of_keycloak_names_one_archive() -> None:
    (archive,) = artifacts.read_lock(artifacts.LOCK.with_name("keycloak.lock"))
    assert (archive.coordinate.extension, len(archive.sha256)) == ("zip", 64)
    assert archive.name == f"keycloak-quarkus-dist-{archive.coordinate.version}.zip"
