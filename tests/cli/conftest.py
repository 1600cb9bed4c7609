"""Commands run in this process, under the settings of the shared store."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.feed.conftest import Desk
from tests.feed.erasing import NAME
from tests.feed.rows import ACME, ANN, BEN, employment, enterprise, marriage, resident
from tests.feed.snapshot import empty
from twopages.cli import app
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.settings import PREFIX, Settings

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests do not matter."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture
def home(nothing_set: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new home with nothing in it."""
    monkeypatch.setenv("TWOPAGES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TWOPAGES_NEO4J_PORT", "0")
    return tmp_path / "home"


@pytest.fixture
def city_home(nothing_set: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of the shared store."""
    monkeypatch.setenv("TWOPAGES_HOME", str(settings.home))
    return settings.home


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def desk(
    scratch: Store,
    scratch_settings: Settings,
    keys: KeyRing,
    model: Model,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    """Ann and Ben, a couple, in a store that commands find."""
    monkeypatch.setenv("TWOPAGES_HOME", str(scratch_settings.home))
    monkeypatch.setenv("TWOPAGES_KEY_RING", (keys.path or tmp_path).read_text("utf-8"))
    (scratch_settings.home / "tombstones").unlink(missing_ok=True)
    empty(scratch)
    desk = Desk(scratch, keys, model, tmp_path)
    desk.deliver("household-registration", [resident(ANN, NAME), resident(BEN, "李本")])
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver("employment-registration", [employment(ANN, ACME, 姓名=NAME)])
    desk.deliver("marriage-registration", [marriage(BEN, ANN)])
    yield desk
    (scratch_settings.home / "tombstones").unlink(missing_ok=True)  # or it would bind what other tests feed from there
