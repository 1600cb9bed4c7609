"""Deriving: values that no source gives, from those that are there and from relations, with the lineage of both. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from twopages.dossier.types import Envelope, Link, LinkSource, Source
from twopages.ontology.derivation import (
    AllOf,
    Condition,
    Count,
    Derivation,
    Extreme,
    FirstMatch,
    FullYears,
    Moved,
    Parity,
    Path,
    Presence,
    Slice,
    Test,
)
from twopages.ontology.model import Attribute, Model
from twopages.ontology.own_value import own_value
from twopages.values import Value

Links = Mapping[Path, Sequence[Link]]  # all far ends of each relation that a derivation follows


class _Made(NamedTuple):
    """A value that was worked out (None: there is none) and the sources of what it follows from."""

    value: Value | None
    sources: tuple[Source, ...]


def derive(
    model: Model, wanted: Iterable[str], envelopes: Mapping[str, Envelope], links: Links, day: str
) -> dict[str, Envelope]:
    """The envelopes, with those of wanted derived attributes that no source gives, on a day (YYYY-MM-DD).

    `envelopes` and `links` hold what `Needs` asked; what is about another subject is named in the lineage, not told.
    """
    deriving = _Deriving(model, links, day, dict(envelopes))
    for name in wanted:
        if model.attributes[name].derivation is not None:
            deriving.envelope(name)
    return {name: envelope for name, envelope in deriving.known.items() if envelope is not None}


@dataclass
class _Deriving:
    """One entity's values on their way; each is worked out once."""

    model: Model
    links: Links
    day: str
    known: dict[str, Envelope | None] = field(default_factory=dict)

    def envelope(self, name: str) -> Envelope | None:
        """The envelope of an attribute: as sources give it, else derived, else None."""
        if name not in self.known:
            attribute = self.model.attributes[name]
            made = None if attribute.derivation is None else self._made(attribute, attribute.derivation)
            if made is None or made.value is None:
                self.known[name] = None
            else:
                self.known[name] = Envelope(name, (made.value,), made.sources, derived=True)
        return self.known[name]

    def _made(self, attribute: Attribute, derivation: Derivation) -> _Made:
        if isinstance(derivation, Slice | Parity | FullYears | Presence):
            envelope = self.envelope(derivation.of)
            value = self._taken(attribute, derivation, envelope)
            return _Made(value, _inputs(envelope))
        if isinstance(derivation, AllOf):
            tried = [self._test(test) for test in derivation.where]
            return _Made(all(met for met, _ in tried), _once(source for _, sources in tried for source in sources))
        if isinstance(derivation, FirstMatch):
            return self._first_match(derivation)
        return self._followed(derivation)

    def _taken(
        self, attribute: Attribute, derivation: Slice | Parity | FullYears | Presence, envelope: Envelope | None
    ) -> Value | None:
        source = envelope.values[0] if envelope else None
        if isinstance(derivation, FullYears):
            return None if source is None else full_years(str(source), self.day)
        return own_value(self.model, attribute, derivation, source)

    def _first_match(self, derivation: FirstMatch) -> _Made:
        seen: list[Source] = []
        for case in derivation.cases:
            tried = [self._test(test) for test in case.where]
            seen += [source for _, sources in tried for source in sources]
            if all(met for met, _ in tried):
                return _Made(case.then, _once(seen))
        return _Made(None, ())

    def _test(self, test: Test) -> tuple[bool, tuple[Source, ...]]:
        """Whether a condition of the entity holds, and what it looked at."""
        if isinstance(test, Condition):
            envelope = self.envelope(test.of)
            return meets(test, envelope, self.day), _inputs(envelope)
        links = self.links.get(test.path, ())
        tried = [(self._end(link, test.where), self._link_sources(link, test.where)) for link in links]
        return all(met for met, _ in tried), tuple(source for _, sources in tried for source in sources)

    def _end(self, link: Link, where: Iterable[Condition]) -> bool:
        return all(meets(item, (link.envelopes or {}).get(item.of), self.day) for item in where)

    def _followed(self, derivation: Count | Extreme | Moved) -> _Made:
        if isinstance(derivation, Moved):
            return self._moved(derivation)
        links = [link for path in derivation.paths for link in self.links.get(path, ())]
        if isinstance(derivation, Count):
            met = [link for link in links if self._end(link, derivation.where)]
            sources = (source for link in met for source in self._link_sources(link, derivation.where))
            return _Made(len({link.far.id for link in met}), _once(sources))
        held = [(str(found.values[0]), link) for link in links if (found := _far(link, derivation.of))]
        if not held:
            return _Made(None, ())
        best = (max if derivation.latest else min)(value for value, _ in held)
        ways = [link for value, link in held if value == best]
        return _Made(best, _once(s for link in ways for s in self._link_sources(link, (Condition(derivation.of),))))

    def _moved(self, derivation: Moved) -> _Made:
        """The state of the far end that moves it, with that end's record first; else its own."""
        links, state = self.links.get(derivation.path, ()), derivation.rule.state
        own, far = self.envelope(state), [_far(link, state) for link in links]
        told = [str(found.values[0]) if found else "" for found in far]
        value, place = derivation.rule.effective(str(own.values[0]) if own else None, told)
        moving = () if place is None else self._link_sources(links[place], (Condition(state),))
        return _Made(value, _once((*moving, *_inputs(own))))

    def _link_sources(self, link: Link, where: Iterable[Condition]) -> Iterator[Source]:
        """Where the far values come from that conditions look at, and who asserts the relation."""
        veiled = self.model.classes[link.far.cls].subject
        for item in where:
            for source in _inputs(_far(link, item.of)):
                yield foreign(source) if veiled else source
        for asserting in link.sources:
            yield self._asserting(link, asserting)

    def _asserting(self, link: Link, source: LinkSource) -> Source:
        rank = self.model.relations[link.relation].sources.index(source.dataset) + 1
        said = (source.record, source.dataset, rank, (), "", "", source.observed, "")
        return Source(*said, "input", True, source.delivery, relation=link.relation)


