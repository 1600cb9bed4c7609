"""Reading a dossier: one Cypher statement, its records opened, its values fused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from twopages.dossier.changes import Changes, compare
from twopages.dossier.compile import compile_plan
from twopages.dossier.derive import Links, derive
from twopages.dossier.envelopes import make_envelopes
from twopages.dossier.history import MOST, HistoryReading, compile_history
from twopages.dossier.moment import NOW, Moment
from twopages.dossier.needs import Needs, all_ends, asked, only
from twopages.dossier.opening import Opener, Tables, exact, view
from twopages.dossier.past import compile_past
from twopages.dossier.plan import LinksAsk, Plan, whole
from twopages.dossier.present import following
from twopages.dossier.recall import Recall, unknown
from twopages.dossier.timeline import History
from twopages.dossier.today import today_in_shanghai
from twopages.dossier.types import Dossier, Envelope, Far, Link, LinkPage, LinkSource, RecordPage
from twopages.feed.records import Rooms
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import Value


class Dossiers:
    """The reading room: reads any entity's dossier, and keeps what is worked out once for a Model."""

    def __init__(self, store: Store, keys: KeyRing, model: Model, today: Callable[[], str] = today_in_shanghai) -> None:
        self.store, self.keys, self.model, self.today = store, keys, model, today
        self.tables, self.needs = Tables(model), Needs(model)

    @cached_property
    def rooms(self) -> Rooms:
        """The datasets compiled for the feed, which relations of past moments are fused by."""
        return Rooms(self.model, self.keys)

    def read(self, plan: Plan, id: str) -> Dossier | None:
        """What the plan asks of the entity that the id means, or None when there is no such entity of the plan's class."""
        return following(self.store, id, partial(self._read, plan))

    def _read(self, plan: Plan, id: str) -> Dossier | None:
        if plan.moment != NOW:
            return self._read_past(plan, id)
        statement = compile_plan(self.model, self.needs.of(plan))
        rows = self.store.read(statement.text, {**statement.parameters, "id": id})
        return self.dossier(plan, id, rows[0]) if rows else None

    def dossier(self, plan: Plan, id: str, row: Mapping[str, Any]) -> Dossier:
        """The dossier in the one row that the statement of the plan, with its needs, returns."""
        wide, opener = self.needs.of(plan), Opener(self.tables, self.keys)
        day = plan.moment.day or self.today()
        records = [opener.open(item) for item in row.get("supplied", ())]
        pages = tuple(self._counted(opener, ask, row, index, day) for index, ask in enumerate(wide.links))
        delivered = make_envelopes(self.model, wide.attributes, records)
        envelopes = derive(self.model, plan.attributes, delivered, all_ends(wide.links, pages), day)
        return Dossier(
            id,
            plan.cls,
            self.caption(id, row["caption"], row["sealedCaption"]),
            only(envelopes, plan.attributes),
            tuple(self._records(opener, plan, id, index, row) for index in range(len(plan.records))),
            pages if wide is plan else asked(pages, plan.links),
        )

    def _read_past(self, plan: Plan, id: str) -> Dossier | None:
        """The file as of a moment, with the name that it had; empty while no row had registered the entity."""
        heading = self.model.classes[plan.cls].caption
        named = replace(plan, attributes=plan.attributes | {heading})
        wide = self.needs.of(named)
        row = self._past_row(wide, id)
        if row is None or not row["known"]:
            return None if row is None else unknown(plan, id)
        recalled = Recall(self.rooms, wide).row(row, partial(self._more, wide, id))
        dossier = self.dossier(named, id, recalled)
        name = dossier.envelopes.get(heading)
        caption = str(name.values[0]) if name else ""
        return replace(dossier, caption=caption, envelopes=only(dossier.envelopes, plan.attributes))

    def _past_row(self, plan: Plan, id: str) -> dict[str, Any] | None:
        statement = compile_past(self.model, plan)
        return next(iter(self.store.read(statement.text, {**statement.parameters, "id": id})), None)

    def _more(self, plan: Plan, id: str, ask: LinksAsk) -> Sequence[Sequence[Any]]:
        """The further rows of one question of a plan."""
        row = self._past_row(Plan(plan.cls, links=(ask,), moment=plan.moment), id)
        return row["links0"] if row else ()

    def history(self, cls: str, id: str) -> History | None:
        """Every version that was ever about an entity or asserted a relation of it; None when there is no such entity."""
        return following(self.store, id, partial(self._history, cls))

    def _history(self, cls: str, id: str) -> History | None:
        statement = compile_history(self.model, cls)
        rows = self.store.read(statement.text, {**statement.parameters, "id": id})
        reading = HistoryReading(self.model, self.rooms, Opener(self.tables, self.keys), self.caption)
        return reading.history(cls, rows[0]) if rows else None

    def timeline(self, cls: str, id: str, until: str | None = None) -> Changes | None:
        """What changed in a file up to the end of a day, newest first; None when there is no such file."""
        history = self.history(cls, id)
        return history.timeline(until) if history else None

    def difference(self, cls: str, id: str, before: Moment, after: Moment = NOW) -> Changes | None:
        """What differs between the file as of two moments; None when there is no such file."""
        plan = whole(self.model, cls, size=MOST)
        old, new = (self.read(replace(plan, records=(), moment=moment), id) for moment in (before, after))
        return None if old is None or new is None else compare(old, new, plan)

    def caption(self, id: str, plain: str | None, sealed: str | None) -> str:
        """The short name of an entity, opened where it is sealed; empty while no record has named it."""
        if sealed is not None:
            return self.keys.open(sealed, id).decode()
        return plain or ""

    def _records(self, opener: Opener, plan: Plan, id: str, index: int, row: Mapping[str, Any]) -> RecordPage:
        size, rows = plan.records[index].size, row[f"records{index}"]
        opened = (opener.open(row) for row in rows[:size])
        views = tuple(view(record, self.keys, self.model, plan.cls, id) for record in opened)
        return RecordPage(views, len(rows) > size, row.get(f"recordsCount{index}"))

    def _counted(self, opener: Opener, ask: LinksAsk, row: Mapping[str, Any], index: int, day: str) -> LinkPage:
        page = self._links(opener, ask, row[f"links{index}"], day)
        return replace(page, total=row.get(f"linksCount{index}")) if ask.count else page

    def _links(self, opener: Opener, ask: LinksAsk, rows: Sequence[Sequence[Any]], day: str) -> LinkPage:
        return LinkPage(
            tuple(self._link(opener, ask, row, day) for row in rows[: ask.size]),
            ask.size is not None and len(rows) > ask.size,
        )

    def _link(self, opener: Opener, ask: LinksAsk, row: Sequence[Any], day: str) -> Link:
        id, cls, plain, sealed, records, parts, sources = row[:7]
        beyond = row[7 + bool(ask.far) :]
        pages = tuple(self._links(opener, item, rows, day) for item, rows in zip(ask.beyond, beyond, strict=True))
        return Link(
            ask.relation,
            ask.forward,
            Far(id, cls, self.caption(id, plain, sealed)),
            self._parts(ask.relation, parts),
            tuple(records),
            tuple(_link_source(opener, source) for source in sources),
            self._far(opener, ask, cls, row[7], all_ends(ask.beyond, pages), day) if ask.far else None,
            pages,
        )

    def _far(
        self, opener: Opener, ask: LinksAsk, cls: str, rows: Sequence[Sequence[Any]], links: Links, day: str
    ) -> Mapping[str, Envelope]:
        """The envelopes of a far end; a question may name attributes of several classes."""
        own = (name for name in ask.far if self.model.attributes[name].cls == cls)
        return derive(self.model, own, make_envelopes(self.model, ask.far, map(opener.open, rows)), links, day)

    def _parts(self, relation: str, values: Sequence[Any]) -> dict[str, Value]:
        names = self.model.relations[relation].parts
        return {name: exact(value) for name, value in zip(names, values, strict=True) if value is not None}


def read_dossier(store: Store, keys: KeyRing, model: Model, plan: Plan, id: str) -> Dossier | None:
    """Read one dossier; who reads many keeps a `Dossiers`."""
    return Dossiers(store, keys, model).read(plan, id)


def _link_source(opener: Opener, row: Sequence[Any]) -> LinkSource:
    record, dataset, recency, number, as_of = row[:5]
    return LinkSource(record, dataset, recency, opener.delivery(number, as_of, row[5:]))
