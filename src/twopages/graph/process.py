"""The Java process of a local Neo4j: started under a watchdog, remembered in a run file, ended in order."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from twopages.errors import StoreError
from twopages.graph import watchdog

PATIENCE = watchdog.PATIENCE + 10


@dataclass(frozen=True, slots=True)
class Running:
    """A Java process that runs, where it answers, and the process that it ends with (0: none)."""

    pid: int
    started: float
    port: int
    owner: int = 0
    owner_started: float = 0.0

    @property
    def alive(self) -> bool:
        """Whether it is still there."""
        return _is_alive(self.pid, self.started)

    @property
    def owned(self) -> bool:
        """Whether it ends with another process."""
        return self.owner != 0

    @property
    def orphaned(self) -> bool:
        """Whether its owner is gone, so that its watchdog is about to end it."""
        return self.owned and not _is_alive(self.owner, self.owner_started)

    def end(self) -> None:
        """Stop it in order; kill it if it does not."""
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            process.terminate()
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(PATIENCE)
            if self.alive:
                process.kill()


def _is_alive(pid: int, started: float) -> bool:
    """Whether it is still that process, and not a later one with its number."""
    try:
        process = psutil.Process(pid)
        return process.create_time() == started and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def remembered(run_file: Path) -> Running | None:
    """The process that the run file names, if it is alive."""
    try:
        running = Running(**json.loads(run_file.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return running if running.alive else None


def remember(run_file: Path, running: Running) -> None:
    """Let other processes find it."""
    written = run_file.with_suffix(".new")
    written.write_text(json.dumps(asdict(running)), "utf-8")
    written.replace(run_file)


class Launched:
    """A Java process that this process has started; `release` ends an owned one."""

    def __init__(self, command: Sequence[str], output: Path, *, port: int, owned: bool) -> None:
        mode = "owned" if owned else "detached"
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", watchdog.__file__, mode, str(output), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.running = self._running(port, owned)
        if not owned:
            self.release()

    def _running(self, port: int, owned: bool) -> Running:
        """What the watchdog started: its first line is the process id."""
        line = self._watchdog.stdout.readline() if self._watchdog.stdout else b""
        if not line:
            self.release()
            raise StoreError(
                "The Java process of Neo4j could not be started.", "Install the project again (`make setup`)."
            )
        owner = psutil.Process() if owned else None
        with contextlib.suppress(psutil.NoSuchProcess):
            started = psutil.Process(int(line)).create_time()
            return Running(int(line), started, port, owner.pid if owner else 0, owner.create_time() if owner else 0.0)
        return Running(int(line), 0.0, port)

    def release(self) -> None:
        """Let go of the watchdog, which ends an owned process, and wait for it."""
        for pipe in (self._watchdog.stdin, self._watchdog.stdout):
            if pipe:
                pipe.close()
        self._watchdog.wait(PATIENCE)
