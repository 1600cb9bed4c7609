"""Looking for subjects by a key or a public name: only for purposes that find them by that, and for which one names oneself."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from twopages.access import Ground, Grounds, Viewer, Work
from twopages.dossier import Far
from twopages.ontology.model import Model, Purpose
from twopages.pages.contexts.small import Choice, look_up_page
from twopages.pages.guard import own_form
from twopages.pages.rendering import respond
from twopages.pages.session import work_on
from twopages.pages.visit import Site, Visit

_PUBLIC = 1  # captions of this grade stand in the index of names


def look_up_form(site: Site, request: Request) -> Response:
    """The small page of whoever finds subjects, before anything was asked."""
    visit = Visit.of(site, request)
    if not _finds_at_all(visit):
        raise HTTPException(404)
    return respond(look_up_page(visit.frame_of("look_up"), site.model, _choices(visit), None))


async def take_look_up(site: Site, request: Request) -> Response:
    """What was found; the text that was asked for goes nowhere but to the reader."""
    form = await own_form(request)
    visit = await run_in_threadpool(Visit.of, site, request)
    chosen = next((item for item in finders(site.model, visit.viewer) if item.id == form.get("purpose")), None)
    if chosen is None:
        raise HTTPException(400)
    return await run_in_threadpool(_looked_up, visit, chosen, form.get("text", "").strip())


def _finds_at_all(visit: Visit) -> bool:
    """Whether the viewer looks for an office, which may have purposes that find subjects."""
    roles = visit.site.model.viewer_roles.values()
    return any(not role.way and visit.viewer.role in role.accounts for role in roles)


def finders(model: Model, viewer: Viewer) -> list[Purpose]:
    """The purposes of a viewer that find by a key, a text in its place or a public name."""
    mine = Grounds(model, viewer).purposes()
    return [item for item in mine if not item.needs_case and (_by_key(model, item) or _by_name(model, item))]


def _choices(visit: Visit) -> tuple[Choice, ...]:
    say, model = visit.say, visit.site.model
    return tuple(Choice(item.id, say.label(item.label)) for item in finders(model, visit.viewer))


def _looked_up(visit: Visit, purpose: Purpose, text: str) -> Response:
    """From now on the pages are looked at for the purpose; every name that is shown leaves its receipt."""
    work_on(visit.request, Work(purpose.id))
    asking = Visit.of(visit.site, visit.request)
    ground, veil = asking.looking.ground(purpose.subject), asking.looking.veil(purpose.subject)
    found = [veil.named(far) for far in _found(visit, purpose, text)] if text else []
    _owe(asking, ground, found)
    page = look_up_page(visit.frame_of("look_up"), visit.site.model, _choices(visit), found, purpose.id)
    return respond(page)


def _owe(visit: Visit, ground: Ground, found: list[Far]) -> None:
    heading = visit.site.model.classes[ground.purpose.subject].caption
    masked = visit.looking.veil(ground.purpose.subject).decision.caption_masked(ground.purpose.subject, far=False)
    visit.looking.owe_found(ground, [far.id for far in found], [heading], [heading] if masked else [])


def _found(visit: Visit, purpose: Purpose, text: str) -> tuple[Far, ...]:
    reader, model, cls = visit.site.reader, visit.site.model, purpose.subject
    by_key = reader.by_key(cls, text, purpose.finds) if _by_key(model, purpose) else ()
    return by_key or (reader.by_name(cls, text) if _by_name(model, purpose) else ())


def _by_key(model: Model, purpose: Purpose) -> bool:
    cls = model.classes[purpose.subject]
    return len(cls.key) == 1 and not purpose.finds.isdisjoint((*cls.key, *cls.texts[:1]))


def _by_name(model: Model, purpose: Purpose) -> bool:
    heading = model.classes[purpose.subject].caption
    return heading in purpose.finds and model.attributes[heading].grade == _PUBLIC
