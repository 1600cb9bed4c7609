"""What a change of the ontology does to purposes: which come and go, and who may see more or less by the others. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from twopages.ontology.model import Model
from twopages.ontology.purpose import Purpose

Effect = Literal["appears", "changes", "goes", "narrows", "widens"]
_ASPECTS: Final = ("role", "department", "subject", "approval", "kept_for")
_UNMASKED: Final = " unmasked"


@dataclass(frozen=True, slots=True, order=True)
class PurposeEffect:
    """A purpose that comes, goes, allows more ("widens") or less ("narrows"), or is for others or otherwise ("changes"), and what of it."""

    purpose: str
    effect: Effect
    what: tuple[str, ...] = ()


def purpose_effects(old: Model, new: Model) -> tuple[PurposeEffect, ...]:
    """What becomes of each purpose that does not stay as it is: a new attribute of a group that it allows widens it too."""
    came = (PurposeEffect(name, "appears") for name in new.purposes if name not in old.purposes)
    went = (PurposeEffect(name, "goes") for name in old.purposes if name not in new.purposes)
    kept = (name for name in old.purposes if name in new.purposes)
    return tuple(sorted([*came, *went, *(effect for name in kept for effect in _moved(old, new, name))]))


def _moved(old: Model, new: Model, name: str) -> Iterator[PurposeEffect]:
    one, other = old.purposes[name], new.purposes[name]
    known = old.uses.keys() | new.uses.keys()
    before, after = _allowed(one, known), _allowed(other, known)
    if after - before:
        yield PurposeEffect(name, "widens", _listed(after - before))
    if before - after:
        yield PurposeEffect(name, "narrows", _listed(before - after))
    told = tuple(aspect for aspect in _ASPECTS if getattr(one, aspect) != getattr(other, aspect))
    if told:
        yield PurposeEffect(name, "changes", tuple(aspect.replace("_", " ") for aspect in told))


def _allowed(purpose: Purpose, uses: Iterable[str]) -> frozenset[str]:
    """Everything that a purpose allows, each in a few words: the wider one says more."""
    needs = {"without a case": purpose.needs_case, "without consent": purpose.needs_consent}
    return frozenset(
        [
            *_elements(purpose),
            *purpose.relations,
            *(f"finding by {name}" for name in purpose.finds),
            *(f"use for {name}" for name in uses if name not in purpose.never_uses),
            *(told for told, needed in needs.items() if not needed),
        ]
    )


def _elements(purpose: Purpose) -> Iterator[str]:
    """The elements that are given, and which of them unmasked; those of far ends as `RELATION:element`."""
    far = ((f"{over}:{name}", name) for over, found in purpose.far.items() for name in found.attributes | found.tags)
    for told, name in (*((name, name) for name in purpose.attributes | purpose.tags), *far):
        yield told
        if name not in purpose.masked:
            yield told + _UNMASKED


def _listed(moved: frozenset[str]) -> tuple[str, ...]:
    """What moved, in order; an element that came or went as a whole is named once."""
    return tuple(sorted(told for told in moved if told.removesuffix(_UNMASKED) not in moved - {told}))
