"""What every office writes fits the ontology before any dirt falls on it."""

from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pytest

from twopages.ontology.model import CodeList, Column, Dataset, Model
from twopages.synthetic.world import SQL

OFFICES = {path.stem: path for path in SQL.glob("*/*.sql") if path.parent.name != "world"}


def written(database: duckdb.DuckDBPyConnection, dataset: str) -> pa.Table:
    """The rows of an office."""
    return database.sql(OFFICES[dataset].read_text(encoding="utf-8")).to_arrow_table()


@pytest.fixture(scope="module")
def tables(model: Model, database: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    return {dataset: written(database, dataset) for dataset in OFFICES}


def delivered(dataset: Dataset) -> list[Column]:
    """The columns that a file has."""
    return [column for column in dataset.columns if not column.virtual]


def flat(table: pa.Table, header: str) -> set[object]:
    """What stands in the cells of a column, lists taken apart."""
    cells = table.column(header).to_pylist()
    return {one for cell in cells for one in (cell if isinstance(cell, list) else [cell])} - {None}


def test_every_dataset_has_an_office_in_its_library(model: Model) -> None:
    assert {f"{dataset.library}/{dataset.id}" for dataset in model.datasets.values()} == {
        f"{path.parent.name}/{path.stem}" for path in OFFICES.values()
    }


def test_offices_write_the_columns_of_the_ontology(model: Model, tables: Mapping[str, pa.Table]) -> None:
    for name, table in tables.items():
        assert table.column_names == [column.header for column in delivered(model.datasets[name])], name


def test_even_a_small_city_has_every_dataset(tables: Mapping[str, pa.Table]) -> None:
    assert [name for name, table in tables.items() if not len(table)] == []


def test_rows_have_keys_of_their_own_and_no_required_cell_is_empty(
    model: Model, tables: Mapping[str, pa.Table]
) -> None:
    for name, table in tables.items():
        keys = list(
            zip(*(table.column(header).to_pylist() for header in model.datasets[name].key_columns), strict=True)
        )
        assert len(set(keys)) == len(keys), name
        for column in delivered(model.datasets[name]):
            empty = table.column(column.header).null_count
            assert not (column.required and empty), (name, column.header, empty)


def test_codes_are_codes_of_their_list(model: Model, tables: Mapping[str, pa.Table]) -> None:
    for name, table in tables.items():
        for column in delivered(model.datasets[name]):
            if isinstance(column.recipe.codes, CodeList):
                unknown = flat(table, column.header) - set(column.recipe.codes.codes)
                assert not unknown, (name, column.header, sorted(map(str, unknown))[:3])


def test_nothing_is_written_in_fractions_that_round_differently(tables: Mapping[str, pa.Table]) -> None:
    for name, table in tables.items():
        assert not any(pa.types.is_floating(field.type) for field in table.schema), name
