"""Views of the stewards' bench: a rule as it is written, and what an edited or new one would do. Nothing of a text is kept."""

from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from twopages.dossier import today_in_shanghai
from twopages.ontology.drafts import DraftError, blank
from twopages.pages.contexts.rules import Bench, rule_page, rules_page
from twopages.pages.guard import own_form
from twopages.pages.paths import class_at
from twopages.pages.rendering import respond
from twopages.pages.visit import Site, Visit


def rules(site: Site, request: Request) -> Response:
    """All tags, to begin from."""
    visit = _steward(site, request)
    return respond(rules_page(visit.frame_of("rules"), visit.showing()))


def rule(site: Site, request: Request) -> Response:
    """One tag in words, and as it is written."""
    visit = _steward(site, request)
    return _shown(visit, _of_tag(visit, site.reader.rule_text(request.path_params["tag"])))


def draft(site: Site, request: Request) -> Response:
    """A text to begin a new tag with."""
    visit = _steward(site, request)
    return _shown(visit, _of_class(visit, blank(site.model, _class(visit))))


async def take_rule(site: Site, request: Request) -> Response:
    """What an edited tag would do."""
    text = _text(await own_form(request))
    visit = await run_in_threadpool(_steward, site, request)
    return await _try(visit, _of_tag(visit, text))


async def take_draft(site: Site, request: Request) -> Response:
    """What a new tag would do."""
    text = _text(await own_form(request))
    visit = await run_in_threadpool(_steward, site, request)
    return await _try(visit, _of_class(visit, text))


def _steward(site: Site, request: Request) -> Visit:
    visit = Visit.of(site, request)
    visit.only("steward")
    return visit


def _text(form: dict[str, str]) -> str:
    """The text with ends of lines as files have them; forms have their own."""
    return form.get("text", "").replace("\r\n", "\n")


def _of_tag(visit: Visit, text: str) -> Bench:
    tag = visit.site.model.tags.get(visit.request.path_params["tag"])
    if tag is None:
        raise HTTPException(404)
    return Bench(tag.cls, tag, text)


def _of_class(visit: Visit, text: str) -> Bench:
    return Bench(_class(visit), None, text)


def _class(visit: Visit) -> str:
    found = class_at(visit.site.model, visit.request.path_params["kind"])
    if found is None or all(tag.cls != found.id for tag in visit.site.model.tags.values()):
        raise HTTPException(404)
    return found.id


async def _try(visit: Visit, bench: Bench) -> Response:
    async with visit.site.trying:
        return await run_in_threadpool(_tried, visit, bench)


def _tried(visit: Visit, bench: Bench) -> Response:
    try:
        outcome = visit.site.reader.trial(bench.text, today_in_shanghai())
    except DraftError as error:
        return _shown(visit, replace(bench, outcome=error), 400)
    return _shown(visit, replace(bench, outcome=outcome))


def _shown(visit: Visit, bench: Bench, status: int = 200) -> Response:
    title = visit.say.label(bench.tag.label) if bench.tag else visit.say("draft.title")
    return respond(rule_page(visit.frame(title), visit.showing(), bench, visit.path_if_open), status)
