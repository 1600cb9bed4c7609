"""What an operation selects: its fields merged and its fragments spread, as the specification says, into a plain tree."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_argument_values,
    get_named_type,
    is_list_type,
    is_non_null_type,
    visit,
)
from graphql.execution.values import VariableValues
from graphql.language import BooleanValueNode, Visitor

TYPENAME = "__typename"
INTROSPECTION = frozenset({"__schema", "__type"})
Included = Callable[[DirectiveNode], bool]


@dataclass(frozen=True, slots=True)
class Selected:
    """A selected field: its response key, name and first node, and what is selected below it.

    `definition` is None for `__typename`; `type` is the name of its type or, for `__typename`, of the type it stands in.
    """

    key: str
    name: str
    node: FieldNode
    type: str
    definition: GraphQLField | None = None
    many: bool = False
    below: tuple["Selected", ...] | None = None  # None for a leaf

    def child(self, *path: str) -> Iterator["Selected"]:
        """The fields of these names below each other, whatever they are called in the answer."""
        for item in self.below or ():
            if item.name == path[0]:
                yield from item.child(*path[1:]) if path[1:] else (item,)


def arguments_of(item: Selected, variables: VariableValues) -> Mapping[str, Any]:
    """The arguments of a selected field in one request."""
    assert item.definition is not None  # noqa: S101  # only __typename has none
    return get_argument_values(item.definition, item.node, variables)


class Selector:
    """Selects from one document under given values of the variables that @skip and @include look at."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, conditions: Mapping[str, bool]) -> None:
        self.schema, self.conditions = schema, conditions
        nodes = (node for node in document.definitions if isinstance(node, FragmentDefinitionNode))
        self.fragments = {node.name.value: node for node in nodes}

    def select(self, parent: GraphQLObjectType, selections: Iterable[SelectionSetNode]) -> tuple[Selected, ...]:
        """What the selections ask of a type, in the order of the answer."""
        merged: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for selection in selections:
            for node in self._fields(parent, selection, seen):
                merged.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        return tuple(self._selected(parent, key, nodes) for key, nodes in merged.items())

    def _fields(self, parent: GraphQLObjectType, selection: SelectionSetNode, seen: set[str]) -> Iterator[FieldNode]:
        for item in selection.selections:
            if not self._included(item):
                continue
            if isinstance(item, FieldNode):
                yield item
            elif nested := self._fragment(parent, item, seen):
                yield from self._fields(parent, nested, seen)

    def _fragment(self, parent: GraphQLObjectType, item: SelectionNode, seen: set[str]) -> SelectionSetNode | None:
        """The selection of a fragment that concerns the type and was not spread here before."""
        if isinstance(item, InlineFragmentNode):
            applies = item.type_condition is None or self._applies(parent, item.type_condition.name.value)
            return item.selection_set if applies else None
        name = item.name.value  # type: ignore[attr-defined]  # the only other selection is a spread
        fragment = self.fragments[name]
        if name in seen or not self._applies(parent, fragment.type_condition.name.value):
            return None
        seen.add(name)
        return fragment.selection_set

    def _applies(self, parent: GraphQLObjectType, condition: str) -> bool:
        return condition == parent.name or any(condition == interface.name for interface in parent.interfaces)

    def _included(self, item: SelectionNode) -> bool:
        for directive in item.directives or ():
            if directive.name.value in ("skip", "include"):
                met = self._condition(directive)
                if met == (directive.name.value == "skip"):
                    return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        value = directive.arguments[0].value if directive.arguments else None
        if isinstance(value, VariableNode):
            return self.conditions[value.name.value]
        return isinstance(value, BooleanValueNode) and value.value

    def _selected(self, parent: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> Selected:
        node, name = nodes[0], nodes[0].name.value
        if name == TYPENAME or name in INTROSPECTION:
            return Selected(key, name, node, parent.name)
        definition = parent.fields[name]
        named: Any = get_named_type(definition.type)
        below = None
        if isinstance(named, GraphQLObjectType):
            below = self.select(named, (node.selection_set for node in nodes if node.selection_set))
        return Selected(key, name, node, named.name, definition, _is_list(definition.type), below)


def _is_list(type_: object) -> bool:
    return is_list_type(type_.of_type if is_non_null_type(type_) else type_)


def condition_variables(document: DocumentNode) -> frozenset[str]:
    """The variables that @skip and @include look at."""
    found = _Conditions()
    visit(document, found)
    return frozenset(found.names)


class _Conditions(Visitor):
    """Gathers the variables of directives."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        """Called for each directive."""
        variables = (item.value for item in node.arguments or () if isinstance(item.value, VariableNode))
        self.names.update(variable.name.value for variable in variables)
