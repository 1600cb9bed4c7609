"""The kinds of value, and `clean`, which makes values of one cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from twopages.values.coded import clean_boolean, clean_code, clean_division, clean_industry
from twopages.values.contact import clean_email, clean_phone
from twopages.values.days import clean_date, clean_datetime, clean_partial
from twopages.values.geometry import clean_geometry
from twopages.values.identity import clean_credit, clean_identity
from twopages.values.numbers import clean_decimal, clean_integer, clean_money, clean_percentage, clean_year
from twopages.values.recipe import Answer, Cleaned, Cleaner, Fault, Recipe
from twopages.values.text import clean_address, clean_name, clean_text, tidy

LONGEST_CELL = 65536
FILLERS = frozenset({"", "00000000", "1900-01-01", "9999-12-31", "无", "/", "-"})
_NOTHING = Cleaned(())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: how a tidy text becomes one, its type from then on, and the texts that mean there is none."""

    id: str
    clean: Cleaner
    python_type: type[str] | type[int] | type[bool] = str
    fillers: frozenset[str] = FILLERS


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            Kind("identityNumber", clean_identity),
            Kind("uscc", clean_credit),
            Kind("name", clean_name),
            Kind("date", clean_date),
            Kind("datetime", clean_datetime),
            Kind("partialDate", clean_partial),
            Kind("money", clean_money),
            Kind("decimal", clean_decimal),
            Kind("integer", clean_integer, int),
            Kind("boolean", clean_boolean, bool, FILLERS - {"无"}),  # 有/无 stands for yes and no
            Kind("code", clean_code, str, frozenset({""})),
            Kind("phone", clean_phone),
            Kind("email", clean_email),
            Kind("address", clean_address),
            Kind("division", clean_division),
            Kind("geometry", clean_geometry),
            Kind("industry", clean_industry),
            Kind("text", clean_text),
            Kind("percentage", clean_percentage),
            Kind("year", clean_year, int),
        )
    }
)


def clean(recipe: Recipe, cell: str, as_of: str) -> Cleaned:
    """The values of one delivered cell, whatever it holds; `as_of` is the ISO day of the delivery."""
    if len(cell) > LONGEST_CELL:
        return Cleaned((), Fault.FORMAT)
    text = tidy(cell) or recipe.default
    if recipe.rewrites:
        text = _rewritten(recipe, text)
    if recipe.split:
        return _several(recipe, text, as_of)
    answer = _answer(recipe, text, as_of)
    if answer is None:
        return _NOTHING
    return Cleaned((), answer) if isinstance(answer, Fault) else Cleaned((answer,))


def _several(recipe: Recipe, text: str, as_of: str) -> Cleaned:
    answers = [_answer(recipe, piece.strip(), as_of) for piece in _separator(recipe.split).split(text)]
    fault = next((answer for answer in answers if isinstance(answer, Fault)), None)
    if fault is not None:
        return Cleaned((), fault)
    return Cleaned(tuple(dict.fromkeys(answer for answer in answers if answer is not None)))


def _answer(recipe: Recipe, text: str, as_of: str) -> Answer:
    kind = KINDS[recipe.kind]
    if text in recipe.fillers or text in kind.fillers:
        return None
    return kind.clean(_cased(recipe, text), recipe, as_of)


def _cased(recipe: Recipe, text: str) -> str:
    if not recipe.case:
        return text
    return text.upper() if recipe.case == "upper" else text.lower()


def _rewritten(recipe: Recipe, text: str) -> str:
    text = _cased(recipe, text)
    for pattern, replacement in recipe.rewrites:
        text = re.sub(pattern, replacement, text)
    return text


@lru_cache(maxsize=64)
def _separator(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters + tidy(characters))}]")
