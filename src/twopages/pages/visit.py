"""One request of one signed-in viewer: who asks, in which language, and what is open to them."""

from asyncio import Lock
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from starlette.exceptions import HTTPException
from starlette.requests import Request

from twopages.access import Role, Signed, Viewer, opened, own_class
from twopages.dossier import Far
from twopages.ontology.model import Model
from twopages.pages.contexts.frame import Frame, Place, frame_of
from twopages.pages.door import Door
from twopages.pages.guard import language_of
from twopages.pages.paths import CATALOGUE, RULES, around_path, class_at, grants_path, subject_path
from twopages.pages.reader import Reader
from twopages.pages.session import SignInNeededError, lifted, name_of, signed_in
from twopages.pages.showing import Showing
from twopages.pages.words import Words, words_of

_STARTS: Final[Mapping[Role, tuple[tuple[str, str], ...]]] = {
    "caseworker": (("nav.look_up", "/look-up"),),
    "steward": (("nav.deliveries", "/deliveries"), ("nav.rules", RULES)),
}  # where roles without a file of their own start, and where else they can go


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages are made of; `trying` is held while a rule is tried, which takes a core and the store: one at a time."""

    model: Model
    reader: Reader
    door: Door
    trying: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request and who makes it; `represented` are the subjects that the viewer acts for."""

    site: Site
    request: Request
    signed: Signed
    say: Words
    represented: tuple[Far, ...]

    @classmethod
    def of(cls, site: Site, request: Request) -> Self:
        """The visit of a request; SignInNeededError when nobody is signed in."""
        signed = signed_in(request)
        if signed is None:
            raise SignInNeededError
        return cls(site, request, signed, words_of(language_of(request)), site.reader.represented(signed.viewer))

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return self.signed.viewer

    def subject(self) -> tuple[str, str]:
        """Class and id in the address, if the viewer may open that file; 404 just as if there were none."""
        found, id = class_at(self.site.model, self.request.path_params["kind"]), self.request.path_params["id"]
        if found is None or not self.may_open(Far(id, found.id, "")):
            raise HTTPException(404)
        return found.id, id

    def may_open(self, far: Far) -> bool:
        """Whether the viewer may open the file of an entity."""
        represented = frozenset(item.id for item in self.represented)
        return opened(self.viewer, self.site.model.classes[far.cls], far.id, represented)

    def may_grant(self, cls: str, id: str) -> bool:
        """Whether a file is the viewer's own, or the viewer acts for it: only such a one consents and authorises."""
        own = (own_class(self.site.model, self.viewer.role), self.viewer.subject)
        return (cls, id) in {own, *((far.cls, far.id) for far in self.represented)}

    def only(self, role: str) -> None:
        """404 for viewers of any other role."""
        if self.viewer.role != role:
            raise HTTPException(404)

    def showing(self, id: str = "") -> Showing:
        """How the values of a file are shown in this visit."""
        return Showing(self.site.model, self.say, lifted(self.request, id))

    def path_to(self, cls: str, id: str, way: tuple[str, ...], far: Far) -> str:
        """Where a far end leads: to its file if the viewer may open it, else one step further on the way."""
        if self.may_open(far):
            return subject_path(far.cls, far.id)
        stations = way[: way.index(far.id)] if far.id in way else way
        return around_path(cls, id, (*stations, far.id))

    def path_if_open(self, far: Far) -> str:
        """The page of a far end if the viewer may open its file, else nothing."""
        return subject_path(far.cls, far.id) if self.may_open(far) else ""

    def home(self) -> str:
        """The page that the viewer starts from."""
        return self._places()[0].href

    def _places(self) -> tuple[Place, ...]:
        role, say = self.viewer.role, self.say
        starts = [Place(say(key), path) for key, path in _STARTS.get(role, ())]
        if role in ("citizen", "operator"):
            path = subject_path(own_class(self.site.model, role), self.viewer.subject or "none")
            starts = [Place(say("nav.own"), path)]
        if role == "agent" and self.viewer.subject:
            path = grants_path(own_class(self.site.model), self.viewer.subject)
            starts = [Place(say("grants.title"), path)]
        return (*starts, Place(say("nav.tags"), CATALOGUE))

    def frame(self, title: str) -> Frame:
        """The surroundings of a page of this visit."""
        return frame_of(self.say, title, self.request.url.path, name_of(self.say, self.signed), self._places())

    def frame_of(self, page: str) -> Frame:
        """The surroundings of a page whose title stands in the catalogue."""
        return self.frame(self.say(f"{page}.title"))
