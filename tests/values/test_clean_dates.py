"""What becomes of the days, months and years that departments deliver."""

import pytest

from tests.values.cleaning import TODAY, of
from twopages.values import Fault


@pytest.mark.parametrize(
    "cell",
    [
        "20200131", "2020-01-31", "2020/1/31", "2020.1.31", "2020年1月31日", "2020年01月31日", "2020 - 1 - 31", "２０２０－０１－３１",
        "2020-01-31 23:59:59", "2020-01-31T08:00", "2020/1/31 8:05", "20200131 08:00:00", "20200131235959", "2020-01-31 08:00:00.123",
        "2020年1月31日8:05", "二〇二〇年一月三十一日", "二零二零年一月三十一日", "二○二○年一月31日",
    ],
)  # fmt: skip
def test_days_in_every_spelling(cell: str) -> None:
    assert of("date", cell) == "2020-01-31"


@pytest.mark.parametrize(
    "cell",
    [
        "2021-02-29",
        "20201301",
        "2020-00-10",
        "2020",
        "2020-01",
        "今天",
        "98-05-01",
        "2020-01-01 25:00",
        "0199-01-01",
        "2020-1-310:00",
    ],
)
def test_what_is_not_a_day_is_refused(cell: str) -> None:
    assert of("date", cell) is Fault.NOT_A_DATE


def test_only_ends_of_validity_may_lie_in_the_future() -> None:
    assert of("date", TODAY) == TODAY
    assert of("date", "2024-07-01") is Fault.FUTURE_DATE
    assert of("date", "2024-07-01", future=True) == "2024-07-01"


@pytest.mark.parametrize("cell", ["0000-00-00", "1900/1/1", "19000101", "99991231", "9999-12-31 00:00:00", "000000"])
def test_days_that_stand_for_unknown_say_nothing(cell: str) -> None:
    assert of("date", cell) is None


def test_moments_keep_their_time() -> None:
    assert of("datetime", "2020-01-31 08:05:09") == "2020-01-31T08:05:09"
    assert of("datetime", "2020/1/31 8:05") == "2020-01-31T08:05:00"
    assert of("datetime", "20200131") == "2020-01-31T00:00:00"
    assert of("datetime", "2024-06-30 23:00:00") == "2024-06-30T23:00:00"
    assert of("datetime", "2024-07-01 01:00:00") is Fault.FUTURE_DATE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("202001", "2020-01"), ("2020-01", "2020-01"), ("2020.1", "2020-01"), ("2020年1月", "2020-01"), ("2020", "2020"),
        ("2020年", "2020"), ("2020-01-31", "2020-01-31"), ("20200131", "2020-01-31"), ("202013", Fault.NOT_A_DATE),
        ("2020-00", Fault.NOT_A_DATE), ("2024-07", Fault.FUTURE_DATE), ("2025", Fault.FUTURE_DATE), ("2024-06", "2024-06"),
        ("20", Fault.NOT_A_DATE),
    ],
)  # fmt: skip
def test_partial_dates_stay_partial(cell: str, expected: object) -> None:
    assert of("partialDate", cell) == expected


@pytest.mark.parametrize("cell", ["二〇二一年六月", "2021年6月", "202106", "2021/6", "2021-06"])
def test_months_in_every_spelling(cell: str) -> None:
    assert of("partialDate", cell) == "2021-06"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020", 2020),
        ("2020年", 2020),
        ("2025", 2025),
        ("2026", Fault.OUT_OF_RANGE),
        ("1899", Fault.OUT_OF_RANGE),
        ("1980年代", Fault.FORMAT),
        ("20", Fault.FORMAT),
    ],
)
def test_years(cell: str, expected: object) -> None:
    assert of("year", cell) == expected
