"""Reading dossiers from a real Neo4j: the small graph, and the city that the feed made."""

from collections.abc import Mapping
from typing import Any

from tests.conftest import City
from tests.dossier.graph import ACME, ADA, BEN, PASS, ZETA, Small
from tests.dossier.small import MODEL
from twopages.access import own_class
from twopages.dossier import Dossiers, LinksAsk, Plan, RecordsAsk, entity_id, read_dossier, search, whole, with_far
from twopages.feed.states import state_rules
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.derivation import Count
from twopages.ontology.model import Model
from twopages.values import person_key


class Counting:
    """A store that counts what is read from it."""

    def __init__(self, store: Store) -> None:
        self.store, self.reads = store, 0

    def read(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        self.reads += 1
        return self.store.read(statement, parameters)


def test_a_whole_file_takes_one_statement(open_graph: Store, keys: KeyRing, small: Small) -> None:
    counting = Counting(open_graph)
    plan = whole(MODEL, "Human", history=True)
    dossier = read_dossier(counting, keys, MODEL, plan, small.names[ADA])  # type: ignore[arg-type]  # reads as a store does
    assert dossier is not None
    assert counting.reads == 1
    assert dossier.caption == "王阿达"
    assert set(dossier.envelopes) == set(MODEL.classes["Human"].attributes)


def test_history_is_there_when_it_is_asked(open_graph: Store, keys: KeyRing, small: Small) -> None:
    dossiers = Dossiers(open_graph, keys, MODEL)
    asked = dossiers.read(Plan("Human", records=(RecordsAsk(history=True),)), small.names[ADA])
    unasked = dossiers.read(Plan("Human", records=(RecordsAsk(),)), small.names[ADA])
    assert asked and unasked
    assert [(item.id, item.present, item.replaces, item.retired) for item in asked.records] == [
        ("r3", True, None, None),
        ("r1", True, "r0", None),
        ("m1", True, None, None),
        ("r2", True, None, None),
        ("r0", False, None, None),
        ("r9", False, None, "2018-01-01"),
    ]
    assert [item.id for item in unasked.records] == ["r3", "r1", "m1", "r2"]


def test_records_are_paged_without_gap_or_repeat(open_graph: Store, keys: KeyRing, small: Small) -> None:
    dossiers, after, found = Dossiers(open_graph, keys, MODEL), None, []
    for _ in range(10):
        dossier = dossiers.read(Plan("Human", records=(RecordsAsk(2, after, True),)), small.names[ADA])
        assert dossier is not None
        page = dossier.record_pages[0]
        found += [item.id for item in page.records]
        if not page.more:
            break
        after = (page.records[-1].observed, page.records[-1].id)
    assert found == ["r3", "r1", "m1", "r2", "r0", "r9"]


def test_relations_tell_the_far_end_their_parts_and_where_they_come_from(
    open_graph: Store, keys: KeyRing, small: Small
) -> None:
    dossier = Dossiers(open_graph, keys, MODEL).read(whole(MODEL, "Human"), small.names[ADA])
    assert dossier is not None
    names = {id: name for name, id in small.names.items()}
    found = {(link.relation, link.forward, names[link.far.id], link.far.cls, link.records) for link in dossier.links}
    assert found == {
        ("HEADS", True, ACME, "Firm", ("f1",)),
        ("WORKS_FOR", True, ACME, "Firm", ("r3",)),
        ("WORKS_FOR", True, ZETA, "Firm", ("r3",)),
        ("SPOUSE_OF", True, BEN, "Human", ("m1",)),
        ("HELD_BY", False, PASS, "Paper", ("p1",)),
    }
    work = next(link for link in dossier.links if link.far.id == small.names[ACME] and link.parts)
    assert dict(work.parts) == {"since": "2015-07-01", "share": "12.5", "kind": "10"}
    assert (work.sources[0].dataset, work.sources[0].delivery.file) == ("work", "work.csv")
    assert {link.far.caption for link in dossier.links if link.relation == "SPOUSE_OF"} == {"李本"}


def test_a_symmetric_relation_is_seen_from_both_ends(open_graph: Store, keys: KeyRing, small: Small) -> None:
    plan = Plan("Human", links=(LinksAsk("SPOUSE_OF", True),))
    ben = Dossiers(open_graph, keys, MODEL).read(plan, small.names[BEN])
    assert ben is not None
    assert [link.far.caption for link in ben.links] == ["王阿达"]


def test_the_values_of_things_come_with_their_relation(open_graph: Store, keys: KeyRing, small: Small) -> None:
    plan = with_far(whole(MODEL, "Human"), "HELD_BY", frozenset({"paperNumber", "paperKind"}))
    dossier = Dossiers(open_graph, keys, MODEL).read(plan, small.names[ADA])
    assert dossier is not None
    paper = next(link for link in dossier.links if link.relation == "HELD_BY")
    assert paper.envelopes is not None
    assert {name: item.values for name, item in paper.envelopes.items()} == {
        "paperNumber": ("P1",),
        "paperKind": ("护照",),
    }


def test_nobody_and_an_entity_of_another_class_are_not_found(open_graph: Store, keys: KeyRing, small: Small) -> None:
    dossiers = Dossiers(open_graph, keys, MODEL)
    assert dossiers.read(Plan("Human"), "nobody") is None
    assert dossiers.read(Plan("Firm"), small.names[ADA]) is None


def test_enterprises_are_found_by_a_part_of_their_name(open_graph: Store, small: Small) -> None:
    assert [far.caption for far in search(open_graph, "Firm", "爱可美", 5).entities] == ["上海爱可美科技有限公司"]
    assert search(open_graph, "Human", "王阿达", 5).entities == ()
    assert search(open_graph, "Firm", " ", 5).entities == ()
    assert search(open_graph, "Firm", '" OR *:* OR "', 5).entities == ()


def test_every_file_of_the_city_can_be_read_whole(city: City, store: Store, keys: KeyRing, model: Model) -> None:
    dossiers = Dossiers(store, keys, model)
    read = 0
    for cls in model.classes.values():
        rows = store.read(f"MATCH (e:Entity:{cls.id}) RETURN e.id AS id ORDER BY id LIMIT 25")
        for row in rows if cls.subject else ():
            dossier = dossiers.read(whole(model, cls.id), row["id"])
            assert dossier is not None
            assert dossier.caption
            for envelope in dossier.envelopes.values():
                said = {source.verdict for source in envelope.sources}
                assert said <= {"input"} if envelope.derived else envelope.sources[0].verdict == "winner"
            assert all(link.records for link in dossier.links)
            read += 1
    assert read > 40


def test_the_city_counts_and_dates_what_follows_from_its_relations(
    city: City, store: Store, keys: KeyRing, model: Model
) -> None:
    dossiers, checked = Dossiers(store, keys, model, lambda: "2021-07-01"), 0
    for name, attribute in model.attributes.items():
        derivation = attribute.derivation
        if not isinstance(derivation, Count) or derivation.where:
            continue
        ways = " + ".join(
            f"COUNT {{ (e)-[:{path.relation}]->() }}" if path.forward else f"COUNT {{ (e)<-[:{path.relation}]-() }}"
            for path in derivation.paths
        )
        text = f"MATCH (e:{attribute.cls}) WITH e.id AS id, {ways} AS n WHERE n > 0 RETURN id, n ORDER BY n DESC, id LIMIT 5"
        for row in store.read(text):
            found = dossiers.read(Plan(attribute.cls, frozenset({name})), row["id"])
            assert found is not None
            assert found.envelopes[name].values == (row["n"],)
            assert len({source.relation for source in found.envelopes[name].sources} - {""}) >= 1
            checked += 1
    assert checked > 10


def test_the_effective_states_of_the_city_follow_from_its_rules(city: City, store: Store, model: Model) -> None:
    children = 0
    for ruled in state_rules(model):
        text = (
            f"MATCH (e:{ruled.cls}) RETURN e.{ruled.rule.state} AS own, e.{ruled.effective} AS effective, "
            f"COLLECT {{ MATCH (e)-[:{ruled.relation}]->(f) WITH f ORDER BY f.id RETURN f.{ruled.rule.state} }} AS far"
        )
        for row in store.read(text):
            state, _ = ruled.rule.effective(row["own"], [state or "" for state in row["far"]])
            assert row["effective"] == state
            children += bool(row["far"])
    assert children > 0


def test_no_row_shows_the_identity_number_of_anybody_else(
    city: City, store: Store, keys: KeyRing, model: Model
) -> None:
    dossiers, own, shown = Dossiers(store, keys, model), own_class(model), 0
    for cls in (item for item in model.classes.values() if item.subject):
        for row in store.read(f"MATCH (e:Entity:{cls.id}) RETURN e.id AS id ORDER BY id LIMIT 60"):
            dossier = dossiers.read(Plan(cls.id, records=(RecordsAsk(100, history=True),)), row["id"])
            assert dossier is not None
            told = [str(value) for record in dossier.records for cell in record.cells for value in cell.values]
            numbers = {number for number in map(person_key, told) if number}
            shown += len(numbers)
            assert all(entity_id(keys, model, own, number) == dossier.id for number in numbers)
            texts = [cell.delivered for record in dossier.records for cell in record.cells]
            assert {number for number in map(person_key, texts) if number} <= numbers
    assert shown > 50
