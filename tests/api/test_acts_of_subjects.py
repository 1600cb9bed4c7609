"""Grants and questions by GraphQL: given, accepted, ended, asked and answered, over HTTP on the small city in a real Neo4j."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.acting import (
    ACCEPT,
    ANSWER,
    AUTHORISE,
    CONSENT,
    DECLINE,
    FILE,
    GRANTS,
    LOOKS,
    PURPOSE,
    QUESTION,
    QUESTIONS,
    REVOKE,
    WITHDRAW,
    Office,
    days,
    under,
)
from tests.api.program import OFFICE
from tests.pages.conftest import OWN, visiting

AGENT = "agent-for-person"
ENTRUSTED = "query File($id: ID!) { person(id: $id) { fullName { value } age { value } } }"
NOBODYS = "11010519491231002X"


def trust(town: Office, **told: Any) -> dict[str, Any]:
    """How the citizen authorises the other."""
    return {"subject": town.person, "purpose": AGENT, "key": town.number("other"), **days(), **told}


def test_what_is_withdrawn_opens_nothing_in_the_next_query(town: Office) -> None:
    town.granted()
    case = town.opened()

    def seen() -> bool:
        return town.sent("clerk", FILE, under(case), id=town.person).json()["data"]["person"] is not None

    assert not seen()
    consent = town.consented()
    assert (consent["state"], consent["organisation"]) == ("VALID", OFFICE) and consent["organisationLabel"]["zh"]
    assert seen()
    told = {"subject": town.person, "purpose": PURPOSE, "until": days()["until"]}
    assert town.refused("citizen", CONSENT, **told)["code"] == "GRANT_TWICE"
    withdrawn = town.ask("citizen", WITHDRAW, subject=town.person, consent=consent["id"])["withdrawConsent"]
    assert withdrawn | {"withdrawn": None} == consent | {"state": "WITHDRAWN"} and withdrawn["withdrawn"]
    assert not seen()
    assert town.refused("citizen", WITHDRAW, subject=town.person, consent=consent["id"])["code"] == "GRANT_OVER"
    assert town.ask("citizen", GRANTS, subject=town.person)["grants"]["consents"] == [withdrawn]


def test_a_consent_to_an_institution_names_it(town: Office) -> None:
    told = {"subject": town.person, "purpose": "personal-loan-check", "until": days()["until"]}
    made = town.ask("citizen", CONSENT, **told, organisation="上海浦江银行")["giveConsent"]
    assert (made["organisation"], made["organisationLabel"]) == ("上海浦江银行", None)
    for name in (None, " ", OFFICE):
        refused = town.sent("citizen", CONSENT, **told, organisation=name).json()["errors"][0]["extensions"]
        assert refused["code"] == "GRANT_ORGANISATION"


def test_an_agent_sees_what_was_entrusted_from_accepting_on_until_it_is_revoked(town: Office) -> None:
    def seen() -> Any:
        answer = town.sent("agent", ENTRUSTED, {"x-purpose": AGENT}, id=town.person)
        return answer.json()["data"]["person"]

    made = town.ask("citizen", AUTHORISE, **trust(town, items=["fullName"]))["authorise"]
    assert (made["state"], made["items"], made["subject"]) == ("WAITING", ["fullName"], town.person)
    assert "*" in made["agent"] and town.number("other") not in str(made)
    assert seen() is None
    one = {"authorisation": made["id"]}
    assert town.refused("citizen", ACCEPT, **one)["code"] == "GRANT_GONE"  # nobody accepts in another's place
    assert town.ask("agent", GRANTS, subject=town.other)["grants"]["received"] == [made]
    assert town.ask("agent", ACCEPT, **one)["acceptAuthorisation"]["state"] == "VALID"
    assert seen()["fullName"]["value"] and seen()["age"] is None
    assert town.refused("agent", ACCEPT, **one)["code"] == "GRANT_OVER"
    ended = town.ask("citizen", REVOKE, subject=town.person, **one)["revokeAuthorisation"]
    assert (ended["state"], bool(ended["ended"])) == ("WITHDRAWN", True)
    assert seen() is None
    whole = town.ask("citizen", AUTHORISE, **trust(town))["authorise"]
    assert whole["items"] == []
    assert town.ask("agent", DECLINE, authorisation=whole["id"])["declineAuthorisation"]["state"] == "DECLINED"
    assert town.refused("agent", ACCEPT, authorisation=whole["id"])["code"] == "GRANT_OVER"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"subject": "of another"}, "GRANT_NO_FILE"),
        ({"purpose": PURPOSE}, "GRANT_PURPOSE"),
        ({"key": "110105194912310021"}, "GRANT_NUMBER"),
        ({"key": ""}, "GRANT_NUMBER"),
        ({"key": "own"}, "GRANT_ONESELF"),
        ({"items": []}, "GRANT_NOTHING"),
        ({"items": ["fullName", "taxCreditLevel"]}, "GRANT_ITEMS"),
        ({"until": "2020-01-01"}, "GRANT_DAYS"),
        ({"until": 20990101}, "GRANT_DAYS"),
        ({"since": {"day": 1}}, "GRANT_DAYS"),
        ({"until": "2999-01-01"}, "GRANT_LONG"),
    ],
)
def test_an_authorisation_is_refused_with_its_reason(town: Office, told: dict[str, Any], code: str) -> None:
    own = {"key": town.number("citizen")} if told.get("key") == "own" else {}
    another = {"subject": town.other} if "subject" in told else {}
    assert town.refused("citizen", AUTHORISE, **trust(town, **told | own | another))["code"] == code
    assert town.ask("citizen", GRANTS, subject=town.person)["grants"]["given"] == []


def test_a_refusal_is_said_in_the_words_of_the_page(town: Office) -> None:
    told = trust(town, key="110105194912310021")
    reason = town.refused("citizen", AUTHORISE, **told)["reason"]
    form = {"act": "authorise", "purpose": AGENT, "number": told["key"], "part.tags": "on", **days()}
    with visiting(town.address) as visitor:
        visitor.post("/sign-in", data={"account": "citizen"}, headers=OWN, follow_redirects=False)
        assert reason["zh"] in visitor.post(f"/person/{town.person}/grants", data=form, headers=OWN).text


def test_whether_anybody_has_the_number_of_an_agent_is_not_told(town: Office) -> None:
    keys = (town.number("other"), NOBODYS)
    answers = [town.ask("citizen", AUTHORISE, **trust(town, key=key))["authorise"] for key in keys]
    same = {"id": "", "agent": ""}  # its own, and the number as it was written, masked
    assert answers[0] | same == answers[1] | same


def test_nobody_else_sees_or_ends_what_was_given(town: Office) -> None:
    consent = town.consented()["id"]
    for account in ("other", "agent", "clerk", "head", "steward", "auditor"):
        found = [town.ask(account, GRANTS, subject=id) for id in (town.person, "nobody")]
        assert found == [{"grants": None}] * 2
        for id in (town.person, "nobody"):
            assert town.refused(account, WITHDRAW, subject=id, consent=consent)["code"] == "GRANT_NO_FILE"
    assert town.refused("other", WITHDRAW, subject=town.other, consent=consent)["code"] == "GRANT_GONE"
    firm = town.ask("citizen", GRANTS, subject=town.enterprise)["grants"]  # whom the citizen acts for by law
    assert firm == {"consents": [], "given": [], "received": None}
    assert town.ask("citizen", GRANTS, subject=town.person)["grants"]["consents"][0]["state"] == "VALID"


def until(met: Callable[[], bool]) -> None:
    for _ in range(600):
        if met():
            return
        time.sleep(0.1)
    raise AssertionError("it was never so")


def test_a_look_is_questioned_and_answered(town: Office) -> None:
    town.granted()
    town.consented()
    file = FILE.replace("fullName", "maritalStatus")  # which no other test looks at
    case = under(town.opened())
    town.sent("clerk", file, case, id=town.person)

    def looks() -> list[dict[str, Any]]:
        found = town.ask("citizen", LOOKS, id=town.person)["person"]["looks"]["edges"]
        return [edge["node"] for edge in found if edge["node"]["fields"] == ["maritalStatus"]]

    until(lambda: bool(looks()))
    (look,) = looks()
    assert look["organisation"] == OFFICE
    told = {"subject": town.person, "look": look["id"], "text": "为什么查看？"}
    own = ("other", {"subject": town.other})
    for account, change in (("other", {}), ("clerk", {}), ("agent", {}), own, ("citizen", {"look": "f" * 32})):
        assert town.refused(account, QUESTION, **told | change)["code"] == "QUESTION_LOOK"
    assert town.refused("clerk", QUESTION, case, **told)["code"] == "QUESTION_LOOK"  # whoever looks does not ask
    for text in (" ", "问" * 1001):
        assert town.refused("citizen", QUESTION, **told | {"text": text})["code"] == "QUESTION_TEXT"
    asked = town.ask("citizen", QUESTION, **told)["questionLook"]
    assert (asked["text"], asked["answer"]) == ("为什么查看？", None)
    assert town.refused("citizen", QUESTION, **told)["code"] == "QUESTION_LOOK"  # one at a time
    assert town.ask("clerk", QUESTIONS) == town.ask("citizen", QUESTIONS) == {"openQuestions": []}
    (waiting,) = town.ask("auditor", QUESTIONS)["openQuestions"]
    assert (waiting["question"], waiting["class"], waiting["look"]["fields"]) == (asked, "Person", ["maritalStatus"])
    assert town.person not in str(waiting)
    for account in ("clerk", "citizen", "steward"):
        assert town.refused(account, ANSWER, question=asked["id"], text="我来答")["code"] == "QUESTION_GONE"
    answered = town.ask("auditor", ANSWER, question=asked["id"], text="因办理低保。")["answerQuestion"]
    assert (answered["id"], answered["answer"]) == (asked["id"], "因办理低保。") and answered["answered"]
    assert town.refused("auditor", ANSWER, question=asked["id"], text="另一个")["code"] == "QUESTION_GONE"
    assert looks()[0]["questions"] == [answered]
    assert town.ask("auditor", QUESTIONS) == {"openQuestions": []}
