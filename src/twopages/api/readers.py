"""How each field of the schema is read from what the dossier answers; everything fixed by the Model is looked up once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from twopages.api.fixed import family
from twopages.api.naming import relation_type
from twopages.dossier import Envelope, Far, LinkPage, RecordPage, Source, cursor
from twopages.ontology.model import CodeList, Label, Model
from twopages.values import Fault, Value

Read = Callable[[Any], Any]
Reader = str | Read  # the name of an attribute (or a path of them), or a function
Fields = Mapping[str, Reader]  # by the name of the field


@dataclass(frozen=True, slots=True)
class Bound:
    """Fields of a type that a key of it decides alone; `lasting` where that never changes under one Model."""

    by: Callable[[Any], object]
    fields: frozenset[str]
    lasting: bool


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers of each type by its name, and what may be read once for many."""

    fields: Mapping[str, Fields]
    bound: Mapping[str, Bound]


@dataclass(frozen=True, slots=True)
class Edge:
    """An item of a list with the cursor that marks its place."""

    cursor: str
    item: Any


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `later` when it began after a cursor, `more` when others follow; `total` and `facets`, where it was counted."""

    edges: tuple[Edge, ...]
    later: bool
    more: bool
    total: int | None = None
    left_out: tuple[str, ...] = ()
    facets: tuple[Any, ...] | None = None

    @property
    def start(self) -> str | None:
        """The cursor of the first edge."""
        return self.edges[0].cursor if self.edges else None

    @property
    def end(self) -> str | None:
        """The cursor of the last edge."""
        return self.edges[-1].cursor if self.edges else None


def list_records(page: RecordPage, later: bool) -> Listed:
    """A page of records as a list with cursors."""
    edges = tuple(Edge(cursor(record.observed, record.id), record) for record in page.records)
    return Listed(edges, later, page.more, page.total)


def list_links(page: LinkPage, later: bool) -> Listed:
    """A page of a relation as a list with cursors."""
    return Listed(tuple(Edge(cursor(link.far.id), link) for link in page.links), later, page.more, page.total)


def list_far(found: tuple[Far, ...], more: bool, later: bool) -> Listed:
    """Entities that were looked for as a list with cursors."""
    return Listed(tuple(Edge(cursor(far.caption, far.id), far) for far in found), later, more)


def make_readers(model: Model) -> Readers:
    """The readers of every type of the schema but those of subjects, whose fields are lists, attributes and names."""
    parts = (_named(), _lineage(model), _envelopes(model), _records(model), _lists(), _relations(model))
    fields = {name: read for part in parts for name, read in part.items()}
    return Readers(fields, _bound(fields))


def _bound(fields: Mapping[str, Fields]) -> dict[str, Bound]:
    of_record = frozenset({"record", "dataset", "department", "observed", "recorded", "delivery", "period"})
    of_attribute = frozenset({"attribute", "title", "grade"})
    of_model = frozenset({"id", "label"})
    return {
        **dict.fromkeys(("Dataset", "Department"), Bound(attrgetter("id"), of_model, True)),
        "Label": Bound(id, frozenset({"zh", "en"}), True),  # every label is a term's and lasts as long as the Model
        **dict.fromkeys(("Source", "OtherSource", "LinkSource"), Bound(attrgetter("record"), of_record, False)),
        **{name: Bound(attrgetter("attribute"), of_attribute, True) for name in fields if name.endswith("Envelope")},
    }


ENTITY: Fields = {"id": "id", "class": "cls", "caption": "caption"}
_NAMED: Fields = {"id": "id", "label": "label"}


def _same(*names: str) -> dict[str, Reader]:
    """Fields that are attributes of the same name."""
    return {name: name for name in names}


def _named() -> dict[str, Fields]:
    labels = {fault: Label(Fault(fault).label("zh"), Fault(fault).label("en")) for fault in Fault}
    return {
        "Label": _same("zh", "en"),
        "Dataset": _NAMED,
        "Department": _NAMED,
        "EntityCaption": ENTITY,
        "Fault": {"code": str, "label": lambda code: labels[Fault(code)]},
        "CodeValue": {"value": lambda pair: pair[0], "label": lambda pair: pair[1]},
    }


def _of_dataset(model: Model) -> dict[str, Reader]:
    departments = {name: model.departments[dataset.department] for name, dataset in model.datasets.items()}
    return {
        "dataset": lambda item: model.datasets[item.dataset],
        "department": lambda item: departments[item.dataset],
        "observed": "observed",
        "recorded": "delivery.recorded",
        "delivery": "delivery",
    }


def _lineage(model: Model) -> dict[str, Fields]:
    common = _of_dataset(model) | _same("record")
    source = common | _same("rank", "period", "header", "delivered")
    source |= {name: _or_none(name) for name in ("attribute", "relation", "since", "until")}
    other: dict[str, Reader] = {
        "asWritten": "as_written",
        "verdict": lambda source: source.verdict.upper(),
        "values": "values",
        "labels": _all_labels(_labels(model)),
    }
    delivery = _same("batch", "file", "sha256", "row", "mode") | {"asOf": "as_of"}
    return {"LinkSource": common, "Source": source, "OtherSource": source | other, "Delivery": delivery}


Labels = Mapping[str, Mapping[Value, Label]]  # by attribute, then code; only attributes whose values are codes


def _or_none(name: str) -> Read:
    """What reads a text that is empty where there is none."""
    read = attrgetter(name)
    return lambda source: read(source) or None


def _labels(model: Model) -> Labels:
    codes = {name: attribute.codes for name, attribute in model.attributes.items()}
    return {name: code_labels(model.code_lists[listed]) for name, listed in codes.items() if listed is not None}


def code_labels(codes: CodeList) -> Mapping[Value, Label]:
    """The labels of a code list by its codes."""
    return {name: code.label for name, code in codes.codes.items()}


def _all_labels(labels: Labels) -> Read:
    """What reads the labels of all values of an attribute; nothing where they are no codes."""

    def read(told: Envelope | Source) -> list[Label | None] | None:
        known = labels.get(told.attribute)
        return None if known is None else [known.get(value) for value in told.values]

    return read


def _envelopes(model: Model) -> dict[str, Fields]:
    attributes, labels = model.attributes, _labels(model)
    common: dict[str, Reader] = _same("attribute", "agreement", "conflict", "derived", "values") | {
        "members": lambda envelope: [(envelope.attribute, member) for member in envelope.members],
        "title": lambda envelope: attributes[envelope.attribute].label,
        "grade": lambda envelope: attributes[envelope.attribute].grade,
        "source": lambda envelope: envelope.sources[0] if envelope.sources else None,
        "others": lambda envelope: envelope.sources[1:],
        "value": lambda envelope: envelope.values[0] if envelope.values else None,
        "label": lambda envelope: labels[envelope.attribute].get(envelope.values[0]) if envelope.values else None,
        "masked": lambda envelope: envelope.masked or None,
        "labels": _all_labels(labels),
    }
    kinds = ("Text", "Integer", "Decimal", "Date", "Boolean", "Code")
    made: dict[str, Fields] = {f"{kind}{form}Envelope": common for kind in kinds for form in ("", "List")}
    return made | {"Member": _members(labels), "Conflict": _CONFLICT}


_CONFLICT: Fields = _same("agrees", "outdated", "contradicts") | {"writtenOtherwise": "written_otherwise"}


def _members(labels: Labels) -> Fields:
    """The readers of (attribute, member)."""
    return {
        "value": lambda pair: pair[1].value,
        "label": lambda pair: labels.get(pair[0], {}).get(pair[1].value),
        "sources": lambda pair: pair[1].sources,
    }


def _records(model: Model) -> dict[str, Fields]:
    return {
        "Record": _of_dataset(model) | _same("id", "present", "retired", "replaces", "cells"),
        "Cell": _same("header", "delivered", "values", "attributes") | {"fault": lambda cell: cell.fault or None},
    }


_CONNECTION: Fields = {"edges": "edges", "pageInfo": lambda listed: listed, "totalCount": "total"}


def _lists() -> dict[str, Fields]:
    edge: Fields = {"cursor": "cursor", "node": "item"}
    page: Fields = {"hasNextPage": "more", "hasPreviousPage": "later", "startCursor": "start", "endCursor": "end"}
    lists = {f"{name}Edge": edge for name in ("Record", "Entity")}
    return {
        **lists,
        "RecordConnection": _CONNECTION,
        "EntityConnection": {**_CONNECTION, "facets": "facets"},
        "PageInfo": page,
    }


def _relations(model: Model) -> dict[str, Fields]:
    readers: dict[str, Fields] = {}
    for relation in model.relations.values():
        stem = relation_type(relation.id)
        parts = {part.id: _part(model, part.id, part.kind, part.codes) for part in relation.parts.values()}
        far: Fields = {"cursor": "cursor", "node": "item.far", "records": "item.records", "sources": "item.sources"}
        readers |= {f"{stem}Connection": _CONNECTION, f"{stem}Edge": {**far, **parts}}
    return readers


def _part(model: Model, part: str, kind: str, codes: str | None) -> Read:
    if family(kind, codes) != "code":
        return lambda edge: edge.item.parts.get(part)
    labels = code_labels(model.code_lists[codes or ""])

    def read(edge: Edge) -> tuple[Value, Label | None] | None:
        value = edge.item.parts.get(part)
        return None if value is None else (value, labels.get(value))

    return read
