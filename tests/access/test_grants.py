"""Consents and authorisations: on a real Neo4j, and their days in memory."""

from collections.abc import Callable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.access.memory_shelf import MemoryShelf
from twopages.access import Role, Viewer
from twopages.access.grants import (
    Authorisation,
    ConsentAsk,
    Giver,
    GrantError,
    Grants,
    Limits,
    TrustAsk,
    What,
    grants_of,
)
from twopages.access.grants.terms import consentable, entrustable, require_days, things
from twopages.dossier import Far, entity_id
from twopages.feed.reseal import counted, reseal
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.ontology.model import Model
from twopages.settings import Settings

SHANGHAI = timezone(timedelta(hours=8))
START = date(2026, 3, 15)
ANN, ANNS_OLD, FIRM, AGENT_NUMBER, OTHER_NUMBER = (
    "1" * 32,
    "2" * 32,
    "3" * 32,
    "11010519491231002X",
    "440524188001010014",
)
BANK, LOAN, REVIEW = "上海浦江银行", "personal-loan-check", "social-assistance-review"
CREATE = "CREATE (:Entity:Person:Granting {id: $a}), (:Entity:Person:Granting {id: $b}), (:Entity:Enterprise:Granting {id: $c})"


@dataclass
class Clock:
    """A clock that stands, and is set."""

    day: date = START

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, 30, tzinfo=SHANGHAI)

    def later(self, days: int) -> None:
        self.day += timedelta(days=days)


def day(ahead: int) -> str:
    return (START + timedelta(days=ahead)).isoformat()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(open_graph: Store) -> Iterator[Store]:
    clear(open_graph)
    open_graph.write(lambda tx: tx.run(CREATE, {"a": ANN, "b": ANNS_OLD, "c": FIRM}))
    yield open_graph
    clear(open_graph)


def clear(store: Store) -> None:
    store.write(lambda tx: tx.run("MATCH (n:Granting|Grant) DETACH DELETE n"))


@pytest.fixture
def grants(store: Store, keys: KeyRing, model: Model, clock: Clock) -> Grants:
    return grants_of(store, keys, model, clock, Limits(most=4, years=2))


@pytest.fixture
def agent(keys: KeyRing, model: Model) -> str:
    return entity_id(keys, model, "Person", AGENT_NUMBER)


def trust(since: int = 0, until: int = 30, items: frozenset[str] = frozenset(), number: str = AGENT_NUMBER) -> TrustAsk:
    return TrustAsk("agent-for-person", number, day(since), day(until), items)


def refused(act: Callable[[], object]) -> What:
    with pytest.raises(GrantError) as raised:
        act()
    assert raised.value.said.zh and raised.value.said.en == str(raised.value)
    return raised.value.what


# ---- Who may


CHILD, STRANGER = "4" * 32, "5" * 32


def giver(ring: KeyRing, *acts_for: Far, role: Role = "citizen", subject: str | None = ANN) -> Giver:
    return Giver(Grants(MemoryShelf(), ring, MODEL, Clock()), Viewer("ann", role, subject), acts_for)


def test_one_gives_for_the_own_file_and_for_whom_one_acts_for_and_nobody_else(ring: KeyRing) -> None:
    ann = giver(ring, Far(CHILD, "Person", ""), Far(FIRM, "Enterprise", ""))
    for id, cls in ((ANN, "Person"), (CHILD, "Person"), (FIRM, "Enterprise")):
        purpose = next(iter(entrustable(MODEL, cls)))
        made = ann.authorise(id, purpose, AGENT_NUMBER, (day(0), day(9)), None)
        assert (made.cls, made.subject, made.by, made.items) == (cls, id, "ann", frozenset())
        assert ann.revoke(id, made.id).revoked
        assert ann.has(cls, id) and ann.of(id).given
    for other in (giver(ring, subject=None), giver(ring, role="caseworker", subject=None), ann):
        assert [refused(act) for act in acts_for_a_stranger(other)] == [What.NO_FILE] * 5
        assert not other.has("Person", STRANGER)


