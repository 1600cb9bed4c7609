"""One request of one signed-in viewer: who asks, in which language, and what is open to them."""

from asyncio import Lock
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from twopages.access import (
    DeniedError,
    Gate,
    Looking,
    Open,
    Question,
    Representation,
    Role,
    Signed,
    Viewer,
    own_class,
)
from twopages.access.cases import on_cases
from twopages.access.grants import Giver
from twopages.dossier import Far
from twopages.ontology.model import Model, Purpose
from twopages.pages.contexts.frame import Frame, Place, frame_of
from twopages.pages.door import Door
from twopages.pages.files import File
from twopages.pages.guard import language_of
from twopages.pages.paths import (
    CASES,
    CATALOGUE,
    QUESTIONS,
    RULES,
    SCENARIOS,
    around_path,
    class_at,
    grants_path,
    subject_path,
)
from twopages.pages.reader import Reader
from twopages.pages.rendering import PageAnswer
from twopages.pages.session import SignInNeededError, ground_of, lifted, name_of, signed_in
from twopages.pages.showing import Showing
from twopages.pages.words import Words, words_of
from twopages.receipts import query_digest, trace_id

LONGEST_WAY: Final = 4  # relations that one walks along from a subject
LOOKS: Final = "twopages.looks"  # in the scope of a request: what it looked at
_STARTS: Final[Mapping[Role, tuple[tuple[str, str], ...]]] = {
    "caseworker": (("nav.look_up", "/look-up"), ("nav.cases", CASES), ("nav.scenarios", SCENARIOS)),
    "steward": (
        ("nav.deliveries", "/deliveries"),
        ("nav.cases", CASES),
        ("nav.rules", RULES),
        ("nav.scenarios", SCENARIOS),
    ),
    "auditor": (("nav.questions", QUESTIONS),),
    "institution": (("nav.cases", CASES),),
    "neighbour": (("nav.cases", CASES),),
    "researcher": (("nav.look_up", "/look-up"), ("nav.cases", CASES)),
}  # where roles without a file of their own start, and where else they can go


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages are made of; `trying` is held while a rule is tried, which takes a core and the store: one at a time."""

    model: Model
    reader: Reader
    door: Door
    gate: Gate
    trying: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request and who makes it; `acts_for` tells whom the viewer acts for by law, `looking` is what decides for it."""

    site: Site
    request: Request
    signed: Signed
    say: Words
    acts_for: tuple[Representation, ...]
    looking: Looking

    @classmethod
    def of(cls, site: Site, request: Request) -> Self:
        """The visit of a request; SignInNeededError when nobody is signed in."""
        signed = signed_in(request)
        if signed is None:
            raise SignInNeededError
        acts_for, say = site.reader.represented(signed.viewer), words_of(language_of(request))
        looking = site.gate.looking(signed.viewer, _question(request), lambda: acts_for)
        request.scope.setdefault(LOOKS, []).append(looking)
        return cls(site, request, signed, say, acts_for, looking)

    @property
    def represented(self) -> tuple[Far, ...]:
        """The files that the viewer acts for by law."""
        return tuple(item.far for item in self.acts_for)

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return self.signed.viewer

    def file(self) -> File:
        """The file in the address, if it is within reach; 404 just as if there were none, DeniedError where there is no ground."""
        found = class_at(self.site.model, self.request.path_params["kind"])
        if found is None or not self.looking.grounds.purposes(found.id):
            raise HTTPException(404)
        opened = self.looking.open(found.id, self.request.path_params["id"])
        if opened is None:
            raise HTTPException(404)
        return File(self.site.reader, self.looking, opened, self.showing(opened.id))

    def own_file(self) -> File:
        """The file in the address, if it is the viewer's own or that of somebody whom the viewer acts for by law; 404 for any other."""
        found = class_at(self.site.model, self.request.path_params["kind"])
        opened = self.looking.own(found.id, self.request.path_params["id"]) if found else None
        if opened is None:
            raise HTTPException(404)
        return File(self.site.reader, self.looking, opened, self.showing(opened.id))

    def may_open(self, far: Far) -> bool:
        """Whether a link may lead to the file of an entity; from the subject of an office's purpose none leads to others."""
        opened = self._open(far) if self.site.model.classes[far.cls].subject else None
        return opened is not None and (opened.ground.role.way != "" or opened.ground.case is not None)

    def _open(self, far: Far) -> Open | None:
        try:
            return self.looking.open(far.cls, far.id)
        except DeniedError:
            return None

    @property
    def giver(self) -> Giver:
        """The viewer as whoever gives, accepts and ends grants."""
        return Giver(self.site.reader.grants, self.viewer, self.represented)

    def own_name(self, cls: str, id: str) -> str:
        """The short name of a file that is the viewer's own or that of whom he or she acts for, with its receipt; else empty."""
        opened = self._open(Far(id, cls, ""))
        if opened is None or not opened.ground.role.way:
            return ""
        return File(self.site.reader, self.looking, opened, self.showing(id)).heading().caption

    def only(self, role: str) -> None:
        """404 for viewers of any other role."""
        if self.viewer.role != role:
            raise HTTPException(404)

    def name(self, cls: str, id: str) -> str:
        """The short name of somebody whom a page names beside a file; empty where there is none, and else it leaves a receipt."""
        text = self.site.reader.caption(cls, id)
        return self.looking.name(Far(id, cls, text)) if text else ""

    def showing(self, id: str = "") -> Showing:
        """How the values of a file are shown in this visit."""
        return Showing(self.site.model, self.say, lifted(self.request, id))

    def path_to(self, cls: str, id: str, way: tuple[str, ...], far: Far) -> str:
        """Where a far end leads: to its file if the viewer may open it, else one step on, and nowhere from the end of the longest way."""
        if self.may_open(far):
            return subject_path(far.cls, far.id)
        stations = way[: way.index(far.id)] if far.id in way else way
        return around_path(cls, id, (*stations, far.id)) if len(stations) < LONGEST_WAY else ""

    def path_if_open(self, far: Far) -> str:
        """The page of a far end if the viewer may open its file, else nothing."""
        return subject_path(far.cls, far.id) if self.may_open(far) else ""

    def by_itself(self, far: Far) -> Place | None:
        """Where something of the viewer's is looked at by itself, called by the purpose of that; None for files, or where there is none."""
        roles, mine = self.site.model.viewer_roles, self.looking.grounds.purposes(far.cls)
        purpose = next((item for item in mine if roles[item.role].own), None)
        if purpose is None or self.site.model.classes[far.cls].subject:
            return None
        return Place(self.say.label(purpose.label), subject_path(far.cls, far.id))

    def home(self) -> str:
        """The page that the viewer starts from."""
        return self._places()[0].href

    @property
    def has_cases(self) -> bool:
        """Whether the viewer may work on cases; caseworkers of no department are told so on that page."""
        return self.viewer.role == "caseworker" or on_cases(self.site.model, self.viewer)

    def _places(self) -> tuple[Place, ...]:
        role, say = self.viewer.role, self.say
        starts = [Place(say(key), path) for key, path in _STARTS.get(role, ()) if path != CASES or self.has_cases]
        if role in ("citizen", "operator"):
            path = subject_path(own_class(self.site.model, role), self.viewer.subject or "none")
            starts = [Place(say("nav.own"), path)]
        if role == "agent" and self.viewer.subject:
            path = grants_path(own_class(self.site.model), self.viewer.subject)
            starts = [Place(say("grants.title"), path)]
        return (*starts, Place(say("nav.tags"), CATALOGUE))

    def frame(self, title: str, purpose: Purpose | None = None) -> Frame:
        """The surroundings of a page of this visit; a page may say what `purpose` it is for where nothing else is worked on."""
        frame = frame_of(self.say, title, self.request.url.path, name_of(self.say, self.signed), self._places())
        return replace(frame, work=self._work(purpose))

    def _work(self, purpose: Purpose | None) -> str:
        """What for the pages are looked at, where that is not the own file."""
        try:
            found = self.looking.named() or purpose
        except DeniedError:
            return ""
        basis, say = found and found.legal_basis, self.say
        return say("work.purpose", purpose=say.label(found.label), basis=say.label(basis)) if found and basis else ""

    def frame_of(self, page: str) -> Frame:
        """The surroundings of a page whose title stands in the catalogue."""
        return self.frame(self.say(f"{page}.title"))


def _question(request: Request) -> Question:
    """What the gate is told of a request: the page by the pattern of its address, and what its session looks for."""
    ground, page = ground_of(request), str(getattr(request.scope.get("route"), "path", ""))
    trace = trace_id(request.headers.get("traceparent"))
    return Question(ground.purpose, ground.case, trace, query_digest(f"{request.method} {page}"))


def settle(request: Request, response: Response) -> Response:
    """Write the receipts that the looks of a request owe while the page is drawn; ReceiptError where they cannot be written."""
    looks: Sequence[Looking] = request.scope.get(LOOKS, ())
    for looking in looks:
        looking.begin()
    if isinstance(response, PageAnswer):
        response.draw()
    for looking in looks:
        looking.settle()
    return response
