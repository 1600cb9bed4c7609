"""How a value is written for people, and how much of it may be seen before somebody asks."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from twopages.values.geometry import show_geometry
from twopages.values.recipe import Language, Value

HIDDEN = "••••"
_STARS = "****"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = frozenset({"date", "partialDate", "datetime"})
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:]{8})?)?)?", re.ASCII)
_NUMERALS = "一二三四五六七八九十百零〇两"
_NUMBERED = re.compile(rf"[0-9A-Za-z号弄室幢栋座#]|[{_NUMERALS}]+(?=[号弄室幢座层楼单栋])")
_ROAD = re.compile(r"(?:.*街道|.*?[镇乡])?.*?(?:路|街|道|巷|胡同)")
_TOWN = re.compile(r".*?(?:街道|镇|乡)|.*?(?<!小)[区县市]")
_LONG_SURNAMES = re.compile(
    "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|司徒|端木|南宫|申屠|长孙|宇文|司空|轩辕|闻人|钟离|太史|呼延|独孤|拓跋"
)


def show(kind: str, value: Value, language: Language) -> str:
    """A value for people; the caller labels codes, divisions and industries."""
    if isinstance(value, bool):
        return ("是" if value else "否") if language == "zh" else ("Yes" if value else "No")
    if kind in _DAYS and _DAY.fullmatch(str(value)):
        return _show_day(str(value), language)
    if kind in _NUMBERS and (number := _number(value)) is not None:
        return _NUMBERS[kind](number)
    return show_geometry(str(value), language) if kind == "geometry" else str(value)


def _show_day(text: str, language: Language) -> str:
    day, _, clock = text.partition("T")
    year, month, number = (*day.split("-"), "", "")[:3]
    if language == "zh":
        shown = f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(number)}日" if number else "")
    else:
        shown = " ".join(part for part in (number.lstrip("0"), _month_name(month), year) if part)
    return f"{shown} {clock[:5]}" if clock else shown


def _month_name(month: str) -> str:
    return _MONTHS[(int(month) - 1) % 12] if month else ""


def _number(value: Value) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _money(number: Decimal) -> str:
    text = f"{number:,f}"
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}"


_NUMBERS: dict[str, Callable[[Decimal], str]] = {
    "money": _money,
    "decimal": lambda number: f"{number:,f}",
    "integer": lambda number: f"{number:,f}",
    "percentage": lambda number: f"{number:f}%",
}


def mask(rule: str | None, kind: str, value: Value) -> str:
    """A value with what its rule hides; hidden altogether where there is no rule or the rule does not fit it."""
    masker = _MASKS.get(rule or "hidden", _hidden)
    return masker(str(value)) if not isinstance(value, bool) else HIDDEN


def _hidden(text: str) -> str:
    return HIDDEN


def _ends(head: int, tail: int) -> Callable[[str], str]:
    """Keep both ends; a text too short for that to hide at least as much as four characters is hidden."""

    def masked(text: str) -> str:
        return f"{text[:head]}{_STARS}{text[-tail:]}" if len(text) >= head + tail + len(_STARS) else HIDDEN

    return masked


def _surname(text: str) -> str:
    kept = 2 if _LONG_SURNAMES.match(text) and len(text) > 2 else min(1, len(text) - 1)
    return text[:kept] + "*" * (len(text) - kept) if text else HIDDEN


def _year(text: str) -> str:
    return text[:4] if _DAY.fullmatch(text) else HIDDEN


def _road(text: str) -> str:
    """The address up to its road, or its town where it names no road; numbers come after both."""
    numbered = _NUMBERED.search(text)
    place = text[: numbered.start()] if numbered else text
    found = _ROAD.match(place) or _TOWN.match(place)
    return found[0] + _STARS if found else HIDDEN


def _band(text: str) -> str:
    """The step of 1, 2, 5, 10, 20, 50 ... in which a number lies."""
    number = _number(text)
    if number is None:
        return HIDDEN
    if number <= 0:
        return "0" if number == 0 else "< 0"
    unit = Decimal(1).scaleb(number.adjusted())
    low, high = next((low * unit, high * unit) for low, high in ((5, 10), (2, 5), (1, 2)) if number >= low * unit)
    return f"{low:,f}–{high:,f}"


_MASKS: dict[str, Callable[[str], str]] = {
    "hidden": _hidden,
    "first-3-last-4": _ends(3, 4),
    "first-2-last-2": _ends(2, 2),
    "surname": _surname,
    "year": _year,
    "road": _road,
    "band": _band,
}
MASKS = frozenset(_MASKS)
