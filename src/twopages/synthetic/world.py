"""The city as tables of DuckDB, with the macros that the SQL of the offices draws from."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from tempfile import gettempdir
from typing import Any, TypeAlias

import duckdb
import numpy as np
import pyarrow as pa

from twopages.ontology.model import Model
from twopages.synthetic import people, work
from twopages.synthetic.city import City
from twopages.synthetic.lore import districts, lore
from twopages.synthetic.texts import Ints, where

SQL = Path(__file__).parent / "offices" / "sql"
GROUPS = {people.REGISTERED: "registered", people.ELSEWHERE: "elsewhere", people.OUTSIDE: "outside"}
STATES = {
    work.EMPLOYED: "employed", work.CIVIL: "civil", work.FLEXIBLE: "flexible", work.TRADER: "trader",
    work.JOBLESS: "jobless", work.AT_HOME: "at home", work.STUDENT: "student", work.RETIRED: "retired",
    work.CHILD: "child", work.DEAD: "dead",
}  # fmt: skip
THREADS = 2  # more change no byte
FEW = 5_000  # persons up to whom a statement is run sooner than it is optimised; that changes no byte either
MEMORY = "3GB"  # what the database may take before it uses the disk
LISTS = ("surnames", "given", "roads", "estates", "schools", "majors", "industries", "rare")
Columns: TypeAlias = Mapping[str, Any]


def world(model: Model, city: City, seed: int) -> duckdb.DuckDBPyConnection:
    """A database of the city: its tables, the lists it is made of, the code lists, the macros, then `world/*.sql` in order."""
    database = duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY, "temp_directory": gettempdir()})
    if len(city.keys) <= FEW:
        database.execute("pragma disable_optimizer")
    for name, columns in (*city_tables(city), *list_tables(model, city).items()):
        fill(database, name, columns)
    as_of = str(city.as_of)
    del city  # a big one is two gigabytes
    prepare(database, seed, as_of)
    return database


def fill(database: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Make a table of the database out of an Arrow table."""
    database.register("incoming", table)
    database.execute(f'create table "{name}" as select * from incoming')
    database.unregister("incoming")


def prepare(database: duckdb.DuckDBPyConnection, seed: int, as_of: str) -> None:
    """The macros, then the facts that several offices share."""
    run = (SQL / "macros.sql").read_text(encoding="utf-8")
    database.execute(run.replace("{seed}", str(int(seed))).replace("{as_of}", str(np.datetime64(as_of, "D"))))
    for path in sorted((SQL / "world").glob("*.sql")):
        try:
            database.execute(path.read_text(encoding="utf-8"))
        except duckdb.Error as error:
            raise ValueError(f"{path.name}: {error}") from error


def city_tables(city: City) -> Iterator[tuple[str, pa.Table]]:
    """The facts of the city, one table a kind, made one after the other; `id` is the place in the columns."""
    yield "person", _table(_person(city))
    yield "firm", _table(_numbered(_fields(city.firms) | {"active": city.firms.active}))
    parts = {"place": city.places, "marriage": city.marriages, "diploma": city.diplomas, "job": city.jobs}
    for name, part in (parts | {"officer": city.officers}).items():
        yield name, _table(_numbered(_fields(part)))


def list_tables(model: Model, city: City) -> dict[str, pa.Table]:
    """The lists: `code` (list, id, label), `division` (code, name), `district`, and those of `data/` under their names."""
    codes = [
        (name, code.id, code.label.zh, code.broader)
        for name, one in model.code_lists.items()
        for code in one.codes.values()
    ]
    columns = zip(*codes, strict=True)
    found = {"code": pa.table(dict(zip(("list", "id", "label", "broader"), map(list, columns), strict=True)))}
    names = sorted(city.divisions.names.items())
    found["division"] = pa.table({"code": [code for code, _ in names], "name": [name for _, name in names]})
    found["county"] = pa.table(
        {"id": np.arange(len(city.divisions.counties)), "code": city.divisions.counties.tolist()}
    )
    found["street"] = pa.table({"id": np.arange(len(city.divisions.streets)), "code": city.divisions.streets.tolist()})
    found["district"] = pa.table(_district_columns())
    return found | {name: _lore(name) for name in LISTS}


def _district_columns() -> dict[str, list[Any]]:
    rows = [
        row | {"name": f"{row['short']}{'新区' if code == '310115' else '区'}"} for code, row in districts().items()
    ]
    numbers = ("longitude", "latitude", "east", "north", "persons", "firms")
    return {key: [float(row[key]) if key in numbers else row[key] for row in rows] for key in rows[0]}


def _lore(name: str) -> pa.Table:
    rows = lore(name).rows
    columns = {key: [row[key] or None for row in rows] for key in rows[0]}
    return pa.table({"id": np.arange(len(rows))} | columns)


def _fields(part: Any) -> dict[str, Any]:
    return {item.name: getattr(part, item.name) for item in fields(part)}


def _numbered(columns: Columns) -> Columns:
    count = len(next(iter(columns.values())))
    return {"id": np.arange(count), **columns}


def _person(city: City) -> Columns:
    """Everything that is true of a person, in one row."""
    folk, names, homes, house, learned, job = (
        city.people, city.names, city.homes, city.households, city.learning, city.work,
    )  # fmt: skip
    living = where(homes.home >= 0, city.places.district[homes.home], "")
    street = where(homes.home >= 0, city.places.street[homes.home], "")
    return {
        "id": np.arange(len(folk)), "key": city.keys, "name": names.name, "used_name": names.used, "sex": folk.sex,
        "birth": folk.birth, "death": folk.death, "age": folk.age, "living": folk.living, "grp": _named(folk.group, GROUPS),
        "ethnic": names.ethnic, "country": names.country, "document": names.document, "origin": city.origin,
        "phone": city.phones, "spouse": folk.spouse, "mother": folk.mother, "father": folk.father,
        "divorced": folk.divorced, "widowed": folk.widowed, "remarried": folk.remarried, "rare": names.rare,
        "household": house.head, "relation": house.relation, "household_number": house.number,
        "household_kind": house.kind, "household_since": house.since, "registered": homes.registered, "home": homes.home,
        "home_since": homes.since, "district": living, "street": street, "level": learned.level,
        "level_before": learned.before, "student": learned.student, "left_school": learned.left,
        "state": _named(job.state, STATES), "status": job.status, "employment": job.employment, "firm": job.firm,
        "since": job.since, "wage": job.wage, "retired": job.retired, "pension": job.pension, "title": job.title,
    }  # fmt: skip


def _named(numbers: Ints, names: Mapping[int, str]) -> pa.Array:
    places = list(names)
    index = pa.array(np.searchsorted(places, numbers).astype(np.int32))
    return pa.DictionaryArray.from_arrays(index, pa.array(list(names.values()))).cast(pa.string())


def _table(columns: Columns) -> pa.Table:
    return pa.table({name: _array(values) for name, values in columns.items()})


def _array(values: Any) -> pa.Array:
    """A column without the stand-ins of NumPy: empty text, -1 and NaT are nothing."""
    if isinstance(values, pa.Array):
        return values
    if values.dtype.kind == "T":
        return pa.array([value or None for value in values.tolist()], pa.string())
    if values.dtype.kind == "i":
        return pa.array(values.astype(np.int64), mask=values == people.NOBODY)
    return pa.array(values)
