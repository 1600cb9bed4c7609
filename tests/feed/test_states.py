"""Licences whose states move together: what stands in the graph, and what other rooms hear of it."""

from itertools import permutations

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, enterprise
from twopages.dossier import Dossiers, LinksAsk, Plan
from twopages.feed import events
from twopages.feed.events import Event

PARENT, CHILD, OTHER = "P-0001", "C-0001", "C-0002"
TYPES = {PARENT: "comprehensive-industry-licence", CHILD: "food-business-licence", OTHER: "drug-business-licence"}
INDEX = "enterprise-licence-index"
VALID, SUSPENDED, REVOKED, EXPIRED = "1", "2", "3", "6"


def licence(number: str, state: str, **cells: str) -> dict[str, str]:
    """A row of the index of enterprise licences."""
    return {
        "电子证照标识": f"E-{number}", "证照类型代码": TYPES[number], "证照名称": "许可证", "证照编号": number, "持证主体代码": ACME,
        "持证主体名称": "上海甲有限公司", "发证机关": "浦东新区市场监督管理局", "发证日期": "2020-01-01", "有效期起": "2020-01-01",
        "有效期止": "2031-01-01", "母证编号": "" if number == PARENT else PARENT, "证照状态": state,
    } | cells  # fmt: skip


def id_of(desk: Desk, number: str) -> str:
    return desk.entity("Licence", TYPES[number], number)


def effective(desk: Desk) -> dict[str, str]:
    """The effective state of each licence as it stands on its node."""
    rows = desk.store.read("MATCH (e:Licence) RETURN e.id AS id, e.effectiveLicenceState AS state")
    names = {id_of(desk, number): number for number in TYPES}
    return {names[row["id"]]: row["state"] for row in rows}


def heard(desk: Desk, place: int = 0) -> list[Event]:
    return list(events.after(desk.store, place))


def told(desk: Desk, *, place: int = 0) -> list[tuple[str, str, str, str | None]]:
    names = {id_of(desk, number): number for number in TYPES}
    return [(item.kind, names[item.entity], item.before, item.after) for item in heard(desk, place)]


def start(desk: Desk) -> None:
    desk.deliver("enterprise-registration", [enterprise(ACME)])


def test_a_child_follows_its_parent(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, VALID), licence(CHILD, VALID), licence(OTHER, EXPIRED)])
    assert effective(desk) == {PARENT: VALID, CHILD: VALID, OTHER: EXPIRED}
    assert heard(desk) == []
    desk.deliver(INDEX, [licence(PARENT, REVOKED)], "2021-07-31", "changes")
    assert effective(desk) == {PARENT: REVOKED, CHILD: REVOKED, OTHER: EXPIRED}
    assert sorted(told(desk)) == [("state-changed", PARENT, VALID, REVOKED), ("state-moved", CHILD, VALID, REVOKED)]


def test_an_event_names_the_row_that_moved_the_state(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, VALID), licence(CHILD, VALID)])
    desk.deliver(INDEX, [licence(PARENT, SUSPENDED)], "2021-07-31", "changes")
    moved = next(item for item in heard(desk) if item.kind == "state-moved")
    text = "MATCH (r:Present {id: $id})-[:ABOUT]->(e) RETURN e.id AS id"
    rows = desk.store.read(text, {"id": moved.record})
    assert [row["id"] for row in rows] == [id_of(desk, PARENT)]
    assert (moved.by, moved.entity) == (id_of(desk, PARENT), id_of(desk, CHILD))
    assert (moved.attribute, moved.day) == ("effectiveLicenceState", "2021-07-31")
    assert moved.at


def test_a_state_comes_back_with_the_parents(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, SUSPENDED), licence(CHILD, VALID)])
    assert effective(desk) == {PARENT: SUSPENDED, CHILD: SUSPENDED}
    place = max([0, *(item.place for item in heard(desk))])
    desk.deliver(INDEX, [licence(PARENT, VALID)], "2021-07-31", "changes")
    assert effective(desk) == {PARENT: VALID, CHILD: VALID}
    assert set(told(desk, place=place)) == {
        ("state-changed", PARENT, SUSPENDED, VALID),
        ("state-changed", CHILD, SUSPENDED, VALID),
    }


