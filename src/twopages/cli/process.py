"""The process of a command: what a signal does to it."""

import os
import signal
import sys
import threading
from types import FrameType

from twopages.cli.commands import app

ENDINGS = (signal.SIGTERM, signal.SIGHUP)
SOON = 0.05


def main() -> None:
    """Run the command line; a request to end lets everything that was started be stopped in order."""
    heed_signals()
    app()


def heed_signals() -> None:
    """Turn requests to end into exceptions, and lose none of them."""
    for number in ENDINGS:
        signal.signal(number, _end)
    sys.unraisablehook = _again


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _again(lost: "sys.UnraisableHookArgs") -> None:
    """A signal that came while an object was being removed has raised where nobody can hear it: send it once more."""
    if isinstance(lost.exc_value, KeyboardInterrupt):
        _send(signal.SIGINT)
    elif isinstance(lost.exc_value, SystemExit):
        _send(int(lost.exc_value.code or 0) - 128)
    else:
        sys.__unraisablehook__(lost)


def _send(number: int) -> None:
    threading.Timer(SOON, os.kill, (os.getpid(), number)).start()
