"""The doctor."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import City
from twopages.graph import Store


def test_a_sound_installation_is_told_thing_by_thing(run: Run, city_home: Path, city: City) -> None:
    result = run("check", "--json")
    told = {finding["name"]: finding for finding in json.loads(result.stdout)}
    assert [name for name, finding in told.items() if not finding["sound"]] == []
    assert {
        "Java",
        "Neo4j files",
        "ontology",
        "key ring",
        "store",
        "migrations",
        "values in plain",
        "tags",
        "erasures",
    } <= told.keys()
    assert result.exit_code == 0


def test_a_new_home_lacks_its_key_ring_and_its_store(run: Run, home: Path) -> None:
    result = run("check")
    wrong = [line for line in result.stdout.splitlines() if line.startswith("wrong")]
    assert result.exit_code == 1
    assert [line.split(":")[0].split(maxsplit=1)[1] for line in wrong] == ["key ring", "store"]


def test_a_value_in_plain_that_no_record_says_is_found(run: Run, city_home: Path, city: City, store: Store) -> None:
    entity = "MATCH (n:Entity) WHERE n.caption IS NOT NULL AND (n)<-[:ABOUT]-(:Record) WITH n ORDER BY n.id LIMIT 1 "
    [found] = store.read(f"{entity} RETURN n.id AS id, n.caption AS caption")
    parameters = dict(found)
    change = "MATCH (n:Entity {id: $id}) SET n.caption = $caption"
    store.write(lambda transaction: transaction.run(change, {**parameters, "caption": "forged"}))
    try:
        result = run("check")
    finally:
        store.write(lambda transaction: transaction.run(change, parameters))
    assert result.exit_code == 1
    assert f"{found['id']}" in result.stdout
    assert "forged" not in result.stdout


def test_a_tag_that_no_rule_gives_is_found(run: Run, city_home: Path, city: City, store: Store) -> None:
    edge = "MATCH (e:Person {id: $id}), (t:Tag {id: $tag})"
    free = "MATCH (e:Person), (t:Tag {id: 'minor'}) WHERE NOT (e)-[:TAGGED]->(t) WITH * ORDER BY e.id LIMIT 1"
    [parameters] = store.read(f"{free} RETURN e.id AS id, t.id AS tag")
    store.write(lambda tx: tx.run(f"{edge} CREATE (e)-[:TAGGED {{since: '', rule: 1, records: []}}]->(t)", parameters))
    try:
        result = run("check")
    finally:
        store.write(lambda tx: tx.run(f"{edge} MATCH (e)-[g:TAGGED]->(t) DELETE g", parameters))
    assert result.exit_code == 1
    assert f"Person {parameters['id']}: minor is held against its rule" in result.stdout
