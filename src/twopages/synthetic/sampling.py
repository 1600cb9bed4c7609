"""The key of a big city is of a sample: some persons and enterprises, with every row that speaks of them or of whom they are tied to."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from twopages.ontology.model import Column, Dataset, Model
from twopages.synthetic.spelling import name
from twopages.synthetic.tables import Batch

SMALL = 60_000  # persons up to whom the key is of everybody
SIZES = {
    "Person": ("person", 1_500),
    "Enterprise": ("enterprise", 300),
}  # how many of a class are in the sample of a big city
IDENTIFYING = frozenset({"subject", "object", "from", "to", "name"})
LAST = (
    "Person",
    "Address",
)  # classes whose registering rows are looked for once everybody that is tied to the sample is known


@dataclass(frozen=True, slots=True)
class Sample:
    """Who is in the sample; the table `sampled` holds what rows may call them, and whom their rows tie them to."""

    database: duckdb.DuckDBPyConnection
    members: dict[str, frozenset[str]]  # keys by class

    @classmethod
    def drawn(cls, database: duckdb.DuckDBPyConnection) -> "Sample":
        """A sample by dice, and the table of its keys and names."""
        members, database_ = {}, database
        database_.execute("create or replace temp table sampled (word varchar)")
        for kind, (table, size) in SIZES.items():
            chosen = f"select key, name from {table} order by dice('sample', id) limit {size}"
            rows = database_.execute(chosen).fetchall()
            members[kind] = frozenset(key for key, _ in rows)
            database_.execute(f"insert into sampled select unnest([key, name]) from ({chosen})")
        return cls(database, members)

    def condition(self, model: Model, dataset: Dataset) -> str:
        """Which rows of `clean` speak of the sample, in SQL."""
        headers = [column.header for column in dataset.columns if not column.virtual and _names(model, dataset, column)]
        return " or ".join(f"{name(header)}::varchar in (select word from sampled)" for header in headers) or "false"

    def tie(self, batch: Batch) -> None:
        """Remember whom the rows speak of, for the datasets that make those known."""
        table, words = batch.table, set()
        for column in table.dataset.columns:
            if IDENTIFYING & {target.role for target in column.targets}:
                words |= set(table.cells[column.header].means.tolist()) - {""}
        self.database.execute("insert into sampled select unnest($words)", {"words": sorted(words)})


def _names(model: Model, dataset: Dataset, column: Column) -> bool:
    """A column by which a row may be found to speak of somebody."""
    classes = [model.classes[cls] for cls in dataset.registers]
    others = {other for cls in classes for other in (*cls.other_keys, *cls.texts, *cls.names)}
    told = {target.name for target in column.targets if target.role == "attribute"}
    return bool(told & others) or any(target.role in IDENTIFYING for target in column.targets)


def in_order(datasets: Iterable[Dataset]) -> list[Dataset]:
    """Datasets that speak of known entities first, then those that make entities known, persons and addresses last."""
    return sorted(datasets, key=_place)


def _place(dataset: Dataset) -> tuple[bool, int]:
    return bool(dataset.registers), max((LAST.index(cls) + 1 for cls in dataset.registers if cls in LAST), default=0)
