"""Where subjects are counted: the districts of the divisions that they are found by. Pure."""

from collections.abc import Iterator

from twopages.ontology.model import Model
from twopages.tags.finds import finding

LEVEL = 3  # province, city, district; streets and towns lie below


def divided(model: Model, cls: str) -> tuple[str, ...]:
    """The attributes of a class that say in which division a subject is, as far as subjects are found by them."""
    return tuple(name for name in finding(model, cls) if model.attributes[name].kind == "division")


def district(model: Model, attribute: str, code: str | None) -> str:
    """The district in which a division lies; "" where it is wider than one, or not known."""
    upward = list(_upward(model, attribute, code))
    return upward[-LEVEL] if len(upward) >= LEVEL else ""


def _upward(model: Model, attribute: str, code: str | None) -> Iterator[str]:
    """A code and those that it is part of."""
    codes = model.code_lists[model.attributes[attribute].codes or ""].codes
    while code is not None and code in codes:
        yield code
        code = codes[code].broader
