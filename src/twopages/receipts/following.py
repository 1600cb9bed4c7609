"""The thread that keeps the graph up with the log while the program serves; whatever becomes of it, answers are not held back."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from twopages.errors import TwoPagesError
from twopages.receipts.follow import DamagedError

Run = Callable[[Callable[[], bool]], int]
PAUSE: Final = 1.0  # seconds between two looks at the log
LONGEST: Final = 60.0  # and at most, after failures that follow each other
_PATIENCE: Final = 10.0  # seconds that a batch has to be finished when the program ends
_LOG: Final = logging.getLogger("twopages")


class Following:
    """Runs an indexer again and again; one that fails is tried later and later, and says so once."""

    def __init__(self, run: Run, pause: float = PAUSE, longest: float = LONGEST) -> None:
        self._run, self._pause, self._longest = run, pause, longest
        self._ended, self._told = Event(), ""
        self._thread = Thread(target=self._work, name="looks", daemon=True)

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch that is being written, and end."""
        self._ended.set()
        self._thread.join(_PATIENCE)

    def _work(self) -> None:
        wait = 0.0
        while not self._ended.wait(wait):
            wait = self._pause if self._once() else min(self._longest, max(self._pause, wait * 2))

    def _once(self) -> bool:
        try:
            self._run(self._ended.is_set)
        except Exception as error:
            self._tell(error)
            return False
        self._told = ""
        return True

    def _tell(self, error: Exception) -> None:
        """One line as long as it is the same; the text of an error may hold what is nobody's business, its code does not."""
        code = error.code if isinstance(error, TwoPagesError) else type(error).__name__
        place = f" at {error.fault.place}" if isinstance(error, DamagedError) else ""
        told = f"{code}{place}"
        if told != self._told:
            _LOG.warning("Looks are not indexed: %s. They are tried again from time to time.", told)
        self._told = told
