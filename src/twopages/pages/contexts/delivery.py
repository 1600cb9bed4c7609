"""The delivery that a row came in, in words."""

from twopages.dossier import Delivery
from twopages.pages.contexts.facts import Fact
from twopages.pages.showing import Showing


def delivery_facts(showing: Showing, delivery: Delivery) -> tuple[Fact, ...]:
    """File, day, kind and checksum of a delivery."""
    say = showing.say
    return (
        Fact(say("delivery.file"), delivery.file),
        Fact(say("delivery.as_of"), showing.day(delivery.as_of)),
        Fact(say("delivery.recorded"), showing.moment(delivery.recorded)),
        Fact(say("delivery.mode"), say(f"mode.{delivery.mode}")),
        Fact(say("delivery.sha256"), delivery.sha256),
    )
