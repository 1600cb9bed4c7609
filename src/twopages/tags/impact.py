"""What an edited or new rule would do to a live store: who would gain the tag and who would lose it. Nothing is written.

The rule is asked of the graph as it stands, and compared with the subjects that have the tag there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import reduce
from time import perf_counter
from typing import Any

from twopages.graph import Store
from twopages.graph.compiled import label
from twopages.ontology.effects import Effects
from twopages.ontology.model import Model, Tag
from twopages.ontology.rule import Condition, Either
from twopages.ontology.tags import needed
from twopages.tags.absence import certain
from twopages.tags.cypher import boundary_parameters, compile_condition
from twopages.tags.districts import district, divided
from twopages.tags.sources import sources_of

SAMPLES = 5  # subjects that are named as examples
NOBODY = Either(())  # the rule of a tag that goes

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of subjects: with the tag now and then, those who gain and lose it, and those who would have it by absence alone."""

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    by_absence: int = 0

    def plus(self, more: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(mine + other for mine, other in zip(astuple(self), astuple(more), strict=True)))


Part = tuple[Sequence[str | None], Tally]  # where some subjects are, by each attribute that says so


@dataclass(frozen=True, slots=True)
class District:
    """What a rule does in a district, by one attribute that says where subjects are; no code is somewhere wider or not known."""

    attribute: str
    code: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Impact:
    """What becomes of one tag, which `appears`, `changes`, `goes` or `stays` (then only the calendar moves it).

    `unread` names what its rule reads and nothing in the graph has before the release: then nothing can be
    counted. `gained` and `lost` are some of those who would; `used_by` the purposes and services that use the tag.
    """

    tag: str
    cls: str
    group: str
    effect: str
    version: int
    used_by: tuple[str, ...]
    unread: tuple[str, ...] = ()
    tally: Tally = Tally()
    districts: tuple[District, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ImpactStatements:
    """The questions about one rule: the holders by whether they keep the tag, all whom the rule fits, and some who change."""

    holders: str
    fitting: str
    gaining: str
    losing: str
    parameters: Mapping[str, Any]


def impact(store: Store, effects: Effects, tag: str, day: str) -> Impact:
    """What becomes of a tag on a day (YYYY-MM-DD) by the way from one ontology to another."""
    effect = _effect(effects, tag)
    model = effects.old if effect == "goes" else effects.new
    told = model.tags[tag]
    if effect == "goes":
        told = replace(told, condition=NOBODY)
    blank = Impact(tag, told.cls, told.group, effect, told.version, told.used_by, _unread(effects, told.condition))
    return blank if blank.unread else _Counting(store, model, told, day).fill(blank)


def by_group(impacts: Iterable[Impact]) -> dict[str, Tally]:
    """What becomes of the tags of each group, together."""
    found: dict[str, Tally] = {}
    for item in impacts:
        found[item.group] = found.get(item.group, Tally()).plus(item.tally)
    return found


def _effect(effects: Effects, tag: str) -> str:
    return next((effect for _, name, effect in effects.retagged if name == tag), "stays")


def _unread(effects: Effects, rule: Condition) -> tuple[str, ...]:
    """What a rule reads and a release would first have to put into the graph: values and flags of nodes, relations."""
    need, model = needed([rule]), effects.new
    items = (model.attributes[name] for name in need.values | need.presence)
    stand = ((item.cls, item.id if item.plain else item.flag_name) for item in items)
    fresh = {name for cls, name in stand if (cls, name, "appears") in effects.plain}
    return tuple(sorted(fresh | (set(sources_of(model, rule).relations) - effects.old.relations.keys())))


def compile_impact(model: Model, tag: Tag) -> ImpactStatements:
    """The statements that tell what a rule does; the days are parameters beside those of the statements."""
    rule, kept = compile_condition(model, tag.condition), certain(tag.condition)
    surely = compile_condition(model, kept, prefix="c")
    absent = "false" if kept == tag.condition else f"NOT ({surely.text})"
    places = ", ".join(f"e.{label(name)}" for name in divided(model, tag.cls))
    entity, holder = f"(e:{label(tag.cls)})", f"(:Tag {{id: $tag}})<-[:TAGGED]-(e:{label(tag.cls)})"
    return ImpactStatements(
        f"MATCH {holder}\nWITH [{places}] AS places, {rule.text} AS fits\nRETURN places, fits, count(*) AS count",
        f"MATCH {entity}\nWHERE {rule.text}\nWITH [{places}] AS places, {absent} AS absent\n"
        "RETURN places, absent, count(*) AS count",
        f"MATCH {entity}\nWHERE {rule.text} AND NOT EXISTS {{ (e)-[:TAGGED]->(:Tag {{id: $tag}}) }}\n"
        "RETURN e.id AS id LIMIT $most",
        f"MATCH {holder}\nWHERE NOT ({rule.text})\nRETURN e.id AS id LIMIT $most",
        {**rule.parameters, **surely.parameters, "tag": tag.id, "most": SAMPLES},
    )


@dataclass(frozen=True, slots=True)
class _Counting:
    """One rule asked of the graph on a day."""

    store: Store
    model: Model
    tag: Tag
    day: str

    def fill(self, blank: Impact) -> Impact:
        """The impact with its numbers and examples, and how long they took."""
        started = perf_counter()
        asked = compile_impact(self.model, self.tag)
        parts = [*self._ask(asked, asked.holders, _held), *self._ask(asked, asked.fitting, _fits)]
        tally = reduce(Tally.plus, (tally for _, tally in parts), Tally())
        gained = self._some(asked, asked.gaining) if tally.gained else ()
        lost = self._some(asked, asked.losing) if tally.lost else ()
        districts = tuple(self._districts(parts))
        took = perf_counter() - started
        return replace(blank, tally=tally, districts=districts, gained=gained, lost=lost, seconds=took)

    def _ask(self, asked: ImpactStatements, text: str, told: Callable[[Row], Tally]) -> list[Part]:
        return [(row["places"], told(row)) for row in self._rows(asked, text)]

    def _some(self, asked: ImpactStatements, text: str) -> tuple[str, ...]:
        return tuple(row["id"] for row in self._rows(asked, text))

    def _rows(self, asked: ImpactStatements, text: str) -> list[Row]:
        days = boundary_parameters([self.tag.condition], date.fromisoformat(self.day))
        return self.store.read(text, {**asked.parameters, **days})

    def _districts(self, parts: Sequence[Part]) -> Iterator[District]:
        for place, attribute in enumerate(divided(self.model, self.tag.cls)):
            found: dict[str, Tally] = {}
            for codes, tally in parts:
                code = district(self.model, attribute, codes[place])
                found[code] = found.get(code, Tally()).plus(tally)
            yield from (District(attribute, code, found[code]) for code in sorted(found))


def _held(row: Row) -> Tally:
    """Of those who have the tag: who keep it are no gain among those whom the rule fits."""
    count = row["count"]
    return Tally(before=count, gained=-count) if row["fits"] else Tally(before=count, lost=count)


def _fits(row: Row) -> Tally:
    count = row["count"]
    return Tally(after=count, gained=count, by_absence=count if row["absent"] else 0)
