"""What happens to the log when the process is killed or the disk fails: what was acknowledged stays, what was not is refused."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.receipts.looks import SMALL, keep, number_of, receipt
from twopages.errors import ReceiptError
from twopages.keys import KeyRing
from twopages.receipts import Folder, ReceiptLog, entries, verify
from twopages.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
WRITING = """
import resource, sys, threading
from pathlib import Path
from tests.receipts.looks import SMALL, receipt
from twopages.receipts import Folder, ReceiptLog
from twopages.keys import KeyRing
from twopages.settings import Settings

home, first, most = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
here = Settings(home=home)
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
log = ReceiptLog(Folder.of(here), KeyRing.load(here), segment_bytes=SMALL if not most else 10**9)
told = threading.Lock()

def work(number):
    while True:
        log.write([receipt(number)])
        with told:
            print(number, flush=True)
        number += 4

threads = [threading.Thread(target=work, args=(first + place,)) for place in range(4)]
for thread in threads:
    thread.start()
"""


@contextmanager
def writing(here: Settings, first: int = 0, most: int = 0) -> Iterator["subprocess.Popen[str]"]:
    """A process of four threads that write and tell what was acknowledged."""
    command = [sys.executable, "-c", WRITING, str(here.home), str(first), str(most)]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment}
    with subprocess.Popen(command, **pipes) as child:  # type: ignore[call-overload]  # the keywords are those above
        try:
            yield child
        finally:
            child.kill()


@pytest.mark.parametrize("rounds", [3])
def test_a_killed_process_loses_nothing_that_it_acknowledged(
    here: Settings, ring: KeyRing, folder: Folder, rounds: int
) -> None:
    acknowledged: set[int] = set()
    for turn in range(rounds):
        with writing(here, turn * 1_000_000) as child:
            assert child.stdout
            for _ in range(20 + 13 * turn):
                acknowledged.add(int(child.stdout.readline()))
            child.send_signal(signal.SIGKILL)
            acknowledged |= {int(line) for line in child.stdout if line.endswith("\n")}
        assert verify(folder, ring.public_keys).faults == ()
        assert acknowledged <= {number_of(entry.receipt) for entry in entries(folder)}
    with ReceiptLog(folder, ring) as log:
        log.write([receipt(5)])
    checked = verify(folder, ring.public_keys)
    assert (checked.faults, checked.unfinished) == ((), 0)
    assert acknowledged <= {number_of(entry.receipt) for entry in entries(folder)}


@pytest.mark.parametrize("blocks", [[1], [1] * 9])
def test_a_block_cut_off_anywhere_is_removed_and_noted(
    folder: Folder, ring: KeyRing, blocks: list[int], within: None
) -> None:
    """The tip is that of the block before, as it is when a block was not acknowledged."""
    keep(folder.path, ring, blocks)
    log = ReceiptLog(folder, ring, segment_bytes=10**6)
    path, tip = [*folder.segments().values()][-1], folder.tip.read_bytes()
    before = path.read_bytes()
    log.write([receipt(100), receipt(101)])
    log.close()
    whole = path.read_bytes()
    for end in range(len(before), len(whole), 97):
        path.write_bytes(whole[:end])
        folder.tip.write_bytes(tip)
        checked = verify(folder, ring.public_keys)
        assert (checked.faults, bool(checked.unfinished)) == ((), end > len(before))
        ReceiptLog(folder, ring, segment_bytes=10**6).close()
        checked = verify(folder, ring.public_keys)
        assert (checked.faults, checked.unfinished, checked.receipts) == ((), 0, sum(blocks))
        assert f'"torn":{end - len(before)}}}'.encode() in path.read_bytes()[len(before) :]


def test_a_whole_block_that_the_tip_does_not_know_yet_is_kept(folder: Folder, ring: KeyRing) -> None:
    with ReceiptLog(folder, ring, segment_bytes=10**6) as log:
        tip = folder.tip.read_bytes()
        log.write([receipt(1)])
    folder.tip.write_bytes(tip)
    assert verify(folder, ring.public_keys).faults == ()
    ReceiptLog(folder, ring).close()
    checked = verify(folder, ring.public_keys)
    assert (checked.receipts, checked.faults) == (1, ())


@pytest.mark.parametrize("content", [None, b"", b"\0" * 3000, b"1 half a li"])
@pytest.mark.parametrize("published", [0, 40, 1000])
def test_a_segment_cut_off_while_it_was_begun_is_begun_anew(
    folder: Folder, ring: KeyRing, content: bytes | None, published: int
) -> None:
    """Its first block was not acknowledged; the head of the one before may have been published in part, or wholly."""
    keep(folder.path, ring, [1] * 6)
    last = max(folder.segments())
    head = folder.tip.read_bytes().rstrip() + b"\n"
    folder.heads.write_bytes(folder.heads.read_bytes() + head[:published])
    if content is not None and published == 1000:
        folder.segment(last + 1).write_bytes(content)
        folder.segment(last + 1).chmod(0o600)
    assert verify(folder, ring.public_keys).faults == ()
    ReceiptLog(folder, ring, segment_bytes=10**6).close()
    assert verify(folder, ring.public_keys).faults == ()
    assert max(folder.segments()) == last + (published == 1000)


def test_the_very_first_block_may_be_cut_off(
    folder: Folder, ring: KeyRing, monkeypatch: pytest.MonkeyPatch, within: None
) -> None:
    def fail(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fdatasync", fail)
        with pytest.raises(ReceiptError, match="cannot be opened"):
            ReceiptLog(folder, ring)
    content = folder.segment(1).read_bytes()
    for end in (0, 30, len(content) - 1):
        folder.segment(1).write_bytes(content[:end])
        folder.segment(1).chmod(0o600)
        assert verify(folder, ring.public_keys).faults == ()
    keep(folder.path, ring, [1])
    checked = verify(folder, ring.public_keys)
    assert (checked.receipts, checked.segments, checked.faults) == (1, 1, ())


def test_a_log_without_its_tip_is_not_gone_on_with(folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [])
    folder.tip.unlink()
    with pytest.raises(ReceiptError, match="has no tip"):
        ReceiptLog(folder, ring)


@pytest.mark.parametrize("cut", ["line", "block", "segment", "all"])
def test_a_log_that_ends_before_its_tip_was_not_torn_and_is_not_gone_on_with(
    folder: Folder, ring: KeyRing, cut: str
) -> None:
    keep(folder.path, ring, [1] * 6 if cut == "segment" else [2, 2], 10**6 if cut != "segment" else SMALL)
    last = [*folder.segments().values()][-1]
    rows = last.read_bytes().splitlines(keepends=True)
    last.write_bytes(b"".join(rows[: -1 if cut == "line" else -3]))
    if cut in ("segment", "all"):
        last.unlink()
    with pytest.raises(ReceiptError, match="ends before what was published"):
        ReceiptLog(folder, ring)
    assert verify(folder, ring.public_keys).faults


def test_a_log_whose_end_was_rewritten_is_not_gone_on_with(folder: Folder, ring: KeyRing) -> None:
    keep(folder.path, ring, [1, 1, 1], 10**6)
    path = folder.segment(1)
    content = path.read_bytes()
    rows = content.splitlines(keepends=True)
    path.write_bytes(b"".join(row.replace(b"caseworker", b"casewalker") for row in rows))
    with pytest.raises(ReceiptError, match="damaged at the end"):
        ReceiptLog(folder, ring)
    path.write_bytes(b"".join([*rows[:-1], rows[-1].replace(b'"receipts":3', b'"receipts":4')]))
    with pytest.raises(ReceiptError, match="ends before"):
        ReceiptLog(folder, ring)


def test_an_error_of_the_disk_is_an_error_of_everybody_until_the_log_is_opened_anew(
    folder: Folder, ring: KeyRing, monkeypatch: pytest.MonkeyPatch, within: None
) -> None:
    def fail(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    log = ReceiptLog(folder, ring)
    log.write([receipt(1)])
    with monkeypatch.context() as broken:
        broken.setattr(os, "fdatasync", fail)
        with pytest.raises(ReceiptError, match="Input/output error"):
            log.write([receipt(2)])
    with pytest.raises(ReceiptError, match="Input/output error"):
        log.write([receipt(3)])
    log.close()
    with ReceiptLog(folder, ring) as again:
        again.write([receipt(4)])
    found = [number_of(entry.receipt) for entry in entries(folder)]
    assert found in ([1, 4], [1, 2, 4])  # the second was written and refused: a receipt too many does no harm
    assert verify(folder, ring.public_keys).faults == ()


def test_a_full_disk_withholds_the_answer(here: Settings, ring: KeyRing, folder: Folder) -> None:
    """A limit on the size of files stands for the disk; the child ends because every further call is refused too."""
    with writing(here, most=20_000) as child:
        out, err = child.communicate(timeout=60)
    acknowledged = {int(line) for line in out.split()}
    assert "[Errno 27] File too large" in err
    found = [number_of(entry.receipt) for entry in entries(folder)]
    assert set(found) == acknowledged
    assert len(found) > 10
    checked = verify(folder, ring.public_keys)
    assert (checked.faults, checked.receipts) == ((), len(acknowledged))
    with ReceiptLog(folder, ring) as log:
        log.write([receipt(1)])
    assert verify(folder, ring.public_keys).faults == ()


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with hardly any room."""
    place = tmp_path / "tiny"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can mount a file system; the limit on the size of files is tested all the same")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_file_system_withholds_the_answer(tiny: Path, ring: KeyRing) -> None:
    folder, kept = Folder(tiny / "receipts"), 0
    with ReceiptLog(folder, ring) as log, pytest.raises(ReceiptError, match="No space left"):
        while True:
            log.write([receipt(kept)])
            kept += 1
    with pytest.raises(ReceiptError, match="No space left"):
        ReceiptLog(folder, ring)
    assert [number_of(entry.receipt) for entry in entries(folder)] == [*range(kept)]
    assert verify(folder, ring.public_keys).faults == ()
