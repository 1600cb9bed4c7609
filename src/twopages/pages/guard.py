"""What surrounds every answer of the pages: security headers, the switch of language, and the refusal of foreign forms."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twopages.ontology.model import Language
from twopages.pages.words import LANGUAGES

LANGUAGE: Final = "language"  # the cookie, and the parameter that sets it
_YEAR: Final = 365 * 24 * 3600
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


class SecurityHeaders:
    """Gives every answer the headers of a page that nobody may frame, keep or feed with scripts, unless it has its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of the answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, complete if scope["type"] == "http" else send)


class LanguageSwitch:
    """Turns `?language=` into a cookie and the same address without it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a switch; pass everything else on."""
        request = Request(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if request is None or LANGUAGE not in request.query_params:
            return await self.app(scope, receive, send)
        response = RedirectResponse(request.url.path, 303)
        if request.query_params[LANGUAGE] in LANGUAGES:
            response.set_cookie(LANGUAGE, request.query_params[LANGUAGE], max_age=_YEAR, httponly=True, samesite="lax")
        return await response(scope, receive, send)


def language_of(request: Request) -> Language:
    """The language that the reader chose, else the first."""
    chosen = request.cookies.get(LANGUAGE)
    return next((language for language in LANGUAGES if language == chosen), LANGUAGES[0])


async def own_form(request: Request) -> dict[str, str]:
    """The fields of a form that one of our own pages sent; 403 for any other.

    Browsers say where a form comes from in Sec-Fetch-Site; the Origin of our own pages is null, since they send no referrer.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    if site != "same-origin" and not (site is None and urlsplit(origin).netloc == request.url.netloc != ""):
        raise HTTPException(403)
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
