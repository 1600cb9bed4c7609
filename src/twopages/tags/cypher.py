"""Rules as Cypher: pure; labels and types come from the Model alone, constants and days are parameters.

Values stand on nodes as the feed writes them: numbers that are no integers as text, on edges as numbers; days, months and years as text.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from twopages.graph.compiled import Statement, label
from twopages.ontology.model import Attribute, Model
from twopages.ontology.rule import Apart, Condition, Far, Step, walk
from twopages.tags.days import boundary_parameters, day_parameters
from twopages.tags.emit import ITEM, Emitter, Expression, View

__all__ = [
    "Expression",
    "TagStatements",
    "boundary_parameters",
    "compile_class",
    "compile_condition",
    "compile_count",
    "day_parameters",
]

# So many rules stand in one statement, and so many relations that they go over: it is planned in about a second when first asked,
# and a change of one value has to ask one statement only.
MOST_RULES = 25
MOST_STEPS = 8
_FOUND = "WHERE size(tags) > 0\nRETURN collect([id, tags]) AS found"


@dataclass(frozen=True, slots=True)
class Asked:
    """Rules that are asked together: the places in `TagStatements.tags` from `first` to before `last`.

    `rows` takes `$rows` [{id, tags: [places]}], without tags for all of them; `page` takes all entities of the class whose ids
    lie between `$first` and `$last`, those two among them. Both give one row, for speed: `found`, a list of [id, places of the
    rules that hold], without those of whom none does.
    """

    first: int
    last: int
    rows: str
    page: str


@dataclass(frozen=True, slots=True)
class TagStatements:
    """How the graph is asked which entities of a class meet which rules; `parameters` are the constants of all statements."""

    tags: tuple[str, ...]
    asked: tuple[Asked, ...]
    parameters: Mapping[str, Any]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every statement that takes `$rows`."""
        return tuple(item.rows for item in self.asked)

    def concerning(self, places: Collection[int]) -> Iterator[Asked]:
        """What asks any of these rules."""
        for item in self.asked:
            if any(item.first <= place < item.last for place in places):
                yield item


def compile_condition(model: Model, condition: Condition, variable: str = "e", prefix: str = "v") -> Expression:
    """A rule about the node of a variable; the names of its constants begin with `prefix`."""
    emitter = _Cypher(model, prefix)
    return Expression(emitter.condition(condition, View(variable)), emitter.parameters)


def compile_count(model: Model, cls: str, condition: Condition) -> Statement:
    """How many entities of a class meet a rule."""
    rule = compile_condition(model, condition)
    return Statement(f"MATCH (e:{label(cls)})\nWHERE {rule.text}\nRETURN count(*) AS count", rule.parameters)


def compile_class(model: Model, cls: str) -> TagStatements:
    """The statements that ask all rules of a class."""
    rules = {tag.id: tag.condition for tag in model.tags.values() if tag.cls == cls}
    return compile_rules(model, cls, rules)


def compile_rules(model: Model, cls: str, rules: Mapping[str, Condition]) -> TagStatements:
    """The statements that ask some rules about entities of a class; those that go over no relation first."""
    tags = sorted(rules, key=lambda tag: _steps(rules[tag]) > 0)
    emitter = _Cypher(model)
    texts = [emitter.condition(rules[tag], View("e")) for tag in tags]
    cuts = [*_cuts([_steps(rules[tag]) for tag in tags]), len(tags)]
    asked = [_asked(cls, texts, first, last) for first, last in pairwise(cuts)]
    return TagStatements(tuple(tags), tuple(asked), emitter.parameters)


def _steps(condition: Condition) -> int:
    """How many relations a rule goes over."""
    return sum(isinstance(term, Far | Apart) for term in walk(condition))


def _cuts(steps: Sequence[int]) -> Iterator[int]:
    """Where a new statement begins."""
    first, sum_of_steps = 0, 0
    for place, count in enumerate(steps):
        sum_of_steps += count
        full = place - first >= MOST_RULES or sum_of_steps > MOST_STEPS or (count > 0 and sum_of_steps == count)
        if place == 0 or full:
            yield place
            first, sum_of_steps = place, count


