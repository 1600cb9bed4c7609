"""What an operation may cost, checked on its document before it is validated: validating is itself work."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from twopages.api.errors import Refusal


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one operation; docs/graphql.md explains them."""

    body: int = 256 * 1024  # bytes of a request
    tokens: int = 12_000  # of a document
    depth: int = 16  # of nested selections, with fragments spread; the usual introspection query has 15
    fields: int = (
        12_000  # selected in all, with fragments spread; a whole file with every source of every value takes 11,400
    )
    breadth: int = 600  # fields of one selection
    aliases: int = 200  # in a document
    repeats: int = 10  # of one response name in one selection, and of fragments spread in one
    fragments: int = 60  # definitions
    roots: int = 10  # root fields, each a statement
    lists: int = 60  # lists of one subject, each a part of its statement
    histories: int = 4  # time lines and differences of one subject, each a statement or two over all its versions
    explanations: int = 4  # of why subjects have tags or not, in one root field; each reads what the rules need
    page: int = 100  # items of a page
    remembered: int = 300_000  # characters of documents kept parsed, and as many kept compiled


LIMITS = Limits()


def check_document(document: DocumentNode, limits: Limits) -> None:
    """Refusal where the document exceeds a limit."""
    _Measure(document, limits).check()


@dataclass(slots=True)
class _Measure:
    """One document being measured; a fragment is measured once, and a cycle counts as nothing (validation refuses it)."""

    document: DocumentNode
    limits: Limits
    measured: dict[str, tuple[int, int]] = field(default_factory=dict)

    def check(self) -> None:
        limits, fragments = self.limits, self._fragments()
        _require(len(fragments) <= limits.fragments, "FRAGMENTS", limits.fragments)
        _require(sum(map(_aliases, self._definitions())) <= limits.aliases, "ALIASES", limits.aliases)
        for definition in self._definitions():
            depth, fields = self._selection(definition.selection_set)
            _require(depth <= limits.depth, "DEPTH", limits.depth)
            _require(fields <= limits.fields, "FIELDS", limits.fields)
            if isinstance(definition, OperationDefinitionNode):
                self._check_roots(definition)

    def _check_roots(self, operation: OperationDefinitionNode) -> None:
        names = {_response_name(item) for item in self._spread(operation.selection_set, set())}
        _require(len(names) <= self.limits.roots, "ROOTS", self.limits.roots)

    def _spread(self, selection: SelectionSetNode, seen: set[str]) -> Iterator[FieldNode]:
        """The fields of a selection, those of its fragments too."""
        for item in _flat(selection):
            if isinstance(item, FieldNode):
                yield item
            elif isinstance(item, FragmentSpreadNode) and item.name.value not in seen:
                seen.add(item.name.value)
                fragment = self._fragments().get(item.name.value)
                yield from self._spread(fragment.selection_set, seen) if fragment else ()

    def _definitions(self) -> Iterator[OperationDefinitionNode | FragmentDefinitionNode]:
        for item in self.document.definitions:
            if isinstance(item, OperationDefinitionNode | FragmentDefinitionNode):
                yield item

    def _fragments(self) -> dict[str, FragmentDefinitionNode]:
        return {item.name.value: item for item in self._definitions() if isinstance(item, FragmentDefinitionNode)}

    def _selection(self, selection: SelectionSetNode) -> tuple[int, int]:
        """(depth, fields) of a selection with its fragments spread."""
        items = list(_flat(selection))
        self._check_items(items)
        measures = [self._item(item) for item in items]
        return max((depth for depth, _ in measures), default=0), sum(fields for _, fields in measures)

    def _check_items(self, items: list[SelectionNode]) -> None:
        limits = self.limits
        _require(len(items) <= limits.breadth, "BREADTH", limits.breadth)
        names = Counter(_response_name(item) for item in items if isinstance(item, FieldNode))
        spreads = sum(isinstance(item, FragmentSpreadNode) for item in items)
        _require(max([spreads, *names.values()]) <= limits.repeats, "REPEATS", limits.repeats)

    def _item(self, item: SelectionNode) -> tuple[int, int]:
        if isinstance(item, FragmentSpreadNode):
            return self._fragment(item.name.value)
        nested = item.selection_set if isinstance(item, FieldNode) else None
        depth, fields = self._selection(nested) if nested else (0, 0)
        return depth + 1, fields + 1

    def _fragment(self, name: str) -> tuple[int, int]:
        if name not in self.measured:
            self.measured[name] = (0, 0)
            fragment = self._fragments().get(name)
            self.measured[name] = self._selection(fragment.selection_set) if fragment else (0, 0)
        return self.measured[name]


def _flat(selection: SelectionSetNode) -> Iterator[SelectionNode]:
    """The items of a selection; inline fragments stand for what is in them."""
    for item in selection.selections:
        if isinstance(item, InlineFragmentNode):
            yield from _flat(item.selection_set)
        else:
            yield item


def _response_name(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


def _aliases(definition: OperationDefinitionNode | FragmentDefinitionNode) -> int:
    """How many aliases stand in a definition."""
    found, left = 0, [definition.selection_set]
    while left:
        for item in left.pop().selections:
            found += isinstance(item, FieldNode) and item.alias is not None
            nested = item.selection_set if isinstance(item, FieldNode | InlineFragmentNode) else None
            left += [nested] if nested else []
    return found


_WORDS = {
    "FRAGMENTS": "fragments",
    "ALIASES": "aliases",
    "DEPTH": "levels of nested selections",
    "FIELDS": "selected fields",
    "ROOTS": "root fields",
    "BREADTH": "fields in one selection",
    "REPEATS": "times one name or fragments in one selection",
}


def _require(met: bool, code: str, limit: int) -> None:
    if not met:
        raise Refusal(f"LIMIT_{code}", f"The operation exceeds the limit of {limit} {_WORDS[code]}.")
