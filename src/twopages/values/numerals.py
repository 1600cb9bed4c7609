"""Numbers written in Chinese words."""

import re

NUMERALS = "〇零○一二三四五六七八九十百千两"
_VALUES = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_RUN = re.compile(f"[{NUMERALS}]+")


def spoken(numeral: str) -> str:
    """The digits of a number in words: digit by digit where it names no power (三〇一), else as it is spoken (一百二十三)."""
    if not any(word in _POWERS for word in numeral):
        return "".join(str(_VALUES[word]) for word in numeral)
    total = unit = 0
    for word in numeral:
        if word in _POWERS:
            total, unit = total + (unit or 1) * _POWERS[word], 0
        else:
            unit = _VALUES[word]
    return str(total + unit)


def in_digits(text: str) -> str:
    """A text with every number in words written in digits (二〇二一年六月三日 is 2021年6月3日)."""
    return _RUN.sub(lambda found: spoken(found[0]), text)
