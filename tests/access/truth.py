"""What the store holds, read without any gate; each thing once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from twopages.dossier import Changes, Dossiers, Envelope, Far, Link, LinksAsk, Moment, Plan, RecordsAsk, RecordView
from twopages.dossier.present import present_id
from twopages.dossier.tagged import Explanation, Tagging, TagsOf
from twopages.graph import Store
from twopages.ontology.model import Model
from twopages.tags.search import Hits, SearchAsk, WhereError, find

ALL = 1000
T = TypeVar("T")


@dataclass
class Remembering:
    """A store that is only read: it answers a question twice without asking twice, and counts what it was asked."""

    store: Store
    asked: int = 0
    known: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

    def read(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a statement."""
        self.asked += 1
        key = statement, repr(sorted((parameters or {}).items()))
        if key not in self.known:
            self.known[key] = self.store.read(statement, parameters)
        return self.known[key]


class Truth:
    """Files as they are."""

    def __init__(self, model: Model, dossiers: Dossiers) -> None:
        self.model, self.dossiers, self.tagging = model, dossiers, Tagging(dossiers)
        self.attributes = cache(self._attributes)
        self.links = cache(self._links)
        self.records = cache(self._records)
        self.timeline = cache(self._timeline)
        self.difference = cache(self._difference)
        self.tags = cache(self._tags)
        self.explain = cache(self._explain)
        self.present = cache(self._present)
        self.caption = cache(self._caption)

    def _caption(self, cls: str, id: str, day: str | None = None) -> str | None:
        dossier = self.dossiers.read(Plan(cls, moment=Moment(day)), id)
        return None if dossier is None else dossier.caption

    def _attributes(self, cls: str, id: str, day: str | None) -> Mapping[str, Envelope] | None:
        plan = Plan(cls, frozenset(self.model.classes[cls].attributes), moment=Moment(day))
        dossier = self.dossiers.read(plan, id)
        return None if dossier is None else dossier.envelopes

    def _links(self, cls: str, id: str, relation: str, forward: bool, day: str | None) -> tuple[Link, ...]:
        plan = Plan(cls, links=(LinksAsk(relation, forward, ALL),), moment=Moment(day))
        dossier = self.dossiers.read(plan, id)
        assert dossier is not None
        return dossier.links

    def _records(self, cls: str, id: str, history: bool, day: str | None) -> tuple[RecordView, ...]:
        plan = Plan(cls, records=(RecordsAsk(ALL, history=history),), moment=Moment(day))
        dossier = self.dossiers.read(plan, id)
        assert dossier is not None
        return dossier.records

    def _timeline(self, cls: str, id: str, until: str | None) -> Changes:
        return self.dossiers.timeline(cls, id, until) or Changes(())

    def _difference(self, cls: str, id: str, since: str, to: str | None) -> Changes:
        return self.dossiers.difference(cls, id, Moment(since), Moment(to)) or Changes(())

    def _tags(self, id: str, day: str | None) -> TagsOf:
        found = self.tagging.tags_of(id)
        assert found is not None
        return found.on(day)

    def _explain(self, cls: str, id: str, tag: str, day: str | None) -> Explanation | None:
        found = self.tagging.explain([self.model.tags[tag]], id, moment=Moment(day))
        return None if found is None else found[tag]

    def said(self, cls: str, id: str, attribute: str) -> str:
        """The value of an attribute as it is now; empty where there is none."""
        envelope = (self.attributes(cls, id, None) or {}).get(attribute)
        return str(envelope.values[0]) if envelope and envelope.values else ""

    def _present(self, id: str) -> str | None:
        return present_id(self.dossiers.store, id)

    def hits(self, ask: SearchAsk) -> Hits | None:
        """Who is found by tags and codes; None where the question names what is not there."""
        try:
            return find(self.dossiers.store, self.model, ask)
        except WhereError:
            return None

    def named(self, cls: str, hits: Hits) -> Iterable[Far]:
        """Those who were found, by their short names."""
        return [Far(hit.id, cls, self.dossiers.caption(hit.id, hit.caption, hit.sealed)) for hit in hits.page]
