"""The past: a file as of a day is what a store shows that was fed no further than that day."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.feed.conftest import Desk
from tests.feed.rounds import AFTER, DAYS, FIRMS, PEOPLE, Rounds, feed
from twopages.dossier import Dossier, Dossiers, Moment, whole


def files(desk: Desk, day: str, moment: Moment) -> dict[tuple[str, str], Any]:
    """All files as of a moment, as a reader sees them; `day` is today."""
    dossiers = Dossiers(desk.store, desk.keys, desk.model, today=lambda: day)
    found = {}
    for cls, key in [*(("Person", number) for number in PEOPLE), *(("Enterprise", code) for code in FIRMS)]:
        plan = replace(whole(desk.model, cls), moment=moment)
        found[cls, key] = shown(dossiers.read(plan, desk.entity(cls, key)))
    return found


def shown(dossier: Dossier | None) -> Any:
    """What is in a file, without the present names of others; one that is not there is as good as empty."""
    if dossier is None or not (dossier.envelopes or dossier.records):
        return None
    links = {
        (link.relation, link.forward, link.far.id, frozenset(link.parts.items()), link.records, link.sources)
        for link in dossier.links
    }
    records = tuple(replace(record, delivery=None) for record in dossier.records)  # type: ignore[arg-type]
    return dossier.caption, dict(dossier.envelopes), links, records


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("order", ["by day", "late"])
def test_a_file_as_of_a_day_is_what_a_store_shows_that_was_fed_until_that_day(
    desk: Desk, seed: int, order: str
) -> None:
    dice = random.Random(seed)
    deliveries = Rounds(dice).deliver(desk)
    if order == "late":
        deliveries = late(dice, deliveries)
    feed(desk, deliveries)
    past = {day: files(desk, AFTER, Moment(recorded=day)) for day in DAYS}
    assert files(desk, AFTER, Moment(recorded=AFTER)) == files(desk, AFTER, Moment())
    for day in DAYS:
        feed(desk, deliveries, day)
        then = files(desk, day, Moment())
        assert any(then.values())
        for file in then:
            assert past[day][file] == then[file], (day, file)


def late(dice: random.Random, deliveries: list[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """Some deliveries of changes come after all the others."""
    held_up = {path for _, path in deliveries if "insurance" in path.name and dice.random() < 0.5}
    return [item for item in deliveries if item[1] not in held_up] + [item for item in deliveries if item[1] in held_up]
