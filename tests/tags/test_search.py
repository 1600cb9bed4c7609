"""Subjects found by tags and codes: the query and the statement word for word, and in the city what a look at everybody finds."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import City
from twopages.dossier import Dossiers, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.tags.counts import HIDDEN_UNDER
from twopages.tags.districts import district, divided
from twopages.tags.finds import LANES, TAG, lane_at, token
from twopages.tags.search import (
    MOST,
    Facet,
    SearchAsk,
    Stretch,
    Where,
    WhereError,
    compile_query,
    compile_search,
    find,
    stretches,
)
from twopages.values import Point, parse_geometry

OF = ["tag:", "hukouDivision:", "residenceDivision:", "residenceSubdistrict:"]
GOLDEN = Path(__file__).parent / "golden"
OTHERS = ("tag:", "id:", "cell:", "region:")  # tokens of no attribute
EVERYBODY = "MATCH (e:Entity) WHERE e.finds IS NOT NULL RETURN e.id AS id, labels(e) AS labels, e.finds AS finds"


@pytest.mark.parametrize(
    ("where", "query"),
    [
        (Where("Person"), "*:*"),
        (Where("Person", all=("minor", "young-adult")), '+"tag:minor" +"tag:young-adult"'),
        (Where("Person", any=("minor", "young-adult")), '+("tag:minor" "tag:young-adult")'),
        (Where("Person", any=("minor", "minor")), '+"tag:minor"'),
        (Where("Person", none=("minor", "young-adult")), '*:* -"tag:minor" -"tag:young-adult"'),
        (
            Where("Person", ("minor",), ("young-adult",), ("newly-adult",), divisions=("310104",)),
            '+"tag:minor" +"tag:young-adult" +("hukouDivision:310104" "residenceDivision:310104" "residenceSubdistrict:310104") '
            '-"tag:newly-adult"',
        ),
        (
            Where("Enterprise", codes={"registrationDivision": ("310104", "310101"), "enterpriseState": ("1",)}),
            '+"enterpriseState:1" +("registrationDivision:310104" "registrationDivision:310101")',
        ),
        (Where("Person", codes={"residenceDivision": ()}), "*:*"),
        (Where("Person", divisions=("310104",), places=("residenceSubdistrict",)), '+"residenceSubdistrict:310104"'),
        (
            Where("Penalty", codes={"penaltyDate": ("2026-05", "2025"), "penaltyAuthority": ("市 场监管局",)}),
            '+"penaltyAuthority:市_场监管局" +("penaltyDate:2026-05" "penaltyDate:2025")',
        ),
        (
            Where("Enterprise", codes={"fireKeyUnit": ("true",), "industryClass": ("13",)}),
            '+"fireKeyUnit:true" +"industryClass:13"',
        ),
        (
            Where("SpatialFeature", window=(121.4, 31.2, 121.405, 31.205)),
            '+("cell:100x12140x3120" "cell:10x1214x312")',
        ),
        (
            Where("SpatialFeature", window=(121.4, 31.0, 121.8, 31.05)),
            '+("region:10x1214x310" "region:10x1215x310" '
            '"region:10x1216x310" "region:10x1217x310" "region:10x1218x310")',
        ),
    ],
)
def test_questions_as_queries(model: Model, where: Where, query: str) -> None:
    assert compile_query(model, where) == query


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (Where("Person", all=('minor" OR "x',)), "a tag that its class does not have"),
        (Where("Enterprise", none=("minor",)), "a tag that its class does not have"),
        (Where("Person", codes={"residenceDivision": ("999999",)}), "a code that its list does not have"),
        (Where("Person", divisions=("310104", "nowhere")), "a code that its list does not have"),
        (Where("Person", codes={"identityNumber": ("1",)}), "an attribute by which nobody is found"),
        (Where("Person", codes={"registrationDivision": ("310104",)}), "an attribute by which nobody is found"),
        (Where("Licence", codes={"licenceState": ("1",)}), "an attribute by which nobody is found"),
        (Where("Penalty", codes={"penaltyDate": ("2026-5",)}), "something that no value of its attribute is"),
        (Where("Penalty", codes={"penaltyAuthority": (" ",)}), "something that no value of its attribute is"),
        (Where("Enterprise", codes={"fireKeyUnit": ("yes",)}), "something that no value of its attribute is"),
        (Where("SpatialFeature", window=(121.5, 31.2, 121.4, 31.3)), "a window that has no inside"),
        (Where("Building", window=(121.4, 31.2, 121.5, 31.3)), "things that are nowhere"),
        (Where("SpatialFeature", window=(-180.0, -90.0, 180.0, 90.0)), "too wide"),
    ],
)
def test_what_is_not_there_is_refused(model: Model, where: Where, told: str) -> None:
    with pytest.raises(WhereError, match=told):
        compile_query(model, where)


def test_a_question_names_no_more_than_the_index_takes(model: Model) -> None:
    codes = tuple(model.code_lists["division"].codes)
    one = ("registrationDivision",)
    asked = compile_query(model, Where("Enterprise", divisions=codes[:MOST], places=one))
    assert asked.count("registrationDivision") == MOST
    with pytest.raises(WhereError, match=f"at most {MOST}"):
        compile_query(model, Where("Enterprise", divisions=codes[: MOST + 1], places=one))


def test_a_search_becomes_this_statement(model: Model) -> None:
    where = Where("Person", all=("minor",))
    page, counted = (compile_search(model, SearchAsk(where, 20, "0c", asked, asked)) for asked in (False, True))
    assert f"{page.text}\n\n{counted.text}\n" == (GOLDEN / "search.cypher").read_text("utf-8")
    assert page.parameters == {"among": '+"tag:minor"', "after": "0c", "size": 21}
    assert counted.parameters == {**page.parameters, "query": '+"tag:minor"', "few": HIDDEN_UNDER, "of": OF}


@pytest.mark.parametrize(
    ("stretch", "among"),
    [
        (Stretch("0c", "0d"), '+"tag:minor" +["id:0c" TO "id:0d"}'),
        (Stretch("", "01"), '+"tag:minor" +["id:" TO "id:01"}'),
        (Stretch("0c", ""), '+"tag:minor" +["id:0c" TO "id:\U0010ffff"}'),
    ],
)
def test_a_page_is_looked_for_in_a_stretch_of_ids(model: Model, stretch: Stretch, among: str) -> None:
    compiled = compile_search(model, SearchAsk(Where("Person", all=("minor",)), 20, "0c"), stretch)
    assert compiled.parameters["among"] == among


@given(st.text(alphabet="0123456789abcdef", max_size=32) | st.text(max_size=4), st.integers(0, LANES - 1))
def test_stretches_hold_all_that_follows_once(after: str, place: int) -> None:
    id = f"{lane_at(place)}77"
    found = [stretch for stretch in stretches(after) if stretch.first <= id[:2] < (stretch.end or "\U0010ffff")]
    assert len(found) == 1 if id > after else len(found) <= 1
    assert len(list(stretches(after))) <= 4


def test_the_district_of_a_division(model: Model) -> None:
    codes = ("310104003", "310104", "310100", "310000", None, "nonsense")
    assert [district(model, "residenceDivision", code) for code in codes] == ["310104", "310104", "", "", "", ""]
    assert (divided(model, "Person"), divided(model, "Address")) == (
        ("hukouDivision", "residenceDivision", "residenceSubdistrict"),
        ("addressDivision", "addressSubdistrict"),
    )


@pytest.fixture(scope="module")
def everybody(city: City, open_graph: Store, model: Model) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The tokens of all subjects, by class and id."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for row in open_graph.read(EVERYBODY):
        cls = next(label for label in row["labels"] if label in model.classes)
        found.setdefault(cls, {})[row["id"]] = frozenset(row["finds"])
    return found


def meets(where: Where, finds: frozenset[str]) -> bool:
    have = {name.removeprefix("tag:") for name in finds}
    codes = all(any(token(name, code) in finds for code in some) for name, some in (where.codes or {}).items())
    return (
        have >= set(where.all)
        and not have & set(where.none)
        and codes
        and (not where.any or bool(have & set(where.any)))
    )


def questions(cls: str, everybody: Mapping[str, frozenset[str]], seed: int) -> list[Where]:
    """Questions by tags that some have, and by codes of one of them."""
    rng = random.Random(seed)
    tags = sorted(
        {name.removeprefix("tag:") for finds in everybody.values() for name in finds if name.startswith("tag:")}
    )
    found = []
    for _ in range(40):
        finds = everybody[rng.choice(sorted(everybody))]
        own = [name.removeprefix("tag:") for name in sorted(finds) if name.startswith("tag:")]
        codes = [name.partition(":") for name in sorted(finds) if not name.startswith(OTHERS)]
        chosen = rng.sample(codes, min(rng.choice((0, 0, 1)), len(codes)))
        some = [tuple(rng.sample(names, min(rng.randrange(3), len(names)))) for names in (own, tags, tags)]
        found.append(Where(cls, some[0], some[1], some[2], {name: (code,) for name, _, code in chosen}))
    return found


@pytest.mark.parametrize(
    "cls", ["Person", "Enterprise", "Penalty", "Address", "Building", "SpatialFeature", "Encounter"]
)
def test_the_index_finds_whom_a_look_at_everybody_finds(
    open_graph: Store, model: Model, everybody: Mapping[str, Any], cls: str
) -> None:
    assert everybody[cls]
    for where in questions(cls, everybody[cls], seed=3):
        right = {id: finds for id, finds in everybody[cls].items() if meets(where, finds)}
        hits = find(open_graph, model, SearchAsk(where, 1000, total=True, facets=True))
        assert [hit.id for hit in hits.page] == sorted(right), where
        assert hits.total == (len(right) if len(right) >= HIDDEN_UNDER else None)
        assert {(facet.of, facet.code): facet.count for facet in hits.facets} == counted(
            model, cls, list(right.values())
        )


def counted(model: Model, cls: str, found: Sequence[frozenset[str]]) -> dict[tuple[str, str], int]:
    """How many have each tag and are in each district, without small numbers."""
    names = [name.partition(":") for finds in found for name in finds]
    told = [
        (of, code)
        for of, _, code in names
        if of == TAG or (of in divided(model, cls) and district(model, of, code) == code)
    ]
    return {one: told.count(one) for one in set(told) if told.count(one) >= HIDDEN_UNDER}


def test_pages_go_on_where_the_last_one_ended(open_graph: Store, model: Model, everybody: Mapping[str, Any]) -> None:
    where, seen, after, more = Where("Person", none=("minor",)), list[str](), "", True
    while more:
        hits = find(open_graph, model, SearchAsk(where, 17, after))
        seen += [hit.id for hit in hits.page]
        after, more = seen[-1], hits.more
        assert (hits.total, hits.facets) == (None, ())
    assert seen == sorted(id for id, finds in everybody["Person"].items() if "tag:minor" not in finds)
    assert find(open_graph, model, SearchAsk(where, 17, seen[-1])).page == ()


def test_facets_come_in_the_order_of_the_ontology_and_districts_most_first(
    open_graph: Store, model: Model, city: City
) -> None:
    facets = find(open_graph, model, SearchAsk(Where("Person"), 0, facets=True)).facets
    tags = [facet.code for facet in facets if facet.of == TAG]
    assert tags == [name for name in model.tags if name in tags]
    for name in divided(model, "Person"):
        counts = [facet.count for facet in facets if isinstance(facet, Facet) and facet.of == name]
        assert counts == sorted(counts, reverse=True)
        assert counts


def test_things_that_nobody_looks_for_have_no_tokens(everybody: Mapping[str, Any]) -> None:
    assert everybody.keys().isdisjoint({"Licence", "Vehicle", "Household", "RealEstate"})


@pytest.mark.parametrize("size", [0.02, 0.5])
def test_a_window_of_the_map_finds_what_lies_in_it(
    open_graph: Store, keys: KeyRing, model: Model, everybody: Mapping[str, Any], size: float
) -> None:
    dossiers, wanted = Dossiers(open_graph, keys, model), frozenset({"featureGeometry"})
    read = {id: dossiers.read(Plan("SpatialFeature", wanted), id) for id in everybody["SpatialFeature"]}
    shapes = {
        id: str(item.envelopes["featureGeometry"].values[0]) for id, item in read.items() if item and item.envelopes
    }
    points = {id: tuple(shape.points()) for id, text in shapes.items() if (shape := parse_geometry(text))}
    west, south = next(iter(points.values()))[0]
    window = (west - size / 2, south - size / 2, west + size / 2, south + size / 2)
    hits = {hit.id for hit in find(open_graph, model, SearchAsk(Where("SpatialFeature", window=window), 1000)).page}
    inside = {id for id, all_ in points.items() if any(_in(window, point) for point in all_)}
    assert inside and inside <= hits
    wider = (
        window[0] - 0.15,
        window[1] - 0.15,
        window[2] + 0.15,
        window[3] + 0.15,
    )  # a coarse cell and what reaches into it
    assert all(any(_in(wider, point) for point in points[id]) for id in hits)


def _in(window: tuple[float, float, float, float], point: Point) -> bool:
    return window[0] <= point[0] <= window[2] and window[1] <= point[1] <= window[3]
