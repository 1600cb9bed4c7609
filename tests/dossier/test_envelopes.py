"""Envelopes and records out of the rows of a statement, without a store."""

import copy
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dossier.graph import ACME, ADA, BEN, ROWS, Reading, Row, cell
from twopages.dossier import Dossier, Plan
from twopages.errors import KeyRingError
from twopages.keys import KeyRing
from twopages.settings import Settings


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    home: Path = tmp_path_factory.mktemp("ring")
    return KeyRing.create(replace(Settings(), home=home))


@pytest.fixture(scope="module")
def reading(ring: KeyRing) -> Reading:
    return Reading(ring)


def named(*names: str) -> list[Row]:
    return [row for row in ROWS if row.id in names]


def verdicts(dossier: Dossier, attribute: str) -> list[tuple[str, str]]:
    return [(source.record, source.verdict) for source in dossier.envelopes[attribute].sources]


def test_the_source_wins_and_the_others_are_told(reading: Reading) -> None:
    ada = reading.read("Human", ADA, named("r1", "r2", "r3"), {"name", "sex", "born"})
    assert ada.envelopes["name"].values == ("王阿达",)
    assert verdicts(ada, "name") == [("r1", "winner"), ("r2", "agrees"), ("r3", "contradicts")]
    assert ada.envelopes["name"].agreement == "CONFLICT"
    assert verdicts(ada, "sex") == [("r1", "winner"), ("r2", "outdated")]
    assert ada.envelopes["sex"].agreement == "AGREED"
    assert ada.envelopes["born"].agreement == "SINGLE"


def test_an_envelope_tells_the_whole_way_of_its_value(reading: Reading) -> None:
    source = reading.read("Human", ADA, named("r1"), {"name"}).envelopes["name"].sources[0]
    assert (source.dataset, source.rank, source.header, source.delivered) == ("register", 1, "姓名", " 王阿达")
    assert (source.observed, source.period, source.present) == ("2021-03-01 10:00:00", "", True)
    delivery = source.delivery
    assert (delivery.file, delivery.sha256, delivery.row, delivery.as_of) == ("register.csv", "ab12", 7, "2021-06-01")
    assert (delivery.batch, delivery.recorded, delivery.mode) == ("batch-register", "2021-06-02T08:00:00", "full")


def test_a_cell_that_failed_supplies_nothing(reading: Reading) -> None:
    ada = reading.read("Human", ADA, named("r1"), {"born"}, size=5)
    assert ada.envelopes == {}
    failed = next(cell for cell in ada.records[0].cells if cell.fault)
    assert (failed.header, failed.delivered, failed.fault, failed.values) == ("生日", "19491331", "NOT_A_DATE", ())


def test_only_what_was_asked_is_answered(reading: Reading) -> None:
    assert set(reading.read("Human", ADA, named("r1", "r2", "r3"), {"wage"}).envelopes) == {"wage"}


def test_many_values_are_the_union_of_all_sources(reading: Reading) -> None:
    former = reading.read("Human", ADA, named("r1", "r2"), {"formerNames"}).envelopes["formerNames"]
    assert former.values == ("王小达", "王阿大", "王大达")
    assert former.agreement == "AGREED"


def test_the_highest_level_of_the_best_source_wins(reading: Reading) -> None:
    other = replace(
        named("r1")[0], id="r1b", recency="2001-01-01", cells={"学历": cell("20")}, about={ADA: ["schooling"]}
    )
    schooling = reading.read("Human", ADA, [*named("r1", "r3"), other], {"schooling"}).envelopes["schooling"]
    assert schooling.values == ("20",)


def test_what_adds_up_is_summed_over_the_newest_period(reading: Reading) -> None:
    power = reading.read("Firm", ACME, named("k1", "k2", "k3"), {"power"}).envelopes["power"]
    assert power.values == ("12.75",)
    assert [source.verdict for source in power.sources] == ["winner", "agrees", "outdated"]


def test_a_record_shows_its_cells_and_what_they_supply(reading: Reading) -> None:
    cells = {cell.header: cell for cell in reading.read("Human", ADA, named("r1"), set(), size=5).records[0].cells}
    assert cells["身份证"].attributes == ("number",)
    assert cells["更新"].attributes == ()
    assert cells["曾用名"].values == ("王小达", "王阿大")


@pytest.mark.parametrize(("entity", "own", "foreign"), [(ADA, "女方", "男方"), (BEN, "男方", "女方")])
def test_the_key_of_the_other_spouse_is_masked(reading: Reading, entity: str, own: str, foreign: str) -> None:
    cells = {cell.header: cell for cell in reading.read("Human", entity, named("m1"), set(), size=5).records[0].cells}
    assert cells[own].values == (named("m1")[0].cells[own][1][0],)
    assert cells[foreign].values == ()
    assert named("m1")[0].cells[foreign][0] not in cells[foreign].delivered
    assert cells["日期"].values == ("1975-05-01",)


def test_the_key_of_a_person_is_masked_in_the_rows_of_an_enterprise(reading: Reading) -> None:
    cells = {cell.header: cell for cell in reading.read("Firm", ACME, named("f1"), set(), size=5).records[0].cells}
    assert cells["CERNO"].values == ()
    assert cells["UNISCID"].values == ("91310000MA1FL0000X",)


