"""How somebody is reached: phones and e-mail addresses."""

import re

from twopages.values.recipe import Answer, Fault, Recipe
from twopages.values.text import compact

_MOBILE = re.compile(r"(?:(?:\+?86|0086|0)-?)?(1[3-9][0-9])-?([0-9]{4})-?([0-9]{4})")
_LANDLINE = re.compile(
    r"(?:(?:\+?86|0086)-?)?(?:\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?-?)?([2-9][0-9]{2,3})-?([0-9]{4})(?:(?:-|转|EXT\.?)([0-9]{1,6}))?"
)
_SERVICE = re.compile(r"([48]00)-?([0-9]{3})-?([0-9]{4})")
_SEVERAL = re.compile(r"[;,、/ ]+")
_EQUAL = re.compile(r"([0-9])\1{6,}")
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def clean_phone(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A mobile, landline or service number; of several in one cell the first that is one."""
    answers = [_phone(compact(text))]
    if isinstance(answers[0], Fault):
        answers += [_phone(piece) for piece in _SEVERAL.split(text) if piece]
    good = (answer for answer in answers if not isinstance(answer, Fault))
    return next(good, Fault.FORMAT)


def clean_email(text: str, recipe: Recipe, as_of: str) -> Answer:
    """An e-mail address in small letters."""
    text = compact(text).lower()
    return text if len(text) <= 254 and _EMAIL.fullmatch(text) else Fault.FORMAT


def _phone(text: str) -> str | None:
    text = text.upper()
    if _EQUAL.fullmatch(text):
        return None
    if found := _MOBILE.fullmatch(text) or _SERVICE.fullmatch(text):
        return "".join(found.groups())
    found = _LANDLINE.fullmatch(text)
    if found is None:
        return Fault.FORMAT
    area, first, second, extension = found.groups()
    return "-".join(part for part in (area, first + second, extension) if part)
