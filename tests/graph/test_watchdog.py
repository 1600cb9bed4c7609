"""The watchdog by itself, around small programs."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from twopages.graph import watchdog

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"


@pytest.fixture
def owners_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.FileIO]:
    """The owner's end of the pipe that is the watchdog's standard input."""
    read, write = os.pipe()
    with io.FileIO(read) as end, io.FileIO(write, "w") as owner:
        monkeypatch.setattr(sys, "stdin", end)
        yield owner


@pytest.mark.usefixtures("owners_end")
def test_an_owned_program_may_end_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    watchdog.main(["owned", str(tmp_path / "log"), sys.executable, "-c", "print('done')"])
    assert (tmp_path / "log").read_text("utf-8") == "done\n"


def test_a_program_ends_when_its_owner_lets_go(owners_end: io.FileIO) -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    owners_end.close()
    watchdog.guard(process, os.getppid())
    assert process.returncode == -signal.SIGTERM


@pytest.mark.usefixtures("owners_end")
def test_a_program_ends_when_its_owner_is_no_longer_there_though_the_pipe_is_held() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    watchdog.guard(process, -1)
    assert process.returncode == -signal.SIGTERM


def test_a_program_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "PATIENCE", 0.2)
    with subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        watchdog.end(process)
    assert process.returncode == -signal.SIGKILL
