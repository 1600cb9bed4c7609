"""Standard addresses: lanes with their gates and rooms, and office buildings, in the real districts and streets of Shanghai."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from twopages.ontology.model import Code
from twopages.synthetic.lore import districts, lore
from twopages.synthetic.texts import (
    Ints,
    Rng,
    Streams,
    Text,
    choose,
    decimal,
    digits,
    draw,
    groups,
    join,
    rank_within,
    same,
    text,
    unique,
    where,
)

NONE = -1
SUFFIXES = (("路", 0.7), ("街", 0.05), ("大道", 0.04), ("东路", 0.06), ("西路", 0.06), ("南路", 0.05), ("北路", 0.04))
ROADS_OF_A_STREET = 6
REPORTING = ("310106", "310115", "310112")  # districts with data sets of their own: the first towers stand there
Rows = TypeVar("Rows", "Sites", "Places")


@dataclass(frozen=True, slots=True)
class Divisions:
    """The divisions that addresses and origins are drawn from."""

    streets: Text  # nine digits
    names: Mapping[str, str]
    counties: Text  # six digits, of the whole country, in use
    cities: Mapping[str, str]  # what a retired code has become

    @property
    def street_districts(self) -> Text:
        """The district of each street."""
        return np.strings.slice(self.streets, 0, 6)


def divisions(codes: Mapping[str, Code]) -> Divisions:
    """The divisions of a code list of GB/T 2260 that reaches down to the streets of Shanghai."""
    present = [code for code in codes.values() if code.replaced_by is None]
    streets = [code.id for code in present if len(code.id) == 9 and code.id[:6] in districts()]
    counties = [
        code.id for code in present if len(code.id) == 6 and not code.id.endswith("00") and not code.id.startswith("31")
    ]
    retired = {code.id: code.replaced_by for code in codes.values() if code.replaced_by is not None}
    return Divisions(
        text(sorted(streets)), {code.id: code.label.zh for code in codes.values()}, text(sorted(counties)), retired
    )


@dataclass(frozen=True, slots=True)
class Sites:
    """Plots on the roads: a lane of homes or an office building each."""

    street: Text
    district: Text
    road: Text
    number: Ints
    gates: Ints
    floors: Ints
    flats: Ints  # on one floor
    estate: Text  # name of the estate, empty for many
    east: NDArray[np.float64]
    north: NDArray[np.float64]
    office: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Places:
    """Every standard address: plots, gates and rooms; `parent` is the place of the address above, -1 for plots."""

    code: Text
    text: Text
    district: Text
    street: Text
    committee: Text
    road: Text
    lane: Text
    gate: Text
    building: Text
    room: Text
    postcode: Text
    longitude: Text
    latitude: Text
    state: Text
    alias: Text
    building_code: Text
    parent: Ints
    home: NDArray[np.bool_]  # a room to live in
    office: NDArray[np.bool_]  # a room to work in

    def __len__(self) -> int:
        return len(self.code)


def lay_out(streams: Streams, known: Divisions, homes: int, offices: int) -> Places:
    """Enough addresses for so many homes and offices."""
    rng = streams("places")
    lanes = _enough(_sites(rng, known, 4 + homes // 12, office=False), homes)
    towers = _enough(_sites(rng, known, 3 + offices // 12, office=True), offices, len(REPORTING))
    sites = _numbered(_both(lanes, towers), rng)
    gates = _below(np.arange(len(sites.street)), sites.gates)
    rooms = _below(np.arange(len(gates[0])), (sites.floors * sites.flats)[gates[0]])
    return _places(sites, gates, rooms, known, rng)


def _enough(sites: Sites, rooms: int, least: int = 1) -> Sites:
    """The first plots that together have so many rooms, and so many of them at least."""
    size = np.cumsum(sites.gates * sites.floors * sites.flats)
    count = max(int(np.searchsorted(size, rooms)) + 1, least)
    return Sites(**{item.name: getattr(sites, item.name)[:count] for item in fields(sites)})


def _both(first: Rows, second: Rows) -> Rows:
    columns = {
        item.name: np.concatenate([getattr(first, item.name), getattr(second, item.name)]) for item in fields(first)
    }
    return type(first)(**columns)


def _below(parents: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """The parent of every child, and its place among its siblings."""
    parent = np.repeat(parents, counts)
    return parent, rank_within(parent)


def _sites(rng: Rng, known: Divisions, count: int, *, office: bool) -> Sites:
    street = _streets(rng, known, count, "firms" if office else "persons")
    if office:
        street[: len(REPORTING)] = [np.flatnonzero(known.street_districts == district)[0] for district in REPORTING]
    road = _roads(rng, known)[street, rng.integers(0, ROADS_OF_A_STREET, count)]
    district = known.street_districts[street]
    towers = rng.random(count) < (0.6 if office else 0.25)
    floors = np.where(towers, rng.integers(9, 19, count), rng.integers(3, 7, count))
    flats = rng.integers(2, 5, count)
    gates = np.where(towers & ~np.full(count, office), rng.integers(1, 3, count), rng.integers(1, 5, count))
    east, north = _around(rng, district)
    estate = same("", count) if office else _estates(rng, district)
    flag = np.full(count, office)
    offices = np.where(flag, 1, gates)
    return Sites(
        known.streets[street],
        district,
        road,
        np.zeros(count, np.int64),
        offices,
        floors,
        flats,
        estate,
        east,
        north,
        flag,
    )


def _streets(rng: Rng, known: Divisions, count: int, weight: str) -> Ints:
    sizes = Counter(known.street_districts.tolist())
    share = {code: float(districts()[code][weight]) / size for code, size in sizes.items()}
    return draw(rng, len(known.streets), count, [share[code] for code in known.street_districts.tolist()])


def _roads(rng: Rng, known: Divisions) -> Text:
    """The roads of every street; some go on into the next one."""
    shape = (len(known.streets), ROADS_OF_A_STREET)
    words = choose(rng, lore("roads").texts("word"), shape[0] * shape[1])
    names, shares = zip(*SUFFIXES, strict=True)
    return join(words, choose(rng, names, len(words), shares)).reshape(shape)


def _around(rng: Rng, district: Text) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A point in each district, not far from its middle."""
    rows = [districts()[code] for code in district.tolist()]
    middle = np.array([[float(row["longitude"]), float(row["latitude"])] for row in rows]).reshape(-1, 2)
    reach = np.array([[float(row["east"]), float(row["north"])] for row in rows]).reshape(-1, 2)
    point = middle + reach * rng.uniform(-0.7, 0.7, (len(rows), 2))
    return point[:, 0], point[:, 1]


