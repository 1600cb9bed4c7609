"""`serve` and `demo`: processes that answer, and end with all that they have started."""

import os
import re
import shutil
import signal
import socket
from pathlib import Path

import httpx
import psutil
import pytest

from tests.cli.conftest import Run
from tests.cli.programs import PATIENCE, free_port, gone, process
from tests.conftest import ENTERPRISES, PERSONS, SEED, City
from twopages.access import load_accounts
from twopages.graph import LocalNeo4j
from twopages.settings import Settings, load_settings


def test_a_port_in_use_is_one_line_before_anything_is_started(run: Run, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        result = run("serve", "--port", server.getsockname()[1])
    assert result.exit_code == 2
    assert re.fullmatch(r"twopages: Port \d+ of 127\.0\.0\.1 is in use by another program\. .*\n", result.stderr)
    assert not home.exists()


def test_an_address_of_another_machine_is_refused(run: Run, home: Path) -> None:
    result = run("serve", "--host", "203.0.113.7")
    assert result.exit_code == 2
    assert "Port 8000 of 203.0.113.7 cannot be used" in result.stderr


def test_the_demo_runs_on_loopback_only(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOPAGES_HOST", "0.0.0.0")  # noqa: S104
    result = run("demo")
    assert result.exit_code == 2
    assert "loopback only" in result.stderr


def test_serve_answers_soon_stays_small_and_leaves_a_store_that_it_found(
    city_home: Path, city: City, neo4j: LocalNeo4j
) -> None:
    with process("serve", "--port", free_port()) as (running, address):
        assert httpx.get(f"{address}/live").status_code == 200
        assert httpx.get(f"{address}/ready").status_code == 200
        assert psutil.Process(running.pid).memory_info().rss < 250 * 2**20
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE) == 128 + signal.SIGTERM
    assert neo4j.status().running


def test_the_demo_takes_what_is_there(
    run: Run, home: Path, settings: Settings, city: City, neo4j: LocalNeo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(city.folder, home / "city")
    shutil.copy(settings.home / "keys.json", home)
    monkeypatch.setenv("TWOPAGES_NEO4J_URI", neo4j.shell_url())
    monkeypatch.setenv("TWOPAGES_NEO4J_PASSWORD", (settings.home / "neo4j" / "password").read_text("ascii"))
    (home / "city" / "written.json").write_text(
        f'{{"persons": {PERSONS}, "enterprises": {ENTERPRISES}, "seed": {SEED}}}'
    )
    first = run("demo", "--no-serve", "--persons", PERSONS)
    assert first.exit_code == 0, first.output
    assert f"Fed 0 deliveries with 0 rows; {len(city.fed)} were fed before" in first.stderr
    accounts = load_accounts(load_settings())
    assert {account.role for account in accounts.values()} == {
        "citizen",
        "caseworker",
        "steward",
        "auditor",
        "researcher",
    }
    assert run("demo", "--no-serve").exit_code == 0
    assert load_accounts(load_settings()) == accounts


def test_the_demo_is_made_from_nothing_and_ends_whole(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOPAGES_PORT", str(free_port()))
    with process("demo", "--persons", 60, "--enterprises", 12, "--seed", 3) as (running, address):
        assert httpx.get(f"{address}/ready").status_code == 200
        java = LocalNeo4j(load_settings()).status().pid
        assert java
        os.kill(running.pid, signal.SIGKILL)
        assert gone(java)
    another = run("demo", "--no-serve", "--persons", 61)
    assert another.exit_code == 2
    assert "is one of 60 persons and 12 enterprises (seed 3)" in another.stderr
