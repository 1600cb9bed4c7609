"""The names that an address may begin with: divisions from provinces to streets and towns, and places known by name."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "新区", "省", "市", "区", "县")
_ENDS = frozenset(
    "省市区县道场"
)  # of a full name that no road has in its own; what ends otherwise is a town or a short one (浦东)
_NO_NAMES = frozenset({"市辖区", "市辖县", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_ROADS = frozenset("路街道巷弄村号苑园城浜港里湾站")
_ROAD = re.compile("[东南西北中大新老一二三四五]{0,2}(?:公路|大道|[路街巷弄])")
_BEFORE_ROADS = "东南西北中一二三四五六七八九十大公新支"


class Division(NamedTuple):
    """One name of a division and the code that it has today (six digits, nine for streets and towns)."""

    code: str
    name: str


class Gazetteer:
    """Finds the longest known name at a place of a text.

    `divisions` hold every name that deliveries may use, former ones under the present code; `places` are roads, villages
    and estates whose names the grammar alone would cut wrongly. Provinces whose streets are listed are at home: a name
    that several provinces have means the division there.
    """

    def __init__(self, divisions: Iterable[Division] = (), places: Iterable[str] = ()) -> None:
        named: dict[str, set[str]] = {}
        for item in divisions:
            for name in _spellings(item):
                named.setdefault(name, set()).add(item.code)
        self._home = frozenset(code[:2] for codes in named.values() for code in codes if len(code) == 9)
        self._codes = {name: _widest_first(codes) for name, codes in named.items()}
        self._divisions = _by_start(self._codes)
        self._places = _by_start(places)
        self._meant: dict[tuple[str, str], str] = {}  # what names have come to so far

    def division(self, text: str, start: int, within: str) -> tuple[str, int]:
        """(code, end) of the longest division named at `start` that lies in `within` (a code, or ""); ("", start) for none."""
        for name in self._divisions.get(text[start : start + 2], ()):
            if text.startswith(name, start):
                end = start + len(name)
                code = self._meant.get((name, within))
                if code is None:
                    code = self._meant[name, within] = self._chosen(name, within)
                if code and _goes_on(name, text, end):
                    return code, end
        return "", start

    def place(self, text: str) -> str:
        """The longest place known by name with which a text begins, or nothing."""
        return next((name for name in self._places.get(text[:2], ()) if text.startswith(name)), "")

    def at_home(self, code: str) -> bool:
        """Whether a division lies in a province whose streets are known."""
        return code[:2] in self._home

    def wide(self, code: str) -> bool:
        """Whether a division at home is the province or city, which says no more than being at home."""
        return code.endswith("00") and self.at_home(code)

    def _chosen(self, name: str, within: str) -> str:
        """The code that a name means: in the division named before it, else at home, else the only one there is."""
        inside = [code for code in self._codes[name] if lies_in(code, within)]
        finer = [code for code in inside if code != within] or inside
        found = [code for code in finer if code[:2] in self._home] or finer
        return found[0] if found and all(lies_in(code, found[0]) for code in found) else ""


def lies_in(code: str, other: str) -> bool:
    """Whether a division lies in another, or is it; everything lies in ""."""
    return code.startswith(other.rstrip("0") if len(other) == 6 else other)


def between(text: str, start: int) -> int:
    """The place behind words such as 市辖区 that stand between the names of divisions and name none."""
    return start + 3 if text.startswith(("市辖区", "市辖县"), start) else start


def _widest_first(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=lambda code: (len(code), len(code.rstrip("0")), code)))


def _spellings(item: Division) -> Iterable[str]:
    """The full name, and above streets and towns the name without its suffix."""
    if item.name in _NO_NAMES:
        return
    yield item.name
    suffix = next((suffix for suffix in _SUFFIXES if item.name.endswith(suffix)), "")
    if len(item.code) == 6 and len(short := item.name.removesuffix(suffix)) >= 2:
        yield short


def _by_start(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Names by their first two characters, longest first."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(name[:2], set()).add(name)
    return {start: tuple(sorted(group, key=lambda name: (-len(name), name))) for start, group in found.items()}


def _goes_on(name: str, text: str, end: int) -> bool:
    """Whether a name is not the beginning of the name of a road or place (黄浦路, 浦东南路, 堡镇路, 青浦一村)."""
    if name[-1] in _ENDS:
        return True
    if name[-1] in "镇乡":
        return _ROAD.match(text, end) is None
    rest = text[end : end + 4]
    after = rest.lstrip(_BEFORE_ROADS)
    return bool(rest) and not rest[0].isdigit() and (not after or after[0] not in _ROADS)
