"""Views of looks: who looked at a file, for whoever may open it; questions about looks; and their answers, for auditors."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twopages.access.looked.looks import LooksAsk, LooksPage
from twopages.access.looked.questions import QuestionError
from twopages.dossier import CursorError, MomentError, cursor, place
from twopages.pages.contexts.looked import Found, Ways, looked_page, questions_page
from twopages.pages.guard import own_form
from twopages.pages.paths import QUESTIONS, subject_path
from twopages.pages.rendering import respond
from twopages.pages.visit import Site, Visit

_FIELDS: Final[tuple[str, ...]] = ("office", "purpose", "from", "to", "own", "after")  # what an address may hold
_PAGE, _OWN = 20, 10  # looks of a page, and of the fold
_ID: Final = re.compile(r"[0-9a-f]{32}")


def looked(site: Site, request: Request) -> Response:
    """Who looked at a file."""
    return _looked(Visit.of(site, request), request.query_params)


async def take_question(site: Site, request: Request) -> Response:
    """A question about a look at the viewer's own file, or one of whom he or she acts for."""
    form = await own_form(request)
    return await run_in_threadpool(_asked, site, request, form)


def questions(site: Site, request: Request) -> Response:
    """The questions that wait for an auditor."""
    return _questions(Visit.of(site, request))


async def take_answer(site: Site, request: Request) -> Response:
    """The answer of an auditor."""
    form = await own_form(request)
    return await run_in_threadpool(_answered, site, request, form)


def _looked(visit: Visit, told: Mapping[str, str], fault: str = "") -> Response:
    file, asked = visit.own_file(), _known(told)
    cls, id = file.cls, file.id
    try:
        found = _read(visit, id, _ask(asked))
    except (MomentError, CursorError) as error:
        fault, asked = visit.say(f"looked.fault.{error.code.lower()}"), {}
        found = _read(visit, id, _ask(asked))
    frame = visit.frame(visit.say("looked.title"))
    page = looked_page(frame, visit.showing(id), found, _ways(subject_path(cls, id), asked, found), fault)
    return respond(page, 400 if fault else 200)


def _known(told: Mapping[str, str]) -> dict[str, str]:
    """What an address says that it may say."""
    return {name: told[name] for name in _FIELDS if told.get(name)}


def _ask(asked: Mapping[str, str]) -> LooksAsk:
    """What an address asks; looks of those whose file it is stand apart from all others."""
    after = place(asked.get("after"), 2)
    return LooksAsk(
        _PAGE,
        (after[0], after[1]) if after else None,
        asked.get("purpose"),
        asked.get("office"),
        asked.get("from"),
        asked.get("to"),
        bool(asked.get("own")),
    )


def _read(visit: Visit, id: str, ask: LooksAsk) -> Found:
    reader, viewer = visit.site.reader, visit.viewer
    looks, apart = _held(reader.looks(id, ask, viewer)), LooksAsk(_OWN, since=ask.since, until=ask.until, own=True)
    return Found(ask, looks, None if ask.own else _held(reader.looks(id, apart, viewer)))


def _held(page: LooksPage | None) -> LooksPage:
    if page is None:
        raise HTTPException(404)
    return page


def _ways(here: str, asked: Mapping[str, str], found: Found) -> Ways:
    """Addresses that hold what was asked, and nothing personal."""
    looks = found.looks.looks
    days = {name: asked[name] for name in ("from", "to") if name in asked}
    older = {**asked, "after": cursor(looks[-1].at, looks[-1].id)} if looks else asked
    page = f"{here}/looked"
    return Ways(here, urlencode(asked), f"{page}?{urlencode(older)}", f"{page}?{urlencode({**days, 'own': 'yes'})}")


def _asked(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    visit = Visit.of(site, request)
    file, look = visit.own_file(), form.get("look", "")
    cls, id = file.cls, file.id
    if not _ID.fullmatch(look):
        raise HTTPException(404)
    told = dict(parse_qsl(form.get("query", "")))
    try:
        site.reader.ask(id, look, visit.viewer, form.get("text", ""))
    except QuestionError as error:
        return _looked(visit, told, visit.say.label(error.said))
    query = urlencode(_known(told))
    return RedirectResponse(f"{subject_path(cls, id)}/looked{query and '?'}{query}#look-{look}", 303)


def _questions(visit: Visit, fault: str = "") -> Response:
    visit.only("auditor")
    page = questions_page(
        visit.frame_of("questions"), visit.showing(), visit.site.reader.questions(visit.viewer), fault
    )
    return respond(page, 400 if fault else 200)


def _answered(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    visit = Visit.of(site, request)
    visit.only("auditor")
    try:
        site.reader.answer(request.path_params["question"], visit.viewer, form.get("text", ""))
    except QuestionError as error:
        return _questions(visit, visit.say.label(error.said))
    return RedirectResponse(QUESTIONS, 303)
