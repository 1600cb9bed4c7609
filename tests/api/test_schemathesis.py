"""Documents that schemathesis makes of the schema, sent to the served program by each role: well answered, whatever they ask."""

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import schemathesis
from graphql import (
    ArgumentNode,
    IntValueNode,
    NameNode,
    OperationDefinitionNode,
    StringValueNode,
    VariableNode,
    Visitor,
    build_schema,
    parse,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case

from tests.api.acting import NUMBER, PURPOSE, SERVICE, days, forget
from tests.api.program import Program, program
from tests.conftest import City
from tests.pages.test_city import CITIZEN
from tests.quiet import names_of, personal
from twopages.api import print_sdl
from twopages.api.http import GRAPHQL
from twopages.graph import Store
from twopages.ontology.model import Model
from twopages.settings import Settings

ROLES = ("citizen", "caseworker", "steward", "auditor")
UNTOLD = ("Traceback", 'File "', ".py", "neo4j", "Neo.", "MATCH", "graphql-core")
TEXTS = {
    "key",
    "number",
    "why",
    "answer",
    "text",
    "organisation",
}  # arguments that are variables, and so are parts of keys
OPEN = {  # fields by which somebody here is answered, and who that is
    **dict.fromkeys(("me", "person", "personByKey", "enterprise", "grants", "giveConsent"), "citizen"),
    **dict.fromkeys(("cases", "scenarios", "openCase", "requestScenario"), "caseworker"),
}
NOT_THERE = "id-of-no-subject"
SHORTEST = 6  # characters of a text that a message would not hold by chance


@pytest.fixture(scope="module")
def subjects(city: City, store: Store) -> Mapping[str, str]:
    found = store.read(CITIZEN)[0]
    return {name: found[name] for name in ("person", "enterprise")}


@pytest.fixture(scope="module")
def running(
    settings: Settings, subjects: Mapping[str, str], store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    with program(settings, tmp_path_factory.mktemp("schemathesis"), subjects["person"]) as made:
        yield made
    forget(store)


@pytest.mark.parametrize("examples", [300, pytest.param(3000, marks=pytest.mark.full)])
def test_whatever_fits_the_schema_is_answered_well(
    running: Program, model: Model, city: City, subjects: Mapping[str, str], examples: int
) -> None:
    known, ids, answered = names_of(model, city.key), st.sampled_from([*subjects.values(), NOT_THERE]), list[bool]()
    acted, texts = list[bool](), TEXTS | parts_of_keys(model)
    with running.client("citizen") as client:
        number = client.post("/graphql", json={"query": NUMBER}).json()["data"]["me"]["identityNumber"]["value"]

    @seed(6)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(model), ids, st.sampled_from(ROLES), st.booleans(), st.booleans())
    def ask(case: Case[Any], id: str, role: str, strict: bool, fitting: bool) -> None:
        fits = {"service": SERVICE, "purpose": PURPOSE, "key": number, **days()} if fitting else {}
        query, variables = lifted(about(str(case.body), {"id": id, "subject": id, **fits}), texts)
        sent = {"query": query, "variables": variables}
        asking = OPEN.get(case.operation.label.partition(".")[2], role) if fitting else role
        answer = clients[asking].post("/graphql", json=sent, headers={"accept": GRAPHQL} if strict else {})
        told = well_formed(answer)
        assert [
            fault for error in told.get("errors", ()) for fault in faults_of(error, query, variables, known)
        ] == [], query
        answered.append(any((told.get("data") or {}).values()))
        acted.extend(answered[-1:] if query.startswith("mutation") else ())

    with ExitStack() as stack:
        clients = {role: stack.enter_context(running.client(role)) for role in ROLES}
        ask()
    assert len(answered) >= examples
    assert sum(answered) > examples / 10  # many ask for what their role or a limit refuses
    assert len(acted) > examples / 4 and any(acted)


def documents(model: Model) -> st.SearchStrategy[Case[Any]]:
    """A document of any root field of the schema; every other one of a field by which somebody here is answered."""
    operations: Any = schemathesis.graphql.from_file(print_sdl(model)).get_all_operations()
    drawn = [item.ok() for item in operations]
    open_ = [item for item in drawn if item.label.partition(".")[2] in OPEN]
    assert len(open_) == len(OPEN)
    either = [st.one_of([item.as_strategy() for item in items]) for items in (drawn, open_)]
    return st.sampled_from(either).flatmap(lambda chosen: chosen)  # a choice of choices would be one of all


def parts_of_keys(model: Model) -> frozenset[str]:
    """The arguments that the schema takes as texts where something is found by its key."""
    query = build_schema(print_sdl(model)).query_type
    assert query is not None
    found = [field.args for name, field in query.fields.items() if name.endswith("ByKey")]
    return frozenset(name for args in found for name, arg in args.items() if str(arg.type) == "String!")


def faults_of(error: Mapping[str, Any], query: str, variables: Mapping[str, str], known: frozenset[str]) -> list[str]:
    """What an error tells that it should not: a place, a value of the request or of somebody, or a fault of ours."""
    code, message = error["extensions"]["code"], error["message"]
    found = [text for text in (*UNTOLD, *texts_of(query, variables)) if text in message] + personal(message, known)
    return found + ([code] if code in ("INTERNAL", "UNAVAILABLE", "SYNTAX", "VALIDATION") else [])


def well_formed(answer: httpx.Response) -> dict[str, Any]:
    """An answer as GraphQL over HTTP has it, and none of a fault of ours."""
    assert answer.status_code < 500
    kind = answer.headers["content-type"]
    assert kind in (f"{GRAPHQL}; charset=utf-8", "application/json; charset=utf-8")
    told: dict[str, Any] = json.loads(answer.content)
    assert (
        {"data", "errors"} >= told.keys() >= ({"data"} if answer.status_code == 200 and "json;" not in kind else set())
    )
    assert told.get("data") is not None or told["errors"]
    for error in told.get("errors", ()):
        assert {"message", "extensions"} <= error.keys() <= {"message", "extensions", "path", "locations"}
        assert isinstance(error["message"], str)
        assert error["extensions"].keys() <= {"code", "trace", "reason", "purposes"}
    return told


class About(Visitor):
    """Puts what may be there in the place of what was invented, by the names of arguments."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__()
        self.told = told

    def enter_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        if node.name.value not in self.told or not isinstance(node.value, StringValueNode | IntValueNode):
            return None
        return ArgumentNode(name=node.name, value=StringValueNode(value=self.told[node.name.value], block=False))


class Lifted(Visitor):
    """Makes variables of the texts of arguments that have one of some names."""

    def __init__(self, names: AbstractSet[str]) -> None:
        super().__init__()
        self.names = names
        self.variables: dict[str, str] = {}

    def enter_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        if node.name.value not in self.names or not isinstance(node.value, StringValueNode):
            return None
        name = f"v{len(self.variables)}"
        self.variables[name] = node.value.value
        return ArgumentNode(name=node.name, value=VariableNode(name=NameNode(value=name)))


def lifted(query: str, names: AbstractSet[str]) -> tuple[str, dict[str, str]]:
    """A document with its variables, as those who ask would send it."""
    (operation,) = (item for item in parse(query).definitions if isinstance(item, OperationDefinitionNode))
    texts = Lifted(names)
    changed = print_ast(visit(operation, texts)).removeprefix(operation.operation.value)
    declared = ", ".join(f"${name}: String!" for name in texts.variables)
    return f"{operation.operation.value} Q{f'({declared})' if declared else ''} {changed}", texts.variables


class Texts(Visitor):
    """Gathers the texts of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        self.found.append(node.value)


def about(query: str, told: Mapping[str, str]) -> str:
    return print_ast(visit(parse(query), About(told)))


def texts_of(query: str, variables: Mapping[str, str]) -> list[str]:
    texts = Texts()
    visit(parse(query), texts)
    return [text for text in (*texts.found, *variables.values()) if len(text) >= SHORTEST]
