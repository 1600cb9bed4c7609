"""The tags of a subject: those that it has and had, and why a rule holds for it or not, with the values and their lineage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from twopages.dossier.moment import NOW, Moment
from twopages.dossier.present import following
from twopages.dossier.read import Dossiers
from twopages.dossier.rule_view import FileView, rule_plan, scope_of, view_of
from twopages.dossier.told import Line, line
from twopages.graph import statement
from twopages.ontology.model import Tag
from twopages.tags.explain import by_absence, explain, would_have_to_change
from twopages.tags.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Held:
    """A tag that a subject has: since when, by which version of its rule, and the records that made it so."""

    tag: str
    since: str
    version: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WasHeld:
    """A tag that a subject had, from one day until before another."""

    tag: str
    since: str
    until: str
    version: int


@dataclass(frozen=True, slots=True)
class TagsOf:
    """The tags of a subject now, by id, and those of the past, newest first."""

    now: tuple[Held, ...]
    past: tuple[WasHeld, ...]

    def on(self, day: str | None) -> "TagsOf":
        """The tags on a past day, as far as that is kept (not the records of a tag that is gone); those of now for no day."""
        if day is None:
            return self
        held = [item for item in self.now if item.since <= day]
        held += [Held(was.tag, was.since, was.version, ()) for was in self.past if was.since <= day < was.until]
        past = tuple(item for item in self.past if item.until <= day)
        return TagsOf(tuple(sorted(held, key=lambda item: item.tag)), past)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a tag's rule holds for a subject on a day, or why not.

    `by_absence`: it holds only as long as something is missing, None where that is withheld; `change`: what would have to be
    otherwise for it to hold, None where that is withheld, too.
    """

    tag: str
    holds: bool
    by_absence: bool | None
    line: Line
    change: Sentence | None
    day: date


@dataclass(frozen=True, slots=True)
class Tagging:
    """Reads the tags of subjects, and explains them from their dossiers."""

    dossiers: Dossiers

    def tags_of(self, id: str) -> TagsOf | None:
        """The tags that a subject has and had; None when there is no such entity."""
        return following(self.dossiers.store, id, self._tags_of)

    def _tags_of(self, id: str) -> TagsOf | None:
        rows = self.dossiers.store.read(statement("tags_of_subject"), {"id": id})
        return _tags(rows[0]["now"], rows[0]["past"]) if rows else None

    def explain(
        self, tags: Iterable[Tag], id: str, day: date | None = None, moment: Moment = NOW
    ) -> dict[str, Explanation] | None:
        """Explain some tags of one class, by their ids; None when there is no such subject. One statement reads all."""
        asked = tuple(tags)
        if not asked:
            return {}
        scope = scope_of(tag.condition for tag in asked)
        dossier = self.dossiers.read(rule_plan(asked[0].cls, scope, moment), id)
        if dossier is None:
            return None
        told = partial(self._explanation, view_of(dossier, scope), day or self._today(moment))
        return {tag.id: told(tag) for tag in asked}

    def _today(self, moment: Moment) -> date:
        return date.fromisoformat(moment.day or self.dossiers.today())

    def _explanation(self, view: FileView, day: date, tag: Tag) -> Explanation:
        model, outcome = self.dossiers.model, explain(tag.condition, view, day)
        told, change = line(model, outcome, view, day), would_have_to_change(model, outcome, day)
        return Explanation(tag.id, outcome.holds, by_absence(outcome), told, change, day)


def _tags(now: Sequence[Sequence[Any]], past: Sequence[Sequence[Any]]) -> TagsOf:
    held = (Held(tag, since, version, tuple(records or ())) for tag, since, version, records in now)
    return TagsOf(tuple(held), tuple(WasHeld(*row) for row in past))
