"""The session of a request: kept by the server under the random id that the browser's cookie holds."""

from collections.abc import Iterable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twopages.access import Session, Sessions, Signed, Work
from twopages.pages.words import Words

COOKIE: Final = "twopages"
_HELD: Final = "twopages.session"


class SignInNeededError(Exception):
    """Nobody is signed in, and the page is somebody's."""


class Held:
    """The session of one request, if it has one, and what its cookie becomes."""

    def __init__(self, sessions: Sessions, id: str) -> None:
        self._sessions, self._id = sessions, id
        self.session = sessions.find(id)
        self.cookie: str | None = None  # None: as it was; empty: removed

    def begin(self, session: Session) -> None:
        """Start a session under an id of its own; nothing of a former one is kept."""
        self._sessions.end(self._id)
        self._id = self.cookie = self._sessions.open(session)
        self.session = session

    def end(self) -> None:
        """End the session."""
        self._sessions.end(self._id)
        self.session, self._id, self.cookie = None, "", ""


class SessionCookie:
    """Gives every request its session, and the browser the id of a new one."""

    def __init__(self, app: ASGIApp, sessions: Sessions, secure: bool) -> None:
        self.app, self._sessions = app, sessions
        self._name = f"__Host-{COOKIE}" if secure else COOKIE
        self._flags = f"Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its session."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        held = scope[_HELD] = Held(self._sessions, HTTPConnection(scope).cookies.get(self._name, ""))

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start" and held.cookie is not None:
                over = "" if held.cookie else "; Max-Age=0"
                MutableHeaders(scope=message).append("set-cookie", f"{self._name}={held.cookie}; {self._flags}{over}")
            await send(message)

        return await self.app(scope, receive, complete)


def held(request: Request) -> Held:
    """The session of a request and its cookie."""
    found: Held = request.scope[_HELD]
    return found


def signed_in(request: Request) -> Signed | None:
    """Who is signed in, if anybody."""
    session = held(request).session
    return session.signed if session else None


def name_of(say: Words, signed: Signed) -> str:
    """What the pages call who is signed in: the name of the account, else its role."""
    return say.label(signed.label) if signed.label else say(f"role.{signed.viewer.role}")


def lifted(request: Request, id: str) -> frozenset[str]:
    """The attributes whose masks were lifted on a file; those of any other file are masked again by opening this one."""
    session = held(request).session
    if session is None or session.lifted[0] != id:
        conceal(request)
        return frozenset()
    return session.lifted[1]


def ground_of(request: Request) -> Work:
    """The purpose and case that the session works on."""
    session = held(request).session
    return session.work if session else Work()


def work_on(request: Request, work: Work) -> None:
    """Look at pages for a purpose and case from now on; masks that were lifted are put back."""
    if session := held(request).session:
        session.work, session.lifted = work, ("", frozenset())


def lift(request: Request, id: str, masks: Iterable[str]) -> None:
    """Lift masks on a file until another one is opened."""
    if session := held(request).session:
        session.lifted = (id, lifted(request, id).union(masks))


def conceal(request: Request) -> None:
    """Put all masks back."""
    if session := held(request).session:
        session.lifted = ("", frozenset())
