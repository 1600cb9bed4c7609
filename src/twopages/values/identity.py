"""Numbers that identify people and enterprises: GB 11643 and GB 32100, what preceded them, passports and permits."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from twopages.values.recipe import Answer, Fault, Recipe
from twopages.values.text import compact, tidy

_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")
_OLD_CITIZEN = re.compile(r"[0-9]{15}")
_NEARLY_CITIZEN = re.compile(r"[0-9OILX]{16,19}")
_PERMIT = re.compile(r"(?=[A-Z]*[0-9])(?!(.)\1+$)(?:[A-Z0-9]{5,12}|[A-Z]{3}[0-9]{12})")
_CREDIT = re.compile(r"[1-9A-HJ-NPQRTUWXY][1-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_REGISTRATION = re.compile(r"[0-9]{15}")
_MISTAKEN = str.maketrans("OI", "01")


def citizen_check(first17: str) -> str:
    """The last character of a citizen identity number (ISO 7064 MOD 11-2)."""
    return str(mod_11_2.calc_check_digit(first17))


def credit_check(first17: str) -> str:
    """The last character of a unified social credit code (MOD 31)."""
    return str(uscc.calc_check_digit(first17))


def organisation_check(first8: str) -> str:
    """The last character of the organisation code inside a credit code (GB 11714)."""
    total = sum(
        weight * int(character, 36) for weight, character in zip((3, 7, 9, 10, 5, 8, 4, 2), first8, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def clean_identity(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A citizen identity number of 18 characters; a key may also be a passport or permit."""
    text = compact(text).upper()
    if _OLD_CITIZEN.fullmatch(text):
        text = _renewed(text)
    if _CITIZEN.fullmatch(text):
        return _citizen(text, as_of)
    if recipe.key and _PERMIT.fullmatch(text):
        return text
    return Fault.CHECKSUM if _NEARLY_CITIZEN.fullmatch(text) else Fault.FORMAT


def clean_credit(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A unified social credit code; a key may also be a registration number of 15 digits."""
    text = compact(text).upper()
    if recipe.key and _REGISTRATION.fullmatch(text):
        return text
    if len(text) != 18 or not (text.isascii() and text.isalnum()):
        return Fault.FORMAT
    return _credit(text) or Fault.CHECKSUM


def person_key(text: str) -> str | None:
    """The identity number of 18 characters that a text means, or None."""
    found = clean_identity(tidy(text), Recipe("identityNumber"), "9999-12-31")
    return None if isinstance(found, Fault) else str(found)


def enterprise_key(text: str) -> str | None:
    """The credit code that a text means, or None."""
    found = clean_credit(tidy(text), Recipe("uscc"), "9999-12-31")
    return None if isinstance(found, Fault) else str(found)


_FORMS = {"identityNumber": _CITIZEN, "uscc": _CREDIT}
KEY_KINDS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {"identityNumber": person_key, "uscc": enterprise_key}
)

_CLEANERS: Mapping[str, Callable[[str, Recipe, str], Answer]] = {"identityNumber": clean_identity, "uscc": clean_credit}


def entity_key(kind: str, text: str) -> str:
    """The spelling under which equal keys of a class meet, whose own key is of this kind: its number, or a key of another kind."""
    check = KEY_KINDS.get(kind)
    return text if check is None else check(text) or compact(tidy(text)).upper()


def may_be_key(kind: str, text: str) -> bool:
    """Whether a text can be a key of a class whose own key is of this kind: its number, or a passport, permit or registration number."""
    clean = _CLEANERS.get(kind)
    return clean is None or not isinstance(clean(tidy(text), Recipe(kind, key=True), "9999-12-31"), Fault)


def own_key(kind: str, key: str) -> bool:
    """Whether a cleaned key is of the class's own kind, and not a passport, a permit or a registration number in its place."""
    return kind not in _FORMS or _FORMS[kind].fullmatch(key) is not None


def _renewed(old: str) -> str:
    first17 = f"{old[:6]}19{old[6:]}"
    return first17 + citizen_check(first17)


def _citizen(text: str, as_of: str) -> Answer:
    if citizen_check(text[:17]) != text[17]:
        return Fault.CHECKSUM
    born = f"{text[6:10]}-{text[10:12]}-{text[12:14]}"
    try:
        date.fromisoformat(born)
    except ValueError:
        return Fault.NOT_A_DATE
    return Fault.FUTURE_DATE if born > as_of else text


@lru_cache(maxsize=65536)
def _credit(text: str) -> str | None:
    """The valid code; letters O and I are read as digits only where both checks then hold."""
    if _fits(text):
        return text
    repaired = text.translate(_MISTAKEN)
    inner = repaired[8:17]
    return repaired if repaired != text and _fits(repaired) and organisation_check(inner[:8]) == inner[8] else None


def _fits(text: str) -> bool:
    return _CREDIT.fullmatch(text) is not None and credit_check(text[:17]) == text[17]
