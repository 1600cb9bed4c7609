"""Small deliveries fed into a real store: what a caseworker or a department would notice."""

from dataclasses import replace
from itertools import permutations

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import (
    ACME,
    ANN,
    BEN,
    BOLT,
    COY,
    address,
    credit_code,
    employment,
    enterprise,
    insurance,
    marriage,
    meter,
    resident,
)
from twopages.errors import OntologyError
from twopages.feed.waiting import Waiting, waiting
from twopages.ontology.model import Digest

WAITING = "MATCH (r:Record:Waiting) RETURN count(r) AS n"


def test_a_row_of_a_registering_dataset_makes_its_subject_known(desk: Desk) -> None:
    report = desk.deliver("household-registration", [resident(ANN)])
    assert (report.accepted, report.waiting, report.quarantined) == (1, 0, 0)
    rows = desk.store.read("MATCH (r:Present)-[a:ABOUT]->(e:Person) RETURN e.id AS id, a.supplies AS supplies")
    assert [row["id"] for row in rows] == [desk.entity("Person", ANN)]
    assert {"identityNumber", "fullName", "hukouDivision"} <= set(rows[0]["supplies"])


def test_nothing_personal_stands_in_plain(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN, "王非常特别")])
    nodes = desk.store.read("MATCH (n) RETURN properties(n) AS properties")
    edges = desk.store.read("MATCH ()-[e]->() RETURN properties(e) AS properties")
    text = repr([*nodes, *edges])
    assert ANN not in text
    assert "王非常特别" not in text
    assert "安福路" not in text


def test_the_same_delivery_again_changes_nothing(desk: Desk) -> None:
    path = desk.write("household-registration", [resident(ANN), resident(BEN, "李本")])
    desk.feed(path)
    before = desk.snapshot()
    assert desk.feed(path).already
    assert desk.snapshot() == before


def test_the_same_rows_in_a_later_delivery_are_unchanged(desk: Desk) -> None:
    rows = [resident(ANN), resident(BEN, "李本")]
    desk.deliver("household-registration", rows)
    assert desk.deliver("household-registration", rows, "2021-07-31").unchanged == 2
    assert desk.store.read("MATCH (r:Record) RETURN count(r) AS n")[0]["n"] == 2


def test_a_changed_row_supersedes_its_record_and_the_caption_follows(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN, "王安")])
    changed = resident(ANN, "王平", 更新时间="2021-07-01 08:00:00")
    assert desk.deliver("household-registration", [changed], "2021-07-31", "changes").accepted == 1
    chain = (
        "MATCH (new:Present)-[:REPLACES]->(old:Past) RETURN new.asOf AS new, old.asOf AS old, old.retired AS retired"
    )
    assert desk.store.read(chain) == [{"new": "2021-07-31", "old": "2021-06-30", "retired": None}]
    assert desk.store.read("MATCH (:Past)-[:WAS_ABOUT]->(:Person) RETURN count(*) AS n") == [{"n": 1}]
    person = desk.entity("Person", ANN)
    sealed = desk.store.read("MATCH (e:Entity {id: $id}) RETURN e.sealedCaption AS text", {"id": person})[0]["text"]
    assert desk.keys.open(sealed, person).decode() == "王平"


