"""Answering operations: document -> plan -> decision -> one Cypher statement a root field -> answer."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    build_schema,
    get_variable_values,
    parse,
    validate,
)
from graphql.execution.values import VariableValues

from twopages.access import Gate, Question, Viewer, represented
from twopages.access.dealings import Dealings
from twopages.access.looked.looks import Looks
from twopages.api.acts import DONE, plan_act
from twopages.api.errors import (
    Refusal,
    Refusals,
    syntax_refusal,
    validation_refusal,
    variable_refusal,
)
from twopages.api.limits import LIMITS, Limits, check_document
from twopages.api.operation import Answer, Operation, RootField, refused
from twopages.api.outline import roots, subject_fields
from twopages.api.planner import literal_texts, plan_subject, shape_list
from twopages.api.remembered import Remembered
from twopages.api.schema import print_sdl
from twopages.api.selection import Selected, Selector, condition_variables
from twopages.api.tags import CATALOGUE, all_readers, plan_catalogue
from twopages.dossier import Dossiers, today_in_shanghai
from twopages.dossier.tagged import Tagging
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.belonging import opened
from twopages.ontology.model import Model
from twopages.receipts import query_digest, trace_id


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the document, the name of its operation, the variables, and whether it came in an address.

    `purpose` and `case`: on what ground it asks, where it says so; `trace`: its trace id; `may_act`: it bears a token or
    comes from one of our own pages, so that it may change something.
    """

    query: str
    operation: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    in_address: bool = False
    purpose: str = ""
    case: str = ""
    trace: str = field(default_factory=lambda: trace_id(None))
    may_act: bool = False

    def question(self) -> Question:
        """What the gate is told of it."""
        return Question(self.purpose, self.case, self.trace, query_digest(self.query))


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


class Engine:
    """Answers operations over one store; documents are parsed, validated and compiled once and remembered."""

    def __init__(  # noqa: PLR0913, PLR0917  # what it answers from
        self,
        model: Model,
        store: Store,
        keys: KeyRing,
        gate: Gate,
        limits: Limits = LIMITS,
        today: Callable[[], str] = today_in_shanghai,
        dealings: Dealings | None = None,
    ) -> None:
        self.model, self.store, self.keys, self.gate, self.limits, self.today = model, store, keys, gate, limits, today
        self.schema = build_schema(print_sdl(model))
        self.readers, self.roots = all_readers(model), roots(model)
        self.fields = {cls.id: subject_fields(model, cls) for cls in opened(model)}
        self.dossiers = Dossiers(store, keys, model, today)
        self.tagging = Tagging(self.dossiers)
        self.looks, self.dealings = Looks(store, keys), dealings or Dealings.of(store, keys, model)
        self._document = Remembered(self._read_document, len, limits.remembered)
        self._compiled = Remembered(self._compile, lambda asked: len(asked.query), limits.remembered)

    def answer(self, asked: Asked, viewer: Viewer) -> Answer:
        """The answer to a request of a viewer."""
        try:
            document = self._document(asked.query)
            if isinstance(document, Refusals):
                return refused(document)
            operation = document.operation(asked.operation)
            _require_may_act(operation, asked)
            variables = self._variables(operation, asked)
            conditions = frozenset((name, bool(variables.coerced.get(name))) for name in document.conditions)
            compiled = self._compiled(_Question(asked.query, asked.operation, conditions))
        except Refusal as refusal:
            return refused(Refusals([refusal]))
        looking = self.gate.looking(viewer, asked.question(), partial(represented, self.dossiers, viewer))
        return Operation(self, document.node, operation, variables, looking).run(compiled, in_address=asked.in_address)

    def _read_document(self, query: str) -> "_Document | Refusals":
        """A document that parses, costs no more than it may and fits the schema."""
        try:
            node = parse(query, max_lexical_tokens=self.limits.tokens, max_comments=self.limits.breadth)
            check_document(node, self.limits)
            _require_no_subscription(node)
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

    def _compile(self, asked: _Question) -> tuple[RootField, ...]:
        document = self._document(asked.query)
        assert isinstance(document, _Document)  # noqa: S101  # else not asked
        selector = Selector(self.schema, document.node, dict(asked.conditions))
        operation = document.operation(asked.operation)
        written = {item.variable.name.value for item in operation.variable_definitions or () if item.default_value}
        root = self.schema.get_root_type(operation.operation)
        assert root is not None  # noqa: S101  # the document fits the schema
        selected = selector.select(root, [operation.selection_set])
        return tuple(self._field(item, written) for item in selected)

    def _field(self, selected: Selected, written: Set[str]) -> RootField:
        root = self.roots.get(selected.name)
        if selected.name in CATALOGUE:
            return RootField(selected, None, catalogue=plan_catalogue(selected, self.readers, self.limits))
        if selected.name in DONE:
            return RootField(selected, None, act=plan_act(selected, self.readers, written))
        if root is None:
            return RootField(selected, None)
        if root.listed:
            return RootField(selected, root, listed=shape_list(selected, self.readers))
        if root.kind == "key" and any(literal_texts(selected, written)):
            raise Refusal("KEY_IN_DOCUMENT", "A key is sent as a variable, never in the document.")
        fields = self.fields[root.cls.id]
        return RootField(selected, root, plan_subject(root, selected, fields, self.readers, self.limits))


def _require_no_subscription(document: DocumentNode) -> None:
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode) and node.operation is OperationType.SUBSCRIPTION:
            raise Refusal("OPERATION", "There are no subscriptions.")


def _require_may_act(operation: OperationDefinitionNode, asked: Asked) -> None:
    """Nothing is changed by an address, or in somebody's name by a page of another site."""
    if operation.operation is OperationType.MUTATION and asked.in_address:
        raise Refusal("OPERATION", "Mutations are sent by POST.")
    if operation.operation is OperationType.MUTATION and not asked.may_act:
        told = "Mutations are taken from our own pages, or with a token as Authorization: Bearer."
        raise Refusal("FOREIGN_ORIGIN", told)
