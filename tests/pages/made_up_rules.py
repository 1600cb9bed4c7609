"""Trials of rules without a store: the texts are read as in the program, the numbers are made up."""

from functools import cache

from twopages.ontology.bundle import texts
from twopages.ontology.drafts import Drafts
from twopages.ontology.effects import Effects
from twopages.ontology.model import Model
from twopages.settings import Settings
from twopages.tags.districts import divided
from twopages.tags.impact import District, Impact, Tally
from twopages.tags.trials import Trial

DISTRICTS = ("310101", "310104", "310106", "310115", "")
SOME, FEW = Tally(12480, 15210, 2730, 0, 410), Tally(1230, 1231, 4, 3, 0)


@cache
def drafts() -> Drafts:
    return Drafts(texts(Settings().ontology))


def trial(model: Model, text: str, day: str) -> Trial:
    """A trial of a text; one that speaks of few concerns few."""
    draft = drafts().drafted(text)
    effects = Effects(model, draft.model)
    tag, tally = draft.model.tags[draft.tag], FEW if "few" in text else SOME
    effect = next((effect for _, name, effect in effects.retagged if name == draft.tag), "stays")
    districts = tuple(
        District(attribute, code, Tally(*(number // 5 for number in (12480, 15210, 2730, 0, 410))))
        for attribute in divided(model, tag.cls)
        for code in DISTRICTS
    )
    told = Impact(
        draft.tag, tag.cls, tag.group, effect, tag.version, tag.used_by, (), tally, districts, ("g" * 26,), (), 0.0831
    )
    return Trial(draft.model, told, day, any(effects.impossible(frozenset())), 0.9127)
