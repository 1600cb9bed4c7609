"""`twopages ontology diff | release | rollback | releases`: what a change of the ontology does, and doing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twopages.cli.frame import Json, print_json, print_table, row_bar, tell
from twopages.cli.store import Installation, running_store
from twopages.cli.tags import assign_tags, told
from twopages.errors import OntologyError
from twopages.settings import Settings, load_settings

if TYPE_CHECKING:
    from twopages.feed.release import Released
    from twopages.graph import Store
    from twopages.ontology.effects import Effects
    from twopages.ontology.model import Model


def diff(json: Json = False) -> None:
    """Show what the ontology's folder changes of the one the store was fed under: what comes, goes or breaks. Nothing is written."""
    from twopages.feed.release import filled

    settings = load_settings()
    with running_store(settings) as store:
        effects, records = change_to(store, _folder_model(settings)), filled(store)
    report = _report(effects, records)
    print_json(report) if json else _print(report)


def release(json: Json = False) -> None:
    """Bring the store to the ontology's folder: what the change touches is read, won and fused anew, and nothing else."""
    from twopages.feed.release import release as bring
    from twopages.ontology.bundle import pack

    place = Installation.load(load_settings())
    with running_store(place.settings) as store:
        effects = change_to(store, place.model)
        if not effects.changes and not _cut_off(store):
            tell("The store is fed under this ontology already.")
            return
        with row_bar() as progress:
            done = bring(store, place.keys, effects, pack(place.settings.ontology), progress)
        tell(told(assign_tags(store, place.model)))
    _tell_done(done, json)


def rollback(
    to: Annotated[
        int | None, typer.Option(help="The number of the release to go back to; the one before the newest.")
    ] = None,
    json: Json = False,
) -> None:
    """Go back to a former ontology: the store is brought to it as by a release of its own, and the ontology's folder holds it again."""
    from twopages.feed.release import release as bring
    from twopages.feed.release import released_text
    from twopages.keys import KeyRing
    from twopages.ontology.bundle import unpack

    settings = load_settings()
    with running_store(settings) as store:
        newest, _ = released_text(store)
        _, text = released_text(store, newest - 1 if to is None else to)
        _no_unreleased_work(store, settings)
        effects = change_to(store, _model(text))
        with row_bar() as progress:
            done = bring(store, KeyRing.load(settings), effects, text, progress)
        unpack(text, settings.ontology)
        tell(told(assign_tags(store, effects.new)))
    _tell_done(done, json)


def releases(json: Json = False) -> None:
    """List the ontologies that the store was fed under."""
    from twopages.feed.release import releases as listed

    with running_store(load_settings()) as store:
        found = listed(store)
    if json:
        print_json([asdict(item) for item in found])
    else:
        heads = ("release", "ontology", "at", "records read", "entities won", "edges fused")
        rows = [(str(i.number), i.digest[:12], i.at, i.records, i.entities, i.edges) for i in found]
        print_table("Releases of the ontology", heads, rows)


def change_to(store: "Store", new: "Model") -> "Effects":
    """The change from the newest ontology that the store keeps to another one."""
    from twopages.feed.release import released_text
    from twopages.ontology.effects import Effects

    return Effects(_model(released_text(store)[1]), new)


def _cut_off(store: "Store") -> bool:
    from twopages.graph import statement

    return any(row["releasing"] for row in store.read(statement("store_model")))


def _folder_model(settings: Settings) -> "Model":
    from twopages.ontology import load_model

    return load_model(settings.ontology)


def _model(text: str) -> "Model":
    """The Model of a packed ontology."""
    from twopages.ontology import load_model

    with _unpacked(text) as folder:
        return load_model(folder)


@contextmanager
def _unpacked(text: str) -> Iterator[Path]:
    from twopages.ontology.bundle import unpack

    with TemporaryDirectory(prefix="twopages-") as name:
        folder = Path(name) / "ontology"
        unpack(text, folder)
        yield folder


def _no_unreleased_work(store: "Store", settings: Settings) -> None:
    """A rollback writes the ontology's folder: what stands there and was never released would be lost."""
    if not _cut_off(store) and change_to(store, _folder_model(settings)).changes:
        mend = "Copy it elsewhere or release it first, then roll back."
        raise OntologyError(f"{settings.ontology} holds changes that were never released and would be lost.", mend)


def _report(effects: "Effects", records: dict[str, int]) -> dict[str, Any]:
    from twopages.api.compatibility import schema_changes

    return {
        "changes": [asdict(change) for change in effects.changes],
        "graphql": [{"effect": effect, "change": text} for effect, text in schema_changes(effects.old, effects.new)],
        "pages": [dict(zip(("class", "group", "attribute"), item, strict=True)) for item in effects.pages],
        "tags": [dict(zip(("class", "tag", "effect"), item, strict=True)) for item in effects.retagged],
        "purposes": [asdict(effect) for effect in effects.purposes],
        "plain": [dict(zip(("class", "attribute", "effect"), item, strict=True)) for item in effects.plain],
        "anew": [
            *({"what": "records", "of": name, "count": records.get(name, 0)} for name in effects.read_anew),
            *({"what": "entities", "of": name} for name in effects.won_anew),
            *({"what": "edges", "of": name} for name in effects.fused_anew),
        ],
        "impossible": list(effects.impossible(frozenset(records))),
    }


_TABLES = (
    ("changes", "What the ontology says differently", ("area", "thing", "kind", "aspect", "before", "after")),
    ("graphql", "GraphQL", ("effect", "change")),
    ("pages", "Pages: attributes that come, go (no group) or move", ("class", "group", "attribute")),
    ("tags", "Tags that are assigned anew; `twopages tags impact` tells to whom", ("class", "tag", "effect")),
    ("purposes", "Purposes: who may see more or less", ("purpose", "effect", "what")),
    ("plain", "Values in plain on nodes", ("class", "attribute", "effect")),
    ("anew", "Made anew by a release", ("what", "of", "count")),
)


def _print(report: dict[str, Any]) -> None:
    if not report["changes"]:
        tell("The store is fed under this ontology already.")
    for name, title, heads in _TABLES:
        if report[name]:
            print_table(title, heads, [[_cell(item.get(head, "")) for head in heads] for item in report[name]])
    for reason in report["impossible"]:
        tell(f"Cannot be released: {reason}")


def _cell(value: object) -> object:
    return ", ".join(value) if isinstance(value, tuple) else value


def _tell_done(done: "Released", json: bool) -> None:
    if json:
        print_json(asdict(done))
    else:
        tell(
            f"Release {done.number}: {done.records:,} records read anew, {done.entities:,} entities won anew, "
            f"{done.edges:,} edges fused anew."
        )
