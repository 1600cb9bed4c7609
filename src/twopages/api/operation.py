"""One operation under way: each root field is decided, read with one statement, veiled and shaped; the receipts come before the answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
)
from graphql.execution.values import VariableValues

from twopages.access import DeniedError, Element, Looking, Open, Representation
from twopages.access.looked.accounts import account_hash
from twopages.access.shown import Shown, of_changes, of_dossier, of_explanations, of_tags
from twopages.api.acts import ActPlan, Acts
from twopages.api.errors import Refusal, Refusals, error_entry
from twopages.api.history import list_changes, moment_of
from twopages.api.looks import read_looks
from twopages.api.outline import Root, key_arguments
from twopages.api.planner import ChangesAsk, SubjectPlan, asked_moment, page_size
from twopages.api.readers import Listed, list_far
from twopages.api.search import asked_finds, list_subjects, require_one, veiled_list
from twopages.api.selection import TYPENAME, Selected, arguments_of
from twopages.api.shape import Make
from twopages.api.tags import CataloguePlan, Entry, TagsSeen, WhyAsk, chosen, see_tags
from twopages.dossier import NOW, Changes, Dossier, Far, Moment, led_to, place, search, ways
from twopages.dossier.present import present_id
from twopages.dossier.tagged import Explanation, TagsOf
from twopages.errors import ReceiptError
from twopages.ontology.model import Tag
from twopages.tags.counts import holders
from twopages.values import tidy

if TYPE_CHECKING:
    from twopages.api.engine import Engine


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `data` is None where nothing was executed."""

    data: dict[str, Any] | None
    errors: tuple[dict[str, Any], ...] = ()
    code: str = ""  # of the refusal, where nothing was executed

    def body(self) -> dict[str, Any]:
        """As it is sent."""
        body: dict[str, Any] = {} if self.data is None else {"data": self.data}
        return body | {"errors": self.errors} if self.errors else body


@dataclass(frozen=True, slots=True)
class RootField:
    """A compiled root field: its selection and what answers it; nothing answers `__typename` and introspection here."""

    selected: Selected
    root: Root | None
    subject: SubjectPlan | None = None
    listed: Make | None = None
    catalogue: CataloguePlan | None = None
    act: ActPlan | None = None


def refused(refusals: Refusals) -> Answer:
    """The answer to an operation of which nothing is executed."""
    return Answer(None, tuple(map(error_entry, refusals.refusals)), refusals.refusals[0].code)


def _nothing() -> None:
    """Shapes what is not there."""


