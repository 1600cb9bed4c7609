"""What all commands share: help, one clear line for an error, exit codes."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from tests.cli.conftest import Run
from twopages.cli.commands import COMMANDS
from twopages.cli.frame import Commands
from twopages.errors import KeyRingError, StoreError


def failing(error: BaseException) -> Result:
    app = typer.Typer(cls=Commands, pretty_exceptions_enable=False)

    @app.command()
    def fail() -> None:
        raise error

    @app.command()
    def other() -> None: ...

    return CliRunner().invoke(app, ["fail"])


@pytest.mark.parametrize(
    "name", [*COMMANDS, "neo4j start", "neo4j shell-url", "ontology dictionary", "keys create", "receipts verify"]
)
def test_every_command_says_what_it_does(run: Run, name: str) -> None:
    result = run(*name.split(), "--help")
    assert result.exit_code == 0
    assert "--help" in result.stdout


def test_an_unknown_command_is_told_in_usage(run: Run) -> None:
    result = run("fead")
    assert result.exit_code == 2
    assert "No such command" in result.stderr


@pytest.mark.parametrize(("kind", "code"), [(StoreError, 5), (KeyRingError, 6)])
def test_an_error_is_one_line_and_an_exit_code(kind: type[StoreError], code: int) -> None:
    result = failing(kind("The store is gone.", "Bring it back."))
    assert (result.exit_code, result.stderr, result.stdout) == (
        code,
        "twopages: The store is gone. Bring it back.\n",
        "",
    )


def test_a_full_disk_is_one_line_that_says_where() -> None:
    result = failing(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data/home"))
    assert result.exit_code == 1
    assert result.stderr.startswith("twopages: No space left on device: /data/home. Make room")
    assert result.stderr.count("\n") == 1


def test_an_interrupted_command_ends_quietly() -> None:
    result = failing(KeyboardInterrupt())
    assert (result.exit_code, result.stderr, result.stdout) == (130, "", "")


def test_a_setting_that_cannot_be_read_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOPAGES_PORT", "eighty")
    result = run("neo4j", "status")
    assert result.exit_code == 2
    assert "TWOPAGES_PORT" in result.stderr


def test_help_loads_none_of_the_rooms() -> None:
    script = (
        "import sys; from twopages.cli import app; app(['--help'], standalone_mode=False); "
        "loaded = {name.split('.')[1] for name in sys.modules if name.startswith('twopages.')}; "
        "assert loaded <= {'cli', 'errors', 'settings'}, loaded; "
        "assert not {'neo4j', 'rdflib', 'pyarrow', 'uvicorn', 'strawberry'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, cwd=Path(__file__).parents[2])


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout.strip() == "0.1.0"
