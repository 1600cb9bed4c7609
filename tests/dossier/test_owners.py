"""Who owns an entity in the end."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from twopages.dossier import Far
from twopages.dossier.owners import Holding, Owner, Ownership, tree


def holding(held: str, holder: str, share: float | None) -> Holding:
    return Holding(held, Far(holder, "Any", holder), "HOLDS", None if share is None else Decimal(repr(share)), ("r",))


def shares(*told: tuple[str, str, float | None], looked: str = "") -> Ownership:
    """The tree over `a`; of every entity named, and of those in `looked`, the holders are known."""
    names = {name for held, holder, _ in told for name in (held, holder)} | set(looked) | {"a"}
    found = {name: [holding(*item) for item in told if item[0] == name] for name in sorted(names)}
    return tree("a", found)


def held_by(found: Ownership) -> dict[str, Decimal | None]:
    return {far.id: share for far, share in found.ultimate}


def test_shares_multiply_up_a_chain() -> None:
    found = shares(("a", "b", 80.0), ("a", "c", 20.0), ("b", "d", 50.0), ("b", "e", 50.0))
    assert held_by(found) == {"d": Decimal(40), "e": Decimal(40), "c": Decimal(20)}
    assert found.levels == 2
    assert [owner.far.id for owner in found.holders] == ["b", "c"]


def test_several_ways_to_one_owner_add_up() -> None:
    found = shares(("a", "b", 60.0), ("a", "c", 40.0), ("b", "d", 50.0), ("c", "d", 25.0), ("b", "e", 50.0))
    assert held_by(found)["d"] == Decimal(40)


def test_a_share_that_nobody_tells_leaves_what_follows_unknown() -> None:
    found = shares(("a", "b", None), ("b", "d", 50.0), ("a", "c", 10.0))
    assert held_by(found) == {"c": Decimal(10), "d": None}


def test_holding_each_other_ends_where_the_way_comes_round() -> None:
    found = shares(("a", "b", 70.0), ("b", "a", 10.0), ("b", "c", 90.0), ("a", "d", 30.0))
    again = next(owner for owner in found.holders[0].above if owner.far.id == "a")
    assert again.again
    assert held_by(found) == {"c": Decimal(63), "d": Decimal(30)}


def test_an_owner_whose_holders_were_not_read_is_marked() -> None:
    found = tree("a", {"a": [holding("a", "b", 100.0)]})
    assert found.holders[0].cut
    assert not shares(("a", "b", 100.0)).holders[0].cut


def test_nobody_owns_what_has_no_holders() -> None:
    assert tree("a", {"a": []}) == Ownership((), ())


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(1, 9)), max_size=12, unique=True
    )
)
def test_every_way_ends_and_no_owner_stands_twice_on_one(told: list[tuple[str, str, int]]) -> None:
    found = shares(*((held, holder, float(share)) for held, holder, share in told if held != holder))

    def walk(owner: Owner, way: tuple[str, ...]) -> None:
        assert (owner.far.id in way) == owner.again
        for above in owner.above:
            walk(above, (*way, owner.far.id))

    for owner in found.holders:
        walk(owner, ("a",))
