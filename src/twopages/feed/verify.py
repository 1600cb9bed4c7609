"""Whether what stands in plain on entities is what their records say; the records alone are the truth."""

from typing import Any

from twopages.feed.bearers import bearers
from twopages.feed.plain import Moved, PlainValues
from twopages.feed.records import Rooms
from twopages.graph import Store, statement
from twopages.keys import KeyRing
from twopages.ontology.model import Model

PAGE = 500


def verify_plain(store: Store, keys: KeyRing, model: Model) -> list[str]:
    """One line for each entity whose plain values differ from what its records say: its id and the attributes, no values."""
    plain, problems, after = PlainValues(Rooms(model, keys)), list[str](), ""
    while True:
        parameters = {"after": after, "limit": PAGE, "plain": plain.names}
        rows = store.read(statement("verify_entities"), parameters)
        if not rows:
            return problems
        problems += _differing(store, plain, rows)
        after = rows[-1]["id"]


def _differing(store: Store, plain: PlainValues, rows: list[dict[str, Any]]) -> list[str]:
    whole = {row["id"]: _whole(plain, row) for row in rows}
    wanted = sorted({name for moved in whole.values() for name in plain.needed(moved)})
    found = store.read(statement("feed_records"), {"ids": wanted})[0]["found"]
    told = {row["id"]: plain.rooms.told(row) for row in found}
    problems = []
    for row in rows:
        moved = whole[row["id"]]
        said = plain.properties(moved, told)
        names = [name for name, value in said.items() if not _same(plain, row, name, value)]
        if names:
            named = f"{moved.cls.id} {row['id']}: {', '.join(names)}"
            problems.append(f"{named} differ from what its records say; feed its deliveries again.")
    return problems


def _whole(plain: PlainValues, row: dict[str, Any]) -> Moved:
    """Everything that stands in plain on an entity, as its records say it."""
    cls = plain.class_of(row["labels"])
    return plain.whole(row["id"], cls, bearers(row["records"]))


def _same(plain: PlainValues, row: dict[str, Any], name: str, value: Any) -> bool:
    """Equal, or both absent; a sealed text is sealed anew each time, so it is compared opened."""
    stands = row["properties"].get(name)
    if value is None or stands is None or name != "sealedCaption":
        return bool((value or None) == (stands or None))
    keys = plain.rooms.keys
    return keys.open(value, row["id"]) == keys.open(stands, row["id"])
