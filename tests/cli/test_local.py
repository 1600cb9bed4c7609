"""The commands about the local store, its schema and the key ring."""

import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from twopages.graph import LocalNeo4j, Store


def test_a_store_that_does_not_run_is_told_with_exit_code_1(run: Run, home: Path) -> None:
    result = run("neo4j", "status")
    assert result.exit_code == 1
    assert f"The local Neo4j under {home / 'neo4j'} does not run." in result.stdout


def test_a_store_that_runs_is_told_to_scripts(run: Run, city_home: Path, neo4j: LocalNeo4j) -> None:
    result = run("neo4j", "status", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["running"], told["port"], told["pid"]) == (True, neo4j.status().port, neo4j.status().pid)


def test_starting_a_store_that_runs_leaves_it_as_it_is(run: Run, city_home: Path, neo4j: LocalNeo4j) -> None:
    before = neo4j.status()
    result = run("neo4j", "start")
    assert result.exit_code == 0
    assert f"Neo4j runs at port {before.port}" in result.stderr
    assert neo4j.status() == before


def test_stopping_nothing_is_no_error(run: Run, home: Path) -> None:
    result = run("neo4j", "stop")
    assert (result.exit_code, result.stderr) == (0, "No local Neo4j was running.\n")


def test_the_shell_address_has_no_password(run: Run, city_home: Path, neo4j: LocalNeo4j) -> None:
    assert run("neo4j", "shell-url").stdout.strip() == f"bolt://127.0.0.1:{neo4j.status().port}"


def test_a_server_named_by_a_setting_is_not_started_here(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOPAGES_NEO4J_URI", "neo4j://graph.example:7687")
    assert run("neo4j", "shell-url").stdout.strip() == "neo4j://graph.example:7687"
    result = run("neo4j", "start")
    assert result.exit_code == 2
    assert "TWOPAGES_NEO4J_URI names a server" in result.stderr


def test_a_migrated_store_is_left_as_it_is(run: Run, city_home: Path, store: Store) -> None:
    assert run("migrate").stderr == "The schema is up to date.\n"
    assert json.loads(run("migrate", "--json").stdout) == []


def test_a_key_ring_is_made_once(run: Run, home: Path) -> None:
    assert str(home / "keys.json") in run("keys", "create").stderr
    first = (home / "keys.json").read_bytes()
    assert stat.S_IMODE((home / "keys.json").stat().st_mode) == 0o600
    assert run("keys", "create").exit_code == 0
    assert (home / "keys.json").read_bytes() == first
