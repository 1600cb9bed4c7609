"""The next day on which a test turns out otherwise, against looking at one day after the other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tags.trees import timed_tests
from tests.tags.worlds import DAYS, days_around
from twopages.ontology.rule import Ago, Next, SinceLastYear, Span, Timed, boundaries
from twopages.tags.needs import next_change

AHEAD = 2 * 366 + 62
spans = st.builds(Span, st.integers(0, 40), st.just("D")) | st.builds(Span, st.integers(0, 20), st.just("M"))
dates = st.dates(date(2018, 1, 1), date(2027, 12, 31))
tests = st.one_of(timed_tests(), st.builds(Ago, spans, st.booleans()), st.builds(Next, spans))


def meets(test: Timed, value: str, day: date) -> bool:
    first, last = boundaries(test, day)
    when = value[:4] if isinstance(test, SinceLastYear) else f"{value}-01-01"[:10]
    return first <= when and (not last or when <= last)


def looked_for(test: Timed, value: str, day: date) -> str | None:
    now = meets(test, value, day)
    days = (day + timedelta(days=ahead) for ahead in range(1, AHEAD))
    return next((later.isoformat() for later in days if meets(test, value, later) != now), None)


@given(tests, dates.map(date.isoformat), st.sampled_from((4, 7, 10)), dates)
def test_the_next_change_is_the_first_day_on_which_the_outcome_differs(
    test: Timed, value: str, length: int, day: date
) -> None:
    told = next_change(test, value[:length], day)
    within = told if told is not None and told < (day + timedelta(days=AHEAD)).isoformat() else None
    assert within == looked_for(test, value[:length], day)


@given(
    st.sampled_from(DAYS).flatmap(lambda day: st.tuples(st.just(day), st.sampled_from(days_around(day)))), timed_tests()
)
def test_nothing_changes_before_the_next_change(case: tuple[date, str], test: Timed) -> None:
    day, value = case
    told = next_change(test, value, day)
    assert told is None or meets(test, value, date.fromisoformat(told)) != meets(test, value, day)


@given(st.integers(2015, 2025), dates)
def test_a_year_is_last_year_until_the_year_after_next_begins(year: int, day: date) -> None:
    told = next_change(SinceLastYear(), str(year), day)
    assert told == (f"{year + 2}-01-01" if day.year < year + 2 else None)


@pytest.mark.parametrize(
    ("test", "value", "day", "change"),
    [
        (Ago(Span(1, "M"), True), "2021-01-31", "2021-02-28", "2021-03-01"),
        (Ago(Span(18, "Y"), True), "2004-02-29", "2021-06-30", "2022-03-01"),
        (Ago(Span(18, "Y"), False), "2004-02-29", "2022-03-01", None),
        (Next(Span(1, "M")), "2021-03-31", "2021-02-01", "2021-03-01"),
        (Next(Span(1, "M")), "2021-03-31", "2021-03-01", "2021-04-01"),
        (Ago(Span(9000, "Y"), True), "2021-01-31", "2021-02-28", None),
    ],
)
def test_ends_of_months(test: Timed, value: str, day: str, change: str | None) -> None:
    assert next_change(test, value, date.fromisoformat(day)) == change
