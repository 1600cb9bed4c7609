"""The key of a big city says of its sample what the key of everybody says."""

from pathlib import Path

import orjson

from tests.synthetic.conftest import SAMPLE, Written


def test_the_key_of_a_sample_is_that_of_everybody_cut_down(written: Written, elsewhere: Path) -> None:
    key = orjson.loads((elsewhere / "first" / "answer-key.json").read_bytes())
    assert key["sample"] == {cls: size for cls, (_, size) in SAMPLE.items()}
    for cls, entities in key["entities"].items():
        assert entities == {name: written.key["entities"][cls][name] for name in entities}
        assert len(entities) + len(key["absent"][cls]) == key["sample"][cls]
    inside = {(cls, name) for cls, entities in key["entities"].items() for name in entities}
    ties = [edge for edge in written.key["relations"] if {(edge[1], edge[2]), (edge[3], edge[4])} & inside]
    assert sorted(map(orjson.dumps, key["relations"])) == sorted(map(orjson.dumps, ties)) and ties
    files = {name: facts["file"] for name, facts in key["datasets"].items()}
    assert files == {name: facts["file"] for name, facts in written.key["datasets"].items()}
