"""A name and what it is: the smallest thing that pages are told."""

from dataclasses import dataclass

from twopages.dossier import Envelope
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is."""

    label: str
    text: str


def fact_of(showing: Showing, envelope: Envelope) -> Fact:
    """An envelope as one line."""
    label = showing.say.label(showing.model.attributes[envelope.attribute].label)
    return Fact(label, showing.say("list.join").join(showing.told_by(envelope)))
