"""Subjects by tags and codes through GraphQL: in the city, for purposes that find them so."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from tests.access.gates import Kept, Standing, gate_of
from tests.access.purposes import with_purposes
from tests.conftest import City
from twopages.access import Viewer
from twopages.api.engine import Asked, Engine
from twopages.api.operation import Answer
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.tags.counts import HIDDEN_UNDER
from twopages.tags.districts import divided

STEWARD, DESK = Viewer("steward", "steward", None), Viewer("desk", "caseworker", None)
CITIZEN = Viewer("somebody", "citizen", "nobody")
PERSONS = """query Q($where: PersonWhere!, $first: Int! = 100, $after: String) {
  persons(where: $where, first: $first, after: $after) {
    totalCount facets { tag attribute code label { zh en } count }
    edges { cursor node { id class caption } } pageInfo { hasNextPage endCursor }
  }
}"""
FIRMS = """query Q($where: EnterpriseWhere, $name: String) {
  enterprises(where: $where, name: $name, first: 100) { totalCount facets { count } edges { node { id caption } } }
}"""
TAGGED = "MATCH (e:Entity)-[:TAGGED]->(t:Tag) WHERE $cls IN labels(e) RETURN t.id AS tag, collect(e.id) AS ids"


@pytest.fixture(scope="module")
def engine(city: City, open_graph: Store, keys: KeyRing, model: Model) -> Engine:
    finding = with_purposes(model)
    return Engine(finding, open_graph, keys, gate_of(finding, keys))


@pytest.fixture(scope="module")
def strict(city: City, open_graph: Store, keys: KeyRing, model: Model) -> Iterator[tuple[Engine, Kept]]:
    """Under the purposes of the ontology, each granted to whoever asks; and the receipts."""
    log, standing = Kept(), Standing()
    standing.grants |= {(purpose.department or "", purpose.id) for purpose in model.purposes.values()}
    yield Engine(model, open_graph, keys, gate_of(model, keys, log, standing)), log


def tagged(store: Store, cls: str) -> dict[str, set[str]]:
    return {row["tag"]: set(row["ids"]) for row in store.read(TAGGED, {"cls": cls})}


def ask(engine: Engine, viewer: Viewer, query: str, **variables: Any) -> Answer:
    cls = "Enterprise" if "EnterpriseWhere" in query else "Person"
    return engine.answer(Asked(query, None, variables, purpose=f"{viewer.account}-{cls}"), viewer)


def data(engine: Engine, query: str, **variables: Any) -> dict[str, Any]:
    answer = ask(engine, STEWARD, query, **variables)
    assert answer.errors == ()
    sent: dict[str, Any] = orjson.loads(orjson.dumps(answer.data))
    return sent


def code(answer: Answer, field: str) -> str:
    assert answer.data is None or answer.data[field] is None
    found: str = answer.errors[0]["extensions"]["code"]
    return found


def test_a_steward_finds_persons_by_tags(engine: Engine, open_graph: Store) -> None:
    by_tag = tagged(open_graph, "Person")
    common, other = sorted(by_tag, key=lambda name: -len(by_tag[name]))[:2]
    found = data(engine, PERSONS, where={"tags": {"all": [common], "none": [other]}})["persons"]
    right = by_tag[common] - by_tag[other]
    assert [edge["node"]["id"] for edge in found["edges"]] == sorted(right)[:100]
    assert found["totalCount"] == (len(right) if len(right) >= HIDDEN_UNDER else None)
    for facet in found["facets"]:
        assert facet["count"] >= HIDDEN_UNDER
        assert facet["label"]["zh"]
        if facet["tag"]:
            assert facet["count"] == len(right & by_tag[facet["tag"]])


@pytest.fixture(scope="module")
def wide(model: Model) -> dict[str, Any]:
    """A question that most persons meet."""
    return {"tags": {"any": [tag.id for tag in model.tags.values() if tag.cls == "Person"]}}


@pytest.fixture(scope="module")
def here(model: Model) -> dict[str, Any]:
    """One by the district of residence, which a purpose of stewards finds by."""
    codes = model.code_lists[model.attributes["residenceDivision"].codes or ""].codes
    return {"residenceDivision": [code for code in codes if code.startswith("3101")][:100]}


def test_names_of_many_persons_are_masked(engine: Engine, wide: dict[str, Any]) -> None:
    edges = data(engine, PERSONS, where=wide)["persons"]["edges"]
    assert {edge["node"]["class"] for edge in edges} == {"Person"}
    assert all(edge["node"]["caption"].endswith("*") for edge in edges if edge["node"]["caption"])
    assert any(edge["node"]["caption"] for edge in edges)


def test_pages_go_on_after_a_cursor(engine: Engine, wide: dict[str, Any]) -> None:
    found = data(engine, PERSONS, where=wide, first=30)["persons"]
    rest = data(engine, PERSONS, where=wide, first=100, after=found["pageInfo"]["endCursor"])["persons"]
    whole = data(engine, PERSONS, where=wide, first=100)["persons"]
    assert found["pageInfo"]["hasNextPage"]
    assert (found["edges"] + rest["edges"])[:100] == whole["edges"]


def test_enterprises_are_found_by_codes_too(engine: Engine, open_graph: Store, model: Model) -> None:
    """By one attribute, or by any of those that say where one is."""
    text = (
        "MATCH (e:Enterprise) RETURN e.id AS id, e.caption AS caption, [name IN $names | e[name]] AS places ORDER BY id"
    )
    names = ["registrationDivision", *divided(model, "Enterprise")]
    rows = open_graph.read(text, {"names": names})
    place = next(row["places"][0] for row in rows if row["places"][0])[:6]
    for where, last in (({"registrationDivision": [place]}, 1), ({"division": [place]}, len(names))):
        lies = [row for row in rows if any((one or "").startswith(place) for one in row["places"][:last])]
        found = data(engine, FIRMS, where=where)["enterprises"]
        shown = {edge["node"]["id"]: edge["node"]["caption"] or None for edge in found["edges"]}
        assert shown == {row["id"]: row["caption"] for row in lies}


def test_nothing_is_counted_that_is_not_asked(engine: Engine) -> None:
    found = data(
        engine,
        '{ persons(where: {tags: {none: ["minor"], any: ["married", "retired"]}}, first: 1) { edges { node { id } } } }',
    )
    assert len(found["persons"]["edges"]) == 1


def test_a_search_by_name_is_not_counted(engine: Engine) -> None:
    named = ask(engine, DESK, FIRMS, name="上海")
    assert named.errors == ()
    assert named.data
    assert (named.data["enterprises"]["totalCount"], named.data["enterprises"]["facets"]) == (None, None)


def finds(engine: Engine, viewer: Viewer, purpose: str, query: str, **variables: Any) -> Answer:
    return engine.answer(Asked(query, None, variables, purpose=purpose), viewer)


def test_a_purpose_finds_by_what_it_names_alone(strict: tuple[Engine, Kept], model: Model) -> None:
    engine, purpose = strict[0], "steward-quality-person"
    assert finds(engine, STEWARD, purpose, PERSONS, where={"residenceDivision": ["310101"]}).errors == ()
    for where in (
        {"tags": {"any": ["minor"]}},
        {"tags": {"none": ["minor"]}},
        {"division": ["310101"], "tags": {"all": ["minor"]}},
    ):
        answer = finds(engine, STEWARD, purpose, PERSONS, where=where)
        assert (answer.data, answer.code) == (None, "NOT_FOUND_BY")
        assert set(answer.errors[0]["extensions"]) == {"code", "reason", "purposes"}
    counted = finds(engine, CITIZEN, "", PERSONS, where={})
    assert (counted.data, counted.code) == (None, "NOT_FOUND_BY")


def test_nothing_is_counted_by_what_a_purpose_does_not_find(
    strict: tuple[Engine, Kept], model: Model, here: dict[str, Any]
) -> None:
    answer = finds(strict[0], STEWARD, "steward-quality-person", PERSONS, where=here)
    allowed = model.purposes["steward-quality-person"].finds
    facets = (answer.data or {})["persons"]["facets"]
    assert {facet["tag"] or facet["attribute"] for facet in facets} <= allowed
    assert facets


def test_everybody_who_was_found_has_a_receipt(strict: tuple[Engine, Kept]) -> None:
    engine, log = strict
    log.receipts.clear()
    answer = finds(engine, STEWARD, "steward-quality-enterprise", FIRMS, name="上海")
    ids = {edge["node"]["id"] for edge in (answer.data or {})["enterprises"]["edges"]}
    assert ids == {receipt.subject for receipt in log.receipts}
    assert {(receipt.look, receipt.purpose, receipt.fields) for receipt in log.receipts} == {
        ("search", "steward-quality-enterprise", ("enterpriseName",))
    }


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "ARGUMENTS"),
        ({"name": "上海", "where": {}}, "ARGUMENTS"),
        ({"where": {"tags": {"all": ["minor"]}}}, "NOT_FOUND_BY"),
        ({"where": {"division": ["nowhere"]}}, "WHERE"),
        ({"where": {}}, "WHERE"),
        ({"where": {"tags": {"none": ["small-and-micro"]}}}, "WHERE"),
        ({"where": {"unknown": ["1"]}}, "VARIABLES"),
    ],
)
def test_what_cannot_be_asked_is_refused(engine: Engine, variables: dict[str, Any], told: str) -> None:
    assert code(ask(engine, STEWARD, FIRMS, **variables), "enterprises") == told


def test_a_cursor_of_another_list_is_refused(engine: Engine) -> None:
    assert code(ask(engine, STEWARD, PERSONS, where={}, after="nonsense"), "persons") == "CURSOR"


def test_a_visit_list_is_drawn_by_subdistrict_and_committee(
    strict: tuple[Engine, Kept], open_graph: Store, model: Model
) -> None:
    engine, _ = strict
    office = Viewer("visits", "caseworker", None, model.purposes["elderly-visit-list"].department or "")
    place = open_graph.read(
        """MATCH (p:Person) WHERE p.residenceSubdistrict IS NOT NULL AND p.neighbourhoodCommittee IS NOT NULL
        RETURN p.residenceSubdistrict AS street, p.neighbourhoodCommittee AS committee, count(*) AS n ORDER BY n DESC LIMIT 1"""
    )[0]
    text = "MATCH (p:Person) WHERE p.residenceSubdistrict = $street RETURN p.id AS id, p.neighbourhoodCommittee AS committee"
    people = open_graph.read(text, {"street": place["street"]})
    by_street = {"residenceSubdistrict": [place["street"]]}
    for where, right in (
        (by_street, people),
        (
            by_street | {"neighbourhoodCommittee": [place["committee"]]},
            [one for one in people if one["committee"] == place["committee"]],
        ),
        ({"division": [place["street"]]}, people),
    ):
        asked = Asked(PERSONS, None, {"where": where}, purpose="elderly-visit-list")
        found = orjson.loads(orjson.dumps(engine.answer(asked, office).data))["persons"]
        assert [edge["node"]["id"] for edge in found["edges"]] == sorted(one["id"] for one in right)[:100]
    district = Asked(
        PERSONS, None, {"where": {"residenceDivision": [place["street"][:6]]}}, purpose="elderly-visit-list"
    )
    assert code(engine.answer(district, office), "persons") == "NOT_FOUND_BY"
