"""Values out of a closed list: codes, divisions, industries, yes and no."""

import re

from twopages.values.recipe import Answer, Fault, Recipe, Spellings
from twopages.values.text import compact

_DIVISION = re.compile(r"[1-9][0-9]{5}(?:[0-9]{3})?")
_INDUSTRY = re.compile(r"[A-T]?([0-9]{2,4})")
_WORDS = {
    **dict.fromkeys(("1", "是", "有", "TRUE", "T", "YES", "Y"), True),
    **dict.fromkeys(("0", "否", "无", "FALSE", "F", "NO", "N"), False),
}
_FILLERS = frozenset({"00000000", "1900-01-01", "9999-12-31", "无", "/", "-"})


def clean_boolean(text: str, recipe: Recipe, as_of: str) -> Answer:
    """Yes or no, in any of the usual words."""
    return _WORDS.get(compact(text).upper(), Fault.FORMAT)


def clean_code(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A code of the list; a spelling that the list knows is never a filler."""
    if recipe.codes is None:
        return compact(text)
    found = find_code(recipe.codes, text)
    if found is None and text in _FILLERS:
        return None
    return found or Fault.UNKNOWN_CODE


def find_code(codes: Spellings, text: str) -> str | None:
    """The code for a spelling, also without its inner spaces and with the leading zeros that a spreadsheet dropped."""
    found = codes.find(text)
    if found is not None:
        return found
    text = compact(text)
    zeros = ("", "0", "00") if text.isascii() and text.isdigit() else ("",)
    return next((code for zero in zeros if (code := codes.find(zero + text)) is not None), None)


def clean_division(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A division of six or nine digits that exists today; a province or city alone is filled up with zeros."""
    text = compact(text)
    if text.isascii() and text.isdigit() and len(text) in (2, 4):
        text = text.ljust(6, "0")
    if recipe.codes is not None:
        return recipe.codes.find(text) or Fault.UNKNOWN_DIVISION
    return text if _DIVISION.fullmatch(text) else Fault.UNKNOWN_DIVISION


def clean_industry(text: str, recipe: Recipe, as_of: str) -> Answer:
    """The digits of an industry of GB/T 4754, without the letter of its section."""
    found = _INDUSTRY.fullmatch(compact(text).upper())
    if found is None:
        return Fault.FORMAT
    if recipe.codes is not None:
        return recipe.codes.find(found[1]) or Fault.UNKNOWN_CODE
    return found[1]
