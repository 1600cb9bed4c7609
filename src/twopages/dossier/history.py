"""The history of a file: one statement that reads every version of its records, and what its row comes to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from twopages.dossier.changes import Mark, Topic
from twopages.dossier.compile import RECORD, far_class
from twopages.dossier.opening import Opener
from twopages.dossier.past import SAID, asserting
from twopages.dossier.plan import directions
from twopages.dossier.timeline import History, LinkVersion, OwnVersion, Version
from twopages.dossier.types import Delivery, Far
from twopages.feed.records import Rooms
from twopages.feed.spans import Span
from twopages.graph.compiled import Statement, label
from twopages.ontology.model import Model, Relation

Row = Sequence[Any]
Caption = Callable[[str, str | None, str | None], str]
MOST: Final = 2000  # versions that assert one relation of a file; a relation with more is left out of its time line
_BATCH = "x.id, x.file, x.sha256, x.recordedAt, x.mode"
# The record that took a version's place, or else the newest delivery of the day that no longer had it.
_ENDED = f"""head(COLLECT {{
    MATCH (r)<-[:REPLACES]-(o:Record)-[:IN]->(x:Batch)
    WHERE o.asOf = r.until
    RETURN [o.id, o.row, o.asOf, {_BATCH}]
  }} + COLLECT {{
    MATCH (x:Batch {{dataset: CASE WHEN r.retired IS NULL THEN '' ELSE r.dataset END}})
    WHERE x.asOf = r.until AND x.recordedAt IS NOT NULL
    WITH x ORDER BY x.recordedAt DESC, x.id LIMIT 1
    RETURN [r.id, 0, x.asOf, {_BATCH}]
  }})"""


def compile_history(model: Model, cls: str) -> Statement:
    """The statement that reads every version that was ever about an entity, or asserted a relation of it."""
    entity = model.classes[cls]
    names = {cls, *(name for relation, forward in directions(model, entity) for name in _ends(relation, forward))}
    registering = {
        name: sorted(item.id for item in model.datasets.values() if name in item.registers) for name in names
    }
    own = f"'{label(cls)}'"
    columns = [f"{_since('e', own)} AS known", f"{_own()} AS versions"]
    for index, (relation, forward) in enumerate(directions(model, entity)):
        columns.append(f"{_asserted(relation, forward)} AS links{index}")
    text = f"MATCH (e:Entity:{label(cls)} {{id: $id}})\nRETURN " + ",\n".join(columns)
    return Statement(text, {"registering": registering, "most": MOST + 1})


def _ends(relation: Relation, forward: bool) -> tuple[str, ...]:
    return relation.to_classes if forward else relation.from_classes


def _since(entity: str, cls: str) -> str:
    """The day on which an entity was first registered."""
    return f"""head(COLLECT {{
    MATCH ({entity})<-[:ABOUT|WAS_ABOUT]-(k:Record)
    WHERE k.dataset IN $registering[{cls}]
    RETURN min(k.asOf)
  }})"""


def _own() -> str:
    return f"""COLLECT {{
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)-[:IN]->(b:Batch)
  RETURN [[r:Present, r.until, r.gaps, {_ENDED}], [{RECORD}]]
}}"""


def _asserted(relation: Relation, forward: bool) -> str:
    cls = far_class(relation, forward, "f")
    return f"""COLLECT {{
  {asserting(relation, forward, "e", "f")}
  WITH f, r LIMIT $most
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [[r:Present, r.until, r.gaps, {_ENDED}], [{SAID}], [f.id, {cls}, f.caption, f.sealedCaption], {_since("f", cls)}]
}}"""


class HistoryReading:
    """Turns the row of the statement into a history."""

    def __init__(self, model: Model, rooms: Rooms, opener: Opener, caption: Caption) -> None:
        self.model, self.rooms, self.opener, self.caption = model, rooms, opener, caption

    def history(self, cls: str, row: Mapping[str, Any]) -> History:
        """Everything that the row says; nothing while no row had registered the entity."""
        known = row["known"]
        if known is None:
            return History(self.model, self.rooms, (), ())
        own = [self._own(known, *item) for item in row["versions"]]
        links: list[LinkVersion] = []
        left_out: list[tuple[str, bool]] = []
        for index, (relation, forward) in enumerate(directions(self.model, self.model.classes[cls])):
            rows = row[f"links{index}"]
            if len(rows) > MOST:
                left_out.append((relation.id, forward))
            else:
                topic = Topic(relation=relation.id, forward=forward)
                links += (self._link(topic, known, item) for item in rows if item[3] is not None)
        return History(self.model, self.rooms, own, links, tuple(left_out))

    def _own(self, known: str, time: Row, said: Row) -> OwnVersion:
        record = self.opener.open(said)
        return OwnVersion(self._version(known, time, said, record.delivery), record)

    def _link(self, topic: Topic, known: str, row: Row) -> LinkVersion:
        time, said, (id, cls, plain, sealed), since = row
        delivery = self.opener.delivery(said[5], said[6], said[8:])
        names = ("id", "slot", "dataset", "recency", "period")
        told = self.rooms.told(dict(zip(names, said[:5], strict=True)) | {"payload": said[7]})
        version = self._version(max(known, since), time, said, delivery)
        return LinkVersion(version, topic._replace(far=id), Far(id, cls, self.caption(id, plain, sealed)), told)

    def _version(self, known: str, time: Row, said: Row, delivery: Delivery) -> Version:
        present, until, gaps, ended = time
        record, slot, dataset, recency, period, _, as_of = said[:7]
        span = Span(until or (None if present else as_of), tuple(gaps or ()))
        by = (ended[0], self.opener.delivery(ended[1], ended[2], ended[3:])) if ended else None
        return Version(max(known, as_of), span, Mark(record, dataset, slot, period or "", recency, delivery), by)
