"""An entity as the rules of tags see it, out of its dossier: the plan that reads what rules need, and the view of it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from twopages.dossier.moment import NOW, Moment
from twopages.dossier.plan import LinksAsk, Plan
from twopages.dossier.types import Dossier, Envelope, Link, LinkPage
from twopages.ontology.rule import Condition, Far, Step, inner
from twopages.tags.explain import Edge
from twopages.tags.reads import reads
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class Scope:
    """What rules read of an entity: its attributes, and over each relation (id, forward) what they read there."""

    attributes: set[str] = field(default_factory=set)
    beyond: dict[tuple[str, bool], "Scope"] = field(default_factory=dict)

    def add(self, condition: Condition) -> None:
        """Read what a rule reads, too."""
        near = reads(condition)
        self.attributes.update(near.attributes)
        for step in near.steps:
            self.beyond.setdefault((step.relation, step.forward), Scope())
        for far in _nearest(condition):
            if far.where is not None:
                self.beyond[far.step.relation, far.step.forward].add(far.where)

    def asks(self) -> Iterator[LinksAsk]:
        """The questions for all far ends."""
        for (relation, forward), scope in self.beyond.items():
            far = frozenset(scope.attributes)
            yield LinksAsk(relation, forward, None, sources=True, far=far, beyond=tuple(scope.asks()))


def _nearest(condition: Condition) -> Iterator[Far]:
    """The far ends that a rule looks for from its subject, without those that go on from there."""
    if isinstance(condition, Far):
        yield condition
        return
    for term in inner(condition):
        yield from _nearest(term)


def scope_of(conditions: Iterable[Condition]) -> Scope:
    """What some rules read together."""
    scope = Scope()
    for condition in conditions:
        scope.add(condition)
    return scope


def rule_plan(cls: str, scope: Scope, moment: Moment = NOW) -> Plan:
    """The plan that reads everything in the scope of an entity of a class."""
    return Plan(cls, frozenset(scope.attributes), tuple(scope.asks()), moment=moment)


@dataclass(frozen=True, slots=True)
class FileView:
    """An entity as rules see it, out of envelopes and links as `rule_plan` asked for them."""

    id: str
    cls: str
    scope: Scope
    envelopes: Mapping[str, Envelope]
    pages: Sequence[LinkPage]
    caption: str

    def values(self, attribute: str) -> tuple[Value, ...]:
        """The values of an attribute."""
        envelope = self.envelopes.get(attribute)
        return () if envelope is None else envelope.values

    def records(self, attribute: str) -> tuple[str, ...]:
        """The records that the values come from: that which won, or all whose values complement each other."""
        envelope = self.envelopes.get(attribute)
        if envelope is None:
            return ()
        all_ = envelope.derived or len(envelope.values) > 1
        return tuple(dict.fromkeys(source.record for source in envelope.sources[: None if all_ else 1]))

    def far(self, step: Step) -> list[Edge]:
        """The relations over a step."""
        return [
            Edge(view, link.parts, link.records)
            for link, view in self.links(step.relation, step.forward)
            if view.cls == step.cls
        ]

    def links(self, relation: str, forward: bool) -> Iterator[tuple[Link, "FileView"]]:
        """The links over a relation, each with its far end in view."""
        place = list(self.scope.beyond).index((relation, forward))
        scope = self.scope.beyond[relation, forward]
        for link in self.pages[place].links:
            yield link, FileView(link.far.id, link.far.cls, scope, link.envelopes or {}, link.pages, link.far.caption)


def view_of(dossier: Dossier, scope: Scope) -> FileView:
    """The entity of a dossier in view."""
    return FileView(dossier.id, dossier.cls, scope, dossier.envelopes, dossier.link_pages, dossier.caption)
