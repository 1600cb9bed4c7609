"""Versions: what the rows of a chunk do to the records that the store holds of the same slots. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from twopages.feed.spans import Line, Span, Stay


@dataclass(frozen=True, slots=True)
class Held:
    """A version that the store holds of a slot; `as_of` is its delivery's day, `seen` the last day on which it was delivered again.

    `until` and `gaps` bound the days on which it was held (see `spans.Span`).
    """

    id: str
    hash: str
    as_of: str
    seen: str
    retired: str | None
    present: bool
    row: int
    until: str | None = None
    gaps: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """How long it is held; a past version of which no store kept that is held on no day."""
        return Span(self.until or (None if self.present else self.as_of), tuple(self.gaps))

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
    ids of its versions, oldest first; `spans`: how long records are held now, where that was settled or moved.
    """

    fresh: list[tuple[Incoming, bool]] = field(default_factory=list)
    demoted: dict[str, str | None] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    chains: list[tuple[str, ...]] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    unchanged: int = 0
    deleted: int = 0


def sort_out(
    incoming: Iterable[Incoming], held: Mapping[str, Sequence[Held]], as_of: str, fulls: Sequence[str]
) -> Sorted:
    """Compare the rows of a delivery with the versions held; `fulls` are the days of the full deliveries in the store."""
    result = Sorted()
    rows: dict[str, list[Incoming]] = {}
    for item in incoming:
        rows.setdefault(item.slot, []).append(item)
    for slot, items in rows.items():
        _Slot(held.get(slot, ()), as_of, fulls, result).sort(items)
    return result


class _Slot:
    """The versions of one slot while the rows of a delivery are put among them."""

    def __init__(self, held: Sequence[Held], as_of: str, fulls: Sequence[str], result: Sorted) -> None:
        self.held, self.as_of, self.fulls, self.result = held, as_of, fulls, result
        self.present = next((version for version in held if version.present), None)
        self.last = max([*fulls, *(version.last_told for version in held)], default="")
        self.fresh: dict[str, Incoming] = {}

    def sort(self, items: Sequence[Incoming]) -> None:
        """Put the rows in their places, in their order."""
        if self.as_of < self.last:
            self._put_late(items)
        else:
            self._put_last(items)
        if self.fresh and len(self.held) + len(self.fresh) > 1:
            self.result.chains.append(tuple(self._chain()))

    def _put_last(self, items: Sequence[Incoming]) -> None:
        """Rows as new as what is held, or newer: each repeats the present version, takes its place or ends it."""
        present, result = self.present, self.result
        current = (present.id, present.hash) if present else None
        for item in items:
            current = self._next(item, current)
        now = current[0] if current else None
        gaps = dict.fromkeys(self.fresh, ()) | ({present.id: tuple(present.gaps)} if present else {})
        result.spans |= {name: Span(self.as_of, known) for name, known in gaps.items() if name != now}
        result.fresh.extend((item, name == now) for name, item in self.fresh.items())
        if present and present.id != now:
            result.demoted[present.id] = self.as_of if now is None else None
        elif present and not self.fresh:
            result.seen.append(present.id)

    def _next(self, item: Incoming, current: tuple[str, str] | None) -> tuple[str, str] | None:
        if item.operation == "D":
            self.result.deleted += current is not None
            self.result.unchanged += current is None
            return None
        if current is not None and current[1] == item.hash:
            self.result.unchanged += 1
            return current
        self.fresh[item.id] = item
        return item.id, item.hash

    def _put_late(self, items: Sequence[Incoming]) -> None:
        """Rows older than what is held become history; what they repeat of their own day is known already."""
        stays = [Stay(item.id, item.hash, item.as_of, item.seen, item.span) for item in self.held]
        line = Line(stays, [day for day in self.fulls if day > self.as_of], self.last)
        for item in items:
            there, gone = line.at(self.as_of), item.operation == "D"
            if gone if there is None else not gone and there.hash == item.hash:
                self.result.unchanged += 1
            else:
                self.result.spans |= line.put(self.as_of, None if gone else item.id, item.hash)
                self.result.deleted += gone
                self.fresh |= {} if gone else {item.id: item}
        self.result.fresh.extend((item, False) for item in self.fresh.values())

    def _chain(self) -> list[str]:
        """The ids of all versions in the order in which they ceased to be held."""
        spans = {version.id: self.result.spans.get(version.id, version.span) for version in self.held}
        spans |= {name: self.result.spans.get(name, Span()) for name in self.fresh}
        places = {version.id: (version.as_of, version.row) for version in self.held}
        places |= {name: (self.as_of, item.number) for name, item in self.fresh.items()}
        return sorted(spans, key=lambda name: (spans[name].until or _ALWAYS, *places[name], name))


_ALWAYS = "~"  # sorts after every day