@dataclass
class Operation:
    """One operation under way."""

    engine: "Engine"
    document: DocumentNode
    node: OperationDefinitionNode
    variables: VariableValues
    looking: Looking
    errors: list[dict[str, Any]] = field(default_factory=list)

    def run(self, fields: tuple[RootField, ...], *, in_address: bool) -> Answer:
        """Answer each root field; one that fails is null with an error, and the others stand. Receipts are durable before."""
        if in_address and any(field.root and field.root.kind == "key" for field in fields):
            told = "A key is sent in the body of a POST, never in an address."
            return refused(Refusals([Refusal("KEY_IN_ADDRESS", told)]))
        try:
            shapes = {item.selected.key: self._tried(item, partial(self._read, item)) or _nothing for item in fields}
            self.looking.begin()  # nothing can refuse the operation any more: the receipts are written while it is shaped
            data = {item.selected.key: self._tried(item, shapes[item.selected.key]) for item in fields}
            self.looking.settle()
        except DeniedError as denied:
            return Answer(None, (error_entry(denied),), denied.code)
        except ReceiptError:
            told = "No receipt can be written now, and nothing is answered without one."
            return refused(Refusals([Refusal("NO_RECEIPT", told)]))
        return Answer(data, tuple(self.errors))

    def _tried(self, item: RootField, step: Callable[[], Any]) -> Any:
        """What a step of a root field makes; DeniedError where nothing of the operation may be answered."""
        try:
            return step()
        except Exception as error:  # whatever went wrong is the field's, and told without its text
            if isinstance(error, DeniedError) and error.whole:
                raise
            self.errors.append(error_entry(error, item.selected.key))
            return None

    def _read(self, item: RootField) -> Callable[[], Any]:
        """Read what a root field asks for, or do it: what shapes that into the value."""
        if item.selected.name == TYPENAME:
            return lambda: item.selected.type
        if item.catalogue is not None:
            return partial(item.catalogue.answer, self._catalogue(item, item.catalogue))
        if item.act is not None:
            return partial(item.act.answer, item.act.done(self._acts, arguments_of(item.selected, self.variables)))
        if item.root is None:
            return partial(self._introspect, item.selected)
        arguments = arguments_of(item.selected, self.variables)
        if item.listed is not None:
            return partial(item.listed, self._list(item.root, arguments, item.selected), {})
        return self._one(item.root, item, arguments)

    @property
    def _acts(self) -> Acts:
        return Acts(self.engine.dealings, self.looking, self._represented, self.engine.limits)

    def _represented(self) -> tuple[Far, ...]:
        """Whom the viewer acts for by law."""
        return tuple(item.far for item in self.looking.represented.values())

    def _one(self, root: Root, item: RootField, arguments: Mapping[str, Any]) -> Callable[[], Any]:
        """The answer about one subject; out of reach and not there look the same."""
        assert item.subject is not None  # noqa: S101  # every other root answers with a subject
        moment = asked_moment(arguments, self.engine.today())
        asks = item.subject.histories(self.variables, self.engine.limits, moment, self.engine.today())
        plan = item.subject.plan(self.variables, self.engine.limits, moment)
        id = self._id(root, arguments)
        opened = self._open(root.cls.id, id) if id is not None else None
        if opened is None:
            return _nothing
        if moment != NOW:
            self._require(opened, Element("past"))
        denied = self._denied(item, opened, item.subject.elements(plan))
        narrowed = opened.narrow(plan)
        dossier = self.engine.dossiers.read(narrowed.plan, opened.id)
        if dossier is None:
            return _nothing
        self.errors += denied
        whole = opened.veil.dossier(narrowed.whole(dossier))
        self._owe(opened, of_dossier(opened, whole, caption=item.subject.named))
        changes, tags = self._changes(opened, whole, asks), self._tags(opened, item.subject, moment)
        looks, acting = self._looks(opened, item.subject), self._acting(opened, item.subject)
        return partial(item.subject.answer, plan, whole, changes, tags, looks, acting)

    def _acting(self, opened: Open, subject: SubjectPlan) -> Representation | None:
        """By what the viewer acts for a file, where that is asked."""
        if not subject.acting or opened.by is None:
            return None
        self._owe(opened, Shown(frozenset({opened.by.relation} - {""}), frozenset()))
        return opened.by

    def _looks(self, opened: Open, subject: SubjectPlan) -> tuple[Listed | None, ...]:
        """Who looked at a file, where that is asked by whose it is, or who acts for it: the viewer's own looks stand apart."""
        asks = subject.look_asks(self.variables, self.engine.limits)
        if opened.decision.on(Element("looks")).code:
            return (None,) * len(asks)
        mine = frozenset({account_hash(self.engine.keys, self.looking.viewer.account)})
        return tuple(read_looks(self.engine.looks, opened.id, asks, mine))

    def _denied(self, item: RootField, opened: Open, asked: Iterator[tuple[str, Element]]) -> list[dict[str, Any]]:
        """An error for each selection that is denied."""
        found = ((key, opened.decision.error(self.looking.viewer, element)) for key, element in asked)
        return [error_entry(error, item.selected.key, key) for key, error in found if error]

    def _require(self, opened: Open, element: Element) -> None:
        opened.decision.require(self.looking.viewer, [element])

    def _owe(self, opened: Open, shown: Shown) -> None:
        self.looking.owe(opened, "graphql", *shown)

    def _id(self, root: Root, arguments: Mapping[str, Any]) -> str | None:
        if root.kind == "own":
            return self.looking.viewer.subject
        if root.kind == "key":
            return self._of_key(root, [tidy(arguments[name]) for name in key_arguments(root.cls)])
        return str(arguments["id"])

    def _of_key(self, root: Root, key: Sequence[str]) -> str:
        """The entity that a key leads to; looking for keys is finding, wherever subjects are found at all."""
        found, ground = tuple(ways(self.engine.dossiers, root.cls.id, *key)), self.looking.ground(root.cls.id)
        if ground.finding:
            allowed = tuple(way for way in found if way.by in ground.purpose.finds)
            wanted = [Element("find", way.by) for way in allowed or found[:1]]
            self.looking.veil(root.cls.id).decision.require(self.looking.viewer, wanted)
            found = allowed
        own = found[0].id == self.looking.viewer.subject
        id = found[0].id if own else led_to(self.engine.dossiers, found) or found[0].id
        self.looking.find(ground, id)
        return id

    def _open(self, cls: str, id: str) -> Open | None:
        """A file within reach, by its id or one that means it now; None where neither is."""
        opened = self.looking.open(cls, id)
        if opened is not None:
            return opened
        present = present_id(self.engine.store, id)
        return None if present is None or present == id else self.looking.open(cls, present)

    def _tags(self, opened: Open, subject: SubjectPlan, moment: Moment) -> TagsSeen:
        """The tags of a file, where they are asked."""
        ask = subject.tags
        if ask is None:
            return TagsSeen()
        found = self.engine.tagging.tags_of(opened.id)
        if found is None:
            return TagsSeen()
        veiled = opened.veil.tags(found.on(moment.day))
        asked = TagsOf(veiled.now if ask.now else (), veiled.past if ask.past else ())
        self._owe(opened, of_tags(asked))
        whys = self._explained(opened, [item.tag for item in asked.now], moment) if ask.explained else {}
        seen = see_tags(self.engine.model, asked, whys)
        given = {"now": Element("tags"), "past": Element("past")}
        kept = {
            name: None if opened.decision.on(element).code else getattr(seen, name) for name, element in given.items()
        }
        return TagsSeen(**kept)

    def _explained(self, opened: Open, tags: list[str], moment: Moment) -> Mapping[str, Explanation]:
        """Why a file has some tags or not, by their ids, without what is not given."""
        known = self.engine.model.tags
        found = (
            self.engine.tagging.explain([known[tag] for tag in tags if tag in known], opened.id, moment=moment) or {}
        )
        veiled = {tag: opened.veil.explanation(item) for tag, item in found.items()}
        self._owe(opened, of_explanations(veiled.values()))
        return veiled

    def _catalogue(self, item: RootField, plan: CataloguePlan) -> list[Entry]:
        """Tags of the public catalogue; why a subject has them is told to who may open its file."""
        tags = chosen(self.engine.model, arguments_of(item.selected, self.variables))
        counts = holders(self.engine.store) if plan.counted else {}
        whys = [self._whys(item, tags, key, ask) for key, ask in plan.asks(self.variables)]
        return [Entry(tag, counts.get(tag.id), tuple(why.get(tag.id) for why in whys)) for tag in tags]

    def _whys(self, item: RootField, tags: tuple[Tag, ...], key: str, ask: WhyAsk) -> Mapping[str, Explanation]:
        moment, found = moment_of(ask.as_of, self.engine.today()), dict[str, Explanation]()
        for cls in dict.fromkeys(tag.cls for tag in tags):
            opened = self._open(cls, ask.subject)
            if opened is None:
                continue
            if moment != NOW:
                self._require(opened, Element("past"))
            elements = [Element("tag", tag.id) for tag in tags if tag.cls == cls]
            self.errors += self._denied(item, opened, iter([(key, element) for element in elements]))[:1]
            given = [element.name for element in elements if not opened.decision.on(element).code]
            found |= self._explained(opened, given, moment)
        return found

    def _changes(self, opened: Open, dossier: Dossier, asks: tuple[ChangesAsk, ...]) -> tuple[Listed | None, ...]:
        """The pages of changes that are asked of a file; equal questions are answered once."""
        if opened.decision.on(Element("past")).code:
            return (None,) * len(asks)
        found: dict[tuple[Moment | None, Moment], Changes] = {}
        for ask in asks:
            if (ask.since, ask.to) not in found:
                found[ask.since, ask.to] = opened.veil.changes(self._compared(dossier, ask))
        for changes in found.values():
            self._owe(opened, of_changes(opened, changes))
        return tuple(list_changes(found[ask.since, ask.to], ask.size, ask.after) for ask in asks)

    def _compared(self, dossier: Dossier, ask: ChangesAsk) -> Changes:
        dossiers, cls, id = self.engine.dossiers, dossier.cls, dossier.id
        if ask.since is None:
            return dossiers.timeline(cls, id, ask.to.recorded) or Changes(())
        return dossiers.difference(cls, id, ask.since, ask.to) or Changes(())

    def _list(self, root: Root, arguments: Mapping[str, Any], selected: Selected) -> Listed:
        """A page of subjects that were looked for; who is found is shown by the short name, and that leaves receipts."""
        require_one(arguments)
        cls, model = root.cls.id, self.engine.model
        veil = self.looking.veil(cls)
        decision = veil.decision
        elements = asked_finds(model, cls, arguments, selected, decision.purpose.finds)
        decision.require(self.looking.viewer, elements)
        size = page_size(arguments, self.engine.limits)
        if arguments.get("where") is None:
            listed = self._search(cls, arguments, size)
        else:
            listed = list_subjects(self.engine.dossiers, veil, arguments, selected, size)
        names = {element.name for element in elements if element.part == "find"}
        ids, masked = (edge.item.id for edge in listed.edges), decision.caption_masked(cls, far=False)
        heading = root.cls.caption
        self.looking.owe_found(self.looking.ground(cls), ids, {*names, heading}, {heading} if masked else ())
        return veiled_list(listed, veil)

    def _search(self, cls: str, arguments: Mapping[str, Any], size: int) -> Listed:
        after = place(arguments["after"], 2)
        found = search(self.engine.store, cls, arguments["name"], size, (after[0], after[1]) if after else None)
        return list_far(found.entities, found.more, after is not None)

    def _introspect(self, selected: Selected) -> Any:
        """What the schema says of itself is answered by graphql-core, from this field alone."""
        node = selected.node
        operation = OperationDefinitionNode(
            operation=self.node.operation,
            selection_set=SelectionSetNode(selections=(node,)),
            variable_definitions=self.node.variable_definitions,
        )
        fragments = (item for item in self.document.definitions if isinstance(item, FragmentDefinitionNode))
        document = DocumentNode(definitions=(operation, *fragments))
        result = execute_sync(self.engine.schema, document, variable_values=dict(self.variables.coerced))
        return (result.data or {}).get(selected.key)
