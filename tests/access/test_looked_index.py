"""The index of looks: whatever stops it, and however often it runs, the graph has exactly what the log has."""

import dataclasses
import itertools
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from tests.receipts.looks import SMALL, keep, receipt
from twopages.access.looked.index import Indexer
from twopages.cli import app
from twopages.errors import StoreError
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.receipts import Folder, ReceiptLog, entries
from twopages.receipts.follow import DamagedError, Place, durable, follow
from twopages.receipts.following import Following
from twopages.settings import Settings

BLOCKS = [1, 3, 2, 1, 1, 4, 1, 2, 1]


def indexer(store: Store, folder: Folder, ring: KeyRing, batch: int = 3) -> Indexer:
    return Indexer(store, folder, lambda: ring.public_keys, batch)


def in_graph(store: Store) -> list[dict[str, Any]]:
    return [row["l"] for row in store.read("MATCH (l:Look) RETURN l {.*} AS l ORDER BY l.sequence")]


def in_log(folder: Folder) -> list[dict[str, Any]]:
    told = (dataclasses.asdict(entry.receipt) | {"sequence": entry.sequence} for entry in entries(folder))
    return [{name: _listed(value) for name, value in one.items() if value is not None} for one in told]


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def place(store: Store) -> dict[str, Any]:
    (row,) = store.read("MATCH (p:LookPlace) RETURN p {.*} AS p")
    found: dict[str, Any] = row["p"]
    return found


def test_the_graph_has_what_the_log_has_however_often_it_is_indexed(
    graph: Store, folder: Folder, ring: KeyRing
) -> None:
    assert indexer(graph, folder, ring).run() == 0  # no log yet
    keep(folder.path, ring, BLOCKS)
    assert len(folder.segments()) > 2
    for number in (16, 0):
        assert indexer(graph, folder, ring).run() == number
        assert in_graph(graph) == in_log(folder)
    with ReceiptLog(folder, ring, segment_bytes=SMALL) as log:
        for number in range(16, 20):
            log.write([receipt(number, case="沪民2026-17")])
            assert indexer(graph, folder, ring).run() == 1
    assert in_graph(graph) == in_log(folder)
    head = durable(folder, ring.public_keys)
    assert head
    found = place(graph)
    assert (found["log"], found["segment"]) == (head.log, head.segment)
    assert found["sequence"] in (head.sequence, head.sequence - 2)  # the line that says the log was opened may follow
    assert "held" not in found


def test_it_goes_on_between_two_batches_where_it_was_cut_off(
    graph: Store, folder: Folder, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folder.path, ring, BLOCKS)
    whole, turns = graph.write, itertools.count(1)

    def cut(work: Callable[..., Any]) -> Any:
        if next(turns) % 2:
            return whole(work)
        raise StoreError("cut off")

    monkeypatch.setattr(graph, "write", cut)
    done, seen = 0, []
    for _ in range(20):
        try:
            done += indexer(graph, folder, ring, 2).run()
            break
        except StoreError:
            seen.append(len(in_graph(graph)))
    assert in_graph(graph) == in_log(folder)
    assert len(seen) > 3
    assert seen == sorted(set(seen))  # each round went on from the one before


@pytest.mark.parametrize("kept", [0, 5, 11])
def test_an_older_graph_catches_up_by_itself(graph: Store, folder: Folder, ring: KeyRing, kept: int) -> None:
    keep(folder.path, ring, BLOCKS)
    steps = indexer(graph, folder, ring, 1)
    turns = itertools.count()
    steps.run(lambda: next(turns) > kept)
    older = place(graph)
    steps.run()
    text = "MATCH (l:Look) WHERE l.sequence > $last DETACH DELETE l"
    graph.write(lambda tx: tx.run(text, {"last": older["sequence"]}))
    graph.write(lambda tx: tx.run("MATCH (p:LookPlace) SET p = $p", {"p": older}))
    indexer(graph, folder, ring).run()
    assert in_graph(graph) == in_log(folder)
    graph.write(lambda tx: tx.run("MATCH (p:LookPlace) DELETE p"))
    graph.write(lambda tx: tx.run("MATCH (l:Look) WHERE l.sequence > $last DETACH DELETE l", {"last": 7}))
    indexer(graph, folder, ring).run()
    assert in_graph(graph) == in_log(folder)


