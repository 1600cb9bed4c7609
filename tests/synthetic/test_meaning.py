"""Every cell says what the key takes it to say, and dirt falls as often as it is told to."""

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, fields

import duckdb
import numpy as np
import pytest

from tests.synthetic.conftest import AS_OF, only, staged
from twopages.ontology.model import Column, Model
from twopages.synthetic import Dirt
from twopages.synthetic.cells import SEPARATOR, Cells, Table
from twopages.synthetic.city import build
from twopages.synthetic.faults import Spot, faults_of
from twopages.synthetic.offices import known
from twopages.synthetic.rounds import written_by_offices
from twopages.synthetic.staging import delivered
from twopages.synthetic.tables import Batch
from twopages.synthetic.texts import Streams, day
from twopages.synthetic.world import world
from twopages.values import Value, clean

ELSEWHERE = {
    "duplicate",
    "nobody",
    "conflict",
    "masked",
    "old_registration",
    "other_dot",
}  # faults that the tests below look at by themselves


def spelled(values: tuple[Value, ...]) -> str:
    """Values as the key keeps them."""
    return SEPARATOR.join(str(value).lower() if isinstance(value, bool) else str(value) for value in values)


def misread(column: Column, cells: Cells) -> list[tuple[str, str, str]]:
    """Cells (delivered, meant, read) that are read otherwise than they are meant."""
    found = []
    rows = zip(cells.text.tolist(), cells.means.tolist(), cells.fault.tolist(), cells.unsure.tolist(), strict=True)
    for written, means, fault, unsure in rows:
        read = clean(column.recipe, written, AS_OF)
        faults = set(fault.split("|")) - {""}
        agreed = read.fault in faults if read.fault else not faults or "MISSING" in faults
        if not unsure and (spelled(read.values) != means or not agreed):
            found.append((written, means, spelled(read.values) or read.fault))
    return found


def all_misread(table: Table) -> list[tuple[str, list[tuple[str, str, str]]]]:
    columns = [column for column in table.dataset.columns if column.loaded]
    found = [(column.header, misread(column, table.cells[column.header])[:3]) for column in columns]
    return [(header, wrong) for header, wrong in found if wrong]


@pytest.mark.parametrize("dataset", sorted(known()))
def test_every_cell_is_read_as_it_is_meant(dirty_tables: Mapping[str, Batch], dataset: str) -> None:
    assert all_misread(dirty_tables[dataset].table) == []


@pytest.mark.parametrize("dataset", sorted(known()))
def test_clean_deliveries_have_neither_faults_nor_doubts(clean_tables: Mapping[str, Batch], dataset: str) -> None:
    table = clean_tables[dataset].table
    assert all_misread(table) == []
    required = {
        column.header: table.cells[column.header]
        for column in table.dataset.columns
        if column.loaded and column.required
    }
    assert [header for header, cells in required.items() if (cells.means == "").any()] == []
    assert [header for header, cells in table.cells.items() if (cells.fault != "").any() or cells.unsure.any()] == []


@pytest.mark.parametrize("dataset", sorted(known()))
def test_no_two_rows_have_the_same_key(clean_tables: Mapping[str, Batch], dataset: str) -> None:
    table = clean_tables[dataset].table
    keys = Counter(zip(*(table.cells[header].means.tolist() for header in table.dataset.key_columns), strict=True))
    assert [key for key, count in keys.items() if count > 1] == []
    assert keys


def having(model: Model, fault: str) -> list[str]:
    """A few datasets that can have a fault, of every format."""
    found: dict[str, str] = {}
    for dataset in sorted(written_by_offices(model), key=lambda one: len(one.columns)):
        spots = (Spot(dataset, column) for column in delivered(dataset))
        if any(faults_of(spot, asdict(only(**{fault: 1.0}))) for spot in spots):
            found[dataset.format] = dataset.id
    return list({*found.values(), "household-registration", "real-population"} if found else ())


