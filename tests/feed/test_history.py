"""Time lines, differences and days of validity of files that the feed made: what changed, when, and by which delivery."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.feed import rows
from tests.feed.conftest import Desk
from tests.feed.rounds import AFTER, DAYS, FIRMS, PEOPLE, Rounds, feed
from tests.feed.rows import ACME, ANN, BEN, BOLT, employment, insurance, marriage
from twopages.dossier import Change, Changes, Dossier, Dossiers, LinksAsk, Moment, Plan, Topic, whole

Told = tuple[str | None, str, str, tuple[Any, ...], tuple[Any, ...]]
MARCH, APRIL, MAY, JUNE = DAYS


def resident(number: str, name: str = "王安", **cells: str) -> dict[str, str]:
    """A row that its department had updated before the first day."""
    return rows.resident(number, name, **{"更新时间": "2021-03-01 08:00:00"} | cells)


def enterprise(code: str, name: str = "上海甲有限公司") -> dict[str, str]:
    """A row that its department had updated before the first day."""
    return rows.enterprise(code, name, S_EXT_TIMESTAMP="2021-03-01 08:00:00")


@pytest.fixture
def dossiers(desk: Desk) -> Dossiers:
    return Dossiers(desk.store, desk.keys, desk.model, today=lambda: AFTER)


def told(found: Changes | None, *topics: str) -> list[Told]:
    """What is said of some attributes and relations, in the order of the list."""
    assert found is not None
    picked = ((change, change.topic.attribute or change.topic.relation) for change in found.changes)
    return [(item.day, item.kind, name, item.before, item.after) for item, name in picked if name in topics]


def file_of(change: Change) -> str:
    assert change.delivery is not None
    return change.delivery.file


def test_a_time_line_tells_what_changed_when_and_by_which_delivery(desk: Desk, dossiers: Dossiers) -> None:
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本")], MARCH)
    desk.deliver("household-registration", [resident(ANN, "王小安", 更新时间="2021-04-20 08:00:00")], APRIL, "changes")
    desk.deliver("household-registration", [resident(ANN, "王安安", 更新时间="2021-04-20 08:00:00")], MAY, "changes")
    desk.deliver("household-registration", [resident(BEN, "李本")], JUNE, name="last")
    desk.feed(desk.folder / f"last-{JUNE}.csv", frozenset(desk.model.datasets))
    found = dossiers.timeline("Person", desk.entity("Person", ANN))
    assert told(found, "fullName") == [
        (JUNE, "withdrawn", "fullName", ("王安安",), ()),
        (MAY, "corrected", "fullName", ("王小安",), ("王安安",)),
        (APRIL, "changed", "fullName", ("王安",), ("王小安",)),
        (MARCH, "appeared", "fullName", (), ("王安",)),
    ]
    assert found is not None
    names = [change for change in found.changes if change.topic.attribute == "fullName"]
    stem = "household-registration"
    assert [file_of(change) for change in names] == [
        f"last-{JUNE}.csv",
        *(f"{stem}-{day}.csv" for day in (MAY, APRIL, MARCH)),
    ]
    assert [change.delivery.row for change in names if change.delivery] == [0, 1, 1, 1]
    assert len({change.record for change in names}) == 3
    assert told(dossiers.timeline("Person", desk.entity("Person", ANN), APRIL), "fullName")[0][0] == APRIL


def test_relations_come_and_go_and_change_in_part(desk: Desk, dossiers: Dossiers) -> None:
    desk.deliver("household-registration", [resident(ANN)], MARCH)
    desk.deliver("enterprise-registration", [enterprise(ACME), enterprise(BOLT, "上海乙有限公司")], MARCH)
    desk.deliver("employment-registration", [employment(ANN, ACME)], MARCH)
    desk.deliver("employment-registration", [employment(ANN, ACME, 合同类型="2")], APRIL, "changes")
    desk.deliver("social-insurance-person", [insurance(ANN, BOLT)], MAY)
    for cls, key, far in (
        ("Person", ANN, {ACME: 2, BOLT: 1}),
        ("Enterprise", ACME, {ANN: 2}),
        ("Enterprise", BOLT, {ANN: 1}),
    ):
        found = dossiers.timeline(cls, desk.entity(cls, key))
        assert found is not None
        jobs = [item for item in found.changes if item.topic.relation == "EMPLOYED_BY"]
        other = "Enterprise" if cls == "Person" else "Person"
        assert {desk.entity(other, name): count for name, count in far.items()} == {
            item.topic.far: sum(one.topic.far == item.topic.far for one in jobs) for item in jobs
        }
        assert all(item.far and item.far.cls == other and item.far.caption for item in jobs)
    parts = [
        (item.day, item.topic.part, item.before, item.after) for item in jobs_of(dossiers, desk) if item.topic.part
    ]
    assert parts == [(APRIL, "contractType", ("1",), ("2",))]


def jobs_of(dossiers: Dossiers, desk: Desk) -> Iterator[Change]:
    found = dossiers.timeline("Person", desk.entity("Person", ANN))
    return (item for item in found.changes if item.topic.relation == "EMPLOYED_BY") if found else iter(())


@pytest.mark.parametrize("seed", range(2))
def test_the_changes_of_a_time_line_lead_to_the_file_of_each_day(desk: Desk, dossiers: Dossiers, seed: int) -> None:
    feed(desk, Rounds(random.Random(seed)).deliver(desk))
    for cls, key in [*(("Person", number) for number in PEOPLE), *(("Enterprise", code) for code in FIRMS)]:
        id = desk.entity(cls, key)
        timeline = dossiers.timeline(cls, id)
        assert timeline is not None
        assert timeline.left_out == ()
        before: dict[Topic, tuple[Any, ...]] = {}
        for day in DAYS:
            dossier = dossiers.read(replace(whole(desk.model, cls), moment=Moment(recorded=day)), id)
            assert dossier is not None
            now = said(dossier)
            assert replayed(timeline, day) == now
            difference = dossiers.difference(cls, id, Moment(recorded=DAYS[0]), Moment(recorded=day))
            before = now if day == DAYS[0] else before
            assert difference is not None
            changed = {item.topic for item in difference.changes}
            assert {topic for topic in changed if delivered(desk, topic)} == {
                topic for topic in differing(before, now) if delivered(desk, topic)
            }


def replayed(timeline: Changes, day: str) -> dict[Topic, tuple[Any, ...]]:
    """What the changes up to a day come to."""
    found: dict[Topic, tuple[Any, ...]] = {}
    for change in reversed(timeline.changes):
        if change.day is not None and change.day <= day and not change.topic.part:
            assert found.get(change.topic, ()) == change.before
            found[change.topic] = change.after
            if change.kind == "withdrawn":
                del found[change.topic]
    return found


def said(dossier: Dossier) -> dict[Topic, tuple[Any, ...]]:
    values = {Topic(name): item.values for name, item in dossier.envelopes.items() if not item.derived}
    return values | {Topic(relation=link.relation, forward=link.forward, far=link.far.id): () for link in dossier.links}


def delivered(desk: Desk, topic: Topic) -> bool:
    """Whether a topic is a relation, or an attribute that nothing but a source tells."""
    return not topic.part and not (topic.attribute and desk.model.attributes[topic.attribute].derivation)


def differing(before: dict[Topic, tuple[Any, ...]], after: dict[Topic, tuple[Any, ...]]) -> set[Topic]:
    return {
        topic
        for topic in {*before, *after}
        if (topic in before, before.get(topic)) != (topic in after, after.get(topic))
    }


def test_what_was_true_on_a_day_follows_the_rows_own_times(desk: Desk, dossiers: Dossiers) -> None:
    desk.deliver(
        "household-registration", [resident(ANN, 更新时间="2020-01-01 08:00:00", 婚姻状况="10"), resident(BEN)], MARCH
    )
    desk.deliver("enterprise-registration", [enterprise(ACME), enterprise(BOLT, "上海乙有限公司")], MARCH)
    desk.deliver("employment-registration", [employment(ANN, ACME, 离职日期="2021-01-31")], MARCH)
    desk.deliver(
        "marriage-registration", [marriage(BEN, ANN, 登记日期="2020-06-01", 更新时间="2021-03-01 08:00:00")], APRIL
    )
    moved = resident(ANN, "王小安", 更新时间="2021-05-20 08:00:00", 婚姻状况="20")
    desk.deliver("household-registration", [moved], MAY, "changes")
    asks = (LinksAsk("EMPLOYED_BY", True), LinksAsk("SPOUSE_OF", True))
    plan = Plan("Person", frozenset({"fullName", "birthDate"}), asks)

    def then(valid: str, recorded: str | None = None) -> tuple[str, set[str]]:
        dossier = dossiers.read(replace(plan, moment=Moment(recorded, valid)), desk.entity("Person", ANN))
        assert dossier is not None
        return dossier.caption, {link.relation for link in dossier.links}

    assert then("2015-02-28") == ("", set())
    assert then("2019-12-31") == ("王安", {"EMPLOYED_BY"}), "the employer told the name"
    assert then("2020-05-31") == ("王安", {"EMPLOYED_BY"})
    assert then("2020-06-01") == ("王安", {"EMPLOYED_BY", "SPOUSE_OF"})
    assert then("2020-06-01", MARCH) == ("王安", {"EMPLOYED_BY"})
    assert then("2021-01-31")[1] == {"EMPLOYED_BY", "SPOUSE_OF"}
    assert then("2021-02-01")[1] == {"SPOUSE_OF"}
    assert then("2021-05-19")[0] == "王安"
    assert then("2021-05-20")[0] == "王小安"
    assert then(MAY, MAY)[0] == "王小安"


def test_pages_of_relations_that_held_on_a_day_have_no_gap_and_are_counted(desk: Desk, dossiers: Dossiers) -> None:
    people = [resident(number, f"王{place}") for place, number in enumerate(PEOPLE)]
    desk.deliver("household-registration", people, MARCH)
    desk.deliver("enterprise-registration", [enterprise(ACME)], MARCH)
    left = {PEOPLE[0]: "2021-01-31"}
    desk.deliver(
        "employment-registration", [employment(number, ACME, 离职日期=left.get(number, "")) for number in PEOPLE], MARCH
    )
    for valid, staff in (("2021-01-01", set(PEOPLE)), ("2021-03-01", set(PEOPLE[1:])), ("2015-02-28", set[str]())):
        after, found = None, list[str]()
        for _ in range(len(PEOPLE) + 1):
            ask = LinksAsk("EMPLOYED_BY", False, 1, after, count=True)
            dossier = dossiers.read(
                Plan("Enterprise", links=(ask,), moment=Moment(JUNE, valid)), desk.entity("Enterprise", ACME)
            )
            assert dossier is not None
            page = dossier.link_pages[0]
            assert page.total == len(staff)
            found += [link.far.id for link in page.links]
            after = found[-1] if found else None
            if not page.more:
                break
        assert found == sorted(desk.entity("Person", number) for number in staff)
