"""The log: durable before it says so, one writer, private files, segments that follow each other."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.receipts.looks import SMALL, keep, number_of, receipt
from twopages.errors import ReceiptError
from twopages.keys import KeyRing
from twopages.receipts import Folder, ReceiptLog, entries, verify
from twopages.settings import Settings


def numbers(folder: Folder, after: int = 0, subject: str | None = None) -> list[int]:
    return [number_of(entry.receipt) for entry in entries(folder, after=after, subject=subject)]


def test_what_was_written_is_read_in_order(folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1, 3, 2])
    assert numbers(folder) == [0, 1, 2, 3, 4, 5]
    with ReceiptLog(folder, ring) as log:
        log.write([receipt(6)])
        log.write([])
    assert numbers(folder) == [0, 1, 2, 3, 4, 5, 6]
    assert verify(folder, ring.public_keys).faults == ()


def test_a_block_is_on_the_disk_before_the_wait_for_it_is_over(
    folder: Folder, ring: KeyRing, monkeypatch: pytest.MonkeyPatch, within: None
) -> None:
    events, sync = [], os.fdatasync

    def slow(file: int) -> None:
        time.sleep(0.05)
        sync(file)
        events.append("durable")

    with ReceiptLog(folder, ring) as log:
        monkeypatch.setattr(os, "fdatasync", slow)
        begun = log.begin([receipt()])
        events.append("on its way")
        begun.wait()
        events.append("acknowledged")
    assert events == ["on its way", "durable", "acknowledged"]


def test_many_callers_share_a_block(
    folder: Folder, ring: KeyRing, monkeypatch: pytest.MonkeyPatch, within: None
) -> None:
    blocks, sync = [], os.fdatasync

    def counted(file: int) -> None:
        blocks.append(1)
        time.sleep(0.002)
        sync(file)

    def work(caller: int) -> None:
        for turn in range(20):
            log.write([receipt(caller * 100 + turn)])

    with ReceiptLog(folder, ring, segment_bytes=100_000) as log:
        monkeypatch.setattr(os, "fdatasync", counted)
        run_all([threading.Thread(target=work, args=(caller,)) for caller in range(50)])
    found = numbers(folder)
    assert sorted(found) == sorted(caller * 100 + turn for caller in range(50) for turn in range(20))
    assert all(
        [n for n in found if n // 100 == caller] == [caller * 100 + n for n in range(20)] for caller in range(50)
    )
    assert len(blocks) < 250
    checked = verify(folder, ring.public_keys)
    assert (checked.receipts, checked.faults) == (1000, ())
    assert checked.segments > 1


def run_all(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_segments_follow_each_other_and_their_heads_are_published(folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1] * 12)
    segments = folder.segments()
    assert list(segments) == list(range(1, len(segments) + 1))
    assert len(segments) > 3
    assert folder.heads.read_bytes().count(b"\n") == len(segments) - 1
    assert all(SMALL <= path.stat().st_size < 3 * SMALL for path in list(segments.values())[:-1])
    ReceiptLog(folder, ring, segment_bytes=SMALL).close()
    assert verify(folder, ring.public_keys).faults == ()


def test_reading_begins_after_a_number_and_finds_one_subject(folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1] * 12)
    all_of_them = list(entries(folder))
    for place, entry in enumerate(all_of_them):
        assert list(entries(folder, after=entry.sequence)) == all_of_them[place + 1 :]
    assert numbers(folder, subject=receipt(5).subject) == [5]
    assert numbers(folder, subject="f" * 32) == []


def test_only_whole_blocks_are_read(folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1, 1], segment_bytes=10**6)
    path = folder.segment(1)
    path.write_bytes(path.read_bytes().rpartition(b"\n")[0])
    assert numbers(folder) == [0]


def test_a_damaged_line_is_no_gap_for_the_reader(folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1, 1], segment_bytes=10**6)
    path = folder.segment(1)
    content = path.read_bytes()
    for damaged in (content.replace(b'"purpose":', b'"porpoise":', 1), content.replace(b"\n4 ", b"\n# ", 1)):
        path.write_bytes(damaged)
        with pytest.raises(ReceiptError, match=r"holds no receipt|is damaged"):
            numbers(folder)


def test_files_are_their_owners_alone(folder: Folder, ring: KeyRing) -> None:
    before = os.umask(0)
    try:
        keep(folder.path, ring, [1] * 6)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir()} == {0o600}
    folder.tip.chmod(0o640)
    with pytest.raises(ReceiptError, match="chmod 600"):
        ReceiptLog(folder, ring)
    folder.tip.chmod(0o600)
    folder.path.chmod(0o755)
    with pytest.raises(ReceiptError, match="chmod 700"):
        ReceiptLog(folder, ring)


def test_one_writer_at_a_time(folder: Folder, ring: KeyRing) -> None:
    with ReceiptLog(folder, ring), pytest.raises(ReceiptError, match="in use by another process"):
        ReceiptLog(folder, ring)
    with ReceiptLog(folder, ring) as log:
        log.write([receipt()])


def test_another_process_is_refused(folder: Folder, ring: KeyRing, here: Settings) -> None:
    script = (
        "from pathlib import Path; import sys; from twopages.receipts import *; from twopages.keys import KeyRing\n"
        "from twopages.settings import Settings\n"
        "here = Settings(home=Path(sys.argv[1])); ReceiptLog(Folder.of(here), KeyRing.load(here))"
    )
    with ReceiptLog(folder, ring):
        told = subprocess.run(
            [sys.executable, "-c", script, str(here.home)], capture_output=True, text=True, check=False
        )
    assert told.returncode == 1
    assert "in use by another process" in told.stderr


def test_a_closed_log_takes_nothing(folder: Folder, ring: KeyRing) -> None:
    log = ReceiptLog(folder, ring)
    log.close()
    log.close()
    with pytest.raises(ReceiptError, match="closed"):
        log.write([receipt()])


def test_what_was_handed_over_is_written_before_the_log_closes(folder: Folder, ring: KeyRing) -> None:
    with ReceiptLog(folder, ring) as log:
        begun = [log.begin([receipt(number)]) for number in range(20)]
    for each in begun:
        each.wait()
    assert numbers(folder) == list(range(20))


def test_more_may_be_handed_over_than_a_pipe_holds(folder: Folder, ring: KeyRing) -> None:
    """Nobody waits meanwhile, so that what the scribe says stays in the pipe as well."""
    with ReceiptLog(folder, ring, segment_bytes=10**8) as log:
        begun = [log.begin([receipt(number) for _ in range(3)]) for number in range(3000)]
        for each in reversed(begun):
            each.wait()
    assert numbers(folder) == [number for number in range(3000) for _ in range(3)]
    assert verify(folder, ring.public_keys).faults == ()


def test_who_waits_hears_of_a_block_that_another_listens_for(
    folder: Folder, ring: KeyRing, monkeypatch: pytest.MonkeyPatch, within: None
) -> None:
    """One waits for all that comes; the others go on as soon as theirs is there."""
    go_on, sync = threading.Semaphore(0), os.fdatasync

    def held(file: int) -> None:
        assert go_on.acquire(timeout=30)
        sync(file)

    with ReceiptLog(folder, ring, segment_bytes=10**7) as log:
        monkeypatch.setattr(os, "fdatasync", held)
        first = log.begin([receipt(1)])
        time.sleep(0.2)  # the scribe has taken it, and takes the next when it is durable
        last = threading.Thread(target=log.begin([receipt(2)]).wait)
        last.start()
        time.sleep(0.2)  # listens
        waiting = threading.Thread(target=first.wait)
        waiting.start()
        go_on.release()
        waiting.join(30)
        assert (waiting.is_alive(), last.is_alive()) == (False, True)
        go_on.release()
        last.join(30)
        assert not last.is_alive()


def test_a_scribe_that_is_killed_ends_the_log(folder: Folder, ring: KeyRing, scribes: Sequence[int]) -> None:
    with ReceiptLog(folder, ring) as log:
        log.write([receipt(1)])
        os.kill(scribes[-1], signal.SIGKILL)
        for _ in range(2):
            with pytest.raises(ReceiptError, match=r"writes receipts has ended\. Nothing is answered without"):
                log.write([receipt(2)])
    with ReceiptLog(folder, ring) as again:
        again.write([receipt(3)])
    assert set(numbers(folder)) - {2} == {1, 3}
    assert verify(folder, ring.public_keys).faults == ()


def test_what_is_for_the_owner_does_not_end_its_scribe(folder: Folder, ring: KeyRing, scribes: Sequence[int]) -> None:
    with ReceiptLog(folder, ring) as log:
        for told in (signal.SIGINT, signal.SIGTERM):
            os.kill(scribes[-1], told)
        log.write([receipt(1)])
    assert numbers(folder) == [1]


def test_the_scribe_is_told_no_secret_but_where_the_key_ring_is(
    folder: Folder, ring: KeyRing, here: Settings, scribes: Sequence[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOPAGES_NEO4J_PASSWORD", "secret of the store")
    text = (here.home / "keys.json").read_text()
    for each in (ring, KeyRing.load(Settings(key_ring=text))):
        with ReceiptLog(folder, each) as log:
            log.write([receipt(1)])
            told = b"".join(Path(f"/proc/{scribes[-1]}/{name}").read_bytes() for name in ("cmdline", "environ"))
        assert b"twopages.receipts" in told
        assert not [part for part in (b"TWOPAGES", b"secret of", b"master") if part in told]
    assert verify(folder, ring.public_keys).faults == ()


def test_the_signing_key_may_change_while_the_log_is_open(folder: Folder, ring: KeyRing, here: Settings) -> None:
    before = KeyRing.load(Settings(key_ring=(here.home / "keys.json").read_text()))
    with ReceiptLog(folder, ring, segment_bytes=SMALL) as log:
        log.write([receipt(0)])
        rotated = ring.rotate_signing()
        for number in range(1, 9):
            log.write([receipt(number)])
    again = rotated.rotate_signing()
    with ReceiptLog(folder, again) as log:
        log.write([receipt(9)])
    for keys in (again.public_keys, None):
        checked = verify(folder, keys)
        assert (checked.receipts, checked.faults) == (10, ())
    signed = b"".join(path.read_bytes() for path in folder.segments().values())
    assert all(f'"key":"{key}"'.encode() in signed for key in ("s1", "s2", "s3"))
    assert {fault.file for fault in verify(folder, before.public_keys).faults} >= {"public-keys", "tip"}
    with pytest.raises(ReceiptError, match="key ring"):
        ReceiptLog(folder, before)


def test_a_log_of_another_key_ring_is_not_gone_on_with(folder: Folder, ring: KeyRing, tmp_path: Path) -> None:
    keep(folder.path, ring, [2])
    before = folder.segment(1).read_bytes()
    other = KeyRing.create(Settings(home=tmp_path / "other"))
    with pytest.raises(ReceiptError, match="no tip that was signed by this key ring"):
        ReceiptLog(folder, other)
    assert folder.segment(1).read_bytes() == before
    assert verify(folder, ring.public_keys).faults == ()
    for path in folder.path.glob("*-*1.log"):
        path.unlink()
    with pytest.raises(ReceiptError, match="not those of this key ring"):
        ReceiptLog(folder, other)
