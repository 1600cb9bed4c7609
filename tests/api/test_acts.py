"""Cases and scenarios by GraphQL: whole lives of them, refusals, and who may act at all; over HTTP on the small city in a real Neo4j."""

from typing import Any

import httpx
import pytest

from tests.api.acting import (
    BY_HAND,
    CASES,
    CLOSE,
    DECIDE,
    FILE,
    MATTER,
    OPEN,
    PURPOSE,
    REQUEST,
    SCENARIOS,
    SERVICE,
    Office,
    under,
)
from tests.api.program import OFFICE
from tests.pages.conftest import OWN, visiting
from twopages.keys import KeyRing
from twopages.ontology.model import Model

ENTERPRISES = "domicile-change"  # a service of another department, for enterprises


def test_the_whole_life_of_a_case(town: Office, model: Model) -> None:
    key = f" {town.number('citizen').lower()} "
    told = {"service": SERVICE, "key": key, "number": MATTER}
    assert town.refused("clerk", OPEN, **told)["code"] == "CASE_NOT_YOURS"
    request = town.granted()
    assert (request["state"], request["reason"]["code"]) == ("GRANTED", "LISTS_ALLOW")
    case = town.ask("clerk", OPEN, **told)["openCase"]
    assert case | {"id": "", "opened": "", "until": ""} == {
        "id": "", "service": SERVICE, "purpose": PURPOSE, "purposeLabel": {"zh": model.purposes[PURPOSE].label.zh},
        "subject": town.person, "class": "Person", "number": MATTER, "opened": "", "until": "", "closed": None,
    }  # fmt: skip
    assert case["opened"] < case["until"]
    assert town.ask("head", OPEN, **told)["openCase"] == case  # the same matter is one case, whoever opens it
    assert ids(town.ask("head", CASES)) == [case["id"]]
    assert (ids(town.ask("clerk", CASES, own=True)), ids(town.ask("head", CASES, own=True))) == ([case["id"]], [])
    assert town.ask("clerk", FILE, under(case["id"]), id=town.person)["person"] is None  # who has not consented
    town.consented()
    town.log.receipts.clear()
    answer = town.sent("clerk", FILE, under(case["id"]), id=town.person).json()
    assert answer["data"]["person"]["fullName"]["value"] and answer["data"]["person"]["sex"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["NOT_IN_PURPOSE"]
    (receipt,) = town.log.receipts
    assert (receipt.case, receipt.purpose, receipt.subject, receipt.fields) == (
        case["id"], PURPOSE, town.person, ("fullName",),
    )  # fmt: skip
    closed = town.ask("clerk", CLOSE, case=case["id"])["closeCase"]
    assert closed["closed"]
    assert town.ask("head", CLOSE, case=case["id"])["closeCase"] == closed  # once more changes nothing
    after = town.sent("clerk", FILE, under(case["id"]), id=town.person).json()
    assert (after["data"], after["errors"][0]["extensions"]["code"]) == ({"person": None}, "CASE_NOT_OPEN")
    assert ids(town.ask("clerk", CASES)) == []
    assert town.ask("clerk", OPEN, **told)["openCase"]["id"] != case["id"]


def ids(told: Any) -> list[str]:
    return [edge["node"]["id"] for edge in told["cases"]["edges"]]


def test_a_program_of_the_department_works_under_a_case_of_its_own(town: Office) -> None:
    town.granted()
    town.consented()
    program = town.issuer.sign(sub="the-program", roles="caseworker", department=OFFICE)
    told = {"service": SERVICE, "key": town.number("citizen"), "number": MATTER}
    case = town.sent_by(program, OPEN, **told).json()["data"]["openCase"]["id"]
    assert ids(town.sent_by(program, CASES, own=True).json()["data"]) == [case] == ids(town.ask("head", CASES))
    assert ids(town.ask("clerk", CASES, own=True)) == []
    found = town.sent_by(program, FILE, under(case), id=town.person).json()["data"]["person"]
    assert found["fullName"]["value"]
    elsewhere = town.issuer.sign(sub="another", roles="caseworker", department="education")
    assert town.sent_by(elsewhere, OPEN, **told).json()["errors"][0]["extensions"]["code"] == "CASE_NOT_YOURS"
    assert town.sent_by(elsewhere, CLOSE, case=case).json()["errors"][0]["extensions"]["code"] == "CASE_UNKNOWN"
    foreign = town.issuer.sign(aud="another", sub="the-program", roles="caseworker", department=OFFICE)
    assert town.sent_by(foreign, CLOSE, case=case).status_code == 401
    assert town.sent_by(program, CLOSE, case=case).json()["data"]["closeCase"]["closed"]


def test_open_cases_come_page_by_page(town: Office) -> None:
    town.granted()
    made, seen, after = {town.opened(str(number)) for number in range(5)}, list[str](), None
    while True:
        told = town.ask("clerk", CASES, first=2, after=after)
        seen += ids(told)
        after = told["cases"]["pageInfo"]["endCursor"]
        if not told["cases"]["pageInfo"]["hasNextPage"]:
            break
    assert (len(seen), set(seen)) == (5, made)
    (error,) = town.sent("clerk", CASES, after="nonsense").json()["errors"]
    assert error["extensions"]["code"] == "CURSOR"


NOBODYS = "310101199001010015"
REFUSED = [
    ("clerk", {"service": "no-such-service"}, "CASE_SERVICE"),
    ("clerk", {"service": ENTERPRISES}, "CASE_NOT_YOURS"),
    ("teacher", {}, "CASE_NOT_YOURS"),
    ("guest", {}, "CASE_NOT_YOURS"),
    ("steward", {}, "CASE_NOT_YOURS"),
    ("citizen", {}, "CASE_NOT_YOURS"),
    ("auditor", {}, "CASE_NOT_YOURS"),
    ("clerk", {"number": " "}, "CASE_NUMBER"),
    ("clerk", {"number": "7" * 61}, "CASE_NUMBER"),
    ("clerk", {"key": NOBODYS}, "CASE_SUBJECT"),
]


@pytest.mark.parametrize(("account", "told", "code"), REFUSED)
def test_a_case_is_refused_as_on_the_pages(town: Office, account: str, told: dict[str, str], code: str) -> None:
    town.granted()
    whole = {"service": SERVICE, "key": town.number("citizen"), "number": MATTER, **told}
    refused = town.refused(account, OPEN, **whole)
    assert refused["code"] == code
    assert ids(town.ask("head", CASES)) == []
    with visiting(town.address) as visitor:
        visitor.sends("/sign-in", account=account)
        page = visitor.post("/cases", data=whole, headers=OWN)
        visitor.cookies.set("language", "en")
        english = visitor.post("/cases", data=whole, headers=OWN)
    if account in ("clerk", "teacher", "guest"):  # others have no such page
        assert refused["reason"]["zh"] in page.text
        assert refused["reason"]["en"] in english.text.replace("&#39;", "'")
    else:
        assert page.status_code == 404


def test_nobody_learns_from_a_refusal_whether_somebody_is_there(town: Office) -> None:
    town.granted()
    firm = town.store.read("MATCH (e:Enterprise) RETURN e.id AS id LIMIT 1")[0]["id"]
    keys = (NOBODYS, NOBODYS[:-1], "", "nonsense", "9" * 200, firm, town.person, town.other)
    answers = [town.sent("clerk", OPEN, service=SERVICE, key=key, number=MATTER) for key in keys]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    case = town.opened()
    for account, id in (("teacher", case), ("steward", case), ("citizen", case), ("clerk", "f" * 32), ("clerk", "x")):
        assert town.refused(account, CLOSE, case=id)["code"] == "CASE_UNKNOWN"
        assert ids(town.ask("clerk", CASES)) == [case]
    assert {account: town.ask(account, CASES)["cases"]["edges"] for account in ("teacher", "steward", "citizen", "agent")} == {
        "teacher": [], "steward": [], "citizen": [], "agent": []
    }  # fmt: skip


def test_a_scenario_is_requested_decided_and_taken_away(town: Office, model: Model) -> None:
    request = town.ask("clerk", REQUEST, purpose=BY_HAND, why=" 探访 ", uses=["profiling", "nothing"])[
        "requestScenario"
    ]
    assert (request["state"], request["reason"]["code"], request["why"]) == ("WAITING", "BY_HAND", "探访")
    assert (request["uses"], request["answer"], request["decided"]) == (["profiling"], None, None)
    assert request["reason"]["label"]["zh"] and request["reason"]["label"]["en"].isascii()
    assert town.ask("head", REQUEST, purpose=BY_HAND, why="again")["requestScenario"] == request
    listed = {item["purpose"]: item for item in town.ask("clerk", SCENARIOS)["scenarios"]}
    assert set(listed) == {item.id for item in model.purposes.values() if item.department == OFFICE}
    assert (listed[BY_HAND]["state"], listed[BY_HAND]["request"]) == ("WAITING", request)
    assert (listed[PURPOSE]["state"], listed[PURPOSE]["request"]) == ("OPEN", None)
    assert listed["marriage-registration-check"]["state"] == "GRANTED"  # needs no request
    told = {"request": request["id"], "verdict": "GRANT", "answer": "同意"}
    for account, code in (("clerk", "SCENARIO_NOT_YOURS"), ("citizen", "SCENARIO_NOT_YOURS")):
        assert town.refused(account, DECIDE, **told)["code"] == code
    assert town.refused("head", DECIDE, **told | {"answer": " "})["code"] == "SCENARIO_WHY"
    assert town.refused("head", DECIDE, **told | {"request": "f" * 32})["code"] == "SCENARIO_UNKNOWN"
    decided = town.ask("head", DECIDE, **told)["decideScenario"]
    assert (decided["state"], decided["reason"]["code"], decided["answer"]) == ("GRANTED", "APPROVER", "同意")
    assert town.refused("head", DECIDE, **told)["code"] == "SCENARIO_DECIDED"
    revoked = town.ask("head", DECIDE, **told | {"verdict": "REVOKE"})["decideScenario"]
    assert revoked["state"] == "REVOKED"
    assert {item["purpose"]: item["state"] for item in town.ask("head", SCENARIOS)["scenarios"]}[BY_HAND] == "REVOKED"
    own = town.ask("head", REQUEST, purpose=BY_HAND, why="why")["requestScenario"]
    assert town.refused("head", DECIDE, **told | {"request": own["id"]})["code"] == "SCENARIO_OWN"
    assert (
        town.ask("head", DECIDE, **told | {"request": own["id"], "verdict": "REFUSE"})["decideScenario"]["state"]
        == "REFUSED"
    )


@pytest.mark.parametrize(
    ("account", "purpose", "why", "code"),
    [
        ("citizen", PURPOSE, "why", "SCENARIO_NOT_YOURS"),
        ("guest", PURPOSE, "why", "SCENARIO_NOT_YOURS"),
        ("teacher", PURPOSE, "why", "SCENARIO_UNKNOWN"),
        ("clerk", "no-such-purpose", "why", "SCENARIO_UNKNOWN"),
        ("clerk", PURPOSE, "x" * 501, "SCENARIO_WHY"),
        ("clerk", "marriage-registration-check", "why", "SCENARIO_OPEN"),
    ],
)
def test_a_request_is_refused_with_its_reason(town: Office, account: str, purpose: str, why: str, code: str) -> None:
    refused = town.refused(account, REQUEST, purpose=purpose, why=why)
    assert refused["code"] == code
    assert town.ask("citizen", SCENARIOS)["scenarios"] == []
    if account in ("guest", "teacher", "clerk"):
        with visiting(town.address) as visitor:
            visitor.sends("/sign-in", account=account)
            assert (
                refused["reason"]["zh"]
                in visitor.post("/scenarios", data={"purpose": purpose, "why": why}, headers=OWN).text
            )


SEVERAL = """mutation Several($key: String!, $a: String!, $b: String!, $unknown: ID!) {
  first: openCase(service: "minimum-living-allowance-application", key: $key, number: $a) { id }
  none: closeCase(case: $unknown) { id }
  same: openCase(service: "minimum-living-allowance-application", key: $key, number: $a) { id }
  again: openCase(service: "temporary-assistance-application", key: $key, number: $b) { id number }
  left: openCase(service: "temporary-assistance-application", key: $key, number: $b) @skip(if: true) { id }
  __typename
}"""


def test_fields_are_done_in_order_and_one_that_fails_undoes_no_other(town: Office) -> None:
    town.granted()
    told = {"key": town.number("citizen"), "a": "1", "b": "2", "unknown": "f" * 32}
    answer = town.sent("clerk", SEVERAL, **told)
    data, (error,) = answer.json()["data"], answer.json()["errors"]
    assert answer.status_code == 200
    assert list(data) == ["first", "none", "same", "again", "__typename"]
    assert (data["none"], error["path"], error["extensions"]["code"]) == (None, ["none"], "CASE_UNKNOWN")
    assert data["first"] == data["same"] != {"id": data["again"]["id"]}
    assert (data["again"]["number"], data["__typename"]) == ("2", "Mutation")
    assert sorted(ids(town.ask("clerk", CASES))) == sorted([data["first"]["id"], data["again"]["id"]])


def test_what_fails_on_its_way_leaves_everything_as_it_was(town: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    request = town.ask("clerk", REQUEST, purpose=BY_HAND, why="探访")["requestScenario"]
    before = town.store.read("MATCH (r:ScenarioRequest) RETURN properties(r) AS all")

    def broken(*_: Any) -> str:
        raise RuntimeError("the text of a reason")

    with monkeypatch.context() as patched:
        patched.setattr(KeyRing, "seal", broken)
        answer = town.sent("head", DECIDE, request=request["id"], verdict="GRANT", answer="同意").json()
    assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == ({"decideScenario": None}, "INTERNAL")
    assert "the text" not in str(answer)
    assert town.store.read("MATCH (r:ScenarioRequest) RETURN properties(r) AS all") == before
    assert (
        town.ask("head", DECIDE, request=request["id"], verdict="REFUSE", answer="否")["decideScenario"]["state"]
        == "REFUSED"
    )


def test_without_a_log_a_case_can_be_opened_and_nothing_is_shown_under_it(town: Office) -> None:
    town.granted()
    town.consented()
    told = {"service": SERVICE, "key": town.number("citizen"), "number": MATTER}
    town.log.broken = True
    case = town.ask("clerk", OPEN, **told)["openCase"]  # shows nothing of a file, and needs no receipt
    answer = town.sent("clerk", FILE, under(case["id"]), id=town.person)
    assert (answer.status_code, set(answer.json())) == (503, {"errors"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "NO_RECEIPT"
    town.log.broken = False
    assert town.ask("clerk", OPEN, **told)["openCase"] == case
    assert town.sent("clerk", FILE, under(case["id"]), id=town.person).json()["data"]["person"]["fullName"]["value"]


def test_a_session_acts_from_our_own_pages_alone(town: Office) -> None:
    town.granted()
    sent = {"query": OPEN, "variables": {"service": SERVICE, "key": town.number("citizen"), "number": MATTER}}
    with visiting(town.address) as visitor:
        visitor.sends("/sign-in", account="clerk")

        def post(**headers: str) -> httpx.Response:
            return visitor.post(
                "/graphql", json=sent, headers={name.replace("_", "-"): text for name, text in headers.items()}
            )

        foreign: tuple[dict[str, str], ...] = (
            {}, {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}, {"sec_fetch_site": "none"}, {"origin": "null"},
            {"origin": "https://elsewhere.example"}, {"sec_fetch_site": "cross-site", "origin": town.address},
            {"authorization": "Basic YTpi"},
        )  # fmt: skip
        for headers in foreign:
            answer = post(**headers)
            assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FOREIGN_ORIGIN"), (
                headers
            )
            assert set(answer.json()) == {"errors"}
            assert visitor.post("/graphql", json={"query": CASES}).json()["data"]["cases"]["edges"] == []
        assert post(authorization="Bearer forged", sec_fetch_site="same-origin").status_code == 401
        assert (
            post(authorization=f"Bearer {town.tokens['teacher']}").json()["errors"][0]["extensions"]["code"]
            == "CASE_NOT_YOURS"
        )
        case = post(sec_fetch_site="same-origin").json()["data"]["openCase"]["id"]
        assert post(origin=town.address).json()["data"]["openCase"]["id"] == case
        assert (
            visitor.get(
                "/graphql", params={"query": CLOSE, "variables": f'{{"case": "{case}"}}'}, headers=OWN
            ).status_code
            == 405
        )
        assert ids(visitor.post("/graphql", json={"query": CASES}).json()["data"]) == [case]
