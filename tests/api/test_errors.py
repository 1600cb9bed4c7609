"""Errors have codes and tell neither values nor what lies behind."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.access.gates import open_gate_of
from tests.dossier.graph import ADA_NUMBER
from tests.dossier.small import MODEL
from twopages.access import Viewer
from twopages.api.engine import Asked, Engine
from twopages.api.operation import Answer
from twopages.errors import StoreError
from twopages.keys import KeyRing
from twopages.settings import Settings

DESK = Viewer("desk", "citizen", "nobody")
SECRET = ADA_NUMBER


class Failing:
    """A reading room in which everything goes wrong, with a value in the text of the error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, *_: Any) -> Any:
        raise self.error


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    home: Path = tmp_path_factory.mktemp("ring")
    return KeyRing.create(replace(Settings(), home=home))


@pytest.fixture
def engine(keys: KeyRing) -> Engine:
    made = Engine(MODEL, None, keys, open_gate_of(MODEL, keys))  # type: ignore[arg-type]  # nothing is read
    made.dossiers = Failing(RuntimeError(f"no such number {SECRET}"))  # type: ignore[assignment]  # fails
    return made


def codes(answer: Answer) -> list[str]:
    return [error["extensions"]["code"] for error in answer.errors]


def text(answer: Answer) -> str:
    return orjson.dumps(answer.body()).decode()


def test_an_unexpected_error_is_a_code_and_a_trace(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "twopages.api"):
        answer = engine.answer(Asked('{ human(id: "x") { id } ok: __typename }'), DESK)
    assert answer.data == {"human": None, "ok": "Query"}
    assert codes(answer) == ["INTERNAL"]
    assert answer.errors[0]["path"] == ["human"]
    assert SECRET not in text(answer)
    assert "RuntimeError" not in text(answer)
    assert answer.errors[0]["extensions"]["trace"] in caplog.text
    assert "RuntimeError" in caplog.text and "test_errors.py" in caplog.text
    assert SECRET not in caplog.text


def test_a_store_that_is_away_is_told_apart(engine: Engine) -> None:
    engine.dossiers = Failing(StoreError("Neo4j at bolt://10.0.0.1:7687 cannot be reached."))  # type: ignore[assignment]
    answer = engine.answer(Asked('{ human(id: "x") { id } }'), DESK)
    assert codes(answer) == ["UNAVAILABLE"]
    assert "10.0.0.1" not in text(answer)


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        (f'{{ human(id: "{SECRET}" {{ id }} }}', {}, "SYNTAX"),
        (f'{{ human(id: ["{SECRET}"]) {{ id }} }}', {}, "VALIDATION"),
        (f"{{ humanByKey(key: {SECRET[:9]}) {{ id }} }}", {}, "VALIDATION"),
        (f'{{ human(id: {{a: "{SECRET}"}}) {{ id }} }}', {}, "VALIDATION"),
        ("query Q($k: String!) { humanByKey(key: $k) { id } }", {"k": [SECRET]}, "VARIABLES"),
        ("query Q($k: String!) { humanByKey(key: $k) { id } }", {"k": {SECRET: SECRET}}, "VARIABLES"),
        ("query Q($k: String!) { humanByKey(key: $k) { id } }", {}, "VARIABLES"),
        ("query Q($n: Int!) { me { records(first: $n) { pageInfo { endCursor } } } }", {"n": SECRET}, "VARIABLES"),
        (f'query Q($n: Int = "{SECRET}") {{ me {{ records(first: $n) {{ pageInfo {{ endCursor }} }} }} }}', {}, "VALIDATION"),
        (f'{{ humanByKey(key: "{SECRET}") {{ id }} }}', {}, "KEY_IN_DOCUMENT"),
        (f'query Q($k: String = "{SECRET}") {{ humanByKey(key: $k) {{ id }} }}', {}, "KEY_IN_DOCUMENT"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_request_is_told_without_its_values(
    engine: Engine, query: str, variables: dict[str, Any], code: str
) -> None:
    answer = engine.answer(Asked(query, None, variables), DESK)
    assert answer.data is None
    assert set(codes(answer)) == {code}
    assert SECRET[:9] not in text(answer)
    assert SECRET not in text(answer)


def test_a_key_in_an_address_is_refused_before_anything_is_read(engine: Engine) -> None:
    query = "query Q($k: String!) { humanByKey(key: $k) { id } }"
    assert codes(engine.answer(Asked(query, None, {"k": SECRET}, in_address=True), DESK)) == ["KEY_IN_ADDRESS"]


def test_a_cursor_of_another_list_is_the_error_of_its_field(engine: Engine) -> None:
    query = 'query Q($id: ID!) { human(id: $id) { records(after: "nonsense") { pageInfo { endCursor } } } }'
    answer = engine.answer(Asked(query, None, {"id": "x"}), DESK)
    assert (answer.data, codes(answer)) == ({"human": None}, ["CURSOR"])


def test_errors_say_where_in_the_document(engine: Engine) -> None:
    answer = engine.answer(Asked("{\n  me { nonsense }\n}"), DESK)
    assert answer.errors[0]["locations"] == [{"line": 2, "column": 8}]
    assert "nonsense" in answer.errors[0]["message"]


def test_no_more_errors_are_told_than_help(engine: Engine) -> None:
    fields = " ".join(f"nonsense{n}" for n in range(200))
    assert len(engine.answer(Asked(f"{{ {fields} }}"), DESK).errors) <= 21
