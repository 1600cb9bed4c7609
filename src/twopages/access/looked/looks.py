"""Who looked at a file, as the graph has it from the receipt log: pages newest first, and how often which office did."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

from twopages.access.looked.seen import Asked, LookSeen
from twopages.dossier import PAGE_SIZE, MomentError
from twopages.graph import Store, statement
from twopages.keys import KeyRing

_SHANGHAI: Final = timezone(timedelta(hours=8))
_FIRST, _LAST = "0000", "9999"  # before and after every moment


@dataclass(frozen=True, slots=True)
class LooksAsk:
    """A page of looks, newest first.

    `office`: the department that looked, or the role of whoever looked for none; `since`, `until`: days in Shanghai, both
    of them included; `own`: only by those whose file it is, or only by others.
    """

    size: int = PAGE_SIZE
    after: tuple[str, str] | None = None  # moment and id of the last look of the page before
    purpose: str | None = None
    office: str | None = None
    since: str | None = None
    until: str | None = None
    own: bool | None = None


@dataclass(frozen=True, slots=True)
class LookGroup:
    """How often somebody looked for a purpose."""

    organisation: str | None
    role: str
    purpose: str
    own: bool
    number: int

    @property
    def office(self) -> str:
        """The department, or the role of whoever looked for none."""
        return self.organisation or self.role

    def fits(self, ask: LooksAsk) -> bool:
        """Whether its looks are among those that are asked for."""
        wanted = ((ask.purpose, self.purpose), (ask.office, self.office), (ask.own, self.own))
        return all(told is None or told == own for told, own in wanted)


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Looks of one page, whether others follow, and the groups of all looks in those days, whatever else is asked."""

    looks: tuple[LookSeen, ...]
    more: bool
    groups: tuple[LookGroup, ...]

    def total(self, ask: LooksAsk) -> int:
        """How many looks there are in all of those that are asked for."""
        return sum(group.number for group in self.groups if group.fits(ask))


class Looks:
    """Reads looks; `mine` are hashes of the accounts whose looks are the subject's own, for whom its questions are opened."""

    def __init__(self, store: Store, keys: KeyRing) -> None:
        self._store, self._keys = store, keys

    def page(self, id: str, ask: LooksAsk, mine: AnySet[str] = frozenset()) -> LooksPage | None:
        """A page of looks at the file that an id means now, by former ids too; None when there is none.

        MomentError for a day that is none.
        """
        told = _bounds(ask) | {"id": id, "mine": sorted(mine)}
        groups = self._store.read(statement("looks_groups"), told)
        if not groups:
            return None
        looks = [_seen(self._keys, row) for row in self._store.read(statement("looks_page"), told | _asked(ask, told))]
        return LooksPage(tuple(looks[: ask.size]), len(looks) > ask.size, tuple(_groups(groups)))


def _asked(ask: LooksAsk, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the statement of a page is told beside the days: it ends at a place where the page before did."""
    until, before = told["until"], ""
    if ask.after is not None and ask.after[0] < until:
        until, before = ask.after
    return {
        "until": until,
        "before": before,
        "purpose": ask.purpose,
        "office": ask.office,
        "own": ask.own,
        "size": ask.size + 1,
        "asked": bool(told["mine"]),
    }


def _bounds(ask: LooksAsk) -> dict[str, Any]:
    """The moments from which on and before which looks are asked."""
    since = _start(ask.since, 0) if ask.since else _FIRST
    return {"since": since, "until": _start(ask.until, 1) if ask.until else _LAST}


def _start(day: str, later: int) -> str:
    """The moment at which a day begins in Shanghai, or one some days later, as receipts write it."""
    try:
        found = date.fromisoformat(day) + timedelta(later)
        begun = datetime(found.year, found.month, found.day, tzinfo=_SHANGHAI).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MomentError("A day is written like 2021-06-30.") from None
    return begun.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _seen(keys: KeyRing, row: Mapping[str, Any]) -> LookSeen:
    return LookSeen.of(row["look"], tuple(Asked.of(keys, item) for item in row["questions"]))


def _groups(rows: Sequence[Mapping[str, Any]]) -> list[LookGroup]:
    """The groups, those of most looks first."""
    found = [LookGroup(**row) for row in rows if row["number"]]
    return sorted(found, key=lambda group: (-group.number, group.office, group.purpose, group.own))
