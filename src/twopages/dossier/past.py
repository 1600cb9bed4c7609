"""A plan about a past moment becomes one Cypher statement that looks at every version; pure. What it returns `recall` reads.

A row of a relation has, in place of the edge's records, parts and sources, the versions that asserted it at the moment.
"""

from collections.abc import Iterator
from typing import Final

from twopages.dossier.compile import RECORD, Writer, far_class, supplying
from twopages.dossier.moment import ALWAYS
from twopages.dossier.plan import LinksAsk, Plan, RecordsAsk
from twopages.graph.compiled import Statement, label
from twopages.ontology.model import Model, Relation

SINCE, UNTIL = "since", "until"  # the parts of a relation that say when it held
_WINDOW: Final = 200  # far ends looked at together where only their records tell which of them held on the day
# What is read of a version that asserts a relation.
SAID: Final = (
    "r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, "
    "b.id, b.file, b.sha256, b.recordedAt, b.mode"
)


def compile_past(model: Model, plan: Plan) -> Statement:
    """The statement that reads what a plan asks as of its moment; one row, or none when there is no such entity."""
    writer = Writer(model, plan)
    _days(writer)
    known = _known(writer, "e", f"'{label(plan.cls)}'", (plan.cls,)) or "true"
    writer.columns += ["e.caption AS caption", "e.sealedCaption AS sealedCaption", f"{known} AS known"]
    writer.parameters["attributes"] = sorted(plan.attributes)
    writer.columns.append(f"{_supplied(writer, 'e', '$attributes')} AS supplied")
    for index, records in enumerate(plan.records):
        writer.columns.append(f"{_records(writer, index, records)} AS records{index}")
        if records.count:
            told = "r.asOf <= $recorded" if records.history else _counts(writer, "r")
            only = supplying(writer, index, records)
            about = f"MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record) WHERE {told}{f' AND {only}' if only else ''}"
            writer.columns.append(f"COUNT {{ {about} }} AS recordsCount{index}")
    for index, links in enumerate(plan.links):
        writer.columns.append(f"{_links(writer, str(index), links)} AS links{index}")
    text = f"MATCH (e:Entity:{label(plan.cls)} {{id: $id}})\nRETURN " + ",\n".join(writer.columns)
    return Statement(text, writer.parameters)


def dated(relation: Relation) -> bool:
    """Whether the records of a relation may say themselves when it held."""
    return SINCE in relation.parts


def window(plan: Plan, ask: LinksAsk, relation: Relation) -> int | None:
    """How many far ends the statement brings at most for a question: one more than asked tells whether there are others."""
    if ask.size is None or ask.count:
        return None
    return max(ask.size + 1, _WINDOW) if plan.moment.valid is not None and dated(relation) else ask.size + 1


def _days(writer: Writer) -> None:
    moment = writer.plan.moment
    writer.parameters["recorded"] = moment.recorded or ALWAYS
    if moment.valid is not None:
        writer.parameters |= {"valid": moment.valid, "day": min(moment.valid, moment.recorded or ALWAYS)}


def _live(record: str, day: str) -> str:
    """That a version was not yet replaced or retired at the end of a day."""
    gaps = f"{record}.gaps"
    return (
        f"({record}:Present OR {record}.until > {day} AND {record}.until > {record}.asOf) AND ({gaps} IS NULL OR "
        f"none(i IN range(0, size({gaps}) - 2, 2) WHERE {gaps}[i] <= {day} AND {day} < {gaps}[i + 1]))"
    )


def held(record: str) -> str:
    """That the store held a version on the day of record."""
    return f"{record}.asOf <= $recorded AND {_live(record, '$recorded')}"


def _true(record: str) -> str:
    """That a version known on the day of record, and none after it, tells of the day of validity."""
    known = "{}.asOf <= $recorded AND left({}.recency, 10) <= $valid".format
    away = "coalesce(o.gaps[0] <= $day AND $day < o.gaps[1], false)"
    later = f"MATCH ({record})<-[:REPLACES*]-(o:Record) WHERE {known('o', 'o')} AND NOT {away}"
    return f"{known(record, record)} AND {_live(record, '$day')} AND NOT EXISTS {{ {later} }}"


def _counts(writer: Writer, record: str) -> str:
    """That a version counts at the moment."""
    return held(record) if writer.plan.moment.valid is None else _true(record)


def _asserts(writer: Writer, record: str, relation: Relation) -> str:
    """That a version's relation counts at the moment; one that says itself since when it held may have come later."""
    if writer.plan.moment.valid is None or not dated(relation):
        return _counts(writer, record)
    return f"({held(record)} OR {_true(record)})"


