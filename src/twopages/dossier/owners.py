"""Ownership: who holds shares of an entity, level above level, up to its ultimate owners.

The share that an ultimate owner has in the entity is the sum, over all ways up to it, of the product of the shares on the way. A way
that comes back to an entity it has passed ends there (cross-holding), and is marked. Shares are percentages, 0 to 100; a share that no
source tells is None, and so is everything that would follow from it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from twopages.dossier.types import Far
from twopages.graph import Store, statement
from twopages.keys import KeyRing
from twopages.ontology.model import Model

LEVELS: Final = 10  # a chain of holdings that is longer is cut, and marked
HOLDERS: Final = 500  # so many holdings are read at most; a tree that has more is cut, and marked
_WHOLE: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds which share of an entity, by which relation, as these records say (best first)."""

    held: str
    holder: Far
    relation: str
    share: Decimal | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """A holder in the tree.

    `share` of the entity just below, `through` the share that this way gives in the entity at the root; `above` its own holders;
    `again`: the way has passed it before; `cut`: there are holders above that were not read.
    """

    far: Far
    relation: str
    share: Decimal | None
    through: Decimal | None
    records: tuple[str, ...]
    above: tuple["Owner", ...] = ()
    again: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Ownership:
    """The holders of an entity as a tree, and its ultimate owners with what they hold in all, the largest share first."""

    holders: tuple[Owner, ...]
    ultimate: tuple[tuple[Far, Decimal | None], ...]

    @property
    def levels(self) -> int:
        """How many levels the tree has."""
        return max((_depth(owner) for owner in self.holders), default=0)


def ownership(store: Store, keys: KeyRing, model: Model, id: str) -> Ownership:
    """The ownership of an entity, read level by level, one statement each."""
    return tree(id, _read(store, keys, model, id))


def tree(root: str, holdings: Mapping[str, Sequence[Holding]]) -> Ownership:
    """The ownership that holdings (by the entity held; none read for an entity that is missing) come to. Pure."""
    owners = tuple(_owners(root, holdings, _WHOLE, (root,)))
    return Ownership(owners, _ultimate(owners))


def _owners(
    held: str, holdings: Mapping[str, Sequence[Holding]], through: Decimal | None, way: tuple[str, ...]
) -> Iterator[Owner]:
    for item in sorted(holdings.get(held, ()), key=_largest_first):
        on_way = None if through is None or item.share is None else through * item.share / _WHOLE
        told = (item.holder, item.relation, item.share, on_way, item.records)
        if item.holder.id in way:
            yield Owner(*told, again=True)
        else:
            above = tuple(_owners(item.holder.id, holdings, on_way, (*way, item.holder.id)))
            yield Owner(*told, above, cut=item.holder.id not in holdings)


def _largest_first(item: Holding) -> tuple[Decimal, str]:
    return -(item.share or Decimal(0)), item.holder.id


def _ultimate(owners: Sequence[Owner]) -> tuple[tuple[Far, Decimal | None], ...]:
    """Holders that nobody holds, each with the sum of its ways; one unknown way makes the sum unknown."""
    sums: dict[str, Decimal | None] = {}
    fars: dict[str, Far] = {}
    for owner in _tops(owners):
        fars[owner.far.id] = owner.far
        so_far = sums.get(owner.far.id, Decimal(0))
        sums[owner.far.id] = None if so_far is None or owner.through is None else so_far + owner.through
    ordered = sorted(sums, key=lambda id: (-(sums[id] or Decimal(0)), id))
    return tuple((fars[id], sums[id]) for id in ordered)


def _tops(owners: Sequence[Owner]) -> Iterator[Owner]:
    for owner in owners:
        if owner.above:
            yield from _tops(owner.above)
        elif not owner.again:
            yield owner


def _depth(owner: Owner) -> int:
    return 1 + max(map(_depth, owner.above), default=0)


def _read(store: Store, keys: KeyRing, model: Model, id: str) -> dict[str, list[Holding]]:
    """The holdings above an entity, by the entity held; an entity whose holders were not looked for is missing."""
    found: dict[str, list[Holding]] = {}
    shares = {relation.id: relation.share for relation in model.relations.values() if relation.share}
    asked = [id] if shares else []
    for _ in range(LEVELS):
        if not asked or sum(map(len, found.values())) > HOLDERS:
            break
        found |= {name: [] for name in asked}
        rows = store.read(statement("owners"), {"ids": asked, "types": sorted(shares)})[0]["found"]
        for row in rows:
            found[row[0]].append(_holding(keys, model, shares, row))
        asked = sorted({item.holder.id for name in asked for item in found[name]} - set(found))
    return found


def _holding(keys: KeyRing, model: Model, shares: Mapping[str, str], row: Sequence[Any]) -> Holding:
    held, relation, records, parts, holder, labels, plain, sealed = row
    share = parts.get(shares[relation])
    caption = plain or (keys.open(sealed, holder).decode() if sealed is not None else "")
    cls = next(label for label in labels if label in model.classes)
    told = None if share is None else Decimal(repr(share))
    return Holding(held, Far(holder, cls, caption), relation, told, tuple(records))
