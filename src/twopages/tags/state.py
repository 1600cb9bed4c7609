"""Where the tags of a store stand: for which day, under which rules, and what waits for a sweep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twopages.graph import statement
from twopages.tags.rules import Rules

Read = Callable[[str, Mapping[str, object]], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class State:
    """What the store says of its tags.

    `day` is the last one for which they were assigned, empty before the first; `everything`: a sweep over everything was cut off;
    `rules` tell the rule of each tag under which all its subjects were looked at, None while that goes on; `changed` and `due` count
    entities that wait.
    """

    day: str
    everything: bool
    rules: Mapping[str, str | None]
    changed: int
    due: int

    def fresh(self, rules: Rules) -> frozenset[str]:
        """The tags whose rules are new to the store."""
        return frozenset(name for name, version in rules.versions.items() if self.rules.get(name) != version)

    def gone(self, rules: Rules) -> frozenset[str]:
        """The tags that subjects may have and the ontology has no more."""
        return frozenset(name for name, rule in self.rules.items() if rule is not None and name not in rules.versions)


def read_state(read: Read, day: str | None = None) -> State | None:
    """The state, with what is due on a day, else on the one for which tags were assigned; None where nothing was ever fed."""
    found = read(statement("tags_state"), {"day": day})
    if not found:
        return None
    row = found[0]
    return State(row["day"] or "", row["everything"], dict(row["rules"]), row["changed"], row["due"])
