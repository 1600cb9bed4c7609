"""What becomes of the money, measures and counts that departments deliver."""

import pytest

from tests.values.cleaning import of
from twopages.values import Fault


@pytest.mark.parametrize(
    ("cell", "scale", "expected"),
    [
        ("1,234.50", "1", "1234.5"),
        ("12", "10000", "120000"),
        ("1.23", "10000", "12300"),
        ("12万元", "10000", "120000"),
        ("12万", "1", "120000"),
        ("500元", "10000", "500"),
        ("1.5亿元", "10000", "150000000"),
        ("123456", "0.01", "1234.56"),
        ("¥ 1 000", "1", "1000"),
        ("人民币1,000元", "1", "1000"),
        ("-500.00", "1", "-500"),
        ("−500", "1", "-500"),
        ("+.5", "1", "0.5"),
        ("-0.00", "1", "0"),
        ("007", "1", "7"),
        ("0.1", "0.01", "0.001"),
        ("999999999999999999999999.99", "10000", "9999999999999999999999999900"),
        ("1e5", "1", Fault.NOT_A_NUMBER),
        ("12,34", "1", Fault.NOT_A_NUMBER),
        ("1.2.3", "1", Fault.NOT_A_NUMBER),
        ("NaN", "1", Fault.NOT_A_NUMBER),
        ("Infinity", "1", Fault.NOT_A_NUMBER),
        ("١٢", "1", Fault.NOT_A_NUMBER),
        ("万元", "1", Fault.NOT_A_NUMBER),
        ("企业选择不公示", "10000", Fault.NOT_A_NUMBER),
        ("1" * 41, "1", Fault.OUT_OF_RANGE),
    ],
)
def test_money_in_yuan(cell: str, scale: str, expected: object) -> None:
    assert of("money", cell, scale=scale) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.2万平方米", "12000"),
        ("100㎡", "100"),
        ("12.5 m2", "12.5"),
        ("15亩", "10000.05"),
        ("15", "10000.05"),
        ("3万千瓦时", "30000"),
    ],
)
def test_a_measure_written_in_the_cell_goes_before_the_scale_of_the_column(cell: str, expected: str) -> None:
    assert of("decimal", cell, scale="666.67") == expected


def test_decimals_know_no_units_of_money() -> None:
    assert of("decimal", "1,000.250") == "1000.25"
    assert of("decimal", "12万") is Fault.NOT_A_NUMBER
    assert of("decimal", "121.47", minimum="-180", maximum="180") == "121.47"
    assert of("decimal", "181", minimum="-180", maximum="180") is Fault.OUT_OF_RANGE
    assert of("decimal", "-181", minimum="-180", maximum="180") is Fault.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12.5%", "12.5"),
        ("12.50", "12.5"),
        ("１００％", "100"),
        ("0%", "0"),
        ("100.01%", Fault.OUT_OF_RANGE),
        ("-1", Fault.OUT_OF_RANGE),
        ("1/2", Fault.NOT_A_NUMBER),
    ],
)
def test_percentages(cell: str, expected: object) -> None:
    assert of("percentage", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("12.0", 12),
        ("-3", -3),
        ("12.5", Fault.FORMAT),
        ("十二", Fault.NOT_A_NUMBER),
        ("9" * 19, Fault.OUT_OF_RANGE),
    ],
)
def test_integers(cell: str, expected: object) -> None:
    assert of("integer", cell) == expected


def test_integers_may_have_a_range() -> None:
    assert of("integer", "-1", minimum="0") is Fault.OUT_OF_RANGE
    assert of("integer", "0", minimum="0") == 0
