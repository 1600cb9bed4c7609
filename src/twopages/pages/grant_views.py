"""Views of consents and authorisations: for whoever's file it is and who acts for it, and for no caseworker."""

from collections.abc import Mapping
from typing import Final, get_args

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twopages.access import own_class
from twopages.access.grants import ConsentAsk, GrantError, TrustAsk, What
from twopages.access.grants.terms import consentable, entrustable, named, require_purpose
from twopages.dossier import Far
from twopages.pages.contexts.frame import Place
from twopages.pages.contexts.grants import NAME_OF, PART, Act, Form, Shown, grants_page, parts_of
from twopages.pages.guard import own_form
from twopages.pages.paths import class_at, grants_path, subject_path
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
    if found is None or not visit.may_grant(found.id, id):
        raise HTTPException(404)
    return found.id, id


def _done(visit: Visit, cls: str, id: str, act: Act, fields: Fields) -> None:
    grants, grant, by = visit.site.reader.grants, fields.get("grant", ""), visit.viewer.account
    match act:
        case "consent":
            grants.consent(cls, id, _consent(visit, cls, fields), by)
        case "authorise":
            grants.authorise(cls, id, _trust(visit, cls, fields), by)
        case "withdraw":
            grants.withdraw(id, grant)
        case "revoke":
            grants.revoke(id, grant)
        case "accept":
            grants.accept(_agent(visit, id), grant)
        case "decline":
            grants.decline(_agent(visit, id), grant)


def _agent(visit: Visit, id: str) -> str:
    """Only oneself accepts to act for somebody: no child does, nor its parents in its place."""
    if id != visit.viewer.subject:
        raise HTTPException(404)
    return id


def _consent(visit: Visit, cls: str, fields: Fields) -> ConsentAsk:
    model = visit.site.model
    purpose = require_purpose(fields.get("purpose", ""), consentable(model, cls))
    name = fields.get(f"{NAME_OF}{purpose.id}", "")
    if not named(model, purpose) and name.strip() in model.departments:  # no institution is called like that
        raise GrantError(What.ORGANISATION)
    organisation = (purpose.department or "") if named(model, purpose) else name
    return ConsentAsk(purpose.id, organisation, fields.get("until", ""))


def _trust(visit: Visit, cls: str, fields: Fields) -> TrustAsk:
    """What the form says; all parts that there are are all that the purpose gives."""
    purpose = require_purpose(fields.get("purpose", ""), entrustable(visit.site.model, cls))
    parts = {name: inside for name, _, inside in parts_of(visit.showing(), purpose)}
    chosen = [inside for name, inside in parts.items() if fields.get(f"{PART}{name}")]
    if not chosen:
        raise GrantError(What.NOTHING)
    items = frozenset[str]() if len(chosen) == len(parts) else frozenset[str]().union(*chosen)
    days = (fields.get("since", ""), fields.get("until", ""))
    return TrustAsk(purpose.id, fields.get("number", ""), *days, items)


def _shown(visit: Visit, form: Form) -> Response:
    cls, id = _file(visit)
    page = grants_page(visit.frame_of("grants"), visit.showing(id), _read(visit, cls, id), form)
    return respond(page, 400 if form.fault else 200)


def _read(visit: Visit, cls: str, id: str) -> Shown:
    """The grants of a file; what others gave to it stands on the own page alone."""
    reader, person = visit.site.reader, own_class(visit.site.model)
    grants, opened = reader.grants, visit.may_open(Far(id, cls, ""))
    as_agent = id == visit.viewer.subject and cls == person
    return Shown(
        cls=cls,
        action=grants_path(cls, id),
        back=Place(reader.caption(cls, id), subject_path(cls, id)) if opened else None,
        today=grants.today(),
        last=grants.last_day(),
        consents=grants.of(id),
        given=grants.given(id),
        received=grants.received(id) if as_agent else None,
        name=reader.caption,
        person=person,
    )
