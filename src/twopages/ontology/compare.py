"""What one Model changes of another: everything that is added, removed or said differently, thing by thing. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal, cast

from twopages.ontology.model import Attribute, CodeList, Column, Model, Purpose, Service, Tag
from twopages.ontology.rule import Condition
from twopages.ontology.rule_text import rule_text
from twopages.values import Recipe

Kind = Literal["added", "removed", "changed"]
_DERIVED: Mapping[type, tuple[str, ...]] = {  # follow from the rest
    CodeList: ("index",),
    Column: ("position",),
    Attribute: ("order", "plain", "flag"),
    Tag: ("order",),
    Purpose: ("order",),
    Service: ("order",),
}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One difference: `area` is the part of the Model ("attributes", "datasets" ...), `thing` the id in it and below it, after dots.

    `aspect` is the field that differs (empty where the whole thing came or went), `before` and `after` what it says, for people;
    of a set, what went and what came.
    """

    area: str
    thing: str
    kind: Kind
    aspect: str = ""
    before: str = ""
    after: str = ""


def compare(old: Model, new: Model) -> tuple[Change, ...]:
    """The changes from the old Model to the new one, in the order of areas, things and aspects; none when their digests agree."""
    if old.digest == new.digest:
        return ()
    areas = (item.name for item in fields(Model) if isinstance(getattr(old, item.name), Mapping))
    return tuple(change for area in areas for change in _things(area, "", _mapping(old, area), _mapping(new, area)))


def _mapping(model: Model, area: str) -> Mapping[str, object]:
    return cast(Mapping[str, object], getattr(model, area))


def _things(area: str, above: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """What differs between two mappings of things by id."""
    for name in [*old, *(name for name in new if name not in old)]:
        thing = f"{above}{name}"
        if name not in new:
            yield Change(area, thing, "removed")
        elif name not in old:
            yield Change(area, thing, "added")
        else:
            yield from _aspects(area, thing, old[name], new[name])


def _aspects(area: str, thing: str, old: object, new: object) -> Iterator[Change]:
    """What differs between two things of one id, field by field; things within things are compared as things."""
    for name in _fields(old):
        before, after = getattr(old, name), getattr(new, name)
        if not _same(before, after):
            yield from _aspect(area, thing, name, before, after)


def _aspect(area: str, thing: str, name: str, before: object, after: object) -> Iterator[Change]:
    """What differs in one field."""
    below = _by_id(before), _by_id(after)
    if below[0] is not None and below[1] is not None:
        yield from _things(area, f"{thing}.", below[0], below[1])
        yield from _order(area, thing, name, *below)
    elif isinstance(before, frozenset) and isinstance(after, frozenset):  # what both hold would hide what moved
        yield Change(area, thing, "changed", name, _told(before - after), _told(after - before))
    else:
        yield Change(area, thing, "changed", name, _told(before), _told(after))


def _order(
    area: str, thing: str, name: str, old: Mapping[str, object] | None, new: Mapping[str, object] | None
) -> Iterator[Change]:
    """The same things in another order are a change of the thing that holds them."""
    before, after = list(old or ()), list(new or ())
    kept = [item for item in before if item in after], [item for item in after if item in before]
    if kept[0] != kept[1]:
        yield Change(area, thing, "changed", name, ", ".join(kept[0]), ", ".join(kept[1]))


def _by_id(value: object) -> Mapping[str, object] | None:
    """Things within a thing by what tells them apart: a column by its header, a code by its id."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple) and value and all(hasattr(item, "header") for item in value):
        return {item.header: item for item in value}
    return None


def _same(before: object, after: object) -> bool:
    """Equal in what they say; the code list of a column is a thing of its own, and compared there."""
    if isinstance(before, Recipe) and isinstance(after, Recipe):
        return _told(before) == _told(after)
    return before == after


def _fields(value: object) -> Iterator[str]:
    """The fields that are said: what follows from others is left out."""
    derived = _DERIVED.get(type(value), ())
    return (item.name for item in fields(value) if item.name not in derived) if is_dataclass(value) else iter(())


def _told(value: object) -> str:
    """A value of the Model in a few words."""
    if isinstance(value, CodeList):
        return value.id
    if isinstance(value, Condition):
        return rule_text(value)
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(_told, value)))
    if isinstance(value, tuple):
        return ", ".join(map(_told, value))
    if is_dataclass(value):
        said = {name: getattr(value, name) for name in _fields(value)}
        return " ".join(f"{name}={_told(one)}" for name, one in said.items() if one not in ("", None, (), False))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
