"""Views of consents and authorisations: for whoever's file it is and who acts for it, and for no caseworker."""

from collections.abc import Mapping
from functools import partial
from typing import Final, get_args

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twopages.access import own_class
from twopages.access.grants import Giver, GrantError
from twopages.access.grants.terms import entrustable
from twopages.pages.contexts.agencies import on_record
from twopages.pages.contexts.frame import Place
from twopages.pages.contexts.grants import NAME_OF, PART, Act, Form, Shown, grants_page, parts_of
from twopages.pages.guard import own_form
from twopages.pages.paths import class_at, grants_path, record_path, subject_path
from twopages.pages.rendering import respond
from twopages.pages.visit import Site, Visit

Fields = Mapping[str, str]
_ACTS: Final[tuple[Act, ...]] = get_args(Act)


def grants(site: Site, request: Request) -> Response:
    """What a file gave and was given, and the forms that give more."""
    return _shown(Visit.of(site, request), Form())


async def take_grant(site: Site, request: Request) -> Response:
    """Gives, accepts or ends a grant, and leads back to the page; what cannot be is said there."""
    form = await own_form(request)
    return await run_in_threadpool(_taken, site, request, form)


def _taken(site: Site, request: Request, fields: Fields) -> Response:
    visit, act = Visit.of(site, request), next((act for act in _ACTS if act == fields.get("act")), None)
    cls, id = _file(visit)
    if act is None:
        raise HTTPException(400)
    try:
        _done(visit, cls, id, act, fields)
    except GrantError as error:
        return _shown(visit, Form(act, fields, visit.say.label(error.said)))
    return RedirectResponse(grants_path(cls, id), 303)


def _file(visit: Visit) -> tuple[str, str]:
    """Class and id in the address, if the file is the viewer's own or the viewer acts for it; 404 just as if there were none."""
    found, id = class_at(visit.site.model, visit.request.path_params["kind"]), visit.request.path_params["id"]
    if found is None or not visit.giver.has(found.id, id):
        raise HTTPException(404)
    return found.id, id


def _done(visit: Visit, cls: str, id: str, act: Act, fields: Fields) -> None:
    giver, grant, purpose = visit.giver, fields.get("grant", ""), fields.get("purpose", "")
    match act:
        case "consent":
            giver.consent(id, purpose, fields.get(f"{NAME_OF}{purpose}", ""), fields.get("until", ""))
        case "authorise":
            days = (fields.get("since", ""), fields.get("until", ""))
            giver.authorise(id, purpose, fields.get("number", ""), days, _chosen(visit, cls, fields))
        case "withdraw":
            giver.withdraw(id, grant)
        case "revoke":
            giver.revoke(id, grant)
        case "refuse":
            visit.site.reader.agencies.on_record(giver, id).refuse(grant)
        case "restore":
            visit.site.reader.agencies.on_record(giver, id).restore(grant)
        case "accept":
            _own(visit, id).accept(grant)
        case "decline":
            _own(visit, id).decline(grant)


def _own(visit: Visit, id: str) -> Giver:
    """Only on the own page does one accept to act for somebody."""
    if id != visit.viewer.subject:
        raise HTTPException(404)
    return visit.giver


def _chosen(visit: Visit, cls: str, fields: Fields) -> frozenset[str]:
    """What is in the parts that the form chooses."""
    purpose = entrustable(visit.site.model, cls).get(fields.get("purpose", ""))
    parts = parts_of(visit.showing(), purpose) if purpose else ()
    return frozenset[str]().union(*(inside for name, _, inside in parts if fields.get(f"{PART}{name}")))


def _shown(visit: Visit, form: Form) -> Response:
    cls, id = _file(visit)
    showing, shown = visit.showing(id), _read(visit, cls, id)
    page = grants_page(visit.frame_of("grants"), showing, shown, form, on_record(showing, shown))
    return respond(page, 400 if form.fault else 200)


def _read(visit: Visit, cls: str, id: str) -> Shown:
    """The grants of a file; what others gave to it stands on the own page alone."""
    reader, person = visit.site.reader, own_class(visit.site.model)
    grants, given, own = reader.grants, visit.giver.of(id), visit.own_name(cls, id)
    record = reader.agencies.on_record(visit.giver, id)
    return Shown(
        cls=cls,
        action=grants_path(cls, id),
        back=Place(own, subject_path(cls, id)) if own else None,
        today=grants.today(),
        last=grants.last_day(),
        consents=given.consents,
        given=given.given,
        received=given.received,
        name=visit.name,
        person=person,
        agents=record.agents,
        principals=record.principals,
        opened=visit.path_if_open,
        record=partial(record_path, cls, id) if own else lambda record: "",
    )