def test_the_key_of_an_enterprise_may_be_seen_in_the_rows_of_a_person(reading: Reading) -> None:
    cells = {cell.header: cell for cell in reading.read("Human", ADA, named("r3"), set(), size=5).records[0].cells}
    assert cells["单位"].values == ("91310000MA1FL0000X",)


def test_a_payload_that_belongs_to_another_record_is_refused(reading: Reading) -> None:
    rows = [reading.row(row, row.about[ADA]) for row in named("r1", "r2")]
    rows[0][7] = rows[1][7]
    answer: Mapping[str, Any] = {"caption": None, "sealedCaption": None, "supplied": rows}
    with pytest.raises(KeyRingError):
        reading.dossiers.dossier(Plan("Human", frozenset({"name"})), reading.names[ADA], answer)


RECENCY = st.dates().map(str)


@given(
    st.lists(st.tuples(st.sampled_from(["register", "card"]), RECENCY, st.sampled_from("12")), min_size=1, max_size=5)
)
def test_whatever_the_order_of_the_rows_the_answer_is_the_same(
    reading: Reading, told: list[tuple[str, str, str]]
) -> None:
    base = named("r1")[0]
    rows = [
        replace(
            copy.copy(base),
            id=f"x{index}",
            dataset=dataset,
            recency=recency,
            cells={"性别": cell(code)},
            about={ADA: ["sex"]},
        )
        for index, (dataset, recency, code) in enumerate(told)
    ]
    one = reading.read("Human", ADA, rows, {"sex"}).envelopes["sex"]
    other = reading.read("Human", ADA, rows[::-1], {"sex"}).envelopes["sex"]
    assert one == other
    best = min((rank, [-ord(c) for c in recency]) for rank, recency in ((s.rank, s.observed) for s in one.sources))
    assert (one.sources[0].rank, [-ord(c) for c in one.sources[0].observed]) == best
    assert {source.record for source in one.sources} == {row.id for row in rows}
    assert all((source.values == one.values) == (source.verdict in ("winner", "agrees")) for source in one.sources)


PERIODS = st.sampled_from(["", "2021-04", "2021-05"])
SAID = st.tuples(
    st.sampled_from(["register", "card"]), RECENCY, PERIODS, st.sampled_from("12"), st.sampled_from(["", " "])
)


@given(st.lists(SAID, min_size=2, max_size=5))
def test_a_source_agrees_is_outdated_or_contradicts(
    reading: Reading, told: list[tuple[str, str, str, str, str]]
) -> None:
    rows = [
        Row(f"x{index}", dataset, {"性别": cell(code, delivered=code + blank)}, {ADA: ["sex"]}, recency, period)
        for index, (dataset, recency, period, code, blank) in enumerate(told)
    ]
    envelope = reading.read("Human", ADA, rows, {"sex"}).envelopes["sex"]
    winner, *others = envelope.sources
    for source in others:
        both = bool(source.period and winner.period and source.period != winner.period)
        older = source.period < winner.period if both else source.observed < winner.observed
        expected = "agrees" if source.values == winner.values else "outdated" if older else "contradicts"
        assert source.verdict == expected
        assert source.as_written == (source.delivered.strip() == winner.delivered.strip())
    conflict, said = envelope.conflict, [source.verdict for source in others]
    assert (conflict.agrees, conflict.outdated, conflict.contradicts) == tuple(
        said.count(verdict) for verdict in ("agrees", "outdated", "contradicts")
    )
    assert sum((conflict.agrees, conflict.outdated, conflict.contradicts)) == len(others)
    assert (envelope.agreement == "CONFLICT") == (conflict.contradicts > 0)


def test_the_same_value_written_otherwise_agrees_and_is_told_apart(reading: Reading) -> None:
    other = replace(
        named("r2")[0], cells={"性别": cell("2", delivered="女性"), "号码": cell(ADA)}, about={ADA: ["sex"]}
    )
    sex = reading.read("Human", ADA, [*named("r1"), other], {"sex"}).envelopes["sex"]
    assert [(source.verdict, source.as_written) for source in sex.sources] == [("winner", True), ("agrees", False)]
    assert (sex.conflict.agrees, sex.conflict.written_otherwise) == (1, 1)


def test_what_an_earlier_version_of_the_winner_said_is_outdated(reading: Reading) -> None:
    newer = replace(named("r2")[0], recency="2021-06-01", cells={"姓名": cell("王阿旧")}, about={ADA: ["name"]})
    plan = Plan("Human", frozenset({"name"}))
    rows = [reading.row(row, row.about[ADA]) for row in (named("r1")[0], newer)]
    past = reading.row(named("r0")[0], [])
    for former, verdict in (([], "contradicts"), ([[past[0], past[7]]], "outdated")):
        answer = {"caption": None, "sealedCaption": None, "supplied": [[*rows[0], former], [*rows[1], []]]}
        name = reading.dossiers.dossier(plan, reading.names[ADA], answer).envelopes["name"]
        assert [source.verdict for source in name.sources] == ["winner", verdict]


def test_each_of_several_values_keeps_the_sources_that_say_it(reading: Reading) -> None:
    again = replace(named("r2")[0], id="r2b", cells={"旧名": cell("王小达")}, about={ADA: ["formerNames"]})
    former = reading.read("Human", ADA, [*named("r1", "r2"), again], {"formerNames"}).envelopes["formerNames"]
    assert {member.value: {source.record for source in member.sources} for member in former.members} == {
        "王小达": {"r1", "r2b"},
        "王阿大": {"r1"},
        "王大达": {"r2"},
    }
