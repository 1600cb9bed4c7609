"""Tags in GraphQL: what a subject has and had and why, the catalogue, and why not; on the small graph in a real Neo4j."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from tests.access.gates import open_gate_of
from tests.api.memory import DAY, TAGGED
from tests.dossier.graph import ACME, ADA, BEN, Small
from twopages.access import Viewer
from twopages.api.engine import Asked, Engine
from twopages.api.operation import Answer
from twopages.graph import Store
from twopages.keys import KeyRing

DESK = Viewer("desk", "citizen", "nobody")
TAGS = """query T($id: ID!, $asOf: AsOf) { human(id: $id, asOf: $asOf) {
  tags { tag { id label { en } group { id } } since version records } pastTags { tag { id } since until version }
} }"""
WHY = """query W($id: ID!) { human(id: $id) { tags { tag { id } explanation {
  holds byAbsence day sentence { en } wouldHaveToChange { text { en } }
  children { ...Line ends { relation met all named { node { caption } met condition { ...Line } } } }
} } } }
fragment Line on TagLine {
  sentence { en } holds missing
  values { attribute relation part values labels { en } veiled sources { record dataset { id } delivered } agreement }
}"""
WHY_NOT = """query N($tag: ID!, $id: ID!) { tag(id: $tag) { id holders whyNot(subject: $id) {
  holds byAbsence wouldHaveToChange { text { en } children { text { en } } }
} } }"""
CATALOGUE = "{ tags { id holders explanation { zh } rule { text { en } children { text { en } } } attributes relations usedBy legalBasis { en } timed } }"  # noqa: E501


@pytest.fixture(scope="module")
def engine(open_graph: Store, keys: KeyRing, small: Small) -> Engine:
    return Engine(TAGGED, open_graph, keys, open_gate_of(TAGGED, keys), today=lambda: DAY)


@pytest.fixture(autouse=True)
def tagged(open_graph: Store, small: Small) -> Iterator[None]:
    """Ada is working and once had her wish; a tag that the ontology has no more is hers, too."""
    text = """MATCH (e:Entity {id: $id})
    CREATE (a:Small:Tag {id: 'working'}), (b:Small:Tag {id: 'wished'}), (c:Small:Tag {id: 'gone'}),
      (e)-[:TAGGED {since: '2021-03-01', rule: 3, records: ['r1', 'r3']}]->(a),
      (e)-[:TAGGED {since: '2021-03-01', rule: 1, records: []}]->(c),
      (e)-[:WAS_TAGGED {since: '2020-01-01', until: '2021-01-01', rule: 2}]->(b)
    FOREACH (n IN range(1, 14) | CREATE (:Small)-[:TAGGED]->(b))"""
    open_graph.write(lambda tx: tx.run(text, {"id": small.names[ADA]}))
    yield
    open_graph.write(lambda tx: tx.run("MATCH (t:Small:Tag) DETACH DELETE t"))


def ask(engine: Engine, query: str, viewer: Viewer = DESK, **variables: Any) -> Answer:
    return engine.answer(Asked(query, None, variables), viewer)


def data(engine: Engine, query: str, viewer: Viewer = DESK, **variables: Any) -> Any:
    answer = ask(engine, query, viewer, **variables)
    assert answer.errors == ()
    assert answer.data is not None
    return orjson.loads(orjson.dumps(next(iter(answer.data.values()))))


def test_the_tags_that_a_subject_has_and_had(engine: Engine, small: Small) -> None:
    assert data(engine, TAGS, id=small.names[ADA]) == {
        "tags": [
            {
                "tag": {"id": "working", "label": {"en": "working"}, "group": {"id": "work"}},
                "since": "2021-03-01",
                "version": 3,
                "records": ["r1", "r3"],
            }
        ],
        "pastTags": [{"tag": {"id": "wished"}, "since": "2020-01-01", "until": "2021-01-01", "version": 2}],
    }
    assert data(engine, TAGS, id=small.names[BEN]) == {"tags": [], "pastTags": []}


def test_the_tags_of_another_day_are_those_of_that_day(engine: Engine, small: Small) -> None:
    then = data(engine, TAGS, id=small.names[ADA], asOf={"valid": "2020-06-01"})
    assert [item["tag"]["id"] for item in then["tags"]] == ["wished"]
    assert then["pastTags"] == []


def test_a_tag_says_why_it_holds(engine: Engine, small: Small) -> None:
    (told,) = data(engine, WHY, id=small.names[ADA])["tags"]
    why = told["explanation"]
    assert (why["holds"], why["byAbsence"], why["day"], why["wouldHaveToChange"]) == (True, False, DAY, None)
    sex, works = why["children"]
    assert sex["sentence"] == {"en": "sex: female"}
    (value,) = sex["values"]
    assert (value["attribute"], value["values"], value["labels"]) == ("sex", ["2"], [{"en": "female"}])
    assert value["sources"] == [{"record": "r1", "dataset": {"id": "register"}, "delivered": "女"}]
    assert (works["ends"]["relation"], works["ends"]["met"], works["ends"]["all"]) == ("WORKS_FOR", 1, 2)
    met = next(end for end in works["ends"]["named"] if end["met"])
    assert met["node"]["caption"] == "上海爱可美科技有限公司"
    assert met["condition"]["values"][0]["part"] == "share"
    assert met["condition"]["values"][0]["values"] == ["12.5"]


def test_a_tag_that_is_not_held_says_what_would_have_to_change(engine: Engine, small: Small) -> None:
    told = data(engine, WHY_NOT, tag="wished", id=small.names[ADA])
    assert told["whyNot"]["holds"] is False
    assert [line["text"]["en"] for line in told["whyNot"]["wouldHaveToChange"]["children"]] == [
        "wage: less than 10 yuan",
        "retired: not “No” (or nothing is on record)",
    ]


def test_the_catalogue_tells_rules_and_rounded_numbers(engine: Engine) -> None:
    working, wished = data(engine, CATALOGUE)
    assert (working["id"], working["holders"], wished["holders"]) == ("working", None, 10)
    assert working["rule"]["children"][0]["text"]["en"] == "sex: female"
    assert (working["attributes"], working["relations"]) == (["sex"], ["WORKS_FOR"])
    assert data(engine, '{ tags(class: "Firm") { id } }') == []
    assert [item["id"] for item in data(engine, '{ tags(class: "Human", group: "work") { id } }')] == [
        "working",
        "wished",
    ]
    assert data(engine, '{ tag(id: "nothing") { id } }') is None


def test_only_who_may_open_a_file_is_told_why_not(engine: Engine, small: Small) -> None:
    ada = Viewer("ada", "citizen", small.names[ADA])
    assert data(engine, WHY_NOT, ada, tag="wished", id=small.names[ADA])["whyNot"] is not None
    assert data(engine, WHY_NOT, ada, tag="wished", id=small.names[BEN])["whyNot"] is None
    assert data(engine, WHY_NOT, ada, tag="wished", id=small.names[ACME])["whyNot"] is None
    assert data(engine, WHY_NOT, tag="wished", id="nobody")["whyNot"] is None


def test_several_subjects_are_asked_about_under_several_names(engine: Engine, small: Small) -> None:
    query = """query S($a: ID!, $b: ID!) { tags(group: "work") { id
      a: whyNot(subject: $a) { holds } b: whyNot(subject: $b, asOf: {recorded: "2021-06-01"}) { holds }
    } }"""
    told = data(engine, query, a=small.names[ADA], b=small.names[BEN])
    assert [(item["id"], item["a"]["holds"], item["b"]["holds"]) for item in told] == [
        ("working", True, False),
        ("wished", False, False),
    ]


def test_explanations_are_limited(engine: Engine) -> None:
    many = " ".join(f'a{place}: whyNot(subject: "x") {{ holds }}' for place in range(5))
    answer = ask(engine, f"{{ tags {{ {many} }} }}")
    assert (answer.data, answer.code) == (None, "LIMIT_EXPLANATIONS")


def test_tags_that_are_not_asked_for_are_not_read(
    engine: Engine, small: Small, open_graph: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, counted = Store.read, list[str]()

    def counting(store: Store, text: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        counted.append(text)
        return read(store, text, parameters)

    monkeypatch.setattr(Store, "read", counting)
    for query, statements in (("{ human(id: $id) { caption } }", 1), ("{ human(id: $id) { tags { since } } }", 2)):
        counted.clear()
        data(engine, f"query Q($id: ID!) {query}", id=small.names[ADA])
        assert len(counted) == statements
