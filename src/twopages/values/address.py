"""Chinese addresses as text, read into their parts: division, committee, road, lane, number, building, room; and one spelling of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twopages.values.gazetteer import Gazetteer, between
from twopages.values.numerals import spoken
from twopages.values.text import tidy


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address; numbers without their words (弄, 号, 室), "" for what it does not name.

    `division` is the finest province, city or district as a code of six digits; `subdistrict` a street or town as one of
    nine, or its name where the gazetteer has no code; `place` an estate, village or building known by name; `within` says that
    the number stands behind the place and counts inside it; `rest` is what could not be read.
    """

    division: str = ""
    subdistrict: str = ""
    committee: str = ""
    road: str = ""
    place: str = ""
    lane: str = ""
    branch: str = ""
    group: str = ""
    number: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    within: bool = False
    rest: str = ""

    def spots(self) -> Iterator[str]:
        """The one spelling of each way in which it names a spot: along its road, and inside its place."""
        inside = [*_worded((self.building, "幢"), (self.unit, "单元"), (self._storey, "层"), (self.room, "室"))]
        lane = [*_worded((self.lane, "弄"), (self.branch, "支弄"))]
        number = [*_worded((self.number, "号"))]
        if self.road and (lane or (number and not self.within)):
            yield "|".join([self.road, *lane, *number, *inside, *_worded((self.rest, ""))])
        if self.place:
            outside = [] if self.road else lane
            counted = number if self.within or not self.road else []
            group = [*_worded((self.group, "组"))]
            yield "|".join([self.place, *outside, *group, *counted, *inside, *_worded((self.rest, ""))])

    @property
    def rural(self) -> bool:
        """Whether its place is a village, whose name is one only within its town."""
        return not self.road and bool(self.group or self.place.endswith("村"))

    @property
    def _storey(self) -> str:
        """The floor, where the number of the room does not begin with it."""
        return "" if self.room and self.room[:-2] == self.floor else self.floor


def _worded(*parts: tuple[str, str]) -> Iterator[str]:
    return (value + word for value, word in parts if value)


_BRACKETS = dict(zip("〔〕【】[]〈〉《》{}", "()" * 6, strict=True))
_ONE_WAY = str.maketrans(dict.fromkeys("－—–―~〜～_", "-") | {"衖": "弄", "栋": "幢"} | _BRACKETS)
_NUMERALS = re.compile(
    "[〇零一二两三四五六七八九十百千]+(?=支?弄|号|幢|座|单元|层|楼|室|组|队)|(?<=[0-9号弄幢座楼元])[〇零一二三四五六七八九十百]+$"
)
_ROAD_NEARBY = r"(?:靠?近|靠|临近)(?![0-9])[^0-9()]{1,12}?(?:公路|大道|路|街|站)口?"
_NOTES = re.compile(rf"\((?:近|靠近|临近|原|邻|与|距|详见|仅限|集中登记|一照多址)[^()]*\)|{_ROAD_NEARBY}(?![0-9])")
_MARKS = re.compile("(?<![0-9])[,;、。:.]|[,;、。:.](?![0-9])|[()\"'“”]")
_GAPS = re.compile("(?<![0-9A-Z]) +| +(?![0-9A-Z])")
_PLAIN = re.compile("[^ a-z,;、。:.()\"'“”近靠]*")
_ZEROS = re.compile("(?<![0-9A-Z.])0+(?=[0-9])")

