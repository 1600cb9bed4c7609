"""The lineage of one value: the way from a department to it, what other sources say, and what was said before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twopages.dossier import Cell, Dossier, Envelope, RecordView, Source
from twopages.ontology.explain import explain
from twopages.ontology.model import Attribute
from twopages.pages.contexts.delivery import delivery_facts
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.paths import record_path, subject_path
from twopages.pages.showing import Showing
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class Step:
    """A station on the way of a value."""

    kicker: str
    title: str
    facts: tuple[Fact, ...]
    link: Place | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one record says about the value; without `href` where the record is not about this file."""

    department: str
    dataset: str
    values: tuple[str, ...]
    delivered: str
    observed: str
    verdict: str
    verdict_text: str
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """One of several values, and the datasets that say it."""

    value: str
    sources: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """A dataset that may supply the attribute, by rank."""

    rank: int
    dataset: str
    department: str
    used: bool


@dataclass(frozen=True, slots=True)
class ValuePage:
    """What the template of the lineage of a value is told; `inputs` are what a derived value follows from."""

    frame: Frame
    back: Place
    reveal: str
    attribute: str
    label: str
    description: str
    values: tuple[str, ...]
    hidden: bool
    steps: tuple[Step, ...]
    inputs: tuple[Said, ...]
    members: tuple[Told, ...]
    others: tuple[Said, ...]
    history: tuple[Said, ...]
    authorities: tuple[Authority, ...]
    grade: str
    grade_text: str


def value_page(frame: Frame, showing: Showing, dossier: Dossier, envelope: Envelope) -> ValuePage:
    """The lineage of an envelope."""
    attribute, here = showing.model.attributes[envelope.attribute], subject_path(dossier.cls, dossier.id)
    return ValuePage(
        frame=frame,
        back=Place(dossier.caption, f"{here}#{attribute.id}"),
        reveal=f"{here}/reveal",
        attribute=attribute.id,
        label=showing.say.label(attribute.label),
        description=showing.say.label(attribute.description),
        values=showing.told_by(envelope),
        hidden=showing.hides(envelope),
        steps=_steps(showing, dossier, envelope),
        inputs=tuple(_input(showing, dossier, source) for source in envelope.sources if envelope.derived),
        members=_members(showing, dossier, envelope) if attribute.many else (),
        others=tuple(
            _said(showing, dossier, attribute, source) for source in envelope.sources[1:] if not envelope.derived
        ),
        history=tuple(_past(showing, dossier, attribute)),
        authorities=_authorities(showing, attribute, envelope.sources),
        grade=showing.say("grade.title", grade=attribute.grade),
        grade_text=showing.say(f"grade.{attribute.grade}"),
    )


def _steps(showing: Showing, dossier: Dossier, envelope: Envelope) -> tuple[Step, ...]:
    if envelope.derived:
        return _derived_steps(showing, envelope)
    model, say, source = showing.model, showing.say, envelope.sources[0]
    dataset = model.datasets[source.dataset]
    library, department = model.libraries[dataset.library], model.departments[dataset.department]
    return (
        Step(say("step.department"), say.label(department.label), ()),
        Step(say("step.dataset"), say.label(dataset.label), (Fact(say("step.library"), say.label(library.label)),)),
        Step(say("step.delivery"), showing.day(source.delivery.as_of), delivery_facts(showing, source.delivery)),
        _row_step(showing, dossier, envelope, source),
        _value_step(showing, envelope, source),
    )


def _derived_steps(showing: Showing, envelope: Envelope) -> tuple[Step, ...]:
    """How a value was worked out; what it follows from is listed apart."""
    say = showing.say
    values = say("list.join").join(showing.told_by(envelope))
    how = explain(showing.model, envelope.attribute, say.language)
    return (
        Step(say("step.derived"), how, ()),
        Step(say("step.value"), values, (Fact(say("step.why"), say("why.derived")),)),
    )


def _input(showing: Showing, dossier: Dossier, source: Source) -> Said:
    """A record that a derived value follows from, by the attribute or the relation that it gives."""
    say, model, dataset = showing.say, showing.model, showing.model.datasets[source.dataset]
    told = model.attributes[source.attribute].label if source.attribute else model.relations[source.relation].label
    known = any(record.id == source.record for record in dossier.records)
    return Said(
        department=say.label(model.departments[dataset.department].label),
        dataset=say.label(dataset.label),
        values=(say.label(told), *(showing.texts(source.attribute, source.values) if source.attribute else ())),
        delivered=delivered_text(showing, source.attribute, source) if source.values else source.delivered,
        observed=showing.day(source.observed),
        verdict=source.verdict,
        verdict_text=say(f"verdict.{source.verdict}"),
        href=record_path(dossier.cls, dossier.id, source.record) if known else "",
    )


