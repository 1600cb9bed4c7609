"""The reader of the program: the questions of the pages, answered from the graph."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AnySet
from typing import Final

from twopages.access import Open, Representation, Viewer, represented
from twopages.access.dealings import Dealings
from twopages.access.looked.accounts import account_hash
from twopages.access.looked.looks import Looks, LooksAsk, LooksPage
from twopages.access.looked.questions import OpenQuestion
from twopages.access.looked.seen import Asked
from twopages.dossier import (
    NOW,
    Changes,
    Dossier,
    Dossiers,
    Far,
    LinksAsk,
    Moment,
    Nearby,
    Plan,
    RecordsAsk,
    directions,
    search,
    ways,
)
from twopages.dossier.owners import Ownership, ownership
from twopages.dossier.tagged import Explanation, Tagging, TagsOf
from twopages.feed.states import state_rules
from twopages.graph import Store, statement
from twopages.keys import KeyRing
from twopages.ontology.drafts import Drafts
from twopages.ontology.model import Model, Relation, Tag
from twopages.pages.hints import is_document
from twopages.pages.reader import BatchRow, QuarantinedRow, Whereabouts
from twopages.pages.showing import sensitive
from twopages.tags.counts import holders
from twopages.tags.trials import Trial, Trials
from twopages.values import tidy

_LINKS: Final = 60  # far ends of one relation that a page lists
_RECORDS: Final = 100
_VERSIONS: Final = 500
_HITS: Final = 20
_BATCHES: Final = 500
_AROUND: Final = 400  # metres around a place that its map shows
_ASIDE: Final = 500


class StoreReader:
    """Answers from a store; every file is read with one statement. `texts` are those of the ontology, for rules to be tried."""

    def __init__(
        self,
        store: Store,
        keys: KeyRing,
        model: Model,
        dealings: Dealings | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.store, self.keys, self.model = store, keys, model
        dealings = dealings or Dealings.of(store, keys, model)
        self.desk, self.grants, self.asked = dealings.desk, dealings.grants, dealings.questions
        self.agencies = dealings.agencies
        self.trials = Trials(store, model, Drafts(texts or {}))
        self.dossiers, self.nearby = Dossiers(store, keys, model), Nearby(store, keys, model)
        self.tagging = Tagging(self.dossiers)

    def warm_up(self) -> None:
        """Ask the questions of the pages once about nobody: the store plans each when it first meets it, which takes seconds."""
        self.represented(Viewer("", "citizen", ""))
        for cls in self.model.classes.values():
            if cls.subject:
                self.dossiers.read(self._whole(cls.id, NOW), "")
                self.dossiers.read(self._versions(cls.id), "")

    def represented(self, viewer: Viewer) -> tuple[Representation, ...]:
        """The files that the viewer acts for by law."""
        return represented(self.dossiers, viewer)

    def caption(self, cls: str, id: str) -> str:
        """The short name of a subject; empty where there is none."""
        found = self.dossiers.read(Plan(cls), id)
        return found.caption if found else ""

    def dossier(self, opened: Open, moment: Moment = NOW) -> Dossier | None:
        """The whole file of a subject as of a moment."""
        return self._read(opened, self._whole(opened.cls, moment))

    def heading(self, opened: Open) -> Dossier | None:
        """The short name of a subject and nothing else."""
        return self._read(opened, Plan(opened.cls))

    def ties(self, opened: Open) -> Dossier | None:
        """The short name of a subject with its links to others by theirs."""
        around = directions(self.model, self.model.classes[opened.cls])
        return self._read(opened, Plan(opened.cls, links=tuple(LinksAsk(item.id, way, _LINKS) for item, way in around)))

    def lineage(self, opened: Open) -> Dossier | None:
        """The values of a subject and all versions of the records about it, or the present ones alone; no links."""
        return self._read(opened, self._versions(opened.cls, history=opened.decision.role.past))

    def timeline(self, opened: Open) -> Changes | None:
        """What changed in a file, newest first."""
        return self.dossiers.timeline(opened.cls, opened.id)

    def difference(self, opened: Open, before: Moment, after: Moment) -> Changes | None:
        """What differs between a file as of two moments."""
        return self.dossiers.difference(opened.cls, opened.id, before, after)

    def surroundings(self, cls: str, id: str) -> Dossier | None:
        """An entity by its caption and its links to things that are not subjects."""
        around = directions(self.model, self.model.classes[cls])
        links = tuple(
            LinksAsk(relation.id, forward, _LINKS) for relation, forward in around if self._things(relation, forward)
        )
        return self.dossiers.read(Plan(cls, links=links), id)

    def ownership(self, id: str) -> Ownership:
        """Who holds shares of an entity, up to its ultimate owners."""
        return ownership(self.store, self.keys, self.model, id)

    def whereabouts(self, fars: Sequence[Far]) -> Whereabouts:
        """Where things are, as far as that is known, and what lies around them."""
        points = self.nearby.places(fars)
        return Whereabouts(points, self.nearby.around(tuple(points.values()), _AROUND) if points else ())

    def tags(self, id: str) -> TagsOf | None:
        """The tags that a subject has and had."""
        return self.tagging.tags_of(id)

    def why(self, tag: Tag, id: str, moment: Moment = NOW) -> Explanation | None:
        """Why a subject has a tag or not, as of a moment."""
        found = self.tagging.explain([tag], id, moment=moment)
        return found[tag.id] if found else None

    def holders(self) -> Mapping[str, int | None]:
        """How many subjects have each tag, as the public may know it."""
        return holders(self.store)

    def rule_text(self, tag: str) -> str:
        """How a tag is written in the ontology, without prefixes."""
        return self.trials.drafts.text(tag)

    def trial(self, text: str, day: str) -> Trial:
        """What an edited or new tag would do on a day, from its text."""
        return self.trials.trial(text, day)

    def by_key(self, cls: str, text: str, finds: AnySet[str]) -> tuple[Far, ...]:
        """The subject of a class to which a text leads as a key that a purpose `finds` by, if there is one."""
        ids = (way.id for way in ways(self.dossiers, cls, tidy(text)) if way.by in finds)
        found = next(filter(None, (self.dossiers.read(Plan(cls), id) for id in ids)), None)
        return () if found is None else (Far(found.id, cls, found.caption),)

    def by_name(self, cls: str, text: str) -> tuple[Far, ...]:
        """Subjects of a class whose public name holds a text."""
        return search(self.store, cls, text, _HITS).entities

    def looks(self, id: str, ask: LooksAsk, viewer: Viewer) -> LooksPage | None:
        """Who looked at a file."""
        return Looks(self.store, self.keys).page(id, ask, {account_hash(self.keys, viewer.account)})

    def ask(self, id: str, look: str, viewer: Viewer, text: str) -> Asked:
        """Question a look at a file."""
        return self.asked.ask(id, look, viewer, text)

    def questions(self, viewer: Viewer) -> tuple[OpenQuestion, ...]:
        """The questions that wait for an answer of a viewer, oldest first."""
        return self.asked.open(viewer)

    def answer(self, question: str, viewer: Viewer, text: str) -> Asked:
        """Answer a question."""
        return self.asked.answer(question, viewer, text)

    def batches(self) -> tuple[BatchRow, ...]:
        """The deliveries, newest first."""
        return tuple(_batch(row) for row in self.store.read(statement("batches"), {"size": _BATCHES}))

    def quarantined(self, batch: str) -> tuple[QuarantinedRow, ...]:
        """The rows of a delivery that were put aside."""
        rows = self.store.read(statement("quarantined"), {"batch": batch, "size": _ASIDE})
        return tuple(QuarantinedRow(row["row"], row["column"], row["code"], row["shown"]) for row in rows)

    def _read(self, opened: Open, plan: Plan) -> Dossier | None:
        narrowed = opened.narrow(plan)
        found = self.dossiers.read(narrowed.plan, opened.id)
        return None if found is None else narrowed.whole(found)

    def _whole(self, cls: str, moment: Moment) -> Plan:
        entity = self.model.classes[cls]
        links = tuple(self._links(relation, forward) for relation, forward in directions(self.model, entity))
        return Plan(cls, frozenset(entity.attributes), links, (RecordsAsk(_RECORDS),), moment)

    def _versions(self, cls: str, *, history: bool = True) -> Plan:
        return Plan(cls, frozenset(self.model.classes[cls].attributes), (), (RecordsAsk(_VERSIONS, history=history),))

    def _links(self, relation: Relation, forward: bool) -> LinksAsk:
        """The question for a relation; papers are shown with their values, all else by the caption."""
        if not is_document(self.model, relation, forward):
            return LinksAsk(relation.id, forward, _LINKS)
        attributes = (
            self.model.attributes[item] for cls in relation.from_classes for item in self.model.classes[cls].attributes
        )
        shown = frozenset(item.id for item in attributes if not sensitive(self.model, item))
        return LinksAsk(relation.id, forward, _LINKS, far=shown, beyond=self._moving(relation.from_classes))

    def _moving(self, classes: tuple[str, ...]) -> tuple[LinksAsk, ...]:
        """Questions for what moves the state of papers of these classes, and for what they move."""
        return tuple(
            LinksAsk(ruled.relation, forward, _LINKS, far=frozenset({ruled.rule.state, ruled.effective}))
            for ruled in state_rules(self.model)
            if ruled.cls in classes
            for forward in (True, False)
        )

    def _things(self, relation: Relation, forward: bool) -> bool:
        far = relation.to_classes if forward else relation.from_classes
        return not any(self.model.classes[cls].subject for cls in far)


def _batch(row: dict[str, object]) -> BatchRow:
    names = {"asOf": "as_of", "relationsWaiting": "relations_waiting", "cellsFailed": "cells_failed"}
    return BatchRow(**{names.get(name, name): value for name, value in row.items()})  # type: ignore[arg-type]  # its columns
