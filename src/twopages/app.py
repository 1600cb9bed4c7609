"""The web application: wiring only."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from twopages.access import Account, Viewer, bearer, load_accounts, require_loopback
from twopages.api import create_graphiql, create_graphql
from twopages.errors import StoreError, TwoPagesError
from twopages.feed.fed_under import require_model
from twopages.graph import Store, statement
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.ontology.bundle import texts
from twopages.ontology.model import Model
from twopages.pages import (
    Reader,
    SecurityHeaders,
    SignInNeededError,
    StoreReader,
    Unexpected,
    account_of,
    create_message,
    create_pages,
)
from twopages.settings import Settings

_SESSION: Final = 8 * 3600  # seconds
_STATUS: Final[dict[type[Exception], int]] = {StoreError: 503, TwoPagesError: 500}


def create_app(settings: Settings, store: Store) -> Starlette:
    """The application over a store; a TwoPagesError tells in one line why it cannot be."""
    model, keys = load_model(settings.ontology), KeyRing.load(settings)
    require_model(model, store)
    accounts = _accounts(settings)
    viewer = partial(_viewer, accounts)
    others = [
        Route("/live", _live),
        Route("/ready", partial(_ready, store)),
        *create_graphql(model, store, keys, viewer),
        *create_graphiql(settings.node_modules, viewer, sign_in="/sign-in"),
    ]
    reader = StoreReader(store, keys, model, texts(settings.ontology))
    Thread(target=_warm_up, args=(reader,), daemon=True).start()
    return assemble(model, reader, accounts, keys.token("session"), others)


def _warm_up(reader: StoreReader) -> None:
    """Whoever comes first need not wait for the store to plan; a store that is gone says so to those who ask it."""
    with suppress(StoreError):
        reader.warm_up()


def assemble(
    model: Model, reader: Reader, accounts: Mapping[str, Account], secret: str, others: Sequence[BaseRoute] = ()
) -> Starlette:
    """The pages behind a session, with their headers and their table of exceptions; `others` are routes before them."""
    message = create_message(model, reader, accounts)
    return Starlette(
        routes=[*others, create_pages(model, reader, accounts)],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(
                SessionMiddleware, secret_key=secret, session_cookie="twopages", max_age=_SESSION, same_site="lax"
            ),
            Middleware(Unexpected, message=message),
        ],
        exception_handlers=_handlers(message),
    )


def _accounts(settings: Settings) -> Mapping[str, Account]:
    """The demo accounts where the demo is on: loopback only."""
    if not settings.demo:
        return {}
    require_loopback(settings)
    return load_accounts(settings)


def _viewer(accounts: Mapping[str, Account], request: Request) -> Viewer | None:
    """Who asks: the session of a browser, or the token of a program."""
    account = account_of(request, accounts)
    return account.viewer if account else bearer(accounts, request.headers.get("authorization"))


def _live(request: Request) -> Response:
    return JSONResponse({"live": True})


def _ready(store: Store, request: Request) -> Response:
    try:
        store.read(statement("ping"))
    except StoreError:
        return JSONResponse({"ready": False}, 503)
    return JSONResponse({"ready": True})


def _handlers(
    message: Callable[[Request, int], Response],
) -> dict[type[Exception], Callable[[Request, Exception], Response]]:
    """The table of exceptions and what they become."""
    said = {kind: partial(_say, message, status) for kind, status in _STATUS.items()}
    return {
        SignInNeededError: lambda request, error: RedirectResponse("/sign-in", 303),
        HTTPException: lambda request, error: message(request, error.status_code),  # type: ignore[attr-defined]
        **said,
    }


def _say(message: Callable[[Request, int], Response], status: int, request: Request, error: Exception) -> Response:
    return message(request, status)
