"""In a city as it is fed, what the dossier explains is what the graph says of every tag: by records here, by plain values there."""

from datetime import date

import pytest

from tests.conftest import City
from twopages.dossier import Dossiers
from twopages.dossier.tagged import Explanation, Tagging
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.tags.cypher import compile_class
from twopages.tags.days import day_parameters

DAY = date(2021, 6, 30)
SOME = 12


@pytest.mark.parametrize("cls", ["Person", "Enterprise"])
def test_explanations_say_what_the_graph_says(
    cls: str, city: City, open_graph: Store, keys: KeyRing, model: Model
) -> None:
    tags = [tag for tag in model.tags.values() if tag.cls == cls]
    tagging = Tagging(Dossiers(open_graph, keys, model, DAY.isoformat))
    met = in_the_graph(cls, open_graph, model)
    for id, names in met.items():
        told = tagging.explain(tags, id, DAY)
        assert told is not None
        assert {name for name, why in told.items() if why.holds} == names
        assert not [name for name, why in told.items() if not sound(why)]
    assert any(met.values())


def in_the_graph(cls: str, store: Store, model: Model) -> dict[str, set[str]]:
    """Some entities of a class, each with the tags whose rules it meets by its properties."""
    statements = compile_class(model, cls)
    found = store.read(f"MATCH (e:Entity:{cls}) RETURN e.id AS id ORDER BY e.id LIMIT {SOME}")
    met: dict[str, set[str]] = {row["id"]: set() for row in found}
    rows = [{"id": id, "tags": list(range(len(statements.tags)))} for id in met]
    parameters = {"rows": rows, **statements.parameters, **day_parameters(model, DAY)}
    for text in statements.texts:
        for id, places in store.read(text, parameters)[0]["found"]:
            met[id].update(statements.tags[place] for place in places)
    return met


def sound(why: Explanation) -> bool:
    """Whether an explanation hangs together: it ends in words, and says what would have to change exactly where it fails."""
    return (why.change is None) == why.holds == why.line.holds and bool(why.line.text.zh and why.line.text.en)
