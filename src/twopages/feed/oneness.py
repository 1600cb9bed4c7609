"""Which entities are one: what the further keys that present rows give them prove. Pure.

A present row that gives its entity a further key under which another entity is known proves the two one. A key that two entities
with keys of the class's own claim proves nothing, nor does one that is claimed for two which nothing else proves one; and where a
chain of proofs would join two entities with keys of their own, it proves nothing either: nobody is guessed to be somebody else.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

Claims = Mapping[str, Mapping[str, Set[str]]]  # known key -> entity that claims it -> the records that say so


@dataclass(frozen=True, slots=True)
class Alias:
    """An entity that is proven to be another one, by these records."""

    entity: str
    records: tuple[str, ...]


def aliases(strong: Set[str], claims: Claims) -> dict[str, Alias]:
    """Each entity that is another one; `strong` are those with a key of their class's own, which stays among them."""
    telling = {key: claimants for key, claimants in claims.items() if len(strong & {key, *claimants}) < 2}
    found: dict[str, Alias] = {}
    for group in _groups(telling):
        stays = sorted(strong & group) or [min(group)]
        if len(stays) == 1:
            records = tuple(sorted(_records(telling, group)))
            found |= {name: Alias(stays[0], records) for name in group if name != stays[0]}
    return found


def _groups(claims: Claims) -> list[Set[str]]:
    """The entities that are one if nothing speaks against it: joined until no key joins any more, whatever the order."""
    of = {name: frozenset({name}) for key, claimants in claims.items() for name in (key, *claimants)}
    joined = True
    while joined:
        joined = False
        for key, claimants in claims.items():
            others = {of[name] for name in claimants} - {of[key]}
            if len(others) == 1:
                group = of[key].union(*others)
                of |= dict.fromkeys(group, group)
                joined = True
    return list({group for group in of.values() if len(group) > 1})


def _records(claims: Claims, group: Set[str]) -> Iterable[str]:
    """The records whose claims hold a group together."""
    within = ((key, name) for key in group & claims.keys() for name in claims[key] if name in group)
    return {record for key, name in within for record in claims[key][name]}
