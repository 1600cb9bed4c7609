"""How values become text: labels of codes, units, masks; and which values stay masked until they are asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from twopages.dossier import Envelope
from twopages.ontology.model import Attribute, Model
from twopages.pages.words import Words
from twopages.values import Value, mask, show

_SHOWN_AT_ONCE = 2  # the highest grade that needs no asking


def sensitive(model: Model, attribute: Attribute) -> bool:
    """Whether the values of an attribute stay masked until asked for; the name of the file is its heading anyway."""
    named = model.classes[attribute.cls].caption == attribute.id
    return not named and (attribute.grade > _SHOWN_AT_ONCE or attribute.mask is not None)


@dataclass(frozen=True, slots=True)
class Showing:
    """One viewer's way of seeing one subject: the language, and the attributes whose masks were lifted."""

    model: Model
    say: Words
    lifted: frozenset[str] = frozenset()

    def hidden(self, attribute: str) -> bool:
        """Whether the values of an attribute are masked now."""
        return attribute not in self.lifted and sensitive(self.model, self.model.attributes[attribute])

    def texts(self, attribute: str, values: Sequence[Value]) -> tuple[str, ...]:
        """The values of an attribute as the viewer may read them now."""
        known = self.model.attributes[attribute]
        if self.hidden(attribute):
            return tuple(mask(known.mask, known.kind, value) for value in values)
        return tuple(self.text(known.kind, known.codes, value) for value in values)

    def text(self, kind: str, codes: str | None, value: Value) -> str:
        """A value in words: the label of a code, else as its kind is written."""
        if codes is not None:
            code = self.model.code_lists[codes].codes.get(str(value))
            return str(value) if code is None else self.say.label(code.label)
        return self._with_unit(kind, show(kind, value, self.say.language))

    def day(self, moment: str) -> str:
        """The day of an ISO moment in words."""
        return self.text("date", None, moment[:10])

    def moment(self, moment: str) -> str:
        """An ISO moment in words, to the minute."""
        return f"{self.day(moment)} {moment[11:16]}".strip()

    def _with_unit(self, kind: str, text: str) -> str:
        unit = f"unit.{kind}"
        return self.say(unit, value=text) if unit in self.say.texts else text


def ordered(model: Model, envelopes: Collection[Envelope]) -> list[Envelope]:
    """Envelopes in the order of the page."""
    return sorted(envelopes, key=lambda envelope: model.attributes[envelope.attribute].order)
