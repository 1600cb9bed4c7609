"""The program as it is served, in a process of its own, over the store of the city: what it holds in memory is its own alone."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from tests.cli.programs import free_port
from twopages.access import Account, new_account, save_accounts
from twopages.graph.layout import USER, Layout
from twopages.graph.local import bolt_address
from twopages.ontology.model import Label
from twopages.settings import Settings

OFFICE = "civil-affairs"
PATIENCE = 120.0
RATES = ("VIEWER", "ADDRESS", "STRANGER", "SIGN_IN", "LOOK_UP")


@dataclass(frozen=True)
class Program:
    """Where it answers, who may ask it, and its process."""

    address: str
    port: int
    tokens: Mapping[str, str]
    pid: int

    def client(self, role: str = "caseworker") -> httpx.Client:
        headers = {"authorization": f"Bearer {self.tokens[role]}"}
        return httpx.Client(base_url=self.address, headers=headers, trust_env=False, timeout=PATIENCE)

    def most_memory(self) -> float:
        """The most that was resident at any time, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1024


@contextmanager
def program(settings: Settings, home: Path, subject: str) -> Iterator[Program]:
    """Serve until the block ends; the citizen is the subject, the caseworker approves. What it says is no trace of an error."""
    shutil.copy2(settings.home / "keys.json", home / "keys.json")
    roles = {"citizen": subject, "caseworker": None, "steward": None, "auditor": None}
    offices = {"caseworker": (OFFICE, ("approver",))}
    accounts = [new_account(role, role, id, Label(role, role), *offices.get(role, ())) for role, id in roles.items()]  # type: ignore[arg-type]
    save_accounts(replace(settings, home=home), accounts)
    said, port = home / "said.log", free_port()
    command = [sys.executable, "-c", "from twopages.cli import main; main()", "serve", "--port", str(port)]
    with said.open("wb") as log, subprocess.Popen(command, env=_environment(settings, home), stderr=log) as child:
        try:
            yield _ready(port, accounts, child)
        finally:
            child.terminate()
            child.wait(PATIENCE)
    assert "Traceback" not in said.read_text("utf-8")


def _environment(settings: Settings, home: Path) -> dict[str, str]:
    layout = Layout.of(settings)
    told = {"HOME": home, "DEMO": 1, "NEO4J_URI": bolt_address(layout), "NEO4J_USER": USER}
    told |= {"NEO4J_PASSWORD": layout.password(), **{f"RATE_{name}": 0 for name in RATES}}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TWOPAGES_")}
    return kept | {f"TWOPAGES_{name}": str(value) for name, value in told.items()}


def _ready(port: int, accounts: list[Account], child: "subprocess.Popen[bytes]") -> Program:
    made = Program(f"http://127.0.0.1:{port}", port, {item.account: item.token for item in accounts}, child.pid)
    deadline = time.monotonic() + PATIENCE
    while not _answers(made.address):
        assert child.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return made


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