def acts_for_a_stranger(one: Giver) -> tuple[Callable[[], object], ...]:
    return (
        lambda: one.of(STRANGER),
        lambda: one.consent(STRANGER, LOAN, BANK, day(9)),
        lambda: one.authorise(STRANGER, "agent-for-person", AGENT_NUMBER, (day(0), day(9)), None),
        lambda: one.withdraw(STRANGER, "x"),
        lambda: one.revoke(STRANGER, "x"),
    )


def test_nobody_accepts_in_another_s_place(ring: KeyRing) -> None:
    parent = giver(
        ring, Far(entity_id(ring, MODEL, "Person", AGENT_NUMBER), "Person", "")
    )  # whose child has this number
    made = parent.grants.authorise("Person", STRANGER, trust())
    assert refused(lambda: parent.accept(made.id)) == refused(lambda: parent.decline(made.id)) == What.GONE
    child = Giver(parent.grants, Viewer("child", "agent", made.agent), ())
    assert child.accept(made.id).accepted and child.decline(made.id).revoked_by == "agent"
    nobody = Giver(parent.grants, Viewer("desk", "caseworker", None), ())
    assert refused(lambda: nobody.accept(made.id)) == What.GONE


def test_an_agent_is_given_what_was_chosen_and_all_of_it_is_everything(ring: KeyRing) -> None:
    ann, whole = giver(ring), things(MODEL.purposes["agent-for-person"])

    def given(chosen: Set[str] | None) -> frozenset[str]:
        made = ann.authorise(ANN, "agent-for-person", AGENT_NUMBER, (day(0), day(9)), chosen)
        ann.revoke(ANN, made.id)
        return made.items

    assert given(None) == given(whole) == frozenset()
    assert given({"fullName"}) == {"fullName"}
    assert refused(lambda: given(set())) == What.NOTHING
    assert refused(lambda: given(whole | {"taxCreditLevel"})) == What.ITEMS


# ---- Consents


def test_a_consent_allows_one_organisation_one_purpose_until_it_is_withdrawn(grants: Grants, clock: Clock) -> None:
    made = grants.consent("Person", ANN, ConsentAsk(LOAN, f" {BANK} ", day(30)), by="ann")
    assert grants.consented(ANN, LOAN, BANK) == made
    assert (made.since, made.by, made.name) == (day(0), "ann", BANK)
    for other in (
        (ANN, REVIEW, BANK),
        (ANN, LOAN, "上海另一银行"),
        (FIRM, LOAN, BANK),
        ("nobody", LOAN, BANK),
        (ANN, LOAN, " "),
    ):
        assert grants.consented(*other) is None
    clock.later(30)
    assert grants.consented(ANN, LOAN, BANK) == made
    grants.withdraw(ANN, made.id)
    assert grants.consented(ANN, LOAN, BANK) is None
    assert [(item.id, item.state(day(30))) for item in grants.of(ANN)] == [(made.id, "withdrawn")]
    assert refused(lambda: grants.withdraw(ANN, made.id)) == What.OVER


