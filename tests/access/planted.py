"""A small world with a secret in every cell: a few people and firms in every dataset, each cell unlike any other, in two versions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from zlib import crc32

from tests.feed.conftest import write_delivery
from tests.feed.rows import credit_code, identity
from twopages.ontology.model import Column, Dataset, Model
from twopages.values import clean

FIRST, SECOND = "2021-03-31", "2021-06-30"  # the days of the two deliveries
RICH, RICH_FIRMS, ALL, ALL_FIRMS = 5, 3, 14, 13  # so many have rows in every dataset; so many there are
BIRTHS = tuple(f"{1950 + 5 * place}01{place + 10}" for place in range(ALL))
PERSONS = tuple(identity(birth, place + 1) for place, birth in enumerate(BIRTHS))
FIRMS = tuple(credit_code(place + 1) for place in range(ALL_FIRMS))
UNIQUE = frozenset({"name", "text", "money", "decimal", "date", "partialDate", "phone", "email", "address"})
SHORTEST = 4  # characters of what is looked for in answers
Ends = Mapping[str, tuple[str, ...]]  # the keys that stand in the cells of each role


@dataclass(frozen=True, slots=True)
class Secret:
    """What one cell holds, as written and as read, in a row that names some subjects; `owners`: whom it is about."""

    texts: frozenset[str]
    dataset: str
    header: str
    keys: frozenset[str]  # of all whom the row names
    owners: frozenset[str]


def word(number: int) -> str:
    """Three characters that no other number has."""
    return "".join(chr(0x5200 + number // 500**place % 500) for place in range(3))


def home(key: str) -> str:
    """The address at which a subject lives or works."""
    return f"上海市徐汇区{word(90_000 + (*PERSONS, *FIRMS).index(key))}路1号"


def day(number: int) -> date:
    """A day that no other number has; one on which somebody was born would be no secret, and is taken from before all others."""
    found = date(1951, 1, 1) + timedelta(days=number % 25_000)
    born = [birth for birth in BIRTHS if birth == f"{found:%Y%m%d}"]
    return date(1949, 1, 1) + timedelta(days=BIRTHS.index(born[0])) if born else found


@dataclass
class Planter:
    """Makes up the rows, and remembers what it put into them."""

    model: Model
    whole: bool = True  # every dataset, and not only those in which most can go wrong
    secrets: list[Secret] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _kept: dict[tuple[object, ...], str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Both deliveries of every dataset."""
        for day_ in (FIRST, SECOND):
            for dataset in self.model.datasets.values():
                known = self.whole or dataset.id in _FEW | _PAIRS.keys() | _TWICE
                rows = [self.row(dataset, ends) for ends in self.ends(dataset)] if known else []
                if rows and (day_ == FIRST or dataset.id in _TWICE):
                    write_delivery(self.model, folder, dataset.id, rows, day_, "full")

    def ends(self, dataset: Dataset) -> Iterator[Ends]:
        """Between whom the rows of a dataset stand."""
        if dataset.id in _PAIRS:
            for subject, object_ in _PAIRS[dataset.id]:
                yield {"subject": (subject,), "object": (object_,)}
        elif dataset.subject in _SUBJECTS:
            known, few = _SUBJECTS[dataset.subject]
            thin = dataset.id in _EVERYBODY
            yield from (_around(place, key) for place, key in enumerate(known) if thin or place < few)
        elif dataset.subject in _THINGS:
            yield from (_around(place, key, thing=True) for place, key in enumerate(_holders(dataset)))

    def row(self, dataset: Dataset, ends: Ends) -> dict[str, str]:
        """One row between these ends."""
        return {column.header: self.cell(dataset, column, ends) for column in dataset.columns if not column.virtual}

    def cell(self, dataset: Dataset, column: Column, ends: Ends) -> str:
        """What stands in a cell: a key of an end, something that nobody else has, or a code."""
        for target in column.targets:
            if target.role == "meta":
                return self._meta(dataset, column, target.name, ends)
            if target.role in _ENDS and (known := ends.get(f"{target.role} {target.relation}".strip())):
                return known[column.position % len(known)]
            if target.name in _FIXED:
                return _FIXED[target.name](ends["self"][0])
            if target.name == "birthDate":
                return _written(_birth(ends["self"][0]), column.format)
        return self._told(dataset, column, ends)

    def _told(self, dataset: Dataset, column: Column, ends: Ends) -> str:
        kept = (dataset.id, column.header, *sorted(ends.items()))
        told = self._kept.get(kept) or self._made(column)
        if column.header in dataset.key_columns or any(target.role in _ENDS for target in column.targets):
            self._kept[kept] = told
        if column.recipe.kind in UNIQUE and told:
            values = clean(column.recipe, told, SECOND).values
            texts = frozenset(text for text in (told, *map(str, values)) if len(text) >= SHORTEST)
            keys = frozenset(key for known in ends.values() for key in known)
            self.secrets.append(Secret(texts, dataset.id, column.header, keys, frozenset(_owners(column, ends))))
        return told

    def _made(self, column: Column) -> str:
        number = next(self._numbers)
        return _fitting(
            column, self._like(column, number), str(number), str(number % 90 + 10), "7", "1", "I64", "64", "2020"
        )

    def _like(self, column: Column, number: int) -> str:
        kind = column.recipe.kind
        simple = {
            "name": f"密{word(number)}", "text": f"密{word(number)}文", "address": f"上海市徐汇区{word(number)}路{number}号",
            "phone": f"138{number:08}", "email": f"x{number}@secret.example", "boolean": "是", "division": "310104",
            "decimal": f"{number}.37", "money": f"{number}.73", "percentage": "37", "integer": str(7 + number % 20), "year": "2020",
            "industry": "C", "geometry": f"POINT (121.4{number % 90 + 10} 31.2{number % 90 + 10})", "datetime": f"{day(number)} 10:00:00",
        }  # fmt: skip
        if kind in simple:
            return simple[kind]
        when = day(number) + timedelta(days=29_000 if column.recipe.future else 0)
        return self._code(column) if kind == "code" else _written(when, column.format)

    def _code(self, column: Column) -> str:
        for target in column.targets:
            terms = self.model.relations[target.relation].parts if target.relation else self.model.attributes
            term = terms.get(target.name)
            if term and term.codes:
                code, known = next(iter(self.model.code_lists[term.codes].codes.items()))
                return known.label.zh if column.written == "label" else code
        return "1"

    def _meta(self, dataset: Dataset, column: Column, name: str, ends: Ends) -> str:
        if name in ("updatedAt", "observedOn"):
            return "2021-03-01 08:00:00"
        if name == "period":
            return _fitting(column, "202103", "2020", "2021-03-01", "20210301")
        fixed = {"rowType": "结婚", "operation": "1", "endClass": "自然人", "headFlag": "是"}
        return fixed.get(name) or f"K{crc32(repr(sorted(ends.items())).encode())}"


