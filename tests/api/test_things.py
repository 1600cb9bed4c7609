"""Things without files, over HTTP on the made-up city: under a case, with their holders' consent, and on record for them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.gates import Kept
from tests.conftest import City
from tests.things import CHECK, MADE, Town, case_of, town_of
from twopages.access.grants import ConsentAsk
from twopages.dossier import Dossiers, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.receipts import Receipt
from twopages.settings import Settings
from twopages.tags.counts import HIDDEN_UNDER

LICENCE = """query L($id: ID!) { licence(id: $id) {
  id class caption licenceName { value source { record dataset { id } } } licenceState { label { zh } } licenceFileDigest { value }
  heldBy { edges { node { id class caption } } } records { edges { node { id cells { header delivered } } } }
} }"""


@pytest.fixture(scope="module")
def log() -> Kept:
    return Kept()


@pytest.fixture(scope="module")
def town(
    city: City,
    store: Store,
    keys: KeyRing,
    settings: Settings,
    log: Kept,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    with town_of(store, keys, settings, tmp_path_factory.mktemp("things"), log) as town:
        yield town


@pytest.fixture
def case(town: Town, log: Kept) -> Iterator[str]:
    with case_of(town) as case:
        yield case


@pytest.fixture(autouse=True)
def unwritten(log: Kept) -> None:
    log.receipts.clear()


def told(receipts: list[Receipt]) -> list[tuple[str, str, frozenset[str]]]:
    return [(receipt.cls, receipt.subject, frozenset(receipt.fields)) for receipt in receipts]


def test_a_licence_is_told_under_its_case(town: Town, case: str) -> None:
    thing, owner = town.thing, town.owner
    body = town.asks("window", LICENCE, case=case, id=thing)
    licence = body["data"]["licence"]
    assert (licence["id"], licence["class"]) == (thing, "Licence")
    assert licence["licenceName"]["value"] and licence["licenceName"]["source"]["dataset"]["id"]
    assert [edge["node"]["id"] for edge in licence["heldBy"]["edges"]] == [owner]
    assert licence["licenceFileDigest"] is None
    assert [error["extensions"]["code"] for error in body["errors"]] == ["NOT_IN_PURPOSE"]
    assert licence["records"]["edges"]


def test_its_holder_has_the_look_on_record(town: Town, log: Kept, case: str) -> None:
    thing, owner = town.thing, town.owner
    town.asks("window", "query L($id: ID!) { licence(id: $id) { licenceState { value } } }", case=case, id=thing)
    assert told(log.receipts) == [
        ("Licence", thing, frozenset({"licenceState"})),
        ("Person", owner, frozenset({"HELD_BY:licenceState"})),
    ]


def test_without_the_consent_of_its_holder_it_is_not_there(town: Town, log: Kept, case: str) -> None:
    thing, owner = town.thing, town.owner
    (consent,) = town.grants.of(owner)
    town.grants.withdraw(owner, consent.id)
    assert town.asks("window", LICENCE, case=case, id=thing) == {"data": {"licence": None}}
    assert log.receipts == []


def test_a_case_opens_its_own_licence_alone(town: Town, case: str) -> None:
    assert town.asks("window", LICENCE, case=case, id=town.things[1]["thing"]) == {"data": {"licence": None}}
    refused = town.asks("window", LICENCE, purpose=CHECK, id=town.thing)
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["CASE_NEEDED"]


BY_NUMBER = """query L($type: ID!, $number: String!) {
  licenceByKey(licenceType: $type, licenceNumber: $number) { id licenceState { value } } }"""


def test_a_licence_is_found_by_its_type_and_number(town: Town, case: str) -> None:
    thing = town.thing
    code, number = town.key("Licence", thing)
    known = town.model.code_lists["licence-type"].codes[code].label.zh
    for told_type in (code, known):
        found = town.asks("window", BY_NUMBER, case=case, type=told_type, number=number)
        assert found["data"]["licenceByKey"]["id"] == thing
    assert town.asks("window", BY_NUMBER, case=case, type="driving-licence", number=number + "0")["data"] == {
        "licenceByKey": None
    }


def test_the_number_of_a_licence_stands_in_no_document(town: Town, case: str) -> None:
    in_document = 'query L($type: ID!) { licenceByKey(licenceType: $type, licenceNumber: "secret-17") { id } }'
    refused = town.asks("window", in_document, case=case, type="driving-licence")
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["KEY_IN_DOCUMENT"]
    code = 'query L($number: String!) { licenceByKey(licenceType: "driving-licence", licenceNumber: $number) { id } }'
    assert town.asks("window", code, case=case, number="17") == {"data": {"licenceByKey": None}}


OWN = """query L($id: ID!) { licence(id: $id) {
  licenceName { value } licenceState { value } licenceHolderName { value masked } licenceNumber { value }
  records { edges { node { cells { header delivered } } } } } }"""


def test_a_holder_opens_the_own_licence_and_others_do_not(town: Town, log: Kept) -> None:
    thing, owner = town.thing, town.owner
    body = town.asks("holder", OWN, id=thing)
    licence = body["data"]["licence"]
    assert licence["licenceName"]["value"]
    assert licence["licenceHolderName"]["value"] is None and "*" in licence["licenceHolderName"]["masked"][0]
    assert [(error["path"][-1], error["extensions"]["code"]) for error in body["errors"]] == [
        ("licenceNumber", "NEVER_IN_PURPOSE")
    ]
    number = town.key("Licence", thing)[-1]
    assert number not in str(body)
    assert {(cls, id) for cls, id, _ in told(log.receipts)} == {("Licence", thing), ("Person", owner)}
    assert town.asks("other", OWN, id=thing) == {"data": {"licence": None}}


def test_a_person_is_no_licence(town: Town, case: str) -> None:
    assert town.asks("window", LICENCE, case=case, id=town.owner) == {"data": {"licence": None}}
    assert town.asks("holder", OWN, id=town.owner) == {"data": {"licence": None}}


PENALTIES = """query P($where: PenaltyWhere!) { penalties(where: $where, first: 100) { totalCount edges { node { id caption } } } }"""
PENALTY = """query P($id: ID!) { penalty(id: $id) {
  penaltyDate { value } penaltyAuthority { value } imposedOn { edges { node { id class caption } } } } }"""


def test_the_public_finds_penalties_by_day_type_and_authority(town: Town, log: Kept) -> None:
    row = town.store.read(
        "MATCH (p:Penalty) WHERE p.penaltyDate IS NOT NULL RETURN properties(p) AS p ORDER BY p.id LIMIT 1"
    )[0]["p"]
    everyone = town.store.read(
        "MATCH (p:Penalty) RETURN p.id AS id, p.penaltyDate AS day, p.penaltyAuthority AS office"
    )
    year, office = row["penaltyDate"][:4], row["penaltyAuthority"]
    right = sorted(one["id"] for one in everyone if (one["day"] or "").startswith(year) and one["office"] == office)
    where = {"penaltyDate": [year], "penaltyAuthority": [office]}
    body = town.asks("reader", PENALTIES, "penalty-publication", where=where)
    assert [edge["node"]["id"] for edge in body["data"]["penalties"]["edges"]] == right
    assert len([one for one in log.receipts if one.cls == "Penalty"]) == len(right)
    owners = town.store.read(
        "MATCH (p:Penalty)-[:IMPOSED_ON]->(o) WHERE p.id IN $ids RETURN DISTINCT o.id AS id", {"ids": right}
    )
    assert {one.subject for one in log.receipts if one.cls != "Penalty"} == {one["id"] for one in owners}
    shown = town.asks("reader", PENALTY, "penalty-publication", id=right[0])["data"]["penalty"]
    assert shown["penaltyAuthority"]["value"] == office
    people = [edge["node"] for edge in shown["imposedOn"]["edges"] if edge["node"]["class"] == "Person"]
    assert all("*" in node["caption"] for node in people)


ADDRESS = "query A($key: String!) { addressByKey(key: $key) { id addressText { value } isResidenceOf { totalCount } } }"


def test_an_address_is_looked_up_by_its_text_or_code_and_not_who_lives_there(town: Town, log: Kept) -> None:
    found = Dossiers(town.store, town.keys, town.model)
    wanted = frozenset({"addressText", "addressCode"})
    row = town.store.read("MATCH (a:Address)<-[:RESIDES_AT]-() RETURN DISTINCT a.id AS id ORDER BY id LIMIT 20")
    read = [found.read(Plan("Address", wanted), one["id"]) for one in row]
    known = {
        item.id: [str(item.envelopes[name].values[0]) for name in sorted(wanted)]
        for item in read
        if item and len(item.envelopes) == 2
    }
    assert known
    for id, keys in known.items():
        for key in keys:
            body = town.asks("police", ADDRESS, "address-service", key=key)
            assert body["data"]["addressByKey"]["id"] == id, key
            assert body["data"]["addressByKey"]["isResidenceOf"] is None
            assert [error["extensions"]["code"] for error in body["errors"]] == ["NEVER_IN_PURPOSE"]
            assert {one.cls for one in log.receipts} == {"Address"}


def test_features_are_found_in_a_window_of_the_map(town: Town) -> None:
    query = (
        "query F($where: SpatialFeatureWhere!) { spatialFeatures(where: $where, first: 100) { edges { node { id } } } }"
    )
    city = {"west": 120.9, "south": 30.7, "east": 122.0, "north": 31.6}
    assert town.asks("map", query, "one-map-operation", where={"window": city})["data"]["spatialFeatures"]["edges"]
    sea = {"west": 122.0, "south": 30.7, "east": 122.1, "north": 30.8}
    assert town.asks("map", query, "one-map-operation", where={"window": sea})["data"]["spatialFeatures"]["edges"] == []
    wide = {"west": -180.0, "south": -90.0, "east": 180.0, "north": 90.0}
    refused = town.asks("map", query, "one-map-operation", where={"window": wide})
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["WHERE"]


OPEN = """mutation O($service: ID!, $key: String, $kind: ID, $number: String!) {
  openCase(service: $service, key: $key, kind: $kind, number: $number) { id subject class purpose } }"""
VEHICLE = "query V($id: ID!) { vehicle(id: $id) { plateNumber { value } vehicleState { value } ownedBy { edges { node { id } } } } }"


def opened(town: Town, account: str, service: str, key: str | None, kind: str | None = None) -> Any:
    body = town.asks(account, OPEN, service=service, key=key, kind=kind, number="2026-7")
    return body["data"]["openCase"] if body.get("data") else body["errors"][0]["extensions"]["code"]


@pytest.fixture
def emptied(town: Town) -> Iterator[None]:
    yield
    town.store.write(lambda tx: tx.run(MADE))


@pytest.mark.usefixtures("emptied")
def test_a_case_of_a_vehicle_is_opened_by_its_plate_and_tells_of_it(town: Town, log: Kept) -> None:
    row = town.store.read(
        "MATCH (v:Vehicle)<-[:OWNS_VEHICLE]-(o) RETURN v.id AS id, o.id AS owner ORDER BY id LIMIT 1"
    )[0]
    kind, plate = town.key("Vehicle", row["id"])
    case = opened(town, "police", "vehicle-inspection", plate, kind)
    assert (case["subject"], case["class"], case["purpose"]) == (row["id"], "Vehicle", "vehicle-inspection-handling")
    assert opened(town, "police", "vehicle-inspection", plate + "X", kind) is None
    assert opened(town, "police", "vehicle-inspection", None) is None
    assert opened(town, "window", "vehicle-inspection", plate, kind) is None
    vehicle = town.asks("police", VEHICLE, case=case["id"], id=row["id"])["data"]["vehicle"]
    assert vehicle["plateNumber"]["value"] == plate
    assert [edge["node"]["id"] for edge in vehicle["ownedBy"]["edges"]] == [row["owner"]]
    assert (row["owner"], {"OWNS_VEHICLE", "OWNS_VEHICLE:plateNumber", "OWNS_VEHICLE:vehicleState"}) in [
        (subject, set(fields)) for _, subject, fields in told(log.receipts)
    ]


@pytest.mark.usefixtures("emptied")
def test_a_neighbour_city_checks_a_licence_that_its_holder_shows(town: Town) -> None:
    kind, number = town.key("Licence", town.thing)
    case = opened(town, "neighbour", "delta-licence-recognition", number, kind)
    query = "query L($id: ID!) { licence(id: $id) { licenceState { value } licenceNumber { value masked } } }"
    assert town.asks("neighbour", query, case=case["id"], id=town.thing)["data"] == {"licence": None}
    ask = ConsentAsk("yangtze-licence-recognition", "Suzhou", town.grants.last_day())
    town.grants.consent("Person", town.owner, ask)
    licence = town.asks("neighbour", query, case=case["id"], id=town.thing)["data"]["licence"]
    assert licence["licenceState"]["value"] and licence["licenceNumber"]["value"] is None
    assert number not in str(licence)
    assert town.asks("reader", query, case=case["id"], id=town.thing)["data"] == {"licence": None}


REQUEST = (
    "mutation R($purpose_id: ID!, $why: String!) { requestScenario(purpose: $purpose_id, why: $why) { id state } }"
)
DECIDE = """mutation D($request: ID!, $answer: String!) {
  decideScenario(request: $request, verdict: GRANT, answer: $answer) { state } }"""
ENCOUNTERS = """query E($where: EncounterWhere!) { encounters(where: $where, first: 100) {
  totalCount edges { node { id caption } } } }"""
ENCOUNTER = "query E($id: ID!) { encounter(id: $id) { caption encounterType { value } diagnosisChapter { value } } }"


@pytest.mark.usefixtures("emptied")
def test_a_study_selects_records_of_care_once_its_scenario_is_granted(town: Town, log: Kept) -> None:
    assert opened(town, "reader", "medical-study", None) is None
    filed = town.asks("hospitals", REQUEST, purpose_id="medical-research", why="获批的研究")["data"]["requestScenario"]
    assert filed["state"] == "WAITING"
    decided = town.asks("hospitals-2", DECIDE, request=filed["id"], answer="同意")
    assert decided["data"]["decideScenario"]["state"] == "GRANTED"
    case = opened(town, "reader", "medical-study", None)
    assert (case["subject"], case["class"]) == (None, "Encounter")
    kinds = town.store.read("MATCH (e:Encounter) RETURN e.encounterType AS kind, count(*) AS n ORDER BY n DESC")
    found = town.asks("reader", ENCOUNTERS, case=case["id"], where={"encounterType": [kinds[0]["kind"]]})
    encounters = found["data"]["encounters"]
    right = kinds[0]["n"] if kinds[0]["n"] >= HIDDEN_UNDER else None
    assert (encounters["totalCount"], len(encounters["edges"])) == (right, min(100, kinds[0]["n"]))
    shown = town.asks("reader", ENCOUNTER, case=case["id"], id=encounters["edges"][0]["node"]["id"])
    assert shown["data"]["encounter"]["diagnosisChapter"]["value"]
    assert {one.cls for one in log.receipts} == {"Encounter"}
    few = town.asks("reader", ENCOUNTERS, case=case["id"], where={"encounterMonth": ["1990"]})["data"]["encounters"]
    assert (few["totalCount"], few["edges"]) == (None, [])
    for account, told_case in (("reader", ""), ("reader-2", case["id"])):
        refused = town.asks(account, ENCOUNTER, "medical-research", told_case, id=encounters["edges"][0]["node"]["id"])
        assert refused["errors"][0]["extensions"]["code"] in ("CASE_NEEDED", "CASE_NOT_OPEN")
