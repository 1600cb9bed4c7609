"""By what somebody acts for a file, in words: a relation on record with its days and where it comes from, or what the file gave."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from twopages.access import Representation
from twopages.dossier import LinkSource
from twopages.pages.contexts.frame import Place
from twopages.pages.showing import Showing

_DAYS: Final = frozenset({"since", "until"})
RecordPath = Callable[[str], str]  # where a row is shown, by its id; nothing where it is not


@dataclass(frozen=True, slots=True)
class Acting:
    """As what somebody acts, on which days, what else the relation says, and the rows that say so."""

    text: str
    days: str
    says: tuple[str, ...]
    sources: tuple[Place, ...]


def acting(showing: Showing, by: Representation, record: RecordPath) -> Acting:
    """By what the viewer acts for a file."""
    known = showing.model.relations.get(by.relation)
    text = showing.say("acting.as", noun=noun(showing, by.relation)) if known else showing.say("acting.given")
    return Acting(text, days(showing, by.since, by.until), says(showing, by), sources(showing, by, record))


def noun(showing: Showing, relation: str) -> str:
    """What people call the one at the from end of a relation."""
    known = showing.model.relations[relation]
    return showing.say.label(known.ends[0] if known.ends else known.label)


def days(showing: Showing, since: str | None, until: str | None) -> str:
    """From when to when something holds, as far as that is on record."""
    say = showing.say
    if since and until:
        return say("grants.days", since=showing.day(since), until=showing.day(until))
    if since:
        return say("acting.since", since=showing.day(since))
    return say("acting.until", until=showing.day(until)) if until else say("acting.no_days")


def says(showing: Showing, by: Representation) -> tuple[str, ...]:
    """What a relation says beside its days: it is said openly to those who act by it."""
    return tuple(_says(showing, by))


def _says(showing: Showing, by: Representation) -> Iterator[str]:
    known = showing.model.relations.get(by.relation)
    for part in known.parts.values() if known else ():
        if part.id in by.parts and part.id not in _DAYS:
            text = showing.text(part.kind, part.codes, by.parts[part.id])
            yield showing.say("acting.says", part=showing.say.label(part.label), text=text)


def sources(showing: Showing, by: Representation, record: RecordPath) -> tuple[Place, ...]:
    """The rows that say the relation: of which department and dataset, of which day."""
    return tuple(Place(_source(showing, source), record(source.record)) for source in by.sources)


def _source(showing: Showing, source: LinkSource) -> str:
    say, dataset = showing.say, showing.model.datasets[source.dataset]
    department = showing.model.departments[dataset.department]
    day = showing.day(source.observed)
    return say("acting.source", department=say.label(department.label), dataset=say.label(dataset.label), day=day)
