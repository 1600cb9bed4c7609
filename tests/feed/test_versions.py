"""What the rows of a delivery do to the versions that the store holds of their slots."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from twopages.feed.versions import Held, Incoming, sort_out


@dataclass
class Shelf:
    """A store of versions as plain as can be: what the graph does with the outcome, without the graph."""

    held: dict[str, list[Held]] = field(default_factory=dict)
    newest_full: str = ""

    def deliver(self, day: str, rows: list[tuple[str, str, str]], batch: str = "") -> dict[str, int]:
        """Rows as (slot, content, operation); returns the counts."""
        batch = batch or day
        incoming = [Incoming(f"{batch}#{i}", slot, said, flag, i) for i, (slot, said, flag) in enumerate(rows, 1)]
        result = sort_out(incoming, self.held, day, self.newest_full)
        for slot, versions in self.held.items():
            self.held[slot] = [self._after(version, result.demoted, result.seen, day) for version in versions]
        for item, present in result.fresh:
            self.held.setdefault(item.slot, []).append(Held(item.id, item.hash, day, day, None, present, item.number))
        for chain in result.chains:
            assert len(chain) == len(set(chain)) > 1
        return {"unchanged": result.unchanged, "accepted": len(result.fresh) + result.deleted}

    @staticmethod
    def _after(version: Held, demoted: dict[str, str | None], seen: list[str], day: str) -> Held:
        present = version.present and version.id not in demoted
        last = day if version.id in seen else version.seen
        return Held(
            version.id,
            version.hash,
            version.as_of,
            last,
            demoted.get(version.id, version.retired),
            present,
            version.row,
        )

    def present(self) -> dict[str, str]:
        """What each slot says now."""
        found = {
            slot: [version.hash for version in versions if version.present] for slot, versions in self.held.items()
        }
        assert all(len(said) <= 1 for said in found.values())
        return {slot: said[0] for slot, said in found.items() if said}


def test_a_changed_row_takes_the_place_of_its_record_and_the_old_one_stays_as_history() -> None:
    shelf = Shelf()
    shelf.deliver("2021-01-01", [("s", "a", "")])
    assert shelf.deliver("2021-02-01", [("s", "b", "")]) == {"unchanged": 0, "accepted": 1}
    assert shelf.present() == {"s": "b"}
    assert [version.present for version in shelf.held["s"]] == [False, True]


def test_the_same_rows_again_change_nothing() -> None:
    shelf = Shelf()
    shelf.deliver("2021-01-01", [("s", "a", ""), ("t", "b", "")])
    assert shelf.deliver("2021-02-01", [("s", "a", ""), ("t", "b", "")]) == {"unchanged": 2, "accepted": 0}
    assert len(shelf.held["s"]) == 1


def test_an_older_delivery_that_comes_late_becomes_history() -> None:
    shelf = Shelf()
    shelf.deliver("2021-02-01", [("s", "new", "")])
    assert shelf.deliver("2021-01-01", [("s", "old", "")]) == {"unchanged": 0, "accepted": 1}
    assert shelf.present() == {"s": "new"}


def test_a_row_told_again_later_is_not_overtaken_by_an_older_change() -> None:
    shelf = Shelf()
    shelf.deliver("2021-01-01", [("s", "a", "")])
    shelf.deliver("2021-05-01", [("s", "a", "")])
    shelf.deliver("2021-03-01", [("s", "b", "")])
    assert shelf.present() == {"s": "a"}


def test_rows_older_than_the_newest_full_delivery_are_history_even_in_new_slots() -> None:
    shelf = Shelf(newest_full="2021-06-01")
    assert shelf.deliver("2021-05-01", [("s", "a", "")])["accepted"] == 1
    assert shelf.present() == {}


def test_a_deletion_retires_and_a_later_row_revives() -> None:
    shelf = Shelf()
    shelf.deliver("2021-01-01", [("s", "a", "I")])
    assert shelf.deliver("2021-02-01", [("s", "a", "D")]) == {"unchanged": 0, "accepted": 1}
    assert shelf.present() == {}
    assert shelf.held["s"][0].retired == "2021-02-01"
    assert shelf.deliver("2021-03-01", [("s", "a", "I")]) == {"unchanged": 0, "accepted": 1}
    assert shelf.present() == {"s": "a"}


def test_several_rows_of_one_slot_in_one_delivery_are_read_in_their_order() -> None:
    shelf = Shelf()
    counts = shelf.deliver("2021-01-01", [("s", "a", ""), ("s", "a", ""), ("s", "b", "")])
    assert counts == {"unchanged": 1, "accepted": 2}
    assert shelf.present() == {"s": "b"}


rows = st.lists(
    st.tuples(st.sampled_from("st"), st.sampled_from("abc"), st.sampled_from(["", "", "D"])), min_size=1, max_size=5
)
histories = st.lists(
    st.tuples(st.sampled_from([f"2021-0{month}-01" for month in range(1, 7)]), rows), min_size=1, max_size=5
)


@given(histories)
def test_every_row_is_counted_once_and_at_most_one_version_is_present(
    history: list[tuple[str, list[tuple[str, str, str]]]],
) -> None:
    shelf = Shelf()
    for number, (day, told) in enumerate(history):
        counts = shelf.deliver(day, told, f"{number}")
        assert counts["unchanged"] + counts["accepted"] == len(told)
        shelf.present()


@given(histories)
def test_in_order_the_last_row_of_a_slot_is_what_holds(history: list[tuple[str, list[tuple[str, str, str]]]]) -> None:
    shelf, last = Shelf(), dict[str, str]()
    for number, (day, told) in enumerate(sorted(history, key=lambda item: item[0])):
        shelf.deliver(day, told, f"{number}")
        for slot, said, flag in told:
            last.pop(slot, None)
            if flag != "D":
                last[slot] = said
    assert shelf.present() == last