_COMMITTEE = re.compile("([^0-9]{2,14}?)(?:社区)?(?:居民委员会|居委会|居委|居民区|村民委员会|村委会|村委)")
_TOWN = re.compile("[^0-9路街弄]{2,6}?(?:街道(?:办事处)?|[镇乡])(?![路街]|$)")
_ROAD_END = re.compile("公路|大道|大街|支路|路|街(?![道坊])|胡同|巷|道(?![口观])")
_NO_PLACE = re.compile(
    "[一二三四五六七八九十东西南北中大新小第]*"
    "(?:村|小区|公寓|花苑|家园|花园|苑|坊|里|桥|口|广场|市场|大厦|大楼|商厦|宿舍|华庭|景苑|丽舍|名邸)"
)
_START = re.compile(
    "[0-9]|[A-Z]{1,2}(?=[0-9])|[A-Z](?=幢|座|楼|单元)|[甲乙丙丁戊东西南北中主副前后](?=幢|座|楼)|[甲乙丙丁](?=单元)"
    "|[临附](?=[0-9]+号)|[底顶夹](?=层|楼)|地下(?=[0-9]*[层室])|负(?=[0-9])|第(?=[0-9]+[组队])"
)
_TOKEN = re.compile(
    "(?P<branch>[0-9]+)支弄"
    "|(?P<lane>[0-9]+[甲乙丙丁]?)[弄巷]"
    "|第?(?P<group>[0-9]+)(?:村民小组|[组队])"
    "|(?P<block>[A-Z0-9]+|[甲乙丙丁戊])[号#]楼"
    "|(?P<building>[A-Z0-9]+|[甲乙丙丁戊东西南北中主副前后])(?:[幢座]楼?|(?<![0-9])楼)"
    "|(?P<unit>[A-Z0-9]+|[甲乙丙丁])单元"
    "|(?P<floor>(?:地下|负|B)?[0-9]+|[底顶夹]|地下)(?:[层楼]|F(?![A-Z0-9]))"
    "|(?P<room>[A-Z]{0,2}[0-9]+[A-Z]?(?:-[A-Z0-9]+)*)(?:号?室+|号?房间?)"
    "|(?P<number>[临附]?[0-9]+(?:-[0-9]+)*[甲乙丙丁戊A-Z]?)[号#]+[甲乙丙丁戊]?(?![幢座楼])门?"
    "|(?P<bare>[A-Z]{0,2}[0-9]+[A-Z]?(?:-[A-Z0-9]+)*)"
)
_AFTER_NUMBER = re.compile("[号#]([甲乙丙丁戊])")
_NOTHING = re.compile("(?:[内里号室楼层 -]|门口|大?院)*")


_VAGUE = re.compile("(?:附近|[斜正]?对面|旁边?|周边|一带|隔壁|[左右东西南北]侧|以[东西南北])[)）。]*$")


def vague(text: str) -> bool:
    """Whether a text names what lies near an address and not the address itself."""
    return _VAGUE.search(text.rstrip()) is not None


def parse_address(text: str, gazetteer: Gazetteer) -> Address:
    """The parts of an address in any usual spelling; whatever the text, there is an answer."""
    plain = plain_address(text)
    division, subdistrict, start = _divisions(plain, gazetteer)
    return _Reader(gazetteer, division=division, subdistrict=subdistrict).read(plain[start:].lstrip(" -"))


def plain_address(text: str) -> str:
    """Half-width, capitals, digits for numbers in words, without notes and marks."""
    text = tidy(text).translate(_ONE_WAY)
    if not _PLAIN.fullmatch(text):
        text = _MARKS.sub(" ", _NOTES.sub("", text.upper()))
        text = _GAPS.sub("", text).strip()
    return _ZEROS.sub("", _NUMERALS.sub(_in_digits, text))


def _in_digits(found: re.Match[str]) -> str:
    return spoken(found[0])


def _divisions(text: str, gazetteer: Gazetteer) -> tuple[str, str, int]:
    """The divisions that a text begins with, and where the rest begins."""
    division = subdistrict = ""
    start = 2 if text.startswith("中国") else 0
    while True:
        code, end = gazetteer.division(text, start, subdistrict or division)
        if not code:
            end = between(text, start) if division else start
            if end == start:
                return division, subdistrict, start
        elif len(code) == 9:
            division, subdistrict = code[:6], code
        else:
            division = code
        start = end


