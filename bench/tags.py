"""Tags: all rules over many subjects against Cypher written by hand, one changed subject, a page of a search, the impact of a rule.

The store is that of the feed's city, then the same city copied inside the store until it has ten times the subjects.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from statistics import median

from bench.figure import Figure
from bench.place import Place
from bench.scaled import multiply
from twopages.dossier import PAGE_SIZE
from twopages.graph import Transaction
from twopages.ontology.effects import Effects
from twopages.tags.assign import assign
from twopages.tags.cypher import TagStatements, compile_class, compile_condition, day_parameters
from twopages.tags.impact import impact
from twopages.tags.rules import Rules
from twopages.tags.search import SearchAsk, Where, find
from twopages.tags.watch import Watched, watched

TIMES, SIZE, ROUNDS, CHANGES, WARM, SEARCHES = 10, 10_000, 5, 200, 50, 300
PEER = 1.2  # times the reference
ONE, PAGE, RULE = (
    15.0,
    25.0,
    2.0,
)  # ms for a changed subject, ms for a page of a search, seconds for the impact of a rule
DAY = "2021-06-30"
CLASS, MOVED = "Person", "educationLevel"  # of whom one is changed at a time, and what
IDS = "MATCH (e:$($cls)) RETURN collect(e.id) AS ids"
MOVE = "MATCH (e:Entity {id: $id}) SET e.educationLevel = CASE e.educationLevel WHEN '21' THEN '61' ELSE '21' END"
NOTHING = "RETURN 1 AS one"
BY_HAND = {  # the best that we know to write for a simple rule, a range, a relation, a count and a combination
    "higher-education": "MATCH (p:Person) WHERE p.educationLevel IN ['11', '14', '21', '31'] RETURN collect(p.id) AS ids",
    "minor": "MATCH (p:Person) WHERE p.birthDate > '2003-06-30' AND p.deceased = false RETURN collect(p.id) AS ids",
    "legal-representative": """MATCH (p:Person)
WHERE EXISTS { (p)-[:LEGAL_REPRESENTATIVE_OF]->(:Enterprise {enterpriseState: '1'}) } RETURN collect(p.id) AS ids""",
    "several-homes": """MATCH (p:Person)
WHERE COUNT { (p)-[:OWNS_REAL_ESTATE]->(:RealEstate {realEstateUse: '10'}) } >= 2 RETURN collect(p.id) AS ids""",
    "public-rental-may-apply": """MATCH (p:Person)
