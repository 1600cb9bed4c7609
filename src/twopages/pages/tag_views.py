"""Views of tags: those of a file and why it has them, for whoever may open it; the catalogue, for everybody."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from twopages.access import own_class
from twopages.dossier import Moment, MomentError, moment, today_in_shanghai
from twopages.ontology.model import Model, Tag
from twopages.pages.contexts.catalogue import catalogue_page, definition_page
from twopages.pages.contexts.frame import Frame, Place, frame_of
from twopages.pages.contexts.tag_list import tags_page
from twopages.pages.contexts.why import Asked, why_page
from twopages.pages.guard import language_of
from twopages.pages.paths import CATALOGUE, rule_path, tags_path
from twopages.pages.rendering import respond
from twopages.pages.session import signed_in
from twopages.pages.showing import Showing
from twopages.pages.visit import Site, Visit
from twopages.pages.words import words_of


def tags(site: Site, request: Request) -> Response:
    """The tags that a file has and had, and all others."""
    visit = Visit.of(site, request)
    file = visit.file()
    dossier = file.records()
    return respond(tags_page(visit.frame(visit.say("tags.own")), file.showing(), dossier, file.tags()))


def why(site: Site, request: Request) -> Response:
    """Why a file has a tag, or not, as of a moment."""
    visit, tag, at = Visit.of(site, request), _tag(site.model, request), _moment(request)
    file = visit.file()
    dossier, told = file.records(), file.why(tag, at)
    if told is None:
        raise HTTPException(404)
    found = file.tags(at)
    frame = visit.frame(visit.say.label(tag.label))
    return respond(why_page(frame, visit.showing(dossier.id), tag, Asked(dossier, found, told, at), visit.path_if_open))


def catalogue(site: Site, request: Request) -> Response:
    """All tags, for everybody."""
    visit, showing = _anybody(site, request)
    frame = _frame(visit, showing, request, showing.say("tags.catalogue"))
    return respond(catalogue_page(frame, showing, site.reader.holders()))


def definition(site: Site, request: Request) -> Response:
    """One tag, for everybody."""
    tag = _tag(site.model, request)
    visit, showing = _anybody(site, request)
    frame = _frame(visit, showing, request, showing.say.label(tag.label))
    mine = _mine(visit, tag) if visit else ()
    trial = rule_path(tag.id) if visit and visit.viewer.role == "steward" else ""
    return respond(definition_page(frame, showing, tag, site.reader.holders().get(tag.id), mine, trial))


def _tag(model: Model, request: Request) -> Tag:
    found = model.tags.get(request.path_params["tag"])
    if found is None:
        raise HTTPException(404)
    return found


def _moment(request: Request) -> Moment:
    recorded, valid = (request.query_params.get(name) for name in ("recorded", "valid"))
    try:
        return moment(recorded, valid, today_in_shanghai())
    except MomentError as error:
        raise HTTPException(400) from error


def _anybody(site: Site, request: Request) -> tuple[Visit | None, Showing]:
    """The visit of whoever is signed in, and how texts are shown to anybody."""
    visit = Visit.of(site, request) if signed_in(request) else None
    return visit, Showing(site.model, words_of(language_of(request)))


def _frame(visit: Visit | None, showing: Showing, request: Request, title: str) -> Frame:
    if visit is not None:
        return visit.frame(title)
    say = showing.say
    places = (Place(say("nav.tags"), CATALOGUE), Place(say("sign_in.title"), "/sign-in"))
    return frame_of(say, title, request.url.path, places=places)


def _mine(visit: Visit, tag: Tag) -> tuple[Place, ...]:
    """The files of the tag's class that are the viewer's own, or that he or she acts for."""
    own, represented = visit.viewer.subject, (far for far in visit.represented if far.cls == tag.cls)
    mine = [Place(visit.say("nav.own"), tags_path(tag.cls, own, tag.id))] if own else []
    places = (Place(far.caption, tags_path(far.cls, far.id, tag.id)) for far in represented if far.id != own)
    return (*(mine if tag.cls == own_class(visit.site.model, visit.viewer.role) else ()), *places)
