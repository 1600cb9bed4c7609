"""The tokens by which subjects are found: their tags, the codes of what may be searched, the wider ones too, and their lane. Pure.

A lane is how an id begins: ids are evenly spread hexadecimal digits, so that a page of subjects in the order of ids is looked for among
those of a few lanes, however many others the question finds.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from twopages.ontology.model import Attribute, Model

TAG = "tag"
LANE = "id"  # no attribute is called so
_DIGITS = 2
LANES = 16**_DIGITS
LAST_LANE = "\U0010ffff"  # after every other


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
    """The attributes of a class of subjects by whose codes they are found; none of other classes."""
    if not model.classes[cls].subject:
        return ()
    own = (model.attributes[name] for name in model.classes[cls].attributes)
    return tuple(item.id for item in own if item.searchable and item.codes is not None)


def tokens(model: Model, cls: str, id: str, tags: Iterable[str], properties: Mapping[str, Any]) -> list[str]:
    """All tokens of a subject, sorted."""
    found = {token(LANE, lane(id)), *(token(TAG, name) for name in tags)}
    for name in finding(model, cls):
        value = properties.get(name)
        codes = value if isinstance(value, list) else [] if value is None else [value]
        found |= {token(name, wider) for code in codes for wider in _wider(model, model.attributes[name], code)}
    return sorted(found)


def _wider(model: Model, attribute: Attribute, code: str) -> Iterator[str]:
    """A code and those that it is part of."""
    codes, place = model.code_lists[attribute.codes or ""].codes, str(code)
    while place:
        yield place
        place = (codes[place].broader or "") if place in codes else ""
