"""How values become text: labels of codes, units, masks; and which values stay masked until they are asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from twopages.dossier import Envelope, Far, Link
from twopages.ontology.model import Attribute, Model, Part, Relation, Tag
from twopages.pages.words import Words
from twopages.values import HIDDEN, Value, mask, show

ALL: Final = "*"  # every mask of a file
TAGS: Final = "tags"  # the mask of its sensitive tags
_CHINA: Final = timezone(timedelta(hours=8))
_SHOWN_AT_ONCE: Final = 2  # the highest grade that needs no asking


def sensitive(model: Model, attribute: Attribute) -> bool:
    """Whether the values of an attribute stay masked until asked for; the name of the file is its heading anyway."""
    cls = model.classes[attribute.cls]
    heading = cls.subject and cls.caption == attribute.id
    return not heading and (attribute.grade > _SHOWN_AT_ONCE or attribute.mask is not None)


@dataclass(frozen=True, slots=True)
class Showing:
    """One viewer's way of seeing one subject: the language, and the attributes whose masks were lifted.

    `given`: the attributes and tags that the purpose gives, None for all of them; `past`: whether it shows what was.
    """

    model: Model
    say: Words
    lifted: frozenset[str] = frozenset()
    given: frozenset[str] | None = None
    past: bool = True

    def gives(self, name: str) -> bool:
        """Whether an attribute or tag is given; one that is not is not missing either."""
        return self.given is None or name in self.given

    def hidden(self, attribute: str) -> bool:
        """Whether the values of an attribute are masked now."""
        return not self.lifted & {attribute, ALL} and sensitive(self.model, self.model.attributes[attribute])

    def masks(self, name: str) -> bool:
        """Whether an attribute or a tag is masked now; relations are not, by themselves."""
        if name in self.model.tags:
            return self.tag_hidden(self.model.tags[name])
        return name in self.model.attributes and self.hidden(name)

    def end(self, link: Link) -> str:
        """The short name of the far end of a link."""
        return self.name(link.far, self.sensitive_end(link))

    def end_hidden(self, link: Link) -> bool:
        """Whether the name of a far end is masked now."""
        return self.sensitive_end(link) and self.hidden(self.model.classes[link.far.cls].caption)

    def sensitive_end(self, link: Link) -> bool:
        """Whether it is sensitive who or what is at the other end: where somebody lives, but not where a firm is registered."""
        return self.sensitive_relation(link.relation)

    def sensitive_relation(self, relation: str) -> bool:
        """Whether it is sensitive who or what is at the far end of a relation."""
        return self.model.relations[relation].grade > _SHOWN_AT_ONCE

    def name(self, far: Far, veiled: bool) -> str:
        """The short name of an entity, which may have none yet; that of a thing is masked if `veiled`."""
        cls = self.model.classes[far.cls]
        if not far.caption:
            return self.say.label(cls.label)
        return self.texts(cls.caption, [far.caption])[0] if veiled and self.hidden(cls.caption) else far.caption

    def told(self, relation: Relation, part: Part, value: Value) -> str:
        """What a relation itself says, as the viewer may read it now."""
        return HIDDEN if self.parts_hidden(relation) else self.text(part.kind, part.codes, value)

    def parts_hidden(self, relation: Relation) -> bool:
        """Whether what a relation says beside its ends is masked now."""
        return relation.grade > _SHOWN_AT_ONCE and not self.lifted & {relation.id, ALL}

    def tag_hidden(self, tag: Tag) -> bool:
        """Whether it is masked now that a file has a tag or not."""
        return tag.grade > _SHOWN_AT_ONCE and not self.lifted & {TAGS, ALL}

    def texts(self, attribute: str, values: Sequence[Value]) -> tuple[str, ...]:
        """The values of an attribute as the viewer may read them now."""
        known = self.model.attributes[attribute]
        if self.hidden(attribute):
            return tuple(mask(known.mask, known.kind, value) for value in values)
        return tuple(self.text(known.kind, known.codes, value) for value in values)

    def told_by(self, envelope: Envelope) -> tuple[str, ...]:
        """The values of an envelope as the viewer may read them now."""
        return envelope.masked or self.texts(envelope.attribute, envelope.values)

    def hides(self, envelope: Envelope) -> bool:
        """Whether an envelope is masked now, and asking would show it."""
        return not envelope.masked and self.hidden(envelope.attribute)

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
        """A moment in words, to the minute, as clocks in China show it."""
        if not moment:
            return ""
        here = datetime.fromisoformat(moment).astimezone(_CHINA).isoformat()
        return f"{self.day(here)} {here[11:16]}"

    def _with_unit(self, kind: str, text: str) -> str:
        unit = f"unit.{kind}"
        return self.say(unit, value=text) if unit in self.say.texts else text


def ordered(model: Model, envelopes: Collection[Envelope]) -> list[Envelope]:
    """Envelopes in the order of the page."""
    return sorted(envelopes, key=lambda envelope: model.attributes[envelope.attribute].order)