class _Reader:
    """An address being read from left to right: names up to the next digit, then a number with its word."""

    def __init__(self, gazetteer: Gazetteer, **known: str) -> None:
        self.gazetteer = gazetteer
        self.parts: dict[str, str] = {
            "road": "",
            "place": "",
            "lane": "",
            "number": "",
            "building": "",
            "room": "",
            **known,
        }
        self.bare = ""  # a number without a word along a road: its lane where a number follows, else its number
        self.within = False

    def read(self, text: str) -> Address:
        place = self._begin(text)
        while place < len(text):
            found = _START.search(text, place)
            start = found.start() if found else len(text)
            if start > place:
                self._name(text[place:start])
            token = _TOKEN.match(text, start)
            if token is None:  # what looked like the beginning of a number and is none
                place = start + 1
                self._more("rest", text[start:place])
                continue
            self._number(token)
            place = token.end()
        if self.bare:
            self._set("number", self.bare)
        return Address(**self.parts, within=self.within)

    def _begin(self, text: str) -> int:
        """The town that the gazetteer does not know, and the committee; gives where the names begin."""
        start = 0
        named = "镇" in text or "乡" in text or "街道" in text
        if named and not self.parts["subdistrict"] and (town := _TOWN.match(text)):
            self.parts["subdistrict"], start = town[0], town.end()
        if ("委" in text or "居民区" in text) and (committee := _COMMITTEE.match(text, start)):
            self.parts["committee"], start = committee[1], committee.end()
        return start

    def _name(self, chunk: str) -> None:
        if _NOTHING.fullmatch(chunk):
            return
        if self.parts["road"] or self.parts["number"] or self.parts["lane"]:
            self._place(chunk)
            return
        known = self.gazetteer.place(chunk)
        end = len(known) if known and _ROAD_END.search(known, len(known) - 1) else 0 if known else _road_end(chunk)
        self.parts["road"] = chunk[:end]
        if chunk[end:]:
            self._place(chunk[end:])

    def _place(self, chunk: str) -> None:
        if self.parts["place"] or self.parts["room"]:
            self._more("rest", chunk)
            return
        self.parts["place"] = chunk
        self.within = not (self.parts["number"] or self.bare)

    def _number(self, token: re.Match[str]) -> None:
        kind = token.lastgroup or ""
        value = token[kind]
        if kind in ("bare", "room"):
            self._inner(value.split("-"), bare=kind == "bare")
            return
        self._settle_bare()
        if kind == "number":
            after = _AFTER_NUMBER.search(token[0])
            value += after[1] if after else ""
        if kind in ("number", "block"):
            kind = "building" if self.parts["number"] else "number"
        self._set(kind, value)

    def _settle_bare(self) -> None:
        """A number without a word, followed by one that has its word, is the lane."""
        if self.bare:
            self._set("lane", self.bare)
            self.bare = ""

    def _inner(self, values: list[str], *, bare: bool) -> None:
        """Numbers joined by dashes, from the room outwards: room, number, lane, as far as they are still open."""
        parts = self.parts
        compound = bool(parts["lane"] or parts["place"] or self.bare)
        if (
            bare
            and len(values) == 1
            and not (parts["number"] or parts["building"] or "unit" in parts or "floor" in parts)
        ):
            self._alone(values[0], compound=compound)
            return
        self._settle_bare()
        if len(values) == 3 and parts["road"] and not (compound or parts["number"]):
            parts["lane"] = values.pop(0)
        if len(values) > 1 and not parts["number"]:
            parts["number"] = values.pop(0)
        self._set("room", "-".join(values))

    def _alone(self, value: str, *, compound: bool) -> None:
        if not compound and self.parts["road"]:
            self.bare = value
        elif self.bare:
            self._set("lane", self.bare)
            self.bare = value
        elif len(value) < 3:
            self._set("number", value)
        else:
            self._set("room", value)

    def _set(self, part: str, value: str) -> None:
        """A part that is there already makes way for what comes later only where it may be a wider one."""
        if self.parts.get(part) and part == "room":
            self._set("unit", self.parts["room"])
        elif self.parts.get(part):
            self._more("rest", value)
            return
        self.parts[part] = value

    def _more(self, part: str, text: str) -> None:
        self.parts[part] = self.parts.get(part, "") + text


def _road_end(chunk: str) -> int:
    """Where the road ends with which a name begins; 0 where it names no road (铁路新村 is a place)."""
    ends = [found.end() for found in _ROAD_END.finditer(chunk) if found.start()]
    if not ends or ends[-1] == len(chunk):
        return ends[-1] if ends else 0
    return next((end for end in ends if not _NO_PLACE.fullmatch(chunk, end)), 0)
