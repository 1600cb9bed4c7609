"""Shaping: a selection becomes a function that makes the answer of what the dossier gives; there are no resolvers.

An answer says the same of a dataset, a delivery or an attribute many times over. What a key decides alone is shaped once: for
as long as the selection is remembered where the Model decides it, for one answer where a record does.
"""

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter
from typing import Any

from twopages.api.readers import Bound, Fields, Read, Reader, Readers
from twopages.api.selection import TYPENAME, Selected

Memo = dict[tuple[int, object], dict[str, Any]]  # what was shaped for one answer
Make = Callable[[Any, Memo], Any]


class Shaper:
    """Makes the functions for the selections of one operation; equal selections of one type share theirs."""

    def __init__(self, readers: Readers) -> None:
        self.readers = readers
        self._made: dict[Hashable, Make] = {}

    def object(self, selected: Sequence[Selected], type_: str) -> Make:
        """What makes an object of a type."""
        wanted = (type_, tuple(map(_likeness, selected)))
        if wanted not in self._made:
            self._made[wanted] = self.shape(selected, self.readers.fields[type_], self.readers.bound.get(type_))
        return self._made[wanted]

    def shape(self, selected: Sequence[Selected], reads: Fields, bound: Bound | None = None) -> Make:
        """What makes an object whose fields are read so; `bound` are those that a key decides."""
        template = {item.key: item.type if item.name == TYPENAME else None for item in selected}
        asked = [item for item in selected if item.name != TYPENAME]
        if bound is None:
            return self._filling(lambda source, memo: template, asked, reads)
        fixed = [item for item in asked if item.name in bound.fields]
        varying = [item for item in asked if item.name not in bound.fields]
        base = _remembering(self._filling(lambda source, memo: template, fixed, reads), bound)
        return self._filling(base, varying, reads) if varying else base

    def _filling(self, base: Make, selected: Sequence[Selected], reads: Fields) -> Make:
        """What copies a base and fills in these fields."""
        known = [(item, _function(reads[item.name])) for item in selected]
        leaves = [(item.key, read) for item, read in known if item.below is None]
        nested = [(item.key, self._nested(item, read)) for item, read in known if item.below is not None]

        def make(source: Any, memo: Memo) -> dict[str, Any]:
            made: dict[str, Any] = base(source, memo).copy()
            for key, read in leaves:
                made[key] = read(source)
            for key, value in nested:
                made[key] = value(source, memo)
            return made

        return make

    def _nested(self, item: Selected, read: Read) -> Make:
        """What makes the object, or the list of objects, of one field."""
        make = self.object(item.below or (), item.type)
        return _list_of(read, make) if item.many else _one_of(read, make)


def _likeness(item: Selected) -> Hashable:
    """Equal for selections that make the same of the same; below a subject no field has arguments."""
    below = None if item.below is None else tuple(_likeness(one) for one in item.below)
    return item.key, item.name, item.type, item.many, below


def _function(reader: Reader) -> Read:
    return attrgetter(reader) if isinstance(reader, str) else reader


def _list_of(read: Read, make: Make) -> Make:
    def values(source: Any, memo: Memo) -> list[Any] | None:
        found = read(source)
        return None if found is None else [None if item is None else make(item, memo) for item in found]

    return values


def _one_of(read: Read, make: Make) -> Make:
    def value(source: Any, memo: Memo) -> Any:
        found = read(source)
        return None if found is None else make(found, memo)

    return value


def _remembering(make: Make, bound: Bound) -> Make:
    lasted: Memo | None = {} if bound.lasting else None
    by, token = bound.by, id(make)  # the token tells selections of one answer apart

    def remember(source: Any, memo: Memo) -> Any:
        known, key = memo if lasted is None else lasted, (token, by(source))
        found = known.get(key)
        if found is None:
            found = known[key] = make(source, memo)
        return found

    return remember
