"""Operations as plain data, and how they are written as GraphQL: with aliases, fragments, directives and variables or without."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from twopages.access import Viewer
from twopages.api.engine import Asked
from twopages.api.naming import field_name, plural, relation_field
from twopages.api.outline import roots
from twopages.dossier import cursor
from twopages.ontology.model import Model

Kind = Literal[
    "id",
    "class",
    "caption",
    "attribute",
    "relation",
    "records",
    "timeline",
    "difference",
    "tags",
    "pastTags",
    "why",
    "looks",
    "acting",
]
Style = Literal["plain", "fragment", "nested", "inline", "directive", "variable"]
STYLES: tuple[Style, ...] = ("plain", "fragment", "nested", "inline", "directive", "variable")
BROKEN = "no-cursor"
LIST_KINDS = ("records", "timeline", "difference", "relation")


@dataclass(frozen=True, slots=True)
class Pick:
    """One selected field of a subject. `deep`: its lineage or explanation, too; `skipped`: a directive leaves it out."""

    key: str
    kind: Kind
    name: str = ""
    forward: bool = True
    deep: bool = False
    first: int = 20
    after: str | None = None
    history: bool = False
    since: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """One root field.

    `id` is that of a subject or a tag, or a key; `where` and `name` are how a list is asked; `subject` whose tag is explained.
    """

    key: str
    kind: Literal["me", "id", "key", "list", "tag", "schema"]
    cls: str = ""
    id: str = ""
    picks: tuple[Pick, ...] = ()
    day: str | None = None
    where: Mapping[str, Any] | None = None
    name: str | None = None
    first: int = 20
    after: str | None = None
    counted: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """Who asks what, on which ground, and with which trick."""

    viewer: Viewer
    purpose: str
    case: str
    roots: tuple[Root, ...]
    trick: str
    style: Style = "plain"

    @property
    def live(self) -> Iterator[tuple[Root, Pick]]:
        """What is selected, without what directives leave out."""
        return ((root, pick) for root in self.roots for pick in root.picks if not pick.skipped)


@dataclass
class Writer:
    """Writes one operation."""

    model: Model
    style: Style
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)

    def asked(self, operation: Operation) -> Asked:
        """The request."""
        body = " ".join(self.root(root) for root in operation.roots)
        declared = ", ".join(f"${name}: {type_}" for name, (type_, _) in self.variables.items())
        text = " ".join([f"query Q({declared})" if declared else "query Q", f"{{ {body} }}", *self.fragments])
        told = {name: value for name, (_, value) in self.variables.items()}
        return Asked(text, None, told, purpose=operation.purpose, case=operation.case)

    def root(self, root: Root) -> str:
        """One root field with what is selected of it."""
        if root.kind == "schema":
            return f'{root.key}: __type(name: "{root.cls}") {{ name fields {{ name type {{ name }} }} }}'
        if root.kind == "tag":
            return f"{root.key}: tag({self.told(id=root.id)}) {{ id {self.why(root)} }}"
        if root.kind == "list":
            return f"{root.key}: {plural(field_name(root.cls))}({self.listed(root)}) {{ {_LISTED} {_COUNTED if root.counted else ''} }}"
        name = {"me": "me", "id": field_name(root.cls), "key": f"{field_name(root.cls)}ByKey"}[root.kind]
        told = {} if root.kind == "me" else self.keyed(root) if root.kind == "key" else {"id": root.id}
        given = self.told(**told, asOf=None if root.day is None else {"recorded": root.day}, always=root.kind == "key")
        return f"{root.key}: {name}{f'({given})' if given else ''} {{ {self.selection(root.cls, root.picks)} }}"

    def keyed(self, root: Root) -> dict[str, str]:
        """The arguments of a look by key, whose parts a bar divides."""
        names = self.model.classes[root.cls].key
        return {"key": root.id} if len(names) == 1 else dict(zip(names, root.id.split("|"), strict=True))

    def why(self, root: Root) -> str:
        """The question why a subject has a tag."""
        if not root.subject:
            return "holders" if root.counted else ""
        told = self.told(subject=root.subject, asOf=None if root.day is None else {"recorded": root.day})
        return f"why: whyNot({told}) {{ {_WHY} }}"

    def listed(self, root: Root) -> str:
        """The arguments of a list."""
        return self.told(where=root.where, name=root.name, first=root.first, after=_cursor(root.after), cls=root.cls)

    def selection(self, cls: str, picks: Sequence[Pick]) -> str:
        """What is selected of a subject, in the style of the operation."""
        written = [self.pick(cls, pick) for pick in picks]
        if self.style == "inline":
            return " ".join(f"... on {cls} {{ {item} }}" for item in written)
        if self.style in ("fragment", "nested"):
            return self.spread(cls, written)
        return " ".join(written)

    def spread(self, cls: str, written: Sequence[str]) -> str:
        """A fragment that has the selection, or one inside another."""
        name, inner = f"F{len(self.fragments)}", " ".join(written)
        if self.style == "nested":
            self.fragments.append(f"fragment {name}n on {cls} {{ {inner} }}")
            inner = f"...{name}n"
        self.fragments.append(f"fragment {name} on {cls} {{ {inner} }}")
        return f"...{name}"

    def pick(self, cls: str, pick: Pick) -> str:
        """One selected field."""
        return f"{pick.key}: {self.field(pick)}{self.directive(pick)}{self.below(pick)}"

    def field(self, pick: Pick) -> str:
        """Its name and arguments."""
        if pick.kind == "attribute":
            return pick.name
        name = relation_field(self.model.relations[pick.name], pick.forward) if pick.kind == "relation" else pick.kind
        name = {"why": "tags", "acting": "actingBy"}.get(pick.kind, name)
        told: dict[str, Any] = {}
        if pick.kind in LIST_KINDS:
            told = {"first": pick.first, "after": _cursor(pick.after)}
        if pick.kind == "records":
            told["history"] = pick.history
        if pick.kind == "difference":
            told["from"] = {"recorded": pick.since}
        return f"{name}({self.told(**told)})" if told else name

    def directive(self, pick: Pick) -> str:
        """The directive that leaves it out, or one that does not."""
        if self.style == "directive" and not pick.skipped:
            return f" @include(if: {self.variable('Boolean!', True)})"
        return f" @skip(if: {self.variable('Boolean!', True)})" if pick.skipped else ""

    def below(self, pick: Pick) -> str:
        """What is selected below it."""
        if pick.kind in ("id", "class", "caption"):
            return ""
        if pick.kind == "attribute":
            many = self.model.attributes[pick.name].many
            return f" {{ {'values' if many else 'value'} masked derived {_LINEAGE if pick.deep else ''} }}"
        if pick.kind == "relation":
            return f" {{ edges {{ node {{ id class caption }} {self.parts(pick.name)} }} }}"
        return f" {{ {_BELOW[pick.kind]} }}"

    def parts(self, relation: str) -> str:
        """The attributes of a relation."""
        parts = self.model.relations[relation].parts.values()
        return " ".join(f"{part.id} {{ value }}" if part.codes else part.id for part in parts)

    def told(self, *, always: bool = False, cls: str = "", **arguments: Any) -> str:
        """Arguments, as variables where the style or the argument wants it."""
        by_variable = always or self.style == "variable"
        given = ((name, value) for name, value in arguments.items() if value is not None)
        parts = (name for known in self.model.classes.values() if len(known.key) > 1 for name in known.key)
        keys = {name: "ID!" if self.model.attributes[name].codes else "String!" for name in parts}
        types = _TYPES | keys | {"where": f"{cls}Where{'' if self.named(cls) else '!'}"}
        return ", ".join(
            f"{name}: {self.variable(types[name], value) if by_variable and name in types else literal(value)}"
            for name, value in given
        )

    def named(self, cls: str) -> bool:
        """Whether subjects of a class are found by a part of their name, too."""
        return bool(cls) and roots(self.model)[plural(field_name(cls))].kind == "name or where"

    def variable(self, type_: str, value: Any) -> str:
        """A variable of the operation that holds a value."""
        name = f"v{len(self.variables)}"
        self.variables[name] = (type_, value)
        return f"${name}"


def _cursor(place: str | None) -> str | None:
    """The cursor of a place whose parts a bar divides; what is BROKEN is none."""
    return place if place in (None, BROKEN) else cursor(*str(place).split("|"))


def literal(value: Any) -> str:
    """A value as GraphQL has it in a document."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    return orjson.dumps(value).decode()


