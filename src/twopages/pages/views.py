"""From a request to a page: what the visit may open, what the reader says of it, and the context that it becomes."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twopages.access import Work
from twopages.dossier import NOW, Changes, Dossier, Far, MomentError, moment, today_in_shanghai
from twopages.ontology.model import Model
from twopages.pages.contexts.acting import Acting, acting
from twopages.pages.contexts.around import around_page
from twopages.pages.contexts.frame import Place, frame_of
from twopages.pages.contexts.history import Days, history_page
from twopages.pages.contexts.papers import nowhere
from twopages.pages.contexts.places import places
from twopages.pages.contexts.record import record_page
from twopages.pages.contexts.small import message_page
from twopages.pages.contexts.steward import deliveries_page, delivery_page
from twopages.pages.contexts.subject import Ask, Paths, Read, subject_page
from twopages.pages.contexts.value import value_page
from twopages.pages.files import File
from twopages.pages.guard import language_of, own_form
from twopages.pages.paths import record_path, subject_path
from twopages.pages.reader import Whereabouts
from twopages.pages.rendering import respond
from twopages.pages.session import conceal, lift, name_of, signed_in, work_on
from twopages.pages.showing import ALL, TAGS
from twopages.pages.visit import Site, Visit
from twopages.pages.walk import walk
from twopages.pages.words import words_of

_BACK: Final = re.compile(
    r"(?:/(?:value|record|around|tags)(?:/[\w-]{1,80}){1,4}|/history|/tags)?(?:#[\w-]{1,80})?", re.ASCII
)  # the page a form came from


_WANTED: Final = 100  # characters of a text that is looked for in a page


def home(site: Site, request: Request) -> Response:
    """Leads everybody to where they start."""
    return RedirectResponse(Visit.of(site, request).home(), 303)


def subject(site: Site, request: Request) -> Response:
    """The page of a person or an enterprise; one that names a case is opened for that from now on."""
    visit = Visit.of(site, request)
    if (case := request.query_params.get("case")) is not None:
        work_on(request, Work(case=case))
        return RedirectResponse(request.url.path, 303)
    days = _days(request)
    try:
        asked = moment(days.recorded or None, days.valid or None, today_in_shanghai())
    except MomentError:
        return _history(visit, days, fault=True)
    return _subject(visit, Ask(unfolded=request.query_params.get("groups") == "all", moment=asked))


def history(site: Site, request: Request) -> Response:
    """What changed in a file, day by day; or what differs between two days."""
    return _history(Visit.of(site, request), _days(request))


def _days(request: Request) -> Days:
    return Days(*(request.query_params.get(name, "") for name in ("recorded", "valid", "from", "to")))


def _history(visit: Visit, days: Days, *, fault: bool = False) -> Response:
    file, today, found = visit.file(), today_in_shanghai(), Changes(())
    dossier = file.heading()
    try:
        if days.before or days.after:
            ends = (moment(day or None, None, today) for day in (days.before, days.after))
            found = file.difference(*ends)
        elif not fault:
            found = file.timeline()
    except MomentError:
        fault = True
    frame, showing = visit.frame(visit.say("history.title")), visit.showing(file.id)
    page = history_page(frame, showing, dossier, found, days=days, today=today, fault=fault)
    return respond(page, 400 if fault else 200)


async def take_find(site: Site, request: Request) -> Response:
    """The page with what holds a text; the text goes nowhere but to the page."""
    form = await own_form(request)
    visit = await run_in_threadpool(Visit.of, site, request)
    return await run_in_threadpool(_subject, visit, Ask(form.get("text", "").strip()[:_WANTED]))


def _subject(visit: Visit, ask: Ask) -> Response:
    file, model = visit.file(), visit.site.model
    dossier, own = file.dossier(ask.moment), file.id == visit.viewer.subject
    acted = tuple(Place(far.caption, subject_path(far.cls, far.id)) for far in visit.represented) if own else ()
    cls, purpose = model.classes[file.cls], file.opened.ground.purpose
    frame = visit.frame(visit.say.label(cls.label), None if cls.subject else purpose)
    alone = visit.by_itself if file.opened.ground.role.own else nowhere
    paths = Paths(partial(visit.path_to, file.cls, file.id, ()), visit.path_if_open, alone)
    owned = file.ownership() if _has_tree(model, file.cls) and ask.moment == NOW else None
    found, tags = _whereabouts(visit, file, dossier, ask), file.tags(ask.moment)
    here = subject_path(file.cls, file.id) if file.opened.ground.role.own and cls.subject else ""
    read = Read(dossier, acted, owned, found, tags, here, _acting(file, dossier))
    return respond(subject_page(frame, file.showing(), read, paths, ask))


def _acting(file: File, dossier: Dossier) -> Acting | None:
    """By what the viewer acts for a file; a row that says so leads to its page where the file shows it."""
    by, known = file.acting(), {record.id for record in dossier.records}
    if by is None:
        return None
    return acting(file.showing(), by, lambda id: record_path(file.cls, file.id, id) if id in known else "")


def _whereabouts(visit: Visit, file: File, dossier: Dossier, ask: Ask) -> Whereabouts | None:
    """Where the things are that the maps of the page show; no map has a past, and none stands among what was looked for."""
    if ask.wanted or ask.moment != NOW:
        return None
    return file.whereabouts(places(visit.showing(dossier.id), dossier))


def _has_tree(model: Model, cls: str) -> bool:
    return any(block.cls == cls and block.look == "tree" for block in model.blocks.values())


def value(site: Site, request: Request) -> Response:
    """The lineage of one value."""
    visit = Visit.of(site, request)
    file = visit.file()
    dossier, envelope = file.value(request.path_params["attribute"])
    title = visit.say.label(site.model.attributes[envelope.attribute].label)
    return respond(value_page(visit.frame(title), visit.showing(file.id), dossier, envelope))


def record(site: Site, request: Request) -> Response:
    """A row as it was delivered."""
    visit = Visit.of(site, request)
    file = visit.file()
    dossier, found = file.record(request.path_params["record"])
    title = visit.say.label(site.model.datasets[found.dataset].label)
    return respond(record_page(visit.frame(title), visit.showing(file.id), dossier, found))


def around(site: Site, request: Request) -> Response:
    """What lies at the end of a way of relations from a subject."""
    visit = Visit.of(site, request)
    file = visit.file()
    way = tuple(request.path_params["way"].split("/"))
    walked = walk(visit, file, way)
    far = Far(walked.far.id, walked.far.cls, walked.far.caption)
    if visit.may_open(far):
        return RedirectResponse(subject_path(far.cls, far.id), 303)
    frame = visit.frame(visit.say("around.title"))
    return respond(around_page(frame, visit.showing(file.id), walked, partial(visit.path_to, file.cls, file.id, way)))


async def reveal(site: Site, request: Request) -> Response:
    """Lifts masks on one file for this session: of attributes, of what relations say, or all."""
    form = await own_form(request)
    visit = await run_in_threadpool(Visit.of, site, request)
    file = visit.file()
    known = {ALL, TAGS, *site.model.attributes, *site.model.relations}
    lift(request, file.id, known.intersection(form.get("attribute", "").split()))
    return _back(file, form)


async def mask_again(site: Site, request: Request) -> Response:
    """Puts the masks of a file back."""
    form = await own_form(request)
    visit = await run_in_threadpool(Visit.of, site, request)
    conceal(request)
    return _back(visit.file(), form)


def deliveries(site: Site, request: Request) -> Response:
    """The deliveries for the steward."""
    visit = Visit.of(site, request)
    visit.only("steward")
    return respond(deliveries_page(visit.frame_of("deliveries"), visit.showing(), site.reader.batches()))


def delivery(site: Site, request: Request) -> Response:
    """One delivery and its quarantined rows."""
    visit = Visit.of(site, request)
    visit.only("steward")
    batch = next((item for item in site.reader.batches() if item.id == request.path_params["batch"]), None)
    if batch is None:
        raise HTTPException(404)
    return respond(
        delivery_page(visit.frame_of("deliveries"), visit.showing(), batch, site.reader.quarantined(batch.id))
    )


def message(site: Site, request: Request, status: int, key: str = "", **parts: str) -> Response:
    """What is said instead of a page: of the status, or by a key of its own."""
    say = words_of(language_of(request))
    key = key or (str(status) if f"message.{status}" in say.texts else "500")
    signed = signed_in(request)
    frame = frame_of(say, say(f"message.{key}.title"), "/", name_of(say, signed) if signed else "")
    return respond(message_page(frame, key, parts), status)


def _back(file: File, form: Mapping[str, str]) -> Response:
    back = form.get("back", "")
    return RedirectResponse(subject_path(file.cls, file.id) + (back if _BACK.fullmatch(back) else ""), 303)
