"""`twopages waiting`: what of the store waits, and for what kinds of ends."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from twopages.cli.frame import Json, print_json, print_table, tell
from twopages.cli.store import running_store
from twopages.settings import load_settings

if TYPE_CHECKING:
    from twopages.feed.waiting import Waiting

HEADS = ("dataset", "waits for", "named by", "because", "rows", "relations")


def waiting(json: Json = False) -> None:
    """Show what waits because nobody, or more than one, answers to what it names; no key and no name is shown."""
    from twopages.feed import waiting as feed

    with running_store(load_settings()) as store:
        found, contested = feed.waiting(store), feed.contested(store)
    if json:
        print_json({"waiting": [asdict(item) for item in found], "contested": contested})
        return
    print_table("Waiting", HEADS, [_row(item) for item in found])
    tell(f"Known by a further key that others claim without proof: {contested:,}.")


def _row(item: "Waiting") -> tuple[object, ...]:
    return item.dataset, " or ".join(item.classes), item.named, item.why, item.rows, item.relations
