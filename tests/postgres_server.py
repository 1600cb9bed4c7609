"""A PostgreSQL server of the tests' own, on a socket in a folder of its own, stopped by its process."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

WAIT = 60  # seconds until it answers


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a running, empty server; it fails loudly when there is none to start."""
    folder = Path(tempfile.mkdtemp(prefix="twopages-pg-"))
    server = None
    try:
        account = _other_account(folder)
        data = folder / "data"
        making = [
            _program("initdb"),
            "-D",
            str(data),
            "-U",
            "owner",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run(making, check=True, capture_output=True, cwd=folder, user=account)
        running = [
            _program("postgres"),
            "-D",
            str(data),
            "-k",
            str(folder),
            "-c",
            "listen_addresses=",
            "-c",
            "fsync=off",
        ]
        server = subprocess.Popen(
            running, cwd=folder, user=account, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        address = f"postgresql:///postgres?host={folder}&user=owner"
        _wait(address, server)
        yield address
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # at once, without waiting for clients
            server.wait(WAIT)
        shutil.rmtree(folder, ignore_errors=True)


def execute(address: str, statements: Sequence[str]) -> None:
    """Run statements, all or none."""
    with psycopg.connect(address) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _other_account(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: somebody else's name, who then owns the folder."""
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, "nobody")
    return "nobody"


def _program(name: str) -> str:
    found = [shutil.which(name), *map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True))]
    program = next(filter(None, found), None)
    assert program, f"PostgreSQL's {name} is not there: make setup-dev installs it, or apt-get install postgresql"
    return program


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        assert server.poll() is None, "PostgreSQL ended while it started"
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("PostgreSQL does not answer")