def _members(showing: Showing, dossier: Dossier, envelope: Envelope) -> tuple[Told, ...]:
    """Each of several values with the rows that say it."""
    texts = showing.texts(envelope.attribute, envelope.values)
    return tuple(
        Told(text, tuple(_place(showing, dossier, source) for source in member.sources))
        for text, member in zip(texts, envelope.members, strict=True)
    )


def _place(showing: Showing, dossier: Dossier, source: Source) -> Place:
    label = showing.say.label(showing.model.datasets[source.dataset].label)
    return Place(label, record_path(dossier.cls, dossier.id, source.record))


def _row_step(showing: Showing, dossier: Dossier, envelope: Envelope, source: Source) -> Step:
    say = showing.say
    facts = (
        Fact(say("step.column"), source.header),
        Fact(say("step.delivered"), delivered_text(showing, envelope.attribute, source)),
        Fact(say("step.observed"), showing.day(source.observed)),
        *_spans(showing, source),
    )
    place = Place(say("step.see_row"), record_path(dossier.cls, dossier.id, source.record))
    return Step(say("step.row"), say("step.row_number", number=f"{source.delivery.row:,}"), facts, place)


def _spans(showing: Showing, source: Source) -> Iterator[Fact]:
    """The time of which a row speaks, where it names one: a period, or from when to when it held."""
    for name, day in (("period", source.period), ("since", source.since), ("until", source.until)):
        if day:
            yield Fact(showing.say(f"step.{name}"), showing.text("partialDate", None, day))


def _value_step(showing: Showing, envelope: Envelope, source: Source) -> Step:
    say = showing.say
    values = say("list.join").join(showing.texts(envelope.attribute, envelope.values))
    return Step(say("step.value"), values, (Fact(say("step.why"), _why(showing, envelope, source)),))


def _why(showing: Showing, envelope: Envelope, source: Source) -> str:
    if showing.model.attributes[envelope.attribute].many:
        return showing.say("why.union")
    return showing.say("why.first") if source.rank == 1 else showing.say("why.rank", rank=source.rank)


def delivered_text(showing: Showing, attribute: str, source: Source) -> str:
    """The cell as it was delivered; under a mask only what the mask lets through of the value."""
    return _covered(showing, attribute, source.delivered, source.values)


def _covered(showing: Showing, attribute: str, delivered: str, values: Sequence[Value]) -> str:
    return showing.say("list.join").join(showing.texts(attribute, values)) if showing.hidden(attribute) else delivered


def _said(showing: Showing, dossier: Dossier, attribute: Attribute, source: Source) -> Said:
    dataset = showing.model.datasets[source.dataset]
    return Said(
        department=showing.say.label(showing.model.departments[dataset.department].label),
        dataset=showing.say.label(dataset.label),
        values=showing.texts(attribute.id, source.values),
        delivered=delivered_text(showing, attribute.id, source),
        observed=showing.day(source.observed),
        verdict=source.verdict,
        verdict_text=showing.say(f"verdict.{_verdict(source)}"),
        href=record_path(dossier.cls, dossier.id, source.record),
    )


def _verdict(source: Source) -> str:
    return "agrees_otherwise" if source.verdict == "agrees" and not source.as_written else source.verdict


def _past(showing: Showing, dossier: Dossier, attribute: Attribute) -> Iterator[Said]:
    """What superseded and retired versions of records said, newest first."""
    past = sorted((record for record in dossier.records if not record.present), key=lambda record: record.observed)
    for record in reversed(past):
        for cell in record.cells:
            if attribute.id in cell.attributes and cell.values:
                yield _said_once(showing, dossier, attribute, record, cell)


def _said_once(showing: Showing, dossier: Dossier, attribute: Attribute, record: RecordView, cell: Cell) -> Said:
    dataset = showing.model.datasets[record.dataset]
    verdict = "retired" if record.retired else "superseded"
    return Said(
        department=showing.say.label(showing.model.departments[dataset.department].label),
        dataset=showing.say.label(dataset.label),
        values=showing.texts(attribute.id, cell.values),
        delivered=_covered(showing, attribute.id, cell.delivered, cell.values),
        observed=showing.day(record.observed),
        verdict=verdict,
        verdict_text=showing.say(f"verdict.{verdict}"),
        href=record_path(dossier.cls, dossier.id, record.id),
    )


def _authorities(showing: Showing, attribute: Attribute, present: Sequence[Source]) -> tuple[Authority, ...]:
    model, say = showing.model, showing.say
    used = {source.dataset for source in present}
    datasets = (model.datasets[dataset] for dataset in attribute.authorities)
    return tuple(
        Authority(
            rank, say.label(dataset.label), say.label(model.departments[dataset.department].label), dataset.id in used
        )
        for rank, dataset in enumerate(datasets, 1)
    )
