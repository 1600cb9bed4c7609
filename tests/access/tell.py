"""How what the store holds of one file is told under a purpose: every field of an answer, and what the receipt names of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.access.asks import Pick
from tests.access.inferred import At, Inference
from tests.access.reference import AUTHORISED, OWN, Asker, Policy
from tests.access.tell_why import Why
from tests.access.truth import Truth
from twopages.dossier import Cell, Change, Envelope, Link, RecordView, Source
from twopages.dossier.tagged import Held
from twopages.ontology.model import Column
from twopages.values import HIDDEN, mask

HEADS = "LEGAL_REPRESENTATIVE_OF"
ENDS = frozenset({"subject", "object", "from", "to"})  # roles of columns that hold the key of one end of a row


@dataclass
class Teller:
    """Tells of one file; `fields`, `masked`: what was told of it, and what only masked."""

    truth: Truth
    asker: Asker
    policy: Policy
    cls: str
    id: str
    day: str | None
    fields: set[str] = field(default_factory=set)
    masked: set[str] = field(default_factory=set)

    def pick(self, pick: Pick) -> Any:
        """What stands under the key of a selected field that is not denied."""
        tells: dict[str, Callable[[Pick], Any]] = {
            "id": lambda _: self.id, "class": lambda _: self.cls, "caption": lambda _: self.own_caption(), "attribute": self.attribute,
            "relation": self.relation, "records": self.records, "timeline": self.changes, "difference": self.changes,
            "acting": lambda _: self.acting(),
            "looks": lambda _: {"totalCount": 0, "edges": []},  # nobody brought receipts into this store
        }  # fmt: skip
        return tells.get(pick.kind, self.tags)(pick)

    def acting(self) -> Any:
        """By what somebody acts for it: here the head of an enterprise by law, and whoever was authorised by what was given."""
        if self.policy.role.way == AUTHORISED:
            return {"relation": None, "grant": "given", "since": None, "until": None, "records": []}
        viewer = self.asker.viewer.subject or ""
        if self.policy.role.way != OWN or self.id == viewer or self.id not in self.asker.acting:
            return None
        self.fields.add(HEADS)
        links = self.truth.links("Person", viewer, HEADS, True, None)
        records = next(link.records for link in links if link.far.id == self.id)
        return {"relation": HEADS, "grant": None, "since": None, "until": None, "records": list(records)}

    def own_caption(self) -> str:
        """The short name of the subject."""
        text, heading = self.truth.caption(self.cls, self.id, self.day) or "", self.asker.book.captions[self.cls]
        if text:
            self.fields.add(heading)
            self.masked |= {heading} if self.asker.heading_masked(self.policy, self.cls, far=False) else set()
        return self.caption(self.cls, text, far=False)

    def caption(self, cls: str, text: str, *, far: bool = True) -> str:
        """A short name."""
        heading = self.truth.model.attributes[self.asker.book.captions[cls]]
        hidden = self.asker.heading_masked(self.policy, cls, far=far)
        return mask(heading.mask, heading.kind, text) if text and hidden else text

    def attribute(self, pick: Pick) -> Any:
        """A value with what is selected of it."""
        envelope = (self.truth.attributes(self.cls, self.id, self.day) or {}).get(pick.name)
        if envelope is None:
            return None
        known, hidden = self.truth.model.attributes[pick.name], pick.name in self.policy.masked
        self.fields.add(pick.name)
        masked = [mask(known.mask, known.kind, value) for value in envelope.values] if hidden else []
        self.masked |= {pick.name} if masked else set()
        values = [] if hidden else list(envelope.values)
        told: dict[str, Any] = {"values": values} if known.many else {"value": values[0] if values else None}
        told |= {"masked": masked or None, "derived": envelope.derived}
        return told | (self.lineage(envelope, hidden) if pick.deep else {})

    def lineage(self, envelope: Envelope, hidden: bool) -> dict[str, Any]:
        """The sources of a value."""
        told = [self.source(envelope, source, hidden) for source in envelope.sources]
        first = {name: text for name, text in told[0].items() if name != "values"} if told else None
        return {"source": first, "others": told[1:]}

    def source(self, envelope: Envelope, source: Source, hidden: bool) -> dict[str, Any]:
        """One source."""
        silent = hidden or bool(envelope.derived and source.attribute and source.attribute not in self.policy.plain)
        told = {
            "record": source.record,
            "delivered": "" if silent else source.delivered,
            "values": [] if silent else list(source.values),
        }
        return told | self.dated(source)

    def dated(self, source: Source) -> dict[str, Any]:
        """From when to when the row of a source held."""
        days = {"since": source.since, "until": source.until}
        return {part: day if day and self.spanned(source.dataset, part) else None for part, day in days.items()}

    def spanned(self, dataset: str, part: str) -> bool:
        """Whether the day from or until which a row held may be told: the attribute that its column supplies is, or the relation."""
        columns = self.truth.model.datasets[dataset].columns
        ending = next(
            target.relation
            for column in columns
            for target in column.targets
            if (target.role, target.name) == ("part", "until")
        )
        column = [
            column
            for column in columns
            if any((t.role, t.name, t.relation) == ("part", part, ending) for t in column.targets)
        ][-1]
        supplied = {target.name for target in column.targets if target.role == "attribute"}
        return ending in self.policy.relations or (bool(supplied) and supplied <= self.policy.plain)

    def relation(self, pick: Pick) -> Any:
        """A page of far ends."""
        links = self.truth.links(self.cls, self.id, pick.name, pick.forward, self.day)
        found = [
            link
            for link in sorted(links, key=lambda link: link.far.id)
            if pick.after is None or link.far.id > pick.after
        ]
        self.fields |= {pick.name} if found[: pick.first] else set()
        return {"edges": [self.link(link) for link in found[: pick.first]]}

    def link(self, link: Link) -> dict[str, Any]:
        """One far end with the attributes of the relation."""
        parts = self.truth.model.relations[link.relation].parts.values()
        told = {part.id: link.parts.get(part.id) for part in parts}
        coded = {part.id: {"value": told[part.id]} for part in parts if part.codes and told[part.id] is not None}
        return {
            "node": {"id": link.far.id, "class": link.far.cls, "caption": self.caption(link.far.cls, link.far.caption)},
            **told,
            **coded,
        }

    def records(self, pick: Pick) -> Any:
        """A page of rows."""
        rows = [row for row in self.truth.records(self.cls, self.id, pick.history, self.day) if self.shows(row)]
        total = len(rows)
        if pick.after is not None:
            observed, id = pick.after.split("|")
            rows = [row for row in rows if row.observed < observed or (row.observed == observed and row.id > id)]
        edges = [{"node": self.row(row)} for row in rows[: pick.first]]
        return {"totalCount": total, "pageInfo": {"hasNextPage": len(rows) > pick.first}, "edges": edges}

    def row(self, row: RecordView) -> dict[str, Any]:
        """One row."""
        cells = [self.cell(row, cell) for cell in row.cells]
        self.fields |= {name for cell in cells for name in cell["attributes"]}
        return {"id": row.id, "present": row.present, "cells": cells}

    def shows(self, row: RecordView) -> bool:
        """Whether a row is shown at all: all of the own file, else those that supply something given."""
        return self.policy.role.rows or any(self.policy.attributes.intersection(cell.attributes) for cell in row.cells)

    def cell(self, row: RecordView, cell: Cell) -> dict[str, Any]:
        """One cell."""
        column = self.truth.model.datasets[row.dataset].column(cell.header)
        about = {*(target.name for target in column.targets if target.role == "attribute"), *cell.attributes}
        own = {
            name for name, item in self.asker.book.elements.items() if item.kind == "attribute" and item.cls == self.cls
        }
        withheld = (own - self.policy.plain) | self.policy.masked | self.policy.never
        if self.policy.role.rows:
            plain = not (about | self.keys(row.dataset, column)) & withheld
            related = self.relates(column) or (bool(about) and about <= self.policy.plain)
            shown = plain and related and self.names(row.dataset, column)
        else:
            shown = bool(about) and about <= self.policy.plain
        told = {
            "header": cell.header,
            "delivered": cell.delivered,
            "values": list(cell.values),
            "attributes": list(cell.attributes),
        }
        return told if shown else told | {"delivered": HIDDEN if cell.delivered else "", "values": [], "attributes": []}

    def relates(self, column: Column) -> bool:
        """Whether every relation of the subject's class is given of which a column holds a part."""
        ends = {
            target.relation: self.asker.book.elements[target.relation].ends
            for target in column.targets
            if target.role == "part"
        }
        return {name for name, classes in ends.items() if self.cls in classes} <= self.policy.relations

    def keys(self, dataset: str, column: Column) -> set[str]:
        """The key attributes of whom a cell identifies."""
        ends = (
            cls
            for target in column.targets
            if target.role in ENDS
            for cls in self.end(dataset, target.role, target.relation)
        )
        return {self.truth.model.classes[cls].key[-1] for cls in ends}

    def names(self, dataset: str, column: Column) -> bool:
        """Whether a cell names nobody, or only whom one of the relations given leads to, by names that are given plainly."""
        for target in column.targets:
            if target.role == "name" and column.grade > 1:
                over = {target.relation} if target.relation else set(self.truth.model.datasets[dataset].relations)
                hidden = any(
                    self.asker.heading_masked(self.policy, cls, far=True)
                    for cls in self.end(dataset, target.name, target.relation)
                )
                if hidden or not over & self.policy.relations:
                    return False
        return True

    def end(self, dataset: str, end: str, relation: str) -> set[str]:
        """The classes that one end of a row may be of."""
        known = self.truth.model.datasets[dataset]
        if known.subject and end in ("subject", "object"):
            return {known.subject}
        relations = [self.truth.model.relations[name] for name in ([relation] if relation else known.relations)]
        return {
            cls for item in relations for cls in (item.from_classes if end in ("from", "subject") else item.to_classes)
        }

    def changes(self, pick: Pick) -> Any:
        """A page of changes of what is given."""
        truth, key = self.truth, (self.cls, self.id)
        changes = (
            truth.timeline(*key, self.day) if pick.kind == "timeline" else truth.difference(*key, pick.since, self.day)
        )
        given = self.policy.attributes | self.policy.relations
        found = [change for change in changes.changes if (change.topic.attribute or change.topic.relation) in given]
        names = {change.topic.attribute or change.topic.relation for change in found}
        self.fields |= names
        self.masked |= names & self.policy.masked
        return {"edges": [{"node": self.change(change)} for change in found[: pick.first]]}

    def change(self, change: Change) -> dict[str, Any]:
        """One change."""
        topic, far = change.topic, change.far
        told = {
            "kind": change.kind.upper(),
            "attribute": topic.attribute or None,
            "relation": topic.relation or None,
            "part": topic.part or None,
        }
        sides = {"before": list(change.before), "after": list(change.after)}
        if topic.attribute in self.policy.masked:
            known = self.truth.model.attributes[topic.attribute]
            sides = {side: [mask(known.mask, known.kind, value) for value in values] for side, values in sides.items()}
        return told | {"node": far and {"id": far.id, "caption": self.caption(far.cls, far.caption)}} | sides

    def tags(self, pick: Pick) -> Any:
        """The tags that are given, now or in the past."""
        tags, given = self.truth.tags(self.id, self.day), self.policy.tags
        now = [item for item in tags.now if item.tag in given]
        past = [item for item in tags.past if item.tag in given] if self.policy.role.past else []
        if pick.kind == "pastTags":
            self.fields |= {item.tag for item in past}
            return [{"tag": {"id": item.tag}, "since": item.since, "until": item.until} for item in past]
        self.fields |= {item.tag for item in now}
        if pick.kind == "tags":
            return [{**self.held(item), "since": item.since} for item in now]
        return [{**self.held(item), "explanation": self.explanation(item.tag)} for item in now]

    def held(self, item: Held) -> dict[str, Any]:
        """A tag with the records that made it so, where all that its rule looks at is given."""
        whole = Inference(self.asker, self.policy).whole(self.truth.model.tags[item.tag].condition, At(self.cls))
        return {"tag": {"id": item.tag}, "records": list(item.records) if whole else []}

    def explanation(self, tag: str) -> Any:
        """Why a tag holds or not, as deep as it is asked."""
        found = self.truth.explain(self.cls, self.id, tag, self.day)
        if found is None:
            return None
        self.fields.add(tag)
        why = Why(Inference(self.asker, self.policy), self.caption, self.source_of_value)
        told = why.explanation(found, self.cls)
        self.fields |= why.fields
        return told

    def source_of_value(self, envelope: Envelope, source: Source) -> dict[str, Any]:
        """One source of a value that a rule looked at."""
        silent = envelope.derived and source.attribute and source.attribute not in self.policy.plain
        return self.dated(source) | {"delivered": "" if silent else source.delivered}
