"""Who gets what through GraphQL: on the small graph in a real Neo4j."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from tests.access.gates import gate_of
from tests.dossier.graph import ACME, ADA, ADA_NUMBER, BEN, BEN_NUMBER, ZETA, Small
from tests.dossier.small import MODEL
from twopages.access import Viewer
from twopages.api.engine import Asked, Engine
from twopages.api.operation import Answer
from twopages.graph import Store
from twopages.keys import KeyRing

DESK, STEWARD = Viewer("desk", "caseworker", None), Viewer("steward", "steward", None)
BY_ID = "query Q($id: ID!) { human(id: $id) { caption } firm(id: $id) { caption } }"
BY_KEY = "query Q($key: String!) { humanByKey(key: $key) { caption name { value } } }"
SEARCH = "query Q($name: String!, $first: Int! = 20, $after: String) { firms(name: $name, first: $first, after: $after) { edges { node { caption class id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }"  # noqa: E501


class Watching:
    """A store that remembers the statements it ran."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.statements: list[str] = []

    def read(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        self.statements.append(statement)
        return self.store.read(statement, parameters)


@pytest.fixture(scope="module")
def watching(open_graph: Store) -> Watching:
    return Watching(open_graph)


@pytest.fixture(scope="module")
def engine(watching: Watching, keys: KeyRing, small: Small) -> Engine:
    return Engine(MODEL, watching, keys, gate_of(MODEL, keys))  # type: ignore[arg-type]  # reads as a store does


@pytest.fixture(scope="module")
def ada(small: Small) -> Viewer:
    return Viewer("ada", "citizen", small.names[ADA])


def ask(engine: Engine, viewer: Viewer, query: str, **variables: Any) -> Answer:
    """The desk names its purpose about the class that the query is about."""
    cls = "Firm" if "firm" in query else "Human"
    purpose = f"{viewer.account}-{cls}" if viewer in (DESK, STEWARD) else ""
    return engine.answer(Asked(query, None, variables, purpose=purpose), viewer)


def data(engine: Engine, viewer: Viewer, query: str, **variables: Any) -> dict[str, Any]:
    answer = ask(engine, viewer, query, **variables)
    assert answer.errors == ()
    sent: dict[str, Any] = orjson.loads(orjson.dumps(answer.data))
    return sent


def test_me_is_the_own_file(engine: Engine, ada: Viewer) -> None:
    assert data(engine, ada, "{ me { caption number { value grade } } }") == {
        "me": {"caption": "王阿达", "number": {"value": ADA_NUMBER, "grade": 4}}
    }
    for viewer in (DESK, STEWARD):
        assert data(engine, viewer, "{ me { caption } }") == {"me": None}


def test_by_what_one_acts_is_told_of_files_that_are_not_the_own(engine: Engine, ada: Viewer, small: Small) -> None:
    acting = "actingBy { relation title { en } grant until says { part } records sources { dataset { id } } }"
    told = data(
        engine, ada, f"query Q($id: ID!) {{ me {{ {acting} }} firm(id: $id) {{ {acting} }} }}", id=small.names[ACME]
    )
    assert told["me"] == {"actingBy": None}
    by = told["firm"]["actingBy"]
    assert (by["relation"], by["grant"], by["until"], by["says"]) == ("HEADS", None, None, [])
    assert by["title"]["en"] and by["records"] and [source["dataset"]["id"] for source in by["sources"]]


def test_a_citizen_sees_the_own_file_and_the_enterprise_represented(engine: Engine, ada: Viewer, small: Small) -> None:
    seen = {name: data(engine, ada, BY_ID, id=small.names[name]) for name in (ADA, BEN, ACME, ZETA)}
    assert seen == {
        ADA: {"human": {"caption": "王阿达"}, "firm": None},
        BEN: {"human": None, "firm": None},
        ACME: {"human": None, "firm": {"caption": "上海爱可美科技有限公司"}},
        ZETA: {"human": None, "firm": None},
    }


def test_out_of_reach_and_not_there_look_the_same(engine: Engine, ada: Viewer, small: Small) -> None:
    assert ask(engine, ada, BY_ID, id=small.names[BEN]) == ask(engine, ada, BY_ID, id="nobody")


def test_what_may_not_be_opened_is_not_read(engine: Engine, watching: Watching, ada: Viewer, small: Small) -> None:
    watching.statements.clear()
    data(
        engine,
        ada,
        "query Q($id: ID!) { human(id: $id) { name { value } records { edges { node { id } } } } }",
        id=small.names[BEN],
    )
    assert not any("payload" in statement for statement in watching.statements)


def test_without_a_purpose_nobody_but_the_subject_sees_a_file(engine: Engine, small: Small) -> None:
    for viewer in (DESK, STEWARD):
        answers = [engine.answer(Asked(BY_ID, None, {"id": id}), viewer) for id in (small.names[ADA], "nobody")]
        assert answers[0] == answers[1]
        assert answers[0].data == {"human": None, "firm": None}
        assert [error["extensions"]["code"] for error in answers[0].errors] == ["PURPOSE_NEEDED"] * 2


def test_a_caseworker_opens_files_by_key_in_any_spelling(engine: Engine) -> None:
    for told in (ADA_NUMBER, ADA_NUMBER.lower(), f" {ADA_NUMBER} ", "".join(chr(ord(c) + 0xFEE0) for c in ADA_NUMBER)):
        assert data(engine, DESK, BY_KEY, key=told)["humanByKey"]["name"] == {"value": "王阿达"}
    assert data(engine, DESK, BY_KEY, key="nonsense") == {"humanByKey": None}


def test_a_citizen_finds_by_key_only_the_own_file(engine: Engine, ada: Viewer) -> None:
    assert data(engine, ada, BY_KEY, key=ADA_NUMBER)["humanByKey"] is not None
    assert data(engine, ada, BY_KEY, key=BEN_NUMBER) == {"humanByKey": None}


def test_a_caseworker_finds_enterprises_by_name_page_by_page(engine: Engine) -> None:
    first = data(engine, DESK, SEARCH, name="上海", first=1)["firms"]
    assert [edge["node"]["caption"] for edge in first["edges"]] == ["上海泽塔有限公司"]
    assert first["pageInfo"]["hasNextPage"] is True
    second = data(engine, DESK, SEARCH, name="上海", first=1, after=first["pageInfo"]["endCursor"])["firms"]
    assert [edge["node"]["caption"] for edge in second["edges"]] == ["上海爱可美科技有限公司"]
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)


