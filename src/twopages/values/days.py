"""Days, months and moments, in the ways departments write them."""

import re
from calendar import monthrange
from datetime import date, time
from functools import lru_cache

from twopages.values.numerals import NUMERALS, in_digits
from twopages.values.recipe import Answer, Fault, Recipe

_FILLERS = frozenset({"1900-01-01", "9999-12-31"})
_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
_PATTERNS = (
    re.compile(
        r"(?P<y>[1-9]\d{3}) ?[-/.年] ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2})(?: ?日)?"
        rf"(?:(?:[Tt ]|(?<=日)){_CLOCK})?",
        re.ASCII,
    ),
    re.compile(rf"(?P<y>[1-9]\d{{3}}) ?(?P<m>\d{{2}}) ?(?P<d>\d{{2}})(?:[Tt ]{_CLOCK}|(?P<digits>\d{{6}}))?", re.ASCII),
)
_IN_WORDS = re.compile(f"[{NUMERALS}]+[年月日]")
_PARTIAL = re.compile(r"([1-9]\d{3})(?: ?年| ?[-/.年]? ?(\d{2})(?: ?月)?| ?[-/.年] ?(\d)(?: ?月)?)?", re.ASCII)


def clean_date(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A day; the time of day is left off. A month alone is its first or last day where the column says so."""
    return _checked(read_moment(text)[:10] or _day_of_month(text, recipe.month_day), text, recipe, as_of)


def clean_datetime(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A moment to the second, without zone."""
    return _checked(read_moment(text), text, recipe, as_of)


def clean_partial(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A year, a month or a day: as much as was delivered."""
    return _checked(read_moment(text)[:10] or _month(text), text, recipe, as_of)


def _checked(moment: str, text: str, recipe: Recipe, as_of: str) -> Answer:
    day = moment[:10]
    if day in _FILLERS or day in recipe.fillers or not text.strip("0-/.: 年月日"):
        return None
    if not moment:
        return Fault.NOT_A_DATE
    return Fault.FUTURE_DATE if day > as_of[: len(day)] and not recipe.future else moment


@lru_cache(maxsize=16384)
def read_moment(text: str) -> str:
    """`YYYY-MM-DDTHH:MM:SS` of a tidy text that names a day (midnight where it names no time), else an empty text."""
    found = _PATTERNS[0].fullmatch(text) or _PATTERNS[1].fullmatch(text)
    if found is None:
        return read_moment(in_digits(text)) if _IN_WORDS.search(text) else ""
    parts = found.groupdict()
    clock = parts["clock"] or _colons(parts.get("digits") or "000000")
    try:
        day = date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        return f"{day.isoformat()}T{_clock(clock).isoformat()}"
    except ValueError:
        return ""


def _clock(text: str) -> time:
    hour, minute, second = (*map(int, text.split(":")), 0)[:3]
    return time(hour, minute, second)


def _colons(digits: str) -> str:
    return f"{digits[:2]}:{digits[2:4]}:{digits[4:]}"


def _day_of_month(text: str, which: str) -> str:
    month = _month(text) if which else ""
    if len(month) != 7:
        return ""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1] if which == 'last' else 1:02}"


def _month(text: str) -> str:
    found = _PARTIAL.fullmatch(in_digits(text) if _IN_WORDS.search(text) else text)
    if found is None:
        return ""
    month = found[2] or found[3]
    if month is None:
        return found[1]
    return f"{found[1]}-{month.zfill(2)}" if 1 <= int(month) <= 12 else ""
