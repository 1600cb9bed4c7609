"""`twopages receipts`: verify the log of looks, list what is in it, and bring it into the graph; it holds ids and names of fields alone."""

from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twopages.cli.frame import Json, print_json, print_table, tell
from twopages.errors import KeyRingError, ReceiptError, SettingError
from twopages.settings import load_settings

if TYPE_CHECKING:
    from twopages.keys import PublicKeys
    from twopages.receipts import Entry, Folder, Verified

FOUND = 1
SHOWN = 50  # faults that are named; the others are counted
HEADS = ("sequence", "at", "role", "organisation", "purpose", "case", "look", "class", "subject", "fields", "masked")

app = typer.Typer(no_args_is_help=True, help="Receipts: the proof of every look at a file.")

Log = Annotated[Path | None, typer.Option("--folder", help="The folder of the log; else that of this installation.")]
Copies = Annotated[list[Path] | None, typer.Option(exists=True, dir_okay=False, help="Heads that were kept elsewhere.")]
Keys = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Public keys that were kept elsewhere.")]


@app.command()
def verify(folder: Log = None, heads: Copies = None, public_keys: Keys = None, json: Json = False) -> None:
    """Look for any change, gap or reorder in the receipt log; the exit code is 1 when there is one."""
    from twopages.receipts import verify as look_through

    found = look_through(_log(folder), _keys(public_keys), heads or ())
    print_json(asdict(found)) if json else _print(found)
    if found.faults:
        raise typer.Exit(FOUND)


@app.command("list")
def list_receipts(
    folder: Log = None,
    after: Annotated[int, typer.Option(min=0, help="Begin after this sequence number.")] = 0,
    subject: Annotated[str | None, typer.Option(help="Those of one subject, by its opaque id.")] = None,
    first: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
    json: Json = False,
) -> None:
    """List receipts in their order: who looked, for what purpose, at how many fields of whom."""
    from twopages.receipts import entries

    found = list(islice(entries(_log(folder), after=after, subject=subject), first))
    if json:
        print_json([asdict(entry.receipt) | {"sequence": entry.sequence} for entry in found])
    else:
        print_table("Receipts", HEADS, [_row(entry) for entry in found])


@app.command("index")
def index_receipts(folder: Log = None, json: Json = False) -> None:
    """Bring into the graph what the receipt log has and the graph has not; `serve` does so by itself."""
    from twopages.access.looked.index import Indexer
    from twopages.cli.store import running_store
    from twopages.keys import KeyRing

    settings = load_settings()
    log, keys = _log(folder), KeyRing.load(settings)
    with running_store(settings) as store:
        number = Indexer(store, log, lambda: keys.public_keys).run()
    print_json({"receipts": number}) if json else tell(f"Indexed {number:,} receipts")


def _log(path: Path | None) -> "Folder":
    from twopages.receipts import Folder

    folder = Folder(path) if path else Folder.of(load_settings())
    if not folder.path.is_dir():
        raise ReceiptError(f"There is no receipt log at {folder.path}.", "Name its folder with --folder.")
    return folder


def _keys(path: Path | None) -> "PublicKeys | None":
    """The keys that were named, else those of the key ring, else (None) those beside the log."""
    from twopages.keys import KeyRing
    from twopages.receipts import read_keys

    if path:
        keys = read_keys(path.read_bytes())
        if keys is None:
            raise SettingError(f"{path} holds no public keys.", "Give a copy of the file `public-keys` of the log.")
        return keys
    try:
        return KeyRing.load(load_settings()).public_keys
    except KeyRingError as error:
        tell(f"{error} The public keys beside the log are believed meanwhile.")
        return None


def _print(found: "Verified") -> None:
    if found.faults:
        print_table("Faults", ("what", "where"), [(fault.what, fault.place) for fault in found.faults[:SHOWN]])
    count = len(found.faults)
    told = f"has {count:,} fault{'s' if count > 1 else ''}" if count else "is sound"
    typer.echo(f"The receipt log {told}: {found.receipts:,} receipts in {found.segments:,} segments.")
    if found.signed:
        typer.echo(f"The last signature is that of sequence {found.sequence:,}, made {found.signed}.")
    if found.unfinished:
        tell(f"{found.unfinished:,} lines at the end belong to a block that was not finished and not acknowledged.")


def _row(entry: "Entry") -> tuple[object, ...]:
    one = entry.receipt
    who = (one.role, one.organisation or "", one.purpose, one.case or "")
    return entry.sequence, one.at, *who, one.look, one.cls, one.subject, len(one.fields), len(one.masked)
