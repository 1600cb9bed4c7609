"""Erasing a subject: nothing of it stays in the store, nothing comes back, and everybody else keeps what is their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, COY, employment, enterprise, insurance, marriage, resident
from twopages.feed.erase import Eraser, ids_of
from twopages.feed.erasures import Erasures
from twopages.feed.records import Rooms

DAY, GROUND = "2021-07-01", "consent-withdrawn"


def city(desk: Desk) -> list[Path]:
    """Ann, her husband Ben, and Acme, which she works for and represents."""
    return [
        desk.write("household-registration", [resident(ANN, "安阿安"), resident(BEN, "李本")]),
        desk.write("enterprise-registration", [enterprise(ACME, NAME="安阿安", LEREP_CERNO=ANN)]),
        desk.write("employment-registration", [employment(ANN, ACME), employment(BEN, ACME)]),
        desk.write("marriage-registration", [marriage(BEN, ANN)]),
    ]


@pytest.fixture
def eraser(desk: Desk, tmp_path: Path) -> Eraser:
    return Eraser(desk.store, Rooms(desk.model, desk.keys), Erasures(tmp_path / "tombstones"))


def test_first(desk: Desk, eraser: Eraser) -> None:
    for path in city(desk):
        desk.feed(path)
    desk.assign()
    print(eraser.look(ids_of(desk.model, desk.keys, ANN)).counts())
    found = eraser.erase(ids_of(desk.model, desk.keys, ANN), DAY, GROUND)
    for item in sorted(desk.snapshot(), key=str):
        print(item)
    assert 0
