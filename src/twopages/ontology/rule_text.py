"""Rules as short texts in the notation of the catalogue, for stewards who compare them: `birthDate` is 18 years ago or more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from twopages.ontology.model import Attribute
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
    Span,
    Step,
    Test,
    Within,
)

_UNITS = {"D": "day", "M": "month", "Y": "year"}


def rule_text(condition: Condition, attributes: Mapping[str, Attribute] | None = None) -> str:
    """A rule in the catalogue's notation; the attributes tell the code lists of its codes, and which have many values."""
    return _Writer(attributes or {}).condition(condition)


@dataclass(frozen=True, slots=True)
class _Writer:
    attributes: Mapping[str, Attribute]
    relation: str = field(default="")  # over which the entity in view was reached

    def condition(self, condition: Condition) -> str:
        match condition:
            case Both(terms):
                return " and ".join(map(self.bracketed, terms))
            case Either(terms):
                return " or ".join(map(self.bracketed, terms))
            case OnlyOne(terms):
                return f"exactly one of {', '.join(f'({self.condition(term)})' for term in terms)}"
            case Not(Has(of, Present(), part)):
                return f"{self.name(of, part)} is absent"
            case Not(term):
                return f"not ({self.condition(term)})"
        return self.simple(condition)

    def bracketed(self, condition: Condition) -> str:
        text = self.condition(condition)
        return f"({text})" if isinstance(condition, Both | Either) else text

    def simple(self, condition: Condition) -> str:
        match condition:
            case Has(of, test, part):
                return f"{self.name(of, part)} {self.test(of, test, part)}"
            case Share(of, base, percent, by):
                return f"`{of}` is {by} {_number(percent)} percent of `{base}`"
            case Differs(of, other):
                return f"`{of}` is present and `{other}` is present and `{of}` is not `{other}`"
            case Apart(one, other):
                return f"no {_step(one)} that {_step(other)} reaches"
            case Far(step, where, least, most):
                return f"{_how_many(least, most)} {_step(step)}{self.where(step, where)}"
        raise TypeError(f"{type(condition).__name__} is no condition of one thing")

    def where(self, step: Step, where: Condition | None) -> str:
        if where is None:
            return ""
        return f" where ({_Writer(self.attributes, step.relation).condition(where)})"

    def name(self, of: str, part: bool) -> str:
        return f"`{self.relation}.{of}`" if part else f"`{of}`"

    def test(self, of: str, test: Test, part: bool) -> str:
        attribute = None if part else self.attributes.get(of)
        verb = "includes" if attribute is not None and attribute.many else "is"
        match test:
            case Present():
                return "is present"
            case Contains(text):
                return f"includes text {text}"
            case OneOf(values):
                listed = [_value(value, attribute) for value in values]
                several = "one of " if len(listed) > 1 else ""
                return f"{verb} {several}{', '.join(listed)}"
            case Within():
                return f"is {_range(test)}"
        return f"is {_day(test)}"


def _value(value: str | bool, attribute: Attribute | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"`{attribute.codes}/{value}`" if attribute is not None and attribute.codes else f"`{value}`"


def _range(test: Within) -> str:
    words = {"at least": test.at_least, "more than": test.over, "at most": test.at_most, "less than": test.under}
    return " and ".join(f"{word} {_number(bound)}" for word, bound in words.items() if bound is not None)


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _day(test: Test) -> str:
    match test:
        case Ago(span, or_more):
            return f"{_span(span)} ago or more" if or_more else f"less than {_span(span)} ago"
        case Next(span):
            return f"within the next {_span(span)}"
        case Past():
            return "before today"
        case Coming():
            return "today or later"
        case SchoolYears(first, last):
            return f"from 1 September {first} years before this year to 31 August {last} years before this year"
        case SinceLastYear():
            return "last year or later"
    raise TypeError(f"{type(test).__name__} is no test of a day")


def _span(span: Span) -> str:
    return f"{span.count} {_UNITS[span.unit]}{'' if span.count == 1 else 's'}"


def _step(step: Step) -> str:
    return f"`{step.relation}` {'to' if step.forward else 'from'} {step.cls}"


def _how_many(least: int, most: int | None) -> str:
    if most is None:
        return "some" if least == 1 else f"at least {least}"
    if least == most:
        return "no" if most == 0 else f"exactly {most}"
    return f"{least} to {most}" if least else f"at most {most}"
