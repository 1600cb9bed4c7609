"""Rules written as Turtle and read back by the ontology's compiler are the same rules."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.tags.shapes import PREFIXES, tag
from tests.tags.trees import cases
from twopages.ontology.facts import Facts, read_facts
from twopages.ontology.model import Model
from twopages.ontology.rule import Condition, Has, Within, walk
from twopages.ontology.shapes import ShapeReader
from twopages.ontology.words import TP
from twopages.settings import Settings


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(Settings().ontology)


def refused(condition: Condition) -> bool:
    """Whether a rule asks for what the compiler refuses: a range that ends before it begins, or a value that stands on no node."""
    asked = [term for term in walk(condition) if isinstance(term, Has)]
    return any(_ends_early(term.test) for term in asked if isinstance(term.test, Within)) or any(
        term.of == "householdSize" for term in asked
    )


def _ends_early(test: Within) -> bool:
    low, high = (
        next((bound for bound in bounds if bound is not None), None)
        for bounds in ((test.at_least, test.over), (test.at_most, test.under))
    )
    return low is not None and high is not None and low > high


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_rule_written_as_turtle_is_read_as_the_same_rule(
    data: st.DataObject, model: Model, facts: Facts, tmp_path: Path
) -> None:
    rules = [rule for rule in data.draw(cases(model)).rules if not refused(rule[1])]
    assume(rules)
    written = [tag(model, f"t{number}", cls, condition) for number, (cls, condition) in enumerate(rules)]
    (tmp_path / "tags.ttl").write_text(PREFIXES + "".join(written), encoding="utf-8")

    read = read_facts(tmp_path)
    reader = ShapeReader(replace(facts, about=facts.about | read.about))
    found = [reader.rule(read.all(term, TP.rule)[0]) for term in read.of(TP.Tag)]

    assert not reader.refusals
    assert found == [condition for _, condition in rules]


def test_every_rule_of_the_ontology_is_written_and_read_as_itself(model: Model, facts: Facts, tmp_path: Path) -> None:
    written = [tag(model, item.id, item.cls, item.condition) for item in model.tags.values()]
    (tmp_path / "tags.ttl").write_text(PREFIXES + "".join(written), encoding="utf-8")

    read = read_facts(tmp_path)
    reader = ShapeReader(replace(facts, about=facts.about | read.about))

    assert [reader.rule(read.all(term, TP.rule)[0]) for term in read.of(TP.Tag)] == [
        item.condition for item in model.tags.values()
    ]
    assert model.tags
