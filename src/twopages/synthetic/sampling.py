"""The key of a big city is of a sample: some persons and enterprises, with every row that speaks of them or of whom they are tied to."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from twopages.ontology.derivation import far_inputs
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
    """Who is in the sample; the table `sampled` holds what rows may call them, `tied` whom those rows tie them to."""

    database: duckdb.DuckDBPyConnection
    members: dict[str, frozenset[str]]  # keys by class

    @classmethod
    def drawn(cls, database: duckdb.DuckDBPyConnection) -> "Sample":
        """A sample by dice, and the table of its keys and names."""
        members = {}
        database.execute("create or replace temp table sampled (word varchar)")
        database.execute("create or replace temp table tied (word varchar)")
        for kind, (table, size) in SIZES.items():
            chosen = f"select key, name from {table} order by dice('sample', id) limit {size}"
            rows = database.execute(chosen).fetchall()
            members[kind] = frozenset(key for key, _ in rows)
            database.execute(f"insert into sampled select unnest([key, name]) from ({chosen})")
        return cls(database, members)

    def told(self, model: Model, dataset: Dataset) -> str:
        """Which rows of `clean` speak of the sample, in SQL."""
        return _speaking(model, dataset, "sampled")

    def needed(self, model: Model, dataset: Dataset) -> str:
        """Which rows the key needs: those, and of a dataset that says who somebody is also those of whom the sample is tied to."""
        told = self.told(model, dataset)
        return f"{told} or {_speaking(model, dataset, 'tied')}" if _says_who(model, dataset) else told

    def tie(self, batch: Batch) -> None:
        """Remember whom rows that speak of the sample speak of besides; whom those are tied to is not asked."""
        table, words = batch.table, set()
        for column in table.dataset.columns:
            if IDENTIFYING & {target.role for target in column.targets}:
                words |= set(table.cells[column.header].means.tolist()) - {""}
        self.database.execute("insert into tied select unnest($words)", {"words": sorted(words)})


def _speaking(model: Model, dataset: Dataset, of: str) -> str:
    headers = [column.header for column in dataset.columns if not column.virtual and _names(model, dataset, column)]
    return " or ".join(f"{name(header)}::varchar in (select word from {of})" for header in headers) or "false"


def _says_who(model: Model, dataset: Dataset) -> bool:
    """A dataset that makes somebody known, or gives what values of those tied to him follow from."""
    supplies = {target.name for column in dataset.columns for target in column.targets if target.role == "attribute"}
    derivations = [attribute.derivation for attribute in model.attributes.values() if attribute.derivation]
    far = {name for derivation in derivations for _, names in far_inputs(derivation) for name in names}
    return bool(dataset.registers or supplies & far)


def _names(model: Model, dataset: Dataset, column: Column) -> bool:
    """A column by which a row may be found to speak of somebody."""
    classes = [model.classes[cls] for cls in dataset.registers]
    others = {other for cls in classes for other in (*cls.other_keys, *cls.texts, *cls.names)}
    told = {target.name for target in column.targets if target.role == "attribute"}
    return bool(told & others) or any(target.role in IDENTIFYING for target in column.targets)


def in_order(datasets: Iterable[Dataset]) -> list[Dataset]:
    """Datasets that speak of known entities first, then those that make entities known.

    Persons and addresses come last of them, and among those of one class the ones that tie most come first.
    """
    return sorted(datasets, key=_place)


def _place(dataset: Dataset) -> tuple[bool, int, int]:
    last = max((LAST.index(cls) + 1 for cls in dataset.registers if cls in LAST), default=0)
    ties = sum(bool(IDENTIFYING & {target.role for target in column.targets}) for column in dataset.columns)
    return bool(dataset.registers), last, -ties