def test_a_full_delivery_without_a_row_retires_its_record(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本")])
    rows = [insurance(person, "", 险种类型=kind) for person in (ANN, BEN) for kind in "123"]
    desk.deliver("social-insurance-person", rows)
    report = desk.feed(
        desk.write("social-insurance-person", rows[1:], "2021-07-31"), confirm=frozenset({"social-insurance-person"})
    )
    assert (report.retired, report.unchanged) == (1, 5)
    assert desk.store.read("MATCH (r:Past {dataset: 'social-insurance-person'}) RETURN r.retired AS day") == [
        {"day": "2021-07-31"}
    ]


def test_a_full_delivery_that_would_retire_more_than_a_tenth_is_held_until_confirmed(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本")])
    before = desk.snapshot()
    path = desk.write("household-registration", [resident(ANN)], "2021-07-31")
    held = desk.feed(path)
    assert held.state == "held"
    assert {item for item in desk.snapshot() if "Batch" not in repr(item[1])} >= {
        item for item in before if "Batch" not in repr(item[1])
    }
    assert desk.store.read("MATCH (r:Present) RETURN count(r) AS n") == [{"n": 2}]
    confirmed = desk.feed(path, confirm=frozenset({held.id}))
    assert (confirmed.state, confirmed.retired) == ("loaded", 1)


def test_a_row_about_somebody_unknown_waits_and_joins_when_the_subject_arrives(desk: Desk) -> None:
    waiting = desk.deliver("employment-registration", [employment(ANN, ACME)])
    assert (waiting.accepted, waiting.waiting) == (0, 1)
    assert desk.store.read(WAITING) == [{"n": 1}]
    desk.deliver("household-registration", [resident(ANN)])
    joined = desk.counts(waiting)
    assert (joined.accepted, joined.waiting, joined.relations_waiting) == (1, 0, 1)
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    assert desk.counts(waiting).relations_waiting == 0
    assert desk.edges("EMPLOYED_BY") == {
        (
            desk.entity("Person", ANN),
            desk.entity("Enterprise", ACME),
            frozenset({("contractType", "1"), ("since", "2015-03-01")}),
        )
    }
    assert desk.store.read("MATCH (k:Key {id: $id}) RETURN k", {"id": desk.entity("Person", ANN)}) == []


def test_a_relation_told_by_several_datasets_is_one_edge_that_names_all_its_records(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver("social-insurance-person", [insurance(ANN, ACME)])
    desk.deliver("employment-registration", [employment(ANN, ACME)])
    rows = desk.store.read(
        "MATCH (:Person)-[e:EMPLOYED_BY]->() RETURN e.since AS since, e.contractType AS kind, size(e.records) AS n"
    )
    assert rows == [{"since": "2015-03-01", "kind": "1", "n": 2}]
    desk.deliver("employment-registration", [employment(ANN, ACME) | {"就业日期": ""}], "2021-07-31", "changes")
    assert desk.store.read("MATCH (r:Quarantined) RETURN r.code AS code, r.column AS column") == [
        {"code": "MISSING", "column": "就业日期"}
    ]


def test_a_relation_goes_when_its_last_record_goes(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    desk.deliver("enterprise-registration", [enterprise(ACME), enterprise(BOLT, "上海乙有限公司")])
    desk.deliver("social-insurance-person", [insurance(ANN, ACME)])
    moved = insurance(ANN, BOLT, 最近缴费月份="202107")
    desk.deliver("social-insurance-person", [moved], "2021-07-31")
    assert {(start, end) for start, end, _ in desk.edges("EMPLOYED_BY")} == {
        (desk.entity("Person", ANN), desk.entity("Enterprise", BOLT))
    }


def test_a_divorce_ends_the_marriage_and_supplies_nothing_else(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本", 性别="1")])
    married = marriage(BEN, ANN)
    divorced = marriage(
        BEN, ANN, "L310104-2015-000002", "离婚", 登记日期="2015-05-05", 离婚日期="2015-05-05", 婚姻状况="40"
    )
    desk.deliver("marriage-registration", [married, divorced | {"更新时间": "2015-05-05 10:00:00"}])
    couple = sorted((desk.entity("Person", ANN), desk.entity("Person", BEN)))
    assert desk.edges("SPOUSE_OF") == {
        (couple[0], couple[1], frozenset({("since", "2005-05-05"), ("until", "2015-05-05")}))
    }
    supplied = desk.store.read(
        "MATCH (r:Record {row: 2, dataset: 'marriage-registration'})-[a:ABOUT]->() RETURN DISTINCT a.supplies AS s"
    )
    assert set(supplied[0]["s"]) == {"divorceRegisteredDate", "maritalStatus"}


def test_an_old_number_of_fifteen_digits_is_the_same_person(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    old = ANN[:6] + ANN[8:17]
    assert desk.deliver("employment-registration", [employment(old, ACME)]).accepted == 1


def test_a_registration_number_leads_to_its_enterprise(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    report = desk.deliver("employment-registration", [employment(ANN, "310104000123456")])
    assert report.relations_waiting == 1
    desk.deliver("enterprise-registration", [enterprise(ACME, REGNO="310104000123456")])
    assert {end for _, end, _ in desk.edges("EMPLOYED_BY")} == {desk.entity("Enterprise", ACME)}
    desk.deliver(
        "enterprise-registration",
        [enterprise(BOLT, "上海乙有限公司", REGNO="310104000123456")],
        "2021-07-01",
        "changes",
    )
    assert desk.edges("EMPLOYED_BY") == set(), "two enterprises have the number: nothing is guessed"


def test_a_name_links_only_while_it_is_unique(desk: Desk) -> None:
    told = desk.deliver("electricity-consumption", [meter("1001", "202105", "120.5")])
    assert told.waiting == 1
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    assert desk.counts(told).accepted == 1
    desk.deliver("enterprise-registration", [enterprise(BOLT)], "2021-07-01", "changes")
    assert desk.counts(told).waiting == 1


def test_an_address_decides_among_several_of_one_name(desk: Desk) -> None:
    here, there = "上海市徐汇区安福路1号", "上海市徐汇区安福路2号"
    told = desk.deliver(
        "electricity-consumption",
        [
            meter("1", "202105", "1"),
            meter("2", "202105", "2", 用电地址="徐汇区安福路2号"),
            meter("3", "202105", "3", 用电地址=here),
        ],
    )
    how = "MATCH (r:Record {row: 2})-[a:ABOUT]->(e) RETURN e.id AS id, a.by AS by"
    desk.deliver("enterprise-registration", [enterprise(ACME, DOM=here)])
    assert desk.counts(told).accepted == 3, "a name that one enterprise has needs no address"
    assert desk.store.read(how) == [{"id": desk.entity("Enterprise", ACME), "by": "name"}]
    desk.deliver("enterprise-registration", [enterprise(BOLT, DOM=there)], "2021-07-01", "changes")
    assert (desk.counts(told).accepted, desk.counts(told).waiting) == (2, 1)
    assert desk.store.read(how) == [{"id": desk.entity("Enterprise", BOLT), "by": "name and address"}]
    third = credit_code(3)
    desk.deliver("enterprise-registration", [enterprise(third, DOM=there)], "2021-07-02", "changes")
    assert (desk.counts(told).accepted, desk.counts(told).waiting) == (1, 2)
    (item,) = (item for item in waiting(desk.store) if item.rows)
    assert item == Waiting("electricity-consumption", ("Enterprise",), "name", "ambiguous", 2, 0)


def test_a_row_linked_by_key_is_not_marked_and_a_relation_by_name_is(desk: Desk) -> None:
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver(
        "electricity-consumption",
        [meter("1", "202105", "1", ACME), meter("2", "202105", "2", 用电地址="上海市徐汇区安福路1号")],
    )
    desk.deliver("standard-address", [address("A1", "上海市徐汇区安福路1号")])
    marks = desk.store.read(
        "MATCH (r:Record {dataset: 'electricity-consumption'})-[a:ABOUT]->() RETURN r.row AS row, a.by AS by"
    )
    assert {row["row"]: row["by"] for row in marks} == {1: None, 2: "name"}
    edges = desk.store.read("MATCH ()-[e:OPERATES_AT]->() RETURN e.records AS records, e.byName AS named")
    assert [row["named"] == row["records"] for row in edges] == [True]


def test_an_address_links_by_its_exact_text_or_an_alias(desk: Desk) -> None:
    rows = [
        resident(ANN, 户籍地址="徐汇区安福路1号"),
        resident(BEN, "李本", 户籍地址="安福里一号"),
        resident(COY, "可一", 户籍地址="安福路1号附近"),
    ]
    told = desk.deliver("household-registration", rows)
    assert told.relations_waiting == 3
    desk.deliver("standard-address", [address("A1", "上海市徐汇区安福路1号", 地址别名="安福里一号")])
    assert desk.counts(told).relations_waiting == 1
    assert {start for start, _, _ in desk.edges("REGISTERED_RESIDENCE_AT")} == {
        desk.entity("Person", ANN),
        desk.entity("Person", BEN),
    }


def test_a_row_that_fails_is_quarantined_with_its_reason_and_a_masked_value(desk: Desk) -> None:
    wrong = ANN[:17] + ("0" if ANN[17] != "0" else "1")
    report = desk.deliver("household-registration", [resident(wrong), resident(BEN, "李本", 姓名="")])
    assert report.quarantined == 2
    rows = desk.store.read(
        "MATCH (q:Quarantined)-[:IN]->(b:Batch) RETURN q.row AS row, q.column AS column, q.code AS code, q.shown AS shown"
    )
    found = {row["row"]: (row["column"], row["code"]) for row in rows}
    assert found == {1: ("公民身份号码", "CHECKSUM"), 2: ("姓名", "MISSING")}
    assert wrong not in repr(rows)


def test_a_cell_that_fails_supplies_nothing_and_is_counted(desk: Desk) -> None:
    report = desk.deliver("household-registration", [resident(ANN, 出生日期="19800231", 婚姻状况="77")])
    assert (report.accepted, report.cells_failed) == (1, 2)
    supplies = desk.store.read("MATCH (:Record)-[a:ABOUT]->() RETURN a.supplies AS s")[0]["s"]
    assert not {"birthDate", "maritalStatus"} & set(supplies)


def test_the_order_of_datasets_changes_nothing(desk: Desk) -> None:
    paths = [
        desk.write("household-registration", [resident(ANN, 户籍地址="徐汇区安福路1号"), resident(BEN, "李本")]),
        desk.write(
            "employment-registration",
            [employment(ANN, ACME), employment(BEN, "310104000123456"), employment(COY, ACME)],
        ),
        desk.write(
            "enterprise-registration",
            [enterprise(ACME, LEREP_CERNO=ANN), enterprise(BOLT, "上海乙有限公司", REGNO="310104000123456")],
        ),
        desk.write(
            "electricity-consumption", [meter("1", "202105", "3"), meter("2", "202105", "4", name="上海乙有限公司")]
        ),
        desk.write("standard-address", [address("A1", "上海市徐汇区安福路1号")]),
    ]
    graphs = set()
    for order in list(permutations(paths))[::13]:
        desk.empty()
        for path in order:
            desk.feed(path)
        graphs.add(desk.snapshot())
    assert len(graphs) == 1


def test_what_is_superseded_while_it_waits_is_history_when_the_subject_arrives(desk: Desk) -> None:
    registration = desk.write("household-registration", [resident(ANN)])
    first = desk.write("employment-registration", [employment(ANN, ACME)], "2021-05-31")
    second = desk.write("employment-registration", [employment(ANN, ACME, 岗位名称="工程师")], "2021-06-30")
    graphs = set()
    for order in ((registration, first, second), (first, second, registration), (first, registration, second)):
        desk.empty()
        for path in order:
            desk.feed(path)
        graphs.add(desk.snapshot())
    assert len(graphs) == 1


@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_the_size_of_chunks_changes_nothing(desk: Desk, chunk: int) -> None:
    desk.write("household-registration", [resident(ANN), resident(BEN, "李本"), resident(ANN), resident(COY, "可一")])
    desk.write("marriage-registration", [marriage(BEN, ANN)])
    desk.feed_all(desk.folder, chunk)
    first = {item for item in desk.snapshot() if "chunkRows" not in repr(item)}
    desk.empty()
    desk.feed_all(desk.folder, 2)
    assert {item for item in desk.snapshot() if "chunkRows" not in repr(item)} == first


def test_a_damaged_delivery_is_refused_whole_with_nothing_changed(desk: Desk) -> None:
    path = desk.write("household-registration", [resident(ANN), resident(BEN, "李本")])
    path.write_bytes(path.read_bytes()[:-20])
    before = desk.snapshot()
    assert "SHA-256" in desk.refusal(path)
    assert desk.snapshot() == before


def test_a_store_takes_deliveries_under_one_ontology_only(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    desk.model = replace(desk.model, digest=Digest("another"))
    before = desk.snapshot()
    with pytest.raises(OntologyError, match="another ontology"):
        desk.feed_all(desk.folder)
    assert desk.snapshot() == before
