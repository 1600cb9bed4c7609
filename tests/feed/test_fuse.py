"""Which record wins: authority, then the newest period, then recency, then the record's own key."""

from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from twopages.feed.fuse import Candidate, fuse, in_order
from twopages.ontology.model import Attribute, Label


def attribute(*, many: bool = False, highest: bool = False) -> Attribute:
    return Attribute(
        id="level",
        cls="Thing",
        label=Label("级", "Level"),
        description=Label("级", "Level"),
        kind="code",
        codes=None,
        many=many,
        grade=1,
        group="basics",
        authorities=("first", "second"),
        mask=None,
        prefill=False,
        self_declarable=False,
        preference="lowest-code" if highest else None,
        plain=False,
        equivalents=(),
        order=0,
    )


def candidate(record: str, rank: int = 1, period: str = "", recency: str = "2021-01-01", *values: str) -> Candidate:
    return Candidate(rank, period, recency, f"slot-{record}", record, values or (record,))


days = st.sampled_from(["", "2020", "2021-05"])
candidates = st.lists(
    st.builds(candidate, st.uuids().map(str), st.integers(1, 3), days, st.sampled_from(["2021-01-01", "2021-02-01"])),
    min_size=1,
    max_size=4,
)


@given(candidates)
def test_the_order_of_arrival_changes_nothing(told: list[Candidate]) -> None:
    outcomes = {fuse(attribute(), list(order)) for order in permutations(told)}
    assert len(outcomes) == 1


@given(candidates)
def test_no_other_candidate_comes_before_the_winner(told: list[Candidate]) -> None:
    first = fuse(attribute(), told).order[0]
    for other in told:
        assert first.rank <= other.rank
        if first.rank == other.rank:
            assert (first.period, first.recency) >= (other.period, other.recency)


def test_authority_comes_before_recency() -> None:
    told = [candidate("new", 2, "", "2021-06-01"), candidate("the-source", 1, "", "2001-01-01")]
    assert fuse(attribute(), told).values == ("the-source",)


def test_the_newest_period_comes_before_recency() -> None:
    told = [candidate("late-correction", 1, "2019", "2021-06-01"), candidate("last-year", 1, "2020", "2021-01-01")]
    assert fuse(attribute(), told).values == ("last-year",)


def test_a_many_valued_attribute_keeps_every_value_once_best_first() -> None:
    told = [candidate("b", 2, "", "2021-01-01", "y", "x"), candidate("a", 1, "", "2021-01-01", "x")]
    assert fuse(attribute(many=True), told).values == ("x", "y")


def test_the_highest_level_of_the_best_source_wins_whatever_its_day() -> None:
    told = [
        candidate("bachelor-later", 1, "", "2021-01-01", "21"),
        candidate("doctor", 1, "", "2010-01-01", "11"),
        candidate("lower-authority", 2, "", "2021-01-01", "10"),
    ]
    assert fuse(attribute(highest=True), told).values == ("11",)


meters = st.lists(st.decimals(min_value=-1000, max_value=100_000, places=2, allow_nan=False), min_size=1, max_size=5)


@given(meters)
def test_values_that_add_up_are_summed_over_the_winning_period_alone(readings: list[Decimal]) -> None:
    told = [candidate(f"m{i}", 1, "2021-05", "2021-05-31", str(reading)) for i, reading in enumerate(readings)]
    told += [candidate("old", 1, "2021-04", "2021-04-30", "7"), candidate("other", 2, "2021-05", "2021-05-31", "9")]
    (total,) = fuse(attribute(), told, adds_up=True).values
    assert Decimal(str(total)) == sum(readings, Decimal(0))
    assert "E" not in str(total)


def test_ties_are_broken_by_the_records_own_key() -> None:
    assert [item.record for item in in_order([candidate("b"), candidate("a")])] == ["a", "b"]