def test_nobody_looks_for_names_to_look_at_the_own_file(engine: Engine, ada: Viewer) -> None:
    answer = ask(engine, ada, SEARCH, name="上海")
    assert (answer.data, answer.code) == (None, "NOT_FOUND_BY")


def test_each_root_field_takes_one_statement(engine: Engine, watching: Watching, ada: Viewer, small: Small) -> None:
    watching.statements.clear()
    query = "query Q($id: ID!) { me { name { value } worksFor { edges { node { caption } } } records { edges { node { id } } } } own: human(id: $id) { caption } }"  # noqa: E501
    data(engine, ada, query, id=small.names[ADA])
    assert len(watching.statements) == 2


def test_the_far_end_of_a_relation_is_a_caption(engine: Engine, ada: Viewer, small: Small) -> None:
    query = "{ me { spouseOf { edges { node { id class caption } since records sources { dataset { id } delivery { file row } } } } } }"
    assert data(engine, ada, query)["me"]["spouseOf"]["edges"] == [
        {
            "node": {"id": small.names[BEN], "class": "Human", "caption": "李本"},
            "since": "1975-05-01",
            "records": ["m1"],
            "sources": [{"dataset": {"id": "weddings"}, "delivery": {"file": "weddings.csv", "row": 1}}],
        }
    ]
    assert ask(engine, ada, "{ me { spouseOf { edges { node { name { value } } } } } }").code == "VALIDATION"


def test_a_record_shows_no_key_of_another_person(engine: Engine, ada: Viewer) -> None:
    answer = data(
        engine,
        ada,
        "{ me { records(first: 50, history: true) { edges { node { id present replaces retired cells { header delivered values } } } } } }",
    )
    assert BEN_NUMBER not in str(answer)
    assert {edge["node"]["id"]: edge["node"]["replaces"] for edge in answer["me"]["records"]["edges"]}["r1"] == "r0"


def test_lists_are_paged_with_their_cursors(engine: Engine, ada: Viewer) -> None:
    query = "query Q($a: String) { me { worksFor(first: 1, after: $a) { edges { node { caption } cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"  # noqa: E501
    found, after = [], None
    for _ in range(3):
        page = data(engine, ada, query, a=after)["me"]["worksFor"]
        found += [edge["node"]["caption"] for edge in page["edges"]]
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert sorted(found) == ["上海泽塔有限公司", "上海爱可美科技有限公司"]