def _known(writer: Writer, entity: str, cls: str, classes: tuple[str, ...]) -> str:
    """That an entity was known on the day of record: some row had registered it."""
    if writer.plan.moment.recorded is None:
        return ""
    registering = writer.parameters.setdefault("registering", {})
    for name in classes:
        registering[name] = sorted(item.id for item in writer.model.datasets.values() if name in item.registers)
    return (
        f"EXISTS {{ MATCH ({entity})<-[:ABOUT|WAS_ABOUT]-(k:Record) "
        f"WHERE k.asOf <= $recorded AND k.dataset IN $registering[{cls}] }}"
    )


def _supplied(writer: Writer, entity: str, attributes: str) -> str:
    return f"""COLLECT {{
  MATCH ({entity})<-[a:ABOUT|WAS_ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN {attributes}) AND {_counts(writer, "r")}
  RETURN [{RECORD}, [(r)-[:REPLACES*1..3]->(o) WHERE o.asOf <= $recorded | [o.id, o.payload]]]
}}"""


def _records(writer: Writer, index: int, ask: RecordsAsk) -> str:
    size = f"recordsSize{index}"
    writer.parameters[size] = ask.size + 1
    where, columns = _counts(writer, "r"), RECORD
    if ask.history:
        where, columns = "r.asOf <= $recorded", f"{RECORD}, {_version()}"
    if ask.after is not None:
        seen, last = f"recordsSeen{index}", f"recordsLast{index}"
        writer.parameters |= {seen: ask.after[0], last: ask.after[1]}
        where += f" AND (r.recency < ${seen} OR (r.recency = ${seen} AND r.id > ${last}))"
    if only := supplying(writer, index, ask):
        where += f" AND {only}"
    return f"""COLLECT {{
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)
  WHERE {where}
  WITH a, r ORDER BY r.recency DESC, r.id LIMIT ${size}
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [{columns}]
}}"""


def _version() -> str:
    """How a version stood on the day of record."""
    retired = "CASE WHEN r.retired <= $recorded THEN r.retired END"
    return f"{_live('r', '$recorded')}, {retired}, [(r)-[:REPLACES]->(o) WHERE o.asOf <= $recorded | o.id]"


def _links(writer: Writer, name: str, ask: LinksAsk) -> str:
    relation, depth = writer.model.relations[ask.relation], name.count("_")
    near, far, said = "e" if depth == 0 else f"f{depth - 1}", f"f{depth}", f"s{depth}"
    where = list(_where(writer, name, ask, far))
    limit, most = "", window(writer.plan, ask, relation)
    if most is not None:
        writer.parameters[f"linksSize{name}"] = most
        limit = f" LIMIT $linksSize{name}"
    columns = ", ".join(_columns(writer, name, ask, far, said))
    return f"""COLLECT {{
  {asserting(relation, ask.forward, near, far)}
  WITH {far}, r WHERE {" AND ".join(where)}
  WITH {far}, collect(r) AS {said} ORDER BY {far}.id{limit}
  RETURN [{columns}]
}}"""


def _where(writer: Writer, name: str, ask: LinksAsk, far: str) -> Iterator[str]:
    relation = writer.model.relations[ask.relation]
    yield _asserts(writer, "r", relation)
    classes = relation.to_classes if ask.forward else relation.from_classes
    if known := _known(writer, far, far_class(relation, ask.forward, far), classes):
        yield known
    if ask.after is not None and not ask.count:
        writer.parameters[f"linksLast{name}"] = ask.after
        yield f"{far}.id > $linksLast{name}"


def asserting(relation: Relation, forward: bool, near: str, far: str) -> str:
    """The far ends of a relation, each with every version `r` that asserts or asserted it."""
    kind = label(relation.id)
    start, end = ("WAS_FROM", "WAS_TO") if forward else ("WAS_TO", "WAS_FROM")
    before, after = ("", ">") if forward else ("<", "")
    if relation.symmetric:
        before, after, start, end = "", "", "WAS_FROM|WAS_TO", "WAS_FROM|WAS_TO"
    return f"""CALL ({near}) {{
    MATCH ({near}){before}-[l:{kind}]-{after}({far}:Entity)
    UNWIND l.records AS id
    MATCH (r:Record {{id: id}})
    RETURN {far}, r
    UNION
    MATCH ({near})<-[:{start} {{relation: '{kind}'}}]-(r:Record)-[:{end} {{relation: '{kind}'}}]->({far}:Entity)
    RETURN {far}, r
  }}"""


def _columns(writer: Writer, name: str, ask: LinksAsk, far: str, said: str) -> Iterator[str]:
    relation = writer.model.relations[ask.relation]
    yield from (f"{far}.id", far_class(relation, ask.forward, far), f"{far}.caption", f"{far}.sealedCaption")
    yield f"COLLECT {{ UNWIND {said} AS r MATCH (r)-[:IN]->(b:Batch) RETURN [{SAID}] }}"
    if ask.far:
        writer.parameters[f"far{name}"] = sorted(ask.far)
        yield _supplied(writer, far, f"$far{name}")
    for index, beyond in enumerate(ask.beyond):
        yield _links(writer, f"{name}_{index}", beyond)
