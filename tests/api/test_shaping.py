"""Our executor against graphql-core's own: the same operations over the same data give the same answers."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    graphql_sync,
    is_leaf_type,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.access.gates import open_gate_of
from tests.api.looked import PLACE, RoomLooks
from tests.api.memory import DAY, TAGGED, Room, Tags
from tests.api.plain import Plain
from tests.dossier.graph import ACME, ADA
from twopages.access import Viewer
from twopages.api import print_sdl
from twopages.api.engine import Asked, Engine
from twopages.api.limits import Limits
from twopages.dossier import cursor
from twopages.keys import KeyRing
from twopages.settings import Settings

SCHEMA: GraphQLSchema = build_schema(print_sdl(TAGGED))
DESK = Viewer("desk", "citizen", "nobody")
INTERFACES = {"Envelope", "Lineage"}
HISTORIES = ("timeline", "difference")
# What is drawn may exceed any limit; that limits hold is tested apart.
ROOMY = Limits(tokens=10**6, fields=10**6, aliases=10**4, repeats=10**4, fragments=10**4, lists=10**4)
DEEPEST = 6  # conditions have conditions below them without end


@dataclass
class Both:
    """The two executors over one room."""

    room: Room
    engine: Engine
    plain: dict[str, Any]

    def ours(self, query: str, variables: dict[str, Any]) -> Any:
        answer = self.engine.answer(Asked(query, None, variables), DESK)
        assert answer.errors == ()
        return orjson.loads(orjson.dumps(answer.data))

    def reference(self, query: str, variables: dict[str, Any]) -> Any:
        result = graphql_sync(SCHEMA, query, root_value=self.plain, variable_values=variables)
        assert result.errors is None
        return orjson.loads(orjson.dumps(result.data))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    home: Path = tmp_path_factory.mktemp("ring")
    keys = KeyRing.create(replace(Settings(), home=home))
    room = Room(keys)
    engine = Engine(TAGGED, None, keys, open_gate_of(TAGGED, keys), ROOMY, lambda: DAY)  # type: ignore[arg-type]  # reads from the room
    engine.dossiers = room  # type: ignore[assignment]  # the same question and answer
    engine.looks = RoomLooks()  # type: ignore[assignment]  # the same
    engine.tagging = tags = Tags(room)  # type: ignore[assignment]  # the same
    subjects = {id: Plain(whole, tags).subject() for id, whole in room.whole.items()}

    def find(_: Any, id: str, **_days: Any) -> Any:
        return subjects.get(id)

    return Both(room, engine, {"human": find, "firm": find, "me": None})


@dataclass
class Writer:
    """Writes a random operation that is valid: names are told apart by aliases, arguments by variables."""

    draw: Any
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    count: int = 0

    def fresh(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def variable(self, kind: str, value: Any) -> str:
        name = self.fresh("v")
        self.variables[name] = (kind, value)
        return f"${name}"

    def selection(self, parent: GraphQLObjectType, depth: int) -> str:
        names = [name for name in sorted(parent.fields) if depth < DEEPEST or is_leaf_type(kind(parent, name))]
        chosen = self.draw(st.lists(st.sampled_from([*names, "__typename"]), min_size=1, max_size=5))
        chosen = [name for place, name in enumerate(chosen) if name not in HISTORIES or name not in chosen[:place]]
        return "{ " + " ".join(self.item(parent, name, depth) for name in chosen) + " __typename }"

    def item(self, parent: GraphQLObjectType, name: str, depth: int) -> str:
        text = self.field(parent, name, depth) + self.directive()
        shape = self.draw(st.sampled_from(["plain", "plain", "plain", "inline", "named", "interface"]))
        if shape == "inline":
            return f"... on {parent.name}{self.directive()} {{ {self.wrapped(text, parent, name, depth)} }}"
        if shape == "named":
            fragment = self.fresh("F")
            self.fragments.append(
                f"fragment {fragment} on {parent.name} {{ {self.wrapped(text, parent, name, depth)} }}"
            )
            return f"...{fragment}{self.directive()}"
        interfaces = [item for item in parent.interfaces if name in item.fields]
        if shape == "interface" and interfaces:
            return f"... on {interfaces[0].name} {{ {self.wrapped(text, parent, name, depth)} }}"
        return self.wrapped(text, parent, name, depth)

    def wrapped(self, text: str, parent: GraphQLObjectType, name: str, depth: int) -> str:
        """Directives stand before a selection: text is `head\\0selection` and directives."""
        head, _, rest = text.partition("\0")
        selection, _, directive = rest.partition("\1")
        return f"{head} {directive} {selection}"

    def field(self, parent: GraphQLObjectType, name: str, depth: int) -> str:
        if name == "__typename":
            return f"{self.fresh('t')}: __typename\0\1"
        definition = parent.fields[name]
        named = get_named_type(definition.type)
        bare = is_leaf_type(named) and self.draw(st.booleans())
        head = name if bare else f"{self.fresh('a')}: {name}"
        if definition.args:
            head += self.arguments(name)
        if is_leaf_type(named):
            return f"{head}\0\1"
        assert isinstance(named, GraphQLObjectType)
        return f"{head}\0{self.selection(named, depth + 1)}\1"

    def directive(self) -> str:
        kind = self.draw(st.sampled_from(["", "", "", "skip", "include", "skip-variable", "include-variable"]))
        value = self.draw(st.booleans())
        if not kind:
            return ""
        name, _, variable = kind.partition("-")
        told = self.variable("Boolean!", value) if variable else str(value).lower()
        return f" @{name}(if: {told})"

    def arguments(self, name: str) -> str:
        parts = []
        if self.draw(st.booleans()):
            size = self.draw(st.integers(0, 4))
            parts.append(f"first: {self.variable('Int!', size) if self.draw(st.booleans()) else size}")
        if name not in HISTORIES and self.draw(st.booleans()):
            place = {"records": cursor("2021-02-15", "r5"), "looks": PLACE}.get(name, cursor("m"))
            parts.append(f"after: {self.variable('String', self.draw(st.sampled_from([place, None])))}")
        if name == "difference":
            parts.append(f"from: {self.variable('AsOf!', {'recorded': '2021-01-01'})}")
        if name == "records" and self.draw(st.booleans()):
            parts.append(f"history: {self.variable('Boolean!', False)}")
        return f"({', '.join(parts)})" if parts else ""

    def operation(self, ids: dict[str, str]) -> tuple[str, dict[str, Any]]:
        roots = []
        for root, type_name, id in (
            ("human", "Human", ids[ADA]),
            ("firm", "Firm", ids[ACME]),
            ("human", "Human", "nobody"),
        ):
            parent = SCHEMA.type_map[type_name]
            assert isinstance(parent, GraphQLObjectType)
            roots.append(f"{self.fresh('r')}: {root}(id: {self.variable('ID!', id)}) {self.selection(parent, 0)}")
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self.variables.items())
        query = f"query Random({declared}) {{ {' '.join(roots)} __typename }} {' '.join(self.fragments)}"
        return query, {name: value for name, (_, value) in self.variables.items()}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_operations_are_answered_alike(both: Both, data: st.DataObject) -> None:
    query, variables = Writer(data.draw).operation(both.room.names)
    assert both.ours(query, variables) == both.reference(query, variables)


def kind(parent: GraphQLObjectType, name: str) -> Any:
    """The type of a field without lists and exclamation marks."""
    return get_named_type(parent.fields[name].type)


def everything(type_: GraphQLObjectType, above: tuple[str, ...] = ()) -> str:
    """A selection of all there is; what stands below its own kind once, and no deeper."""
    fields = []
    for name in type_.fields:
        named = kind(type_, name)
        asked = f'{name}(from: {{recorded: "2021-01-01"}})' if name == "difference" else name
        if not isinstance(named, GraphQLObjectType):
            fields.append(asked)
        elif above.count(named.name) < 2:
            fields.append(f"{asked} {everything(named, (*above, named.name))}")
    return "{ " + " ".join(fields) + " }"


@pytest.mark.parametrize(("root", "name", "entity"), [("human", "Human", ADA), ("firm", "Firm", ACME)])
def test_a_whole_file_is_answered_alike(both: Both, root: str, name: str, entity: str) -> None:
    type_ = SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    query = f"query Whole($id: ID!) {{ {root}(id: $id) {everything(type_)} }}"
    variables = {"id": both.room.names[entity]}
    ours = both.ours(query, variables)
    assert ours == both.reference(query, variables)
    assert list(ours[root]) == list(type_.fields)


def test_fields_of_one_name_are_merged(both: Both) -> None:
    query = """query M($id: ID!, $no: Boolean!) {
      human(id: $id) { name { value } ...A name @skip(if: $no) { grade } ... { name { agreement } } }
      ...B
    }
    fragment A on Human { name { title { zh } source { ...L } } ...A2 }
    fragment A2 on Human { name { title { en } source { delivery { file } } } }
    fragment B on Query { human(id: $id) { caption } }
    fragment L on Lineage { dataset { id } delivery { row } }"""
    for no in (True, False):
        variables = {"id": both.room.names[ADA], "no": no}
        assert both.ours(query, variables) == both.reference(query, variables)


def test_an_alias_may_be_the_name_of_anything(both: Both) -> None:
    query = """query A($id: ID!) { human(id: $id) {
      __typename: caption id: class class: id name: sex { value: grade __typename: attribute source { rank: record } }
      sex: name { label: value } records: spouseOf(first: 1) { edges: pageInfo { endCursor: hasNextPage } }
    } }"""
    variables = {"id": both.room.names[ADA]}
    assert both.ours(query, variables) == both.reference(query, variables)


def test_no_field_of_the_schema_goes_without_a_nullable_root() -> None:
    query = SCHEMA.query_type
    assert query is not None
    assert not any(isinstance(item.type, GraphQLNonNull) for item in query.fields.values())
    assert set(SCHEMA.type_map) >= INTERFACES
