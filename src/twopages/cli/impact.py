"""`twopages tags impact`: what an edited or new rule would do to the store, before it is released."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twopages.cli.frame import Json, print_json, print_table, tell
from twopages.cli.release import change_to
from twopages.cli.store import running_store
from twopages.cli.tags import Day, require_day
from twopages.errors import SettingError
from twopages.settings import load_settings

if TYPE_CHECKING:
    from twopages.ontology.effects import Effects
    from twopages.ontology.model import Model
    from twopages.tags.impact import Impact, Tally

Edited = Annotated[
    Path | None,
    typer.Argument(
        exists=True,
        help="The folder of an edited ontology, or an edited or new file of tags; else the ontology's folder.",
    ),
]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="A tag, changed or not; else all that the edit changes.")]
_COUNTS = ("before", "after", "gained", "lost", "by absence")


def impact(edited: Edited = None, tag: Tags = None, day: Day = "", json: Json = False) -> None:
    """Show who would gain and lose a tag by an edited or new rule, and who would hold it by absence alone. Nothing is written."""
    from twopages.dossier.today import today_in_shanghai
    from twopages.ontology import load_model
    from twopages.tags.impact import impact as told

    require_day(day)
    settings = load_settings()
    with _folder(edited, settings.ontology) as folder, running_store(settings) as store:
        effects = change_to(store, load_model(folder))
        asked = _asked(effects, tag or ())
        found = [told(store, effects, name, day or today_in_shanghai()) for name in asked]
    print_json(_report(found)) if json else _print(effects.new, found)


@contextmanager
def _folder(edited: Path | None, ontology: Path) -> Iterator[Path]:
    """The folder of the edited ontology: a single file stands among the tags of the ontology's folder, in a copy of it."""
    if edited is None or edited.is_dir():
        yield edited or ontology
        return
    with TemporaryDirectory(prefix="twopages-") as name:
        folder = Path(shutil.copytree(ontology, Path(name) / "ontology"))
        shutil.copy(edited, folder / "tags")
        yield folder


def _asked(effects: "Effects", tags: Sequence[str]) -> Sequence[str]:
    known = effects.old.tags.keys() | effects.new.tags.keys()
    if missing := [name for name in tags if name not in known]:
        raise SettingError(f"There is no tag {missing[0]!r}.", "`twopages tags list` names those that there are.")
    return tags or [name for _, name, _ in effects.retagged]


def _report(found: "Sequence[Impact]") -> dict[str, Any]:
    from twopages.tags.impact import by_group

    groups = [{"group": group, **asdict(tally)} for group, tally in by_group(found).items()]
    return {"tags": [asdict(item) for item in found], "groups": groups}


def _print(model: "Model", found: "Sequence[Impact]") -> None:
    from twopages.tags.impact import by_group

    if not found:
        tell("No rule differs from those that the store was fed under.")
        return
    heads = ("tag", "effect", "version", *_COUNTS, "seconds")
    counted = [item for item in found if not item.unread]
    rows = [(item.tag, item.effect, item.version, *_counts(item.tally), f"{item.seconds:.2f}") for item in counted]
    print_table("Tags", heads, rows)
    print_table("By group", ("group", *_COUNTS), [(name, *_counts(tally)) for name, tally in by_group(counted).items()])
    print_table("By district", ("tag", "attribute", "district", *_COUNTS), _districts(model, counted))
    for item in found:
        _tell_of(item)


def _counts(tally: "Tally") -> tuple[int, ...]:
    return tally.before, tally.after, tally.gained, tally.lost, tally.by_absence


def _districts(model: "Model", found: "Sequence[Impact]") -> list[tuple[object, ...]]:
    """The districts where anybody gains or loses a tag."""
    rows = ((item.tag, one) for item in found for one in item.districts if one.tally.gained or one.tally.lost)
    return [(tag, one.attribute, _name(model, one.attribute, one.code), *_counts(one.tally)) for tag, one in rows]


def _name(model: "Model", attribute: str, code: str) -> str:
    codes = model.code_lists[model.attributes[attribute].codes or ""].codes
    return f"{code} {codes[code].label.en}" if code in codes else "elsewhere or not known"


def _tell_of(item: "Impact") -> None:
    if item.unread:
        tell(f"{item.tag} cannot be counted before a release: nothing in the store has {', '.join(item.unread)} yet.")
    for what, ids in (("gain", item.gained), ("lose", item.lost)):
        if ids:
            tell(f"Of those who {what} {item.tag}: {', '.join(ids)}")
    tell(f"{item.tag} is used by {', '.join(item.used_by) or 'nothing'}.")
