"""A new dataset with attributes, a group and a code list takes Turtle only: it is fed, asked by GraphQL and read on the page."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.access.gates import Kept
from tests.feed.conftest import Desk
from tests.feed.rows import ANN, resident
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.served import served
from twopages.access import new_account, save_accounts
from twopages.app import create_app
from twopages.ontology import load_model
from twopages.ontology.model import Label
from twopages.settings import PROJECT, Settings

READERS = [{"读者证号": "R0001", "身份证号": ANN, "级别": "参考", "办证日期": "2019年3月5日"}]
QUERY = (
    """{ me { readerLevel { value source { dataset { label { en } } header delivered } } readerSince { value } } }"""
)


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """The ontology with one more file."""
    folder = tmp_path / "ontology"
    shutil.copytree(PROJECT / "ontology", folder)
    shutil.copy(Path(__file__).with_name("library_card.ttl"), folder / "sources")
    return folder


@pytest.fixture
def visitor(desk: Desk, grown: Path, settings: Settings, tmp_path: Path) -> Iterator[Visitor]:
    """Somebody who is a reader, signed in to the program over the grown ontology."""
    desk.model = load_model(grown)
    desk.deliver("household-registration", [resident(ANN)])
    desk.deliver("library-card", READERS)
    home = replace(settings, ontology=grown, home=tmp_path / "home")
    home.home.mkdir()
    shutil.copy2(settings.home / "keys.json", home.home / "keys.json")
    account = new_account("reader", "citizen", desk.entity("Person", ANN), Label("读者", "Reader"))
    save_accounts(home, [account])
    with served(create_app(home, desk.store, Kept())) as address, visiting(address) as client:
        client.sends("/sign-in", account="reader")
        yield client


def test_a_dataset_that_is_turtle_alone_is_fed_asked_and_read(visitor: Visitor, desk: Desk) -> None:
    told = visitor.post("/graphql", json={"query": QUERY}, headers=OWN).json()["data"]["me"]
    assert told["readerLevel"]["value"] == "2"
    assert told["readerLevel"]["source"] == {
        "dataset": {"label": {"en": "Library cards"}}, "header": "级别", "delivered": "参考",
    }  # fmt: skip
    assert told["readerSince"]["value"] == "2019-03-05"
    page = visitor.get(f"/person/{desk.entity('Person', ANN)}?groups=all").text
    assert "阅读" in page
    assert "参考阅览读者" in page
    assert "公共图书馆读者证" in page
    lineage = visitor.get(f"/person/{desk.entity('Person', ANN)}/value/readerLevel").text
    assert "上海市文化和旅游局" in lineage
    assert "文化旅游主题库" in lineage
