"""The tokens by which subjects are found: their tags, what is searched of their values, the wider codes too, and their lane. Pure.

A lane is how an id begins: ids are evenly spread hexadecimal digits, so that a page of subjects in the order of ids is looked for among
those of a few lanes, however many others the question finds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from twopages.ontology.model import Attribute, Model
from twopages.ontology.sought import CELLS, placed, sought
from twopages.values import coarse

TAG = "tag"
LANE = "id"  # no attribute is called so, nor as these two
CELL, REGION = "cell", "region"  # of the grid: what is in a cell, and the coarse cell that it lies in
_DIGITS = 2
LANES = 16**_DIGITS
LAST_LANE = "\U0010ffff"  # after every other
_DAYS: Final = frozenset({"date", "partialDate"})
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_TRUTHS: Final = {True: "true", False: "false"}
_NARROWEST: Final = 2  # digits of a division of industries, the widest that has any
_LONGEST: Final = 200  # characters of a token; the index cuts what is longer than 255


def token(of: str, code: str) -> str:
    """One token: of a tag (`tag:minor`), or of a code of an attribute (`registrationDivision:310106`)."""
    return f"{of}:{code}"


def lane(id: str) -> str:
    """How an id begins; lanes have the order of ids."""
    return id[:_DIGITS]


def lane_at(place: int) -> str:
    """The lane at a place from 0 to before LANES."""
    return f"{place:0{_DIGITS}x}"


def finding(model: Model, cls: str) -> tuple[str, ...]:
    """The attributes of a class by whose values its entities are found."""
    return tuple(attribute.id for attribute in sought(model, model.classes[cls]))


def reads(model: Model, cls: str) -> tuple[str, ...]:
    """The properties of nodes of a class that its tokens are made of."""
    return (*finding(model, cls), *([CELLS] if placed(model, model.classes[cls]) else ()))


def tokens(
    model: Model, names: Iterable[str], id: str, tags: Iterable[str], properties: Mapping[str, Any]
) -> list[str]:
    """All tokens of an entity that is found by these of its properties (`names`), sorted."""
    found = {token(LANE, lane(id)), *(token(TAG, name) for name in tags)}
    for name in names:
        value = properties.get(name)
        values = value if isinstance(value, list) else [] if value is None else [value]
        found |= {one for item in values for one in _tokens(model, name, item)}
    return sorted(found)


def _tokens(model: Model, name: str, value: object) -> Iterator[str]:
    if name == CELLS:
        yield from (token(CELL, str(value)), token(REGION, coarse(str(value))))
    else:
        yield from (token(name, said) for said in _said(model, model.attributes[name], value))


def said(attribute: Attribute, told: str) -> str | None:
    """What is asked of an attribute that has no codes, as tokens have it; None for what no value of its kind is."""
    if attribute.kind in _DAYS:
        return told if _DAY.fullmatch(told) else None
    if attribute.kind == "boolean":
        return told if told in _TRUTHS.values() else None
    return _folded(told) or None


def _said(model: Model, attribute: Attribute, value: object) -> Iterator[str]:
    """What is searched of a value: a code and those that it is part of, a day with its month and year, an industry with the wider ones."""
    text = str(value)
    if attribute.codes is not None:
        yield from _wider(model, attribute, text)
    elif attribute.kind in _DAYS:
        yield from dict.fromkeys((text[:4], text[:7], text[:10]))
    elif attribute.kind == "industry":
        yield from (text[:length] for length in range(_NARROWEST, len(text) + 1))
    else:
        yield _TRUTHS[value] if isinstance(value, bool) else _folded(text)


def _folded(text: str) -> str:
    """A text as one word, for the index divides at spaces; of a very long one its beginning."""
    return "_".join(text.split())[:_LONGEST]


def _wider(model: Model, attribute: Attribute, code: str) -> Iterator[str]:
    """A code and those that it is part of."""
    codes, place = model.code_lists[attribute.codes or ""].codes, code
    while place:
        yield place
        place = (codes[place].broader or "") if place in codes else ""
