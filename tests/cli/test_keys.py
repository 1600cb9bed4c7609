"""The commands of the key ring: a rotation of a store that is read meanwhile, and what is said of each key."""

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run
from tests.conftest import City
from twopages.dossier import Dossiers, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.settings import Settings

PERSON = "MATCH (p:Person) WHERE p.sealedCaption IS NOT NULL RETURN p.id AS id ORDER BY id LIMIT 1"


def listed(run: Run) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in json.loads(run("keys", "list", "--json").stdout)}


def test_a_rotation_seals_everything_anew_and_readers_read_on(
    run: Run, city_home: Path, city: City, open_graph: Store, keys: KeyRing, model: Model
) -> None:
    """`keys` is the ring as a serving process holds it."""
    id, dossiers = open_graph.read(PERSON)[0]["id"], Dossiers(open_graph, keys, model)
    plan = Plan("Person", frozenset(model.classes["Person"].attributes))
    before, old = dossiers.read(plan, id), listed(run)
    result = run("keys", "rotate")
    assert result.exit_code == 0, result.stderr
    newest, texts = f"k{len(old) + 1}", sum(item["texts"] for item in old.values())
    assert f"Sealed {texts:,} of {texts:,} texts anew, with {newest}." in result.stderr
    assert listed(run)[newest] == {"key": newest, "texts": texts, "current": True}
    assert {item["texts"] for name, item in listed(run).items() if name != newest} == {0}
    assert dossiers.read(plan, id) == before
    assert f"Sealed 0 of {texts:,} texts anew" in run("keys", "rotate", "--resume").stderr
    assert newest in run("keys", "list").stdout


def test_a_key_that_seals_stays_on_the_ring(run: Run, city_home: Path, city: City) -> None:
    newest = next(name for name, item in listed(run).items() if item["current"])
    for name in (newest, "k99"):
        result = run("keys", "retire", name)
        assert result.exit_code == 6
        assert name in result.stderr
    assert newest in listed(run)


def test_a_new_key_signs_and_the_old_one_is_still_known(run: Run, home: Path) -> None:
    run("keys", "create")
    settings = Settings(home=home)
    signature = KeyRing.load(settings).signing.sign(b"text")
    assert run("keys", "rotate-signing").stderr.startswith("s2 signs from now on")
    ring = KeyRing.load(settings)
    assert ring.signing.current == "s2"
    assert ring.public_keys.signed("s1", b"text", signature)
