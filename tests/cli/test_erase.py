"""`twopages erase`, and what every command does first with a store that is older than its log of erasures."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.feed.conftest import Desk
from tests.feed.erasing import NAME, Backup, texts
from tests.feed.rows import ANN
from twopages.cli import app, serve
from twopages.settings import Settings, load_settings

Command = Callable[..., Result]


def erase(*arguments: str, told: str = ANN) -> Result:
    return CliRunner().invoke(app, ["erase", *arguments], input=f"{told}\n")


def says(desk: Desk, value: str) -> bool:
    return any(value in text for text in texts(desk.store, desk.keys))


def test_without_a_ground_of_the_law_nothing_is_erased(desk: Desk) -> None:
    for arguments in (["--yes"], ["--yes", "--ground", "because"]):
        result = erase(*arguments)
        assert result.exit_code == 2
        assert "consent-withdrawn (Consent was withdrawn)" in result.stderr
    assert says(desk, ANN)


def test_it_tells_first_and_erases_when_it_is_told_to(desk: Desk, scratch_settings: Settings) -> None:
    before = desk.snapshot()
    looked = erase("--ground", "consent-withdrawn", "--json")
    assert (looked.exit_code, desk.snapshot()) == (0, before)
    counts = {"Person": 1, "records": 2, "recordsCut": 1, "rowsPutAside": 0}
    assert json.loads(looked.stdout).items() >= (counts | {"erased": False}).items()
    done = erase("--ground", "consent-withdrawn", "--yes")
    assert done.exit_code == 0, done.stderr
    assert not says(desk, ANN)
    assert not says(desk, NAME)
    log = (scratch_settings.home / "tombstones").read_text("utf-8")
    for text in (looked.stdout, looked.stderr, done.stdout, done.stderr, log):
        assert ANN not in text
        assert NAME not in text
    assert "The store knows nothing of it." in erase("--ground", "consent-withdrawn", "--yes").stderr
    assert "Nobody is named" in erase("--ground", "consent-withdrawn", told=" ").stderr


def test_things_are_not_erased_by_themselves(desk: Desk) -> None:
    desk.store.write(lambda tx: tx.run("CREATE (:Entity:Building {id: 'b'})"))
    result = erase("--ground", "unlawful", "--yes", "--id", "b")
    assert (result.exit_code, "a thing" in result.stderr) == (2, True)


@pytest.mark.parametrize("way", ["feed", "serve"])
def test_an_older_store_is_erased_again_before_it_is_fed_or_served(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    older = Backup.of(desk.store)
    assert erase("--ground", "unlawful", "--yes", "--id", desk.entity("Person", ANN)).exit_code == 0
    erased = desk.snapshot()
    older.restore(desk.store)
    assert says(desk, ANN)
    checked = CliRunner().invoke(app, ["check"])
    assert "erasures: 1 are not done in this store" in checked.stdout
    if way == "feed":
        (tmp_path / "none").mkdir()
        assert CliRunner().invoke(app, ["feed", str(tmp_path / "none")]).exit_code == 0
    else:
        monkeypatch.setattr(
            "twopages.app.create_app", lambda *_: pytest.fail("is served") if says(desk, ANN) else 1 / 0
        )
        with pytest.raises(ZeroDivisionError):
            serve.serve_store(load_settings(), desk.store, lambda: None)
    assert desk.snapshot() ^ erased == frozenset()
    assert "erasures: all 1 of the log are done" in CliRunner().invoke(app, ["check"]).stdout
