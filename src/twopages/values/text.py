"""Texts, names and addresses: half-width, without what cannot be seen, spelled one way."""

import re
import unicodedata

from twopages.values.recipe import Recipe

_IDEOGRAPH = r"\u2e80-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff·"
_GAP = re.compile(f"(?<=[{_IDEOGRAPH}]) | (?=[{_IDEOGRAPH}])")
_POINT = re.compile(rf"(?<=[{_IDEOGRAPH}])\.(?=[{_IDEOGRAPH}])")
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･﹒᛫●", "·"))
_BRACKETS = str.maketrans("〔〕【】[]〈〉《》{}", "()()()()()()")

_PLANES = (*range(0x10000), *range(0xE0000, 0xE0080))  # where deliveries carry such characters


def _unseen() -> dict[int, str | None]:
    kinds = {"Zs": " ", "Zl": " ", "Zp": " ", "Cc": None, "Cf": None, "Cs": None}
    table = {code: kinds[kind] for code in _PLANES if (kind := unicodedata.category(chr(code))) in kinds}
    return table | dict.fromkeys(map(ord, "\t\r\n\v\f\x85"), " ")


_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0xFFE5: "¥", 0xFFE0: "¢"}
_TIDY = str.maketrans(_unseen() | _FULL_WIDTH)


def tidy(text: str) -> str:
    """Half-width, without control characters, single spaces inside and none around."""
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_TIDY)
    return text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())


def compact(text: str) -> str:
    """A tidy text without its spaces."""
    return text.replace(" ", "")


def tighten(text: str) -> str:
    """A tidy text without spaces beside ideographs; those between Latin words stay."""
    return _GAP.sub("", text) if " " in text else text


def clean_text(text: str, recipe: Recipe, as_of: str) -> str:
    """Free text; where it is a key, its spaces and (if so declared) its padding mean nothing."""
    if recipe.key:
        text = compact(text)
    return (text.lstrip("0") or "0") if recipe.unpadded else text


def clean_name(text: str, recipe: Recipe, as_of: str) -> str:
    """A name with one kind of middle dot; rare characters lost on the way (? or 〓) stay as delivered."""
    return _POINT.sub("·", tighten(text.translate(_DOTS)))


def clean_address(text: str, recipe: Recipe, as_of: str) -> str:
    """An address as written, without stray spaces."""
    return tighten(text)


def normal_name(text: str) -> str:
    """The spelling under which equal names meet: no spaces, one kind of bracket and dot, capitals."""
    return _POINT.sub("·", compact(tidy(text)).translate(_DOTS).translate(_BRACKETS)).upper()
