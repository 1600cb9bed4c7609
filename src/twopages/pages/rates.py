"""Refuses who asks too often, before anything is read for them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from twopages.access import Viewer
from twopages.access.address import Proxies
from twopages.access.oidc import RETURN, ClaimError, IssuerError, TokenError
from twopages.access.rates import Rates
from twopages.api import FindViewer, too_often
from twopages.pages.paths import CASES
from twopages.pages.sign_in_views import BEGIN

NOTICE: Final = "/sign-out/notice"  # the issuer's, that speaks for many
_FREE: Final = ("/live", "/ready")
_FILES: Final = "/static/"
_SIGN_INS: Final = {("POST", "/sign-in"), ("GET", BEGIN), ("GET", RETURN)}
_LOOK_UPS: Final = {("POST", "/look-up"), ("POST", CASES)}  # whoever opens a case names somebody by a key


@dataclass(frozen=True, slots=True)
class Counting:
    """What requests are counted by: the budgets, the proxies that may say where one comes from, and who sends it."""

    rates: Rates
    proxies: Proxies
    viewer: FindViewer


class RateLimits:
    """Counts every request but those for files and for the state of the program; 429 with the seconds to wait where a budget is used up."""

    def __init__(self, app: ASGIApp, counting: Counting, message: Callable[[Request, int], Response]) -> None:
        self.app, self.counting, self.message = app, counting, message

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        free = scope["type"] != "http" or scope["path"] in _FREE or scope["path"].startswith(_FILES)
        seconds = 0 if free else await self._wait(Request(scope))
        await (self._refusal(Request(scope), seconds) if seconds else self.app)(scope, receive, send)

    async def _wait(self, request: Request) -> int:
        """The seconds to wait; 0 when the request may go on."""
        rates, address = self.counting.rates, self.counting.proxies.client(request.scope)
        asked = (request.method, request.url.path)
        if seconds := rates.take("address", address) or (asked in _SIGN_INS and rates.take("sign_in", address)):
            return seconds
        viewer = await self._known(request)
        if viewer is None:
            return 0 if request.url.path == NOTICE else rates.take("stranger", address)
        return rates.take("viewer", viewer.account) or (asked in _LOOK_UPS and rates.take("look_up", viewer.account))

    async def _known(self, request: Request) -> Viewer | None:
        """Who asks; a token that is not taken is nobody's, and whoever sent it is told so later."""
        try:
            return await self.counting.viewer(request)
        except (TokenError, ClaimError, IssuerError):
            return None

    def _refusal(self, request: Request, seconds: int) -> Response:
        if request.url.path == "/graphql":
            return too_often(request, seconds)
        response = self.message(request, 429)
        response.headers["retry-after"] = str(seconds)
        return response
