"""What an operation may cost: each limit refuses with its code, quickly, before anything is read."""

import re
import time
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import get_args

import pytest
from graphql import get_introspection_query, parse

from tests.access.gates import open_gate_of
from tests.api.memory import Room
from tests.dossier.graph import ADA
from tests.dossier.small import MODEL
from twopages import api
from twopages.access import Viewer
from twopages.access.cases import case
from twopages.access.grants import What
from twopages.access.looked import questions
from twopages.access.scenarios import request
from twopages.api.engine import Asked, Engine
from twopages.api.limits import _WORDS, LIMITS, Limits, check_document
from twopages.api.remembered import Remembered
from twopages.keys import KeyRing
from twopages.settings import Settings

DOCUMENTED = (Path(__file__).resolve().parents[2] / "docs" / "graphql.md").read_text("utf-8")
DESK = Viewer("desk", "citizen", "nobody")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    home: Path = tmp_path_factory.mktemp("ring")
    keys = KeyRing.create(replace(Settings(), home=home))
    made = Engine(MODEL, None, keys, open_gate_of(MODEL, keys))  # type: ignore[arg-type]  # nothing is read but from the room
    made.dossiers = Room(keys)  # type: ignore[assignment]  # the same question and answer
    return made


def refusal(engine: Engine, query: str) -> str:
    answer = engine.answer(Asked(query), DESK)
    assert answer.data is None
    return answer.code


def bomb(levels: int) -> str:
    """Fragments that double at each level."""
    parts = [
        f"fragment F{n} on Human {{ a: records {{ edges {{ node {{ id }} }} }} ...F{n + 1} }}" for n in range(levels)
    ]
    return f"{{ me {{ ...F0 }} }} {' '.join(parts)} fragment F{levels} on Human {{ id }}"


