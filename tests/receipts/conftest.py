"""Scribes that a test may look at: in a thread of the test, where the disk can be made slow or broken, or by their process ids."""

import socket
import subprocess
import threading
from collections.abc import Sequence

import pytest

from twopages.receipts import log, scribe


class Beside(threading.Thread):
    """A scribe in a thread."""

    def __init__(self, theirs: socket.socket, counter: int) -> None:
        super().__init__(daemon=True)
        self.counter = counter
        self.channel = theirs.dup()
        self.start()

    def run(self) -> None:
        with self.channel:
            scribe.serve(self.channel, self.counter)

    def wait(self) -> None:
        self.join()


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs that are opened from now on are written by a thread."""
    monkeypatch.setattr(log, "start", Beside)


@pytest.fixture
def scribes(monkeypatch: pytest.MonkeyPatch) -> Sequence[int]:
    """The process ids of the scribes that are started from now on."""
    found, start = list[int](), log.start

    def noted(theirs: socket.socket, counter: int) -> "subprocess.Popen[bytes]":
        child = start(theirs, counter)
        found.append(child.pid)
        return child

    monkeypatch.setattr(log, "start", noted)
    return found
