"""`twopages keys`: the key ring of an installation, and what it sealed."""

from collections import Counter
from typing import Annotated

import typer

from twopages.cli.frame import Json, print_json, print_table, row_bar, tell
from twopages.cli.store import running_store
from twopages.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="The key ring that seals what is personal.")

Name = Annotated[str, typer.Argument(help="The name of an old key, as `twopages keys list` has it.")]


@app.command()
def create() -> None:
    """Make the key ring of a new installation; one that exists stays as it is."""
    from twopages.keys import KeyRing

    ring = KeyRing.create(load_settings())
    tell(f"The key ring is {ring.path or 'in the environment'}. Keep a copy elsewhere: nothing can be read without it.")


@app.command()
def rotate(
    resume: Annotated[bool, typer.Option("--resume", help="Make no new key; go on sealing under the newest.")] = False,
) -> None:
    """Make a new data key and seal everything in the store under it, while others read and feed."""
    from twopages.feed.reseal import reseal
    from twopages.keys import KeyRing

    settings = load_settings()
    ring = KeyRing.load(settings)
    with running_store(settings) as store, row_bar() as progress:
        ring = ring if resume else ring.rotate()
        done = reseal(store, ring, lambda kind, seen: progress(kind, seen, seen))
    tell(
        f"Sealed {done.sealed:,} of {done.seen:,} texts anew, with {ring.newest}. Copy the key ring elsewhere once more."
    )


@app.command("rotate-signing")
def rotate_signing() -> None:
    """Make a new key that signs receipts; the old one is destroyed, and what it signed can still be verified."""
    from twopages.keys import KeyRing

    ring = KeyRing.load(load_settings()).rotate_signing()
    tell(
        f"{ring.signing.current} signs from now on, in a program that serves too. Copy the key ring elsewhere once more."
    )


@app.command("list")
def list_keys(json: Json = False) -> None:
    """The data keys of the ring, oldest first, and how many texts of the store each sealed."""
    from twopages.feed.reseal import counted
    from twopages.keys import KeyRing

    settings = load_settings()
    ring = KeyRing.load(settings)
    with running_store(settings) as store:
        found = _keys(ring.names, ring.newest, counted(store))
    if json:
        print_json(found)
    else:
        print_table("Data keys", ["key", "texts sealed", "seals now"], [list(item.values()) for item in found])


def _keys(names: tuple[str, ...], newest: str, counts: Counter[str]) -> list[dict[str, object]]:
    """Those that sealed something and are not on the ring stand first: what they sealed cannot be read."""
    lost = sorted(counts.keys() - set(names))
    return [{"key": name, "texts": counts[name], "current": name == newest} for name in (*lost, *names)]


@app.command()
def retire(name: Name) -> None:
    """Take an old key off the ring once nothing in the store is sealed with it; copies of the store from before cannot be read then."""
    from twopages.feed.reseal import retire as take_off
    from twopages.keys import KeyRing

    settings = load_settings()
    with running_store(settings) as store:
        take_off(store, KeyRing.load(settings), name)
    tell(f"{name} is off the key ring. Replace the copies of the ring, and destroy those that hold it.")
