"""What many sources come to, on claims small enough to be fused by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twopages.synthetic.fusing import Claims, added_up, best, single, together, united
from twopages.synthetic.texts import text

Row = tuple[int, int, int, int, int, str, bool]  # owner, rank, preference, period, recency, value, unsure


def claims(*rows: Row, adds: bool = False) -> Claims:
    columns = list(zip(*rows, strict=True))
    owner, rank, preference, period, recency = (np.array(column, dtype=np.int64) for column in columns[:5])
    unsure = np.array(columns[6], dtype=bool)
    return Claims(owner, rank, preference, period, recency, text(list(columns[5])), unsure, np.full(len(rows), adds))


def one(rows: tuple[Row, ...]) -> tuple[str, bool]:
    verdicts = best(claims(*rows))
    return verdicts.value.tolist()[0], bool(verdicts.unsure[0])


def test_the_better_source_wins_whatever_its_age() -> None:
    assert one(((1, 2, 0, 9, 9, "new", False), (1, 1, 0, 0, 0, "first", False))) == ("first", False)


def test_in_one_source_the_newest_period_wins_then_recency() -> None:
    assert one(((1, 1, 0, 2020, 9, "a", False), (1, 1, 0, 2021, 1, "b", False))) == ("b", False)
    assert one(((1, 1, 0, 2021, 1, "a", False), (1, 1, 0, 2021, 2, "b", False))) == ("b", False)


def test_a_preferred_code_wins_before_the_newest() -> None:
    assert one(((1, 1, 21, 0, 9, "21", False), (1, 1, 14, 0, 1, "14", False))) == ("14", False)


def test_a_tie_of_different_values_is_left_open_and_of_equal_ones_is_not() -> None:
    tie: tuple[Row, ...] = ((1, 1, 0, 0, 0, "a", False), (1, 1, 0, 0, 0, "b", False))
    assert one(tie)[1]
    assert one((tie[0], tie[0])) == ("a", False)


def test_what_cannot_be_read_matters_only_where_it_would_win() -> None:
    assert one(((1, 1, 0, 0, 0, "a", False), (1, 2, 0, 0, 9, "?", True))) == ("a", False)
    assert one(((1, 2, 0, 0, 0, "a", False), (1, 1, 0, 0, 9, "?", True)))[1]


def test_sums_are_over_the_newest_period_of_the_best_source() -> None:
    verdicts = added_up(
        claims(
            (1, 1, 0, 5, 0, "10.5", False),
            (1, 1, 0, 5, 0, "0.25", False),
            (1, 1, 0, 4, 9, "99", False),
            (1, 2, 0, 9, 9, "99", False),
            (2, 1, 0, 5, 0, "1", False),
            (2, 1, 0, 5, 0, "1", True),
            adds=True,
        )
    )
    assert verdicts.value.tolist()[0] == "10.75"
    assert verdicts.unsure.tolist() == [False, True]


def test_whether_values_are_added_up_is_for_the_source_that_wins_to_say() -> None:
    adding, other = (
        claims((1, 1, 0, 5, 0, "10", False), (1, 1, 0, 5, 0, "1", False), adds=True),
        (1, 2, 0, 9, 9, "5", False),
    )
    assert single(together([adding, claims(other)])).value.tolist() == ["11"]
    better = claims((1, 0, 0, 5, 0, "10", False), (1, 0, 0, 4, 9, "1", False))
    assert single(together([adding, better])).value.tolist() == ["10"]


def test_many_values_are_united() -> None:
    verdicts = united(claims((1, 1, 0, 0, 0, "b\x1fa", False), (1, 2, 0, 0, 0, "a", False), (2, 1, 0, 0, 0, "c", True)))
    assert verdicts.value.tolist() == ["a\x1fb", "c"]
    assert verdicts.unsure.tolist() == [False, True]


rows = st.lists(
    st.tuples(*(st.integers(0, 3) for _ in range(5)), st.sampled_from("123"), st.booleans()), min_size=1, max_size=12
)


@given(rows, st.randoms())
def test_the_order_of_the_claims_changes_nothing(drawn: list[Row], chance: st.DataObject) -> None:
    shuffled = list(drawn)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    for fuse in (best, added_up, united):
        first, second = fuse(claims(*drawn)), fuse(claims(*shuffled))
        certain = ~first.unsure
        assert first.owner.tolist() == second.owner.tolist() and first.unsure.tolist() == second.unsure.tolist()
        assert first.value[certain].tolist() == second.value[certain].tolist()


@given(rows)
def test_claims_of_several_tables_are_as_good_as_of_one(drawn: list[Row]) -> None:
    apart = together([claims(row) for row in drawn])
    assert best(apart).unsure.tolist() == best(claims(*drawn)).unsure.tolist()
