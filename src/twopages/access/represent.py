"""Whom somebody acts for, out of the graph, and why: the relation that says so, the records behind it, and how long it holds.

Which relations represent or authorise, and under which condition, the ontology says. A condition is looked at on the day of
asking, by what is on record: whoever comes of age is nobody's child any more on the morning of that day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from twopages.access.viewer import Viewer
from twopages.dossier import Dossier, Dossiers, Far, Link, LinksAsk, LinkSource, Plan
from twopages.dossier.rule_view import FileView, Scope, rule_plan, scope_of, view_of
from twopages.ontology.model import Model, Relation
from twopages.ontology.rule import Condition, Has, Timed, before
from twopages.ontology.rule import Far as Ends
from twopages.tags.explain import End, Outcome, explain
from twopages.tags.needs import next_change
from twopages.values import Value

MOST = 500  # files that one citizen can act for over one relation without a condition


@dataclass(frozen=True, slots=True)
class Representation:
    """A file that somebody acts for, and by what: a relation on record, or what the file itself gave (`grant`, by its id).

    `records`: all that it rests on; `sources`: those that say the relation, with what they say of it in `parts`; `since` and
    `until`: the first and the last day, where these are known; `items`: the elements that it is limited to, none for all.
    Neither a relation nor a grant is there where the file is the own one under the id that it has now.
    """

    far: Far
    relation: str
    records: tuple[str, ...]
    until: str | None = None
    since: str | None = None
    parts: Mapping[str, Value] = field(default_factory=dict)
    sources: tuple[LinkSource, ...] = ()
    grant: str = ""
    items: frozenset[str] = frozenset()

    @classmethod
    def over(cls, link: Link, records: tuple[str, ...], until: str | None = None) -> "Representation":
        """By what a relation says."""
        since = str(link.parts["since"]) if "since" in link.parts else None
        return cls(link.far, link.relation, records, until, since, link.parts, link.sources)


def representations(dossiers: Dossiers, cls: str, viewer: Viewer) -> tuple[Representation, ...]:
    """The files that a citizen acts for by law today; `cls` is the class of the own file. Those of others are none."""
    if viewer.role != "citizen" or viewer.subject is None:
        return ()
    dossier, found = _read(_Asked.by_law(dossiers.model), dossiers, cls, viewer.subject)
    return (*_own(dossier, viewer.subject), *found) if dossier else ()


@dataclass(frozen=True, slots=True)
class AgentsOnRecord:
    """What relations say of agents; `cls` is the class of agents."""

    dossiers: Dossiers
    cls: str

    def principals(self, agent: str) -> tuple[Representation, ...]:
        """The files of which somebody is an agent today."""
        return _read(_Asked.as_agent(self.dossiers.model), self.dossiers, self.cls, agent)[1]

    def agents(self, cls: str, subject: str) -> tuple[Far, ...]:
        """Those who may be agents of a file: whom a relation that can authorise leads to it, on whatever days."""
        relations = self.dossiers.model.relations.values()
        named = (item.id for item in relations if any(ends.step.cls == cls for ends in item.authorises))
        plan = Plan(cls, links=tuple(LinksAsk(name, False, MOST) for name in named))
        dossier = self.dossiers.read(plan, subject) if plan.links else None
        return tuple({link.far.id: link.far for link in dossier.links}.values()) if dossier else ()


def _read(asked: "_Asked", dossiers: Dossiers, cls: str, id: str) -> tuple[Dossier | None, tuple[Representation, ...]]:
    """Somebody's file, and the files of others that he or she acts for."""
    dossier = dossiers.read(asked.plan(cls), id)
    if dossier is None:
        return None, ()
    found = (item for item in asked.found(dossier, dossiers.today()) if dossiers.model.classes[item.far.cls].subject)
    return dossier, tuple(item for item in found if item.far.id != dossier.id)


def _own(dossier: Dossier, id: str) -> Iterator[Representation]:
    if dossier.id != id:
        yield Representation(Far(dossier.id, dossier.cls, dossier.caption), "", ())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the own file: the relations that represent without more, and the conditions of the others."""

    plain: tuple[Relation, ...]
    ruled: tuple[Ends, ...]
    scope: Scope

    @classmethod
    def by_law(cls, model: Model) -> "_Asked":
        all_ = [relation for relation in model.relations.values() if relation.represents]
        ruled = tuple(item.represents_while for item in all_ if item.represents_while)
        return cls(tuple(item for item in all_ if not item.represents_while), ruled, scope_of(ruled))

    @classmethod
    def as_agent(cls, model: Model) -> "_Asked":
        ruled = tuple(ends for relation in model.relations.values() for ends in relation.authorises)
        return cls((), ruled, scope_of(ruled))

    def plan(self, cls: str) -> Plan:
        """One plan for all of it; what the conditions read comes first, as their view expects it."""
        ruled = rule_plan(cls, self.scope)
        plain = (LinksAsk(relation.id, True, MOST, sources=True) for relation in self.plain)
        return Plan(cls, ruled.attributes, links=(*ruled.links, *plain))

    def found(self, dossier: Dossier, day: str) -> Iterator[Representation]:
        """Who is represented on a day."""
        yield from (
            Representation.over(link, link.records)
            for page in dossier.link_pages[len(self.scope.beyond) :]
            for link in page.links
        )
        view = view_of(dossier, self.scope)
        for ends in self.ruled:
            yield from _met(ends, view, date.fromisoformat(day))


def _met(condition: Ends, view: FileView, day: date) -> Iterator[Representation]:
    """The far ends that meet the condition of a relation."""
    links = {link.far.id: link for link, _ in view.links(condition.step.relation, True)}
    for end in _ends(condition, view, day):
        if end.met:
            records = tuple(dict.fromkeys((*end.records, *_rested_on(end.outcome))))
            yield Representation.over(links[end.id], records, last_day(condition, view, end.id, day))


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


def _rested_on(outcome: Outcome | None) -> Iterator[str]:
    """The records of the values that an outcome rests on."""
    for part in _parts(outcome):
        yield from (record for used in part.used for record in used.records)
