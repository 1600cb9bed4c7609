"""Numbers that pass every check and that nobody holds.

Identity numbers and credit codes carry the division 310199, which GB/T 2260 does not assign; passports carry ZZ, which ISO
3166 leaves to users; mobile numbers begin with 161, 163, 164 or 169 and landlines with 021-90, which are not assigned.
"""

import numpy as np

from twopages.synthetic.texts import (
    STRING,
    Days,
    Flags,
    Ints,
    Rng,
    Text,
    compact,
    digits,
    join,
    rank_within,
    text,
    where,
)

REGION = "310199"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V and Z
LIVING = 400  # sequence pairs of a day and sex that the city uses; those above are nobody's
MOBILE = ("161", "163", "164", "169")
PRIME = 9_999_991  # scatters serial numbers over seven digits without meeting itself


def identity_numbers(birth: Days, sex: Ints, rng: Rng) -> Text:
    """A number of GB 11643 for every person; no two alike."""
    shift = rng.integers(0, LIVING)
    rank = rank_within(birth.astype(np.int64) * 2 + sex % 2)
    if rank.max(initial=0) >= LIVING:
        raise ValueError(f"More than {LIVING} persons of one sex were born on one day: make a smaller city.")
    return _identity(birth, sex, (rank * 37 + shift + birth.astype(np.int64)) % LIVING)


def _identity(birth: Days, sex: Ints, pair: Ints) -> Text:
    sequence = pair * 2 + np.where(sex == 1, 1, 2)
    body = join(REGION, compact(birth), digits(sequence, 3))
    return join(body, identity_check(body))


def identity_check(body: Text) -> Text:
    """The check character (ISO 7064 MOD 11-2) of the first 17 digits."""
    number = np.strings.slice(body, 0, 17).astype("S17").view(np.uint8).reshape(len(body), 17).astype(np.int64) - 48
    weights = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
    check: Text = text(list("10X98765432"))[number @ weights % 11]
    return check


def scatter(serial: Ints, salt: int) -> Ints:
    """Serial numbers below ten million, each sent somewhere else below ten million; no two to the same place."""
    return (serial * 7919 + salt) % PRIME


def credit_codes(category: Text, old: Flags, serial: Ints) -> Text:
    """Codes of GB 32100; `old`: the organisation code is of digits only, as before 2015."""
    scattered = scatter(serial, 1_234_567)
    organisation = where(old, join("7", digits(scattered, 7)), join("MA1", _base31(scattered, 5)))
    return _credit(category, organisation)


def _credit(category: Text, organisation: Text) -> Text:
    body = join(category, REGION, organisation, _organisation_check(organisation))
    return join(body, credit_check(body))


def _base31(numbers: Ints, width: int) -> Text:
    letters = text(list(ALPHABET))
    return join(*(letters[numbers // 31**place % 31] for place in reversed(range(width))))


def _values(body: Text, width: int, alphabet: str) -> Ints:
    """The value of every character, as a matrix."""
    table = np.zeros(128, dtype=np.int64)
    table[np.frombuffer(alphabet.encode(), dtype=np.uint8)] = np.arange(len(alphabet))
    return table[body.astype(f"S{width}").view(np.uint8).reshape(len(body), width)]


def _organisation_check(organisation: Text) -> Text:
    values = _values(organisation, 8, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    check: Text = text(list("0123456789X0"))[11 - values @ np.array([3, 7, 9, 10, 5, 8, 4, 2]) % 11]
    return check


def credit_check(body: Text) -> Text:
    """The check character (MOD 31) of the first 17 characters."""
    values = _values(np.strings.slice(body, 0, 17), 17, ALPHABET)
    weights = np.array([pow(3, place, 31) for place in range(17)])
    check: Text = text(list(ALPHABET))[(31 - values @ weights % 31) % 31]
    return check


def registration_numbers(kind: Text, serial: Ints) -> Text:
    """Old registration numbers of 15 digits, the last one a check digit (ISO 7064 MOD 11,10)."""
    body = join(REGION, kind, digits(scatter(serial, 7_654_321), 7))
    values = _values(body, 14, "0123456789")
    rest = np.full(len(body), 10, dtype=np.int64)
    for place in range(14):
        total = (rest + values[:, place]) % 10
        rest = np.where(total == 0, 10, total) * 2 % 11
    return join(body, digits((11 - rest) % 10))


def mobiles(rng: Rng, count: int) -> Text:
    """Mobile numbers under prefixes that no operator has."""
    return join(text(MOBILE)[rng.integers(0, len(MOBILE), count)], digits(rng.integers(0, 10**8, count), 8))


def landlines(rng: Rng, count: int) -> Text:
    """Shanghai numbers of an exchange that does not exist."""
    return join("021-90", digits(rng.integers(0, 10**6, count), 6))


def passports(document: Text, serial: Ints) -> Text:
    """Passport numbers under ZZ; for residents of Hong Kong, Macao and Taiwan permit numbers from the end of the range."""
    number = digits(scatter(serial, 24_680), 7)
    tail = np.strings.slice(number, 1, 7)
    permit = where(document == "511", join("99", tail), join("H99", tail))
    result: Text = where(document == "414", join("ZZ", number), permit).astype(STRING)
    return result
