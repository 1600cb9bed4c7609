"""What every page has around it: the texts, the places that the viewer can go, the switch of language."""

from collections.abc import Sequence
from dataclasses import dataclass

from twopages.pages.words import LANGUAGES, TAGS, Words, words_of


@dataclass(frozen=True, slots=True)
class Place:
    """A link: where to, and what it is called."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that the page can be read in instead."""

    name: str
    tag: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a page; `account` is empty while nobody is signed in. `work`: what for the page is looked at."""

    say: Words
    title: str
    account: str
    places: tuple[Place, ...]
    tongues: tuple[Tongue, ...]
    work: str = ""


def frame_of(say: Words, title: str, path: str, account: str = "", places: Sequence[Place] = ()) -> Frame:
    """The surroundings of the page at `path`."""
    marked = tuple(Place(place.label, place.href, place.href == path) for place in places)
    return Frame(say, title, account, marked, _tongues(say, path))


def _tongues(say: Words, path: str) -> tuple[Tongue, ...]:
    others = [words_of(language) for language in LANGUAGES if language != say.language]
    return tuple(
        Tongue(other("language.name"), TAGS[other.language], f"{path}?language={other.language}") for other in others
    )
