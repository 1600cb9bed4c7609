"""Whom the two ends of a row's relations name: a mother and a father in one row, an enterprise or a person in one column."""

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, COY, enterprise, found_at_home, identity, resident

BABY = identity("20210301", 5)
PASSPORT = "E9000001"


def birth(baby: str, mother: str = "", father: str = "") -> dict[str, str]:
    """A row of the births."""
    return {
        "出生证编号": "V310000001", "新生儿姓名": "王宝", "新生儿公民身份号码": baby, "性别": "1", "出生日期": "2021-03-01 08:00:00",
        "母亲身份证号": mother, "父亲身份证号": father, "更新时间": "2021-03-05 08:00:00",
    }  # fmt: skip


def agent(number: str, principal: str, matter: int) -> dict[str, str]:
    """A row of the authorised agents."""
    return {
        "授权编号": f"A{matter}", "被授权人身份证号": number, "授权主体代码": principal, "授权范围": "1",
        "生效日期": "2021-01-01 00:00:00", "失效日期": "2022-01-01 00:00:00",
    }  # fmt: skip


def pairs(desk: Desk, relation: str) -> set[tuple[str, str]]:
    return {(start, end) for start, end, _ in desk.edges(relation)}


def test_a_birth_ties_the_child_to_both_parents(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(number, f"王{number[-2]}") for number in (ANN, BEN, BABY)])
    told = desk.deliver("birth-certificate", [birth(BABY, ANN, BEN)])
    child = desk.entity("Person", BABY)
    assert pairs(desk, "PARENT_OF") == {(desk.entity("Person", ANN), child), (desk.entity("Person", BEN), child)}
    assert told.relations_waiting == 0


def test_the_parent_who_is_unknown_waits_alone(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN), resident(BABY, "王宝")])
    told = desk.deliver("birth-certificate", [birth(BABY, ANN, BEN)])
    assert told.relations_waiting == 1
    assert len(pairs(desk, "PARENT_OF")) == 1
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本"), resident(BABY, "王宝")], "2021-07-31")
    assert desk.counts(told).relations_waiting == 0
    assert len(pairs(desk, "PARENT_OF")) == 2


def test_one_column_names_an_enterprise_or_a_person(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本"), resident(COY, "可一")])
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver("agent-authorisation", [agent(ANN, ACME, 1), agent(BEN, COY, 2)])
    assert pairs(desk, "AGENT_OF") == {
        (desk.entity("Person", ANN), desk.entity("Enterprise", ACME)),
        (desk.entity("Person", BEN), desk.entity("Person", COY)),
    }


def test_a_passport_where_a_number_of_either_kind_may_stand_names_a_person(desk: Desk) -> None:
    desk.deliver("real-population", [found_at_home(PASSPORT)])
    desk.deliver("household-registration", [resident(ANN)])
    desk.deliver("agent-authorisation", [agent(ANN, PASSPORT, 1)])
    assert pairs(desk, "AGENT_OF") == {(desk.entity("Person", ANN), desk.entity("Person", PASSPORT))}
