"""The whole way over a real store: a receipt is written, the serving process indexes it, its subject reads, asks and is answered."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.access.gates import Kept
from tests.dossier.graph import ADA, BEN, Small
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.served import served
from tests.pages.waiting import until
from tests.receipts.looks import receipt
from twopages.access import new_account, save_accounts
from twopages.access.looked.accounts import account_hash
from twopages.app import create_app
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Label
from twopages.receipts import Folder, ReceiptLog, verify
from twopages.settings import Settings


@pytest.fixture
def home(settings: Settings, keys: KeyRing, tmp_path: Path) -> Settings:
    """A home with the key ring of the store."""
    shutil.copy2(settings.home / "keys.json", tmp_path / "keys.json")
    return replace(settings, home=tmp_path)


@pytest.fixture
def person(open_graph: Store, keys: KeyRing) -> Iterator[str]:
    small = Small(keys)
    forget(open_graph)
    for id in (ADA, BEN):
        open_graph.write(lambda tx, id=id: tx.run("CREATE (:Entity:Looked {id: $id})", {"id": small.names[id]}))  # type: ignore[misc]
    yield small.names[ADA]
    forget(open_graph)


def forget(store: Store) -> None:
    for label in ("Look", "LookPlace", "Question", "Looked"):
        store.write(lambda tx, label=label: tx.run(f"MATCH (n:{label}) DETACH DELETE n"))  # type: ignore[misc]


def test_from_the_receipt_to_the_answer(open_graph: Store, keys: KeyRing, home: Settings, person: str) -> None:
    citizen = new_account("citizen", "citizen", person, Label("市民", "Citizen"))
    auditor = new_account("auditor", "auditor", None, Label("审计", "Auditor"))
    save_accounts(home, [citizen, auditor])
    own = account_hash(keys, "citizen")
    with ReceiptLog(Folder.of(home), keys) as log, served(create_app(home, open_graph, Kept())) as address:
        log.write([receipt(subject=person, organisation="civil-affairs"), receipt(subject=person, account=own)])
        with visiting(address) as one, visiting(address) as other:
            for visitor, account in ((one, "citizen"), (other, "auditor")):
                visitor.post("/sign-in", data={"account": account}, headers=OWN, follow_redirects=False)
            path = f"/person/{person}/looked"
            until(lambda: "本人的查看" in one.reads(path))
            look = look_of(one, path)
            one.sends(path, look=look, text="为什么？", query="")
            waiting = other.reads("/questions")
            assert "为什么？" in waiting
            action = re.search(r'action="(/questions/[^"]+)"', waiting)
            assert action
            assert "没有待答的疑问" in other.sends(action[1], text="为办理一件事。")
            assert "为办理一件事。" in one.reads(path)
            assert one.get(f"/person/{'f' * 32}/looked").status_code == 404
    assert verify(Folder.of(home), keys.public_keys).faults == ()


def look_of(visitor: Visitor, path: str) -> str:
    (look,) = re.findall(r'id="look-([0-9a-f]{32})"', visitor.reads(path).split('id="own-title"')[0])
    return str(look)
