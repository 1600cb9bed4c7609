"""An edited or new rule tried against a live store, from its text: what it would do, before anybody writes it into the ontology."""

from dataclasses import dataclass
from time import perf_counter

from twopages.graph import Store
from twopages.ontology.drafts import DraftError, Drafts
from twopages.ontology.effects import Effects
from twopages.ontology.facts import Mistake, Place
from twopages.ontology.model import Model, Tag
from twopages.tags.impact import Impact, impact

# Some purposes permit all tags of a class, so that a new or regraded one changes them; nothing is asked of the store for that.
_AREAS = frozenset({"tags", "tag_groups", "purposes"})


@dataclass(frozen=True, slots=True)
class Trial:
    """What a text would do to the store: its tag, the ontology with it, whom it concerns on a day.

    `same_version` says that the rule changed under its old version, so that it cannot be released; `seconds` are
    those of the whole trial, those of `impact` are spent in the store.
    """

    model: Model
    impact: Impact
    day: str
    same_version: bool
    seconds: float

    @property
    def tag(self) -> Tag:
        """The tag as the text has it."""
        return self.model.tags[self.impact.tag]


class Trials:
    """Tries texts against a store that was fed under a Model; `drafts` are the texts of that Model."""

    def __init__(self, store: Store, model: Model, drafts: Drafts) -> None:
        self.store, self.model, self.drafts = store, model, drafts

    def trial(self, text: str, day: str) -> Trial:
        """What a text would do; DraftError with every mistake in it."""
        started = perf_counter()
        draft = self.drafts.drafted(text)
        effects = Effects(self.model, draft.model)
        require_tags_alone(effects)
        told = impact(self.store, effects, draft.tag, day)
        return Trial(draft.model, told, day, any(effects.impossible(frozenset())), perf_counter() - started)


def require_tags_alone(effects: Effects) -> None:
    """A text that changes more than tags is refused: what the store is asked follows from the ontology that it was fed under."""
    for area in sorted({change.area for change in effects.changes} - _AREAS):
        wrong = f"the text changes {area.replace('_', ' ')} too"
        raise DraftError([Mistake(Place("", 0), "", wrong, "Say only what a tag says")])
