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
Readers = Mapping[str, Mapping[str, Read]]  # by type name, then field name


@dataclass(frozen=True, slots=True)
class Edge:
    """An item of a list with the cursor that marks its place."""

    cursor: str
    item: Any


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `later` when it began after a cursor, `more` when others follow."""

    edges: tuple[Edge, ...]
    later: bool
    more: bool

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
    return Listed(tuple(Edge(cursor(record.observed, record.id), record) for record in page.records), later, page.more)


def list_links(page: LinkPage, later: bool) -> Listed:
    """A page of a relation as a list with cursors."""
    return Listed(tuple(Edge(cursor(link.far.id), link) for link in page.links), later, page.more)


def list_far(found: tuple[Far, ...], more: bool, later: bool) -> Listed:
    """Entities that were looked for as a list with cursors."""
    return Listed(tuple(Edge(cursor(far.caption, far.id), far) for far in found), later, more)


def make_readers(model: Model) -> Readers:
    """The readers of every type of the schema but those of subjects, whose fields are lists, attributes and names."""
    return {
        **_named(model),
        **_lineage(model),
        **_envelopes(model),
        **_records(model),
        **_lists(),
        **_relations(model),
    }


def subject_reader(attribute: str) -> Read:
    """The reader of an attribute of a subject."""
    return lambda dossier: dossier.envelopes.get(attribute)


ENTITY: Mapping[str, Read] = {"id": attrgetter("id"), "class": attrgetter("cls"), "caption": attrgetter("caption")}


def _named(model: Model) -> Readers:
    named: dict[str, Read] = {"id": attrgetter("id"), "label": attrgetter("label")}
    return {
        "Label": {"zh": attrgetter("zh"), "en": attrgetter("en")},
        "Dataset": named,
        "Department": named,
        "EntityCaption": ENTITY,
        "Fault": {"code": str, "label": _fault_label},
        "CodeValue": {"value": lambda pair: pair[0], "label": lambda pair: pair[1]},
    }


def _fault_label(code: str) -> Label:
    fault = Fault(code)
    return Label(fault.label("zh"), fault.label("en"))


def _of_dataset(model: Model) -> dict[str, Read]:
    departments = {name: model.departments[dataset.department] for name, dataset in model.datasets.items()}
    return {
        "dataset": lambda item: model.datasets[item.dataset],
        "department": lambda item: departments[item.dataset],
        "observed": attrgetter("observed"),
        "recorded": attrgetter("delivery.recorded"),
        "delivery": attrgetter("delivery"),
    }


def _lineage(model: Model) -> Readers:
    common = _of_dataset(model) | {"record": attrgetter("record")}
    source = common | {name: attrgetter(name) for name in ("rank", "period", "header", "delivered")}
    delivery: dict[str, Read] = {name: attrgetter(name) for name in ("batch", "file", "sha256", "row", "mode")}
    return {
        "LinkSource": common,
        "Source": source,
        "OtherSource": _other_source(model, source),
        "Delivery": delivery | {"asOf": attrgetter("as_of")},
    }


def _other_source(model: Model, source: Mapping[str, Read]) -> Mapping[str, Read]:
    """What another source says is told with the attribute that it says it of (see `_envelopes`)."""
    wrapped: dict[str, Read] = {name: _of_first(read) for name, read in source.items()}
    labels = _Labels(model)
    return wrapped | {
        "verdict": lambda pair: pair[0].verdict.upper(),
        "values": lambda pair: pair[0].values,
        "labels": lambda pair: labels.of_attribute(pair[1], pair[0].values),
    }


def _of_first(read: Read) -> Read:
    return lambda pair: read(pair[0])


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of codes."""

    model: Model

    def of_attribute(self, attribute: str, values: tuple[Value, ...]) -> list[Label | None] | None:
        """The labels of an attribute's values; nothing where they are no codes."""
        codes = self.model.attributes[attribute].codes
        return None if codes is None else [label_of(self.model.code_lists[codes], value) for value in values]


def label_of(codes: CodeList, value: Value) -> Label | None:
    """What a code means."""
    code = codes.codes.get(str(value))
    return None if code is None else code.label


def _others(envelope: Envelope) -> list[tuple[Source, str]]:
    return [(source, envelope.attribute) for source in envelope.sources[1:]]


def _envelopes(model: Model) -> Readers:
    attributes, labels = model.attributes, _Labels(model)
    common: dict[str, Read] = {
        "attribute": attrgetter("attribute"),
        "title": lambda envelope: attributes[envelope.attribute].label,
        "grade": lambda envelope: attributes[envelope.attribute].grade,
        "agreement": attrgetter("agreement"),
        "source": lambda envelope: envelope.sources[0],
        "others": _others,
        "value": lambda envelope: envelope.values[0],
        "values": attrgetter("values"),
        "label": lambda envelope: (labels.of_attribute(envelope.attribute, envelope.values[:1]) or [None])[0],
        "labels": lambda envelope: labels.of_attribute(envelope.attribute, envelope.values),
    }
    kinds = ("Text", "Integer", "Decimal", "Date", "Boolean", "Code")
    return {f"{kind}{form}Envelope": common for kind in kinds for form in ("", "List")}


def _records(model: Model) -> Readers:
    plain = ("id", "present", "retired", "replaces", "cells")
    cell: dict[str, Read] = {name: attrgetter(name) for name in ("header", "delivered", "values", "attributes")}
    return {
        "Record": _of_dataset(model) | {name: attrgetter(name) for name in plain},
        "Cell": cell | {"fault": lambda item: item.fault or None},
    }


def _lists() -> Readers:
    edge: dict[str, Read] = {"cursor": attrgetter("cursor"), "node": attrgetter("item")}
    connection: dict[str, Read] = {"edges": attrgetter("edges"), "pageInfo": lambda listed: listed}
    page: dict[str, Read] = {
        "hasNextPage": attrgetter("more"),
        "hasPreviousPage": attrgetter("later"),
        "startCursor": attrgetter("start"),
        "endCursor": attrgetter("end"),
    }
    lists = {f"{name}Edge": edge for name in ("Record", "Entity")}
    return {**lists, "RecordConnection": connection, "EntityConnection": connection, "PageInfo": page}


def _relations(model: Model) -> Readers:
    readers: dict[str, Mapping[str, Read]] = {}
    connection: Mapping[str, Read] = _lists()["RecordConnection"]
    for relation in model.relations.values():
        stem = relation_type(relation.id)
        parts = {part.id: _part(model, part.id, part.kind, part.codes) for part in relation.parts.values()}
        readers[f"{stem}Connection"] = connection
        readers[f"{stem}Edge"] = {
            "cursor": attrgetter("cursor"),
            "node": attrgetter("item.far"),
            "records": attrgetter("item.records"),
            "sources": attrgetter("item.sources"),
            **parts,
        }
    return readers


def _part(model: Model, part: str, kind: str, codes: str | None) -> Read:
    if family(kind, codes) != "code":
        return lambda edge: edge.item.parts.get(part)
    listed = model.code_lists[codes or ""]

    def read(edge: Edge) -> tuple[Value, Label | None] | None:
        value = edge.item.parts.get(part)
        return None if value is None else (value, label_of(listed, value))

    return read
