"""The program as its users start it: processes of their own, of which nothing personal is heard."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.quiet import personal

PATIENCE = 120.0
TWOPAGES = Path(sys.executable).with_name("twopages")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def process(*arguments: object) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A command that serves, once it says where."""
    command = [str(TWOPAGES), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running, address_told_by(running)
        finally:
            running.kill()
            assert running.stderr
            assert personal(running.stderr.read()) == []


def address_told_by(running: "subprocess.Popen[str]") -> str:
    assert running.stderr
    told = []
    for line in running.stderr:
        told.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError("".join(told))


def gone(pid: int) -> bool:
    deadline = time.monotonic() + PATIENCE
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def until(said: Callable[[], object]) -> None:
    """Wait for what is to come true."""
    deadline = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < deadline
        time.sleep(0.005)
