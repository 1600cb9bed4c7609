"""The web application: wiring only."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from threading import Thread
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from twopages.access import DeniedError, Gate, Sessions, Viewer, bearer, bears_token, load_accounts, require_loopback
from twopages.access.address import Proxies
from twopages.access.dealings import Dealings
from twopages.access.gate import Log
from twopages.access.grants import Limits
from twopages.access.looked.index import Indexer
from twopages.access.oidc import ClaimError, IssuerError, Oidc, SignInError, TokenError, client_of
from twopages.access.rates import Rates
from twopages.api import FindViewer, create_graphiql, create_graphql
from twopages.errors import ReceiptError, StoreError, TwoPagesError
from twopages.feed.fed_under import require_model
from twopages.graph import Store, statement
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.ontology.bundle import texts
from twopages.pages import (
    Counting,
    Door,
    RateLimits,
    SecurityHeaders,
    SessionCookie,
    SignInNeededError,
    Site,
    StoreReader,
    Unexpected,
    create_message,
    create_pages,
    signed_in,
)
from twopages.pages.guard import language_of
from twopages.receipts import Folder
from twopages.receipts.following import Following
from twopages.settings import Settings

Handler = Callable[[Request, Exception], Response]
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
_STATUS: Final[dict[type[Exception], int]] = {StoreError: 503, TwoPagesError: 500}
_KNOWN: Final = "twopages.viewer"


def create_app(settings: Settings, store: Store, log: Log) -> Starlette:
    """The application over a store, with receipts in a log; a TwoPagesError tells in one line why it cannot be."""
    model, keys = load_model(settings.ontology), KeyRing.load(settings)
    require_model(model, store)
    client = client_of(settings)
    oidc = Oidc.of(client, model, keys) if client else None
    door = _door(settings, oidc)
    viewer, rates = viewer_of(door, oidc), Rates(settings)
    limits = Limits(settings.grants_most, settings.grants_years)
    dealings = Dealings.of(store, keys, model, settings.case_days, limits)
    reader = StoreReader(store, keys, model, dealings, texts(settings.ontology))
    gate = Gate(model, keys, log, dealings)
    others = [
        Route("/live", _live),
        Route("/ready", partial(_ready, store)),
        *create_graphql(model, store, gate, viewer, rates=rates, dealings=dealings),
        *create_graphiql(settings.node_modules, viewer, sign_in="/sign-in"),
    ]
    Thread(target=_warm_up, args=(reader,), daemon=True).start()
    counting = Counting(rates, Proxies(settings.proxies), viewer)
    return assemble(Site(model, reader, door, gate), others, counting, partial(_indexing, settings, store))


@asynccontextmanager
async def _indexing(settings: Settings, store: Store, app: Starlette) -> AsyncIterator[None]:
    """Looks are indexed for as long as the application serves."""
    indexer = Indexer(store, Folder.of(settings), lambda: KeyRing.load(settings).public_keys)
    following = Following(indexer.run)
    following.start()
    yield
    await run_in_threadpool(following.stop)


def _warm_up(reader: StoreReader) -> None:
    """Whoever comes first need not wait for the store to plan; a store that is gone says so to those who ask it."""
    with suppress(StoreError):
        reader.warm_up()


def assemble(
    site: Site,
    others: Sequence[BaseRoute] = (),
    counting: Counting | None = None,
    lifespan: Lifespan | None = None,
) -> Starlette:
    """The pages behind a session, with their headers and their table of exceptions; `others` are routes before them."""
    message, door = create_message(site), site.door
    limited = [Middleware(RateLimits, counting=counting, message=message)] if counting else []
    return Starlette(
        routes=[*others, create_pages(site)],
        middleware=[
            Middleware(SecurityHeaders, origin=door.origin, secure=door.secure),
            Middleware(SessionCookie, sessions=door.sessions, secure=door.secure),
            Middleware(Unexpected, message=message),
            *limited,
        ],
        exception_handlers=_handlers(message),
        lifespan=lifespan,
    )


def _door(settings: Settings, oidc: Oidc | None) -> Door:
    """The ways in: the demo accounts where the demo is on, which is on loopback only, and the issuer if one is named."""
    if settings.demo:
        require_loopback(settings)
    return Door(
        load_accounts(settings) if settings.demo else {},
        oidc.sign_in if oidc else None,
        oidc.client.origin if oidc else "",
        settings.base.startswith("https:"),
        Sessions(settings.session_idle, settings.session_longest),
    )


def viewer_of(door: Door, oidc: Oidc | None) -> FindViewer:
    """Tells who asks: by the token of a program, or by the session of a browser; once for each request."""

    async def viewer(request: Request) -> Viewer | None:
        if _KNOWN not in request.scope:
            request.scope[_KNOWN] = await find(request)
        found: Viewer | None = request.scope[_KNOWN]
        return found

    async def find(request: Request) -> Viewer | None:
        authorization = request.headers.get("authorization")
        if bears_token(authorization):
            return bearer(door.accounts, authorization) or (await oidc.bearer(authorization) if oidc else None)
        signed = signed_in(request)
        return signed.viewer if signed else None

    return viewer


def _live(request: Request) -> Response:
    return JSONResponse({"live": True})


def _ready(store: Store, request: Request) -> Response:
    try:
        store.read(statement("ping"))
    except StoreError:
        return JSONResponse({"ready": False}, 503)
    return JSONResponse({"ready": True})


def _handlers(message: Callable[..., Response]) -> dict[type[Exception], Handler]:
    """The table of exceptions and what they become."""
    said = {kind: partial(_say, message, status) for kind, status in _STATUS.items()}
    refused: dict[type[Exception], Handler] = {
        kind: partial(_refuse, message) for kind in (SignInError, TokenError, ClaimError, IssuerError)
    }
    return {
        DeniedError: partial(_deny, message),
        ReceiptError: lambda request, error: message(request, 503, "receipt"),
        SignInNeededError: lambda request, error: RedirectResponse("/sign-in", 303),
        HTTPException: lambda request, error: message(request, error.status_code),  # type: ignore[attr-defined]
        **said,
        **refused,
    }


def _say(message: Callable[..., Response], status: int, request: Request, error: Exception) -> Response:
    return message(request, status)


def _deny(message: Callable[..., Response], request: Request, error: Exception) -> Response:
    """Why a purpose does not give what a page shows; the reason is nobody's secret."""
    assert isinstance(error, DeniedError)  # noqa: S101  # the table of exceptions says so
    return message(request, 403, "not_given", reason=error.reason.text(language_of(request)))


def _refuse(message: Callable[..., Response], request: Request, error: Exception) -> Response:
    """Why nobody was signed in; of what came from outside nothing is repeated."""
    if isinstance(error, IssuerError):
        return message(request, 503, "issuer")
    if isinstance(error, ClaimError):
        return message(request, 403, "claim", claim=error.claim)
    key = {"STALE": "stale", "DENIED": "denied"}.get(getattr(error, "code", ""), "failed")
    return message(request, 400, key)
