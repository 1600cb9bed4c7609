"""A plan becomes one Cypher statement: pure; labels and types come from the Model alone, every value is a parameter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from twopages.dossier.plan import LinksAsk, Plan, RecordsAsk
from twopages.graph.compiled import Statement, label
from twopages.ontology.model import Model, Relation

# What is read of a record and of its delivery, in the order that reading takes them apart.
RECORD = (
    "r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, "
    "b.id, b.file, b.sha256, b.recordedAt, b.mode"
)
VERSION = ", r:Present, r.retired, [(r)-[:REPLACES]->(o) | o.id]"
# The versions before a record: what they said tells an outdated source from one that contradicts.
FORMER = "[(r)-[:REPLACES*1..3]->(o) | [o.id, o.payload]]"
MET = "any(x IN a.supplies WHERE x IN $attributes)"


@dataclass(slots=True)
class Writer:
    """A statement being written: its parts so far and their parameters."""

    model: Model
    plan: Plan
    columns: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)


def compile_plan(model: Model, plan: Plan) -> Statement:
    """The statement that reads everything a plan asks; one row, or none when there is no such entity."""
    writer = Writer(model, plan)
    writer.columns += ["e.caption AS caption", "e.sealedCaption AS sealedCaption"]
    if plan.attributes:
        writer.parameters["attributes"] = sorted(plan.attributes)
        writer.columns.append(f"{_supplied('e', '$attributes', f'{RECORD}, {FORMER}')} AS supplied")
    for index, records in enumerate(plan.records):
        _records(writer, index, records)
    for index, links in enumerate(plan.links):
        _links(writer, index, links)
    text = f"MATCH (e:Entity:{label(plan.cls)} {{id: $id}})\nRETURN " + ",\n".join(writer.columns)
    return Statement(text, writer.parameters)


def _supplied(entity: str, attributes: str, columns: str) -> str:
    """The present records that supply any of the attributes."""
    return f"""COLLECT {{
  MATCH ({entity})<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN {attributes})
  RETURN [{columns}]
}}"""


def _records(writer: Writer, index: int, ask: RecordsAsk) -> None:
    """A page of records; a payload that `supplied` brings anyway is not read twice."""
    size = f"recordsSize{index}"
    writer.parameters[size] = ask.size + 1
    wanted = [supplying(writer, index, ask)]
    if ask.after is not None:
        seen, last = f"recordsSeen{index}", f"recordsLast{index}"
        writer.parameters |= {seen: ask.after[0], last: ask.after[1]}
        wanted.append(f"r.recency < ${seen} OR (r.recency = ${seen} AND r.id > ${last})")
    told = [text for text in wanted if text]
    where = told[0] if len(told) == 1 else " AND ".join(f"({text})" for text in told)
    after = f"\n  WHERE {where}" if where else ""
    edge = "ABOUT|WAS_ABOUT" if ask.history else "ABOUT"
    columns = RECORD.replace("r.payload", _payload(writer.plan)) + (VERSION if ask.history else "")
    writer.columns.append(
        f"""COLLECT {{
  MATCH (e)<-[a:{edge}]-(r:Record){after}
  WITH a, r ORDER BY r.recency DESC, r.id LIMIT ${size}
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [{columns}]
}} AS records{index}"""
    )
    if ask.count:
        counted = supplying(writer, index, ask)
        pattern = f"(e)<-[a:{edge}]-(:Record) WHERE {counted}" if counted else f"(e)<-[:{edge}]-(:Record)"
        writer.columns.append(f"COUNT {{ MATCH {pattern} }} AS recordsCount{index}")


def supplying(writer: Writer, index: int, ask: RecordsAsk) -> str:
    """That a record supplies any of the attributes that a question for records names; nothing where it names none."""
    if ask.supplying is None:
        return ""
    writer.parameters[f"recordsSupplying{index}"] = sorted(ask.supplying)
    return f"any(x IN a.supplies WHERE x IN $recordsSupplying{index})"


def _payload(plan: Plan) -> str:
    return f"CASE WHEN r:Present AND {MET} THEN null ELSE r.payload END" if plan.attributes else "r.payload"


def _links(writer: Writer, index: int, ask: LinksAsk) -> None:
    writer.columns.append(f"{_linked(writer, str(index), ask)} AS links{index}")
    if ask.count:
        pattern = _pattern(writer.model.relations[ask.relation], ask.forward, _Ends("f", "l", "e"))
        writer.columns.append(f"COUNT {{ MATCH {pattern} }} AS linksCount{index}")


def _linked(writer: Writer, name: str, ask: LinksAsk) -> str:
    """A page of one relation, in the stable order of the far ends' ids; `name` tells the questions apart: 0, 0_0, 0_1 ..."""
    depth = name.count("_")
    ends = _Ends(f"f{depth or ''}", f"l{depth or ''}", "e" if depth == 0 else f"f{depth - 1 or ''}")
    relation = writer.model.relations[ask.relation]
    after, limit = "", ""
    if ask.size is not None:
        writer.parameters[f"linksSize{name}"] = ask.size + 1
        limit = f" LIMIT $linksSize{name}"
    if ask.after is not None:
        writer.parameters[f"linksLast{name}"] = ask.after
        after = f"\n  WHERE {ends.far}.id > $linksLast{name}"
    columns = ", ".join(_link_columns(writer, name, ask, relation, ends))
    return f"""COLLECT {{
  MATCH {_pattern(relation, ask.forward, ends)}{after}
  WITH {ends.edge}, {ends.far} ORDER BY {ends.far}.id{limit}
  RETURN [{columns}]
}}"""


@dataclass(frozen=True, slots=True)
class _Ends:
    """The variables of one question for a relation."""

    far: str
    edge: str
    near: str


def _pattern(relation: Relation, forward: bool, ends: _Ends) -> str:
    edge, near, far = f"[{ends.edge}:{label(relation.id)}]", ends.near, ends.far
    if relation.symmetric:
        return f"({near})-{edge}-({far}:Entity)"
    return f"({near})-{edge}->({far}:Entity)" if forward else f"({near})<-{edge}-({far}:Entity)"


def _link_columns(writer: Writer, name: str, ask: LinksAsk, relation: Relation, ends: _Ends) -> Iterator[str]:
    far, edge = ends.far, ends.edge
    yield from (f"{far}.id", far_class(relation, ask.forward, far), f"{far}.caption", f"{far}.sealedCaption")
    yield f"{edge}.records"
    yield "[" + ", ".join(f"{edge}.{label(part)}" for part in relation.parts) + "]"
    yield _sources(edge) if ask.sources else "[]"
    if ask.far:
        writer.parameters[f"far{name}"] = sorted(ask.far)
        yield _supplied(far, f"$far{name}", RECORD)
    for index, beyond in enumerate(ask.beyond):
        yield _linked(writer, f"{name}_{index}", beyond)


def far_class(relation: Relation, forward: bool, far: str) -> str:
    """The class of the far end: written down where there is but one, else told by its labels."""
    classes = relation.to_classes if forward else relation.from_classes
    if len(classes) == 1:
        return f"'{label(classes[0])}'"
    cases = " ".join(f"WHEN {far}:{label(cls)} THEN '{cls}'" for cls in classes)
    return f"CASE {cases} END"


def _sources(edge: str) -> str:
    """The records that assert a link, best first."""
    return f"""COLLECT {{
    UNWIND {edge}.records AS id
    MATCH (r:Record {{id: id}})-[:IN]->(b:Batch)
    RETURN [r.id, r.dataset, r.recency, r.row, r.asOf, b.id, b.file, b.sha256, b.recordedAt, b.mode]
  }}"""
