"""The rules of a Model made ready for assigning: compiled statements, what each reads, whom a change reaches. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from twopages.ontology.model import Model, Tag
from twopages.ontology.own_value import own_derivation
from twopages.tags import finds
from twopages.tags.clocks import Clock, clocks
from twopages.tags.cypher import TagStatements, compile_class, day_parameters
from twopages.tags.needs import Reach, reach
from twopages.tags.reads import Reads, reads


@dataclass(frozen=True)
class Rules:
    """Everything that follows from the tags of a Model; one serves as long as the Model."""

    model: Model

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes of subjects."""
        return tuple(name for name in self.model.classes if self.of_class(name) or self.finding[name])

    @cached_property
    def finding(self) -> Mapping[str, tuple[str, ...]]:
        """The properties by which entities are found, by class."""
        return {name: finds.reads(self.model, name) for name in self.model.classes}

    def of_class(self, cls: str) -> tuple[Tag, ...]:
        """The tags of a class."""
        return tuple(tag for tag in self.model.tags.values() if tag.cls == cls)

    def class_of(self, labels: Iterable[str]) -> str:
        """The class among the labels of an entity."""
        return next(label for label in labels if label in self.model.classes)

    @cached_property
    def statements(self) -> Mapping[str, TagStatements]:
        """How the graph is asked which subjects of a class meet which rules."""
        return {cls: compile_class(self.model, cls) for cls in self.classes if self.of_class(cls)}

    @cached_property
    def reach(self) -> Reach:
        """The tags that a change of a name on an entity of a class can reach, and the ways back to their subjects."""
        return reach(self.model)

    @cached_property
    def reads(self) -> Mapping[str, Reads]:
        """What each rule reads around its subject."""
        return {name: reads(tag.condition) for name, tag in self.model.tags.items()}

    @cached_property
    def clocks(self) -> Mapping[str, Clock]:
        """What the calendar can change, by class."""
        return clocks(self.model)

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """What tells a rule from every other, another version of it among them."""
        return {name: _hash(tag.version, tag.condition) for name, tag in self.model.tags.items()}

    def days(self, day: str) -> Mapping[str, Any]:
        """The boundaries of a day (YYYY-MM-DD), which all statements take; worked out once for each day."""
        if day not in self._days:
            self._days[day] = day_parameters(self.model, date.fromisoformat(day))
        return self._days[day]

    @cached_property
    def _days(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def digest(self, cls: str) -> str:
        """What tells the rules of a class from all others."""
        return _hash(*(f"{tag.id} {self.versions[tag.id]}" for tag in self.of_class(cls)))

    def records(self, tag: str, winners: Mapping[str, Iterable[str]]) -> Iterator[str]:
        """The records of the values that a rule reads on its subject; `winners` are those of each attribute."""
        for name in self.reads[tag].attributes:
            yield from self._records(name, winners)

    def _records(self, name: str, winners: Mapping[str, Iterable[str]]) -> Iterable[str]:
        derivation = own_derivation(self.model.attributes[name])
        if name in winners or derivation is None:
            return winners.get(name, ())
        return self._records(derivation.of, winners)


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
