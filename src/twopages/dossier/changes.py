"""Changes: what differs between two states of a file, and which record made it differ. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from twopages.dossier.plan import Plan
from twopages.dossier.types import Delivery, Dossier, Far
from twopages.values import Value

Kind = Literal["appeared", "changed", "corrected", "withdrawn"]


class Mark(NamedTuple):
    """The record that a state comes from: its place in its dataset (nothing where it is not known) and when it was true."""

    record: str
    dataset: str
    slot: str
    period: str
    observed: str
    delivery: Delivery


class Topic(NamedTuple):
    """What a change is about: an attribute, or a relation to a far end, or one part of that relation."""

    attribute: str = ""
    relation: str = ""
    forward: bool = True
    far: str = ""
    part: str = ""


class State(NamedTuple):
    """What holds of a topic: its values (none for a relation itself) and where they come from."""

    values: tuple[Value, ...]
    mark: Mark
    far: Far | None = None


class Change(NamedTuple):
    """One difference: what it is about, what was said before and after, and the record that made it.

    `day` is the day of the delivery that made it; where something was withdrawn between two days without a trace of how,
    `day` and `delivery` are None and the record is the one that had said it. "corrected": the same row says otherwise of
    the same time.
    """

    day: str | None
    kind: Kind
    topic: Topic
    far: Far | None
    before: tuple[Value, ...]
    after: tuple[Value, ...]
    record: str
    dataset: str
    delivery: Delivery | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes in their order; `left_out`: relations (and whether from their from end) with too many far ends to compare."""

    changes: tuple[Change, ...]
    left_out: tuple[tuple[str, bool], ...] = ()


def kind_of(before: State | None, after: State | None) -> Kind:
    """What kind of change leads from one state to the other; at least one is there."""
    if before is None:
        return "appeared"
    if after is None:
        return "withdrawn"
    return "corrected" if _same_time(before.mark, after.mark) else "changed"


def _same_time(before: Mark, after: Mark) -> bool:
    """Whether a row says otherwise of what it had said before."""
    own = before.slot == after.slot and before.dataset == after.dataset and before.record != after.record
    return own and (before.period, before.observed) == (after.period, after.observed)


def _states(dossier: Dossier, left_out: frozenset[tuple[str, bool]]) -> Iterator[tuple[Topic, State]]:
    """Everything that a dossier says, by topic."""
    for name, envelope in dossier.envelopes.items():
        if envelope.sources:
            source = envelope.sources[0]
            told = (source.record, source.dataset, source.header, source.period, source.observed, source.delivery)
            yield Topic(name), State(envelope.values, Mark(*told))
    for link in dossier.links:
        if link.sources and (link.relation, link.forward) not in left_out:
            best = link.sources[0]
            mark = Mark(best.record, best.dataset, "", "", best.observed, best.delivery)
            topic = Topic(relation=link.relation, forward=link.forward, far=link.far.id)
            yield topic, State((), mark, link.far)
            for part, value in link.parts.items():
                yield topic._replace(part=part), State((value,), mark, link.far)


def compare(before: Dossier, after: Dossier, plan: Plan) -> Changes:
    """What differs between the answers to one plan about two moments: values first, then relations and the parts of those that stayed."""
    cut = [
        index
        for index, pages in enumerate(zip(before.link_pages, after.link_pages, strict=True))
        if any(page.more for page in pages)
    ]
    left_out = frozenset((plan.links[index].relation, plan.links[index].forward) for index in cut)
    old, new = (dict(_states(dossier, left_out)) for dossier in (before, after))
    return Changes(tuple(_compared(old, new)), tuple(sorted(left_out)))


def _compared(before: Mapping[Topic, State], after: Mapping[Topic, State]) -> Iterator[Change]:
    topics = sorted({*before, *after}, key=in_order)
    found = (_difference(topic, before, after) for topic in topics)
    return (change for change in found if change is not None)


def in_order(topic: Topic) -> tuple[bool, Topic]:
    """Values first, then relations."""
    return not topic.attribute, topic


def _difference(topic: Topic, before: Mapping[Topic, State], after: Mapping[Topic, State]) -> Change | None:
    old, new = before.get(topic), after.get(topic)
    whole = topic._replace(part="")
    if topic.part and (whole not in before or whole not in after):
        return None  # the relation itself came or went
    if (old and old.values, old is None) == (new and new.values, new is None):
        return None
    state = new or old
    assert state is not None  # noqa: S101  # one of the two has the topic
    day = new.mark.delivery.as_of if new else None
    said = (old.values if old else (), new.values if new else ())
    mark = state.mark
    return Change(day, kind_of(old, new), topic, state.far, *said, mark.record, mark.dataset, new and mark.delivery)
