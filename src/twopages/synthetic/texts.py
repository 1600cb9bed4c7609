"""Columns of text, days and numbers: the few vectorised operations that a made-up city is written with."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

STRING = np.dtypes.StringDType()
Text: TypeAlias = NDArray[Any]  # of variable-width strings; the stubs of NumPy cannot say so yet
Days: TypeAlias = NDArray[np.datetime64]  # whole days; NaT: none
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Rng: TypeAlias = np.random.Generator

YEAR = 365.2425  # days, for ages and spans alone


class Streams:
    """Independent random streams by name, so that what one part of the city draws never moves another part."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def __call__(self, name: str) -> Rng:
        """The stream of this name, from its beginning."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, crc32(name.encode())])))


def text(values: Sequence[str] | NDArray[Any]) -> Text:
    """A column of text."""
    return np.asarray(values, dtype=STRING)


def same(value: str, count: int) -> Text:
    """A column that says the same in every row."""
    return np.full(count, value, dtype=STRING)


def join(*parts: Text | str) -> Text:
    """The parts of every row set one after the other."""
    result: Any = parts[0]
    for part in parts[1:]:
        result = np.strings.add(result, part)
    return np.asarray(result)


def digits(numbers: NDArray[Any], width: int = 0) -> Text:
    """Whole numbers as text, padded with zeros."""
    plain = numbers.astype(STRING)
    return np.strings.zfill(plain, width) if width else plain


def where(flags: Flags, yes: Text | str, no: Text | str) -> Text:
    """`yes` in the flagged rows, `no` in the others."""
    left = same(yes, len(flags)) if isinstance(yes, str) else yes
    right = same(no, len(flags)) if isinstance(no, str) else no
    return np.where(flags, left, right)


def groups(values: Text) -> Ints:
    """A number for every row, equal for equal texts."""
    seen: dict[str, int] = {}
    return np.fromiter((seen.setdefault(value, len(seen)) for value in values.tolist()), np.int64, len(values))


def unique(values: Text) -> list[str]:
    """The different values, sorted."""
    return sorted(set(values.tolist()))


def filled(values: Text) -> list[str]:
    """The different values but the empty one, sorted."""
    return [value for value in unique(values) if value]


def decimal(numbers: Ints, places: int) -> Text:
    """Whole numbers of the last place as canonical decimals: 12340 at 2 places is 123.4."""
    whole = digits(np.abs(numbers), places + 1)
    head, tail = np.strings.slice(whole, None, -places), np.strings.slice(whole, -places, None)
    tail = np.strings.rstrip(tail, "0")
    return join(where(numbers < 0, "-", ""), head, where(tail == "", "", "."), tail)


def day(value: str) -> np.datetime64:
    """An ISO day."""
    return np.datetime64(value, "D")


def after(days: Days, years: NDArray[Any] | float) -> Days:
    """The days that come so many years (of the mean length) later."""
    later: Days = days + np.round(np.asarray(years) * YEAR).astype("timedelta64[D]")
    return later


def age(birth: Days, at: np.datetime64 | Days) -> NDArray[np.float64]:
    """Years from birth to a day."""
    return (at - birth).astype(np.float64) / YEAR


def between(rng: Rng, first: Days | np.datetime64, last: Days | np.datetime64, count: int) -> Days:
    """A random day of each span, both ends included; the first where the span is turned round."""
    span = np.maximum((np.asarray(last) - np.asarray(first)).astype(np.int64), 0)
    found: Days = np.asarray(first) + (rng.random(count) * (span + 1)).astype("timedelta64[D]")
    return found


def compact(days: Days) -> Text:
    """Days as yyyyMMdd."""
    return np.strings.replace(text(np.datetime_as_string(days.astype("datetime64[D]"))), "-", "")


def choose(
    rng: Rng, items: Text | Sequence[str], count: int, weights: NDArray[Any] | Sequence[float] | None = None
) -> Text:
    """Random items, by weight where weights are given."""
    return text(items)[draw(rng, len(items), count, weights)]


def draw(rng: Rng, size: int, count: int, weights: NDArray[Any] | Sequence[float] | None = None) -> Ints:
    """Random places in a list of that size, by weight where weights are given."""
    if weights is None:
        return rng.integers(0, size, count)
    shares = np.cumsum(np.asarray(weights, dtype=np.float64))
    places: Ints = np.searchsorted(shares, rng.random(count) * shares[-1], side="right")
    return places


def pick(rng: Rng, pool: Ints, count: int) -> Ints:
    """Random members of a pool; -1 for all where there is none."""
    return rng.choice(pool, count) if len(pool) else np.full(count, -1)


def rank_within(keys: NDArray[Any]) -> Ints:
    """The place (from 0) of every row among the rows of the same key, in the order of the rows."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ranks = np.arange(len(keys)) - np.repeat(starts, np.diff(np.r_[starts, len(keys)]))
    result = np.empty(len(keys), dtype=np.int64)
    result[order] = ranks
    return result
