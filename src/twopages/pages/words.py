"""The texts of the pages themselves, one catalogue a language; names of the ontology's terms come from the Model."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

from twopages.ontology.model import Label, Language

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}  # what the `lang` attribute says
_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue of one language; called with a key it says the text."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **parts: object) -> str:
        """The text of a key with its parts filled in."""
        return self.texts[key].format(**parts)

    def count(self, key: str, number: int) -> str:
        """A text that depends on a number: `key.one` or `key.many`."""
        return self(f"{key}.one" if number == 1 else f"{key}.many", number=f"{number:,}")

    def label(self, label: Label) -> str:
        """A label of the Model in this language."""
        return label.text(self.language)

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return TAGS[self.language]


@cache
def words_of(language: Language) -> Words:
    """The catalogue of a language, read once."""
    return Words(language, json.loads((_FOLDER / f"{language}.json").read_text("utf-8")))
