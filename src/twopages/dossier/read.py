"""Reading a dossier: one Cypher statement, its records opened, its values fused."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from twopages.dossier.compile import compile_plan
from twopages.dossier.derive import Links, derive
from twopages.dossier.envelopes import make_envelopes
from twopages.dossier.needs import Needs, all_ends, asked, only
from twopages.dossier.opening import Opener, Tables, view
from twopages.dossier.plan import LinksAsk, Plan
from twopages.dossier.today import today_in_shanghai
from twopages.dossier.types import Dossier, Envelope, Far, Link, LinkPage, LinkSource, RecordPage
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import Value


class Dossiers:
    """The reading room: reads any entity's dossier, and keeps what is worked out once for a Model."""

    def __init__(self, store: Store, keys: KeyRing, model: Model, today: Callable[[], str] = today_in_shanghai) -> None:
        self.store, self.keys, self.model, self.today = store, keys, model, today
        self.tables, self.needs = Tables(model), Needs(model)

    def read(self, plan: Plan, id: str) -> Dossier | None:
        """What the plan asks of the entity, or None when there is no such entity of the plan's class."""
        statement = compile_plan(self.model, self.needs.of(plan))
        rows = self.store.read(statement.text, statement.parameters | {"id": id})
        return self.dossier(plan, id, rows[0]) if rows else None

    def dossier(self, plan: Plan, id: str, row: Mapping[str, Any]) -> Dossier:
        """The dossier in the one row that the statement of the plan, with its needs, returns."""
        wide, opener = self.needs.of(plan), Opener(self.tables, self.keys)
        day = plan.moment.day or self.today()
        records = [opener.open(item) for item in row.get("supplied", ())]
        pages = tuple(self._links(opener, ask, row[f"links{index}"], day) for index, ask in enumerate(wide.links))
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

    def caption(self, id: str, plain: str | None, sealed: str | None) -> str:
        """The short name of an entity, opened where it is sealed; empty while no record has named it."""
        if sealed is not None:
            return self.keys.open(sealed, id).decode()
        return plain or ""

    def _records(self, opener: Opener, plan: Plan, id: str, index: int, row: Mapping[str, Any]) -> RecordPage:
        size, rows = plan.records[index].size, row[f"records{index}"]
        opened = (opener.open(row) for row in rows[:size])
        views = tuple(view(record, self.keys, self.model, plan.cls, id) for record in opened)
        return RecordPage(views, len(rows) > size)

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
        return {name: _exact(value) for name, value in zip(names, values, strict=True) if value is not None}


def read_dossier(store: Store, keys: KeyRing, model: Model, plan: Plan, id: str) -> Dossier | None:
    """Read one dossier; who reads many keeps a `Dossiers`."""
    return Dossiers(store, keys, model).read(plan, id)


def _link_source(opener: Opener, row: Sequence[Any]) -> LinkSource:
    record, dataset, recency, number, as_of = row[:5]
    return LinkSource(record, dataset, recency, opener.delivery(number, as_of, row[5:]))


def _exact(value: Any) -> Value:
    """Numbers stand as numbers on an edge, and as canonical decimal text everywhere else."""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return value  # type: ignore[no-any-return]  # the driver's values are untyped
