"""`twopages demo-data`, `feed`, `migrate`: what goes into the store."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twopages.cli.erase import erase_again
from twopages.cli.frame import Json, print_json, row_bar, tell
from twopages.cli.reports import print_counts, taken, tell_left
from twopages.cli.store import Installation, running_store
from twopages.cli.tags import assign_tags, told
from twopages.errors import DeliveryError
from twopages.settings import load_settings

if TYPE_CHECKING:
    from twopages.feed.report import Report
    from twopages.graph import Store

Persons = Annotated[int, typer.Option(min=1, help="How many persons live in the city.")]
Enterprises = Annotated[int, typer.Option(min=1, help="How many enterprises are registered there.")]
Seed = Annotated[int, typer.Option(help="The same seed makes the same city.")]


def demo_data(
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    persons: Persons = 1000,
    enterprises: Enterprises = 100,
    seed: Seed = 1,
) -> None:
    """Write the deliveries of a made-up city, and beside them its answer key."""
    from twopages.ontology import load_model
    from twopages.synthetic import write_city

    write_city(load_model(load_settings().ontology), out, persons=persons, enterprises=enterprises, seed=seed)
    tell(f"The deliveries of {persons:,} persons and {enterprises:,} enterprises are in {out}.")


def feed(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="The folder with deliveries and manifests.")
    ],
    confirm: Annotated[
        list[str] | None, typer.Option(help="A delivery or dataset that may retire more than a tenth of its records.")
    ] = None,
    json: Json = False,
) -> None:
    """Feed the deliveries of a folder; what was fed before changes nothing. The exit code is 4 when one was refused or is held."""
    place = Installation.load(load_settings())
    with running_store(place.settings) as store:
        reports = feed_folder(place, store, folder, frozenset(confirm or ()))
    print_json([asdict(report) for report in reports]) if json else print_counts(reports)
    tell_left(reports)
    if len(taken(reports)) < len(reports):
        raise typer.Exit(DeliveryError.exit_code)


def feed_folder(
    place: Installation, store: "Store", folder: Path, confirm: frozenset[str] = frozenset()
) -> "Sequence[Report]":
    """Feed a folder into the store, with a bar for each file, and assign tags for today.

    The store keeps the text of the ontology that it is first fed under.
    """
    from twopages.feed.delivery import feed_directory
    from twopages.feed.fed_under import require_model
    from twopages.feed.release import adopt
    from twopages.ontology.bundle import pack

    require_model(place.model, store)
    adopt(store, place.model, pack(place.settings.ontology))
    erase_again(place.settings, store)
    chunk = place.settings.feed_chunk
    with row_bar() as progress:
        reports = feed_directory(
            store, place.keys, place.model, folder, chunk=chunk, confirm=confirm, progress=progress
        )
    tell(told(assign_tags(store, place.model)))
    return reports


def migrate(json: Json = False) -> None:
    """Bring the schema of the store up to date."""
    from twopages.graph.migrations import migrate as apply

    settings = load_settings()
    with running_store(settings) as store:
        applied = apply(store, settings.cypher)
    print_json(applied) if json else tell(f"Applied: {', '.join(applied)}." if applied else "The schema is up to date.")
