"""A real Keycloak: its archive from the lock, unpacked and built once in the cache, run by the Java of Neo4j, ended with the tests."""

import json
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from twopages.graph import fetch_artifacts
from twopages.graph.exclusive import exclusive
from twopages.graph.local import java
from twopages.graph.process import Launched
from twopages.settings import PROJECT, Settings

LOCK = PROJECT / "locks" / "keycloak.lock"
REALM = PROJECT / "docker" / "keycloak" / "realm.json"
PATIENCE = 240.0  # seconds on a machine that others use too; alone it answers after 15 to 25
OPENED = ("java.util", "java.util.concurrent", "java.security", "java.lang")
BUILT = "built"
OPTIONS = (
    *("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    "-Dpicocli.disable.closures=true",
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
    "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
)


@dataclass(frozen=True)
class Keycloak:
    """Where it answers, and the realm that it was given."""

    address: str
    pid: int

    @property
    def issuer(self) -> str:
        return f"{self.address}/realms/twopages"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def keycloak(home: Path, told: Mapping[str, str], users: Sequence[Mapping[str, Any]]) -> Iterator[Keycloak]:
    """It runs with the realm of the project, and with users of the tests, until the block ends; or this process does."""
    port, program = free_port(), _program(Settings())
    _lay_out(home, program, users)
    arguments = ["start", "--optimized", "--import-realm", "--http-enabled=true", "--http-host=127.0.0.1"]
    arguments += [f"--http-port={port}", "--hostname-strict=false", "--cache=local"]
    environment = ["env", *(f"{name}={value}" for name, value in told.items())]
    launched = Launched([*environment, *_command(home, arguments)], home / "log", port=port, owned=True)
    try:
        found = Keycloak(f"http://127.0.0.1:{port}", launched.running.pid)
        _wait(found, launched, home / "log")
        yield found
    finally:
        launched.release()


def _wait(found: Keycloak, launched: Launched, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert launched.running.alive and time.monotonic() < deadline, log.read_text("utf-8")[-4000:]
        try:
            if httpx.get(f"{found.issuer}/.well-known/openid-configuration", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)


def _lay_out(home: Path, program: Path, users: Sequence[Mapping[str, Any]]) -> None:
    """A home of its own beside the shared program."""
    (home / "data" / "import").mkdir(parents=True)
    for name in ("lib", "providers", "themes", "conf"):
        (home / name).symlink_to(program / name)
    shutil.copytree(program / "data" / "h2", home / "data" / "h2")
    realm = json.loads(REALM.read_text("utf-8"))
    realm["users"] += users
    (home / "data" / "import" / "twopages-realm.json").write_text(json.dumps(realm), "utf-8")


def _command(home: Path, arguments: Sequence[str]) -> list[str]:
    places = [f"-Dkc.home.dir={home}", f"-Djboss.server.config.dir={home / 'conf'}"]
    runner = ["-cp", str(home / "lib" / "quarkus-run.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint"]
    return [java(), *OPTIONS, *places, *runner, *arguments]


def _program(settings: Settings) -> Path:
    """The unpacked program, built, with a database that has its tables; whole or not there."""
    (archive,) = fetch_artifacts(settings, None, LOCK)
    program = archive.with_suffix("")
    with exclusive(archive.with_suffix(".lock")):
        if not (program / BUILT).exists():
            _build(archive, program)
    return program


def _build(archive: Path, program: Path) -> None:
    shutil.rmtree(program, ignore_errors=True)
    draft = archive.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(draft)
    (unpacked,) = draft.iterdir()
    shutil.move(unpacked, program)
    draft.rmdir()
    subprocess.run(_command(program, ["build", "--db=dev-file"]), check=True, capture_output=True)
    first = ["export", "--optimized", "--realm=master", f"--file={draft}"]  # makes the tables, which takes longest
    subprocess.run(_command(program, first), check=True, capture_output=True)
    draft.unlink()
    (program / BUILT).touch()
