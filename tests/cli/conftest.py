"""Commands run in this process, under the settings of the shared store."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from twopages.cli import app
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