def _estates(rng: Rng, district: Text) -> Text:
    """Names of estates, each once in a district; lanes beyond those names have none."""
    words = lore("estates").where(part="word").texts("text")
    forms = lore("estates").where(part="form").texts("text")
    where_ = groups(district)
    rank, size = rank_within(where_), len(words) * len(forms)
    serial = (rank * 61 + where_ * 397 + int(rng.integers(0, size))) % size
    named = (rank < size) & (rng.random(len(rank)) < 0.7)
    return where(named, join(words[serial // len(forms)], forms[serial % len(forms)]), "")


def _numbered(sites: Sites, rng: Rng) -> Sites:
    """Numbers along each road, no number twice."""
    road = groups(join(sites.district, sites.road))
    start = rng.integers(0, 50, road.max() + 1)[road]
    number = (start + rank_within(road)) * 22 + rng.integers(1, 22, len(road))
    return Sites(**{item.name: getattr(sites, item.name) for item in fields(sites)} | {"number": number})


def _places(sites: Sites, gates: tuple[Ints, Ints], rooms: tuple[Ints, Ints], known: Divisions, rng: Rng) -> Places:
    gate_site, gate_rank = gates
    room_gate, room_rank = rooms
    lane = ~sites.office[gate_site]
    above = len(sites.street)
    gate_parent = np.where(lane, gate_site, NONE)
    keep = np.flatnonzero(lane)  # an office building is a plot with rooms; only lanes have gates
    order = np.full(len(gate_site), NONE)
    order[keep] = above + np.arange(len(keep))
    room_site = gate_site[room_gate]
    room_parent = np.where(order[room_gate] >= 0, order[room_gate], room_site)
    site = np.r_[np.arange(above), gate_site[keep], room_site]
    gate = np.r_[np.full(above, NONE), gate_rank[keep], np.where(sites.office[room_site], NONE, gate_rank[room_gate])]
    number = (room_rank // sites.flats[room_site] + 1) * 100 + room_rank % sites.flats[room_site] + 1
    room = np.r_[np.full(above + len(keep), NONE), number]
    parent = np.r_[np.full(above, NONE), gate_parent[keep], room_parent]
    return _described(sites, (site, gate, room, parent), known, rng)


def _described(sites: Sites, shape: tuple[Ints, Ints, Ints, Ints], known: Divisions, rng: Rng) -> Places:
    site, gate, room, parent = shape
    office, street, district = sites.office[site], sites.street[site], sites.district[site]
    gate_text = where(gate >= 0, join(digits(gate + 1), "号"), "")
    room_text = where(room >= 0, join(digits(room), "室"), "")
    lane = where(office, "", join(digits(sites.number[site]), "弄"))
    door = where(office, join(digits(sites.number[site]), "号"), gate_text)
    area = join("上海市", _called(district, known))
    full = join(area, sites.road[site], lane, door, room_text)
    alias = where((sites.estate[site] != "") & (room >= 0), join(area, sites.estate[site], gate_text, room_text), "")
    count = len(site)
    building = where(gate >= 0, join(digits(gate + 1), "幢"), "")
    code = join(street, digits(rank_within(groups(street)) + 1, 9))
    surveyed = office & (room >= 0)
    return Places(
        code=code, text=full, district=district, street=street, committee=_committees(sites, site, rng), road=sites.road[site],
        lane=lane, gate=door, building=building, room=room_text, postcode=_postcodes(district, street),
        longitude=_degrees(sites.east[site] + rng.uniform(-0.0008, 0.0008, count)),
        latitude=_degrees(sites.north[site] + rng.uniform(-0.0006, 0.0006, count)),
        state=choose(rng, ["1", "2", "4"], count, [0.985, 0.01, 0.005]), alias=alias,
        building_code=where(surveyed, join("B", street, digits(sites.number[site], 5)), ""), parent=parent,
        home=(room >= 0) & ~office, office=(room >= 0) & office,
    )  # fmt: skip


def _called(codes: Text, known: Divisions) -> Text:
    """The names of divisions."""
    result = same("", len(codes))
    for code in unique(codes):
        result[codes == code] = known.names[code]
    return result


def _committees(sites: Sites, site: Ints, rng: Rng) -> Text:
    named = where(
        sites.estate != "", sites.estate, join(sites.road, "第", choose(rng, list("一二三四五六"), len(sites.road)))
    )
    return join(named, "居民委员会")[site]


def _postcodes(district: Text, street: Text) -> Text:
    """A postcode under the prefix of the district; none ends in 00, which stands for "somewhere in the city"."""
    prefix = same("", len(district))
    for code in unique(district):
        prefix[district == code] = districts()[code]["postcode"]
    return join(prefix, digits(np.strings.slice(street, 6, 9).astype(np.int64) % 89 + 11, 2))


def _degrees(values: NDArray[np.float64]) -> Text:
    return decimal(np.round(values * 1_000_000).astype(np.int64), 6)
