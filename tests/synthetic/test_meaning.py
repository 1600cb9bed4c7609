"""Every cell says what the key takes it to say, and dirt falls as often as it is told to."""

from dataclasses import fields, replace

import numpy as np
import pytest

from twopages.ontology.model import Column, Model
from twopages.synthetic import Dirt
from twopages.synthetic.cells import SEPARATOR, Cells, Table, plain
from twopages.synthetic.city import City
from twopages.synthetic.soil import Around, other_dot
from twopages.synthetic.tables import OFFICES, tables
from twopages.synthetic.texts import Streams, text
from twopages.values import Value, clean

AS_OF = "2021-06-30"
ELSEWHERE = {"duplicate", "nobody", "stale", "masked", "other_dot"}  # faults that the tests below look at by themselves


def spelled(column: Column, values: tuple[Value, ...]) -> str:
    """Values as the made-up departments keep them."""
    texts = (str(value).lower() if isinstance(value, bool) else str(value) for value in values)
    joined = SEPARATOR.join(texts)
    return joined.replace("T", " ") if column.recipe.kind == "datetime" else joined


def misread(column: Column, cells: Cells) -> list[tuple[str, str, str]]:
    """Cells (delivered, meant, read) that are read otherwise than they are meant."""
    found = []
    rows = zip(cells.text.tolist(), cells.means.tolist(), cells.fault.tolist(), cells.unsure.tolist(), strict=True)
    for written, means, fault, unsure in rows:
        read = clean(column.recipe, written, AS_OF)
        faults = set(fault.split("|")) - {""}
        known = read.fault in faults if read.fault else not faults or faults == {"MISSING"}
        if not unsure and (spelled(column, read.values) != means or not known):
            found.append((written, means, spelled(column, read.values)))
    return found


def loaded(table: Table) -> list[Column]:
    return [column for column in table.dataset.columns if column.loaded]


@pytest.mark.parametrize("dataset", OFFICES)
def test_every_cell_is_read_as_it_is_meant(dirty_tables: dict[str, Table], dataset: str) -> None:
    table = dirty_tables[dataset]
    assert [(column.header, misread(column, table.cells[column.header])[:3]) for column in loaded(table)] == [
        (column.header, []) for column in loaded(table)
    ]


@pytest.mark.parametrize("dataset", OFFICES)
def test_clean_deliveries_have_neither_faults_nor_doubts(clean_tables: dict[str, Table], dataset: str) -> None:
    table = clean_tables[dataset]
    required = [table.cells[column.header] for column in loaded(table) if column.required]
    assert all((cells.means != "").all() for cells in required)
    assert all((cells.fault == "").all() for cells in table.cells.values())
    doubts = [header for header, cells in table.cells.items() if cells.unsure.any()]
    assert doubts == ([] if dataset != "enterprise-shareholder" else ["CERNO"])  # holders from abroad have no number
    assert not len(table.copies)


@pytest.mark.parametrize("fault", sorted({item.name for item in fields(Dirt)} - ELSEWHERE))
def test_each_fault_alone_is_read_as_it_is_meant(model: Model, made_up: City, fault: str) -> None:
    dirty = tables(model, made_up, Streams(8), replace(Dirt.none(), **{fault: 0.3}))
    spotless = tables(model, made_up, Streams(8), Dirt.none())
    changed = 0
    for name, table in dirty.items():
        for column in loaded(table):
            cells = table.cells[column.header]
            assert misread(column, cells)[:3] == [], (name, column.header)
            changed += int((cells.text != spotless[name].cells[column.header].text).sum())
    assert changed > 0


def test_a_fault_is_as_frequent_as_it_is_said_to_be(model: Model, made_up: City) -> None:
    rare, often = (
        tables(model, made_up, Streams(8), replace(Dirt.none(), old_number=rate))["household-registration"]
        for rate in (0.1, 0.9)
    )
    shares = [
        (np.strings.str_len(table.cells["公民身份号码"].text) == 15).sum()
        / np.strings.startswith(table.cells["公民身份号码"].means, "31019919").sum()
        for table in (rare, often)
    ]
    assert shares == pytest.approx([0.1, 0.9], abs=0.07)


def test_rows_about_nobody_and_repeated_rows_occur(model: Model, made_up: City) -> None:
    dirty = tables(model, made_up, Streams(8), replace(Dirt.none(), nobody=0.5, duplicate=0.5))
    cells, known = dirty["tax-credit"].cells["统一社会信用代码"], set(made_up.firms.key.tolist())
    strangers = [code for code in cells.means.tolist() if code not in known]
    assert len(strangers) / len(cells) == pytest.approx(0.5, abs=0.1)
    assert len(dirty["tax-credit"].copies) / len(cells) == pytest.approx(0.5, abs=0.1)
    registering = dirty["household-registration"].cells["公民身份号码"].means.tolist()
    assert set(registering) <= set(made_up.keys.tolist())


def test_names_with_a_middle_dot_get_other_dots(model: Model) -> None:
    column = model.datasets["household-registration"].column("姓名")
    cells = plain(text(["阿依古丽·买买提", "努尔兰·哈孜别克", "古丽娜尔·沙吾提江", "王芳"]))
    other_dot(cells, np.arange(4), Around(Streams(1)("dots"), column, registers=True, typed=False, registrations={}))
    assert np.strings.find(cells.text, "·").tolist() == [-1, -1, -1, -1]
    assert misread(column, cells) == [] and cells.means.tolist()[0] == "阿依古丽·买买提"


def test_published_penalties_mask_persons(model: Model, made_up: City) -> None:
    dirty = tables(model, made_up, Streams(8), replace(Dirt.none(), masked=1))["administrative-penalty"]
    persons = made_up.penalties.person >= 0
    assert persons.any() and (np.strings.find(dirty.cells["相对人代码"].text[persons], "********") == 6).all()
