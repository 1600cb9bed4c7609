"""The gate that every look at a file goes through: it decides before anything is read, veils what was, and leaves the receipt."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from twopages.access.columns import tellings
from twopages.access.decision import Decision
from twopages.access.found import Found
from twopages.access.ground import Ground, Grounds, OpenCase
from twopages.access.looked.accounts import account_hash
from twopages.access.narrow import Narrowed, narrow
from twopages.access.office import office, responsible
from twopages.access.reasons import DeniedError
from twopages.access.represent import Representation
from twopages.access.spans import spans
from twopages.access.standing import Owner, Standing
from twopages.access.veil import Veil
from twopages.access.viewer import Viewer
from twopages.dossier import Far, Plan
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Purpose
from twopages.receipts import Look, Receipt, query_digest, trace_id

_LONGEST_BASIS = 200  # characters of a legal basis in a receipt


class Begun(Protocol):
    """Receipts on their way."""

    def wait(self) -> None:
        """Return when they are durable; ReceiptError when they are not."""


class Log(Protocol):
    """Where receipts go."""

    def begin(self, receipts: Iterable[Receipt]) -> Begun:
        """Take receipts without waiting for the disk; ReceiptError where none is taken."""


@dataclass(frozen=True, slots=True)
class Question:
    """What came with a request: the purpose and the case that it names, its trace, and the digest of what it asks."""

    purpose: str = ""
    case: str = ""
    trace: str = field(default_factory=lambda: trace_id(None))
    digest: str = query_digest("")


@dataclass(frozen=True, slots=True)
class Open:
    """A file that a viewer may look into: on which ground, by what where the viewer acts for it, and how what is read of it is veiled."""

    ground: Ground
    id: str
    veil: Veil
    by: Representation | None = None

    @property
    def cls(self) -> str:
        """The class of the subject."""
        return self.ground.purpose.subject

    @property
    def decision(self) -> Decision:
        """What is decided for this file."""
        return self.veil.decision

    def narrow(self, plan: Plan) -> Narrowed:
        """What is left of a plan."""
        return narrow(self.decision, plan)


class Gate:
    """Makes and remembers decisions under one Model; a `Looking` is made for each request."""

    def __init__(self, model: Model, keys: KeyRing, log: Log, standing: Standing, found: Found | None = None) -> None:
        self.model, self.keys, self.log, self.standing = model, keys, log, standing
        self.found = found or Found()
        self._tellings, self._spans = tellings(model), spans(model)
        self._veils: dict[str, Veil] = {}

    def looking(self, viewer: Viewer, question: Question, acting: Callable[[], Iterable[Representation]]) -> "Looking":
        """The request of a viewer; `acting` tells whom he or she acts for by law, and is asked at most once."""
        return Looking(self, viewer, question, acting)

    def veil(self, ground: Ground, items: frozenset[str] = frozenset()) -> Veil:
        """The veil of a ground, narrowed to some elements where there are any."""
        if items:
            return self._made(ground, _only(ground.purpose, items))
        found = self._veils.get(ground.purpose.id)
        if found is None:
            found = self._veils[ground.purpose.id] = self._made(ground, ground.purpose)
        return found

    def _made(self, ground: Ground, purpose: Purpose) -> Veil:
        return Veil(Decision.of(self.model, ground.role, purpose), self._tellings, self._spans)


def _only(purpose: Purpose, items: frozenset[str]) -> Purpose:
    """A purpose that gives some elements alone."""
    far = {name: given for name, given in purpose.far.items() if name in items}
    attributes, tags, relations = (part & items for part in (purpose.attributes, purpose.tags, purpose.relations))
    return replace(purpose, attributes=attributes, tags=tags, relations=relations, far=far)


@dataclass
class Looking:
    """One request: its grounds, the files that it opened, and the receipts that it owes."""

    gate: Gate
    viewer: Viewer
    question: Question
    acting: Callable[[], Iterable[Representation]]
    owed: list[Receipt] = field(default_factory=list)
    agencies: dict[tuple[str, str], Representation | None] = field(default_factory=dict)
    begun: list[Begun] = field(default_factory=list)
    belonging: dict[tuple[str, str], tuple[Owner, ...]] = field(default_factory=dict)  # of the things that it met
    found: set[tuple[str, str]] = field(default_factory=set)  # purposes and ids of subjects that it found for them

    @cached_property
    def grounds(self) -> Grounds:
        """The grounds that the viewer can take."""
        return Grounds(self.gate.model, self.viewer)

    @cached_property
    def represented(self) -> Mapping[str, Representation]:
        """Whom the viewer acts for by law, by their ids."""
        return {item.far.id: item for item in self.acting()}

    @cached_property
    def case(self) -> OpenCase | None:
        """The open case that the request names, if it is one of the viewer's; DeniedError where it is not."""
        if not self.question.case:
            return None
        found = self.gate.standing.case(self.question.case)
        if found is None or found.department != self._office:
            raise DeniedError("CASE_NOT_OPEN")
        return found

    def ground(self, cls: str) -> Ground:
        """The ground on which the request looks at files of a class; DeniedError where there is none."""
        purpose = self._purpose(cls)
        ground = self.grounds.ground(purpose, self.case)
        if purpose.subject != cls:
            raise DeniedError("PURPOSE_OTHER_CLASS", tuple(item.id for item in self.grounds.purposes(cls)))
        if not ground.role.by_themselves:
            self._require_standing(ground)
        return ground

    def open(self, cls: str, id: str) -> Open | None:
        """The file of an id, if it is within reach on the ground of the request; nothing of it is read."""
        ground = self.ground(cls)
        items = self._reached(ground, id)
        return None if items is None else Open(ground, id, self.gate.veil(ground, items), self._by(ground, id))

    def own(self, cls: str, id: str) -> Open | None:
        """The file of an id, if it is the viewer's own or that of somebody whom the viewer acts for by law; None for any other, and
        for things, which have none."""
        try:
            opened = self.open(cls, id)
        except DeniedError:
            return None
        return opened if opened and opened.ground.role.own and self.gate.model.classes[cls].subject else None

    def veil(self, cls: str) -> Veil:
        """The veil over all subjects of a class, whoever they are."""
        return self.gate.veil(self.ground(cls))

    def owe(self, opened: Open, look: Look, fields: Iterable[str], masked: Iterable[str] = ()) -> None:
        """Owe the receipt of a look, and that of whom a thing belongs to; nothing is owed where nothing was shown."""
        if told := frozenset(fields):
            self._owe(opened.ground, [opened.id], look, told, frozenset(masked))

    def owe_found(self, ground: Ground, ids: Iterable[str], fields: Iterable[str], masked: Iterable[str] = ()) -> None:
        """Owe a receipt for each subject that a search showed, and for whomever things belong to."""
        shown = list(ids)
        for id in shown:
            self.find(ground, id)
        self._owe(ground, shown, "search", frozenset(fields), frozenset(masked))

    def find(self, ground: Ground, id: str) -> None:
        """Note that a subject was found, by a key or otherwise: its file opens from now on to whom it was found for."""
        if ground.finding:
            self.found.add((ground.purpose.id, id))

    def name(self, far: Far) -> str:
        """The short name of somebody whom a page names beside a file, as the viewer's own purposes give it; owes its receipt."""
        ground, heading = self._naming(far.cls), self.gate.model.classes[far.cls].caption
        veil = self.gate.veil(ground)
        fields = frozenset({heading})
        masked = fields if veil.decision.caption_masked(far.cls) else frozenset[str]()
        self.owed.append(self._receipt(ground, far.cls, far.id, "page", fields, masked))
        return veil.far(far).caption

    def _naming(self, cls: str) -> Ground:
        """The ground on which others are named: a purpose about their class where the viewer has one, else about the own file."""
        purposes = (*self.grounds.purposes(cls), *self.grounds.purposes())
        roles = self.gate.model.viewer_roles
        return self.grounds.ground(next(item for item in purposes if roles[item.role].by_themselves), None)

    def begin(self) -> None:
        """Hand over what is owed while the answer is being written out: when nothing can refuse it any more."""
        owed, self.owed = self.owed, []
        if owed:
            self.begun.append(self.gate.log.begin(owed))

    def settle(self) -> None:
        """Wait until all that is owed is durable; ReceiptError where it cannot be, and then nothing may be answered."""
        self.begin()
        for each in self.begun:
            each.wait()
        self.begun = []
        self.gate.found.note(self.viewer.account, self.found)

    @property
    def _organisation(self) -> str:
        return self.viewer.department or self.viewer.organisation

    def named(self) -> Purpose | None:
        """The purpose that the request names, or that of its case; None where it names neither."""
        if self.question.purpose:
            return self.grounds.named(self.question.purpose)
        return self.grounds.named(self.case.purpose) if self.case else None

    def _purpose(self, cls: str) -> Purpose:
        return self.named() or self.grounds.usual(cls)

    def _require_standing(self, ground: Ground) -> None:
        purpose, model = ground.purpose, self.gate.model
        if purpose.needs_case and ground.case is None:
            raise DeniedError("CASE_NEEDED")
        if ground.case is not None and ground.case.purpose != purpose.id:
            raise DeniedError("CASE_NOT_OPEN")
        automatic = model.approvals[purpose.approval].rank == 0
        if not automatic and not self.gate.standing.granted(responsible(self.viewer, purpose), purpose.id):
            raise DeniedError("PURPOSE_NOT_GRANTED")

    def _reached(self, ground: Ground, id: str) -> frozenset[str] | None:
        """The elements that the viewer is limited to, none for no limit; None where the subject is out of reach."""
        purpose, way = ground.purpose, ground.role.way
        if ground.role.own:
            return frozenset() if self._acts_for(self._whose(purpose.subject, id)) else None
        if way == "authorisation":
            found = self._agency(ground, id)
            return found.items if found else None
        reached = (
            self._was_found(purpose, id) if ground.finding else ground.case is not None and ground.case.subject == id
        )
        return frozenset() if reached and (not purpose.needs_consent or self._consented(purpose, id)) else None

    def _was_found(self, purpose: Purpose, id: str) -> bool:
        found = (purpose.id, id) in self.found or self.gate.found.has(self.viewer.account, purpose.id, id)
        return bool(purpose.finds) and found

    def _acts_for(self, whose: Sequence[str]) -> bool:
        """Whether something is the viewer's, or somebody's whom the viewer acts for; where it is nobody's that is asked as well."""
        if self.viewer.subject is None or self.viewer.subject in whose:
            return self.viewer.subject is not None
        represented = self.represented
        return any(one in represented for one in whose)

    def _by(self, ground: Ground, id: str) -> Representation | None:
        """By what the viewer acts for what is within reach; None for the own, and for who does not act for it."""
        if ground.role.way == "authorisation":
            return self._agency(ground, id)
        whose = self._whose(ground.purpose.subject, id) if ground.role.own else ()
        if self.viewer.subject in whose:
            return None
        known = (self.represented.get(one) for one in whose)
        return next((found for found in known if found and found.relation), None)

    def _agency(self, ground: Ground, id: str) -> Representation | None:
        """By what an agent acts for a file, or for somebody to whom a thing belongs."""
        whose = self._whose(ground.purpose.subject, id) if self.viewer.subject else ()
        return next((found for one in whose if (found := self._agent_of(one, ground.purpose.id))), None)

    def _agent_of(self, id: str, purpose: str) -> Representation | None:
        """By what the viewer is somebody's agent; asked once."""
        key = (id, purpose)
        if key not in self.agencies:
            self.agencies[key] = self.gate.standing.authorised(self.viewer.subject or "", id, purpose)
        return self.agencies[key]

    def _consented(self, purpose: Purpose, id: str) -> bool:
        """Whether the subject consents; of a thing everybody to whom it belongs, and nobody can for what is nobody's."""
        whose = self._whose(purpose.subject, id)
        return bool(whose) and all(self.gate.standing.consented(one, purpose.id, self._organisation) for one in whose)

    def _whose(self, cls: str, id: str) -> tuple[str, ...]:
        """Whose data a subject is: its own where it has a file, else theirs to whom it belongs."""
        if self.gate.model.classes[cls].subject:
            return (id,)
        return tuple(dict.fromkeys(owner.id for owner in self._owners(cls, [id])[id]))

    def _owners(self, cls: str, ids: Sequence[str]) -> Mapping[str, tuple[Owner, ...]]:
        """To whom things belong, asked once; nobody where they have files."""
        if self.gate.model.classes[cls].subject:
            return dict.fromkeys(ids, ())
        if fresh := [id for id in ids if (cls, id) not in self.belonging]:
            found = self.gate.standing.owners(cls, fresh)
            self.belonging |= {(cls, id): found.get(id, ()) for id in fresh}
        return {id: self.belonging[cls, id] for id in ids}

    def _owe(
        self, ground: Ground, ids: Sequence[str], look: Look, fields: frozenset[str], masked: frozenset[str]
    ) -> None:
        """What several looks at things of one owner showed is one look at what is that owner's."""
        cls = ground.purpose.subject
        owners = dict.fromkeys(owner for found in self._owners(cls, ids).values() for owner in found)
        self.owed += [self._receipt(ground, cls, id, look, fields, masked) for id in ids]
        self.owed += [
            self._receipt(
                ground, owner.cls, owner.id, look, behind(owner.relation, fields), behind(owner.relation, masked)
            )
            for owner in owners
        ]

    @property
    def _office(self) -> str:
        return office(self.gate.keys, self.viewer)

    def _receipt(  # the parts of one
        self, ground: Ground, cls: str, id: str, look: Look, fields: frozenset[str], masked: frozenset[str]
    ) -> Receipt:
        basis = ground.purpose.legal_basis.zh[:_LONGEST_BASIS]
        return Receipt(
            account=account_hash(self.gate.keys, self.viewer.account),
            basis=basis,
            case=ground.case.id if ground.case else None,
            cls=cls,
            fields=tuple(sorted(fields)),
            look=look,
            masked=tuple(sorted(masked)),
            organisation=self._office or None,
            purpose=ground.purpose.id,
            query=self.question.digest,
            role=self.viewer.role,
            subject=id,
            trace=self.question.trace,
        )


def behind(relation: str, names: Iterable[str]) -> frozenset[str]:
    """Fields of a thing as fields of whom it belongs to over a relation: behind it, but for what was shown of the owner itself."""
    own = {name.removeprefix(f"{relation}:") for name in names if name.startswith(f"{relation}:")}
    things = {name if name == relation else f"{relation}:{name}" for name in names if ":" not in name}
    return frozenset(own | things)