def test_a_department_stands_in_plain_and_the_name_of_any_other_organisation_nowhere(
    grants: Grants, store: Store, model: Model
) -> None:
    office = model.purposes[REVIEW].department or ""
    grants.consent("Person", ANN, ConsentAsk(REVIEW, office, day(9)))
    grants.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(9)))
    rows = [
        row["told"]
        for row in store.read("MATCH (n:Consent:Grant) RETURN properties(n) AS told ORDER BY n.purpose DESC")
    ]
    assert rows[0]["organisation"] == office and "sealedName" not in rows[0]
    assert BANK not in str(rows) and [item.name for item in grants.of(ANN)] in ([BANK, ""], ["", BANK])
    assert grants.consented(ANN, REVIEW, office)


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (ConsentAsk("self-view-person", BANK, day(1)), What.PURPOSE),
        (ConsentAsk("agent-for-person", BANK, day(1)), What.PURPOSE),
        (ConsentAsk("inclusive-finance-loan", BANK, day(1)), What.PURPOSE),
        (ConsentAsk("", BANK, day(1)), What.PURPOSE),
        (ConsentAsk(LOAN, "  ", day(1)), What.ORGANISATION),
        (ConsentAsk(LOAN, "银" * 101, day(1)), What.ORGANISATION),
        (ConsentAsk(LOAN, BANK, day(-1)), What.DAYS),
        (ConsentAsk(LOAN, BANK, "20260401"), What.DAYS),
        (ConsentAsk(LOAN, BANK, "2026-02-30"), What.DAYS),
        (ConsentAsk(LOAN, BANK, "2028-03-16"), What.LONG),
    ],
)
def test_what_no_consent_can_say_is_refused_with_its_code(grants: Grants, ask: ConsentAsk, what: What) -> None:
    assert refused(lambda: grants.consent("Person", ANN, ask)) == what
    assert grants.of(ANN) == ()


def test_so_many_stand_at_a_time_and_none_twice(grants: Grants, clock: Clock) -> None:
    for number in range(4):
        grants.consent("Person", ANN, ConsentAsk(LOAN, f"{BANK}{number}", day(10)))
    assert refused(lambda: grants.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(10)))) == What.MANY
    assert refused(lambda: grants.consent("Person", ANN, ConsentAsk(LOAN, f"{BANK}3", day(5)))) == What.TWICE
    grants.withdraw(ANN, grants.of(ANN)[0].id)
    grants.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(10)))
    clock.later(11)
    assert grants.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(20))).since == day(11)
    assert refused(lambda: grants.consent("Person", "nobody", ConsentAsk(LOAN, BANK, day(20)))) == What.NO_FILE


def test_those_who_consent_at_once_are_counted_one_after_the_other(grants: Grants) -> None:
    def one(number: int) -> None:
        with suppress(GrantError):
            grants.consent("Person", ANN, ConsentAsk(LOAN, f"{BANK}{number}", day(10)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(12)))
    assert len(grants.of(ANN)) == 4


# ---- Authorisations


def test_an_agent_may_act_only_once_he_accepted_and_until_either_ends_it(
    grants: Grants, agent: str, clock: Clock
) -> None:
    items = frozenset({"fullName", "age"})
    made = grants.authorise("Person", ANN, trust(since=2, items=items), by="ann")
    assert [item.state(day(0)) for item in grants.received(agent)] == ["waiting"]
    clock.later(2)
    assert grants.authorised(agent, ANN) is None
    grants.accept(agent, made.id)
    found = grants.authorised(agent, ANN)
    assert isinstance(found, Authorisation) and (found.items, found.shown) == (items, "110****002X")
    assert grants.authorised(agent, ANN, "agent-for-person") == found
    assert grants.authorised(agent, ANN, "agent-for-enterprise") is None
    assert grants.authorised(ANN, agent) is None and grants.authorised(agent, FIRM) is None
    grants.revoke(ANN, made.id)
    assert grants.authorised(agent, ANN) is None
    assert [item.state(day(2)) for item in grants.given(ANN)] == ["withdrawn"]
    for act in (grants.accept, grants.decline):
        assert refused(lambda act=act: act(agent, made.id)) == What.OVER  # type: ignore[misc]


def test_an_agent_declines_or_gives_back(grants: Grants, agent: str) -> None:
    first = grants.authorise("Person", ANN, trust())
    grants.decline(agent, first.id)
    second = grants.authorise("Person", ANN, trust())
    grants.accept(agent, second.id)
    grants.decline(agent, second.id)
    assert grants.authorised(agent, ANN) is None
    assert [item.state(day(0)) for item in grants.given(ANN)] in (["resigned", "declined"], ["declined", "resigned"])


