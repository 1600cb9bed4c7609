"""The small graph held in memory: a reading room for the engine."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.access.purposes import with_purposes
from tests.dossier.graph import ACME, ADA, EDGES, ENTITIES, ROWS, Reading, Row
from tests.dossier.small import MODEL
from tests.dossier.small import label as words
from twopages.dossier import (
    NOW,
    Changes,
    Dossier,
    Far,
    Link,
    LinkPage,
    LinksAsk,
    LinkSource,
    Moment,
    Plan,
    RecordPage,
    RecordsAsk,
    compare,
)
from twopages.dossier.rule_view import scope_of, view_of
from twopages.dossier.tagged import Explanation, Held, TagsOf, WasHeld
from twopages.dossier.told import line
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Tag, TagGroup
from twopages.ontology.rule import Both, Has, Not, OneOf, Present, Step, Within
from twopages.ontology.rule import Far as FarEnd
from twopages.tags.explain import by_absence, explain, would_have_to_change

DAY = "2021-06-30"
WORKS = Step("WORKS_FOR", True, "Firm")
RULE = Both((Has("sex", OneOf(("2",))), FarEnd(WORKS, Has("share", Within(at_least=Decimal(10)), part=True), 1)))
WISHED = Both((Has("wage", Within(under=Decimal(10))), Not(Has("retired", OneOf((False,)))), Has("fields", Present())))
TAGGED = with_purposes(
    replace(
        MODEL,
        tags={
            name: Tag(
                name, "Human", words(name), words(f"says {name}"), "work", 2, words("law"), ("purpose/x",), 3, rule, 1
            )
            for name, rule in (("working", RULE), ("wished", WISHED))
        },
        tag_groups={"work": TagGroup("work", "Human", words("work"), 1)},
    )
)


class Room:
    """Answers plans from whole dossiers."""

    def __init__(self, keys: KeyRing) -> None:
        self.reading = Reading(keys)
        self.names = self.reading.names
        self.whole = {self.names[name]: self._whole(cls, name) for name, cls in ((ADA, "Human"), (ACME, "Firm"))}

    def _whole(self, cls: str, name: str) -> Dossier:
        present = [row for row in ROWS if not row.past and name in row.about]
        attributes = set(MODEL.classes[cls].attributes)
        read = self.reading.read(cls, name, present, attributes, size=50)
        records = sorted(read.records, key=lambda item: item.id)
        records.sort(key=lambda item: item.observed, reverse=True)
        captions = {item["id"]: item.get("caption") or item["sealed"] for item in ENTITIES}
        links = LinkPage(tuple(self._links(cls, name, captions)), False)
        return Dossier(read.id, cls, captions[name], read.envelopes, (RecordPage(tuple(records), False),), (links,))

    def _links(self, cls: str, name: str, captions: Mapping[str, str]) -> Iterator[Link]:
        classes = {item["id"]: item["cls"] for item in ENTITIES}
        rows = {row.id: row for row in ROWS}
        for kind, start, end, properties in EDGES:
            for near, far, forward in ((start, end, True), (end, start, MODEL.relations[kind].symmetric)):
                if near == name:
                    parts = {key: _exact(properties[key]) for key in MODEL.relations[kind].parts if key in properties}
                    sources = tuple(self._link_source(rows[id]) for id in properties["records"])
                    end_ = Far(self.names[far], classes[far], captions[far])
                    yield Link(kind, forward, end_, parts, tuple(properties["records"]), sources)

    def _link_source(self, row: Row) -> LinkSource:
        seen = self.reading.read("Human", next(iter(row.about)), [row], set(), size=1).records[0]
        return LinkSource(row.id, row.dataset, row.recency, seen.delivery)

    def read(self, plan: Plan, id: str) -> Dossier | None:
        """As the reading room of the program."""
        whole = self.whole.get(id)
        if whole is None or whole.cls != plan.cls:
            return None
        envelopes = {name: item for name, item in whole.envelopes.items() if name in plan.attributes}
        records = tuple(record_page(whole, ask) for ask in plan.records)
        links = tuple(link_page(whole, ask) for ask in plan.links)
        return Dossier(id, whole.cls, whole.caption, envelopes, records, links)

    @property
    def model(self) -> Model:
        """The Model of the reading room."""
        return TAGGED

    def timeline(self, cls: str, id: str, until: str | None = None) -> Changes:
        """Everything appeared on the days of its deliveries, and some of it was withdrawn later."""
        return told_changes(self.whole[id])

    def difference(self, cls: str, id: str, before: Moment, after: Moment = NOW) -> Changes:
        """The same in this room, whatever the days."""
        return told_changes(self.whole[id])


class Tags:
    """Answers questions for tags from the room."""

    def __init__(self, room: Room) -> None:
        self.dossiers = room

    def tags_of(self, id: str) -> TagsOf | None:
        """Everybody has one tag and had another."""
        now = (Held("working", "2021-03-01", 3, ("r1", "r3")), Held("gone", "2021-03-01", 1, ()))
        return TagsOf(now, (WasHeld("wished", "2020-01-01", "2021-01-01", 2),)) if id in self.dossiers.whole else None

    def explain(
        self, tags: Iterable[Tag], id: str, day: date | None = None, moment: Moment = NOW
    ) -> dict[str, Explanation]:
        """As the program does."""
        return {
            tag.id: self._explain(tag, self.dossiers.whole[id])
            for tag in tags
            if tag.cls == self.dossiers.whole[id].cls
        }

    def _explain(self, tag: Tag, whole: Dossier) -> Explanation:
        scope, day = scope_of([tag.condition]), date.fromisoformat(DAY)
        kinds = ([link for link in whole.links if (link.relation, link.forward) == kind] for kind in scope.beyond)
        pages = tuple(LinkPage(tuple(links), False) for links in kinds)
        view = view_of(replace(whole, link_pages=pages), scope)
        outcome = explain(tag.condition, view, day)
        change = would_have_to_change(TAGGED, outcome, day)
        return Explanation(tag.id, outcome.holds, by_absence(outcome), line(TAGGED, outcome, view, day), change, day)


def told_changes(whole: Dossier) -> Changes:
    empty = replace(whole, envelopes={}, record_pages=(), link_pages=(LinkPage((), False),))
    appeared, withdrawn = compare(empty, whole, Plan(whole.cls)), compare(whole, empty, Plan(whole.cls))
    return Changes((*appeared.changes, *withdrawn.changes[:3]), (("HEADS", True),))


def _exact(value: Any) -> Any:
    return str(value) if isinstance(value, float) else value


def record_page(whole: Dossier, ask: RecordsAsk) -> RecordPage:
    records = list(whole.records)
    if ask.after is not None:
        observed, last = ask.after
        records = [
            item for item in records if item.observed < observed or (item.observed == observed and item.id > last)
        ]
    return RecordPage(tuple(records[: ask.size]), len(records) > ask.size, len(whole.records) if ask.count else None)


def link_page(whole: Dossier, ask: LinksAsk) -> LinkPage:
    found = [item for item in whole.links if (item.relation, item.forward) == (ask.relation, ask.forward)]
    links = sorted((item for item in found if not ask.after or item.far.id > ask.after), key=lambda item: item.far.id)
    size = len(links) if ask.size is None else ask.size
    return LinkPage(tuple(links[:size]), len(links) > size, len(found) if ask.count else None)
