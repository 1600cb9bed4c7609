"""What the rows of a delivery do to the versions that the store holds of their slots."""

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from twopages.feed.spans import Span
from twopages.feed.versions import Held, Incoming, Sorted, sort_out


@dataclass
class Shelf:
    """A store of versions as plain as can be: what the graph does with the outcome, without the graph."""

    held: dict[str, list[Held]] = field(default_factory=dict)
    fulls: list[str] = field(default_factory=list)

    def deliver(self, day: str, rows: list[tuple[str, str, str]], batch: str = "") -> dict[str, int]:
        """Rows as (slot, content, operation); returns the counts."""
        batch = batch or day
        incoming = [Incoming(f"{batch}#{i}", slot, said, flag, i) for i, (slot, said, flag) in enumerate(rows, 1)]
        result = sort_out(incoming, self.held, day, self.fulls)
        for slot, versions in self.held.items():
            self.held[slot] = [self._after(version, result, day) for version in versions]
        for item, present in result.fresh:
            span = result.spans.get(item.id, Span())
            told = Held(item.id, item.hash, day, day, None, present, item.number, span.until, span.gaps)
            self.held.setdefault(item.slot, []).append(told)
        for chain in result.chains:
            assert len(chain) == len(set(chain)) > 1
        return {"unchanged": result.unchanged, "accepted": len(result.fresh) + result.deleted}

    @staticmethod
    def _after(version: Held, result: Sorted, day: str) -> Held:
        span = result.spans.get(version.id, version.span)
        return replace(
            version,
            seen=day if version.id in result.seen else version.seen,
            retired=result.demoted.get(version.id, version.retired),
            present=version.present and version.id not in result.demoted,
            until=span.until,
            gaps=span.gaps,
        )

    def present(self) -> dict[str, str]:
        """What each slot says now."""
        found = {
            slot: [version.hash for version in versions if version.present] for slot, versions in self.held.items()
        }
        assert all(len(said) <= 1 for said in found.values())
        return {slot: said[0] for slot, said in found.items() if said}

    def on(self, day: str) -> dict[str, str]:
        """What each slot said on a day."""
        found = {
            slot: [version.hash for version in versions if version.span.holds(version.as_of, day)]
            for slot, versions in self.held.items()
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
    shelf = Shelf(fulls=["2021-06-01"])
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


DAYS = [f"2021-0{month}-01" for month in range(1, 7)]


@given(histories)
def test_what_was_held_on_a_day_is_what_held_when_that_day_was_the_last(
    history: list[tuple[str, list[tuple[str, str, str]]]],
) -> None:
    history.sort(key=lambda item: item[0])
    shelf = Shelf()
    for number, (day, told) in enumerate(history):
        shelf.deliver(day, told, f"{number}")
    for day in DAYS:
        then = Shelf()
        for number, (earlier, told) in enumerate(history):
            if earlier <= day:
                then.deliver(earlier, told, f"{number}")
        assert shelf.on(day) == then.present()


@given(
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.sampled_from("abc")), min_size=1, max_size=6, unique_by=lambda item: item[0]
    )
)
def test_full_deliveries_in_any_order_tell_the_same_of_every_day(history: list[tuple[str, str]]) -> None:
    shelf = Shelf()
    for day, said in history:
        shelf.deliver(day, [("s", said, "")])
        shelf.fulls.append(day)
    told = dict(sorted(history))
    for day in DAYS:
        before = [said for earlier, said in told.items() if earlier <= day]
        assert shelf.on(day) == ({"s": before[-1]} if before else {})
    assert shelf.present() == {"s": told[max(told)]}


@given(histories)
def test_in_any_order_at_most_one_version_is_held_on_a_day_and_what_is_present_is_held_on_the_last(
    history: list[tuple[str, list[tuple[str, str, str]]]],
) -> None:
    shelf = Shelf()
    for number, (day, told) in enumerate(history):
        shelf.deliver(day, told, f"{number}")
    for day in DAYS:
        shelf.on(day)
    assert shelf.on("2022-01-01") == shelf.present()


def test_an_older_change_that_comes_late_is_held_until_the_row_was_told_again() -> None:
    shelf = Shelf()
    for day, said in (("2021-01-01", "a"), ("2021-05-01", "a"), ("2021-03-01", "b")):
        shelf.deliver(day, [("s", said, "")])
    assert [shelf.on(day)["s"] for day in ("2021-02-01", "2021-03-01", "2021-04-30", "2021-05-01")] == [
        "a",
        "b",
        "b",
        "a",
    ]


def test_a_row_that_was_taken_back_the_same_day_is_held_on_no_day() -> None:
    shelf = Shelf()
    shelf.deliver("2021-01-01", [("s", "wrong", "")], "1")
    shelf.deliver("2021-01-01", [("s", "right", "")], "2")
    shelf.deliver("2021-02-01", [("s", "new", "")], "3")
    assert [shelf.on(day)["s"] for day in ("2021-01-01", "2021-02-01")] == ["right", "new"]
