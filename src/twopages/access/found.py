"""What searches showed: for a purpose that finds subjects, a file opens to whoever found it."""

import threading
import time
from collections.abc import Callable, Iterable
from math import inf
from typing import Final

_MOST: Final = 50_000  # files that are remembered in all; the one that was found longest ago is forgotten first
_HOURS: Final = 8.0


class Found:
    """Which subjects were shown to which account for which purpose, for a working day.

    The process alone keeps it: after a restart people search again.
    """

    def __init__(self, most: int = _MOST, hours: float = _HOURS, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember so many at most, for so long; the clock tells seconds."""
        self._most, self._seconds, self._clock = most, hours * 3600, clock
        self._until: dict[tuple[str, str, str], float] = {}
        self._lock = threading.Lock()

    def note(self, account: str, shown: Iterable[tuple[str, str]]) -> None:
        """Remember what was shown: each a purpose and the id of a subject."""
        until = self._clock() + self._seconds
        with self._lock:
            for purpose, id in shown:
                self._until.pop((account, purpose, id), None)
                self._until[account, purpose, id] = until
            while len(self._until) > self._most:
                del self._until[next(iter(self._until))]

    def has(self, account: str, purpose: str, id: str) -> bool:
        """Whether a subject was shown to an account for a purpose."""
        return self._until.get((account, purpose, id), -inf) > self._clock()
