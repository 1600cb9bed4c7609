"""The small graph as plain dicts, for graphql-core's own executor."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.api.looked import plain_looks
from tests.api.memory import DAY, TAGGED, Tags, link_page, record_page, told_changes
from tests.dossier.small import MODEL
from twopages.api.naming import relation_field
from twopages.dossier import (
    Change,
    Delivery,
    Dossier,
    Envelope,
    Link,
    LinksAsk,
    LinkSource,
    RecordsAsk,
    RecordView,
    Source,
    cursor,
    directions,
    place,
)
from twopages.dossier.tagged import Explanation
from twopages.dossier.told import Line, Shown
from twopages.ontology.model import Label, Tag
from twopages.tags.sentences import Sentence, sentence

Thunk = Callable[..., Any]


class Plain:
    """A dossier as dicts, every field there; lists are functions of their arguments."""

    def __init__(self, whole: Dossier, room: Tags) -> None:
        self.whole, self.room = whole, room

    def subject(self) -> dict[str, Any]:
        whole, cls = self.whole, MODEL.classes[self.whole.cls]
        fields: dict[str, Any] = {"id": whole.id, "class": whole.cls, "caption": whole.caption, "records": self.records}
        fields |= {name: envelope(whole.envelopes[name]) for name in cls.attributes if name in whole.envelopes}
        fields |= {"timeline": self.changes, "difference": self.changes}
        fields["looks"] = self.looks
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

    def looks(self, _: Any, first: int, after: str | None, **_filters: Any) -> dict[str, Any]:
        edges, more = plain_looks(first, after)
        return connection(edges, more, after) | {"totalCount": 3}

    def tags(self) -> list[dict[str, Any]]:
        told = self.room.explain([TAGGED.tags["working"]], self.whole.id).get("working")
        records = [] if told is None else ["r1", "r3"]  # a rule about another class looks at what is not given
        days = {"since": "2021-03-01", "version": 3, "records": records}
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
