"""The process of a command: what a signal does to it."""

import signal
from types import FrameType

from twopages.cli.commands import app

ENDINGS = (signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Run the command line; a request to end lets everything that was started be stopped in order."""
    for number in ENDINGS:
        signal.signal(number, _end)
    app()


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
