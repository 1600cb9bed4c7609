"""Whom somebody acts for, out of the graph, and why: the relation that says so, the records behind it, and how long it holds.

Which relations represent, and under which condition, the ontology says. A condition is looked at on the day of asking, by what is on
record: whoever comes of age is nobody's child any more on the morning of that day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from twopages.access.viewer import Viewer
from twopages.dossier import Dossier, Dossiers, Far, LinksAsk, Plan
from twopages.dossier.rule_view import FileView, Scope, rule_plan, scope_of, view_of
from twopages.ontology.model import Model, Relation
from twopages.ontology.rule import Condition, Has, Timed, before
from twopages.tags.explain import End, Outcome, explain
from twopages.tags.needs import next_change

MOST = 500  # files that one citizen can act for over one relation without a condition


@dataclass(frozen=True, slots=True)
class Representation:
    """A file that somebody acts for: over which relation, by which records, and until which day if that is known (the last one).

    `relation` is empty, and without records, where the file is the own one under the id that it has now.
    """

    far: Far
    relation: str
    records: tuple[str, ...]
    until: str | None = None


def representations(dossiers: Dossiers, cls: str, viewer: Viewer) -> tuple[Representation, ...]:
    """The files that a citizen acts for today; `cls` is the class of the own file. Those of others are none."""
    if viewer.role != "citizen" or viewer.subject is None:
        return ()
    asked = _Asked.of(dossiers.model)
    dossier = dossiers.read(asked.plan(cls), viewer.subject)
    if dossier is None:
        return ()
    found = (item for item in asked.found(dossier, dossiers.today()) if dossiers.model.classes[item.far.cls].subject)
    return (*_own(dossier, viewer.subject), *(item for item in found if item.far.id != dossier.id))


def _own(dossier: Dossier, id: str) -> Iterator[Representation]:
    if dossier.id != id:
        yield Representation(Far(dossier.id, dossier.cls, dossier.caption), "", ())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the own file: the relations that represent without more, and the conditions of the others."""

    plain: tuple[Relation, ...]
    ruled: tuple[Relation, ...]
    scope: Scope

    @classmethod
    def of(cls, model: Model) -> "_Asked":
        all_ = [relation for relation in model.relations.values() if relation.represents]
        ruled = tuple(relation for relation in all_ if relation.represents_while)
        plain = tuple(relation for relation in all_ if not relation.represents_while)
        return cls(plain, ruled, scope_of(item.represents_while for item in ruled if item.represents_while))

    def plan(self, cls: str) -> Plan:
        """One plan for all of it; what the conditions read comes first, as their view expects it."""
        ruled = rule_plan(cls, self.scope)
        return Plan(cls, links=(*ruled.links, *(LinksAsk(relation.id, True, MOST) for relation in self.plain)))

    def found(self, dossier: Dossier, day: str) -> Iterator[Representation]:
        """Who is represented on a day."""
        yield from (
            Representation(link.far, link.relation, link.records)
            for page in dossier.link_pages[len(self.scope.beyond) :]
            for link in page.links
        )
        view = view_of(dossier, self.scope)
        for relation in self.ruled:
            yield from _met(relation, view, date.fromisoformat(day))


def _met(relation: Relation, view: FileView, day: date) -> Iterator[Representation]:
    """The far ends that meet the condition of a relation."""
    condition = relation.represents_while
    if condition is None:
        return
    fars = {link.far.id: link.far for link, _ in view.links(relation.id, True)}
    for end in _ends(condition, view, day):
        if end.met:
            records = tuple(dict.fromkeys((*end.records, *_read(end.outcome))))
            yield Representation(fars[end.id], relation.id, records, last_day(condition, view, end.id, day))


def last_day(condition: Condition, view: FileView, far: str, day: date) -> str | None:
    """The last day on which a far end that meets a condition goes on to meet it, as far as is known; None: nothing ends it."""
    while (end := _of(_ends(condition, view, day), far)) is not None:
        turn = min(_turns(end.outcome, day), default=None)
        if turn is None:
            return None
        day = date.fromisoformat(turn)
    return before(day).isoformat()


def _ends(condition: Condition, view: FileView, day: date) -> tuple[End, ...]:
    return explain(condition, view, day).ends


def _of(ends: Iterable[End], far: str) -> End | None:
    return next((end for end in ends if end.id == far and end.met), None)


def _parts(outcome: Outcome | None) -> Iterator[Outcome]:
    """An outcome and all inside it, those on far ends among them."""
    if outcome is not None:
        yield outcome
        for inner in (*outcome.children, *(end.outcome for end in outcome.ends)):
            yield from _parts(inner)


def _turns(outcome: Outcome | None, day: date) -> Iterator[str]:
    """The next days on which some test can turn out otherwise."""
    for part in _parts(outcome):
        if isinstance(part.condition, Has) and isinstance(part.condition.test, Timed):
            values = (value for used in part.used for value in used.values)
            yield from filter(None, (next_change(part.condition.test, str(value), day) for value in values))


def _read(outcome: Outcome | None) -> Iterator[str]:
    """The records of the values that an outcome rests on."""
    for part in _parts(outcome):
        yield from (record for used in part.used for record in used.records)
