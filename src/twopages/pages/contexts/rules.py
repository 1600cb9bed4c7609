"""The stewards' bench of rules: all tags to begin from, and one rule in words and as text, with what an edited text would do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from twopages.ontology.drafts import DraftError
from twopages.ontology.facts import Mistake
from twopages.ontology.model import Tag
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.owners import OpenPath
from twopages.pages.contexts.tags import Chip, ChipGroup, titled
from twopages.pages.contexts.trial import Result, result
from twopages.pages.contexts.why import Wish, wish
from twopages.pages.paths import RULES, definition_path, draft_path, rule_path
from twopages.pages.showing import Showing
from twopages.pages.words import Words
from twopages.tags.sentences import sentence
from twopages.tags.trials import Trial

_LINES: Final = (14, 36)  # of the field, at least and at most; it can be pulled larger


@dataclass(frozen=True, slots=True)
class RuleWing:
    """The tags of a class to begin from, and the address of a text for a new one."""

    title: str
    number: str
    draft: Place
    groups: tuple[ChipGroup, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """What the template of the list of rules is told."""

    frame: Frame
    wings: tuple[RuleWing, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake: where it is in the text or elsewhere, about which term, and what is wrong."""

    place: str
    term: str
    wrong: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """What the template of one rule is told; without `rule` it is a new one, `result` and `slips` are what came of a trial."""

    frame: Frame
    back: Place
    kicker: str
    definition: str
    rule: Wish | None
    result: Result | None
    faults: str
    slips: tuple[Slip, ...]
    action: str
    text: str
    lines: int


@dataclass(frozen=True, slots=True)
class Bench:
    """What lies on the bench: the class and the tag it began from (None for a new one), a text, and what came of it."""

    cls: str
    tag: Tag | None
    text: str
    outcome: Trial | DraftError | None = None


def rules_page(frame: Frame, showing: Showing) -> RulesPage:
    """All tags, by class and group."""
    return RulesPage(frame, tuple(_wings(showing)))


def _wings(showing: Showing) -> Iterator[RuleWing]:
    for cls in showing.model.classes.values():
        tags = [tag for tag in showing.model.tags.values() if tag.cls == cls.id]
        if tags:
            label, number = showing.say.label(cls.label), showing.say.count("tags.number", len(tags))
            draft = Place(showing.say("rules.draft", cls=label), draft_path(cls.id))
            yield RuleWing(label, number, draft, _groups(showing, tags))


def _groups(showing: Showing, tags: Sequence[Tag]) -> tuple[ChipGroup, ...]:
    grouped: dict[str, list[Chip]] = {}
    for tag in tags:
        grouped.setdefault(tag.group, []).append(Chip(showing.say.label(tag.label), rule_path(tag.id), ""))
    return titled(showing, grouped)


def rule_page(frame: Frame, showing: Showing, bench: Bench, opened: OpenPath) -> RulePage:
    """One rule, and what came of its text if it was tried."""
    tag, outcome, say = bench.tag, bench.outcome, showing.say
    slips = tuple(_slip(say, mistake) for mistake in outcome.found) if isinstance(outcome, DraftError) else ()
    return RulePage(
        frame=frame,
        back=Place(say("rules.title"), RULES),
        kicker=_kicker(showing, bench),
        definition=definition_path(tag.id) if tag else "",
        rule=wish(showing, sentence(showing.model, tag.condition)) if tag else None,
        result=result(showing, outcome, opened) if isinstance(outcome, Trial) else None,
        faults=say.count("rule.faults", len(slips)) if slips else "",
        slips=slips,
        action=rule_path(tag.id) if tag else draft_path(bench.cls),
        text=bench.text,
        lines=min(max(len(bench.text.splitlines()) + 1, _LINES[0]), _LINES[1]),
    )


def _kicker(showing: Showing, bench: Bench) -> str:
    model, label = showing.model, showing.say.label
    group = f" · {label(model.tag_groups[bench.tag.group].label)}" if bench.tag else ""
    return f"{label(model.classes[bench.cls].label)}{group}"


def _slip(say: Words, mistake: Mistake) -> Slip:
    """A mistake of the text at its line, one of the rest of the ontology at its file."""
    place, mend = mistake.place, mistake.mend if mistake.mend.endswith("?") else f"{mistake.mend}."
    where = str(place) if place.file else say("rule.line", line=place.line) if place.line else ""
    return Slip(where, mistake.term, f"{mistake.wrong}. {mend}")