def _asked(cls: str, texts: Sequence[str], first: int, last: int) -> Asked:
    places = range(first, last)
    asked = [
        f"CASE WHEN every OR {place} IN asked THEN CASE WHEN {texts[place]} THEN {place} END END" for place in places
    ]
    all_asked = [f"CASE WHEN {texts[place]} THEN {place} END" for place in places]
    rows = f"""UNWIND $rows AS row
WITH row.id AS id, row.tags IS NULL AS every, [i IN row.tags WHERE i >= {first} AND i < {last}] AS asked
WHERE every OR size(asked) > 0
MATCH (e:Entity:{label(cls)} {{id: id}})
WITH id, {_holding(asked)} AS tags
{_FOUND}"""
    page = f"""MATCH (e:Entity)
USING INDEX e:Entity(id)
WHERE $first <= e.id <= $last AND e:{label(cls)}
WITH e.id AS id, {_holding(all_asked)} AS tags
{_FOUND}"""
    return Asked(first, last, rows, page)


def _holding(cases: Sequence[str]) -> str:
    lines = ",\n  ".join(cases)
    return f"[i IN [\n  {lines}\n] WHERE i IS NOT NULL]"


class _Cypher(Emitter):
    """Writes Cypher."""

    def value(self, variable: str, name: str) -> str:
        return f"{variable}.{label(name)}"

    def number(self, value: str) -> str:
        return f"toFloat({value})"

    def day(self, value: str) -> str:
        return f"left({value} + '-01-01', 10)"

    def one_of(self, value: str, values: Sequence[str | bool]) -> str:
        if len(values) == 1:
            return f"{value} = ${self.constant(values[0])}"
        return f"{value} IN ${self.constant(list(values))}"

    def contains(self, value: str, name: str) -> str:
        return f"{value} CONTAINS ${name}"

    def present(self, attribute: Attribute, view: View) -> str:
        if attribute.flag and not attribute.plain:
            return f"coalesce({self.value(view.entity, attribute.flag_name)}, false)"
        value = self.value(view.entity, attribute.id)
        return f"coalesce(size({value}) > 0, false)" if attribute.many else f"{value} IS NOT NULL"

    def some(self, values: str, test: str) -> str:
        return f"coalesce(any({ITEM} IN {values} WHERE {test}), false)"

    def only_one(self, terms: Sequence[str]) -> str:
        return f"single({ITEM} IN [{', '.join(terms)}] WHERE {ITEM})"

    def differs(self, one: Attribute, other: Attribute, view: View) -> str:
        mine, theirs = (self.value(view.entity, attribute.id) for attribute in (one, other))
        if not one.many and not other.many:
            return f"coalesce({mine} <> {theirs}, false)"
        mine, theirs = (mine if one.many else f"[{mine}]"), (theirs if other.many else f"[{theirs}]")
        return f"coalesce(size({mine}) > 0 AND size({theirs}) > 0 AND none({ITEM} IN {mine} WHERE {ITEM} IN {theirs}), false)"

    def apart(self, one: Step, other: Step, view: View) -> str:
        again = f"EXISTS {{ {self._match(other, view, edge='')} }}"  # over another edge to the same end
        return f"NOT EXISTS {{ {self._match(one, view)} WHERE {again} }}"

    def exists(self, step: Step, view: View, where: str) -> str:
        return f"EXISTS {{ {self._match(step, view)}{_where(where)} }}"

    def count(self, step: Step, view: View, where: str) -> str:
        far = view.beyond(step).entity
        return f"COUNT {{ {self._match(step, view)}{_where(where)} RETURN DISTINCT {far} }}"

    def _match(self, step: Step, view: View, edge: str | None = None) -> str:
        """The label of the far end says nothing where it can be of one class only."""
        beyond, relation = view.beyond(step), self.relation(step)
        far = f"({beyond.entity}:{label(step.cls)})" if self.several_classes(step) else f"({beyond.entity})"
        over = f"[{beyond.edge if edge is None else edge}:{label(step.relation)}]"
        left = "" if step.forward or relation.symmetric else "<"
        right = ">" if step.forward and not relation.symmetric else ""
        return f"MATCH ({view.entity}){left}-{over}-{right}{far}"


def _where(text: str) -> str:
    return f" WHERE {text}" if text else ""
