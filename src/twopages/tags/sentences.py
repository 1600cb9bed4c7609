"""A rule in words that a citizen understands, in both languages, as nested lines; never with values of anybody. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from twopages.ontology.model import Attribute, Label, Language, Model, Part
from twopages.ontology.rule import (
    Ago,
    Apart,
    Both,
    Coming,
    Condition,
    Contains,
    Differs,
    Either,
    Far,
    Has,
    Next,
    Not,
    OneOf,
    OnlyOne,
    Past,
    Present,
    SchoolYears,
    Share,
    SinceLastYear,
    Test,
    Timed,
    Within,
    boundaries,
)
from twopages.tags.words import alternatives, amount, coded, far_ends, plain, said, span
from twopages.values import show


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line, and the lines below it that belong to it."""

    text: Label
    children: tuple["Sentence", ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The line of one condition; the conditions whose lines stand below it, and the relation that leads to those."""

    text: Label
    inner: tuple[Condition, ...]
    relation: str


def sentence(model: Model, condition: Condition, day: date | None = None, relation: str = "") -> Sentence:
    """A condition in words; on a day, the days that it means stand in brackets. `relation`: the one in view, for its parts."""
    found = heading(model, condition, day, relation)
    below = (sentence(model, item, day, found.relation) for item in found.inner)
    return Sentence(found.text, tuple(below))


def heading(model: Model, condition: Condition, day: date | None, relation: str) -> Heading:
    """The line of a condition alone."""
    bare, met = positive(condition)
    text = Label(*(_Writer(model, language, day, relation, met).text(bare) for language in _LANGUAGES))
    leads = bare.step.relation if isinstance(bare, Far) else relation
    return Heading(text, below(bare), leads)


_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def positive(condition: Condition) -> tuple[Condition, bool]:
    """A condition without the negations around it, and whether it is to be met; a list of one is that one."""
    match condition:
        case Not(term):
            bare, met = positive(term)
            return bare, not met
        case Both((term,)) | Either((term,)) | OnlyOne((term,)):
            return positive(term)
        case Far(step, where, 0, 0):
            return Far(step, where, 1), False
    return condition, True


def below(bare: Condition) -> tuple[Condition, ...]:
    """The conditions whose lines stand below that of a condition without negations around it."""
    match bare:
        case Both(terms) | Either(terms) | OnlyOne(terms) | Far(where=Both(terms)):
            return terms
        case Far(where=where) if where is not None:
            return (where,)
    return ()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the line of one condition, or of its opposite, in one language."""

    model: Model
    language: Language
    day: date | None
    relation: str
    met: bool

    def text(self, condition: Condition) -> str:
        match condition:
            case Both():
                return self.said("all")
            case Either():
                return self.said("any")
            case OnlyOne():
                return self.said("one")
            case Has():
                return self.has(condition)
            case Far():
                return self.far(condition)
        return self.compared(condition)

    def compared(self, condition: Condition) -> str:
        """Two values or two relations of one entity."""
        match condition:
            case Share(of, base, percent, by):
                words = {"base": self.attribute(base), "percent": f"{percent:f}"}
                return self.line(self.attribute(of), self.noted(self.said(f"share_{by.replace(' ', '_')}", **words)))
            case Differs(of, other):
                return self.line(self.attribute(of), self.said("differs", other=self.attribute(other)))
            case Apart(one, other):
                ends = [far_ends(self.model, self.language, step) for step in (one, other)]
                return self.line(ends[0], self.said("apart", other=ends[1]))
        raise TypeError(f"no condition without negations: {type(condition).__name__}")

    def has(self, condition: Has) -> str:
        term = self.term(condition)
        name = condition.of if term is None else term.label.text(self.language)
        of = plain(self.language, "part", part=name) if condition.part else name
        told = self.test(term, condition.test)
        return self.line(
            of, told if isinstance(condition.test, Present) else self.noted(told, *self.days(condition.test))
        )

    def far(self, condition: Far) -> str:
        told = self.said(_quantity(condition), least=condition.least, most=condition.most)
        if condition.where is not None:
            told = plain(self.language, "where", told=told)
        return self.line(far_ends(self.model, self.language, condition.step), told)

    def test(self, term: Attribute | Part | None, test: Test) -> str:
        match test:
            case Present():
                return self.said("present")
            case OneOf(values):
                listed = alternatives(self.language, (coded(self.model, self.language, term, item) for item in values))
                many = isinstance(term, Attribute) and term.many
                return self.said("includes" if many else "is", values=listed)
            case Contains(text):
                return self.said("contains", text=text)
            case Within():
                return self.within(term, test)
        return self.timed(test)

    def within(self, term: Attribute | Part | None, test: Within) -> str:
        bounds = {"at_least": test.at_least, "over": test.over, "at_most": test.at_most, "under": test.under}
        given = {key: amount(self.language, term, bound) for key, bound in bounds.items() if bound is not None}
        if len(given) == 1:
            return "".join(self.said(key, number=number) for key, number in given.items())
        told = (said(self.language, key, True, number=number) for key, number in given.items())
        return self.said("between", bounds=plain(self.language, "and").join(told))

    def timed(self, test: Timed) -> str:
        match test:
            case Ago(length, or_more):
                return self.said("ago" if or_more else "less_than_ago", span=span(self.language, length))
            case Next(length):
                return self.said("next", span=span(self.language, length))
            case SchoolYears(first, last):
                return self.said("school_years", first=first, last=last)
        return self.said(_KEYS[type(test)])

    def days(self, test: Test) -> Iterator[str]:
        """The days, or years, that a test of time means."""
        if self.day is not None and isinstance(test, Timed):
            ends = dict(zip(("first", "last"), boundaries(test, self.day), strict=True))
            shown = {end: show("partialDate", text, self.language) for end, text in ends.items()}
            key = "days" if all(ends.values()) else "from" if ends["first"] else "up to"
            yield plain(self.language, key, **shown)

    def term(self, condition: Has) -> Attribute | Part | None:
        """The attribute, or the part of the relation in view."""
        if not condition.part:
            return self.model.attributes[condition.of]
        relation = self.model.relations.get(self.relation)
        return None if relation is None else relation.parts.get(condition.of)

    def attribute(self, id: str) -> str:
        return self.model.attributes[id].label.text(self.language)

    def said(self, key: str, **words: object) -> str:
        return said(self.language, key, self.met, **words)

    def noted(self, told: str, *notes: str) -> str:
        """A value that is not there does not meet a condition, and so meets its opposite: that must be said."""
        all_ = notes if self.met else (*notes, plain(self.language, "or missing"))
        return (
            plain(self.language, "noted", told=told, notes=plain(self.language, "notes").join(all_)) if all_ else told
        )

    def line(self, of: str, told: str) -> str:
        return plain(self.language, "line", of=of, told=told)


_KEYS = {Past: "past", Coming: "coming", SinceLastYear: "since_last_year"}


def _quantity(condition: Far) -> str:
    """How the bounds of a count are told."""
    match condition.least, condition.most:
        case 1, None:
            return "some"
        case _, None:
            return "least"
        case least, most if least == most:
            return "exactly"
        case 0, _:
            return "most"
    return "range"
