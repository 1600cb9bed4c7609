"""Records that may win a value which stands in plain, and those that did, as the entity's node keeps them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Winners = Mapping[str, "tuple[Bearer, ...]"]  # for each attribute the records that its value comes from


@dataclass(frozen=True, slots=True)
class Bearer:
    """A present record that supplies plain attributes to an entity; its payload need not be open."""

    id: str
    dataset: str
    slot: str
    recency: str
    period: str
    supplies: tuple[str, ...]


def winner_texts(winners: Winners) -> list[str]:
    """Which records won what, as the entity's node keeps it: enough to tell whether a new one wins over them."""
    won: dict[str, list[str]] = {}
    by = {item.id: item for items in winners.values() for item in items}
    for name, items in sorted(winners.items()):
        for item in items:
            won.setdefault(item.id, []).append(name)
    return [_text(by[record], names) for record, names in sorted(won.items())]


def _text(item: Bearer, names: Sequence[str]) -> str:
    return "|".join((item.id, item.dataset, item.slot, item.recency, item.period, ";".join(names)))


def standing(texts: Iterable[str]) -> list[Bearer]:
    """The records that won until now, each with what it won, from what the entity's node keeps."""
    parts = (text.split("|") for text in texts)
    return [
        Bearer(record, dataset, slot, recency, period, tuple(names.split(";")))
        for record, dataset, slot, recency, period, names in parts
    ]


def bearers(rows: Iterable[Sequence[Any]]) -> list[Bearer]:
    """Bearers from the rows of the statement that reads them."""
    return [
        Bearer(record, dataset, slot, recency, period, tuple(supplies))
        for record, dataset, slot, recency, period, supplies in rows
    ]


def by_attribute(items: Iterable[Bearer], names: frozenset[str]) -> dict[str, dict[str, Bearer]]:
    """For each of these attributes the records that supply it, each once, alike whatever else they supply."""
    found: dict[str, dict[str, Bearer]] = {}
    for item in items:
        alike = replace(item, supplies=())
        for name in item.supplies:
            if name in names:
                found.setdefault(name, {})[item.id] = alike
    return found
