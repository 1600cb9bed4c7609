"""Sessions of browsers: kept by this process alone and ended by it; a browser holds a random id and nothing else."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from twopages.access.viewer import Signed

MOST: Final = 100_000  # sessions of either kind; one more ends the oldest
BEGINNING: Final = 600.0  # seconds that signing in may take
_NOBODY: Final = ("", frozenset[str]())


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in at the issuer that has begun: what its answer must fit."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody who looks for an office works on: a purpose, and a case where it needs one."""

    purpose: str = ""
    case: str = ""


@dataclass(slots=True)
class Session:
    """What one browser's session remembers: who signed in or is about to, and which masks were lifted on the file in view.

    `work`: the purpose and case that pages are looked at for.

    `issued`: the issuer vouched; `ticket` and `mark` are the issuer's: the ID token that signing out there asks for, and its own name of
    the session.
    """

    signed: Signed | None = None
    pending: Pending | None = None
    lifted: tuple[str, frozenset[str]] = _NOBODY
    work: Work = Work()
    issued: bool = False
    ticket: str = ""
    mark: str = ""


@dataclass(slots=True)
class _Kept:
    session: Session
    began: float
    seen: float


class Sessions:
    """All sessions of this process, by id."""

    def __init__(
        self, idle: float, longest: float, clock: Callable[[], float] = time.monotonic, most: int = MOST
    ) -> None:
        self._idle, self._longest, self._clock, self._most = idle, longest, clock, most
        self._begun: dict[str, _Kept] = {}  # nobody has signed in yet: these must never push out the others
        self._signed: dict[str, _Kept] = {}
        self._lock = Lock()

    def open(self, session: Session) -> str:
        """Keep a new session; gives its id."""
        id, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            shelf = self._signed if session.signed else self._begun
            self._make_room(shelf)
            shelf[id] = _Kept(session, now, now)
        return id

    def find(self, id: str) -> Session | None:
        """The session of an id if it has not ended; it counts as used now."""
        with self._lock:
            kept = self._signed.get(id) or self._begun.get(id)
            if kept is None or self._over(kept):
                self._drop(id)
                return None
            kept.seen = self._clock()
            return kept.session

    def end(self, id: str) -> None:
        """End a session at once."""
        with self._lock:
            self._drop(id)

    def end_of(self, mark: str) -> None:
        """End the sessions that the issuer knows by this name."""
        with self._lock:
            for id in [id for id, kept in self._signed.items() if mark and kept.session.mark == mark]:
                self._drop(id)

    def _make_room(self, shelf: dict[str, _Kept]) -> None:
        """The oldest stand first: those that are over go, and one that is not if there are too many."""
        while shelf and (len(shelf) >= self._most or self._over(next(iter(shelf.values())))):
            del shelf[next(iter(shelf))]

    def _drop(self, id: str) -> None:
        self._signed.pop(id, None)
        self._begun.pop(id, None)

    def _over(self, kept: _Kept) -> bool:
        now = self._clock()
        if kept.session.signed is None:
            return now - kept.began > BEGINNING
        return now - kept.seen > self._idle or now - kept.began > self._longest