_ENDS = frozenset({"subject", "object", "from", "to"})
_SUBJECTS = {"Person": (PERSONS, RICH), "Enterprise": (FIRMS, RICH_FIRMS)}
_THINGS = frozenset(
    {"Licence", "Address", "RealEstate", "Vehicle", "Penalty", "Building", "SpatialFeature", "Encounter"}
)
_EVERYBODY = frozenset({"household-registration", "enterprise-registration"})
_TWICE = frozenset(
    {
        "household-registration",
        "real-population",
        "employment-registration",
        "social-insurance-person",
        "marriage-registration",
        "minimum-living-allowance",
        "housing-fund-person",
        "enterprise-registration",
        "enterprise-shareholder",
        "tax-registration",
        "enterprise-social-insurance",
        "entity-tag",
    }
)
_FEW = frozenset(
    {
        "standard-address",
        "person-licence-index",
        "enterprise-licence-index",
        "real-estate-registration",
        "vehicle-registration",
        "administrative-penalty",
        "identity-card",
        "birth-certificate",
        "residence-permit",
        "home-elderly-care",
        "disability-certificate",
        "medical-insurance-person",
        "social-security-card",
        "housing-lease-record",
        "individual-income-tax",
        "forensic-appraiser",
        "practice-registration-lawyer",
        "self-declaration-person",
        "tax-payment",
        "enterprise-annual-report",
        "enterprise-housing-fund",
        "self-declaration-enterprise",
        "electricity-consumption",
        "credit-risk-class",
        "building-survey",
        "deidentified-encounter",
        "water-body",
        "environment-credit",
    }
)
_PAIRS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "marriage-registration": ((PERSONS[0], PERSONS[1]), (PERSONS[2], PERSONS[3])),
    "guardianship-registration": ((PERSONS[0], PERSONS[4]), (PERSONS[2], PERSONS[1])),
    "adoption-registration": ((PERSONS[1], PERSONS[4]),),
    "household-member": tuple((key, f"H{place // 2}") for place, key in enumerate(PERSONS[:RICH])),
    "agent-authorisation": ((PERSONS[3], FIRMS[0]), (PERSONS[4], FIRMS[1])),
    "enterprise-shareholder": ((PERSONS[0], FIRMS[0]), (PERSONS[1], FIRMS[0]), (PERSONS[2], FIRMS[1])),
    "enterprise-personnel": ((PERSONS[1], FIRMS[0]), (PERSONS[2], FIRMS[1]), (PERSONS[3], FIRMS[2])),
    "enterprise-branch": ((FIRMS[2], FIRMS[0]),),
    "national-enterprise-investment": ((FIRMS[0], FIRMS[1]), (FIRMS[1], FIRMS[2])),
    "policy-guarantee": ((FIRMS[0], FIRMS[2]),),
}  # fmt: skip
_FIXED: Mapping[str, Callable[[str], str]] = {
    "identityNumber": lambda key: key, "unifiedSocialCreditCode": lambda key: key,
    "passportNumber": lambda key: f"E{90_000_000 + PERSONS.index(key)}",
    "otherIdDocumentNumber": lambda key: "", "registrationNumber": lambda key: f"{310_105_000_000_000 + FIRMS.index(key)}",
    "organisationCode": lambda key: "", "addressText": home,
}  # fmt: skip


