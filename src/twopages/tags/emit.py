"""What the emitters share: the walk through a rule, and its constants as parameters. A language says how its leaves are written. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from twopages.ontology.model import Attribute, Model, Part, Relation
from twopages.ontology.rule import (
    Apart,
    Both,
    Condition,
    Contains,
    Differs,
    Either,
    Far,
    Has,
    Not,
    OneOf,
    OnlyOne,
    Present,
    Share,
    Step,
    Test,
    Within,
)
from twopages.tags.days import bounds_of

# Two products of doubles are equal where the exact decimals are: each is off by less than this share of itself.
ROUNDING = "1e-15"
ITEM = "x"  # one of several values


@dataclass(frozen=True, slots=True)
class Expression:
    """A rule as a truth value of a statement, never null, and the constants in it; the days are parameters beside them."""

    text: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """The variable of the entity in view, that of the relation over which one came to it, and how many relations lie behind."""

    entity: str
    edge: str = ""
    relation: str = ""
    depth: int = 0

    def beyond(self, step: Step) -> "View":
        """The view of the far end of a relation."""
        depth = self.depth + 1
        return View(f"f{depth}", f"r{depth}", step.relation, depth)


@dataclass
class Emitter(ABC):
    """Writes rules in one language; equal constants are one parameter, named `prefix` and a number."""

    model: Model
    prefix: str = "v"
    parameters: dict[str, Any] = field(default_factory=dict)
    _names: dict[tuple[type, object], str] = field(default_factory=dict)

    def condition(self, condition: Condition, view: View) -> str:
        """A rule about what is in view, as a truth value."""
        match condition:
            case Both(terms):
                return self._joined(" AND ", terms, view) or "true"
            case Either(terms):
                return self._joined(" OR ", terms, view) or "false"
            case OnlyOne(terms):
                return self.only_one([self.condition(term, view) for term in terms])
            case Not(term):
                return f"NOT ({self.condition(term, view)})"
        return self._leaf(condition, view)

    def _joined(self, word: str, terms: Sequence[Condition], view: View) -> str:
        texts = [self.condition(term, view) for term in terms]
        return f"({word.join(texts)})" if len(texts) > 1 else "".join(texts)

    def _leaf(self, condition: Has | Share | Differs | Apart | Far, view: View) -> str:
        match condition:
            case Has(of, test, True):
                return self._has_part(self.model.relations[view.relation].parts[of], test, view)
            case Has(of, test):
                return self._has(self.model.attributes[of], test, view)
            case Share():
                return self._share(condition, view)
            case Differs(of, other):
                return self.differs(self.model.attributes[of], self.model.attributes[other], view)
            case Apart(one, other):
                return self.apart(one, other, view)
            case Far():
                return self._far(condition, view)

    def _has(self, attribute: Attribute, test: Test, view: View) -> str:
        if isinstance(test, Present):
            return self.present(attribute, view)
        if attribute.many:
            test_of_one = self.test(self.typed(attribute, ITEM), attribute.kind, test)
            return self.some(self.value(view.entity, attribute.id), test_of_one)
        value = self.typed(attribute, self.value(view.entity, attribute.id))
        return f"coalesce({self.test(value, attribute.kind, test)}, false)"

    def _has_part(self, part: Part, test: Test, view: View) -> str:
        value = self.value(view.edge, part.id)
        if isinstance(test, Present):
            return f"{value} IS NOT NULL"
        return f"coalesce({self.test(value, part.kind, test)}, false)"

    def test(self, value: str, kind: str, test: Test) -> str:
        """A test of one value, null where there is none."""
        match test:
            case Present():
                return f"{value} IS NOT NULL"
            case OneOf(values):
                return self.one_of(value, values)
            case Contains(text):
                return self.contains(value, self.constant(text))
            case Within():
                return self._within(value, test)
            case _:
                since, until = bounds_of(test)
                day = self.day(value) if kind == "partialDate" else value
                return _between(day, (">=", since), ("<=", until))

    def _within(self, value: str, test: Within) -> str:
        bounds = ((">=", test.at_least), (">", test.over), ("<=", test.at_most), ("<", test.under))
        named = ((sign, self.constant(_number(bound))) for sign, bound in bounds if bound is not None)
        return _between(value, *named)

    def _share(self, share: Share, view: View) -> str:
        """A part in percent against its base; equal up to the rounding of doubles is equal."""
        of, base = (self.number(self.value(view.entity, name)) for name in (share.of, share.base))
        part, whole = f"{of} * 100", f"{base} * ${self.constant(_number(share.percent))}"
        sign, side = {
            "at least": (">=", "-"),
            "at most": ("<=", "+"),
            "more than": (">", "+"),
            "less than": ("<", "-"),
        }[share.by]
        return f"coalesce({part} {sign} {whole} {side} abs({whole}) * {ROUNDING}, false)"

    def _far(self, far: Far, view: View) -> str:
        beyond = view.beyond(far.step)
        where = "" if far.where is None else self.condition(far.where, beyond)
        if far.least <= 1 and far.most is None:
            return self.exists(far.step, view, where) if far.least else "true"
        if far.most == 0:
            return "false" if far.least else f"NOT {self.exists(far.step, view, where)}"
        count = self.count(far.step, view, where)
        if far.least == far.most:
            return f"{count} = ${self.constant(far.least)}"
        bounds = ((">=", far.least or None), ("<=", far.most))
        return _between(count, *((sign, self.constant(bound)) for sign, bound in bounds if bound is not None))

    def constant(self, value: object) -> str:
        """The name of the parameter that holds a constant."""
        key = (type(value), str(value))
        if key not in self._names:
            name = f"{self.prefix}{len(self._names)}"
            self._names[key] = name
            self.parameters[name] = value
        return self._names[key]

    def typed(self, attribute: Attribute, value: str) -> str:
        """A value to be tested: numbers stand on nodes as text."""
        return self.number(value) if attribute.kind in {"money", "decimal", "percentage"} else value

    def relation(self, step: Step) -> Relation:
        """The relation of a step."""
        return self.model.relations[step.relation]

    def several_classes(self, step: Step) -> bool:
        """Whether the far end may be of other classes, too."""
        relation = self.relation(step)
        return len(relation.to_classes if step.forward else relation.from_classes) > 1

    @abstractmethod
    def value(self, variable: str, name: str) -> str:
        """A property of a node or an edge."""

    @abstractmethod
    def number(self, value: str) -> str:
        """A number of what stands as text."""

    @abstractmethod
    def day(self, value: str) -> str:
        """The first day of a day, month or year."""

    @abstractmethod
    def one_of(self, value: str, values: Sequence[str | bool]) -> str:
        """Whether a value is one of these."""

    @abstractmethod
    def contains(self, value: str, name: str) -> str:
        """Whether a text has the text of a parameter in it."""

    @abstractmethod
    def present(self, attribute: Attribute, view: View) -> str:
        """Whether there is a value."""

    @abstractmethod
    def some(self, values: str, test: str) -> str:
        """Whether one of several values, called ITEM in its test, meets it."""

    @abstractmethod
    def only_one(self, terms: Sequence[str]) -> str:
        """Whether exactly one holds."""

    @abstractmethod
    def differs(self, one: Attribute, other: Attribute, view: View) -> str:
        """Whether both have values and share none."""

    @abstractmethod
    def apart(self, one: Step, other: Step, view: View) -> str:
        """Whether no far end of the one is a far end of the other."""

    @abstractmethod
    def exists(self, step: Step, view: View, where: str) -> str:
        """Whether some far end meets a condition, "" for none."""

    @abstractmethod
    def count(self, step: Step, view: View, where: str) -> str:
        """How many distinct far ends meet a condition."""


def _between(value: str, *bounds: tuple[str, str]) -> str:
    """A value compared with parameters; those without a name are no bounds."""
    texts = [f"{value} {sign} ${name}" for sign, name in bounds if name]
    return f"({' AND '.join(texts)})" if len(texts) > 1 else "".join(texts)


def _number(bound: Decimal) -> int | float:
    return int(bound) if bound == bound.to_integral_value() else float(bound)
