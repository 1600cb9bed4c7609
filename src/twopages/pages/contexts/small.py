"""The small pages: signing in, looking up, and saying that something is not there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from twopages.access import Account
from twopages.dossier import Far
from twopages.ontology.model import Model
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.paths import subject_path


@dataclass(frozen=True, slots=True)
class Card:
    """A demo account: who it is and what can be seen with it."""

    account: str
    label: str
    role: str
    sees: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the template of the sign-in is told; `issuer` is where signing in with the issuer begins, if there is one."""

    frame: Frame
    issuer: str
    demo: bool
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject that was found."""

    caption: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A purpose to choose."""

    id: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class LookUpPage:
    """What the template of the look-up is told; `asked` is False before anything was asked."""

    frame: Frame
    purposes: tuple[Choice, ...]
    asked: bool
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class MessagePage:
    """What the template of a message (not found, refused, broken) is told."""

    frame: Frame
    text: str
    back: Place


def sign_in_page(frame: Frame, accounts: Iterable[Account], issuer: str) -> SignInPage:
    """The way through the issuer, and the cards of the demo accounts; where there is neither, that there are none."""
    say = frame.say
    cards = tuple(
        Card(item.account, say.label(item.label), say(f"role.{item.role}"), say(f"role.{item.role}.sees"))
        for item in accounts
    )
    return SignInPage(frame, issuer, bool(cards) or not issuer, cards)


def look_up_page(
    frame: Frame, model: Model, purposes: Sequence[Choice], found: Sequence[Far] | None, chosen: str = ""
) -> LookUpPage:
    """The form and what it found; None before anything was asked."""
    hits = (
        Hit(far.caption, frame.say.label(model.classes[far.cls].label), subject_path(far.cls, far.id))
        for far in found or ()
    )
    marked = tuple(replace(item, chosen=item.id == chosen) for item in purposes)
    return LookUpPage(frame, marked, found is not None, tuple(hits))


def message_page(frame: Frame, key: str, parts: Mapping[str, str]) -> MessagePage:
    """A message by its key, with its parts filled in."""
    return MessagePage(frame, frame.say(f"message.{key}", **parts), Place(frame.say("message.back"), "/"))
