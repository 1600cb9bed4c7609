"""A memory of what was worked out, bounded by its weight: a parsed document takes some seventy times the room of its text."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Makes values and keeps those asked for last, as long as they weigh no more than `most` together; safe among threads."""

    def __init__(self, make: Callable[[K], V], weigh: Callable[[K], int], most: int) -> None:
        self._make, self._weigh, self._most = make, weigh, most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def __call__(self, key: K) -> V:
        """The value of a key; two that ask for a new one at once may both make it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = self._make(key)
        with self._lock:
            self._keep(key, value)
        return value

    def _keep(self, key: K, value: V) -> None:
        if key not in self._kept:
            self._kept[key] = value
            self._weight += self._weigh(key)
        while self._weight > self._most:
            oldest, _ = self._kept.popitem(last=False)
            self._weight -= self._weigh(oldest)
