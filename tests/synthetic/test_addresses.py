"""The parser of addresses against the city's own standard addresses in the spellings of its offices: what it finds is measured."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pytest

from tests.synthetic.spellings import FORMER, SPELLINGS
from twopages.feed.addresses import AddressKeys
from twopages.ontology.model import Model
from twopages.synthetic.city import City
from twopages.synthetic.faults import FAULTS, Spot
from twopages.values import Address

WANTED = 0.95


@dataclass(frozen=True)
class Known:
    """A standard address: how somebody wrote it, what it says, and which address it is."""

    spelling: str
    written: str
    parts: dict[str, str]
    code: str


def known(city: City, step: int = 1) -> Iterator[Known]:
    """Every standard address and alias in every spelling that differs, with the parts that the spelling leaves of it."""
    places = city.places
    for row in range(0, len(places), step):
        street = city.divisions.names[str(places.street[row])]
        for full, alias in ((str(places.text[row]), False), (str(places.alias[row]), True)):
            for name, spell in SPELLINGS.items():
                written = spell(full, street) if full else ""
                if written and (name == "standard" or written != full):
                    yield Known(name, written, parts(city, row, name, alias=alias), str(places.code[row]))


def parts(city: City, row: int, spelling: str, *, alias: bool) -> dict[str, str]:
    places = city.places
    found = {
        "division": "" if "without" in spelling and "district" in spelling else str(places.district[row]),
        "subdistrict": str(places.street[row]) if spelling == "with the street" else "",
        "road": "" if alias else str(places.road[row]),
        "lane": "" if alias else str(places.lane[row]).removesuffix("弄"),
        "number": str(places.gate[row]).removesuffix("号"),
        "room": str(places.room[row]).removesuffix("室"),
        "place": re.sub(r"^上海市.*?区|\d+号.*$", "", str(places.alias[row])) if alias else "",
    }
    if spelling == "former district" and city.divisions.names[str(places.district[row])] in FORMER:
        found["division"] = str(places.district[row])
    return found


def told(address: Address) -> dict[str, str]:
    """What the parser found, the city alone being no district."""
    found = {
        name: getattr(address, name) for name in ("division", "subdistrict", "road", "lane", "number", "room", "place")
    }
    return {**found, "division": "" if found["division"] in ("310000", "310100") else found["division"]}


@pytest.fixture(scope="module")
def addresses(model: Model) -> AddressKeys:
    return AddressKeys.of(model)


def test_parts_and_whole_addresses_are_found(made_up: City, addresses: AddressKeys) -> None:
    due, right, said, whole, count = Counter[str](), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for item in known(made_up):
        found = told(addresses.parsed(item.written))
        due.update(name for name, value in item.parts.items() if value)
        said.update(name for name, value in found.items() if value)
        right.update(name for name, value in item.parts.items() if value and found[name] == value)
        whole[item.spelling] += found == item.parts
        count[item.spelling] += 1
    assert count.total() > 10_000
    recall = {name: right[name] / due[name] for name in due}
    precision = {name: right[name] / said[name] for name in said}
    assert min(recall.values()) >= WANTED, recall
    assert min(precision.values()) >= WANTED, precision
    assert whole.total() / count.total() >= WANTED, {name: whole[name] / count[name] for name in count}
    assert {name for name in count if whole[name] / count[name] < WANTED} == set()


def test_spellings_meet_their_standard_address_and_no_other(made_up: City, addresses: AddressKeys) -> None:
    places = made_up.places
    holders: dict[str, set[str]] = {}
    for row in range(len(places)):
        texts = [text for text in (str(places.text[row]), str(places.alias[row])) if text]
        for key in addresses.claimed(texts):
            holders.setdefault(key, set()).add(str(places.code[row]))
    count = linked = wrong = waiting = 0
    for item in known(made_up, 3):
        answers = set().union(*(holders.get(key, set()) for key in addresses.named(item.written)))
        count += 1
        linked += answers == {item.code}
        wrong += len(answers) == 1 and answers != {item.code}
        waiting += len(answers) > 1 and item.code in answers
    assert wrong == 0
    assert (linked + waiting) / count >= WANTED
    assert linked / count >= 0.9  # the others name a spot without its district that two districts have


def test_what_the_engine_writes_names_the_same_spot(made_up: City, addresses: AddressKeys, model: Model) -> None:
    """The dirt of the deliveries themselves, every kind of it on every address."""
    dataset = model.datasets["household-registration"]
    fault = FAULTS["address"](Spot(dataset, dataset.column("户籍地址")))
    assert fault is not None
    asked = f"SELECT t, {fault.text} FROM texts, range(8) AS dice(d) WHERE {fault.when}".format(t="t", d="d")
    with duckdb.connect() as database:
        database.register("texts", pa.table({"t": [str(text) for text in made_up.places.text]}))
        pairs = database.execute(asked).fetchall()
    same = [bool(set(addresses.named(written)) & set(addresses.claimed([full]))) for full, written in pairs]
    assert len(pairs) == 8 * len(made_up.places)
    assert len({written for _, written in pairs}) > 4 * len(made_up.places)
    assert sum(same) / len(same) >= WANTED
