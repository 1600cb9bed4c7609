"""`twopages erase`: take one subject out of the store for good; who it is is never an argument, and nothing personal is printed."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from twopages.cli.frame import Json, print_json, print_table, tell
from twopages.cli.store import Installation, running_store
from twopages.cli.tags import assign_tags, told
from twopages.errors import SettingError
from twopages.settings import Settings, load_settings

if TYPE_CHECKING:
    from twopages.feed.erase import Eraser
    from twopages.feed.erase_search import Found
    from twopages.graph import Store
    from twopages.ontology.model import Model

Ground = Annotated[
    str, typer.Option(help="The code of the legal ground, of the list `erasure-ground` of the ontology.")
]
Id = Annotated[str, typer.Option(help="The opaque id of the subject, in the place of its number or code.")]
Sure = Annotated[bool, typer.Option("--yes", help="Do it. Without this it is only told how much would go.")]


def erase(ground: Ground = "", id: Id = "", yes: Sure = False, json: Json = False) -> None:
    """Erase a person or an enterprise, whose identity number or credit code is asked for or read from standard input.

    Only how much would go is told, unless --yes is given. Deliveries to come and older copies of the store are bound by it.
    """
    from twopages.feed.fed_under import require_model

    place = Installation.load(load_settings())
    require_ground(place.model, ground)
    with running_store(place.settings) as store:
        require_model(place.model, store)
        erase_again(place.settings, store)
        eraser = _eraser(place, store)
        ids = _ids(place, id)
        found = eraser.erase(ids, _today(), ground) if yes else eraser.look(ids)
        if yes and not found.nothing:
            _settle(place, store)
    print_json(found.counts() | {"erased": yes}) if json else _print(found, done=yes)


def require_ground(model: "Model", ground: str) -> None:
    """SettingError where no ground of the law is named."""
    from twopages.feed.erase import GROUNDS

    codes = model.code_lists[GROUNDS].codes
    if ground not in codes:
        known = "; ".join(f"{code.id} ({code.label.en})" for code in codes.values())
        raise SettingError("An erasure needs its legal ground.", f"Name one with --ground: {known}.")


def erase_again(settings: Settings, store: "Store") -> None:
    """Before a store is used: erase what the log of erasures has and the store, which may be an older copy, has not."""
    from twopages.feed.erase import pending
    from twopages.feed.erasures import Erasures
    from twopages.feed.fed_under import require_model

    if pending(store, Erasures.of(settings)):
        place = Installation.load(settings)
        require_model(place.model, store)
        done = _eraser(place, store).again(_today())
        tell(f"This store was older than {done} erasures, or they were cut off: they are done now.")
        _settle(place, store)


def _settle(place: Installation, store: "Store") -> None:
    """What follows from an erasure: tags, and the files of a local store."""
    from twopages.graph.blank import write_over

    tell(told(assign_tags(store, place.model)))
    if not place.settings.neo4j_uri:
        write_over(store)


def _eraser(place: Installation, store: "Store") -> "Eraser":
    from twopages.feed.erase import Eraser
    from twopages.feed.erasures import Erasures
    from twopages.feed.records import Rooms

    return Eraser(store, Rooms(place.model, place.keys), Erasures.of(place.settings))


def _today() -> str:
    from twopages.dossier.today import today_in_shanghai

    return today_in_shanghai()


def _ids(place: Installation, id: str) -> frozenset[str]:
    """Whom to erase: by the opaque id, else by a key that is hashed here."""
    from twopages.feed.erase import ids_of

    if id:
        return frozenset({id})
    text = _asked() if sys.stdin.isatty() else sys.stdin.readline()
    if not text.strip():
        mend = "Give the identity number or credit code on standard input, or the opaque id with --id."
        raise SettingError("Nobody is named.", mend)
    return ids_of(place.model, place.keys, text.strip())


def _asked() -> str:
    return str(typer.prompt("Identity number or credit code", hide_input=True, err=True))


def _print(found: "Found", *, done: bool) -> None:
    if found.nothing:
        tell("The store knows nothing of it.")
        return
    print_table("Erased" if done else "Would be erased", ("what", "how many"), list(found.counts().items()))
    if not done:
        tell("Nothing was changed. Give --yes to erase it.")
