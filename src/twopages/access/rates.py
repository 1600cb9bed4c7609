"""How often somebody may ask: budgets for each minute, by viewer and by address, kept by this process under hashes.

A budget is a sliding window of two counters. Whoever has used theirs up is told how long to wait; what was refused does not count.
"""

import secrets
import time
from collections.abc import Mapping
from hashlib import blake2b
from math import ceil
from threading import Lock
from typing import Final, Literal, get_args

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from twopages.settings import Settings

Budget = Literal[
    "viewer",  # all that one viewer asks
    "address",  # all that comes from one address
    "stranger",  # what comes from one address of nobody who is signed in
    "sign_in",  # sign-ins that are begun or tried from one address
    "look_up",  # looks by key or name of one viewer
]
MOST: Final = 50_000  # counters of one budget; one more forgets the oldest


class Counters(MemoryStorage):
    """The counters of `limits`, of a bounded number and without its thread that goes over all of them again and again.

    The oldest stand first, since all of one budget are kept equally long. Who pushes one out has too many addresses for it to matter.
    """

    STORAGE_SCHEME = ["twopages"]  # noqa: RUF012  # or it would take the place of its parent in the library

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count; gives the new count."""
        count = self.get(key) + amount
        if key not in self.storage:
            self._make_room()
            self.expirations[key] = time.time() + expiry
        self.storage[key] = count
        return count

    def _make_room(self) -> None:
        while self.expirations:
            oldest, until = next(iter(self.expirations.items()))
            if len(self.expirations) < self._most and until > time.time():
                return
            self.clear(oldest)


class Rates:
    """All budgets of this process; one of nought requests is no limit."""

    def __init__(self, settings: Settings, most: int = MOST) -> None:
        self._secret, self._lock = secrets.token_bytes(32), Lock()
        amounts: Mapping[Budget, int] = {name: getattr(settings, f"rate_{name}") for name in get_args(Budget)}
        self._items = {name: RateLimitItemPerMinute(amount) for name, amount in amounts.items() if amount}
        self._limiters = {name: SlidingWindowCounterRateLimiter(Counters(most)) for name in self._items}

    def take(self, budget: Budget, who: str, cost: int = 1) -> int:
        """Take from a budget of somebody: 0 when it was taken, else the seconds to wait until more is left."""
        if budget not in self._items or cost == 0:
            return 0
        item, limiter, key = self._items[budget], self._limiters[budget], self._hashed(who)
        with self._lock:
            if limiter.hit(item, key, cost=cost):
                return 0
            return max(1, ceil(limiter.get_window_stats(item, key).reset_time - time.time()))

    def _hashed(self, who: str) -> str:
        return blake2b(who.encode("utf-8", "surrogatepass"), key=self._secret, digest_size=16).hexdigest()