HOSTILE = {
    "LIMIT_DEPTH": "{ __schema { types " + "{ fields { type " * 20 + "{ name }" + " } }" * 20 + " } }",
    "LIMIT_ALIASES": "{ " + " ".join(f"a{n}: __typename" for n in range(201)) + " }",
    "LIMIT_BREADTH": "{ me { " + " ".join(f"field{n}" for n in range(601)) + " } }",
    "LIMIT_REPEATS": "{ me { " + "id " * 11 + "} }",
    "LIMIT_FRAGMENTS": "{ __typename } " + " ".join(f"fragment F{n} on Query {{ __typename }}" for n in range(61)),
    "LIMIT_ROOTS": "{ " + " ".join(f"a{n}: __typename" for n in range(11)) + " }",
    "LIMIT_TOKENS": "{ " + "me { id } " * 5000 + "}",
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_document_over_a_limit_is_refused_with_its_code(engine: Engine, code: str) -> None:
    assert refusal(engine, HOSTILE[code]) == code


def test_fields_are_counted_with_fragments_spread(engine: Engine) -> None:
    wide = " ".join(f"a{n}: records {{ ...E }}" for n in range(60))
    query = f"{{ me {{ {wide} }} }} fragment E on RecordConnection {{ {' '.join(f'b{n}: pageInfo {{ endCursor }}' for n in range(100))} }}"
    assert refusal(engine, query) == "LIMIT_FIELDS"


def test_a_limit_of_roots_counts_those_in_fragments(engine: Engine) -> None:
    fragments = " ".join(f"fragment F{n} on Query {{ b{n}: __typename c{n}: __typename }}" for n in range(6))
    assert refusal(engine, "{ " + " ".join(f"...F{n}" for n in range(6)) + " } " + fragments) == "LIMIT_ROOTS"


def test_the_lists_of_one_subject_are_limited(engine: Engine) -> None:
    lists = " ".join(f"a{n}: records {{ pageInfo {{ endCursor }} }}" for n in range(61))
    assert refusal(engine, f"{{ me {{ {lists} }} }}") == "LIMIT_LISTS"


@pytest.mark.parametrize("first", [-1, 101, 2_000_000_000])
def test_a_page_has_a_limit(engine: Engine, first: int) -> None:
    query = "query Q($id: ID!, $n: Int!) { human(id: $id) { records(first: $n) { pageInfo { endCursor } } } ok: __typename }"
    answer = engine.answer(Asked(query, None, {"id": engine.dossiers.names[ADA], "n": first}), DESK)  # type: ignore[attr-defined]
    assert answer.data == {"human": None, "ok": "Query"}
    assert [error["extensions"]["code"] for error in answer.errors] == ["LIMIT_PAGE"]


@pytest.mark.parametrize(
    "query",
    [
        "{" * 3000,
        "{ me " * 199 + "{ id }" + " }" * 199,
        "{ a(x: " + "[" * 2000 + " }",
        bomb(40),
        "{ me { ...A } } fragment A on Human { ...B } fragment B on Human { ...A }",
        "{ me { " + " ".join(f"a{n}: records {{ ...E }}" for n in range(60)) + " } } fragment E on RecordConnection { "
        + " ".join(f"b{n}: edges {{ node {{ id cells {{ header }} }} }}" for n in range(50)) + " }",
        "query Q(" + " ".join(f"$v{n}: Int" for n in range(2500)) + ") { __typename }",
        "{ " + "\n".join(f"...F{n}" for n in range(10)) + " } " + " ".join(
            f"fragment F{n} on Query {{ me {{ " + " ".join(MODEL.classes['Human'].attributes).replace(" ", " { __typename } ")
            + " { __typename } } }" for n in range(50)
        ),
    ],
)  # fmt: skip
def test_hostile_documents_are_answered_quickly(engine: Engine, query: str) -> None:
    start = time.perf_counter()
    answer = engine.answer(Asked(query), DESK)
    assert time.perf_counter() - start < 3
    assert answer.errors or answer.data


def test_the_usual_introspection_is_within_the_limits(engine: Engine) -> None:
    query = get_introspection_query(descriptions=True, directive_is_repeatable=True)
    answer = engine.answer(Asked(query), DESK)
    assert answer.errors == ()
    assert answer.data is not None
    assert {item["name"] for item in answer.data["__schema"]["types"]} > {"Human", "Envelope"}


def test_limits_can_be_set() -> None:
    check_document(parse("{ a { b { c } } }"), LIMITS)
    with pytest.raises(Exception, match="limit of 2 levels"):
        check_document(parse("{ a { b { c } } }"), Limits(depth=2))


def test_documents_are_remembered_within_bounds() -> None:
    made: list[str] = []

    def make(text: str) -> str:
        made.append(text)
        return text.upper()

    remembered = Remembered(make, len, most=10)
    assert [remembered(text) for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb")] == [
        text.upper() for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb")
    ]
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"]
    assert remembered("far too long to keep") == "FAR TOO LONG TO KEEP"
    assert remembered("aaaa") == "AAAA"
    assert made[4:] == ["far too long to keep", "aaaa"]


def test_a_value_that_fails_is_not_remembered() -> None:
    def make(text: str) -> str:
        raise ValueError(text)

    for _ in range(2):
        with pytest.raises(ValueError, match="bad"):
            Remembered(make, len, most=10)("bad")


@pytest.mark.parametrize("limit", fields(Limits), ids=lambda limit: limit.name)
def test_every_limit_is_documented(limit: Field[int]) -> None:
    assert f"| `{limit.name}` | {getattr(LIMITS, limit.name)} |" in DOCUMENTED


def test_every_code_is_documented() -> None:
    sources = " ".join(path.read_text("utf-8") for path in Path(api.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'(?:Refusal\(|code = )"([A-Z_]+)"', sources)) | {f"LIMIT_{name}" for name in _WORDS}
    codes |= {
        str(code) for kind in (case.Refusal, request.Refusal, questions.Refusal) for code in get_args(kind)
    } | set(What)
    assert {code for code in codes if f"`{code}`" not in DOCUMENTED} == set()
    assert len(codes) > 15
