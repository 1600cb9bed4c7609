"""What an operation has to be answered with, worked out from what the store holds and from the reference decision."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.access.asks import BROKEN, Operation, Pick, Root
from tests.access.reference import Asker, Denied, Policy
from tests.access.tell import Teller
from tests.access.truth import Truth
from twopages.dossier import search
from twopages.tags.districts import divided
from twopages.tags.finds import finding
from twopages.tags.search import SearchAsk, Where

Path = tuple[str, ...]
Told = tuple[Path, str, frozenset[str]]  # of an error: where, its code, and the purposes that would allow it
Look = tuple[str, str, str]  # of a receipt: subject, purpose, kind of look


LAST = "2099-12-31"  # no day after it can be asked about


@dataclass
class Seen:
    """What receipts name of one look: fields, and those of them that were masked."""

    fields: set[str] = field(default_factory=set)
    masked: set[str] = field(default_factory=set)


@dataclass
class Expected:
    """The answer that is due: `data` (None where nothing is answered), errors and receipts; `opened`: whose file on which ground.

    `ground`: the role and the case that each receipt names.
    """

    data: dict[str, Any] | None = field(default_factory=dict)
    errors: list[Told] = field(default_factory=list)
    receipts: dict[Look, Seen] = field(default_factory=dict)
    opened: set[tuple[str, Policy]] = field(default_factory=set)
    ground: tuple[str, str] = ("", "")


class WholeError(Exception):
    """Nothing of an operation is answered."""


@dataclass
class Predictor:
    """Predicts one operation after the other."""

    truth: Truth
    own: tuple[str, ...]  # purposes for the own file, in their order
    own_class: str
    things: Mapping[str, tuple[str, ...]]  # ids by class

    def expect(self, operation: Operation, asker: Asker) -> Expected:
        """The answer that is due to an operation."""
        expected = Expected()
        try:
            data = {root.key: _One(self, asker, root, expected).answer() for root in operation.roots}
        except WholeError as whole:
            return Expected(None, [whole.args[0]])
        receipts = {look: seen for look, seen in expected.receipts.items() if seen.fields}
        ground = operation.viewer.role, operation.case
        return Expected(data, expected.errors, receipts, expected.opened, ground)


@dataclass
class _One:
    """One root field."""

    room: Predictor
    asker: Asker
    root: Root
    expected: Expected

    def answer(self) -> Any:
        """What stands under its key."""
        match self.root.kind:
            case "list":
                return self.listed()
            case "tag":
                return self.tag()
            case "schema":
                return ...
        return self.subject()

    @property
    def cls(self) -> str:
        return self.room.own_class if self.root.kind == "me" else self.root.cls

    def subject(self) -> Any:
        root = self.root
        if root.day is not None and root.day > LAST:
            return self.refuse("DAY")
        if any(pick.after == BROKEN for pick in root.picks if not pick.skipped):
            return self.refuse("CURSOR")
        found = self.opened()
        if found is None:
            return None
        self.expected.opened.add(found)
        id, policy = found
        return {pick.key: self.picked(policy, id, pick) for pick in root.picks if not pick.skipped}

    def opened(self) -> tuple[str, Policy] | None:
        """The subject that is asked for, and what is given of it; None where it is out of reach or not there."""
        id = self.asker.viewer.subject if self.root.kind == "me" else self.root.id
        policy = None if id is None else self.policy()
        if id is None or policy is None:
            return None
        found = self.reach(policy, self.of_key(policy, id) if self.root.kind == "key" else id)
        return (
            found
            if found
            and self.timely(found[1])
            and self.room.truth.caption(self.cls, found[0], self.root.day) is not None
            else None
        )

    def timely(self, policy: Policy) -> bool:
        """Whether what is asked is as of now, or the past is shown."""
        denied = None if self.root.day is None else self.asker.why_not(policy, "past")
        self.fail(denied)
        return denied is None

    def policy(self) -> Policy | None:
        found = self.asker.policy(self.cls, self.room.own)
        if isinstance(found, Denied):
            self.fail(found)
            return None
        return found

    def fail(self, denied: Denied | None, *path: str) -> Any:
        if denied:
            self.expected.errors.append(((self.root.key, *path), denied.code, denied.purposes))

    def whole(self, denied: Denied | None) -> None:
        if denied:
            raise WholeError(((), denied.code, denied.purposes))

    def of_key(self, policy: Policy, key: str) -> str:
        truth, known = self.room.truth, self.room.truth.model.classes[self.cls]
        own = truth.dossiers.keys.hash_id("entity", self.cls, *key.split("|"))
        found = {known.key[-1]: own} | ({known.texts[0]: self.of_text(key)} if known.texts else {})
        if self.asker.finding(policy):
            allowed = {name: id for name, id in found.items() if name in policy.finds}
            for name in [] if allowed else [known.key[-1]]:
                self.whole(self.asker.why_not(policy, "find", name))
            found = allowed
        id = next(filter(None, (truth.present(id) for id in found.values())), own)
        self.know(policy, id)
        return id

    def know(self, policy: Policy, id: str) -> None:
        """What was found for a purpose may be opened for it."""
        if self.asker.finding(policy):
            self.asker.known.add((policy.id, id))

    def of_text(self, text: str) -> str:
        """The only thing that has a text, as the store has it."""
        cls, model = self.cls, self.room.truth.model
        name = model.classes[cls].texts[0]
        found = [id for id in self.room.things[cls] if text == self.room.truth.said(cls, id, name)]
        return found[0] if len(found) == 1 else ""

    def reach(self, policy: Policy, id: str) -> tuple[str, Policy] | None:
        for one in (id, self.room.truth.present(id)):
            if one is not None and (reached := self.asker.reached(policy, one)):
                return one, reached
        return None

    def picked(self, policy: Policy, id: str, pick: Pick) -> Any:
        denied = self.denied(policy, pick)
        if denied:
            return self.fail(denied, pick.key)
        tell = Teller(self.room.truth, self.asker, policy, self.cls, id, self.root.day)
        value = tell.pick(pick)
        self.note(policy, id, tell)
        return value

    def denied(self, policy: Policy, pick: Pick) -> Denied | None:
        if pick.kind in ("attribute", "relation"):
            return self.asker.why_not(policy, pick.kind, pick.name)
        if pick.kind in ("tags", "why"):
            return self.asker.why_not(policy, "tags")
        if pick.kind == "looks":
            return self.asker.why_not(policy, "looks")
        past = pick.kind in ("timeline", "difference", "pastTags") or pick.history
        return self.asker.why_not(policy, "past") if past else None

    def note(self, policy: Policy, id: str, tell: Teller, look: str = "graphql") -> None:
        self.seen(policy, id, look, tell.fields, tell.masked)
        for owner in self.asker.belongs(self.cls, id):
            over = owner.relation
            self.seen(policy, owner.id, look, _behind(over, tell.fields), _behind(over, tell.masked))

    def seen(self, policy: Policy, id: str, look: str, fields: set[str], masked: set[str]) -> None:
        """What a receipt names of one subject."""
        seen = self.expected.receipts.setdefault((id, policy.id, look), Seen())
        seen.fields |= fields
        seen.masked |= masked

    def tag(self) -> Any:
        truth, root = self.room.truth, self.root
        known = truth.model.tags.get(root.id)
        if known is None:
            return None
        told: dict[str, Any] = {"id": root.id} | ({"holders": ...} if root.counted and not root.subject else {})
        return self.why(known.cls, told) if root.subject else told

    def why(self, cls: str, told: dict[str, Any]) -> Any:
        """The tag with why the subject has it or not."""
        policy = self.asker.policy(cls, self.room.own)
        if isinstance(policy, Denied):
            return self.fail(policy)
        reached = self.reach(policy, self.root.subject)
        if reached and not self.timely(reached[1]):
            return None
        return told | {"why": self.explained(cls, *reached) if reached else None}

    def explained(self, cls: str, id: str, policy: Policy) -> Any:
        """Why the subject has the tag or not."""
        if denied := self.asker.why_not(policy, "tag", self.root.id):
            return self.fail(denied, "why")
        self.expected.opened.add((id, policy))
        tell = Teller(self.room.truth, self.asker, policy, cls, id, self.root.day)
        why = tell.explanation(self.root.id)
        self.note(policy, id, tell)
        return why

    def listed(self) -> Any:
        root = self.root
        if (root.name is None) == (root.where is None):
            return self.refuse("ARGUMENTS")
        policy = self.policy()
        if policy is None:
            return None
        names = list(self.asked())
        for kind, name in [
            *(("find", name) for name in names),
            *([("count", "")] if root.counted or root.where is not None else []),
        ]:
            self.whole(self.asker.why_not(policy, kind, name))
        return self.found(policy, set(names))

    def refuse(self, code: str) -> None:
        self.expected.errors.append(((self.root.key,), code, frozenset()))

    def asked(self) -> Iterator[str]:
        """The names by which subjects are looked for."""
        model, where = self.room.truth.model, self.root.where
        if where is None:
            yield model.classes[self.cls].caption
            return
        tags = where.get("tags") or {}
        yield from (name for part in ("all", "any", "none") for name in tags.get(part) or ())
        yield from (name for name in finding(model, self.cls) if where.get(name) not in (None, []))
        if where.get("division"):
            policy = self.asker.policy(self.cls, self.room.own)
            finds = frozenset() if isinstance(policy, Denied) else policy.finds
            yield from [name for name in divided(model, self.cls) if name in finds] or divided(model, self.cls)
        if where.get("window"):
            yield from model.classes[self.cls].located_by

    def found(self, policy: Policy, names: set[str]) -> Any:
        truth, root, model = self.room.truth, self.root, self.room.truth.model
        total, facets, heading = None, None, model.classes[self.cls].caption
        if root.where is None:
            page: Iterable[Any] = search(truth.dossiers.store, self.cls, root.name or "", root.first).entities
        else:
            places = tuple(name for name in divided(model, self.cls) if name in policy.finds)
            where = replace(_where(self.cls, root.where, finding(model, self.cls)), places=places)
            if not (where.all or where.any or where.codes or where.divisions or where.window):
                return self.refuse("WHERE")
            hits = truth.hits(SearchAsk(where, root.first, root.after or "", root.counted, root.counted))
            if hits is None:
                return self.refuse("WHERE")
            page, total = truth.named(self.cls, hits), hits.total
            facets = [
                _facet(item) for item in hits.facets if (item.code if item.of == "tag" else item.of) in policy.finds
            ]
        masked = self.asker.heading_masked(policy, self.cls, far=False)
        edges = []
        for far in page:
            tell = Teller(truth, self.asker, policy, self.cls, far.id, None)
            tell.fields, tell.masked = {*names, heading}, {heading} if masked else set()
            self.note(policy, far.id, tell, "search")
            self.know(policy, far.id)
            self.expected.opened.add((far.id, _heading_only(policy, heading)))
            edges.append(
                {"node": {"id": far.id, "class": self.cls, "caption": tell.caption(self.cls, far.caption, far=False)}}
            )
        return {"edges": edges} | ({"totalCount": total, "facets": facets} if root.counted else {})


def _where(cls: str, told: Mapping[str, Any], found: tuple[str, ...]) -> Where:
    tags = told.get("tags") or {}
    every, some, none = (tuple(tags.get(part) or ()) for part in ("all", "any", "none"))
    return Where(
        cls,
        every,
        some,
        none,
        {name: _values(told[name]) for name in found if told.get(name) not in (None, [])},
        tuple(told.get("division") or ()),
        window=None if told.get("window") is None else tuple(told["window"].values()),
    )


def _values(told: Any) -> Any:
    return [str(told).lower()] if isinstance(told, bool) else told


def _behind(relation: str, names: set[str]) -> set[str]:
    """Fields of a thing as its owner's receipt names them; nothing further away is the owner's."""
    near = {name for name in names if ":" not in name}
    return {relation if name == relation else f"{relation}:{name}" for name in near}


def _facet(item: Any) -> dict[str, Any]:
    tagged = item.of == "tag"
    return {
        "tag": item.code if tagged else None,
        "attribute": None if tagged else item.of,
        "code": None if tagged else item.code,
        "count": item.count,
    }


def _heading_only(policy: Policy, heading: str) -> Policy:
    """What a search tells of whom it found."""
    nothing = frozenset[str]()
    return replace(policy, attributes=policy.attributes & {heading}, tags=nothing, relations=nothing, things=nothing)
