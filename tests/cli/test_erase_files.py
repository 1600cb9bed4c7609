"""The files of a store: what is left in them of somebody erased, and a restored dump, made and loaded as the handbook says."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.programs import TWOPAGES, free_port, process
from tests.cli.test_erase_processes import done, nothing_is_left, signed_in
from tests.feed.conftest import Desk
from tests.feed.erasing import NAME, texts
from tests.feed.rows import ANN, BEN, BOLT, enterprise, marriage, resident
from tests.pages.conftest import visiting
from twopages.access import new_account, save_accounts
from twopages.feed.erasures import Erasures
from twopages.graph import LocalNeo4j, Store, migrate, open_store
from twopages.keys import KeyRing
from twopages.ontology.model import Label, Model
from twopages.settings import PROJECT, Settings

FIRM = "上海雷电霹雳闪光科技发展股份有限公司"
HOME = "上海市徐汇区安福路77号"
ENDED = "MATCH (p:Person {id: $id}) RETURN p"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A home of its own, found by commands; whatever runs there in the end is stopped."""
    settings = replace(Settings(), home=tmp_path / "home", neo4j_port=0)
    for name, value in {"HOME": settings.home, "NEO4J_PORT": 0, "DEMO": 1, "CACHE": settings.cache}.items():
        monkeypatch.setenv(f"TWOPAGES_{name}", str(value))
    yield settings
    LocalNeo4j(settings).stop()


def fill(settings: Settings, store: Store, model: Model, folder: Path) -> Desk:
    """Ann and Ben, a couple, and an enterprise, whose name stands in plain."""
    migrate(store, settings.cypher)
    desk = Desk(store, KeyRing.create(settings), model, folder)
    desk.deliver("household-registration", [resident(ANN, NAME, 户籍地址=HOME), resident(BEN, "李本")])
    desk.deliver("marriage-registration", [marriage(BEN, ANN)])
    desk.deliver("enterprise-registration", [enterprise(BOLT, FIRM)])
    desk.assign()
    account = new_account("ann", "citizen", desk.entity("Person", ANN), Label("市民", "Citizen"))
    save_accounts(settings, [account])
    return desk


def written(settings: Settings, text: str) -> set[str]:
    """The kinds of files of the stopped store in which a text stands."""
    folder = settings.home / "neo4j"
    found = {path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()}
    return {re.sub(r"\d+", "N", str(path.relative_to(folder))) for path in found}


def handbook(settings: Settings, backup: Path, *more: str) -> None:
    """The commands of the handbook for a dump, as they stand there up to the dump itself, or these in its place."""
    text = (PROJECT / "docs" / "operations.md").read_text("utf-8")
    block = text.partition("### Backup and restore of the local store")[2].split("```")[1]
    lines = [line for line in block.splitlines() if not (more and "dump" in line)]
    lines[-1:] = [*more, *lines[-1:]]
    assert lines[-1] == "twopages neo4j start"
    script = "\n".join(["set -e", *lines]).replace("/backup", str(backup)).replace(".venv/bin/python", sys.executable)
    path = f"{TWOPAGES.parent}:{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-c", script],
        check=False,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert result.returncode == 0, result.stderr


def load(settings: Settings, backup: Path) -> None:
    """Restore the dump, as the handbook says."""
    told = (PROJECT / "docs" / "operations.md").read_text("utf-8")
    command = "admin database load neo4j --from-path=/backup --overwrite-destination=true"
    assert f"`{command}`" in told
    handbook(settings, backup, command, command.replace("neo4j", "system", 1))


def test_a_restored_dump_is_erased_again_before_it_is_served(here: Settings, model: Model, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    backup.mkdir()
    with LocalNeo4j(here), open_store(here) as store:
        desk = fill(here, store, model, tmp_path)
    page = f"/person/{desk.entity('Person', ANN)}"
    handbook(here, backup)
    for key in (ANN, BOLT):
        done("erase", "--ground", "unlawful", "--yes", told=key)
    load(here, backup)
    with open_store(here) as store:
        told = "".join(texts(store, desk.keys))
        assert all(text in told for text in (ANN, NAME, FIRM)), "the dump is older than the erasure"
    with process("serve", "--port", free_port()) as (_, address), visiting(address) as ann:
        signed_in(ann, "ann")
        assert ann.get(page).status_code == 404
        with open_store(here) as store:
            nothing_is_left(replace(desk, store=store), Erasures.of(here))
            assert FIRM not in "".join(texts(store, desk.keys))


def test_files_of_the_store_keep_nothing_of_it_but_pieces_of_names_in_indexes(
    here: Settings, model: Model, tmp_path: Path
) -> None:
    with LocalNeo4j(here), open_store(here) as store:
        fill(here, store, model, tmp_path)
    sealed = (ANN, NAME, BEN, HOME)
    assert {text: written(here, text) for text in sealed} == {text: set() for text in sealed}
    strings, logs = (
        "data/databases/neoNj/neostore.propertystore.db.strings",
        "data/transactions/neoNj/neostore.transaction.db.N",
    )
    assert written(here, FIRM) == {strings, logs}
    assert {name.partition("/fulltext")[0] for name in written(here, "霹雳") - {strings, logs}} == {
        "data/databases/neoNj/schema/index"
    }
    done("erase", "--ground", "unlawful", "--yes", told=BOLT)
    assert not LocalNeo4j(here).status().running, "the command stops what it started"
    assert written(here, FIRM) == set()
    assert {text: written(here, text) for text in sealed} == {text: set() for text in sealed}
