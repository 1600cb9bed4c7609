"""Starts a program and, when it is owned, ends it with its owner, however the owner ends.

A process of its own, run by path (`python -I -S watchdog.py owned|detached LOG PROGRAM ...`), so that it imports nothing of the project and
stays small. Its standard input is a pipe from the owner, which closes when the owner dies, even by SIGKILL. The program in turn gets a
signal from the kernel should the watchdog die.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

PATIENCE = 30.0  # seconds for an orderly stop, before the program is killed
LOOK = 0.5
PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Start the program, say its process id, and stay beside it if it is owned."""
    mode, log, *command = arguments
    owner = os.getppid()
    with Path(log).open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the owner's terminal is the owner's to handle
            preexec_fn=_die_with_parent if mode == "owned" else None,  # noqa: PLW1509  # this process has one thread
        )
    print(process.pid, flush=True)
    if mode == "owned":
        signal.signal(signal.SIGTERM, lambda *_: end(process))
        guard(process, owner)


def guard(process: "subprocess.Popen[bytes]", owner: int) -> None:
    """Wait until the program ends by itself, or the owner is gone or lets go of the pipe; then end the program."""
    while process.poll() is None:
        released, _, _ = select.select([sys.stdin], [], [], LOOK)
        if released or os.getppid() != owner:
            end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the program to stop, and kill it when it does not."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
