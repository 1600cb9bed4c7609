"""Tags of a subject out of the store: what rules read, what they come to, and how much of it is told of others."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.dossier.graph import ACME, ADA, BEN, PASS, ZETA, Small
from tests.dossier.small import MODEL, label
from twopages.dossier import Dossiers, LinksAsk
from twopages.dossier.rule_view import rule_plan, scope_of
from twopages.dossier.tagged import Explanation, Held, Tagging, TagsOf, WasHeld
from twopages.dossier.told import Line
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Label, Tag
from twopages.ontology.rule import (
    Ago,
    Apart,
    Both,
    Condition,
    Differs,
    Either,
    Far,
    Has,
    Not,
    OneOf,
    Present,
    Share,
    Span,
    Step,
    Within,
)

DAY = date(2021, 6, 30)
WORKS = Step("WORKS_FOR", True, "Firm")
HEADS = Step("HEADS", True, "Firm")
HEADED = Step("HEADS", False, "Human")
SPOUSE = Step("SPOUSE_OF", True, "Human")
HOLDS = Step("HELD_BY", False, "Paper")
OLD = Has("born", Ago(Span(60, "Y"), or_more=True))
WOMAN = Has("sex", OneOf(("2",)))
RETIRED = Has("retired", OneOf((True,)))


def rule(condition: Condition, cls: str = "Human") -> Tag:
    return Tag("tried", cls, label("tried"), label("tried"), "some", 2, label("law"), (), 3, condition, 1)


@pytest.fixture
def tagging(small: Small, open_graph: Store, keys: KeyRing) -> Tagging:
    return Tagging(Dossiers(open_graph, keys, MODEL, DAY.isoformat))


@pytest.fixture
def explained(tagging: Tagging, small: Small) -> "Explaining":
    return Explaining(tagging, small)


class Explaining:
    """Explains one rule for an entity by its short name."""

    def __init__(self, tagging: Tagging, small: Small) -> None:
        self.tagging, self.small = tagging, small

    def __call__(self, condition: Condition, name: str = ADA, cls: str = "Human") -> Explanation:
        found = self.tagging.explain([rule(condition, cls)], self.small.names[name])
        assert found is not None
        return found["tried"]


def test_a_plan_asks_what_rules_read_once() -> None:
    shares = Has("share", Within(over=Decimal(50)), part=True)
    rules = (
        Both((OLD, Not(Far(WORKS, Either((shares, Has("opened", Present()))), 1)))),
        Far(WORKS, Far(HEADED, WOMAN, 1), 2),
        Share("wage", "months", Decimal(50), "at least"),
        Differs("sex", "schooling"),
        Apart(HEADS, WORKS),
    )
    plan = rule_plan("Human", scope_of(rules))
    assert plan.attributes == {"born", "wage", "months", "sex", "schooling"}
    beyond = LinksAsk("HEADS", False, None, sources=True, far=frozenset({"sex"}))
    assert set(plan.links) == {
        LinksAsk("WORKS_FOR", True, None, sources=True, far=frozenset({"opened"}), beyond=(beyond,)),
        LinksAsk("HEADS", True, None, sources=True),
    }


def test_a_value_is_told_with_its_envelope(explained: Explaining) -> None:
    told = explained(Both((OLD, WOMAN, Not(RETIRED))))
    assert told.holds
    assert not told.by_absence
    assert told.change is None
    assert told.line.text == Label("以下各项全部成立：", "All of the following:")
    born, sex, retired = told.line.children
    assert born.text.en == "born: 60 years ago or earlier (up to 30 Jun 1961)"
    assert [(item.values, item.records, item.veiled) for item in born.values] == [(("1949-12-31",), ("r2",), False)]
    envelope = sex.values[0].envelope
    assert envelope is not None
    assert [(source.record, source.verdict) for source in envelope.sources] == [("r1", "winner"), ("r2", "outdated")]
    assert (retired.holds, retired.values[0].values) == (True, (False,))


def test_what_is_missing_is_said(explained: Explaining) -> None:
    told = explained(Not(RETIRED), BEN)
    assert told.holds
    assert told.by_absence
    assert told.line.missing
    assert [(item.values, item.envelope) for item in told.line.values] == [((), None)]


def test_what_would_have_to_change_is_told(explained: Explaining) -> None:
    told = explained(Both((OLD, Not(WOMAN), Has("wage", Within(under=Decimal(100))))))
    assert not told.holds
    assert told.change is not None
    assert [child.text.en for child in told.change.children] == [
        "sex: not “female” (or nothing is on record)",
        "wage: less than 100 yuan",
    ]


def test_far_ends_are_named_with_their_parts(explained: Explaining, small: Small) -> None:
    shares = Has("share", Within(at_least=Decimal(10)), part=True)
    told = explained(Far(WORKS, Both((shares, Has("opened", Present()))), 1))
    assert told.holds
    assert [child.text.en for child in told.line.children] == [
        "share (of this relation): at least 10%",
        "opened: on record",
    ]
    assert {child.holds for child in told.line.children} == {None}
    ends = told.line.ends
    assert ends is not None
    assert (ends.met, ends.all) == (1, 2)
    first = {end.id: end for end in ends.named}[small.names[ACME]]
    assert (first.caption, first.met, first.records) == ("上海爱可美科技有限公司", True, ("r3",))
    assert first.line is not None
    part = first.line.children[0].values[0]
    assert (part.of, part.relation, part.values, part.records) == ("share", "WORKS_FOR", ("12.5",), ("r3",))


def test_what_belongs_to_another_subject_is_veiled(explained: Explaining) -> None:
    told = explained(Far(SPOUSE, Has("name", Present()), 1))
    assert told.holds
    (shown,) = _named(told.line)[0].values
    assert shown.veiled
    assert shown.values == ()
    assert shown.records == ("b1",)
    assert shown.envelope is not None
    assert [(source.record, source.values, source.delivered) for source in shown.envelope.sources] == [("b1", (), "")]


def test_what_belongs_to_a_thing_is_told(explained: Explaining, small: Small) -> None:
    told = explained(Far(HOLDS, Has("paperKind", Present()), 1))
    (shown,) = _named(told.line)[0].values
    assert (shown.entity, shown.values, shown.veiled) == (small.names[PASS], ("护照",), False)


def test_others_behind_a_far_end_are_only_counted(explained: Explaining) -> None:
    told = explained(Far(WORKS, Far(HEADED, WOMAN, 1), 1))
    assert told.holds
    counts = [(line.ends.met, line.ends.all, line.ends.named) for line in _named(told.line) if line.ends]
    assert sorted(counts, reverse=True) == [(1, 1, ()), (0, 1, ())]


def test_relations_compared_name_the_far_ends(explained: Explaining, small: Small) -> None:
    told = explained(Apart(WORKS, HEADS))
    assert not told.holds
    assert told.line.ends is not None
    assert {end.id: end.met for end in told.line.ends.named} == {small.names[ACME]: False, small.names[ZETA]: True}


def test_several_tags_are_explained_by_one_statement(
    tagging: Tagging, small: Small, open_graph: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    def counting(store: Store, text: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        counted.append(text)
        return read(store, text, parameters)

    read = Store.read
    monkeypatch.setattr(Store, "read", counting)
    rules: tuple[Condition, ...] = (OLD, Far(SPOUSE, OLD, 1), WOMAN)
    tags = [replace(rule(condition), id=str(n)) for n, condition in enumerate(rules)]
    found = tagging.explain(tags, small.names[ADA], DAY)
    assert found is not None
    assert {name: told.holds for name, told in found.items()} == {"0": True, "1": False, "2": True}
    assert len(counted) == 1
    assert tagging.explain(tags, "nobody", DAY) is None
    assert tagging.explain([], small.names[ADA]) == {}


def test_the_tags_that_a_subject_has_and_had(tagging: Tagging, small: Small, open_graph: Store, marked: None) -> None:
    assert tagging.tags_of(small.names[ADA]) == TagsOf(
        (Held("little", "2021-06-30", 2, ("r1", "r2")),), (WasHeld("young", "2020-01-01", "2021-01-01", 1),)
    )
    assert tagging.tags_of(small.names[BEN]) == TagsOf((), ())
    assert tagging.tags_of("nobody") is None


@pytest.fixture
def marked(small: Small, open_graph: Store) -> Iterator[None]:
    text = """MATCH (e:Entity {id: $id}) CREATE (a:Small:Tag {id: 'little'}), (b:Small:Tag {id: 'young'}),
      (e)-[:TAGGED {since: '2021-06-30', rule: 2, records: ['r1', 'r2']}]->(a),
      (e)-[:WAS_TAGGED {since: '2020-01-01', until: '2021-01-01', rule: 1}]->(b)"""
    open_graph.write(lambda tx: tx.run(text, {"id": small.names[ADA]}))
    yield
    open_graph.write(lambda tx: tx.run("MATCH (t:Small:Tag) DETACH DELETE t"))


def _named(told: Line) -> list[Line]:
    """The lines of the far ends that are named."""
    assert told.ends is not None
    return [end.line for end in told.ends.named if end.line is not None]
