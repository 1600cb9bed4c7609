"""Versions: what the rows of a chunk do to the records that the store holds of the same slots. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Held:
    """A version that the store holds of a slot; `as_of` is its delivery's day, `seen` the last day on which it was delivered again."""

    id: str
    hash: str
    as_of: str
    seen: str
    retired: str | None
    present: bool
    row: int

    @property
    def last_told(self) -> str:
        """The newest day of which the store knows what its department said of the slot."""
        return max(self.as_of, self.seen, self.retired or "")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row with its identity: the slot is its place in its dataset, the hash what it says, the number its place in the delivery."""

    id: str
    slot: str
    hash: str
    operation: str
    number: int


@dataclass(slots=True)
class Sorted:
    """What becomes of the rows of a chunk.

    `fresh`: rows that become records, True for the present version of their slot; `demoted`: records no longer present, with the
    day of their retirement where nothing replaces them; `seen`: unchanged records, told again on the day; `chains`: per slot the
    ids of its versions, oldest first.
    """

    fresh: list[tuple[Incoming, bool]] = field(default_factory=list)
    demoted: dict[str, str | None] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    chains: list[tuple[str, ...]] = field(default_factory=list)
    unchanged: int = 0
    deleted: int = 0


def sort_out(incoming: Iterable[Incoming], held: Mapping[str, Sequence[Held]], as_of: str, newest_full: str) -> Sorted:
    """Compare the rows of a delivery with the versions held; `newest_full` is the day of the newest full delivery in the store."""
    result = Sorted()
    rows: dict[str, list[Incoming]] = {}
    for item in incoming:
        rows.setdefault(item.slot, []).append(item)
    for slot, items in rows.items():
        _sort_slot(items, held.get(slot, ()), as_of, newest_full, result)
    return result


def _sort_slot(items: Sequence[Incoming], held: Sequence[Held], as_of: str, newest_full: str, result: Sorted) -> None:
    present = next((version for version in held if version.present), None)
    late = as_of < max([newest_full, *(version.last_told for version in held)])
    versions = {version.id: (version.as_of, version.row, version.id) for version in held}
    fresh: dict[str, Incoming] = {}
    current = (present.id, present.hash) if present else None
    for item in items:
        current = _late(item, held, current, result, fresh) if late else _next(item, current, as_of, result, fresh)
    if present and (current is None or current[0] != present.id):
        result.demoted[present.id] = as_of if current is None else None
    elif present and not fresh and not late:
        result.seen.append(present.id)
    result.fresh.extend((item, current is not None and current[0] == item.id) for item in fresh.values())
    versions |= {item.id: (as_of, item.number, item.id) for item in fresh.values()}
    if fresh and len(versions) > 1:
        result.chains.append(tuple(sorted(versions, key=lambda name: versions[name])))


def _next(
    item: Incoming, current: tuple[str, str] | None, as_of: str, result: Sorted, fresh: dict[str, Incoming]
) -> tuple[str, str] | None:
    """A row as new as what is held, or newer: it repeats the present version, takes its place or ends it."""
    if item.operation == "D":
        result.deleted += current is not None
        result.unchanged += current is None
        return None
    if current is not None and current[1] == item.hash:
        result.unchanged += 1
        return current
    fresh[item.id] = item
    return item.id, item.hash


def _late(
    item: Incoming, held: Sequence[Held], current: tuple[str, str] | None, result: Sorted, fresh: dict[str, Incoming]
) -> tuple[str, str] | None:
    """A row older than what is held becomes history; what it repeats is known already."""
    if item.operation == "D" or item.hash in {version.hash for version in held} | {
        known.hash for known in fresh.values()
    }:
        result.unchanged += 1
    else:
        fresh[item.id] = item
    return current
