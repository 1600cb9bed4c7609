"""The commands that verify and list receipts."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.receipts.looks import keep, receipt
from twopages.keys import KeyRing
from twopages.receipts import Folder
from twopages.settings import Settings


@pytest.fixture
def log(home: Path) -> Folder:
    return keep(home / "receipts", KeyRing.create(Settings(home=home)), [1, 2, 1, 1], 3000)


def test_a_sound_log_is_said_to_be_sound(run: Run, log: Folder) -> None:
    result = run("receipts", "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "The receipt log is sound: 5 receipts in 2 segments." in result.stdout
    told = json.loads(run("receipts", "verify", "--json", "--heads", log.heads).stdout)
    assert (told["receipts"], told["faults"]) == (5, [])


def test_a_fault_is_named_with_its_place_and_ends_with_1(run: Run, log: Folder) -> None:
    path = log.segment(1)
    path.write_bytes(path.read_bytes().replace(b"fullName", b"fullFame", 1))
    result = run("receipts", "verify")
    assert result.exit_code == 1
    assert "changed" in result.stdout
    assert "segment-00000001.log, line 4, sequence 4" in result.stdout
    assert "has 1 fault:" in result.stdout
    (fault,) = json.loads(run("receipts", "verify", "--json").stdout)["faults"]
    assert (fault["what"], fault["file"]) == ("changed", path.name)


def test_a_log_can_be_verified_elsewhere_by_public_keys_alone(
    run: Run, log: Folder, home: Path, tmp_path: Path
) -> None:
    moved, keys = tmp_path / "moved", tmp_path / "public-keys"
    log.path.rename(moved)
    (home / "keys.json").unlink()
    keys.write_bytes((moved / "public-keys").read_bytes())
    assert run("receipts", "verify", "--folder", moved, "--public-keys", keys).exit_code == 0
    believed = run("receipts", "verify", "--folder", moved)
    assert believed.exit_code == 0
    assert "no key ring" in believed.stderr
    assert "are believed" in believed.stderr
    keys.write_text("{}x")
    assert run("receipts", "verify", "--folder", moved, "--public-keys", keys).exit_code == 2


def test_a_cut_off_block_is_told_and_no_fault(run: Run, log: Folder) -> None:
    path = log.segment(2)
    with path.open("ab") as file:
        file.write(b"17 half")
    result = run("receipts", "verify")
    assert result.exit_code == 0
    assert "1 lines at the end" in result.stderr


def test_no_log_is_one_line(run: Run, home: Path) -> None:
    for command in ("verify", "list"):
        result = run("receipts", command)
        assert result.exit_code == 7
        assert "There is no receipt log at" in result.stderr


def test_receipts_are_listed(run: Run, log: Folder) -> None:
    every = json.loads(run("receipts", "list", "--json").stdout)
    assert [int(one["subject"], 16) for one in every] == [0, 1, 2, 3, 4]
    some = json.loads(run("receipts", "list", "--json", "--after", every[1]["sequence"], "--first", 2).stdout)
    assert some == every[2:4]
    shown = run("receipts", "list", "--subject", receipt(3).subject)
    assert receipt(3).subject in shown.stdout
    assert receipt(2).subject not in shown.stdout
