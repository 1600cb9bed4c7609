"""Mutations that are refused before anything is done: texts in the document, addresses, other sites, too many at once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType, build_schema, get_named_type

from tests.access.gates import open_gate_of
from tests.dossier.graph import ADA_NUMBER
from tests.dossier.small import MODEL
from twopages.access import Viewer
from twopages.api import print_sdl
from twopages.api.acts import ACTS, LISTS
from twopages.api.engine import Asked, Engine
from twopages.api.operation import Answer
from twopages.keys import KeyRing
from twopages.settings import Settings

DESK = Viewer("desk", "citizen", "nobody")
MUTATION = build_schema(print_sdl(MODEL)).mutation_type
assert MUTATION
FIELDS = MUTATION.fields
TEXTS = [
    (act, name)
    for act, field in FIELDS.items()
    for name in field.args
    if str(get_named_type(field.args[name].type)) == "String"
]


class Untouched:
    """A store that nothing may be asked of."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the store was asked to {name}")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    home: Path = tmp_path_factory.mktemp("ring")
    keys = KeyRing.create(replace(Settings(), home=home))
    return Engine(MODEL, Untouched(), keys, open_gate_of(MODEL, keys))  # type: ignore[arg-type]  # not asked


def ask(engine: Engine, query: str, **more: Any) -> Answer:
    return engine.answer(replace(Asked(query, may_act=True), **more), DESK)


def codes(answer: Answer) -> set[str]:
    assert answer.data is None
    assert ADA_NUMBER not in str(answer.body())
    return {error["extensions"]["code"] for error in answer.errors}


def written(act: str, literal: str, *, default: bool) -> tuple[str, dict[str, Any]]:
    """An act whose arguments are variables but for one, which stands in the document: there, or as the default of its variable."""
    types = {
        name: str(item.type).rstrip("!")
        for name, item in FIELDS[act].args.items()
        if needed(FIELDS[act], name) or name == literal
    }
    declared = ", ".join(
        f"${name}: {type_}" + (f' = "{ADA_NUMBER}"' if name == literal else "!")
        for name, type_ in types.items()
        if default or name != literal
    )
    told = ", ".join(f"{name}: ${name}" if default or name != literal else f'{name}: "{ADA_NUMBER}"' for name in types)
    verdict = {name: "GRANT" if type_ == "ScenarioVerdict" else "x" for name, type_ in types.items() if name != literal}
    return f"mutation Q({declared}) {{ {act}({told}) {{ id }} }}", verdict


def needed(field: GraphQLField, name: str) -> bool:
    return isinstance(field.args[name].type, GraphQLNonNull)


@pytest.mark.parametrize(("act", "name"), TEXTS)
@pytest.mark.parametrize("default", [False, True])
def test_keys_numbers_and_texts_are_refused_in_the_document(engine: Engine, act: str, name: str, default: bool) -> None:
    query, variables = written(act, name, default=default)
    expected = "KEY_IN_DOCUMENT" if name == "key" else "TEXT_IN_DOCUMENT"
    assert codes(ask(engine, query, variables=variables)) == {expected}
    assert codes(
        ask(engine, f"{query.replace('id }', '...F }')} fragment F on {FIELDS[act].type} {{ id }}", variables=variables)
    ) == {expected}


def test_there_are_texts_to_be_refused() -> None:
    assert {("openCase", "key"), ("openCase", "number"), ("authorise", "key"), ("questionLook", "text")} <= set(TEXTS)
    assert len(TEXTS) == 8


@pytest.mark.parametrize("act", FIELDS)
def test_nothing_is_done_by_an_address_or_for_another_site(engine: Engine, act: str) -> None:
    query, variables = written(act, "", default=False)
    assert codes(ask(engine, query, variables=variables, in_address=True)) == {"OPERATION"}
    assert codes(ask(engine, query, variables=variables, may_act=False)) == {"FOREIGN_ORIGIN"}
    assert codes(ask(engine, query, variables=variables, may_act=False, in_address=True)) == {"OPERATION"}


def test_no_more_is_done_at_once_than_ten_acts(engine: Engine) -> None:
    def tried(number: int) -> str:
        return f"a{number}: openCase(service: $s, key: $k, number: $n) {{ id }}"

    declared, told = "mutation Q($s: ID!, $k: String!, $n: String!)", {"s": "x", "k": ADA_NUMBER, "n": "1"}
    plain = f"{declared} {{ {' '.join(map(tried, range(11)))} }}"
    assert codes(ask(engine, plain, variables=told)) == {"LIMIT_ROOTS"}
    fragments = " ".join(f"fragment F{n} on Mutation {{ {tried(2 * n)} {tried(2 * n + 1)} }}" for n in range(6))
    spread = f"{declared} {{ {' '.join(f'...F{n}' for n in range(6))} }} {fragments}"
    assert codes(ask(engine, spread, variables=told)) == {"LIMIT_ROOTS"}


def test_two_acts_of_one_name_in_the_answer_do_not_fit(engine: Engine) -> None:
    query = 'mutation Q { a: closeCase(case: "1") { id } a: closeCase(case: "2") { id } }'
    assert codes(ask(engine, query)) == {"VALIDATION"}


def test_every_act_may_fail_alone_and_says_what_it_does() -> None:
    assert set(FIELDS) == set(ACTS) and not set(ACTS) & set(LISTS)
    assert not [name for name, field in FIELDS.items() if isinstance(field.type, GraphQLNonNull)]
    assert all(field.description and all(item.description for item in field.args.values()) for field in FIELDS.values())
    assert all(isinstance(get_named_type(field.type), GraphQLObjectType) for field in FIELDS.values())
