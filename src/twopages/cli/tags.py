"""`twopages tags`: assign them anew, and list them with how many subjects have each."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from twopages.cli.frame import Json, print_json, print_table, row_bar, tell
from twopages.cli.store import Installation, running_store
from twopages.errors import SettingError
from twopages.settings import load_settings

if TYPE_CHECKING:
    from twopages.graph import Store
    from twopages.ontology.model import Model
    from twopages.tags.assign import Assigned

app = typer.Typer(no_args_is_help=True, help="Tags: what rules say of persons and enterprises.")

Day = Annotated[str, typer.Option(help="The day for which rules are read (YYYY-MM-DD); today in Shanghai.")]
Everything = Annotated[bool, typer.Option("--all", help="Look at every subject, whatever changed.")]


@app.command()
def assign(day: Day = "", everything: Everything = False, json: Json = False) -> None:
    """Bring the tags of all subjects up to date: what changed since the last time and what the calendar moved; run it daily."""
    from twopages.feed.fed_under import require_model

    require_day(day)
    place = Installation.load(load_settings())
    with running_store(place.settings) as store:
        require_model(place.model, store)
        done = assign_tags(store, place.model, day, everything=everything)
    print_json(asdict(done)) if json else tell(told(done))


def assign_tags(store: "Store", model: "Model", day: str = "", *, everything: bool = False) -> "Assigned":
    """Assign tags for a day, today where none is named, with a bar."""
    from twopages.dossier.today import today_in_shanghai
    from twopages.tags.assign import assign as sweep
    from twopages.tags.rules import Rules

    with row_bar() as progress:
        return sweep(
            store,
            Rules(model),
            day or today_in_shanghai(),
            everything=everything,
            progress=lambda done, left: progress("tags", done, done + left),
        )


def told(done: "Assigned") -> str:
    """What was done, for people."""
    return f"Looked at {done.subjects:,} subjects: {done.gained:,} tags gained, {done.lost:,} lost"


def require_day(day: str) -> None:
    """SettingError where a day is named that is none."""
    from datetime import date

    try:
        if day:
            date.fromisoformat(day)
    except ValueError:
        raise SettingError(f"{day!r} is no day.", "Write it like 2021-06-30.") from None


@app.command("list")
def list_tags(json: Json = False) -> None:
    """The tags of the ontology, and how many subjects have each."""
    from twopages.graph import statement

    place = Installation.load(load_settings())
    with running_store(place.settings) as store:
        counts = {row["id"]: row["holders"] for row in store.read(statement("tags_count"))}
    tags = [
        {"tag": tag.id, "class": tag.cls, "group": tag.group, "version": tag.version, "holders": counts.get(tag.id, 0)}
        for tag in place.model.tags.values()
    ]
    if json:
        print_json(tags)
    else:
        print_table("Tags", ["tag", "class", "group", "version", "holders"], [list(tag.values()) for tag in tags])
