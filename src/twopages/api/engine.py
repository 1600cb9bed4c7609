"""Answering operations: document -> plan -> decision -> one Cypher statement a root field -> answer."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    build_schema,
    execute_sync,
    get_variable_values,
    parse,
    validate,
)
from graphql.execution.values import VariableValues

from twopages.access import Viewer, may_find, may_search, opened, represented
from twopages.access.receipts.accounts import account_hash
from twopages.access.receipts.looks import Looks
from twopages.api.errors import (
    Refusal,
    Refusals,
    error_entry,
    syntax_refusal,
    validation_refusal,
    variable_refusal,
)
from twopages.api.history import list_changes, moment_of
from twopages.api.limits import LIMITS, Limits, check_document
from twopages.api.looks import read_looks
from twopages.api.outline import Root, roots, subject_fields
from twopages.api.planner import (
    ChangesAsk,
    SubjectPlan,
    asked_moment,
    literal_key,
    page_size,
    plan_subject,
    shape_list,
)
from twopages.api.readers import Listed, list_far
from twopages.api.remembered import Remembered
from twopages.api.schema import print_sdl
from twopages.api.search import list_subjects, require_one
from twopages.api.selection import TYPENAME, Selected, Selector, arguments_of, condition_variables
from twopages.api.shape import Make
from twopages.api.tags import (
    CATALOGUE,
    CataloguePlan,
    Entry,
    TagsSeen,
    WhyAsk,
    all_readers,
    chosen,
    plan_catalogue,
    see_tags,
)
from twopages.dossier import Changes, Dossier, Dossiers, Moment, entity_id, place, search, today_in_shanghai
from twopages.dossier.present import present_id
from twopages.dossier.tagged import Explanation, Tagging
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Tag
from twopages.tags.counts import holders
from twopages.values import tidy


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the document, the name of its operation, the variables, and whether it came in an address."""

    query: str
    operation: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    in_address: bool = False


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
class _Document:
    """A valid document and the variables that decide what it selects."""

    node: DocumentNode
    conditions: frozenset[str]

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation that is asked for."""
        operations = [node for node in self.node.definitions if isinstance(node, OperationDefinitionNode)]
        named = [node for node in operations if name is None or (node.name and node.name.value == name)]
        if len(named) != 1:
            raise Refusal("OPERATION", "The document has no such operation, or several and none is named.")
        return named[0]


@dataclass(frozen=True, slots=True)
class _Question:
    """What decides how an operation is compiled: its text, its name, and the values that its conditions look at."""

    query: str
    operation: str | None
    conditions: frozenset[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class _Field:
    """A compiled root field: its selection and what answers it; nothing answers `__typename` and introspection here."""

    selected: Selected
    root: Root | None
    subject: SubjectPlan | None = None
    listed: Make | None = None
    catalogue: CataloguePlan | None = None


class Engine:
    """Answers operations over one store; documents are parsed, validated and compiled once and remembered."""

    def __init__(
        self,
        model: Model,
        store: Store,
        keys: KeyRing,
        limits: Limits = LIMITS,
        today: Callable[[], str] = today_in_shanghai,
    ) -> None:
        self.model, self.store, self.keys, self.limits, self.today = model, store, keys, limits, today
        self.schema = build_schema(print_sdl(model))
        self.readers, self.roots = all_readers(model), roots(model)
        self.fields = {cls.id: subject_fields(model, cls) for cls in model.classes.values() if cls.subject}
        self.dossiers = Dossiers(store, keys, model, today)
        self.tagging = Tagging(self.dossiers)
        self.looks = Looks(store, keys)
        self._document = Remembered(self._read_document, len, limits.remembered)
        self._compiled = Remembered(self._compile, lambda asked: len(asked.query), limits.remembered)

    def answer(self, asked: Asked, viewer: Viewer) -> Answer:
        """The answer to a request of a viewer."""
        try:
            document = self._document(asked.query)
            if isinstance(document, Refusals):
                return _refused(document)
            operation = document.operation(asked.operation)
            variables = self._variables(operation, asked)
            conditions = frozenset((name, bool(variables.coerced.get(name))) for name in document.conditions)
            compiled = self._compiled(_Question(asked.query, asked.operation, conditions))
        except Refusal as refusal:
            return _refused(Refusals([refusal]))
        return _Operation(self, document.node, operation, variables, viewer).run(compiled, asked)

    def _read_document(self, query: str) -> "_Document | Refusals":
        """A document that parses, costs no more than it may and fits the schema."""
        try:
            node = parse(query, max_lexical_tokens=self.limits.tokens, max_comments=self.limits.breadth)
            check_document(node, self.limits)
            _require_queries(node)
            errors = validate(self.schema, node, max_errors=20)
        except GraphQLError as error:
            return Refusals([syntax_refusal(error)])
        except RecursionError:
            return Refusals([Refusal("LIMIT_DEPTH", "The document is nested too deeply.")])
        except Refusal as refusal:
            return Refusals([refusal])
        if errors:
            return Refusals([validation_refusal(error) for error in errors])
        lean = parse(
            query, no_location=True
        )  # the places of its words were for errors alone, and take half of its room
        return _Document(lean, condition_variables(lean))

    def _variables(self, operation: OperationDefinitionNode, asked: Asked) -> VariableValues:
        found = get_variable_values(
            self.schema, operation.variable_definitions or (), dict(asked.variables), max_errors=5
        )
        if isinstance(found, list):
            raise variable_refusal(found[0])
        return found

    def _compile(self, asked: _Question) -> tuple[_Field, ...]:
        document = self._document(asked.query)
        assert isinstance(document, _Document) and self.schema.query_type  # noqa: S101  # else not asked
        selector = Selector(self.schema, document.node, dict(asked.conditions))
        operation = document.operation(asked.operation)
        written = {item.variable.name.value for item in operation.variable_definitions or () if item.default_value}
        selected = selector.select(self.schema.query_type, [operation.selection_set])
        return tuple(self._field(item, written) for item in selected)

    def _field(self, selected: Selected, written: Set[str]) -> _Field:
        root = self.roots.get(selected.name)
        if selected.name in CATALOGUE:
            return _Field(selected, None, catalogue=plan_catalogue(selected, self.readers, self.limits))
        if root is None:
            return _Field(selected, None)
        if root.listed:
            return _Field(selected, root, listed=shape_list(selected, self.readers))
        if root.kind == "key" and literal_key(selected, written):
            raise Refusal("KEY_IN_DOCUMENT", "A key is sent as a variable, never in the document.")
        fields = self.fields[root.cls.id]
        return _Field(selected, root, plan_subject(root, selected, fields, self.readers, self.limits))


def _require_queries(document: DocumentNode) -> None:
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode) and node.operation is not OperationType.QUERY:
            raise Refusal("OPERATION", "Only queries are answered.")


def _refused(refusals: Refusals) -> Answer:
    return Answer(None, tuple(map(error_entry, refusals.refusals)), refusals.refusals[0].code)


class _Operation:
    """One operation under way: whom the viewer represents is asked at most once."""

    def __init__(
        self,
        engine: Engine,
        document: DocumentNode,
        node: OperationDefinitionNode,
        variables: VariableValues,
        viewer: Viewer,
    ) -> None:
        self.engine, self.document, self.node = engine, document, node
        self.variables, self.viewer = variables, viewer
        self._represented: frozenset[str] | None = None

    def run(self, fields: tuple[_Field, ...], asked: Asked) -> Answer:
        """Answer each root field; one that fails is null with an error, and the others stand."""
        if asked.in_address and any(field.root and field.root.kind == "key" for field in fields):
            return _refused(
                Refusals([Refusal("KEY_IN_ADDRESS", "A key is sent in the body of a POST, never in an address.")])
            )
        data: dict[str, Any] = {}
        errors: list[dict[str, Any]] = []
        for item in fields:
            try:
                data[item.selected.key] = self._value(item)
            except Exception as error:  # whatever went wrong is the field's, and told without its text
                data[item.selected.key] = None
                errors.append(error_entry(error, item.selected.key))
        return Answer(data, tuple(errors))

    def _value(self, item: _Field) -> Any:
        if item.selected.name == TYPENAME:
            return item.selected.type
        if item.catalogue is not None:
            return self._catalogue(item.catalogue, arguments_of(item.selected, self.variables))
        if item.root is None:
            return self._introspect(item.selected)
        arguments = arguments_of(item.selected, self.variables)
        if item.listed is not None:
            return item.listed(self._list(item.root, arguments, item.selected), {})
        assert item.subject is not None  # noqa: S101  # every other root answers with a subject
        moment = asked_moment(arguments, self.engine.today())
        return self._subject(item.root, item.subject, self._id(item.root, arguments), moment)

    def _id(self, root: Root, arguments: Mapping[str, Any]) -> str | None:
        if root.kind == "own":
            return self.viewer.subject
        if root.kind == "key":
            return self._of_key(entity_id(self.engine.keys, self.engine.model, root.cls.id, tidy(arguments["key"])))
        return str(arguments["id"])

    def _of_key(self, id: str) -> str:
        """The entity that a key leads to; whether it is the own file can only be told of the present id."""
        if self.viewer.role != "citizen" or id == self.viewer.subject:
            return id  # reading follows other keys by itself
        return present_id(self.engine.store, id) or id

    def _subject(self, root: Root, subject: SubjectPlan, id: str | None, moment: Moment) -> Any:
        """The answer about one subject; out of reach and not there look the same."""
        limits, today = self.engine.limits, self.engine.today()
        plan, asks = (
            subject.plan(self.variables, limits, moment),
            subject.histories(self.variables, limits, moment, today),
        )
        id = self._open_id(root, id) if id is not None else None
        if id is None:
            return None
        dossier = self.engine.dossiers.read(plan, id)
        if dossier is None:
            return None
        told = self._changes(dossier, asks), self._tags(subject, dossier.id, moment)
        return subject.answer(plan, dossier, *told, self._looks(subject, dossier.id))

    def _looks(self, subject: SubjectPlan, id: str) -> tuple[Listed, ...]:
        """Who looked at a file, where that is asked; looks of the viewer are its own where the viewer is it, or acts for it."""
        asks, viewer, engine = subject.look_asks(self.variables, self.engine.limits), self.viewer, self.engine
        own = bool(asks) and (id == viewer.subject or id in self._acting_for())
        mine = frozenset({account_hash(engine.keys, viewer.account)} if own else ())
        return tuple(read_looks(engine.looks, id, asks, mine))

    def _tags(self, subject: SubjectPlan, id: str, moment: Moment) -> TagsSeen | None:
        """The tags of a file, where they are asked."""
        ask = subject.tags
        return None if ask is None else see_tags(self.engine.tagging, id, moment, explained=ask.explained)

    def _catalogue(self, plan: CataloguePlan, arguments: Mapping[str, Any]) -> Any:
        """Tags of the public catalogue; why a subject has them is told to who may open its file."""
        tags = chosen(self.engine.model, arguments)
        counts = holders(self.engine.store) if plan.counted else {}
        whys = [self._whys(tags, ask) for ask in plan.asks(self.variables)]
        return plan.answer([Entry(tag, counts.get(tag.id), tuple(why.get(tag.id) for why in whys)) for tag in tags])

    def _whys(self, tags: tuple[Tag, ...], ask: WhyAsk) -> Mapping[str, Explanation]:
        moment, found = moment_of(ask.as_of, self.engine.today()), dict[str, Explanation]()
        for cls in dict.fromkeys(tag.cls for tag in tags):
            id = self._open_id(Root("id", self.engine.model.classes[cls]), ask.subject)
            asked = (tag for tag in tags if tag.cls == cls)
            found |= (id and self.engine.tagging.explain(asked, id, moment=moment)) or {}
        return found

    def _changes(self, dossier: Dossier, asks: tuple[ChangesAsk, ...]) -> tuple[Listed, ...]:
        """The pages of changes that are asked of a file; equal questions are answered once."""
        found: dict[tuple[Moment | None, Moment], Changes] = {}
        for ask in asks:
            if (ask.since, ask.to) not in found:
                found[ask.since, ask.to] = self._compared(dossier, ask)
        return tuple(list_changes(found[ask.since, ask.to], ask.size, ask.after) for ask in asks)

    def _compared(self, dossier: Dossier, ask: ChangesAsk) -> Changes:
        dossiers, cls, id = self.engine.dossiers, dossier.cls, dossier.id
        if ask.since is None:
            return dossiers.timeline(cls, id, ask.to.recorded) or Changes(())
        return dossiers.difference(cls, id, ask.since, ask.to) or Changes(())

    def _open_id(self, root: Root, id: str) -> str | None:
        """An id that the viewer may open, or the one of the file that it means now; None where neither is open."""
        if self._may_open(root, id):
            return id
        present = present_id(self.engine.store, id)
        return present if present is not None and self._may_open(root, present) else None

    def _may_open(self, root: Root, id: str) -> bool:
        acting_for = frozenset() if id == self.viewer.subject else self._acting_for()
        return opened(self.viewer, root.cls, id, acting_for)

    def _acting_for(self) -> frozenset[str]:
        if self._represented is None:
            engine = self.engine
            found = represented(engine.store, engine.keys, engine.model, self.viewer)
            self._represented = frozenset(far.id for far in found)
        return self._represented

    def _list(self, root: Root, arguments: Mapping[str, Any], selected: Selected) -> Listed:
        require_one(arguments)
        if arguments.get("where") is None:
            return self._search(root, arguments)
        if not may_find(self.viewer):
            raise Refusal("FORBIDDEN", "Only stewards may look for tags and codes.")
        size = page_size(arguments, self.engine.limits)
        return list_subjects(self.engine.dossiers, root.cls.id, arguments, selected, size)

    def _search(self, root: Root, arguments: Mapping[str, Any]) -> Listed:
        if not may_search(self.viewer):
            raise Refusal("FORBIDDEN", "Only caseworkers may look for names.")
        size, after = page_size(arguments, self.engine.limits), place(arguments["after"], 2)
        cls, name = root.cls.id, arguments["name"]
        found = search(self.engine.store, cls, name, size, (after[0], after[1]) if after else None)
        return list_far(found.entities, found.more, after is not None)

    def _introspect(self, selected: Selected) -> Any:
        """What the schema says of itself is answered by graphql-core, from this field alone."""
        node = selected.node
        operation = OperationDefinitionNode(
            operation=OperationType.QUERY,
            selection_set=SelectionSetNode(selections=(node,)),
            variable_definitions=self.node.variable_definitions,
        )
        fragments = (item for item in self.document.definitions if isinstance(item, FragmentDefinitionNode))
        document = DocumentNode(definitions=(operation, *fragments))
        result = execute_sync(self.engine.schema, document, variable_values=dict(self.variables.coerced))
        return (result.data or {}).get(selected.key)