WHERE p.employmentStatus = '1' AND p.lastContributionMonth >= '2021-03' AND NOT coalesce(p.publicRentalStatus IN ['1', '2'], false)
  AND NOT EXISTS { (p)-[:OWNS_REAL_ESTATE]->(:RealEstate {realEstateUse: '10'}) } RETURN collect(p.id) AS ids""",
}
WANTED = Where("Person", ("employed", "social-insurance-in-force", "married"), divisions=("310115",))


def measure(place: Place) -> Iterator[Figure]:
    """The city as it is, then ten times as many."""
    yield from _first(place)
    few = _Asking(place)
    seconds_of_few = few.seconds()
    multiply(place, TIMES)
    many = _Asking(place)
    seconds = many.seconds()
    yield Figure(f"tags, all rules over {many.subjects:,} subjects", seconds, "s")
    rising = (seconds / many.subjects) / (seconds_of_few / few.subjects)
    yield Figure(f"tags, the same per subject, ratio to {few.subjects:,} subjects", rising, "x", at_most=PEER)
    yield from _by_hand(place, many)
    yield from _one(place)
    yield from _search(place)
    yield from _impact(place, many)


def _first(place: Place) -> Iterator[Figure]:
    start = time.perf_counter()
    done = assign(place.store, Rules(place.model), DAY)
    yield Figure(f"tags, first assigned to {done.subjects:,} subjects", time.perf_counter() - start, "s")


@dataclass(frozen=True)
class _Asking:
    """All rules of the Model asked of all subjects, as a check of the store does."""

    place: Place

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        """The subjects of each class in order."""
        classes = dict.fromkeys(tag.cls for tag in self.place.model.tags.values())
        return {cls: sorted(self.place.store.read(IDS, {"cls": cls})[0]["ids"]) for cls in classes}

    @property
    def subjects(self) -> int:
        """How many there are."""
        return sum(map(len, self.ids.values()))

    def seconds(self) -> float:
        """The median of some rounds, warm."""
        statements = {cls: compile_class(self.place.model, cls) for cls in self.ids}
        return _in_turn(lambda: [self.holders(cls, asked) for cls, asked in statements.items()])[0]

    def holders(self, cls: str, statements: TagStatements) -> dict[str, int]:
        """How many subjects meet each of the rules."""
        found = dict.fromkeys(statements.tags, 0)
        days = day_parameters(self.place.model, date.fromisoformat(DAY))
        for asked in statements.asked:
            for start in range(0, len(self.ids[cls]), SIZE):
                part = self.ids[cls][start : start + SIZE]
                told = {"first": part[0], "last": part[-1], **statements.parameters, **days}
                for _, places in self.place.store.read(asked.page, told)[0]["found"]:
                    for place in places:
                        found[statements.tags[place]] += 1
        return found


def _by_hand(place: Place, asking: _Asking) -> Iterator[Figure]:
    """The five rules as they are compiled, each asked of everybody, and as an expert writes them: the same holders, in what time."""
    rules = {name: compile_condition(place.model, place.model.tags[name].condition, "p") for name in BY_HAND}
    days = day_parameters(place.model, date.fromisoformat(DAY))
    frame = f"MATCH (p:{CLASS}) WHERE {{}} RETURN collect(p.id) AS ids"

    def compiled() -> dict[str, int]:
        asked = {
            name: place.store.read(frame.format(rule.text), {**rule.parameters, **days}) for name, rule in rules.items()
        }
        return {name: len(rows[0]["ids"]) for name, rows in asked.items()}

    def by_hand() -> dict[str, int]:
        return {name: len(place.store.read(text)[0]["ids"]) for name, text in BY_HAND.items()}

    assert compiled() == by_hand(), "the Cypher written by hand means something else than the rules"
    ours, theirs = _in_turn(compiled, by_hand)
    named = f"tags, five rules over {len(asking.ids[CLASS]):,} persons"
    yield Figure(f"{named}, by hand", theirs, "s")
    yield Figure(f"{named}, compiled, ratio to by hand", ours / theirs, "x", at_most=PEER)


def _one(place: Place) -> Iterator[Figure]:
    """One subject changes, and its tags are brought up to date, over and over; beside it a question that reads nothing."""
    watch, rules, taken, idle = watched(place.model), Rules(place.model), list[float](), list[float]()
    for id in random.Random(1).sample(place.store.read(IDS, {"cls": CLASS})[0]["ids"], WARM + CHANGES):
        place.store.write(partial(_move, watch, id))
        start = time.perf_counter()
        assert assign(place.store, rules, DAY).subjects == 1
        taken.append(time.perf_counter() - start)
        start = time.perf_counter()
        place.store.read(NOTHING)
        idle.append(time.perf_counter() - start)
    yield Figure("tags, one changed subject, p50", median(taken[WARM:]) * 1000, "ms", at_most=ONE)
    yield Figure("a question that reads nothing, at the same time, p50", median(idle[WARM:]) * 1000, "ms")


def _move(watch: Watched, id: str, tx: Transaction) -> None:
    tx.run(MOVE, {"id": id})
    watch.mark(tx, {id: [MOVED]})


def _search(place: Place) -> Iterator[Figure]:
    """The first page of those with three tags in a district, with their number and facets."""
    ask = SearchAsk(WANTED, PAGE_SIZE, total=True, facets=True)
    taken = []
    for _ in range(WARM + SEARCHES):
        start = time.perf_counter()
        found = find(place.store, place.model, ask)
        taken.append(time.perf_counter() - start)
    assert found.page, "nobody has these tags"
    yield Figure(
        "search, first page of three tags and a district, p50", median(taken[WARM:]) * 1000, "ms", at_most=PAGE
    )


def _impact(place: Place, asking: _Asking) -> Iterator[Figure]:
    """What each rule does to the store as it stands, each planned before: the median and the slowest of all."""
    effects = Effects(place.model, place.model)
    for name in place.model.tags:
        impact(place.store, effects, name, DAY)
    taken = [impact(place.store, effects, name, DAY).seconds for name in place.model.tags]
    yield Figure(f"impact of a rule over {asking.subjects:,} subjects, median of all", median(taken), "s", at_most=RULE)
    yield Figure("impact of a rule, the slowest of all", max(taken), "s", at_most=RULE)


def _in_turn(*ways: Callable[[], object]) -> list[float]:
    """The median seconds of each way, warm, the ways taking turns so that all meet the same noise."""
    for way in ways:
        way()
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, taken in zip(ways, seconds, strict=True):
            start = time.perf_counter()
            way()
            taken.append(time.perf_counter() - start)
    return [median(taken) for taken in seconds]
