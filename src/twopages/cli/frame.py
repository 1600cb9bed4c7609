"""What all commands share: one clear line for every error, results on standard output, progress on standard error."""

import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, ProgressColumn, TaskID, TextColumn
from rich.table import Table
from typer.core import TyperGroup

from twopages.errors import TwoPagesError

INTERRUPTED = 130
WIDE = 200  # columns of a table that goes into a file
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Report = Callable[[int, int], None]


class Commands(TyperGroup):
    """The commands; what goes wrong ends in one line on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except TwoPagesError as error:
            _fail(str(error), error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            _fail(_system_fault(error), TwoPagesError.exit_code)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"twopages: {message}", err=True)
    raise typer.Exit(code)


def _system_fault(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    mend = (
        " Make room, or name other folders with TWOPAGES_HOME and TWOPAGES_CACHE."
        if error.errno == errno.ENOSPC
        else ""
    )
    return f"{error.strerror or error}{where}.{mend}"


def tell(text: str) -> None:
    """A line about what happens, for people; scripts read standard output alone."""
    typer.echo(text, err=True)


def print_json(value: object) -> None:
    """A result for scripts: one JSON document."""
    import orjson

    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_DATACLASS, default=str).decode())


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A result for people; a column of whole numbers is set to the right."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if rows and all(isinstance(row[place], int) for row in rows) else "left")
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


@contextmanager
def download_bar(text: str) -> Iterator[Report]:
    """A bar that counts bytes; it is there only when there is something to fetch."""
    with _bar(DownloadColumn()) as bar:
        task = bar.add_task(text, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


@contextmanager
def row_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each file that counts its rows."""
    with _bar(MofNCompleteColumn()) as bar:
        tasks: dict[str, TaskID] = {}

        def report(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done)

        yield report


def _bar(count: ProgressColumn) -> Progress:
    """A bar for people alone: nothing is drawn into a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), count)
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