def test_what_no_longer_belongs_to_its_parent_is_not_moved_by_it(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, REVOKED), licence(CHILD, VALID)])
    assert effective(desk)[CHILD] == REVOKED
    desk.deliver(INDEX, [licence(CHILD, VALID, 母证编号="")], "2021-07-31", "changes")
    assert effective(desk) == {PARENT: REVOKED, CHILD: VALID}


def test_the_graver_state_of_a_child_stays_its_own(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, SUSPENDED), licence(CHILD, REVOKED)])
    assert effective(desk) == {PARENT: SUSPENDED, CHILD: REVOKED}


def test_the_states_are_the_same_whatever_the_order(desk: Desk) -> None:
    deliveries = [
        desk.write(INDEX, [licence(PARENT, VALID), licence(CHILD, VALID)], mode="changes"),
        desk.write(INDEX, [licence(PARENT, REVOKED), licence(OTHER, VALID)], "2021-07-31", "changes"),
        desk.write(INDEX, [licence(OTHER, SUSPENDED)], "2021-08-31", "changes"),
    ]
    seen = set()
    for order in permutations(deliveries):
        desk.empty()
        start(desk)
        for path in order:
            desk.feed(path)
        assert effective(desk) == {PARENT: REVOKED, CHILD: REVOKED, OTHER: REVOKED}
        seen.add(desk.snapshot())
    assert len(seen) == 1


def test_the_same_delivery_again_tells_nothing_new(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, VALID), licence(CHILD, VALID)])
    path = desk.write(INDEX, [licence(PARENT, REVOKED)], "2021-07-31", "changes")
    desk.feed(path)
    before = heard(desk)
    desk.feed(path)
    assert heard(desk) == before
    assert [item.place for item in before] == [1, 2]


def test_who_listens_hears_only_what_came_after(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, VALID), licence(CHILD, VALID)])
    desk.deliver(INDEX, [licence(PARENT, SUSPENDED)], "2021-07-31", "changes")
    first = heard(desk)
    desk.deliver(INDEX, [licence(PARENT, REVOKED)], "2021-08-31", "changes")
    later = heard(desk, first[-1].place)
    assert {(item.before, item.after) for item in later} == {(SUSPENDED, REVOKED)}
    assert events.after(desk.store, 0, 1) == tuple(first[:1])


def test_a_holder_reads_what_moved_a_licence_and_whom_a_parent_moved(desk: Desk) -> None:
    start(desk)
    desk.deliver(INDEX, [licence(PARENT, REVOKED), licence(CHILD, VALID)])
    states = frozenset({"licenceState", "effectiveLicenceState", "licenceStanding", "licenceUsable"})
    children = LinksAsk("PART_OF", False, far=states)
    plan = Plan("Enterprise", links=(LinksAsk("HELD_BY", False, far=states, beyond=(children,)),))
    dossier = Dossiers(desk.store, desk.keys, desk.model).read(plan, id_of_acme(desk))
    assert dossier is not None
    held = {link.far.id: link for link in dossier.links}
    child, parent = held[id_of(desk, CHILD)].envelopes, held[id_of(desk, PARENT)]
    assert child is not None
    assert {name: child[name].values for name in states} == {
        "licenceState": (VALID,),
        "effectiveLicenceState": (REVOKED,),
        "licenceStanding": ("revoked",),
        "licenceUsable": (False,),
    }
    proof = child["effectiveLicenceState"].sources[0]
    rows = desk.store.read("MATCH (r:Record {id: $id})-[:ABOUT]->(e) RETURN e.id AS id", {"id": proof.record})
    assert [row["id"] for row in rows] == [id_of(desk, PARENT)]
    assert (proof.values, proof.delivered, proof.attribute) == ((REVOKED,), REVOKED, "licenceState")
    listed = [link for page in parent.pages for link in page.links]
    assert [link.far.id for link in listed] == [id_of(desk, CHILD)]
    assert listed[0].envelopes is not None
    assert listed[0].envelopes["effectiveLicenceState"].values == (REVOKED,)
    assert set(listed[0].envelopes) == states


def id_of_acme(desk: Desk) -> str:
    return desk.entity("Enterprise", ACME)
