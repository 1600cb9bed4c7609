"""Numbers are valid, unique, and nobody's."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2, mod_11_10

from twopages.ontology.model import Model
from twopages.synthetic import numbers
from twopages.synthetic.city import City
from twopages.synthetic.texts import Rng, Streams, decimal, rank_within, same, text
from twopages.values import enterprise_key

RNG = Streams(1)


def rng() -> Rng:
    return RNG("numbers")


@given(st.lists(st.tuples(st.dates(date(1901, 1, 1), date(2021, 6, 30)), st.integers(1, 2)), min_size=1, max_size=30))
def test_identity_numbers_are_valid_and_tell_birth_and_sex(people: list[tuple[date, int]]) -> None:
    birth = np.array([born for born, _ in people], dtype="datetime64[D]")
    made = numbers.identity_numbers(birth, np.array([sex for _, sex in people]), rng()).tolist()
    assert len(set(made)) == len(people)
    for number, (born, sex) in zip(made, people, strict=True):
        assert mod_11_2.is_valid(number) and number.startswith("310199")
        assert number[6:14] == f"{born:%Y%m%d}" and int(number[16]) % 2 == sex % 2


def test_credit_codes_and_registration_numbers_are_valid_and_unique(made_up: City) -> None:
    codes = made_up.firms.key.tolist()
    assert len(set(codes)) == len(codes)
    assert all(uscc.is_valid(code) and enterprise_key(code) == code and code[2:8] == "310199" for code in codes)
    old = numbers.registration_numbers(same("1", 50), np.arange(50)).tolist()
    assert len(set(old)) == 50 and all(mod_11_10.is_valid(number) for number in old)


def test_the_division_in_the_numbers_belongs_to_nobody(model: Model) -> None:
    assert numbers.REGION not in model.code_lists["division"].codes


def test_phones_are_under_prefixes_that_are_not_assigned() -> None:
    assert set(np.strings.slice(numbers.mobiles(rng(), 300), 0, 3).tolist()) == set(numbers.MOBILE)
    assert all(phone.startswith("021-90") and len(phone) == 12 for phone in numbers.landlines(rng(), 50).tolist())


def test_a_day_with_more_births_than_numbers_is_refused() -> None:
    birth = np.full(numbers.LIVING + 1, np.datetime64("1990-01-01"))
    with pytest.raises(ValueError, match="make a smaller city"):
        numbers.identity_numbers(birth, np.ones(len(birth), dtype=np.int64), rng())


@given(st.integers(-(10**12), 10**12), st.integers(1, 6))
def test_decimals_are_canonical(number: int, places: int) -> None:
    written = decimal(np.array([number]), places).tolist()[0]
    assert float(written) == pytest.approx(number / 10**places)
    assert not written.endswith((".", "0")) or "." not in written


def test_ranks_count_within_their_key() -> None:
    assert rank_within(np.array([3, 1, 3, 3, 1])).tolist() == [0, 0, 1, 2, 1]
    assert rank_within(np.zeros(0)).tolist() == []
    assert text(["a"]).dtype == np.dtypes.StringDType()
