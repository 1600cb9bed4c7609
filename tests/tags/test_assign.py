"""Tags in the graph: as rules have it after every load, on every day, whatever was cut off; nothing is written twice."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import (
    ACME,
    ANN,
    BEN,
    BOLT,
    COY,
    enterprise,
    found_at_home,
    identity,
    marriage,
    resident,
    travel_document,
)
from twopages.feed.verify import verify_plain
from twopages.graph import Store
from twopages.ontology.model import Attribute, Digest, Label, Model, Tag
from twopages.ontology.rule import Ago, Both, Condition, Far, Has, Not, OneOf, Present, Span, Step
from twopages.ontology.tags import needed
from twopages.tags.assign import Assigned, assign
from twopages.tags.check import check_tags
from twopages.tags.rules import Rules
from twopages.tags.subjects import Subjects

DAY, LATER = "2021-06-30", "2021-07-31"
CHILD, TEEN = identity("20150901", 2), identity("20030715", 4)  # TEEN comes of age between the two days
NOBODY = Label("", "")
TAGGED = "MATCH (e:Entity)-[g:TAGGED]->(t:Tag) RETURN e.id AS id, t.id AS tag, g {.*} AS said"
WAS = "MATCH (e:Entity)-[g:WAS_TAGGED]->(t:Tag) RETURN e.id AS id, t.id AS tag, g {.*} AS said"
MARKED = "MATCH (e:Changed) RETURN count(e) AS n"

MINOR = Both((Has("birthDate", Ago(Span(18, "Y"), False)), Has("deceased", OneOf((False,)))))
RULES: Mapping[str, tuple[str, Condition]] = {
    "minor": ("Person", MINOR),
    "male": ("Person", Has("sex", OneOf(("1",)))),
    "documented": ("Person", Has("passportNumber", Present())),
    "married-to-a-man": ("Person", Far(Step("SPOUSE_OF", True, "Person"), Has("sex", OneOf(("1",))), 1)),
    "single": ("Person", Not(Far(Step("SPOUSE_OF", True, "Person"), None, 1))),
    "open": ("Enterprise", Has("enterpriseState", OneOf(("1",)))),
    "led-by-a-minor": ("Enterprise", Far(Step("LEGAL_REPRESENTATIVE_OF", False, "Person"), MINOR, 1)),
    "led-by-a-husband": (
        "Enterprise",
        Far(
            Step("LEGAL_REPRESENTATIVE_OF", False, "Person"),
            Far(Step("SPOUSE_OF", True, "Person"), Has("sex", OneOf(("2",))), 1),
            1,
        ),
    ),
}


def with_rules(model: Model, rules: Mapping[str, tuple[str, Condition]], version: int = 1) -> Model:
    """The ontology with these tags and no others, and with what they read in plain."""
    need = needed(condition for _, condition in rules.values())
    tags = {name: _tag(name, cls, rule, version) for name, (cls, rule) in rules.items()}
    attributes = {
        name: _standing(item, name in need.values, name in need.presence) for name, item in model.attributes.items()
    }
    digest = Digest(f"{model.digest} with {sorted(rules)} {version}")
    return replace(model, tags=tags, attributes=attributes, digest=digest)


def _tag(name: str, cls: str, rule: Condition, version: int) -> Tag:
    return Tag(name, cls, NOBODY, NOBODY, "group", 2, NOBODY, (), version, rule, 0)


def _standing(attribute: Attribute, valued: bool, asked: bool) -> Attribute:
    plain = attribute.searchable or valued
    return replace(attribute, plain=plain, flag=asked and not plain)


@pytest.fixture
def town(desk: Desk, model: Model) -> Desk:
    """A desk whose ontology has the rules of this file."""
    desk.model = with_rules(model, RULES)
    return desk


def tagged(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    """Every tag of every subject, with what is said of it."""
    return {(row["id"], row["tag"]): row["said"] for row in store.read(TAGGED)}


def of(desk: Desk, cls: str, key: str) -> set[str]:
    """The tags of a subject."""
    return {tag for id, tag in tagged(desk.store) if id == desk.entity(cls, key)}


def permit(number: str) -> dict[str, str]:
    """A row of the residence permits: it tells the number, and neither the sex nor the day of birth."""
    return {
        "公民身份号码": number, "姓名": "王小", "居住证类型": "1", "居住地址": "上海市徐汇区安福路1号", "居住区": "310104",
        "居住登记日期": "2021-01-01", "签注有效期止": "2022-01-01", "更新时间": "2021-05-01 08:00:00",
    }  # fmt: skip


def settle(desk: Desk) -> None:
    """People and an enterprise, told on one day."""
    people = [resident(ANN), resident(BEN, 性别="1"), resident(TEEN, 出生日期="20030715")]
    desk.deliver("household-registration", people)
    desk.deliver("residence-permit", [permit(CHILD)])
    desk.deliver(
        "enterprise-registration",
        [enterprise(ACME, LEREP_CERNO=TEEN), enterprise(BOLT, "上海乙有限公司", LEREP_CERNO=BEN)],
    )


def test_subjects_get_the_tags_whose_rules_they_meet(town: Desk) -> None:
    settle(town)
    done = town.assign(DAY)
    assert of(town, "Person", ANN) == {"single"}
    assert of(town, "Person", BEN) == {"male", "single"}
    assert of(town, "Person", CHILD) == {"minor", "single"}, "its birth day follows from its number"
    assert of(town, "Enterprise", ACME) == {"open", "led-by-a-minor"}
    assert of(town, "Enterprise", BOLT) == {"open"}
    assert (done.lost, done.moved) == (0, 0)
    assert done.gained == len(tagged(town.store))
    assert town.store.read(MARKED) == [{"n": 0}]
    assert verify_plain(town.store, town.keys, town.model) == []


def test_what_is_sealed_stands_nowhere_in_plain(town: Desk) -> None:
    settle(town)
    town.deliver("exit-entry-document", [travel_document(ANN, "E12345678")])
    town.assign(DAY)
    assert "documented" in of(town, "Person", ANN)
    found = town.store.read(
        "MATCH (e:Person {id: $id}) RETURN properties(e) AS said", {"id": town.entity("Person", ANN)}
    )
    assert found[0]["said"].keys() >= {"birthDate", "sex", "deceased", "hasPassportNumber"}
    assert not [text for text in map(str, found[0]["said"].values()) if "E12345678" in text or ANN in text]


def test_a_second_sweep_and_a_full_one_find_nothing_to_write(town: Desk) -> None:
    settle(town)
    town.assign(DAY)
    before = town.snapshot()
    assert town.assign(DAY) == Assigned()
    again = town.assign(DAY, everything=True)
    assert (again.gained, again.lost, again.moved) == (0, 0, 0)
    assert again.subjects == 6
    assert town.snapshot() == before


def test_the_same_deliveries_twice_give_the_same_tags(town: Desk) -> None:
    settle(town)
    town.assign(DAY)
    before = tagged(town.store)
    town.empty()
    settle(town)
    town.assign(DAY)
    assert tagged(town.store) == before


def test_a_change_reaches_subjects_over_relations(town: Desk) -> None:
    settle(town)
    town.deliver("marriage-registration", [marriage(BEN, ANN)], mode="changes")
    done = town.assign(DAY)
    assert of(town, "Person", ANN) == {"married-to-a-man"}
    assert of(town, "Enterprise", BOLT) == {"open", "led-by-a-husband"}
    town.deliver(
        "household-registration", [resident(ANN, 性别="1", 更新时间="2021-07-01 08:00:00")], "2021-07-01", "changes"
    )
    done = town.assign(DAY)
    assert of(town, "Person", ANN) == {"male", "married-to-a-man"}
    assert of(town, "Person", BEN) == {"male", "married-to-a-man"}
    assert of(town, "Enterprise", BOLT) == {"open"}
    assert done.subjects == 3, "her, her husband, and the enterprise that he leads"


def test_a_lost_tag_leaves_its_days_behind(town: Desk) -> None:
    settle(town)
    town.assign(DAY)
    done = town.assign(LATER)
    acme, teen = town.entity("Enterprise", ACME), town.entity("Person", TEEN)
    was = {(row["id"], row["tag"]): row["said"] for row in town.store.read(WAS)}
    assert was.keys() == {(teen, "minor"), (acme, "led-by-a-minor")}
    assert was[teen, "minor"] == {"since": DAY, "until": LATER, "rule": 1}
    assert (done.subjects, done.gained, done.lost) == (2, 0, 2), "only those whose day came"
    assert of(town, "Person", TEEN) == {"single"}


def test_a_day_before_the_last_one_is_looked_at_whole(town: Desk) -> None:
    settle(town)
    town.assign(LATER)
    assert "minor" not in of(town, "Person", TEEN)
    town.assign(DAY)
    assert "minor" in of(town, "Person", TEEN)
    town.assign(LATER)
    assert "minor" not in of(town, "Person", TEEN)


def test_a_tag_names_the_records_of_what_its_rule_reads(town: Desk) -> None:
    settle(town)
    town.deliver("marriage-registration", [marriage(BEN, ANN)], mode="changes")
    town.assign(DAY)
    text = "MATCH (r:Record {id: $id}) RETURN r.dataset AS dataset"
    said = tagged(town.store)[town.entity("Person", ANN), "married-to-a-man"]
    assert [town.store.read(text, {"id": id}) for id in said["records"]] == [[{"dataset": "marriage-registration"}]]
    said = tagged(town.store)[town.entity("Person", CHILD), "minor"]
    assert [town.store.read(text, {"id": id}) for id in said["records"]] == [[{"dataset": "residence-permit"}]]


def test_subjects_are_found_by_tags_and_codes(town: Desk) -> None:
    settle(town)
    town.assign(DAY)
    text = "CALL db.index.fulltext.queryNodes('subject_finds', $query) YIELD node RETURN node.id AS id"
    found = town.store.read(text, {"query": '+"tag:single" +"tag:male" +"hukouDivision:310104"'})
    assert [row["id"] for row in found] == [town.entity("Person", BEN)]
    town.assign(LATER)
    found = town.store.read(text, {"query": '"tag:minor"'})
    assert [row["id"] for row in found] == [town.entity("Person", CHILD)]


def test_files_that_become_one_have_the_tags_of_the_one(town: Desk) -> None:
    town.deliver("household-registration", [resident(COY)])
    town.deliver("real-population", [found_at_home("E12345678")])
    town.assign(DAY)
    old = town.entity("Person", "E12345678")
    assert any(id == old for id, _ in tagged(town.store))
    town.deliver("exit-entry-document", [travel_document(COY, "E12345678")], "2021-07-10", "changes")
    town.assign(LATER)
    assert not any(id == old for id, _ in tagged(town.store))
    assert "documented" in of(town, "Person", COY)
    before = tagged(town.store)
    town.assign(LATER, everything=True)
    assert tagged(town.store) == before


def test_a_changed_rule_is_looked_at_for_all_and_one_that_is_gone_is_lost(town: Desk, model: Model) -> None:
    settle(town)
    town.assign(DAY)
    rules = {name: rule for name, rule in RULES.items() if name != "single"} | {
        "male": ("Person", Not(RULES["male"][1]))
    }
    town.model = with_rules(model, rules, 2)
    done = town.assign(LATER)
    assert of(town, "Person", BEN) == set()
    assert of(town, "Person", ANN) == {"male"}
    assert {said["rule"] for said in tagged(town.store).values()} == {2}
    assert done.gained == 2 + 1, "two women, and the child whose number is even"
    assert town.assign(LATER) == Assigned()


def test_a_sweep_that_is_cut_off_loses_nothing(town: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twopages.tags.assign.MOST", 1)
    settle(town)
    look = Subjects.look

    def fail_later(self: Subjects, *arguments: Any, **named: Any) -> Any:
        if len(tagged(town.store)) > 1:
            raise RuntimeError("cut off")
        return look(self, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Subjects, "look", fail_later)
        with pytest.raises(RuntimeError, match="cut off"):
            town.assign(DAY)
    assert len(tagged(town.store)) > 0
    town.assign(DAY)
    before = tagged(town.store)
    done = town.assign(DAY, everything=True)
    assert (done.gained, done.lost, done.moved) == (0, 0, 0)
    town.empty()
    settle(town)
    town.assign(DAY)
    assert tagged(town.store) == before


def test_a_sweep_back_to_an_earlier_day_that_is_cut_off_is_made_good(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(town)
    town.assign(LATER)
    later = tagged(town.store)
    with monkeypatch.context() as patch:
        patch.setattr("twopages.tags.assign._Sweep._due_again", fail)
        with pytest.raises(RuntimeError, match="cut off"):
            town.assign(DAY)
    town.assign(LATER)
    assert tagged(town.store).keys() == later.keys()
    assert check_tags(town.store, town.model).faults == ()


def fail(*_: Any) -> None:
    raise RuntimeError("cut off")


def test_nothing_is_assigned_where_nothing_was_fed(town: Desk) -> None:
    assert assign(town.store, Rules(town.model), DAY) == Assigned()
