"""A figure with its limit, and the table and file of all of them."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One measurement; `at_least` or `at_most` is its limit where it has one."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool:
        """Whether it keeps its limit."""
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def limit(self) -> str:
        """The limit, for people."""
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return "" if self.at_most is None else f"at most {self.at_most:g}"


def report(figures: Sequence[Figure], out: Path) -> None:
    """Print the table and write `bench.json`."""
    table = Table("figure", "value", "unit", "limit", "met", title=f"{platform.machine()}, {os.cpu_count()} cores")
    for figure in figures:
        met = "" if not figure.limit else "yes" if figure.met else "NO"
        table.add_row(figure.name, f"{figure.value:,.2f}", figure.unit, figure.limit, met)
    Console(width=140).print(table)
    out.mkdir(parents=True, exist_ok=True)
    told = [asdict(figure) | {"met": figure.met} for figure in figures]
    (out / "bench.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