def _owners(column: Column, ends: Ends) -> tuple[str, ...]:
    """Whom a cell is about: the end that it names, the subject of the row, or the end whose values it has, else both."""
    for target in column.targets:
        if target.role == "name":
            return ends[f"{target.name} {target.relation}".strip()]
    return ends.get("self") or ends.get(column.whose) or ends["subject"] + ends["object"]


def _fitting(column: Column, *cells: str) -> str:
    """The first of some cells that the column takes."""
    return next((cell for cell in cells if not clean(column.recipe, cell, FIRST).fault), cells[0])


def _written(when: date, pattern: str) -> str:
    """A day as the office writes it; as ISO does where it does not say."""
    plain = (pattern or "yyyy-MM-dd").replace("[-dd]", "-dd").replace("HH:mm:ss", "00:00:00")
    slashed = "/" in plain
    month, number = (f"{part}" if slashed else f"{part:02}" for part in (when.month, when.day))
    return (
        plain.replace("yyyy", str(when.year))
        .replace("MM", month)
        .replace("dd", number)
        .replace("M", month)
        .replace("d", number)
    )


def _birth(key: str) -> date:
    return date.fromisoformat(f"{key[6:10]}-{key[10:12]}-{key[12:14]}")


def _around(place: int, key: str, *, thing: bool = False) -> Ends:
    """The ends of a row about a subject, or about a thing of a subject."""
    person, firm, address = PERSONS[place % RICH], FIRMS[place % RICH_FIRMS], home(key)
    around: dict[str, tuple[str, ...]] = {
        "self": (key,), "to REGISTERED_AT": (address,), "to OPERATES_AT": (address,), "to RESIDES_AT": (address,),
        "to REGISTERED_RESIDENCE_AT": (address,), "to LEASES": (address,), "to LOCATED_AT": (address,), "to LOCATED_IN": ("",),
        "to PART_OF": ("",), "to PART_OF_ADDRESS": ("",), "to STUDIES_AT": (firm,), "to EMPLOYED_BY": (firm,),
        "to PRACTISES_AT": (firm,), "to CARED_FOR_BY": (firm,), "from LEGAL_REPRESENTATIVE_OF": (person,),
        "from PARENT_OF": (PERSONS[0], PERSONS[1]) if place > 1 else ("",), "from GUARDIAN_OF": (PERSONS[(place + 1) % RICH],),
        "to HELD_BY": (key,), "to IMPOSED_ON": (key,), "from OWNS_REAL_ESTATE": (key,), "from OWNS_VEHICLE": (key,),
    }  # fmt: skip
    return around if thing else around | {"subject": (key,)}


def _holders(dataset: Dataset) -> tuple[str, ...]:
    """Whose things a dataset has."""
    people, firms = PERSONS[:RICH], FIRMS[:RICH_FIRMS]
    if dataset.subject == "Address":
        return (*people, *firms)
    held = [column.recipe.kind for column in dataset.columns if any(t.relation == "HELD_BY" for t in column.targets)]
    return firms if dataset.subject == "Penalty" or "uscc" in held else people
