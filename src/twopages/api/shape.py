"""Shaping: a selection becomes a function that makes the answer of what the dossier gives; there are no resolvers."""

from collections.abc import Mapping, Sequence
from typing import Any

from twopages.api.readers import Read, Readers
from twopages.api.selection import TYPENAME, Selected

# Terms of the Model come up again and again in one answer; each is shaped once for each selection.
_OF_THE_MODEL = frozenset({"Dataset", "Department"})


def shape(selected: Sequence[Selected], reads: Mapping[str, Read], readers: Readers) -> Read:
    """What makes an object of the answer; `reads` are the readers of the fields of its type."""
    items = [(item.key, shape_field(item, reads.get(item.name), readers)) for item in selected]

    def make(source: Any) -> dict[str, Any]:
        return {key: read(source) for key, read in items}

    return make


def shape_field(item: Selected, read: Read | None, readers: Readers) -> Read:
    """What makes the value of one field of an object."""
    if item.name == TYPENAME:
        return lambda _: item.type
    if read is None:
        raise KeyError(f"nothing reads {item.type}.{item.name}")
    if item.below is None:
        return read
    make = shape(item.below, readers[item.type], readers)
    if item.type in _OF_THE_MODEL:
        make = _remembered(make)
    return _list_of(read, make) if item.many else _one_of(read, make)


def _list_of(read: Read, make: Read) -> Read:
    def values(source: Any) -> list[Any] | None:
        found = read(source)
        return None if found is None else [None if item is None else make(item) for item in found]

    return values


def _one_of(read: Read, make: Read) -> Read:
    def value(source: Any) -> Any:
        found = read(source)
        return None if found is None else make(found)

    return value


def _remembered(make: Read) -> Read:
    made: dict[str, Any] = {}

    def remember(source: Any) -> Any:
        found = made.get(source.id)
        if found is None:
            found = made[source.id] = make(source)
        return found

    return remember