@pytest.mark.parametrize("fault", sorted({item.name for item in fields(Dirt)} - ELSEWHERE))
def test_each_fault_alone_is_read_as_it_is_meant(
    model: Model, database: duckdb.DuckDBPyConnection, clean_tables: Mapping[str, Batch], fault: str
) -> None:
    changed = 0
    for name, batch in staged(model, database, only(**{fault: 1.0}), *having(model, fault)).items():
        assert all_misread(batch.table) == [], name
        spotless = clean_tables[name].table
        changed += sum(
            int((cells.text != spotless.cells[header].text).sum()) for header, cells in batch.table.cells.items()
        )
    assert changed > 0


def test_other_dots_are_read_as_the_dot_of_names(model: Model, database: duckdb.DuckDBPyConnection) -> None:
    """A city this small may have nobody whose name has a dot, so that some get one for this test."""
    with database.cursor() as cursor:
        cursor.begin()
        cursor.execute("update person set name = left(name, 1) || '·' || substr(name, 2) where country = 'CHN'")
        batch = staged(model, cursor, only(other_dot=1.0), "household-registration")["household-registration"]
        cursor.rollback()
    names = batch.table.cells["姓名"]
    assert all_misread(batch.table) == []
    assert set("•・.") == {mark for name in names.text.tolist() for mark in name if mark in "•・.·"}
    assert all("·" in name for name in names.means.tolist())


def test_a_fault_is_as_frequent_as_it_is_said_to_be(model: Model, database: duckdb.DuckDBPyConnection) -> None:
    shares = []
    for rate in (0.1, 0.9):
        cells = staged(model, database, only(old_number=rate), "household-registration")[
            "household-registration"
        ].table.cells["公民身份号码"]
        old = np.strings.str_len(cells.text) == 15
        shares.append(old.sum() / np.strings.startswith(cells.means, "31019919").sum())
    assert shares == pytest.approx([0.1, 0.9], abs=0.07)


def test_rows_about_nobody_and_repeated_rows_occur(model: Model, database: duckdb.DuckDBPyConnection) -> None:
    dirty = staged(model, database, only(nobody=0.5, duplicate=0.5), "tax-credit", "household-registration")
    batch, firms = dirty["tax-credit"], {key for (key,) in database.execute("select key from enterprise").fetchall()}
    codes = batch.table.cells["统一社会信用代码"].means.tolist()
    assert len([code for code in codes if code not in firms]) / len(codes) == pytest.approx(0.5, abs=0.1)
    assert (len(batch.place) - len(codes)) / len(codes) == pytest.approx(0.5, abs=0.1)
    people = {key for (key,) in database.execute("select key from person").fetchall()}
    assert set(dirty["household-registration"].table.cells["公民身份号码"].means.tolist()) <= people


def test_sources_are_at_odds_with_better_ones_as_often_as_told(
    model: Model, database: duckdb.DuckDBPyConnection, clean_tables: Mapping[str, Batch]
) -> None:
    name, header = "social-insurance-person", "通信地址"
    torn = staged(model, database, only(conflict=0.5), name)[name].table.cells[header].means
    sound = clean_tables[name].table.cells[header].means
    told = sound != ""
    assert (torn[told] != sound[told]).mean() == pytest.approx(0.5, abs=0.1)


def test_old_registration_numbers_stand_in_for_credit_codes(model: Model, database: duckdb.DuckDBPyConnection) -> None:
    cells = staged(model, database, only(old_registration=1.0), "tax-credit")["tax-credit"].table.cells[
        "统一社会信用代码"
    ]
    old = np.strings.str_len(cells.text) == 15
    assert old.any() and (cells.means[old] == cells.text[old]).all()


def test_published_penalties_mask_persons(model: Model) -> None:
    name, city = "administrative-penalty", build(model, Streams(8), 3_000, 20, day(AS_OF))
    with closing(world(model, city, 8)) as database:
        sound, masked = (
            staged(model, database, only(masked=rate), name)[name].table.cells["相对人代码"] for rate in (0.0, 1.0)
        )
    persons = np.isin(sound.text.astype(object), city.keys.astype(object))
    assert persons.any() and (np.strings.find(masked.text[persons], "********") == 6).all()
    assert (masked.means[persons] == masked.text[persons]).all()  # a key that nobody is known by
    assert not masked.unsure.any()
