"""The store that a command works on: the server that a setting names, else the local one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from twopages.cli.frame import Report, download_bar, tell
from twopages.errors import SettingError
from twopages.settings import Settings

if TYPE_CHECKING:
    from twopages.graph import LocalNeo4j, Store
    from twopages.keys import KeyRing
    from twopages.ontology.model import Model

FETCHING = "Fetching Neo4j"


@dataclass(frozen=True, slots=True)
class Installation:
    """What a command that reads or writes files needs: the settings, the key ring and the ontology."""

    settings: Settings
    keys: "KeyRing"
    model: "Model"

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """The installation that the settings name."""
        from twopages.keys import KeyRing
        from twopages.ontology import load_model

        return cls(settings, KeyRing.load(settings), load_model(settings.ontology))

    @classmethod
    def make(cls, settings: Settings) -> Self:
        """The same, with a key ring made first where there is none."""
        from twopages.keys import KeyRing

        KeyRing.create(settings)
        return cls.load(settings)


@contextmanager
def running_store(settings: Settings) -> Iterator["Store"]:
    """The store, connected; a local one that does not run is started, and stopped again at the end."""
    from twopages.graph import LocalNeo4j, open_store

    with ExitStack() as stack:
        if not settings.neo4j_uri and not LocalNeo4j(settings).status().running:
            _start(settings, stack)
        yield stack.enter_context(open_store(settings))


def _start(settings: Settings, stack: ExitStack) -> None:
    from twopages.graph import LocalNeo4j

    tell(f"Starting Neo4j under {settings.home}")
    with download_bar(FETCHING) as report:
        stack.enter_context(LocalNeo4j(settings, report=report))


def local_store(settings: Settings, report: Report | None = None) -> "LocalNeo4j":
    """The local store, to start or stop it; refused where a setting names a server instead."""
    from twopages.graph import LocalNeo4j

    if settings.neo4j_uri:
        mend = "Start and stop it where it runs, or unset TWOPAGES_NEO4J_URI."
        raise SettingError("TWOPAGES_NEO4J_URI names a server that is not this program's.", mend)
    return LocalNeo4j(settings, owned=False, report=report)
