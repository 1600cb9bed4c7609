"""Soiling: clean columns become what departments really deliver, and each cell keeps what it then means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from twopages.ontology.model import CodeList, Column, Dataset
from twopages.synthetic.cells import GENERAL_FILLERS, SEPARATOR, Cells, Table
from twopages.synthetic.dirt import Dirt
from twopages.synthetic.lore import lore
from twopages.synthetic.numbers import old_identity
from twopages.synthetic.texts import Flags, Ints, Rng, Streams, Text, dates, join, text, unique

Rows: TypeAlias = Ints


@dataclass(frozen=True, slots=True)
class Around:
    """What a fault may depend on beside the cells."""

    rng: Rng
    column: Column
    registers: bool  # the data set makes its subjects known
    typed: bool  # the format holds numbers as numbers
    registrations: Mapping[str, str]  # old registration number by credit code

    @property
    def codes(self) -> CodeList | None:
        """The code list of the column."""
        return self.column.recipe.codes if isinstance(self.column.recipe.codes, CodeList) else None

    @property
    def roles(self) -> set[str]:
        """What the column is for."""
        return {target.role for target in self.column.targets}


Spoil: TypeAlias = Callable[[Cells, Rows, Around], None]  # soils those of the rows that can have the fault


def _only(cells: Cells, rows: Rows, flags: Flags) -> Rows:
    found: Rows = rows[flags & (cells.text[rows] != "") & (cells.means[rows] != "")]
    return found


def _each(cells: Cells, rows: Rows, change: Callable[[str], str]) -> None:
    cells.text[rows] = text([change(value) for value in cells.text[rows].tolist()])


def _failing(cells: Cells, rows: Rows, written: Text | str, fault: str) -> None:
    cells.text[rows], cells.means[rows], cells.fault[rows] = written, "", fault


def old_number(cells: Cells, rows: Rows, around: Around) -> None:
    """The number of 15 digits that people born in the twentieth century had."""
    body = cells.text[rows]
    rows = _only(
        cells,
        rows,
        (np.strings.slice(body, 6, 8) == "19") & (np.strings.str_len(body) == 18) & around.column.recipe.key,
    )
    cells.text[rows] = old_identity(cells.text[rows])


def lower_x(cells: Cells, rows: Rows, around: Around) -> None:
    """A small x at the end."""
    rows = _only(cells, rows, np.strings.endswith(cells.text[rows], "X"))
    cells.text[rows] = join(np.strings.slice(cells.text[rows], 0, 17), "x")


def full_width(cells: Cells, rows: Rows, around: Around) -> None:
    """Digits, letters and brackets of double width."""
    table = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    _each(cells, rows, lambda value: value.translate(table))


def spaces(cells: Cells, rows: Rows, around: Around) -> None:
    """Blanks before or behind."""
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    cells.text[rows] = join(text(["", " ", "　"])[rows % 3], cells.text[rows], text(["  ", " ", ""])[rows % 3])


def wrong_check(cells: Cells, rows: Rows, around: Around) -> None:
    """The last digit mistyped; nobody is known by such a number."""
    rows = _only(cells, rows, np.strings.str_len(cells.text[rows]) == 18)
    last = np.strings.slice(cells.text[rows], 17, 18)
    other = np.where(last == "3", text(["7"] * len(rows)), text(["3"] * len(rows)))
    _failing(cells, rows, join(np.strings.slice(cells.text[rows], 0, 17), other), "CHECKSUM|KEY")


def mistaken_letter(cells: Cells, rows: Rows, around: Around) -> None:
    """O for 0 or I for 1; readers may mend it or not."""
    rows = _only(cells, rows, np.strings.find(np.strings.slice(cells.text[rows], 8, 17), "0") >= 0)
    _each(cells, rows, lambda value: value[:8] + value[8:].replace("0", "O", 1))
    cells.unsure[rows] = True


def lower_case(cells: Cells, rows: Rows, around: Around) -> None:
    """Small letters."""
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    _each(cells, rows, str.lower)


def old_registration(cells: Cells, rows: Rows, around: Around) -> None:
    """The registration number that the enterprise had before it had a credit code."""
    known = np.array([value in around.registrations for value in cells.text[rows].tolist()], dtype=bool)
    rows = _only(cells, rows, known & (not around.registers))
    cells.text[rows] = text([around.registrations[value] for value in cells.text[rows].tolist()])
    cells.means[rows] = cells.text[rows]


def inner_space(cells: Cells, rows: Rows, around: Around) -> None:
    """Short Chinese names spaced out."""
    length = np.strings.str_len(cells.text[rows])
    rows = _only(cells, rows, (length >= 2) & (length <= 4))
    _each(cells, rows, lambda value: value if value.isascii() else f"{value[0]} {value[1:]}")


def lost_character(cells: Cells, rows: Rows, around: Around) -> None:
    """A stand-in for a character that an older system could not write."""
    rare = set(lore("rare").texts("character").tolist())
    rows = _only(cells, rows, np.array([bool(rare & set(value)) for value in cells.text[rows].tolist()], dtype=bool))
    stand_in = "〓?"[len(rows) % 2]
    _each(cells, rows, lambda value: "".join(stand_in if character in rare else character for character in value))
    cells.unsure[rows] = True


def other_dot(cells: Cells, rows: Rows, around: Around) -> None:
    """Another of the dots that stand between the parts of a name."""
    rows = _only(cells, rows, np.strings.find(cells.text[rows], "·") >= 0)
    _each(cells, rows, lambda value: value.replace("·", "•・."[len(value) % 3]))


def short_name(cells: Cells, rows: Rows, around: Around) -> None:
    """The name of a company without its form."""
    rows = _only(cells, rows, np.strings.endswith(cells.text[rows], "有限公司") & (not around.registers))
    _each(cells, rows, lambda value: value.removesuffix("有限公司"))
    cells.means[rows] = cells.text[rows]


def separators(cells: Cells, rows: Rows, around: Around) -> None:
    """The day written another way."""
    length = 7 if around.column.recipe.kind == "partialDate" else 10
    rows = _only(cells, rows, np.strings.str_len(cells.means[rows]) == length)
    months = length == 7
    days = join(cells.means[rows], "-01" if months else "").astype("U10").astype("datetime64[D]")
    for place, style in enumerate(("iso", "slashed", "dotted", "compact", "chinese")):
        here = np.arange(len(rows)) % 5 == place
        written = dates(days[here], style)
        cells.text[rows[here]] = dates(days[here], "month") if months else written


def wrong_date(cells: Cells, rows: Rows, around: Around) -> None:
    """A day that does not exist, or one in the future where none may be."""
    rows = _only(cells, rows, np.strings.str_len(cells.means[rows]) == 10)
    future = rows[rows % 2 == 0] if not around.column.recipe.future else rows[:0]
    _failing(cells, future, "2088-08-08", "FUTURE_DATE")
    impossible = np.setdiff1d(rows, future)
    _failing(cells, impossible, join(np.strings.slice(cells.means[impossible], 0, 4), "-02-30"), "NOT_A_DATE")


def filler(cells: Cells, rows: Rows, around: Around) -> None:
    """A stand-in for "unknown"; seldom where a value must be given."""
    if around.column.required:
        rows = rows[rows % 10 == 0]
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    fillers = {"date": ["00000000", "1900-01-01"], "phone": ["11111111111", "/"], "text": ["无", "/", "-"]}
    choices = text(fillers.get(around.column.recipe.kind, ["/"]))
    _failing(cells, rows, choices[np.arange(len(rows)) % len(choices)], "MISSING")


def label(cells: Cells, rows: Rows, around: Around) -> None:
    """A label, or another usual word for it, in place of the code."""
    codes = around.codes
    if codes is None:
        return
    rows = _only(cells, rows, np.strings.find(cells.means[rows], SEPARATOR) < 0)
    for code in unique(cells.means[rows]):
        spellings = [codes.codes[code].label.zh, *codes.codes[code].variants]
        fit = [spelling for spelling in spellings if codes.find(spelling) in (code, None)]
        here = rows[cells.means[rows] == code]
        cells.text[here] = text(fit)[around.rng.integers(0, len(fit), len(here))]


def lost_zero(cells: Cells, rows: Rows, around: Around) -> None:
    """The zero that a spreadsheet drops."""
    rows = _only(cells, rows, np.strings.startswith(cells.text[rows], "0") & (cells.text[rows] == cells.means[rows]))
    cells.text[rows] = np.strings.lstrip(cells.text[rows], "0")


def wrong_code(cells: Cells, rows: Rows, around: Around) -> None:
    """A code that no list has."""
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    division = around.column.recipe.kind == "division"
    _failing(cells, rows, "319999" if division else "ZZ9", "UNKNOWN_DIVISION" if division else "UNKNOWN_CODE")


def retired_division(cells: Cells, rows: Rows, around: Around) -> None:
    """The code of a district that has been merged into another since."""
    if around.codes is None:
        return
    former = {
        code.replaced_by: code.id
        for code in around.codes.codes.values()
        if code.replaced_by and code.id.startswith("31")
    }
    rows = _only(cells, rows, np.array([value in former for value in cells.text[rows].tolist()], dtype=bool))
    _each(cells, rows, former.__getitem__)


def division_name(cells: Cells, rows: Rows, around: Around) -> None:
    """The name of a street in place of its code; several bear the same name."""
    if around.codes is None:
        return
    rows = _only(cells, rows, np.strings.str_len(cells.text[rows]) == 9)
    cells.text[rows] = text([around.codes.codes[value].label.zh for value in cells.text[rows].tolist()])
    cells.unsure[rows] = True


def several_phones(cells: Cells, rows: Rows, around: Around) -> None:
    """Two numbers in one cell; the first counts."""
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    cells.text[rows] = join(cells.text[rows], text(["；", "、", " ", "/"])[rows % 4], np.roll(cells.text[rows], 1))


def unit(cells: Cells, rows: Rows, around: Around) -> None:
    """The unit written into the cell."""
    if around.typed:
        return
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    yuan = [Decimal(value) for value in cells.means[rows].tolist()]
    cells.text[rows] = text(
        [f"{_short(value / 10_000)}万元" if place % 2 else f"{_short(value)}元" for place, value in enumerate(yuan)]
    )


def _short(value: Decimal) -> str:
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def thousands(cells: Cells, rows: Rows, around: Around) -> None:
    """Commas between the thousands."""
    if around.typed:
        return
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    _each(cells, rows, lambda value: f"{Decimal(value):,}")


def fraction(cells: Cells, rows: Rows, around: Around) -> None:
    """A fraction of one in place of a percentage; 0.6 may mean either."""
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    _each(cells, rows, lambda value: _short(Decimal(value.removesuffix("%")) / 100))
    cells.unsure[rows] = True


def address(cells: Cells, rows: Rows, around: Around) -> None:
    """The same address in another spelling, which is then what it says."""
    rows = _only(
        cells, rows, np.strings.startswith(cells.text[rows], "上海市") & (np.strings.find(cells.text[rows], "区") > 0)
    )
    spellings: tuple[Callable[[str], str], ...] = (
        lambda value: value.removeprefix("上海市"),
        lambda value: value[value.index("区") + 1 :],
        lambda value: value.removesuffix("室"),
        lambda value: value.replace("号", "号楼"),
    )
    cells.text[rows] = text([spellings[place % 4](value) for place, value in enumerate(cells.text[rows].tolist())])
    cells.means[rows] = cells.text[rows]


def missing(cells: Cells, rows: Rows, around: Around) -> None:
    """Nothing, where nothing need stand."""
    if around.column.required or "subject" in around.roles:
        return
    cells.text[rows], cells.means[rows] = "", ""


def missing_required(cells: Cells, rows: Rows, around: Around) -> None:
    """Nothing, where something must stand."""
    if around.column.required:
        _failing(cells, rows, "", "MISSING")


def no_key(cells: Cells, rows: Rows, around: Around) -> None:
    """The key of the row's own subject left out; whether its name leads to the subject is for the reader to find out."""
    if around.column.required or "subject" not in around.roles:
        return
    rows = _only(cells, rows, np.ones(len(rows), dtype=bool))
    cells.text[rows], cells.unsure[rows] = "", True