def test_nobody_touches_what_is_somebody_elses(grants: Grants, agent: str, keys: KeyRing, model: Model) -> None:
    made, consent = (
        grants.authorise("Person", ANN, trust()),
        grants.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(3))),
    )
    stranger = entity_id(keys, model, "Person", OTHER_NUMBER)
    for act in (
        lambda: grants.accept(stranger, made.id),
        lambda: grants.accept(ANN, made.id),
        lambda: grants.decline(ANN, made.id),
        lambda: grants.revoke(FIRM, made.id),
        lambda: grants.revoke(agent, made.id),
        lambda: grants.withdraw(FIRM, consent.id),
        lambda: grants.withdraw(ANN, made.id),
        lambda: grants.revoke(ANN, consent.id),
    ):
        assert refused(act) == What.GONE
    assert [item.state(day(0)) for item in grants.received(agent)] == ["waiting"] and grants.consented(ANN, LOAN, BANK)


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (trust(number="110105194912310021"), What.NUMBER),
        (trust(number=""), What.NUMBER),
        (trust(items=frozenset({"annualIncome"})), What.ITEMS),
        (trust(since=-1), What.DAYS),
        (trust(since=9, until=8), What.DAYS),
        (trust(until=800), What.LONG),
        (TrustAsk("agent-for-enterprise", AGENT_NUMBER, day(0), day(1)), What.PURPOSE),
        (TrustAsk(LOAN, AGENT_NUMBER, day(0), day(1)), What.PURPOSE),
    ],
)
def test_what_no_authorisation_can_say_is_refused_with_its_code(grants: Grants, ask: TrustAsk, what: What) -> None:
    assert refused(lambda: grants.authorise("Person", ANN, ask)) == what
    assert grants.given(ANN) == ()


def test_an_enterprise_authorises_too_and_nobody_authorises_himself(grants: Grants, store: Store, agent: str) -> None:
    ask = TrustAsk("agent-for-enterprise", AGENT_NUMBER, day(0), day(1))
    made = grants.authorise("Enterprise", FIRM, ask)
    grants.accept(agent, made.id)
    assert grants.authorised(agent, FIRM)
    store.write(lambda tx: tx.run("CREATE (:Entity:Person:Granting {id: $id})", {"id": agent}))
    assert refused(lambda: grants.authorise("Person", agent, trust())) == What.ONESELF


# ---- Files that merge and part, keys that rotate


def test_what_was_given_under_a_former_id_stays_given(grants: Grants, store: Store, agent: str, keys: KeyRing) -> None:
    old = grants.consent("Person", ANNS_OLD, ConsentAsk(LOAN, BANK, day(9)))
    trusted = grants.authorise("Person", ANNS_OLD, trust())
    further = keys.hash_id("entity", "Person", "an old number")
    grants.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(5)))
    row = {"id": ANNS_OLD, "entity": ANN, "cls": "Person", "records": []}
    store.write(lambda tx: tx.run(statement("feed_write_aliases"), {"rows": [row]}))
    store.write(lambda tx: _claim(tx, further))
    for id in (ANN, ANNS_OLD, further):
        assert len(grants.of(id)) == 2 and grants.consented(id, LOAN, BANK)
    grants.accept(agent, trusted.id)
    assert grants.authorised(agent, ANN) and grants.authorised(agent, further)
    grants.withdraw(further, old.id)
    assert grants.consented(ANN, LOAN, BANK) is None, "both said the same"
    store.write(lambda tx: tx.run(statement("feed_part_aliases"), {"rows": [{"id": ANNS_OLD, "cls": "Person"}]}))
    assert not grants.authorised(agent, ANN) and grants.authorised(agent, ANNS_OLD)


def _claim(tx: Transaction, key: str) -> None:
    rows = [{"start": ANN, "end": key, "properties": {"records": []}}]
    tx.run(statement("feed_write_has_key"), {"rows": rows})
    tx.run("MATCH (k:Key {id: $id}) SET k:Granting", {"id": key})


