"""What many sources come to: the best source, then the newest period, then the newest row; never by chance. Pure."""

from dataclasses import dataclass, fields

import numpy as np

from twopages.synthetic.cells import SEPARATOR
from twopages.synthetic.texts import Flags, Ints, Text, decimal, text, where

PLACES = 6  # decimals kept while sums are made


@dataclass(frozen=True, slots=True)
class Claims:
    """What rows say of one attribute (or part) of some owners; small ranks and preferences come first."""

    owner: Ints
    rank: Ints
    preference: Ints
    period: Ints
    recency: Ints
    value: Text
    unsure: Flags
    adds: Flags  # delivered to be added up

    def __len__(self) -> int:
        return len(self.owner)

    def take(self, rows: Ints) -> "Claims":
        """These claims."""
        return Claims(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


@dataclass(frozen=True, slots=True)
class Verdicts:
    """For each owner what the claims come to, and whether nobody can tell."""

    owner: Ints
    value: Text
    unsure: Flags


def together(claims: list[Claims]) -> Claims:
    """The claims of several tables as one."""
    return Claims(**{item.name: np.concatenate([getattr(one, item.name) for one in claims]) for item in fields(Claims)})


def best(claims: Claims) -> Verdicts:
    """One value for each owner; unsure where rows of equal standing differ or the first one cannot be read."""
    claims, lead = _ordered(claims)
    equal = np.ones(len(claims), dtype=bool)
    for name in ("rank", "preference", "period", "recency"):
        column = getattr(claims, name)
        equal &= column == column[lead]
    differs = equal & (claims.unsure | (claims.value != claims.value[lead]))
    return _verdicts(claims, lead, claims.value, differs)


def single(claims: Claims) -> Verdicts:
    """One value for each owner: the best, or the sum where the best source delivers its values to be added up."""
    first, total = best(claims), added_up(claims)
    ordered, lead = _ordered(claims)
    adds = ordered.adds[np.unique(lead)]
    return Verdicts(first.owner, where(adds, total.value, first.value), np.where(adds, total.unsure, first.unsure))


def added_up(claims: Claims) -> Verdicts:
    """The sum over the rows of the best source and newest period."""
    claims, lead = _ordered(claims)
    counted = (claims.rank == claims.rank[lead]) & (claims.period == claims.period[lead])
    amounts = [
        round(float(value or 0) * 10**PLACES) if counts else 0
        for value, counts in zip(claims.value.tolist(), (counted & claims.adds).tolist(), strict=True)
    ]
    first = np.unique(lead)
    sums = np.add.reduceat(np.array(amounts, dtype=np.int64), first) if len(first) else np.zeros(0, dtype=np.int64)
    value = claims.value.copy()
    value[first] = decimal(sums, PLACES)
    return _verdicts(claims, lead, value, counted & claims.unsure)


def united(claims: Claims) -> Verdicts:
    """All values of each owner, sorted; unsure where any cannot be read."""
    claims, lead = _ordered(claims)
    values: dict[int, set[str]] = {}
    for place, value in zip(lead.tolist(), claims.value.tolist(), strict=True):
        values.setdefault(place, set()).update(one for one in value.split(SEPARATOR) if one)
    joined = claims.value.copy()
    if values:
        joined[np.array(list(values))] = text([SEPARATOR.join(sorted(found)) for found in values.values()])
    return _verdicts(claims, lead, joined, claims.unsure)


def _ordered(claims: Claims) -> tuple[Claims, Ints]:
    """The claims, best first within each owner, and for each the place of its owner's first."""
    order = np.lexsort((-claims.recency, -claims.period, claims.preference, claims.rank, claims.owner))
    claims = claims.take(order)
    first = np.flatnonzero(np.r_[True, claims.owner[1:] != claims.owner[:-1]][: len(claims)])
    return claims, np.repeat(first, np.diff(np.r_[first, len(claims)]))


def _verdicts(claims: Claims, lead: Ints, value: Text, doubt: Flags) -> Verdicts:
    first = np.unique(lead)
    doubtful = np.zeros(len(claims), dtype=bool)
    doubtful[lead[doubt]] = True
    return Verdicts(claims.owner[first], value[first], doubtful[first])
