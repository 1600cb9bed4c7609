"""Files of one subject that become one when a row proves it, and part again when that row is gone."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import (
    ACME,
    ANN,
    BEN,
    BOLT,
    COY,
    employment,
    enterprise,
    found_at_home,
    insurance,
    meter,
    resident,
    travel_document,
)
from tests.feed.snapshot import Snapshot
from twopages.access import Viewer, represented
from twopages.dossier import Dossiers, Plan
from twopages.feed.verify import verify_plain
from twopages.feed.waiting import Waiting, contested, waiting
from twopages.pages.store_reader import StoreReader

OLD, OLDER = "310104000123456", "310104000654321"  # registration numbers from before the credit code
ALIASES = "MATCH (a:Alias)-[p:ALIAS_OF]->(e:Entity) RETURN a.id AS alias, e.id AS entity, size(p.records) AS records"
ABOUT = "MATCH (r:Record {dataset: $dataset})-[a:ABOUT|WAS_ABOUT]->(e) RETURN type(a) AS type, e.id AS id"
NODE = "MATCH (e:Entity {id: $id}) RETURN labels(e) AS labels, properties(e) AS properties"
PROVING = {"UNISCID": ACME, "REGNO": OLD}


def node(desk: Desk, id: str) -> tuple[set[str], dict[str, Any]]:
    """The labels and properties of an entity, without the marks of what changed."""
    [row] = desk.store.read(NODE, {"id": id})
    properties = {name: value for name, value in row["properties"].items() if name != "changed"}
    return set(row["labels"]) - {"Changed"}, properties


def aliases(desk: Desk) -> dict[str, str]:
    """Who is taken for whom in the store."""
    return {row["alias"]: row["entity"] for row in desk.store.read(ALIASES)}


def about(desk: Desk, dataset: str) -> set[str]:
    """Whom the records of a dataset are about, now or once."""
    return {row["id"] for row in desk.store.read(ABOUT, {"dataset": dataset})}


def deliver_all(desk: Desk, dataset: str, rows: list[dict[str, str]], day: str = "2021-07-31") -> None:
    """A later full delivery, confirmed whatever it retires."""
    desk.feed(desk.write(dataset, rows, day), confirm=frozenset({dataset}))


def registered_by_number(desk: Desk) -> None:
    """A person, an enterprise that only its registration number makes known, and what others say of it by that number."""
    desk.deliver("household-registration", [resident(ANN)])
    desk.deliver("enterprise-registration", [enterprise(OLD, "上海旧有限公司")], "2021-05-31", "changes")
    desk.deliver("employment-registration", [employment(ANN, OLD)])
    desk.deliver("electricity-consumption", [meter("1001", "202105", "120.5", OLD)])


def test_an_enterprise_is_known_by_its_registration_number_alone(desk: Desk) -> None:
    registered_by_number(desk)
    old = desk.entity("Enterprise", OLD)
    assert {end for _, end, _ in desk.edges("EMPLOYED_BY")} == {old}
    assert about(desk, "electricity-consumption") == {old}
    dossier = Dossiers(desk.store, desk.keys, desk.model).read(
        Plan("Enterprise", frozenset({"unifiedSocialCreditCode", "enterpriseName"})), old
    )
    assert dossier
    assert set(dossier.envelopes) == {"enterpriseName"}, "a registration number is no credit code"


def test_a_row_that_gives_it_a_credit_code_makes_the_two_files_one(desk: Desk) -> None:
    registered_by_number(desk)
    desk.deliver("enterprise-registration", [enterprise(ACME, REGNO=OLD)], "2021-06-15", "changes")
    old, new = desk.entity("Enterprise", OLD), desk.entity("Enterprise", ACME)
    assert aliases(desk) == {old: new}
    assert {end for _, end, _ in desk.edges("EMPLOYED_BY")} == {new}
    assert about(desk, "electricity-consumption") == about(desk, "enterprise-registration") == {new}
    assert node(desk, old) == ({"Entity", "Alias"}, {"id": old, "cls": "Enterprise", "weak": True})
    assert verify_plain(desk.store, desk.keys, desk.model) == []


def test_the_files_part_again_when_the_proof_is_gone_and_nothing_is_lost(desk: Desk) -> None:
    registered_by_number(desk)
    desk.deliver("enterprise-registration", [enterprise(BOLT, "上海乙有限公司")], "2021-06-15", "changes")
    apart = desk.edges("EMPLOYED_BY"), about(desk, "electricity-consumption")
    old = node(desk, desk.entity("Enterprise", OLD))
    desk.deliver("enterprise-registration", [enterprise(BOLT, "上海乙有限公司", REGNO=OLD)], "2021-06-20", "changes")
    assert aliases(desk) == {desk.entity("Enterprise", OLD): desk.entity("Enterprise", BOLT)}
    desk.deliver("enterprise-registration", [enterprise(BOLT, "上海乙有限公司")], "2021-06-25", "changes")
    assert aliases(desk) == {}
    assert (desk.edges("EMPLOYED_BY"), about(desk, "electricity-consumption")) == apart
    assert node(desk, desk.entity("Enterprise", OLD)) == old
    assert verify_plain(desk.store, desk.keys, desk.model) == []


def test_a_proof_that_is_retired_by_a_full_delivery_parts_them_too(desk: Desk) -> None:
    registered_by_number(desk)
    rows = [enterprise(OLD, "上海旧有限公司"), enterprise(ACME, REGNO=OLD)]
    desk.deliver("enterprise-registration", rows, "2021-06-15")
    assert len(aliases(desk)) == 1
    deliver_all(desk, "enterprise-registration", rows[:1], "2021-06-20")
    assert aliases(desk) == {}
    assert about(desk, "electricity-consumption") == {desk.entity("Enterprise", OLD)}


def test_two_that_claim_one_number_prove_nothing(desk: Desk) -> None:
    registered_by_number(desk)
    desk.deliver("enterprise-registration", [enterprise(ACME, REGNO=OLD)], "2021-06-15", "changes")
    assert len(aliases(desk)) == 1
    desk.deliver("enterprise-registration", [enterprise(BOLT, "上海乙有限公司", REGNO=OLD)], "2021-06-20", "changes")
    assert aliases(desk) == {}
    assert {end for _, end, _ in desk.edges("EMPLOYED_BY")} == {desk.entity("Enterprise", OLD)}


def test_a_chain_of_numbers_is_one_enterprise(desk: Desk) -> None:
    registered_by_number(desk)
    desk.deliver("enterprise-registration", [enterprise(OLDER, "上海更旧有限公司")], "2021-06-01", "changes")
    desk.deliver("enterprise-registration", [enterprise(OLD, "上海旧有限公司", REGNO=OLDER)], "2021-06-10", "changes")
    first = min(desk.entity("Enterprise", OLD), desk.entity("Enterprise", OLDER))
    assert set(aliases(desk).values()) == {first}
    assert {end for _, end, _ in desk.edges("EMPLOYED_BY")} == {first}
    desk.deliver("enterprise-registration", [enterprise(ACME, REGNO=OLD)], "2021-06-15", "changes")
    new = desk.entity("Enterprise", ACME)
    assert aliases(desk) == {desk.entity("Enterprise", OLD): new, desk.entity("Enterprise", OLDER): new}
    assert {end for _, end, _ in desk.edges("EMPLOYED_BY")} == {new}


def test_a_name_that_two_files_shared_is_unique_once_they_are_one(desk: Desk) -> None:
    told = desk.deliver("electricity-consumption", [meter("1001", "202105", "120.5")])
    desk.deliver("enterprise-registration", [enterprise(OLD)], "2021-06-01", "changes")
    desk.deliver("enterprise-registration", [enterprise(ACME)], "2021-06-02", "changes")
    assert desk.counts(told).waiting == 1
    desk.deliver("enterprise-registration", [enterprise(ACME, REGNO=OLD)], "2021-06-03", "changes")
    assert (desk.counts(told).waiting, about(desk, "electricity-consumption")) == (0, {desk.entity("Enterprise", ACME)})
    desk.deliver("enterprise-registration", [enterprise(ACME)], "2021-06-04", "changes")
    assert desk.counts(told).waiting == 1


def test_former_ids_and_further_keys_open_the_file_that_is_there_now(desk: Desk) -> None:
    registered_by_number(desk)
    desk.deliver("enterprise-registration", [enterprise(ACME, REGNO=OLD, LEREP_CERNO=ANN)], "2021-06-15", "changes")
    old, new = desk.entity("Enterprise", OLD), desk.entity("Enterprise", ACME)
    reader = StoreReader(desk.store, desk.keys, desk.model)
    asked = [reader.dossiers.read(Plan("Enterprise"), id) for id in (old, new)]
    assert [dossier and dossier.id for dossier in asked] == [new, new]
    assert [far.id for far in reader.by_key("Enterprise", f" {OLD} ", {"unifiedSocialCreditCode"})] == [new]
    assert reader.by_key("Enterprise", "310104000999999", {"unifiedSocialCreditCode"}) == ()
    history = reader.dossiers.history("Enterprise", old)
    assert history


PASSPORT, PERMIT = "E12345678", "H0123456789"


def test_a_passport_that_an_identity_number_claims_is_the_same_person(desk: Desk) -> None:
    desk.deliver("real-population", [found_at_home(PASSPORT)])
    told = desk.deliver("employment-registration", [employment(PASSPORT, ACME)])
    foreigner, citizen = desk.entity("Person", PASSPORT), desk.entity("Person", ANN)
    assert (told.waiting, about(desk, "employment-registration")) == (0, {foreigner})
    desk.deliver("exit-entry-document", [travel_document(ANN, PASSPORT.lower(), 证件号码=PERMIT)])
    assert aliases(desk) == {foreigner: citizen}
    assert about(desk, "real-population") == about(desk, "employment-registration") == {citizen}
    assert desk.deliver("social-insurance-person", [insurance(PERMIT, ACME)]).accepted == 1
    assert about(desk, "social-insurance-person") == {citizen}
    deliver_all(desk, "exit-entry-document", [travel_document(ANN, "E87654321", 证件号码=PERMIT)])
    assert about(desk, "real-population") == about(desk, "employment-registration") == {foreigner}
    assert about(desk, "social-insurance-person") == {citizen}, "the permit is still hers"


def test_a_citizen_whose_file_became_another_opens_it_and_no_other(desk: Desk) -> None:
    desk.deliver("real-population", [found_at_home(PASSPORT)])
    desk.deliver("exit-entry-document", [travel_document(ANN, PASSPORT), travel_document(BEN, "", "李本")])
    viewer = Viewer("anne", "citizen", desk.entity("Person", PASSPORT))
    open_to = {item.far.id for item in represented(Dossiers(desk.store, desk.keys, desk.model), viewer)}
    assert open_to == {desk.entity("Person", ANN)}


def test_two_identity_numbers_that_claim_one_passport_prove_nothing(desk: Desk) -> None:
    desk.deliver("real-population", [found_at_home(PASSPORT)])
    rows = [travel_document(ANN, PASSPORT, 证件号码="P1"), travel_document(BEN, PASSPORT, "李本", 证件号码="P2")]
    desk.deliver("exit-entry-document", rows)
    assert aliases(desk) == {}
    assert contested(desk.store) == 1
    deliver_all(desk, "exit-entry-document", rows[:1])
    assert aliases(desk) == {desk.entity("Person", PASSPORT): desk.entity("Person", ANN)}
    assert contested(desk.store) == 0


def test_a_passport_that_two_claim_and_nobody_registers_leads_to_neither(desk: Desk) -> None:
    rows = [travel_document(ANN, PASSPORT, 证件号码="P1"), travel_document(BEN, PASSPORT, "李本", 证件号码="P2")]
    desk.deliver("exit-entry-document", rows)
    desk.deliver("employment-registration", [employment(PASSPORT, ACME)])
    (found,) = waiting(desk.store)
    assert found == Waiting("employment-registration", ("Person",), "key", "ambiguous", 1, 0)


def test_an_identity_number_filled_in_for_another_document_proves_nothing(desk: Desk) -> None:
    old = BEN[:6] + BEN[8:17]
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本")])
    desk.deliver(
        "exit-entry-document", [travel_document(ANN, "", 证件号码=ANN), travel_document(BEN, "", "李本", 证件号码=old)]
    )
    desk.deliver("exit-entry-document", [travel_document(COY, "", "可一", 证件号码=ANN)], "2021-07-31", "changes")
    assert aliases(desk) == {}


def deliveries(desk: Desk) -> list[Path]:
    """Two enterprises that become one with their registration numbers, one that must not, and what others say of all of them."""
    return [
        desk.write("household-registration", [resident(ANN), resident(BEN, "李本")]),
        desk.write("employment-registration", [employment(ANN, OLD), employment(BEN, ACME), employment(COY, OLDER)]),
        desk.write("enterprise-registration", [enterprise(OLD), enterprise(OLDER, "上海更旧有限公司")], "2021-06-01", "changes"),
        desk.write("enterprise-registration", [enterprise(ACME, REGNO=OLD, LEREP_CERNO=ANN)], "2021-06-02", "changes"),
        desk.write("enterprise-registration", [enterprise(BOLT, "上海乙有限公司", REGNO=OLDER)], "2021-06-03", "changes"),
        desk.write("electricity-consumption", [meter("1", "202105", "3"), meter("2", "202105", "4", OLDER)]),
    ]  # fmt: skip


def same_in_any_order(desk: Desk, paths: list[Path], step: int) -> None:
    """Feed the deliveries in every `step`th order; the graph that the first makes is that of all."""
    wanted: Snapshot = frozenset()
    for order in list(permutations(paths))[::step]:
        desk.empty()
        for path in order:
            desk.feed(path)
        wanted = wanted or desk.snapshot()
        assert desk.snapshot() ^ wanted == frozenset(), [path.stem for path in order]


@pytest.mark.parametrize("step", [17, pytest.param(5, marks=pytest.mark.full)])
def test_in_any_order_the_graph_with_merged_files_is_the_same(desk: Desk, step: int) -> None:
    same_in_any_order(desk, deliveries(desk), step)
    assert len(aliases(desk)) == 2


def test_in_any_order_the_graph_with_parted_files_is_the_same(desk: Desk) -> None:
    """The proof is taken back by a later version of its row; it may also come when that version is there already."""
    paths = deliveries(desk)
    paths[4:] = [desk.write("enterprise-registration", [enterprise(ACME, LEREP_CERNO=BEN)], "2021-06-04", "changes")]
    same_in_any_order(desk, paths, 7)
    assert aliases(desk) == {}
