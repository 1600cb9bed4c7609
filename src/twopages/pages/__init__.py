"""The pages: server-rendered, in two languages, and whole without scripts."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from twopages.access.oidc import RETURN
from twopages.pages import (
    desk_views,
    grant_views,
    look_up_views,
    looked_views,
    rule_views,
    sign_in_views,
    tag_views,
    views,
)
from twopages.pages.door import Door
from twopages.pages.guard import LanguageSwitch, SecurityHeaders, Unexpected
from twopages.pages.paths import CASES, SCENARIOS, case_path, scenario_path
from twopages.pages.rates import NOTICE, Counting, RateLimits
from twopages.pages.reader import BatchRow, QuarantinedRow, Reader
from twopages.pages.session import SessionCookie, SignInNeededError, signed_in
from twopages.pages.store_reader import StoreReader
from twopages.pages.visit import Site, settle

__all__ = [
    "BatchRow",
    "Counting",
    "Door",
    "QuarantinedRow",
    "RateLimits",
    "Reader",
    "SecurityHeaders",
    "SessionCookie",
    "SignInNeededError",
    "Site",
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
    "/look-up": look_up_views.look_up_form,
    "/deliveries": views.deliveries,
    "/deliveries/{batch}": views.delivery,
    "/tags": tag_views.catalogue,
    "/tags/{tag}": tag_views.definition,
    "/rules": rule_views.rules,
    "/rules/{tag}": rule_views.rule,
    "/drafts/{kind}": rule_views.draft,
    CASES: desk_views.cases,
    SCENARIOS: desk_views.scenarios,
    "/questions": looked_views.questions,
    "/{kind}/{id}": views.subject,
    "/{kind}/{id}/history": views.history,
    "/{kind}/{id}/looked": looked_views.looked,
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
    NOTICE: sign_in_views.take_notice,
    "/look-up": look_up_views.take_look_up,
    "/rules/{tag}": rule_views.take_rule,
    "/drafts/{kind}": rule_views.take_draft,
    CASES: desk_views.take_case,
    case_path("{case}", "close"): desk_views.take_close,
    SCENARIOS: desk_views.take_request,
    scenario_path("{request}"): desk_views.take_verdict,
    "/questions/{question}": looked_views.take_answer,
    "/{kind}/{id}/grants": grant_views.take_grant,
    "/{kind}/{id}/find": views.take_find,
    "/{kind}/{id}/looked": looked_views.take_question,
    "/{kind}/{id}/reveal": views.reveal,
    "/{kind}/{id}/conceal": views.mask_again,
}


def create_pages(site: Site) -> Mount:
    """All pages, to be mounted behind `SessionCookie`; without demo accounts and issuer nobody can sign in."""
    files = Mount("/static", StaticFiles(directory=_STATIC))
    return Mount("", routes=[files, *_routes(site)], middleware=[Middleware(LanguageSwitch, secure=site.door.secure)])


def create_message(site: Site) -> Callable[..., Response]:
    """Says a status in words, in the language and surroundings of the pages."""
    return partial(views.message, site)


def _routes(site: Site) -> list[BaseRoute]:
    return [
        *(Route(path, _settled_later(partial(view, site)), methods=["GET"]) for path, view in _WALKED.items()),
        *(Route(path, _settled(partial(view, site)), methods=["GET"]) for path, view in _GOT.items()),
        *(Route(path, _settled_later(partial(view, site)), methods=["POST"]) for path, view in _POSTED.items()),
    ]


def _settled(view: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """A view whose receipts are durable before its answer leaves."""

    def answer(request: Request) -> Response:
        return settle(request, view(request))

    return answer


def _settled_later(view: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The same of a view that waits for others."""

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(settle, request, await view(request))

    return answer
