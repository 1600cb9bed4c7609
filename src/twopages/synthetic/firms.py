"""The enterprises: what they do, what they are called, where they sit and who stands for them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twopages.synthetic.lore import Lore, districts, lore
from twopages.synthetic.names import brand
from twopages.synthetic.numbers import credit_codes, landlines, mobiles, registration_numbers
from twopages.synthetic.people import ELSEWHERE, NOBODY, OUTSIDE, REGISTERED, People
from twopages.synthetic.places import Places
from twopages.synthetic.texts import (
    Days,
    Flags,
    Ints,
    Rng,
    Streams,
    Text,
    between,
    choose,
    digits,
    draw,
    join,
    pick,
    same,
    unique,
    where,
)

IN_OPERATION = "1"
STATES = {"1": 0.885, "2": 0.035, "3": 0.005, "4": 0.06, "6": 0.015}
REFORM = np.datetime64("2015-10-01", "D")  # since then one code takes the place of the registration number
SHOPS = ("店", "经营部", "工作室", "服务部")


@dataclass(frozen=True, slots=True)
class Firms:
    """Every enterprise, by place in the columns; money in yuan (or the unit of its currency)."""

    key: Text
    registration: Text
    name: Text
    pinyin: Text
    kind: Text
    category: Text
    owners: Text
    section: Text
    industry: Text
    scope: Text
    licences: Text  # types that such an enterprise needs, split by ;
    capital: Ints
    currency: Text
    established: Days
    approved: Days
    until: Days
    state: Text
    revoked: Days
    cancelled: Days
    registered: Ints  # place of the registered address
    operating: Ints  # place of business
    district: Text
    phone: Text
    head: Ints  # legal representative; -1: somebody the city does not know
    size: NDArray[np.float64]  # how many it would employ, against the others

    def __len__(self) -> int:
        return len(self.key)

    @property
    def active(self) -> Flags:
        """Which are in operation."""
        active: Flags = self.state == IN_OPERATION
        return active


def found(streams: Streams, people: People, places: Places, count: int, as_of: np.datetime64) -> Firms:
    """So many enterprises with offices and representatives out of the city."""
    rng = streams("firms")
    kinds, trades = lore("enterprise_types"), lore("industries")
    kind = draw(rng, len(kinds), count, kinds.numbers("weight"))
    trade = draw(rng, len(trades), count, trades.numbers("weight"))
    registered = rng.choice(np.flatnonzero(places.office), count)
    operating = np.where(rng.random(count) < 0.72, registered, rng.choice(np.flatnonzero(places.office), count))
    established = as_of - np.minimum(rng.exponential(2600, count) + 45, 11_300).astype("timedelta64[D]")
    district = places.district[registered]
    name, pinyin = _names(rng, kinds, kind, trades.texts("word")[trade], district)
    category = kinds.texts("category")[kind]
    key = credit_codes(join("9", category), (established < REFORM) & (rng.random(count) < 0.7), np.arange(count))
    state, revoked, cancelled = _states(rng, established, as_of)
    capital, currency = _capital(rng, kinds, kind, established)
    size = (
        trades.numbers("people")[trade]
        * rng.lognormal(0, 0.9, count)
        * np.where(category == "2", 0.3, 1)
        * (state == IN_OPERATION)
    )
    head = _heads(rng, people, kinds.texts("owners")[kind])
    return Firms(
        key, _registrations(rng, kinds.texts("code")[kind], established, key), name, pinyin, kinds.texts("code")[kind], category,
        kinds.texts("owners")[kind], trades.texts("section")[trade], trades.texts("code")[trade], trades.texts("scope")[trade],
        trades.texts("licences")[trade], capital, currency, established, between(rng, established, as_of - 5, count),
        _operating_until(rng, established, as_of), state, revoked, cancelled, registered, operating, district,
        where(rng.random(count) < 0.6, landlines(rng, count), mobiles(rng, count)), head, np.maximum(size, 0),
    )  # fmt: skip


def _names(rng: Rng, kinds: Lore, kind: Ints, word: Text, district: Text) -> tuple[Text, Text]:
    count = len(kind)
    form, code = kinds.texts("form")[kind], kinds.texts("code")[kind]
    shop = (form == "") & ~np.strings.endswith(word, "店")
    form = where(shop, choose(rng, SHOPS, count), form)
    area = same("", count)
    for place in unique(district):
        area[district == place] = join(
            districts()[place]["short"], where(district[district == place] == "310115", "新区", "区")
        )
    style = draw(rng, 4, count, [0.74, 0.1, 0.1, 0.06])
    small, branch = (code == "9500") | (code == "4540"), code == "2100"
    mark, pinyin = brand(rng, count, join(word, form, digits(style), where(small | branch, area, "")))
    plain = join("上海", mark, word, form)
    bracket = join(mark, "(上海)", word, form)
    group = join("上海", mark, "(集团)", form)
    name = where(style == 1, bracket, where((style == 3) & np.strings.endswith(form, "有限公司"), group, plain))
    name = where(small, join("上海市", area, mark, word, form), name)
    return where(branch, join("上海", mark, word, "有限公司", area, "分公司"), name), pinyin


def _registrations(rng: Rng, kind: Text, established: Days, key: Text) -> Text:
    """The old number of those founded before the reform; newer rows repeat the credit code."""
    digit = where(kind == "9500", "6", where(np.strings.startswith(kind, "5"), "4", "1"))
    old = registration_numbers(digit, np.arange(len(key)))
    return where(established < REFORM, old, where(rng.random(len(key)) < 0.5, key, ""))


def _states(rng: Rng, established: Days, as_of: np.datetime64) -> tuple[Text, Days, Days]:
    count = len(established)
    state = choose(rng, list(STATES), count, list(STATES.values()))
    state = where(established > as_of - 500, IN_OPERATION, state)
    ended = between(rng, established + 300, np.full(count, as_of - 10), count)
    never = np.datetime64("NaT", "D")
    revoked = np.where((state == "2") | (state == "3"), ended, never)
    cancelled = np.where(state == "4", ended, np.where(state == "3", np.minimum(ended + 200, as_of - 5), never))
    return state, revoked, cancelled


def _capital(rng: Rng, kinds: Lore, kind: Ints, established: Days) -> tuple[Ints, Text]:
    """Registered capital of round sums: 10,000 units at least, none for branches."""
    least, most = kinds.numbers("least")[kind], kinds.numbers("most")[kind]
    amount = np.exp(rng.uniform(np.log(np.maximum(least, 1)), np.log(np.maximum(most, 1)))).round()
    step = np.where(amount >= 1000, 100, np.where(amount >= 100, 10, np.where(amount >= 10, 5, 1)))
    amount = np.where(most > 0, np.maximum(amount // step * step, 1), 0).astype(np.int64)
    foreign = np.isin(kinds.texts("owners")[kind].astype(object).astype(str), ["foreign"]) & (
        rng.random(len(kind)) < 0.5
    )
    return amount * 10_000, where(foreign, choose(rng, ["840", "978", "344", "392"], len(kind), [6, 2, 3, 1]), "156")


def _operating_until(rng: Rng, established: Days, as_of: np.datetime64) -> Days:
    """Ten, twenty or thirty years; no end for half of them."""
    years = rng.choice([10, 20, 30], len(established))
    end = established + np.round(years * 365.2425).astype("timedelta64[D]") - 1
    end = np.where(end < as_of + 100, end + 10_957, end)
    return np.where(rng.random(len(established)) < 0.5, end, np.datetime64("NaT", "D"))


def _heads(rng: Rng, people: People, owners: Text) -> Ints:
    """People of working age; a few represent two enterprises, foreign ones are often headed from outside the mainland."""
    grown = people.living & (people.age > 24) & (people.age < 66)
    local = rng.permutation(np.flatnonzero(grown & ((people.group == REGISTERED) | (people.group == ELSEWHERE))))
    outside = np.flatnonzero(grown & (people.group == OUTSIDE))
    head = pick(rng, local[: int(len(owners) * 1.6)], len(owners))
    if len(outside):
        guests = (owners == "foreign") & (rng.random(len(owners)) < 0.6)
        head = np.where(guests, rng.choice(outside, len(owners)), head)
    return np.where(rng.random(len(owners)) < 0.03, NOBODY, head)
