"""The spellings in which offices write one and the same address."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_NUMERALS = "零一二三四五六七八九"
_DISTRICT = re.compile(r"^(?:上海市)?(?:浦东新区|[^0-9市]{2}区)")
_CITY = "上海市"
FORMER = MappingProxyType({"黄浦区": "卢湾区", "静安区": "闸北区", "浦东新区": "南汇区", "崇明区": "崇明县"})

Spelling = Callable[[str, str], str]  # standard text and name of its street or town -> how somebody writes it


def _district(text: str) -> str:
    found = _DISTRICT.match(text)
    return found[0].removeprefix(_CITY) if found else ""


def _without_city(text: str, _street: str) -> str:
    return text.removeprefix(_CITY)


def _without_district(text: str, _street: str) -> str:
    return _DISTRICT.sub("", text)


def _city_alone(text: str, _street: str) -> str:
    return _CITY + _DISTRICT.sub("", text)


def _short_city(text: str, _street: str) -> str:
    return text.replace(_CITY, "上海", 1)


def _with_street(text: str, street: str) -> str:
    district = _district(text)
    return text.replace(district, district + street, 1) if district else text


def _former_district(text: str, _street: str) -> str:
    district = _district(text)
    return text.replace(district, FORMER.get(district, district), 1) if district else text


def _without_room_word(text: str, _street: str) -> str:
    return text.removesuffix("室")


def _house(text: str, _street: str) -> str:
    return text.replace("号", "号楼")


def _hash(text: str, _street: str) -> str:
    return text.replace("号", "#")


def _glued(text: str, _street: str) -> str:
    """The number of the gate and the room joined by a dash, inside a lane or an estate."""
    return re.sub(r"(?<=\D)(\d+)号(\d+)室$", r"\1-\2", text) if "弄" in text else text


def _old_lane(text: str, _street: str) -> str:
    return text.replace("弄", "衖")


def _spaced(text: str, _street: str) -> str:
    return re.sub(r"(?<=[弄号区])", " ", text).strip()


def _wide(text: str, _street: str) -> str:
    return text.translate(_WIDE)


def _in_words(text: str, _street: str) -> str:
    """Numbers digit by digit in words."""
    return re.sub(r"\d", lambda found: _NUMERALS[int(found[0])], text)


def _padded(text: str, _street: str) -> str:
    return re.sub(r"(\d+)(?=弄)", lambda found: found[1].zfill(4), text)


def _noted(text: str, _street: str) -> str:
    return text + "(近人民路)"


SPELLINGS: Mapping[str, Spelling] = MappingProxyType(
    {
        "standard": lambda text, _street: text,
        "without the city": _without_city,
        "without city and district": _without_district,
        "city without district": _city_alone,
        "short city": _short_city,
        "with the street": _with_street,
        "former district": _former_district,
        "without the word for room": _without_room_word,
        "house for gate": _house,
        "hash for gate": _hash,
        "gate and room glued": _glued,
        "old word for lane": _old_lane,
        "spaced": _spaced,
        "full width": _wide,
        "numbers in words": _in_words,
        "padded lane": _padded,
        "with a note": _noted,
    }
)
