"""Which entities are one, from who claims whose key: pure cases, and what no order may change."""

import random
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from twopages.feed.oneness import aliases

RECORD = {"r"}


def taken(strong: str, **claims: str) -> Mapping[str, str]:
    """Who is taken for whom: capitals are entities, `claims` name for a key all that claim it."""
    told = {key: dict.fromkeys(names, RECORD) for key, names in claims.items()}
    return {name: alias.entity for name, alias in aliases(frozenset(strong), told).items()}


def test_a_claimed_key_makes_the_two_one_and_the_stronger_stays() -> None:
    assert taken("B", A="B") == {"A": "B"}
    assert taken("A", A="B") == {"B": "A"}


def test_several_may_be_chained() -> None:
    assert taken("C", A="B", B="C") == {"A": "C", "B": "C"}


def test_without_a_strong_one_the_smallest_id_stays() -> None:
    assert taken("", A="B", C="B") == {"B": "A", "C": "A"}


def test_a_key_that_two_strong_ones_claim_proves_nothing() -> None:
    assert taken("BC", A="BC") == {}


def test_nor_does_a_strong_key_that_another_strong_one_claims() -> None:
    assert taken("AB", A="B") == {}


def test_a_wrong_claim_leaves_what_else_is_proven() -> None:
    assert taken("BC", A="B", C="B") == {"A": "B"}


def test_a_key_claimed_by_two_that_nothing_makes_one_proves_nothing() -> None:
    assert taken("B", A="BD") == {}


def test_a_key_claimed_by_two_that_are_one_makes_all_one() -> None:
    assert taken("B", A="BD", D="B") == {"A": "B", "D": "B"}


def test_a_chain_that_would_join_two_strong_ones_proves_nothing() -> None:
    assert taken("BC", A="B", D="A", E="DC") == {"A": "B", "D": "B"}
    assert taken("BC", A="B", C="A") == {}


def test_an_alias_names_the_records_that_prove_it() -> None:
    found = aliases(frozenset("C"), {"A": {"B": {"r1"}}, "B": {"C": {"r3", "r2"}}, "Z": {"Y": {"r4"}}})
    assert found["A"].records == found["B"].records == ("r1", "r2", "r3")
    assert found["Z"].records == ("r4",)


names = st.sampled_from("ABCDEF")
graphs = st.dictionaries(names, st.sets(names, min_size=1, max_size=3), max_size=6)


@given(graphs, st.sets(names), st.randoms(use_true_random=False))
def test_no_order_changes_it_and_no_two_strong_ones_are_one(
    graph: dict[str, set[str]], strong: set[str], chance: random.Random
) -> None:
    claims = {key: dict.fromkeys(claimants - {key}, RECORD) for key, claimants in graph.items()}
    found = aliases(strong, claims)
    shuffled = list(claims.items())
    chance.shuffle(shuffled)
    assert aliases(strong, dict(shuffled)) == found
    assert not strong & found.keys()
    assert all(alias.entity not in found for alias in found.values())
