"""Spans: from which day to which the store holds each version of a slot, also where deliveries come out of order. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """How long a version is held: from its delivery's day until the day before `until`; None: for good.

    `gaps` are days (from, to, from, to ...) on which another version was told in between, each without its last day.
    """

    until: str | None = None
    gaps: tuple[str, ...] = ()

    def holds(self, since: str, day: str) -> bool:
        """Whether a version that came on the day `since` is held at the end of a day."""
        return since <= day and (self.until is None or day < self.until) and not any(_within(self.gaps, day))


def _within(gaps: Sequence[str], day: str) -> Iterator[bool]:
    return (start <= day < end for start, end in zip(gaps[::2], gaps[1::2], strict=True))


@dataclass(slots=True)
class Stay:
    """A version in its slot: what it says, since when it is held and how long; `seen` is the last day on which it was told again."""

    id: str
    hash: str
    since: str
    seen: str
    span: Span


@dataclass
class Line:
    """The versions of one slot in time; `told`: days on which the whole dataset was told, `last`: the newest of which anything is known."""

    stays: list[Stay]
    told: Sequence[str]
    last: str

    def at(self, day: str) -> Stay | None:
        """The version held on a day."""
        return next((stay for stay in self.stays if stay.span.holds(stay.since, day)), None)

    def put(self, day: str, id: str | None, hash: str = "") -> dict[str, Span]:
        """Insert a version (or, with None, its absence) on a day before the last; the spans that change."""
        there, changed = self.at(day), dict[str, Span]()
        end = min(self._ends(day, there))
        if there is not None:
            until, gaps = there.span.until, there.span.gaps
            there.span = Span(day, gaps) if end == until else Span(until, (*gaps, day, end))
            changed[there.id] = there.span
        if id is not None:
            changed[id] = Span(end)
            self.stays.append(Stay(id, hash, day, day, changed[id]))
        return changed

    def _ends(self, day: str, there: Stay | None) -> Iterator[str]:
        """The days after this one on which something else, or the same again, is known to be held; the last day is one."""
        days = [self.last, *(stay.since for stay in self.stays if stay is not there)]
        days += [bound for stay in self.stays for bound in stay.span.gaps]
        days += self.told
        if there is not None:
            days += [there.seen, there.span.until or ""]
        return (item for item in days if item > day)
