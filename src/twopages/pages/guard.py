"""What surrounds every answer of the pages: security headers, the switch of language, and the refusal of foreign forms."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twopages.access.origin import own_origin
from twopages.ontology.model import Language
from twopages.pages.words import LANGUAGES

LANGUAGE: Final = "language"  # the cookie, and the parameter that sets it
_LOG: Final = logging.getLogger("twopages")
_LONGEST: Final = 256 * 1024  # bytes of a form: the longest text of a rule, as forms write it
_YEAR: Final = 365 * 24 * 3600
_ONLY_TLS: Final = f"max-age={_YEAR}"
HEADERS: Final = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
FILES: Final = HEADERS | {"cache-control": "no-cache"}  # kept, but asked for again: they are nobody's


class SecurityHeaders:
    """Gives every answer the headers of a page that nobody may frame, keep or feed with scripts, unless it has its own.

    `origin`: where else our forms may lead, since signing out leads to the issuer; `secure`: browsers come over TLS, and shall go on so.
    """

    def __init__(self, app: ASGIApp, origin: str = "", secure: bool = False) -> None:
        self.app, self._more = app, {"strict-transport-security": _ONLY_TLS} if secure else {}
        policy = HEADERS["content-security-policy"].replace(
            "form-action 'self'", f"form-action 'self' {origin}".strip()
        )
        self._policy = {"content-security-policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of the answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                usual = FILES if scope["path"].startswith("/static/") else HEADERS
                for name, value in (usual | self._policy | self._more).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, complete if scope["type"] == "http" else send)


class Unexpected:
    """Answers what nobody foresaw, and logs where it happened but none of what the error says: that may be personal."""

    def __init__(self, app: ASGIApp, message: Callable[[Request, int], Response]) -> None:
        self.app, self.message = app, message

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; say so if that breaks before anything was answered."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            _LOG.error("%s at %s", type(error).__name__, _place(error))
            if scope["type"] == "http" and not started:
                await self.message(Request(scope), 500)(scope, receive, send)


def _place(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


class LanguageSwitch:
    """Turns `?language=` into a cookie and the same address without it; `secure`: browsers come over TLS."""

    def __init__(self, app: ASGIApp, secure: bool = False) -> None:
        self.app, self._secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a switch; pass everything else on."""
        request = Request(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if request is None or LANGUAGE not in request.query_params:
            return await self.app(scope, receive, send)
        response = RedirectResponse(request.url.path, 303)
        if request.query_params[LANGUAGE] in LANGUAGES:
            response.set_cookie(
                LANGUAGE,
                request.query_params[LANGUAGE],
                max_age=_YEAR,
                secure=self._secure,
                httponly=True,
                samesite="lax",
            )
        return await response(scope, receive, send)


def language_of(request: Request) -> Language:
    """The language that the reader chose, else the first."""
    chosen = request.cookies.get(LANGUAGE)
    return next((language for language in LANGUAGES if language == chosen), LANGUAGES[0])


async def own_form(request: Request) -> dict[str, str]:
    """The fields of a form that one of our own pages sent; 403 for any other, 413 as for `foreign_form`."""
    if not own_origin(request.headers, request.url.netloc):
        raise HTTPException(403)
    return await foreign_form(request)


async def own_lists(request: Request, name: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The same, with all values of a field that may stand there several times."""
    form = await own_form(request)
    found = (await request.form()).getlist(name)
    return form, tuple(value for value in found if isinstance(value, str))


async def foreign_form(request: Request) -> dict[str, str]:
    """The fields of a form from anywhere; 413 for one that is too long or does not say how long it is."""
    if "transfer-encoding" in request.headers or int(request.headers.get("content-length", 0)) > _LONGEST:
        raise HTTPException(413)
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
