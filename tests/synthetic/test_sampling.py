"""The key of a big city says of its sample what the key of everybody says."""

from pathlib import Path

import orjson
import pytest

from tests.synthetic.conftest import ENTERPRISES, PERSONS, SEED, Written
from twopages.ontology.model import Model
from twopages.synthetic import rounds, sampling, write_city


def test_the_key_of_a_sample_is_that_of_everybody_cut_down(
    model: Model, written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "SMALL", 10)
    monkeypatch.setattr(sampling, "SIZES", {"Person": ("person", 60), "Enterprise": ("enterprise", 10)})
    report = write_city(model, tmp_path, persons=PERSONS, enterprises=ENTERPRISES, seed=SEED)
    key = orjson.loads(report.answer_key.read_bytes())
    assert key["sample"] == {"Person": 60, "Enterprise": 10}
    for cls, entities in key["entities"].items():
        assert entities == {name: written.key["entities"][cls][name] for name in entities}
        assert len(entities) + len(key["absent"][cls]) == key["sample"][cls]
    inside = {(cls, name) for cls, entities in key["entities"].items() for name in entities}
    ties = [edge for edge in written.key["relations"] if {(edge[1], edge[2]), (edge[3], edge[4])} & inside]
    assert sorted(map(orjson.dumps, key["relations"])) == sorted(map(orjson.dumps, ties)) and ties
    files = {name: facts["file"] for name, facts in key["datasets"].items()}
    assert files == {name: facts["file"] for name, facts in written.key["datasets"].items()}
