"""What looks through the logs of the suite finds what is personal, and nothing else."""

import logging
from pathlib import Path

import pytest

from tests.conftest import City
from tests.feed.rows import ANN
from tests.quiet import Said, look_through, names_of, overheard, personal
from twopages.ontology.model import Model


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"row {ANN} failed", [ANN]),
        (f"row {ANN[:-1]}0 failed" if ANN[-1] != "0" else f"row {ANN[:-1]}1 failed", []),
        ("called 13900000000 twice", ["13900000000"]),
        ("store 968970650542596130 opened", []),
        (f"id a{ANN}", []),
        ("白宇涵 was here", ["白宇涵"]),
    ],
)
def test_identity_numbers_and_known_values_are_found(text: str, found: list[str]) -> None:
    assert personal(text, ["白宇涵", "13900000000"]) == found


def test_loggers_and_files_are_looked_through(model: Model, tmp_path: Path) -> None:
    said = Said()
    said.handle(logging.makeLogRecord({"name": "twopages.anything", "msg": "row of %s", "args": (ANN,)}))
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "debug.log").write_text(f"{ANN}\n", "utf-8")
    assert look_through(model, tmp_path, said) == [f"{tmp_path}/logs/debug.log: ['{ANN}']", f"loggers: ['{ANN}']"]
    (tmp_path / "logs" / "debug.log").unlink()
    assert look_through(model, tmp_path, Said()) == []


def test_what_any_logger_says_is_heard_with_its_error() -> None:
    with overheard() as said:
        try:
            raise ValueError("a word of the error")
        except ValueError:
            logging.getLogger("twopages.anything").exception("it broke")
    assert "twopages.anything it broke" in said.lines[0]
    assert "a word of the error" in said.lines[0]


def test_the_people_of_the_city_are_known(model: Model, city: City) -> None:
    known = names_of(model, city.key)
    assert {person["name"] for person in city.key["demo"]} <= known
    assert {person["key"] for person in city.key["demo"] if person["key"].isalnum()} & known
    assert len(known) > 500
