"""An installation of its own to measure on: a real store, a synthetic city, the program as its users start it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path

import neo4j

from twopages.access import Account, new_account, save_accounts
from twopages.graph import LocalNeo4j, Store, open_store
from twopages.graph.layout import USER, Layout
from twopages.graph.local import bolt_address
from twopages.graph.migrations import migrate
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.ontology.model import Label, Model
from twopages.settings import Settings

PATIENCE = 60.0
UNHINDERED = {
    "RATE_VIEWER": 100_000_000,
    "RATE_ADDRESS": 100_000_000,
}  # requests are counted, as in a city, and not refused


@dataclass(frozen=True)
class Place:
    """Where measurements run."""

    settings: Settings
    model: Model
    keys: KeyRing
    store: Store
    citizen: Account

    def environment(self, **more: object) -> dict[str, str]:
        """What a program started here is told, and what else."""
        told = {"HOME": self.settings.home, "PORT": self.settings.port, "DEMO": 1, "NEO4J_PORT": 0, **UNHINDERED}
        return os.environ | {f"TWOPAGES_{name}": str(value) for name, value in (told | more).items()}

    @contextmanager
    def program(self, *arguments: str, **more: object) -> Iterator[subprocess.Popen[bytes]]:
        """The program, running, told some settings more; ended by its id afterwards."""
        command = [str(Path(sys.executable).with_name("twopages")), *arguments]
        child = subprocess.Popen(command, env=self.environment(**more))
        try:
            yield child
        finally:
            child.terminate()
            child.wait(PATIENCE)

    def apart(self) -> dict[str, object]:
        """What tells a second program to use the same store under a home of its own: one home has one log of receipts."""
        other, layout = self.settings.home.with_name("apart"), Layout.of(self.settings)
        other.mkdir(mode=0o700, exist_ok=True)
        for path in self.settings.home.glob("*.json"):
            shutil.copy(path, other)  # with its mode
        return {
            "HOME": other,
            "NEO4J_URI": bolt_address(layout),
            "NEO4J_USER": USER,
            "NEO4J_PASSWORD": layout.password(),
        }

    def driver(self) -> neo4j.Driver:
        """The store by the bare driver, for references; to be closed."""
        layout = Layout.of(self.settings)
        return neo4j.GraphDatabase.driver(
            bolt_address(layout), auth=(USER, layout.password()), notifications_min_severity="OFF"
        )

    def connect(self, port: int = 0) -> HTTPConnection:
        """A kept connection to the served program, or to the one at a port of its own."""
        connection = HTTPConnection(self.settings.host, port or self.settings.port, timeout=PATIENCE)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def wait_ready(self, port: int = 0) -> None:
        """Until the program says that it is ready, or the one at a port of its own."""
        deadline = time.monotonic() + PATIENCE
        while not self._ready(port or self.settings.port):
            if time.monotonic() > deadline:
                raise TimeoutError("the program does not get ready")
            time.sleep(0.01)

    def _ready(self, port: int) -> bool:
        connection = HTTPConnection(self.settings.host, port, timeout=1)
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def child(self, module: str, *arguments: str) -> dict[str, float]:
        """What a measuring child process prints, as JSON."""
        command = [sys.executable, "-m", module, *arguments]
        told = subprocess.run(command, env=self.environment(), stdout=subprocess.PIPE, check=True)
        found: dict[str, float] = json.loads(told.stdout)
        return found


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def place(home: Path) -> Iterator[Place]:
    """An empty installation with its store running."""
    settings = replace(Settings(), home=home, neo4j_port=0, port=free_port(), demo=True)
    citizen = new_account("citizen", "citizen", None, Label("市民", "Citizen"))
    keys = KeyRing.create(settings)
    save_accounts(settings, [citizen])
    with LocalNeo4j(settings), open_store(settings) as store:
        migrate(store, settings.cypher)
        yield Place(settings, load_model(settings.ontology), keys, store, citizen)
