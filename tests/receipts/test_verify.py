"""Verifying: whatever is changed in a log is found, and told where."""

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from tests.receipts.looks import keep, receipt
from twopages.keys import KeyRing
from twopages.receipts import Fault, Folder, ReceiptLog, What, verify
from twopages.receipts.line import chained, read, written
from twopages.settings import Settings

pytestmark = pytest.mark.usefixtures("within")  # what is verified is as good from a thread, and sooner there
ONE = 10**6  # bytes: everything in one segment


@dataclass(frozen=True)
class Made:
    """A log of four segments that nobody has touched, and its key ring."""

    ring: KeyRing
    folder: Folder

    def copy(self, path: str) -> Folder:
        shutil.copytree(self.folder.path, path, dirs_exist_ok=True)
        return Folder(Path(path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    home = tmp_path_factory.mktemp("receipts")
    ring = KeyRing.create(Settings(home=home))
    folder = keep(home / "receipts", ring, [1, 3, 2, 1, 1, 4, 1, 2, 1], 3000)
    assert len(folder.segments()) == 4
    return Made(ring, folder)


def rows_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def about(faults: Sequence[Fault], file: str) -> list[Fault]:
    return [fault for fault in faults if fault.file == file]


def at(fault: Fault, line: int) -> bool:
    """Whether a fault, which may stand for several in a row, is about a line."""
    several = fault.until - fault.sequence if fault.until and fault.sequence else 0
    return fault.line is not None and fault.line <= line <= fault.line + several


def test_a_log_that_nobody_touched_is_sound(made: Made) -> None:
    for keys in (made.ring.public_keys, None):
        found = verify(made.folder, keys)
        assert (found.segments, found.receipts, found.unfinished, found.faults) == (4, 16, 0, ())
        assert found.sequence == found.lines


def test_a_log_that_was_never_begun_holds_nothing(tmp_path: Path) -> None:
    found = verify(Folder(tmp_path / "receipts"))
    assert (found.segments, found.lines, found.sequence, found.signed, found.faults) == (0, 0, 0, "", ())


@tried(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.randoms(use_true_random=False), flip=st.integers(1, 255))
def test_any_changed_byte_is_found_in_its_line(made: Made, chosen: random.Random, flip: int) -> None:
    with TemporaryDirectory() as place:
        folder = made.copy(place)
        path = chosen.choice([*folder.segments().values(), folder.heads, folder.tip, folder.public_keys])
        content = bytearray(path.read_bytes())
        byte = chosen.randrange(len(content))
        line = 1 + content[:byte].count(b"\n")
        content[byte] ^= flip
        path.write_bytes(content)
        found = about(verify(folder, made.ring.public_keys).faults, path.name)
        assert found
        assert path == folder.public_keys or any(at(fault, line) or at(fault, line + 1) for fault in found), found


@tried(deadline=None, max_examples=100)
@given(chosen=st.randoms(use_true_random=False))
def test_a_removed_line_is_a_gap(made: Made, chosen: random.Random) -> None:
    with TemporaryDirectory() as place:
        folder = made.copy(place)
        number, path = chosen.choice([*folder.segments().items()])
        rows = rows_of(path)
        gone = chosen.randrange(len(rows))
        sequence = int(rows[gone].split()[0])
        path.write_bytes(b"".join(rows[:gone] + rows[gone + 1 :]))
        (fault,) = verify(folder, made.ring.public_keys).faults
        last = gone == len(rows) - 1
        what = What.TRUNCATED if last and number == 4 else What.MISSING
        assert fault == Fault(path.name, what, gone if last else gone + 1, sequence, sequence) or (
            gone == 0 and (fault.what, fault.sequence, fault.until) == (What.MISSING, sequence, sequence)
        )


@tried(deadline=None, max_examples=100)
@given(chosen=st.randoms(use_true_random=False))
def test_swapped_lines_are_out_of_order(made: Made, chosen: random.Random) -> None:
    with TemporaryDirectory() as place:
        folder = made.copy(place)
        path = chosen.choice([*folder.segments().values()])
        rows = rows_of(path)
        one, two = sorted(chosen.sample(range(len(rows)), 2))
        rows[one], rows[two] = rows[two], rows[one]
        path.write_bytes(b"".join(rows))
        found = about(verify(folder, made.ring.public_keys).faults, path.name)
        assert {fault.what for fault in found} & {What.OUT_OF_ORDER}
        assert any(at(fault, one + 1) or at(fault, two + 1) for fault in found), found


@tried(deadline=None, max_examples=60)
@given(chosen=st.randoms(use_true_random=False))
def test_a_removed_block_is_a_gap(made: Made, chosen: random.Random) -> None:
    with TemporaryDirectory() as place:
        folder = made.copy(place)
        path = chosen.choice([*folder.segments().values()])
        rows = rows_of(path)
        ends = [index + 1 for index, row in enumerate(rows) if b'{"commit":' in row]
        block = chosen.randrange(len(ends))
        start, end = ends[block - 1] if block else 0, ends[block]
        path.write_bytes(b"".join(rows[:start] + rows[end:]))
        faults = verify(folder, made.ring.public_keys).faults
        sequences = [int(row.split()[0]) for row in rows[start:end]]
        assert any((fault.sequence, fault.until) == (sequences[0], sequences[-1]) for fault in faults), faults


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_removed_segment_is_missing(made: Made, tmp_path: Path, number: int) -> None:
    folder = made.copy(str(tmp_path))
    sequences = [int(row.split()[0]) for row in rows_of(folder.segment(number))]
    folder.segment(number).unlink()
    (fault,) = verify(folder, made.ring.public_keys).faults
    assert fault == Fault(folder.segment(number).name, What.MISSING, None, sequences[0], sequences[-1])


def test_segments_that_changed_their_names_are_out_of_order(made: Made, tmp_path: Path) -> None:
    folder = made.copy(str(tmp_path))
    folder.segment(2).rename(folder.segment(7))
    (fault,) = verify(folder, made.ring.public_keys).faults
    assert (fault.file, fault.what, fault.line) == (folder.segment(7).name, What.OUT_OF_ORDER, 1)
    folder.segment(1).rename(folder.segment(2))
    found = verify(folder, made.ring.public_keys).faults
    assert {fault.file for fault in found} == {folder.segment(2).name, folder.segment(7).name}


def test_a_copied_segment_is_out_of_order(made: Made, tmp_path: Path) -> None:
    folder = made.copy(str(tmp_path))
    shutil.copy(folder.segment(2), folder.segment(5))
    (fault,) = verify(folder, made.ring.public_keys).faults
    assert (fault.file, fault.what) == (folder.segment(5).name, What.OUT_OF_ORDER)


@tried(deadline=None, max_examples=100)
@given(chosen=st.randoms(use_true_random=False))
def test_a_tail_that_was_cut_is_truncated(made: Made, chosen: random.Random) -> None:
    with TemporaryDirectory() as place:
        folder = made.copy(place)
        path = chosen.choice([*folder.segments().values()])
        content = path.read_bytes()
        left = content[: chosen.randrange(len(content))]
        path.write_bytes(left)
        found = about(verify(folder, made.ring.public_keys).faults, path.name)
        assert {fault.what for fault in found} & {What.TRUNCATED, What.MISSING, What.CHANGED}
        assert not left or max((fault.line or 0) for fault in found) >= left.count(b"\n")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_an_emptied_segment_is_found(made: Made, tmp_path: Path, number: int) -> None:
    folder = made.copy(str(tmp_path))
    folder.segment(number).write_bytes(b"")
    assert about(verify(folder, made.ring.public_keys).faults, folder.segment(number).name)


@pytest.mark.parametrize("name", ["heads", "tip", "public-keys"])
def test_what_was_published_must_be_there(made: Made, tmp_path: Path, name: str) -> None:
    folder = made.copy(str(tmp_path))
    (folder.path / name).unlink()
    found = verify(folder, made.ring.public_keys).faults
    assert {fault.file for fault in found} == {name}
    assert {fault.what for fault in found} == {What.MISSING if name == "public-keys" else What.HEAD_MISSING}


def edited(rows: list[bytes]) -> dict[str, list[bytes]]:
    return {
        "removed": rows[:1] + rows[2:],
        "swapped": [rows[1], rows[0], *rows[2:]],
        "repeated": [rows[0], *rows],
        "added": [*rows, b"{}\n"],
        "begun": [*rows, b"x"],
        "cut": [*rows[:-1], rows[-1][:-1]],
    }


@pytest.mark.parametrize("how", ["removed", "swapped", "repeated", "added", "begun", "cut"])
def test_edited_heads_are_found(made: Made, tmp_path: Path, how: str) -> None:
    folder = made.copy(str(tmp_path))
    folder.heads.write_bytes(b"".join(edited(rows_of(folder.heads))[how]))
    found = verify(folder, made.ring.public_keys).faults
    assert found
    assert {fault.file for fault in found} == {"heads"}


def rewritten(rows: list[bytes], place: int, change: Callable[[bytes], bytes]) -> list[bytes]:
    """What somebody makes who changes a line and works out all chain values anew, without the key."""
    lines = [line for row in rows if (line := read(row.rstrip(b"\n")))]
    chain, made_up = lines[place - 1].chain, rows[:place]
    for line in lines[place:]:
        payload = change(line.payload) if line is lines[place] else line.payload
        chain = chained(chain, line.sequence, payload)
        made_up.append(written(line.sequence, chain, payload))
    return made_up


def test_a_chain_worked_out_anew_has_no_signature(ring: KeyRing, tmp_path: Path) -> None:
    folder = keep(tmp_path / "receipts", ring, [2, 2, 2, 2], ONE)
    rows = rows_of(folder.segment(1))
    place = next(index for index, row in enumerate(rows) if receipt(3).subject.encode() in row)
    folder.segment(1).write_bytes(
        b"".join(rewritten(rows, place, lambda payload: payload.replace(b"casewo", b"caseho")))
    )
    found = verify(folder, ring.public_keys).faults
    assert Fault(folder.segment(1).name, What.SIGNATURE_WRONG, place + 2, place + 2) in found
    assert "tip" in {fault.file for fault in found}


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing.create(Settings(home=tmp_path / "home"))


def test_who_signs_with_keys_of_their_own_is_found_by_those_of_the_ring(ring: KeyRing, tmp_path: Path) -> None:
    other = KeyRing.create(Settings(home=tmp_path / "other"))
    folder = keep(tmp_path / "receipts", other, [2, 2], ONE)
    assert verify(folder).faults == ()
    assert {fault.file for fault in verify(folder, ring.public_keys).faults} == {
        "public-keys",
        "tip",
        folder.segment(1).name,
    }


def test_copied_heads_show_an_end_that_was_cut_with_everything_beside_it(ring: KeyRing, tmp_path: Path) -> None:
    with ReceiptLog(Folder(tmp_path / "receipts"), ring, segment_bytes=3000) as log:
        log.write([receipt(1)])
        folder, copy = Folder(tmp_path / "receipts"), tmp_path / "copy"
        old = {path: path.read_bytes() for path in folder.path.iterdir()}
        for number in range(9):
            log.write([receipt(number)])
    copy.write_bytes(folder.heads.read_bytes() + folder.tip.read_bytes())
    assert verify(folder, ring.public_keys, [copy]).faults == ()
    for path in folder.path.iterdir():
        path.unlink()
    for path, content in old.items():
        path.write_bytes(content)
    assert verify(folder, ring.public_keys).faults == ()
    found = verify(folder, ring.public_keys, [copy]).faults
    assert {fault.what for fault in found} <= {What.TRUNCATED, What.MISSING, What.HEAD_DIFFERENT}
    assert found[0].file == folder.segment(1).name


def test_copied_heads_show_another_log_in_the_place_of_the_first(ring: KeyRing, tmp_path: Path) -> None:
    first = keep(tmp_path / "first", ring, [1] * 6, 3000)
    other = keep(tmp_path / "other", ring, [1] * 6, 3000)
    found = verify(other, ring.public_keys, [first.heads]).faults
    assert [(fault.file, fault.what, fault.line) for fault in found] == [(str(first.heads), What.HEAD_DIFFERENT, 1)]


def test_several_faults_are_all_told(made: Made, tmp_path: Path) -> None:
    folder = made.copy(str(tmp_path))
    rows = rows_of(folder.segment(1))
    folder.segment(1).write_bytes(b"".join([*rows[:3], rows[3].replace(b"fullName", b"fullFame"), *rows[4:]]))
    rows = rows_of(folder.segment(3))
    folder.segment(3).write_bytes(b"".join([*rows[:2], *rows[4:]]))
    folder.segment(4).write_bytes(folder.segment(4).read_bytes()[:-1])
    found = verify(folder, made.ring.public_keys).faults
    assert [(fault.file, fault.what, fault.line) for fault in found] == [
        (folder.segment(1).name, What.CHANGED, 4),
        (folder.segment(3).name, What.MISSING, 3),
        (folder.segment(4).name, What.CHANGED, len(rows_of(folder.segment(4)))),
    ]
    assert found[0].place == "segment-00000001.log, line 4, sequence 4"
    assert found[1].place.endswith(f"sequence {found[1].sequence} to {found[1].until}")


def test_a_log_that_is_being_written_is_sound(ring: KeyRing, tmp_path: Path) -> None:
    with ReceiptLog(Folder(tmp_path / "receipts"), ring, segment_bytes=3000) as log:
        begun = [log.begin([receipt(number)]) for number in range(150)]
        for each in begun[::5]:
            assert verify(Folder(tmp_path / "receipts"), ring.public_keys).faults == ()
            log.begin([receipt(1)])
            each.wait()
    assert orjson.loads(Folder(tmp_path / "receipts").tip.read_bytes())["receipts"] == 180


def test_a_rewritten_stretch_is_found_beside_a_changed_line(ring: KeyRing, tmp_path: Path) -> None:
    folder = keep(tmp_path / "receipts", ring, [2, 2, 2, 2], ONE)
    rows = rows_of(folder.segment(1))
    place = next(index for index, row in enumerate(rows) if receipt(5).subject.encode() in row)
    rows = rewritten(rows, place, lambda payload: payload.replace(b"casewo", b"caseho"))
    rows[3] = rows[3].replace(b"fullName", b"fullFame")
    folder.segment(1).write_bytes(b"".join(rows))
    found = about(verify(folder, ring.public_keys).faults, folder.segment(1).name)
    assert {(fault.what, fault.line) for fault in found} == {(What.CHANGED, 4), (What.SIGNATURE_WRONG, place + 2)}


def test_numbers_that_are_beyond_all_bounds_take_no_time(made: Made, tmp_path: Path) -> None:
    folder = made.copy(str(tmp_path))
    for number in (2, 4):
        rows = rows_of(folder.segment(number))
        far = [b"%d %b" % (10**17 + place, row.partition(b" ")[2]) for place, row in enumerate(rows[-3:])]
        folder.segment(number).write_bytes(b"".join(rows[:-3] + far))
    faults = verify(folder, made.ring.public_keys).faults
    assert {fault.file for fault in faults} >= {folder.segment(2).name, folder.segment(4).name}
    for path in folder.segments().values():
        path.write_bytes(path.read_bytes().replace(b" ", b"\xff\n"))
    assert verify(folder, made.ring.public_keys).faults
