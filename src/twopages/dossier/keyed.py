"""Where a key that somebody tells leads: to the entity that has it, or to the one that answers to a text in its place."""

from collections.abc import Iterator
from typing import NamedTuple

from twopages.dossier.opening import entity_id
from twopages.dossier.present import present_id
from twopages.dossier.read import Dossiers


class Way(NamedTuple):
    """An id that may lead to an entity, and the attribute that the key was taken for."""

    by: str
    id: str


def ways(dossiers: Dossiers, cls: str, *key: str) -> Iterator[Way]:
    """The ids that a key can stand for, its own first; the last part of it may be a text that rows link by."""
    model, keys = dossiers.model, dossiers.keys
    known = model.classes[cls]
    yield Way(known.key[-1], entity_id(keys, model, cls, *key))
    for text in dossiers.rooms.addresses.named(key[-1]) if known.texts else ():
        yield Way(known.texts[0], keys.hash_id("text", cls, text))


def led_to(dossiers: Dossiers, found: Iterator[Way] | tuple[Way, ...]) -> str | None:
    """The entity that the first way leads to that leads to one."""
    return next(filter(None, (present_id(dossiers.store, way.id) for way in found)), None)
