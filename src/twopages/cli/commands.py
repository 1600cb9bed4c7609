"""The commands by name."""

from collections.abc import Callable
from importlib.metadata import version as version_of
from typing import Annotated

import typer

from twopages.cli import check, data, demo, erase, impact, keys, local, ontology, receipts, serve, tags, waiting
from twopages.cli.frame import Commands

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="One authoritative file per person and per enterprise of a city, as an explained graph.",
)
COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo.demo,
    "demo-data": data.demo_data,
    "feed": data.feed,
    "waiting": waiting.waiting,
    "serve": serve.serve,
    "migrate": data.migrate,
    "schema": serve.schema,
    "check": check.check,
    "erase": erase.erase,
}
for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(local.app, name="neo4j")
app.add_typer(ontology.app, name="ontology")
tags.app.command()(impact.impact)
app.add_typer(tags.app, name="tags")
app.add_typer(keys.app, name="keys")
app.add_typer(receipts.app, name="receipts")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version_of("twopages"))
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """The options before a command."""
