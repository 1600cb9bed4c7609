"""The pages: server-rendered, in two languages, and whole without scripts."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from twopages.access.oidc import RETURN
from twopages.ontology.model import Model
from twopages.pages import grant_views, rule_views, sign_in_views, tag_views, views
from twopages.pages.door import Door
from twopages.pages.guard import LanguageSwitch, SecurityHeaders, Unexpected
from twopages.pages.reader import BatchRow, QuarantinedRow, Reader
from twopages.pages.session import SessionCookie, SignInNeededError, signed_in
from twopages.pages.store_reader import StoreReader
from twopages.pages.visit import Site

__all__ = [
    "BatchRow",
    "Door",
    "QuarantinedRow",
    "Reader",
    "SecurityHeaders",
    "SessionCookie",
    "SignInNeededError",
    "StoreReader",
    "Unexpected",
    "create_message",
    "create_pages",
    "signed_in",
]
_STATIC = Path(__file__).parent / "static"
_GOT: Final[Mapping[str, Callable[[Site, Request], Response]]] = {
    "/": views.home,
    "/sign-in": sign_in_views.sign_in_form,
    "/look-up": views.look_up_form,
    "/deliveries": views.deliveries,
    "/deliveries/{batch}": views.delivery,
    "/tags": tag_views.catalogue,
    "/tags/{tag}": tag_views.definition,
    "/rules": rule_views.rules,
    "/rules/{tag}": rule_views.rule,
    "/drafts/{kind}": rule_views.draft,
    "/{kind}/{id}": views.subject,
    "/{kind}/{id}/history": views.history,
    "/{kind}/{id}/grants": grant_views.grants,
    "/{kind}/{id}/value/{attribute}": views.value,
    "/{kind}/{id}/record/{record}": views.record,
    "/{kind}/{id}/around/{way:path}": views.around,
    "/{kind}/{id}/tags": tag_views.tags,
    "/{kind}/{id}/tags/{tag}": tag_views.why,
}
_WALKED: Final[Mapping[str, Callable[[Site, Request], Awaitable[Response]]]] = {
    sign_in_views.BEGIN: sign_in_views.begin,
    RETURN: sign_in_views.returned,
}
_POSTED: Final[Mapping[str, Callable[[Site, Request], Awaitable[Response]]]] = {
    "/sign-in": sign_in_views.take_sign_in,
    "/sign-out": sign_in_views.take_sign_out,
    "/sign-out/notice": sign_in_views.take_notice,
    "/look-up": views.take_look_up,
    "/rules/{tag}": rule_views.take_rule,
    "/drafts/{kind}": rule_views.take_draft,
    "/{kind}/{id}/grants": grant_views.take_grant,
    "/{kind}/{id}/find": views.take_find,
    "/{kind}/{id}/reveal": views.reveal,
    "/{kind}/{id}/conceal": views.mask_again,
}


def create_pages(model: Model, reader: Reader, door: Door) -> Mount:
    """All pages, to be mounted behind `SessionCookie`; without demo accounts and issuer nobody can sign in."""
    site = Site(model, reader, door)
    files = Mount("/static", StaticFiles(directory=_STATIC))
    return Mount("", routes=[files, *_routes(site)], middleware=[Middleware(LanguageSwitch)])


def create_message(model: Model, reader: Reader, door: Door) -> Callable[..., Response]:
    """Says a status in words, in the language and surroundings of the pages."""
    return partial(views.message, Site(model, reader, door))


def _routes(site: Site) -> list[BaseRoute]:
    return [
        *(Route(path, partial(view, site), methods=["GET"]) for path, view in _WALKED.items()),
        *(Route(path, partial(view, site), methods=["GET"]) for path, view in _GOT.items()),
        *(Route(path, partial(view, site), methods=["POST"]) for path, view in _POSTED.items()),
    ]