def test_two_at_once_do_each_other_no_harm(graph: Store, folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1] * 40)
    threads = [threading.Thread(target=indexer(graph, folder, ring, 2).run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert in_graph(graph) == in_log(folder)


def test_a_log_begun_anew_is_indexed_beside_the_one_before(
    graph: Store, folder: Folder, ring: KeyRing, tmp_path: Path
) -> None:
    keep(folder.path, ring, [2])
    indexer(graph, folder, ring).run()
    folder.path.rename(tmp_path / "before")
    keep(folder.path, ring, [3])
    assert indexer(graph, folder, ring).run() == 3
    assert len(in_graph(graph)) == 5


def test_what_is_not_durable_yet_is_not_indexed(graph: Store, folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1, 1])
    tip, segment = folder.tip.read_bytes(), [*folder.segments().values()][-1]
    written = segment.read_bytes()
    with ReceiptLog(folder, ring, segment_bytes=10**6) as log:
        log.write([receipt(2)])
    folder.tip.write_bytes(tip)  # as if the block were written and not yet on the disk
    assert indexer(graph, folder, ring).run() == 2
    segment.write_bytes(written)  # and were lost with the power
    for path in [*folder.segments().values()]:
        if path > segment:
            path.unlink()
    with ReceiptLog(folder, ring, segment_bytes=10**6) as log:
        log.write([receipt(3)])
    assert indexer(graph, folder, ring).run() == 1
    assert in_graph(graph) == in_log(folder)


def damaged(folder: Folder, row: int, change: Callable[[bytes], bytes]) -> None:
    path = folder.segment(1)
    rows = path.read_bytes().splitlines(keepends=True)
    rows[row] = change(rows[row])
    path.write_bytes(b"".join(rows))


@pytest.mark.parametrize(
    ("row", "change", "before"),
    [
        (7, lambda row: row.replace(b"fullName", b"fullFame"), 2),
        (8, lambda row: b"", 2),
        (6, lambda row: row.replace(b'"key":"s1"', b'"key":"s2"'), 1),
    ],
)
def test_it_stops_where_the_log_is_damaged_and_says_so(
    graph: Store, folder: Folder, ring: KeyRing, row: int, change: Callable[[bytes], bytes], before: int
) -> None:
    keep(folder.path, ring, [1] * 6, 10**6)
    damaged(folder, row, change)
    for _ in range(2):
        with pytest.raises(DamagedError, match=r"damaged: .* segment-00000001\.log, sequence \d+"):
            indexer(graph, folder, ring, 100).run()
        assert len(in_graph(graph)) == before


def test_a_signature_of_another_key_is_not_believed(
    folder: Folder, ring: KeyRing, graph: Store, tmp_path: Path
) -> None:
    keep(folder.path, ring, [1, 1])
    other = KeyRing.create(Settings(home=tmp_path / "other"))
    with pytest.raises(DamagedError, match="signature wrong at tip"):
        indexer(graph, folder, other).run()
    tip = durable(folder, ring.public_keys)
    assert tip
    with pytest.raises(DamagedError, match="signature wrong"):
        list(follow(folder, other.public_keys, Place(tip.log), tip, 10))
    assert in_graph(graph) == []


def test_a_log_that_is_shorter_than_what_was_indexed_is_told(graph: Store, folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1, 1])
    older = {path: path.read_bytes() for path in folder.path.iterdir()}
    with ReceiptLog(folder, ring, segment_bytes=SMALL) as log:
        log.write([receipt(7)])
    indexer(graph, folder, ring).run()
    for path in folder.path.iterdir():
        path.write_bytes(older[path]) if path in older else path.unlink()
    with pytest.raises(DamagedError, match="truncated"):
        indexer(graph, folder, ring).run()


def test_the_thread_outlives_a_store_that_is_away_and_says_one_line(
    graph: Store, folder: Folder, ring: KeyRing, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    away, read = threading.Event(), graph.read

    def gone(*asked: Any) -> Any:
        if away.is_set():
            raise StoreError("Neo4j cannot be reached, says somebody.")
        return read(*asked)

    monkeypatch.setattr(graph, "read", gone)
    away.set()
    following = Following(indexer(graph, folder, ring).run, pause=0.01, longest=0.03)
    with caplog.at_level(logging.WARNING, "twopages"), ReceiptLog(folder, ring, segment_bytes=SMALL) as log:
        following.start()
        for number in range(5):
            log.write([receipt(number)])
            time.sleep(0.05)
        away.clear()
        until(lambda: len(read("MATCH (l:Look) RETURN l.id")) == 5)
        log.write([receipt(5)])
        until(lambda: len(read("MATCH (l:Look) RETURN l.id")) == 6)
        following.stop()
        log.write([receipt(6)])
        time.sleep(0.1)
    assert len(in_graph(graph)) == 6
    assert [record.getMessage() for record in caplog.records] == [
        "Looks are not indexed: STORE. They are tried again from time to time."
    ]


def until(met: Callable[[], bool]) -> None:
    for _ in range(500):
        if met():
            return
        time.sleep(0.02)
    raise AssertionError("it was never so")


def test_the_thread_says_where_the_log_is_damaged(
    graph: Store, folder: Folder, ring: KeyRing, caplog: pytest.LogCaptureFixture
) -> None:
    keep(folder.path, ring, [1] * 6, 10**6)
    damaged(folder, 8, lambda row: b"")
    following = Following(indexer(graph, folder, ring).run, pause=0.01, longest=0.02)
    with caplog.at_level(logging.WARNING, "twopages"):
        following.start()
        time.sleep(0.3)
        following.stop()
    (record,) = caplog.records
    assert "RECEIPTS_DAMAGED at segment-00000001.log, sequence 9" in record.getMessage()


def test_the_command_indexes_what_is_left(
    graph: Store, settings: Settings, keys: KeyRing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = keep(tmp_path / "receipts", keys, [2, 1])
    monkeypatch.setenv("TWOPAGES_HOME", str(settings.home))
    for number in (3, 0):
        result = CliRunner().invoke(app, ["receipts", "index", "--folder", str(folder.path), "--json"])
        assert (result.exit_code, orjson.loads(result.stdout)) == (0, {"receipts": number})
    assert in_graph(graph) == in_log(folder)
    damaged(folder, 3, lambda row: b"")
    graph.write(lambda tx: tx.run("MATCH (p:LookPlace) DELETE p"))
    result = CliRunner().invoke(app, ["receipts", "index", "--folder", str(folder.path)])
    assert result.exit_code == 7
    assert "damaged: changed at segment-00000001.log, sequence 4" in result.stderr
