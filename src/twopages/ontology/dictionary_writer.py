"""What every part of the data dictionary is written with: its fixed words in one language, and ids as code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from twopages.ontology.label import Language
from twopages.ontology.model import Model


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes a part of the dictionary in one language; `WORDS` has each of its fixed words in Chinese and in English."""

    WORDS: ClassVar[Mapping[str, tuple[str, str]]] = {}
    model: Model
    language: Language

    def word(self, name: str) -> str:
        """A fixed word."""
        zh, en = self.WORDS[name]
        return zh if self.language == "zh" else en

    def words(self, *names: str) -> tuple[str, ...]:
        """Some fixed words, as for a header."""
        return tuple(map(self.word, names))


def as_code(text: str) -> str:
    """An id as it is set in a document."""
    return f"`{text}`"


def as_codes(texts: Iterable[str]) -> str:
    """Some ids."""
    return ", ".join(map(as_code, texts))
