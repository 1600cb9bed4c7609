"""The small graph held in memory: a reading room for the engine, and the same as plain dicts for graphql-core's own executor."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.dossier.graph import ACME, ADA, EDGES, ENTITIES, ROWS, Reading, Row
from tests.dossier.small import MODEL
from tests.dossier.small import label as words
from twopages.api.naming import relation_field
from twopages.dossier import (
    NOW,
    Change,
    Changes,
    Delivery,
    Dossier,
    Envelope,
    Far,
    Link,
    LinkPage,
    LinksAsk,
    LinkSource,
    Moment,
    Plan,
    RecordPage,
    RecordsAsk,
    RecordView,
    Source,
    compare,
    cursor,
    directions,
    place,
)
from twopages.dossier.rule_view import scope_of, view_of
from twopages.dossier.tagged import Explanation, Held, TagsOf, WasHeld
from twopages.dossier.told import Line, Shown, line
from twopages.keys import KeyRing
from twopages.ontology.model import Label, Model, Tag, TagGroup
from twopages.ontology.rule import Both, Has, Not, OneOf, Present, Step, Within
from twopages.ontology.rule import Far as FarEnd
from twopages.tags.explain import by_absence, explain, would_have_to_change
from twopages.tags.sentences import Sentence, sentence

Thunk = Callable[..., Any]
DAY = "2021-06-30"
WORKS = Step("WORKS_FOR", True, "Firm")
RULE = Both((Has("sex", OneOf(("2",))), FarEnd(WORKS, Has("share", Within(at_least=Decimal(10)), part=True), 1)))
WISHED = Both((Has("wage", Within(under=Decimal(10))), Not(Has("retired", OneOf((False,)))), Has("fields", Present())))
TAGGED = replace(
    MODEL,
    tags={
        name: Tag(
            name, "Human", words(name), words(f"says {name}"), "work", 2, words("law"), ("purpose/x",), 3, rule, 1
        )
        for name, rule in (("working", RULE), ("wished", WISHED))
    },
    tag_groups={"work": TagGroup("work", "Human", words("work"), 1)},
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


class Plain:
    """A dossier as dicts, every field there; lists are functions of their arguments."""

    def __init__(self, whole: Dossier, room: Tags) -> None:
        self.whole, self.room = whole, room

    def subject(self) -> dict[str, Any]:
        whole, cls = self.whole, MODEL.classes[self.whole.cls]
        fields: dict[str, Any] = {"id": whole.id, "class": whole.cls, "caption": whole.caption, "records": self.records}
        fields |= {name: envelope(whole.envelopes[name]) for name in cls.attributes if name in whole.envelopes}
        fields |= {"timeline": self.changes, "difference": self.changes}
        fields |= {"tags": self.tags(), "pastTags": self.past_tags()}
        for relation, forward in directions(MODEL, cls):
            fields[relation_field(relation, forward)] = self.links(relation.id, forward)
        return fields

    def records(self, _: Any, first: int, after: str | None, history: bool) -> dict[str, Any]:
        told = place(after, 2)
        page = record_page(self.whole, RecordsAsk(first, (told[0], told[1]) if told else None, history))
        edges = [{"cursor": cursor(item.observed, item.id), "node": record(item)} for item in page.records]
        return connection(edges, page.more, after) | {"totalCount": len(self.whole.records)}

    def changes(self, _: Any, first: int, after: str | None, **_days: Any) -> dict[str, Any]:
        told = told_changes(self.whole)
        edges = [{"cursor": change_cursor(item), "node": change(item)} for item in told.changes]
        start = [edge["cursor"] for edge in edges].index(after) + 1 if after else 0
        page = connection(edges[start : start + first], len(edges) > start + first, after)
        return page | {"totalCount": len(edges), "leftOut": ["HEADS"]}

    def tags(self) -> list[dict[str, Any]]:
        told = self.room.explain([TAGGED.tags["working"]], self.whole.id).get("working")
        days = {"since": "2021-03-01", "version": 3, "records": ["r1", "r3"]}
        return [days | {"tag": tag(TAGGED.tags["working"]), "explanation": None if told is None else explanation(told)}]

    def past_tags(self) -> list[dict[str, Any]]:
        days = {"since": "2020-01-01", "until": "2021-01-01", "version": 2}
        return [days | {"tag": tag(TAGGED.tags["wished"])}]

    def links(self, relation: str, forward: bool) -> Thunk:
        def listed(_: Any, first: int, after: str | None) -> dict[str, Any]:
            told = place(after, 1)
            page = link_page(self.whole, LinksAsk(relation, forward, first, told[0] if told else None))
            total = len(link_page(self.whole, LinksAsk(relation, forward, 1000)).links)
            return connection([edge(item) for item in page.links], page.more, after) | {"totalCount": total}

        return listed


def connection(edges: list[dict[str, Any]], more: bool, after: str | None) -> dict[str, Any]:
    start, end = (edges[0]["cursor"], edges[-1]["cursor"]) if edges else (None, None)
    info = {"hasNextPage": more, "hasPreviousPage": after is not None, "startCursor": start, "endCursor": end}
    return {"edges": edges, "pageInfo": info}


def change_cursor(item: Change) -> str:
    topic = item.topic
    return cursor(item.day or "", topic.attribute, topic.relation, str(topic.forward), topic.far, topic.part)


def change(item: Change) -> dict[str, Any]:
    topic, dataset = item.topic, MODEL.datasets[item.dataset]
    department = MODEL.departments[dataset.department]
    if topic.attribute:
        title, codes = MODEL.attributes[topic.attribute].label, MODEL.attributes[topic.attribute].codes
    else:
        known = MODEL.relations[topic.relation]
        title = known.label if topic.forward else known.inverse
        codes = known.parts[topic.part].codes if topic.part else None
    far = item.far
    return {
        "day": item.day,
        "kind": item.kind.upper(),
        "attribute": topic.attribute or None,
        "relation": topic.relation or None,
        "part": topic.part or None,
        "title": label(title),
        "node": {"id": far.id, "class": far.cls, "caption": far.caption} if far else None,
        "before": list(item.before),
        "beforeLabels": labels(codes, item.before) if codes else None,
        "after": list(item.after),
        "afterLabels": labels(codes, item.after) if codes else None,
        "record": item.record,
        "dataset": {"id": dataset.id, "label": label(dataset.label)},
        "department": {"id": department.id, "label": label(department.label)},
        "delivery": delivered(item.delivery) if item.delivery else None,
    }


def label(told: Label | None) -> dict[str, str] | None:
    return None if told is None else {"zh": told.zh, "en": told.en}


def labels(codes: str, values: Sequence[Any]) -> list[dict[str, str] | None]:
    known = MODEL.code_lists[codes].codes
    return [label(known[str(value)].label) if str(value) in known else None for value in values]


def lineage(item: Source | LinkSource | RecordView) -> dict[str, Any]:
    dataset, delivery = MODEL.datasets[item.dataset], item.delivery
    department = MODEL.departments[dataset.department]
    return {
        "dataset": {"id": dataset.id, "label": label(dataset.label)},
        "department": {"id": department.id, "label": label(department.label)},
        "observed": item.observed,
        "recorded": delivery.recorded,
        "delivery": delivered(delivery),
    }


def delivered(delivery: Delivery) -> dict[str, Any]:
    return {
        "batch": delivery.batch, "file": delivery.file, "sha256": delivery.sha256, "row": delivery.row, "asOf": delivery.as_of,
        "mode": delivery.mode,
    }  # fmt: skip


def envelope(item: Envelope) -> dict[str, Any]:
    known = MODEL.attributes[item.attribute]
    told = labels(known.codes, item.values) if known.codes else [None]
    return {
        "attribute": item.attribute,
        "title": label(known.label),
        "grade": known.grade,
        "agreement": item.agreement,
        "conflict": conflict(item),
        "derived": item.derived,
        "source": source(item.sources[0]),
        "others": [other(known.codes, another) for another in item.sources[1:]],
        "value": item.values[0],
        "values": list(item.values),
        "label": told[0],
        "labels": told,
        "members": [
            {"value": value, "label": one, "sources": [source(item) for item in item.sources if value in item.values]}
            for value, one in zip(item.values, told if known.codes else [None] * len(item.values), strict=True)
        ],
    }


def conflict(item: Envelope) -> dict[str, int]:
    said = [(one.verdict, one.as_written) for one in item.sources[1:]]
    return {
        "agrees": said.count(("agrees", True)) + said.count(("agrees", False)),
        "writtenOtherwise": said.count(("agrees", False)),
        "outdated": sum(verdict == "outdated" for verdict, _ in said),
        "contradicts": sum(verdict == "contradicts" for verdict, _ in said),
    }


def source(item: Source) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(item, name) for name in ("rank", "period", "header", "delivered")}
    told |= {name: getattr(item, name) or None for name in ("attribute", "relation", "since", "until")}
    return lineage(item) | told | {"record": item.record}


def other(codes: str | None, item: Source) -> dict[str, Any]:
    told = {"verdict": item.verdict.upper(), "values": list(item.values), "asWritten": item.as_written}
    return source(item) | told | {"labels": labels(codes, item.values) if codes else None}


def record(item: RecordView) -> dict[str, Any]:
    cells = [
        {
            "header": cell.header, "delivered": cell.delivered, "values": list(cell.values), "attributes": list(cell.attributes),
            "fault": {"code": cell.fault, "label": {"zh": "不是存在的日期", "en": "Not a day that exists"}} if cell.fault else None,
        }
        for cell in item.cells
    ]  # fmt: skip
    told = {"id": item.id, "present": item.present, "retired": item.retired, "replaces": item.replaces, "cells": cells}
    return lineage(item) | told


def edge(item: Link) -> dict[str, Any]:
    far = {"id": item.far.id, "class": item.far.cls, "caption": item.far.caption}
    sources = [lineage(one) | {"record": one.record} for one in item.sources]
    parts: dict[str, Any] = dict.fromkeys(MODEL.relations[item.relation].parts)
    for name, part in MODEL.relations[item.relation].parts.items():
        value = item.parts.get(name)
        coded = value is not None and part.codes
        parts[name] = {"value": value, "label": labels(part.codes or "", [value])[0]} if coded else value
    return {"cursor": cursor(item.far.id), "node": far, "records": list(item.records), "sources": sources, **parts}


def tag(item: Tag) -> dict[str, Any]:
    group = TAGGED.tag_groups[item.group]
    names = {"working": ["sex"], "wished": ["fields", "wage", "retired"]}
    return {
        "id": item.id, "class": item.cls, "label": label(item.label), "explanation": label(item.explanation),
        "group": {"id": group.id, "label": label(group.label)}, "grade": item.grade, "legalBasis": label(item.legal_basis),
        "usedBy": list(item.used_by), "version": item.version, "timed": False, "rule": wish(sentence(TAGGED, item.condition)),
        "attributes": names[item.id], "relations": ["WORKS_FOR"] if item.id == "working" else [],
    }  # fmt: skip


def wish(item: Sentence) -> dict[str, Any]:
    return {"text": label(item.text), "children": list(map(wish, item.children))}


def explanation(item: Explanation) -> dict[str, Any]:
    change = None if item.change is None else wish(item.change)
    told = {"holds": item.holds, "byAbsence": item.by_absence, "day": DAY, "wouldHaveToChange": change}
    return condition(item.line) | told


def condition(item: Line) -> dict[str, Any]:
    ends = item.ends
    named = [
        {
            "node": {"id": end.id, "class": end.cls, "caption": end.caption}, "met": end.met, "records": list(end.records),
            "condition": None if end.line is None else condition(end.line),
        }
        for end in (ends.named if ends else ())
    ]  # fmt: skip
    return {
        "sentence": label(item.text), "holds": item.holds, "missing": item.missing, "values": list(map(shown, item.values)),
        "children": list(map(condition, item.children)),
        "ends": None if ends is None else {"relation": ends.relation, "met": ends.met, "all": ends.all, "named": named},
    }  # fmt: skip


def shown(item: Shown) -> dict[str, Any]:
    term: Any = MODEL.relations[item.relation].parts[item.of] if item.relation else MODEL.attributes[item.of]
    told = item.envelope
    return {
        "entity": item.entity, "class": item.cls, "attribute": None if item.relation else item.of,
        "relation": item.relation or None, "part": item.of if item.relation else None, "title": label(term.label),
        "values": list(item.values), "labels": labels(term.codes, item.values) if term.codes else None, "veiled": item.veiled,
        "records": list(item.records), "derived": told is not None and told.derived,
        "sources": [source(one) for one in (told.sources if told else ()) if one.record in item.records],
        "agreement": told.agreement if told else None, "conflict": conflict(told) if told else None,
    }  # fmt: skip
