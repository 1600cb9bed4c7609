"""Recalling: the row of a statement about a past moment becomes the row that the same question about now would return. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from twopages.dossier.past import SINCE, UNTIL, window
from twopages.dossier.plan import LinksAsk, Plan
from twopages.dossier.types import Dossier, LinkPage, RecordPage
from twopages.feed.edges import fused_edge
from twopages.feed.link import Edge
from twopages.feed.records import Rooms, Told
from twopages.feed.row import end_of_period

Row = Sequence[Any]
More = Callable[[LinksAsk], Sequence[Row]]  # what the statement brings for another question of the plan


class Recall:
    """Recalls the rows of one plan."""

    def __init__(self, rooms: Rooms, plan: Plan) -> None:
        self.rooms, self.plan = rooms, plan

    def row(self, row: Mapping[str, Any], more: More) -> dict[str, Any]:
        """The row with its relations as they stood; `more` reads on where too few far ends of a page held on the day."""
        made = dict(row)
        for index, ask in enumerate(self.plan.links):
            found = self._page(ask, row[f"links{index}"], more)
            made[f"linksCount{index}"] = len(found) if ask.count else None
            made[f"links{index}"] = [item for item in found if ask.after is None or item[0] > ask.after]
        return made

    def _page(self, ask: LinksAsk, rows: Sequence[Row], more: More) -> list[Row]:
        """At least one far end more than was asked, if there are so many."""
        found = self._held(ask, rows)
        most = window(self.plan, ask, self.rooms.model.relations[ask.relation])
        while ask.size is not None and len(found) <= ask.size and len(rows) == most:
            rows = more(_after(ask, str(rows[-1][0])))
            found += self._held(ask, rows)
        return found

    def _held(self, ask: LinksAsk, rows: Sequence[Row]) -> list[Row]:
        made = (self._link(ask, row) for row in rows)
        return [row for row in made if row is not None]

    def _link(self, ask: LinksAsk, row: Row) -> Row | None:
        """A relation fused from the versions that asserted it; None where it did not hold on the day."""
        said = {item[0]: item for item in row[4]}
        fused = fused_edge(self.rooms, Edge(ask.relation, "", ""), [self.told(item) for item in said.values()])
        if not self._holds(fused, said):
            return None
        parts = [fused.get(name) for name in self.rooms.model.relations[ask.relation].parts]
        sources = [_source(said[name]) for name in fused["records"]] if ask.sources else []
        own, beyond = row[5 : 5 + bool(ask.far)], row[5 + bool(ask.far) :]
        far = (self._held(item, rows) for item, rows in zip(ask.beyond, beyond, strict=True))
        return [*row[:4], fused["records"], parts, sources, *own, *far]

    def told(self, item: Row) -> Told:
        """A version as the feed handles it."""
        names = ("id", "slot", "dataset", "recency", "period")
        return self.rooms.told(dict(zip(names, item[:5], strict=True)) | {"payload": item[7]})

    def _holds(self, fused: Mapping[str, Any], said: Mapping[str, Row]) -> bool:
        """Whether a relation held on the day of validity; without a day of its own it holds since its oldest record was true."""
        day = self.plan.moment.valid
        if day is None:
            return True
        since, until = fused.get(SINCE) or min(item[3][:10] for item in said.values()), fused.get(UNTIL)
        return str(since) <= day and (until is None or day <= end_of_period(str(until)))


def unknown(plan: Plan, id: str) -> Dossier:
    """The file of somebody whom no row had registered yet."""
    records, links = len(plan.records), len(plan.links)
    return Dossier(id, plan.cls, "", {}, (RecordPage((), False, 0),) * records, (LinkPage((), False, 0),) * links)


def _after(ask: LinksAsk, far: str) -> LinksAsk:
    return replace(ask, after=far)


def _source(item: Row) -> Row:
    """As the statement about now tells the sources of a relation."""
    return [item[0], item[2], item[3], item[5], item[6], *item[8:]]
