"""Texts in the two languages of the pages, and the grades of what is held: the words that every part of the Model uses."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
Grade = Literal[1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the two languages of the pages."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """The label in one language."""
        return self.zh if language == "zh" else self.en