ALWAYS: tuple[Spoil, ...] = (missing, missing_required)
FAULTS: Mapping[str, tuple[Spoil, ...]] = {
    "identityNumber": (old_number, lower_x, full_width, spaces, wrong_check, no_key),
    "uscc": (lower_case, old_registration, mistaken_letter, wrong_check, spaces, no_key),
    "name": (inner_space, lost_character, other_dot, short_name, full_width, spaces),
    "date": (separators, filler, wrong_date),
    "partialDate": (separators,),
    "code": (label, lost_zero, wrong_code),
    "division": (retired_division, division_name, wrong_code),
    "phone": (several_phones, filler, spaces),
    "money": (unit, thousands),
    "percentage": (fraction,),
    "address": (address, full_width, spaces),
    "email": (full_width,),
    "text": (spaces, filler),
}
KEYS = frozenset({"identityNumber", "uscc"})


def soil(
    table: Table, dirt: Dirt, streams: Streams, registrations: Mapping[str, str], untouched: frozenset[str]
) -> None:
    """Soil every column of a table but the untouched ones, and settle what fillers and defaults mean."""
    dataset = table.dataset
    for column in dataset.columns:
        cells, rng = table.cells[column.header], streams(f"dirt {dataset.id} {column.header}")
        around = Around(rng, column, bool(dataset.registers), dataset.format in ("parquet", "sql"), registrations)
        settle(cells, column)
        if column.loaded and column.header not in untouched and _soilable(dataset, column):
            _soil(cells, dirt, around)
            settle(cells, column)


