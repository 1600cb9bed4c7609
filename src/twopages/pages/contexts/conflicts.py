"""What departments contradict each other about, gathered for the top of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from twopages.dossier import Dossier, Envelope
from twopages.pages.paths import value_path
from twopages.pages.showing import Showing, ordered
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class Voice:
    """What some departments say: the values as they may be read, and who says so."""

    values: tuple[str, ...]
    departments: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """An attribute whose sources contradict each other: the value that holds first, then the others."""

    label: str
    voices: tuple[Voice, ...]
    href: str


def conflicts(showing: Showing, dossier: Dossier) -> tuple[Conflict, ...]:
    """Every contradiction in the file, in the order of the page."""
    found = (item for item in ordered(showing.model, dossier.envelopes.values()) if item.agreement == "CONFLICT")
    return tuple(_conflict(showing, dossier, envelope) for envelope in found)


def _conflict(showing: Showing, dossier: Dossier, envelope: Envelope) -> Conflict:
    return Conflict(
        label=showing.say.label(showing.model.attributes[envelope.attribute].label),
        voices=tuple(_voices(showing, envelope)),
        href=value_path(dossier.cls, dossier.id, envelope.attribute),
    )


def _voices(showing: Showing, envelope: Envelope) -> Iterator[Voice]:
    """One voice for each value, also where a mask makes them look alike; departments that say the same speak together."""
    said: dict[tuple[Value, ...], list[str]] = {}
    for source in envelope.sources:
        if source.present and source.verdict != "outdated":
            department = showing.model.departments[showing.model.datasets[source.dataset].department]
            said.setdefault(source.values, []).append(showing.say.label(department.label))
    for values, departments in said.items():
        texts = showing.texts(envelope.attribute, values)
        yield Voice(texts, showing.say("list.join").join(dict.fromkeys(departments)))
