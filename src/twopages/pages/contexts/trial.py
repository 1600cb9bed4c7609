"""What a tried rule would do, for a page: numbers by which nobody can be told apart, by district, and who uses the tag."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Final

from twopages.dossier import Far
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Place
from twopages.pages.contexts.owners import OpenPath
from twopages.pages.contexts.why import Wish, wish
from twopages.pages.showing import Showing
from twopages.pages.words import Words
from twopages.tags.counts import HIDDEN_UNDER, rounded
from twopages.tags.impact import District, Tally
from twopages.tags.sentences import sentence
from twopages.tags.trials import Trial

_COUNTS: Final = ("before", "after", "gained", "lost", "absence")


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A district and its numbers."""

    name: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DistrictTable:
    """The districts by one attribute that says where subjects are."""

    title: str
    rows: tuple[DistrictRow, ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """Some of those who gain or lose a tag, as far as the viewer may open their files."""

    label: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a page says of a trial; `warnings` are what keeps it from being counted or released."""

    effect: str
    took: str
    warnings: tuple[str, ...]
    figures: tuple[Fact, ...]
    rule: Wish
    heads: tuple[str, ...]
    tables: tuple[DistrictTable, ...]
    examples: tuple[Examples, ...]
    facts: tuple[Fact, ...]


def result(showing: Showing, trial: Trial, opened: OpenPath) -> Result:
    """A trial as the page tells it."""
    say, told = showing.say, trial.impact
    heads = tuple(say(f"trial.{name}") for name in _COUNTS)
    counted = () if told.unread else _counts(say, told.tally)
    return Result(
        effect=say(f"trial.effect.{told.effect}"),
        took=_took(showing, trial),
        warnings=tuple(_warnings(showing, trial)),
        figures=tuple(map(Fact, heads, counted)),
        rule=wish(showing, sentence(trial.model, trial.tag.condition)),
        heads=heads,
        tables=tuple(_tables(showing, told.districts)),
        examples=tuple(_examples(say, trial, opened)),
        facts=tuple(_facts(showing, trial)),
    )


def _took(showing: Showing, trial: Trial) -> str:
    counted, whole = (f"{seconds:.2f}" for seconds in (trial.impact.seconds, trial.seconds))
    return showing.say("trial.took", day=showing.day(trial.day), counted=counted, whole=whole)


def _warnings(showing: Showing, trial: Trial) -> Iterator[str]:
    if trial.impact.unread:
        yield showing.say("trial.unread", names=showing.say("list.join").join(trial.impact.unread))
    if trial.same_version:
        yield showing.say("trial.same_version", version=trial.tag.version)


def _counts(say: Words, tally: Tally) -> tuple[str, ...]:
    """The numbers as they may be told: where one is too small, the others are rounded, or it could be told from their sum."""
    numbers = astuple(tally)
    small = any(0 < number < HIDDEN_UNDER for number in numbers[:-1])
    return tuple(_told(say, number, lambda many: say("trial.about", number=f"{many:,}"), small) for number in numbers)


def _told(say: Words, number: int, about: Callable[[int], str], roughly: bool) -> str:
    """A number; none tells of nobody, and a few are told as such."""
    near = rounded(number)
    if number and near is None:
        return say("trial.few")
    return about(near) if near and roughly else f"{number:,}"


def _tables(showing: Showing, districts: Sequence[District]) -> Iterator[DistrictTable]:
    """The districts where anybody gains or loses the tag, rounded, so that none can be told from the others and the sum."""
    moved = [one for one in districts if one.tally.gained or one.tally.lost]
    for attribute in dict.fromkeys(one.attribute for one in moved):
        rows = tuple(_row(showing, one) for one in moved if one.attribute == attribute)
        yield DistrictTable(showing.say.label(showing.model.attributes[attribute].label), rows)


def _row(showing: Showing, one: District) -> DistrictRow:
    known = showing.model.attributes[one.attribute]
    name = showing.text(known.kind, known.codes, one.code) if one.code else showing.say("trial.elsewhere")
    return DistrictRow(name, tuple(_told(showing.say, number, "{:,}".format, True) for number in astuple(one.tally)))


def _examples(say: Words, trial: Trial, opened: OpenPath) -> Iterator[Examples]:
    for name, ids in (("gained", trial.impact.gained), ("lost", trial.impact.lost)):
        places = tuple(_places(trial.impact.cls, ids, opened))
        if places:
            yield Examples(say(f"trial.{name}"), places)


def _places(cls: str, ids: Iterable[str], opened: OpenPath) -> Iterator[Place]:
    for id in ids:
        path = opened(Far(id, cls, ""))
        if path:
            yield Place(id, path)


def _facts(showing: Showing, trial: Trial) -> Iterator[Fact]:
    """Who uses the tag, and where it stands on the pages."""
    say, tag = showing.say, trial.tag
    for kind in ("purpose", "service"):
        ids = [user.removeprefix(f"{kind}/") for user in tag.used_by if user.startswith(f"{kind}/")]
        users = [_user(say, trial, name) for name in ids]
        yield Fact(say(f"trial.{kind}"), say("list.join").join(users) or say("trial.nothing"))
    cls, group = (say.label(item.label) for item in (trial.model.classes[tag.cls], trial.model.tag_groups[tag.group]))
    yield Fact(say("trial.pages"), say("trial.page", cls=cls, group=group))


def _user(say: Words, trial: Trial, name: str) -> str:
    """A purpose by its name for people; a service, which the ontology does not describe yet, by its id."""
    purpose = trial.model.purposes.get(name)
    return say.label(purpose.label) if purpose else name
