"""Numbers: exact decimals as canonical text, integers and years; money in yuan."""

import re
from decimal import Context, Decimal
from functools import lru_cache

from twopages.values.recipe import Answer, Fault, Recipe
from twopages.values.text import compact

_NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_LONGEST = 40  # digits; more are a mistake, and the context below would have to round
_EXACT = Context(prec=2 * _LONGEST)
_UNITS = {"亿元": "100000000", "亿": "100000000", "万元": "10000", "万": "10000", "千元": "1000", "元": "1"}
_MEASURES = {
    "平方公里": "1000000", "公顷": "10000", "亩": "666.67", "平方米": "1", "平米": "1", "㎡": "1", "M2": "1", "立方米": "1", "M3": "1",
    "千瓦时": "1", "KWH": "1", "度": "1",
}  # fmt: skip
_MEASURED = re.compile("(?:平方公里|公顷|亩|平方米|平米|㎡|立方米|千瓦时|度|[Mm][23]|[Kk][Ww][Hh])$")
_INT64 = 2**63


def clean_decimal(text: str, recipe: Recipe, as_of: str) -> Answer:
    """An exact decimal; a unit of area, volume or energy written in the cell goes before the scale of the column."""
    text = compact(text)
    if not _MEASURED.search(text):
        return _scaled(text, recipe, recipe.scale)
    unit = max((unit for unit in _MEASURES if text.upper().endswith(unit)), key=len)
    told = text[: -len(unit)]
    number = told.removesuffix("万")
    factor = _EXACT.multiply(_decimal(_MEASURES[unit]), Decimal(1 if number == told else 10_000))
    return _scaled(number, recipe, canonical(factor))


def clean_money(text: str, recipe: Recipe, as_of: str) -> Answer:
    """Yuan; a unit written in the cell goes before the scale of the column."""
    text = compact(text).removeprefix("人民币").removeprefix("¥")
    unit = next((unit for unit in _UNITS if text.endswith(unit)), "")
    return _scaled(text.removesuffix(unit), recipe, _UNITS[unit] if unit else recipe.scale)


def clean_percentage(text: str, recipe: Recipe, as_of: str) -> Answer:
    """Percent as a number from 0 to 100."""
    text = compact(text)
    found = _scaled(text.removesuffix("%"), recipe, "1" if text.endswith("%") else recipe.scale)
    if found is None or isinstance(found, Fault):
        return found
    return found if 0 <= Decimal(found) <= 100 else Fault.OUT_OF_RANGE


def clean_integer(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A whole number."""
    found = _scaled(compact(text), recipe, recipe.scale)
    if found is None or isinstance(found, Fault):
        return found
    if "." in found:
        return Fault.FORMAT
    whole = int(found)
    return whole if -_INT64 <= whole < _INT64 else Fault.OUT_OF_RANGE


def clean_year(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A year from 1900 to the one after the as-of day."""
    found = _YEAR.fullmatch(compact(text))
    if found is None:
        return Fault.FORMAT
    year = int(found[1])
    return year if 1900 <= year <= int(as_of[:4]) + 1 else Fault.OUT_OF_RANGE


def canonical(number: Decimal) -> str:
    """The one text of a number: no exponent, no plus, no trailing zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _scaled(text: str, recipe: Recipe, scale: str) -> str | None:
    text = text.replace("−", "-")
    if not _NUMBER.fullmatch(text):
        return Fault.NOT_A_NUMBER
    if len(text) > _LONGEST:
        return Fault.OUT_OF_RANGE
    number = Decimal(text.replace(",", ""))
    if recipe.fillers and canonical(number) in recipe.fillers:
        return None
    if scale != "1":
        number = _EXACT.multiply(number, _decimal(scale))
    return canonical(number) if _within(number, recipe) else Fault.OUT_OF_RANGE


def _within(number: Decimal, recipe: Recipe) -> bool:
    above = not recipe.minimum or number >= _decimal(recipe.minimum)
    return above and (not recipe.maximum or number <= _decimal(recipe.maximum))


@lru_cache(maxsize=256)
def _decimal(text: str) -> Decimal:
    return Decimal(text)