def foreign(source: Source) -> Source:
    """A source about another subject: named, and not told."""
    return source._replace(values=(), delivered="", since="", until="")


def _far(link: Link, attribute: str) -> Envelope | None:
    return (link.envelopes or {}).get(attribute)


def _inputs(envelope: Envelope | None) -> tuple[Source, ...]:
    """The records that a value comes from, as inputs of another."""
    if envelope is None:
        return ()
    if envelope.derived or len(envelope.values) > 1:
        return tuple(source._replace(verdict="input") for source in envelope.sources)
    return (envelope.sources[0]._replace(verdict="input"),)


def _once(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each source once, in order; one record may supply several attributes."""
    found = {(source.record, source.attribute, source.relation): source for source in sources}
    return tuple(found.values())


def meets(condition: Condition, envelope: Envelope | None, day: str) -> bool:
    """Whether a value meets a condition on a day; a missing value only where the condition says so."""
    if condition.present is not None:
        return (envelope is not None) == condition.present
    if envelope is None:
        return condition.or_absent
    value = envelope.values[0]
    if condition.codes is not None:
        return any(value in condition.codes for value in envelope.values)
    if condition.truth is not None:
        return value is condition.truth
    return _within(condition, str(value), day)


def _within(condition: Condition, value: str, day: str) -> bool:
    first = _first_day(value).isoformat()
    return (
        not (condition.after and first <= shifted(day, condition.after))
        and not (condition.not_before and first < shifted(day, condition.not_before))
        and not (condition.not_after and first > shifted(day, condition.not_after))
    )


def full_years(value: str, day: str) -> int | None:
    """Full years from a day, month or year to a day; None where it lies after that day."""
    first, last = _first_day(value), date.fromisoformat(day)
    years = last.year - first.year - ((last.month, last.day) < (first.month, first.day))
    return years if first <= last else None


def shifted(day: str, distance: str) -> str:
    """A day moved by a distance such as "-P18Y", "P3M" or "P30D", clipped to the end of the month."""
    start, number = date.fromisoformat(day), int(distance.replace("P", "")[:-1])
    if distance[-1] == "D":
        return (start + timedelta(days=number)).isoformat()
    months = start.year * 12 + start.month - 1 + number * (12 if distance[-1] == "Y" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])).isoformat()


def _first_day(value: str) -> date:
    """The first day of a day, month or year."""
    return date.fromisoformat(f"{value}-01-01"[:10])