def _soilable(dataset: Dataset, column: Column) -> bool:
    """Technical columns and keys of other kinds stay clean: departments make them by machine."""
    if column.recipe.kind in KEYS:
        return True
    roles = {target.role for target in column.targets}
    technical = roles <= {"meta"} or "subject" in roles or "object" in roles
    other_end = bool(roles & {"to", "from"}) and column.recipe.kind != "address"
    return not technical and not other_end and column.header not in dataset.key_columns


def _soil(cells: Cells, dirt: Dirt, around: Around) -> None:
    """At most one fault a cell: each takes its share of one draw."""
    draw, low = around.rng.random(len(cells)), 0.0
    for spoil in (*FAULTS.get(around.column.recipe.kind, ()), *ALWAYS):
        rate = float(getattr(dirt, spoil.__name__))
        rows = np.flatnonzero((draw >= low) & (draw < low + rate))
        low += rate
        if len(rows):
            spoil(cells, rows, around)


def settle(cells: Cells, column: Column) -> None:
    """Empty cells mean the default of the column, fillers nothing."""
    recipe = column.recipe
    if recipe.default:
        cells.means[cells.text == ""] = recipe.default
    numbers = recipe.kind in ("money", "integer", "decimal")
    for value in {*recipe.fillers, *GENERAL_FILLERS}:
        filled = (
            (cells.text == value) & (cells.text != "")
            if recipe.kind not in ("code", "boolean")
            else np.zeros(len(cells), dtype=bool)
        )
        if numbers and value in recipe.fillers:
            filled |= cells.means == value
        cells.means[filled] = ""