def test_names_are_sealed_anew_when_the_key_ring_rotates(
    grants: Grants, store: Store, model: Model, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = KeyRing.create(Settings(home=tmp_path))
    own = grants_of(store, ring, model, clock)
    own.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(9)))
    rotated = ring.rotate()
    monkeypatch.setattr("twopages.feed.reseal.KINDS", ("grants",))  # the rest of the store is under the ring of the run
    assert reseal(store, rotated, lambda *_: None).sealed == 1
    assert set(counted(store)) == {rotated.newest}
    assert grants_of(store, rotated, model, clock).of(ANN)[0].name == BANK


# ---- Days

MODEL = load_model(Settings().ontology)
few = st.integers(-3, 40)


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(Settings(home=tmp_path_factory.mktemp("home")))


@settings(deadline=None, max_examples=200)
@given(until=st.integers(0, 30), asked=st.integers(0, 40), withdrawn=st.none() | st.integers(0, 40))
def test_a_consent_never_holds_outside_its_days_nor_after_it_is_withdrawn(
    ring: KeyRing, until: int, asked: int, withdrawn: int | None
) -> None:
    clock = Clock()
    grants = Grants(MemoryShelf(), ring, MODEL, clock)
    made = grants.consent("Person", ANN, ConsentAsk(LOAN, BANK, day(until)))
    for now in range(asked + 1):
        clock.day = START + timedelta(days=now)
        if now == withdrawn:
            grants.withdraw(ANN, made.id)
    assert bool(grants.consented(ANN, LOAN, BANK)) == (asked <= until and (withdrawn is None or asked < withdrawn))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_an_authorisation_never_holds_unaccepted_outside_its_days_or_after_it_ended(
    ring: KeyRing, data: st.DataObject
) -> None:
    since = data.draw(st.integers(0, 10))
    until = data.draw(st.integers(since, 20))
    accepted, ended = (data.draw(st.none() | st.integers(0, 25)) for _ in range(2))
    side, asked = data.draw(st.sampled_from(("revoke", "decline"))), data.draw(st.integers(0, 25))
    clock, agent = Clock(), entity_id(ring, MODEL, "Person", AGENT_NUMBER)
    grants = Grants(MemoryShelf(), ring, MODEL, clock)
    made = grants.authorise("Person", ANN, trust(since, until))
    for now in range(asked + 1):
        clock.day = START + timedelta(days=now)
        if now == accepted:
            with suppress(GrantError):
                grants.accept(agent, made.id)
        if now == ended:
            grants.revoke(ANN, made.id) if side == "revoke" else grants.decline(agent, made.id)
    took = accepted is not None and accepted <= min(asked, until) and (ended is None or accepted <= ended)
    assert bool(grants.authorised(agent, ANN)) == (
        took and since <= asked <= until and (ended is None or asked < ended)
    )


@given(st.integers(0, 4000), st.integers(1, 5))
def test_nothing_is_given_for_longer_than_so_many_years(ahead: int, years: int) -> None:
    last = START + timedelta(days=ahead)
    longest = START.replace(year=START.year + years)
    try:
        require_days(START.isoformat(), last.isoformat(), START.isoformat(), years)
        assert last <= longest
    except GrantError as error:
        assert error.what == What.LONG and last > longest


def test_purposes_of_others_are_consented_to_and_those_of_agents_entrusted(model: Model) -> None:
    for cls in ("Person", "Enterprise"):
        assert consentable(model, cls) and len(entrustable(model, cls)) == 1
        found = consentable(model, cls).values()
        assert all(purpose.needs_consent and purpose.subject in (cls, "Licence") for purpose in found)
        assert {"licence-check-at-window", "yangtze-licence-recognition"} <= {purpose.id for purpose in found}
        assert not consentable(model, cls).keys() & entrustable(model, cls).keys()
        assert all(things(purpose) for purpose in entrustable(model, cls).values())
