"""The departments: each writes its datasets down in SQL, `sql/<library>/<dataset>.sql`, one column a header in canonical values."""

from functools import cache
from pathlib import Path

from twopages.ontology.model import Dataset

SQL = Path(__file__).parent / "sql"


@cache
def _paths() -> dict[str, Path]:
    return {path.stem: path for path in sorted(SQL.glob("*/*.sql")) if path.parent.name != "world"}


def known() -> frozenset[str]:
    """The datasets that some office writes."""
    return frozenset(_paths())


def statement(dataset: Dataset) -> str:
    """The SQL of a dataset."""
    return _paths()[dataset.id].read_text(encoding="utf-8").strip().rstrip(";")