def write(model: Model, operation: Operation) -> Asked:
    """The request that an operation makes."""
    return Writer(model, operation.style).asked(operation)


_TYPES = {
    "id": "ID!",
    "key": "String!",
    "asOf": "AsOf",
    "first": "Int!",
    "after": "String",
    "subject": "ID!",
    "history": "Boolean!",
}
_LISTED = "edges { node { id class caption } }"
_COUNTED = "totalCount facets { tag attribute code count }"
_LINEAGE = "source { record delivered since until } others { record delivered values since until }"
_VALUES = "values { entity attribute relation part values veiled sources { delivered since until } }"
_LINE = f"holds missing withheld {{ code }} {_VALUES}"
_ENDS = "ends { relation met all named { node { id caption } met condition { %s } } }"
_DEEPER = f"{_LINE} children {{ {_LINE} }}"
_CHILDREN = f"children {{ {_LINE} {_ENDS % _LINE} children {{ {_LINE} {_ENDS % _LINE} }} }}"
_WHY = f"byAbsence wouldHaveToChange {{ text {{ zh }} }} {_LINE} {_ENDS % _DEEPER} {_CHILDREN}"
_BELOW = {
    "records": "totalCount pageInfo { hasNextPage } edges { node { id present cells { header delivered values attributes } } }",
    "timeline": "edges { node { kind attribute relation part node { id caption } before after } }",
    "difference": "edges { node { kind attribute relation part node { id caption } before after } }",
    "tags": "tag { id } since records",
    "pastTags": "tag { id } since until",
    "acting": "relation grant since until records",
    "looks": "totalCount edges { node { id at role } }",
    "why": f"tag {{ id }} records explanation {{ {_WHY} }}",
}
