"""What a column says about its cells (Recipe), what a cell becomes (Cleaned), and why one fails (Fault)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

Value = str | int | bool
Language = Literal["zh", "en"]


class Spellings(Protocol):
    """A code list as far as cleaning needs it."""

    def find(self, text: str) -> str | None:
        """The present code that a spelling means, or None."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the cells of one column become values.

    `scale` multiplies a number that names no unit of its own; `split` holds the characters that separate several
    values in one cell; `default` is what an empty cell means; `fillers` are cells that mean "no value" beside the
    general ones; `case` is "upper", "lower" or ""; `future`: a day may lie after the as-of day; `key`: the cell
    identifies an entity, so any key of its class will do; `minimum` and `maximum` bound a number; `unpadded`: leading
    zeros mean nothing, since offices pad the same number differently; `rewrites` are patterns and what stands in their
    place, applied to the tidy text in `case` before it is split; `month_day` is the day, "first" or "last", that a month
    alone means in a column of days.
    """

    kind: str
    codes: Spellings | None = None
    scale: str = "1"
    split: str = ""
    default: str = ""
    fillers: frozenset[str] = frozenset()
    case: str = ""
    future: bool = False
    key: bool = False
    minimum: str = ""
    maximum: str = ""
    unpadded: bool = False
    rewrites: tuple[tuple[str, str], ...] = ()
    month_day: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The values of one cell, or the fault for which it has none; neither: the cell holds no value."""

    values: tuple[Value, ...]
    fault: str = ""


class Fault(StrEnum):
    """Why a cell is refused: the closed list of coded reasons."""

    CHECKSUM = "CHECKSUM"
    FORMAT = "FORMAT"
    NOT_A_DATE = "NOT_A_DATE"
    FUTURE_DATE = "FUTURE_DATE"
    UNKNOWN_CODE = "UNKNOWN_CODE"
    UNKNOWN_DIVISION = "UNKNOWN_DIVISION"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    MISSING = "MISSING"
    KEY = "KEY"
    UNREADABLE = "UNREADABLE"

    def label(self, language: Language) -> str:
        """What is wrong, for people."""
        zh, en = _LABELS[self]
        return zh if language == "zh" else en


_LABELS = {
    Fault.CHECKSUM: ("校验码不符，号码可能录入有误", "The check digit does not fit: the number was probably mistyped"),
    Fault.FORMAT: ("格式不符合要求", "Not written as this kind of value is"),
    Fault.NOT_A_DATE: ("不是存在的日期", "Not a day that exists"),
    Fault.FUTURE_DATE: ("日期晚于数据截止日", "The day lies after the day of the delivery"),
    Fault.UNKNOWN_CODE: ("代码不在代码表中", "Not a code of the list"),
    Fault.UNKNOWN_DIVISION: ("不是已知的行政区划", "Not a known administrative division"),
    Fault.OUT_OF_RANGE: ("数值超出允许范围", "The number is outside its range"),
    Fault.NOT_A_NUMBER: ("不是数字", "Not a number"),
    Fault.MISSING: ("必填项为空", "A required cell is empty"),
    Fault.KEY: ("无法识别记录所属的主体", "The row does not say whom or what it is about"),
    Fault.UNREADABLE: ("无法读取该行", "The row cannot be read"),
}

Answer = Value | None  # what cleaning one text gives: a value, a Fault (which is a str), or None for a filler
Cleaner = Callable[[str, Recipe, str], Answer]
