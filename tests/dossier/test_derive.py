"""Values that no source gives: what they come to, on which day, and where they come from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dossier.derived import DERIVING, HEADED_BY, HEADS, HOLDS, SPOUSE, WORKS
from tests.dossier.graph import ACME, ADA, BEN, PASS, ZETA, Small
from twopages.dossier import Delivery, Dossier, Dossiers, Envelope, Far, Link, LinksAsk, LinkSource, Plan, Source, needs
from twopages.dossier.derive import derive, full_years, meets, shifted
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.derivation import Condition, Path
from twopages.values import Value

TODAY = "2021-07-01"
DELIVERY = Delivery("b", "f.csv", "ab", 1, "2021-06-30", "", "full")


def given_(attribute: str, value: Value, record: str = "r1") -> Envelope:
    source = Source(
        record, "register", 1, (value,), str(value), "列", "2021-01-01", "", "winner", True, DELIVERY, attribute
    )
    return Envelope(attribute, (value,), (source,))


def link(far: str, cls: str, relation: str = "HEADS", forward: bool = False, **values: Value) -> Link:
    envelopes = {name: given_(name, value, f"r-{far}") for name, value in values.items()}
    source = LinkSource(f"l-{far}", DERIVING.relations[relation].sources[0], "2021-01-01", DELIVERY)
    return Link(relation, forward, Far(far, cls, far), {}, (source.record,), (source,), envelopes)


def worked_out(
    name: str, *told: Envelope, links: Mapping[Path, list[Link]] | None = None, day: str = TODAY
) -> Envelope | None:
    known = {item.attribute: item for item in told}
    return derive(DERIVING, [name], known, links or {}, day).get(name)


def value(envelope: Envelope | None) -> Value | None:
    return None if envelope is None else envelope.values[0]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2000-07-01", "2021-06-30", 20),
        ("2000-07-01", "2021-07-01", 21),
        ("2004-02-29", "2022-02-28", 17),
        ("2004-02-29", "2022-03-01", 18),
        ("2000-07", "2021-07-01", 21),
        ("2000", "2021-01-01", 21),
        ("2021-07-02", "2021-07-01", None),
    ],
)
def test_years_are_full_when_the_day_comes_round(born: str, day: str, age: int | None) -> None:
    assert full_years(born, day) == age


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_less_than_some_years_ago_is_what_has_fewer_full_years(born: date, years: int) -> None:
    for day in (born + timedelta(days=years * 365 + extra) for extra in range(-3, 40)):
        if day >= born:
            young = meets(Condition("born", after=f"-P{years}Y"), given_("born", born.isoformat()), day.isoformat())
            assert young == ((full_years(born.isoformat(), day.isoformat()) or 0) < years)


def test_days_are_moved_and_clipped_to_the_end_of_the_month() -> None:
    assert shifted("2021-03-31", "-P1M") == "2021-02-28"
    assert shifted("2024-02-29", "-P18Y") == "2006-02-28"
    assert shifted("2021-12-31", "P2M") == "2022-02-28"
    assert shifted("2021-12-31", "P30D") == "2022-01-30"
    assert shifted("2021-12-31", "P0D") == "2021-12-31"


def test_the_number_tells_the_birth_date_and_the_sex_where_no_source_does() -> None:
    number = given_("number", "440524188001010014")
    born, sex = worked_out("born", number), worked_out("sex", number)
    assert (value(born), value(sex)) == ("1880-01-01", "1")
    assert born is not None
    assert born.derived
    assert [(item.record, item.attribute, item.verdict, item.header) for item in born.sources] == [
        ("r1", "number", "input", "列")
    ]


def test_what_a_source_gives_is_never_derived() -> None:
    told = worked_out("born", given_("number", "440524188001010014"), given_("born", "1880-02-02"))
    assert told == given_("born", "1880-02-02")


@pytest.mark.parametrize(
    ("number", "told"),
    [("44052418", set()), ("440524188013010014", {"sex"}), ("4405241880010100X4", {"born", "age"})],
)
def test_a_number_that_tells_nothing_gives_nothing(number: str, told: set[str]) -> None:
    found = derive(DERIVING, ["born", "sex", "age"], {"number": given_("number", number)}, {}, TODAY)
    assert set(found) == {"number", *told}


def test_an_age_comes_from_the_number_through_the_birth_date() -> None:
    age = worked_out("age", given_("number", "440524188001010014"), day="2021-01-01")
    assert value(age) == 141
    assert age is not None
    assert [item.attribute for item in age.sources] == ["number"]


def test_that_nothing_is_on_record_is_said_without_a_source() -> None:
    earns = worked_out("earns")
    assert earns is not None
    assert (earns.values, earns.sources, earns.agreement) == ((False,), (), "SINGLE")
    assert value(worked_out("earns", given_("wage", "1"))) is True


def test_far_ends_are_counted_once_whatever_leads_to_them() -> None:
    leading = {path: [link("acme", "Firm", path.relation, True)] for path in (HEADS, WORKS)}
    firms = worked_out("firms", links=leading)
    assert value(firms) == 1


def test_only_far_ends_that_meet_the_conditions_are_counted_and_named() -> None:
    links = [
        link("p1", "Paper", "HELD_BY", paperKind="护照"),
        link("p2", "Paper", "HELD_BY", paperKind="驾照"),
        link("p3", "Paper", "HELD_BY"),
    ]
    passports = worked_out("passports", links={HOLDS: links})
    assert value(passports) == 1
    assert passports is not None
    assert [(item.record, item.attribute, item.relation) for item in passports.sources] == [
        ("r-p1", "paperKind", ""),
        ("l-p1", "", "HELD_BY"),
    ]
    assert passports.sources[0].delivered == "护照"
    assert value(worked_out("papers", links={HOLDS: links})) == 3


def test_what_is_about_another_subject_is_named_and_not_told() -> None:
    heads = {HEADED_BY: [link("ada", "Human", born="1949-12-31"), link("ben", "Human", born="1880-01-01")]}
    oldest = worked_out("oldestHead", links=heads)
    assert value(oldest) == "1880-01-01"
    assert oldest is not None
    assert [(item.record, item.values, item.delivered) for item in oldest.sources] == [
        ("r-ben", (), ""),
        ("l-ben", (), ""),
    ]


def test_the_first_case_that_holds_gives_the_code() -> None:
    young, old = given_("born", "2010-01-01"), given_("born", "1980-01-01")
    assert [value(worked_out("stage", *told)) for told in ((), (young,), (old,))] == ["30", "10", "20"]
    later = worked_out("stage", young, day="2030-01-01")
    assert value(later) == "20"


def test_every_far_end_must_meet_the_conditions() -> None:
    name, known = given_("name", "王"), link("a", "Firm", "HEADS", True, firmName="甲", opened="2001")
    unknown = link("b", "Firm", "HEADS", True, firmName="乙")
    assert [
        value(worked_out("wellKnown", name, links={HEADS: links})) for links in ([], [known], [known, unknown])
    ] == [
        True,
        True,
        False,
    ]
    assert value(worked_out("wellKnown", links={HEADS: [known]})) is False


def test_a_state_is_that_of_the_far_end_that_moves_it() -> None:
    own, far = given_("schooling", "30"), link("ben", "Human", "SPOUSE_OF", True, schooling="10")
    moved = worked_out("taught", own, links={SPOUSE: [far]})
    assert value(moved) == "10"
    assert moved is not None
    assert [item.record for item in moved.sources] == ["r-ben", "l-ben", "r1"]
    assert value(worked_out("taught", given_("schooling", "20"), links={SPOUSE: [far]})) == "20"
    assert worked_out("taught", links={SPOUSE: [far]}) is None


def test_a_plan_asks_what_its_derived_attributes_need_and_nothing_else() -> None:
    plan = Plan("Firm", frozenset({"oldestHead"}), (LinksAsk("HEADS", False, 5),))
    wide = needs(DERIVING, plan)
    assert wide.links == (
        *plan.links,
        LinksAsk("HEADS", False, None, sources=True, far=frozenset({"born", "number"})),
    )
    assert needs(DERIVING, Plan("Human", frozenset({"age"}))).attributes == {"age", "born", "number"}
    plain = Plan("Human", frozenset({"name"}), (LinksAsk("HEADS", True),))
    assert needs(DERIVING, plain) is plain


def test_the_far_ends_of_a_question_are_widened_too() -> None:
    ask = LinksAsk("HEADS", True, 5, far=frozenset({"youngHeads"}))
    wide = needs(DERIVING, Plan("Human", links=(ask,)))
    beyond = LinksAsk("HEADS", False, None, sources=True, far=frozenset({"born", "number"}))
    assert wide.links == (replace(ask, far=frozenset({"youngHeads"}), beyond=(beyond,)),)


def read(store: Store, keys: KeyRing, plan: Plan, id: str, today: str = TODAY) -> Dossier:
    found = Dossiers(store, keys, DERIVING, lambda: today).read(plan, id)
    assert found is not None
    return found


def test_a_file_tells_its_derived_values(open_graph: Store, keys: KeyRing, small: Small) -> None:
    wanted = frozenset({"age", "sex", "born", "firms", "papers", "passports", "earns", "grown", "stage", "wellKnown"})
    ada = read(open_graph, keys, Plan("Human", wanted), small.names[ADA])
    told = {name: value(envelope) for name, envelope in ada.envelopes.items()}
    assert told == {
        "age": 71, "sex": "2", "born": "1949-12-31", "firms": 2, "papers": 1, "passports": 1, "earns": True, "grown": True,
        "stage": "20", "wellKnown": True,
    }  # fmt: skip
    ben = read(open_graph, keys, Plan("Human", wanted), small.names[BEN])
    assert (value(ben.envelopes["sex"]), value(ben.envelopes["age"])) == ("1", 141)
    assert {item.dataset for item in ada.envelopes["firms"].sources} == {"firms", "work"}
    assert ben.links == ()


def test_a_derived_value_is_of_the_day_that_is_asked(open_graph: Store, keys: KeyRing, small: Small) -> None:
    ages = [
        value(read(open_graph, keys, Plan("Human", frozenset({"age"})), small.names[ADA], day).envelopes["age"])
        for day in ("2021-12-30", "2021-12-31")
    ]
    assert ages == [71, 72]


def test_the_far_ends_values_are_derived_and_counted_all(open_graph: Store, keys: KeyRing, small: Small) -> None:
    asks = (LinksAsk("HEADS", True, 5, far=frozenset({"oldestHead", "short", "firmName"})),)
    ben = read(open_graph, keys, Plan("Human", frozenset(), asks), small.names[BEN])
    far = ben.links[0].envelopes
    assert far is not None
    assert {name: value(item) for name, item in far.items()} == {
        "oldestHead": "1880-01-01",
        "short": "MA1FL0001",
        "firmName": "上海泽塔有限公司",
    }
    assert ben.links[0].pages == ()
    zeta = read(
        open_graph, keys, Plan("Firm", frozenset({"youngHeads"}), (LinksAsk("HEADS", False, 1),)), small.names[ZETA]
    )
    assert value(zeta.envelopes["youngHeads"]) == 0
    assert [page.links[0].envelopes for page in zeta.link_pages] == [None]


def test_questions_beyond_a_far_end_are_answered_with_their_pages(
    open_graph: Store, keys: KeyRing, small: Small
) -> None:
    beyond = (LinksAsk("WORKS_FOR", False, 1), LinksAsk("HEADS", False, None, far=frozenset({"name"})))
    asks = (LinksAsk("HELD_BY", True, 5, beyond=(LinksAsk("HEADS", True, 5, beyond=beyond),)),)
    paper = read(open_graph, keys, Plan("Paper", links=asks), small.names[PASS])
    holder = paper.links[0]
    firm = holder.pages[0].links[0]
    assert (holder.far.id, firm.far.id) == (small.names[ADA], small.names[ACME])
    works, heads = firm.pages
    assert [item.far.id for item in works.links] == [small.names[ADA]]
    assert [item.envelopes["name"].values for item in heads.links if item.envelopes] == [("王阿达",)]
