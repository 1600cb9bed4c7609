"""`twopages ontology`: check what the stewards wrote, and document it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twopages.cli import release
from twopages.cli.frame import Json, print_json
from twopages.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Check, document, compare and release the ontology.")
for command in (release.diff, release.release, release.rollback, release.releases):
    app.command()(command)


class Format(StrEnum):
    """What the data dictionary may be written as."""

    MARKDOWN = "markdown"
    HTML = "html"


@app.command()
def check(json: Json = False) -> None:
    """Compile the ontology; list every mistake with its place and how to mend it."""
    from twopages.ontology import load_model

    model = load_model(load_settings().ontology)
    sizes = {
        name: len(getattr(model, name)) for name in ("classes", "attributes", "relations", "datasets", "code_lists")
    }
    if json:
        print_json({"digest": model.digest, **sizes})
    else:
        counted = ", ".join(f"{size} {name.replace('_', ' ')}" for name, size in sizes.items())
        typer.echo(f"The ontology is sound: {counted}.")


@app.command()
def dictionary(
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.MARKDOWN,
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output if none is named.")] = None,
) -> None:
    """Write the data dictionary: every class, attribute, dataset and code list with its meaning."""
    from twopages.ontology import dictionary as written
    from twopages.ontology import load_model

    text = written(load_model(load_settings().ontology), form.value)
    out.write_text(text, "utf-8") if out else typer.echo(text)
