"""Rounds of deliveries: the first, in full, and the next, with what has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from twopages.ontology.model import Model
from twopages.synthetic.answer_key import NAME, write_key
from twopages.synthetic.answers import answer
from twopages.synthetic.changes import Round, first_round, next_round
from twopages.synthetic.city import City, build
from twopages.synthetic.demo import Demo
from twopages.synthetic.dirt import Dirt
from twopages.synthetic.tables import tables
from twopages.synthetic.texts import Streams
from twopages.synthetic.texts import day as iso_day
from twopages.synthetic.writing import Delivered, deliver


@dataclass(frozen=True, slots=True)
class CityReport:
    """What was written: the deliveries by data set, the answer key, and whom to show."""

    folder: Path
    as_of: str
    persons: int
    enterprises: int
    deliveries: Mapping[str, Delivered]
    answer_key: Path
    demo: tuple[Demo, ...]

    @property
    def rows(self) -> int:
        """All rows delivered."""
        return sum(delivered.rows for delivered in self.deliveries.values())


def write_city(  # noqa: PLR0913 (everything that makes one city differ from another)
    model: Model, out: Path, *, persons: int, enterprises: int, seed: int, as_of: str = "2021-06-30", dirt: Dirt | None = None
) -> CityReport:  # fmt: skip
    """Write the full deliveries of a city and their answer key into a folder; the same seed gives the same bytes."""
    streams = Streams(seed)
    city = build(model, streams, persons, enterprises, iso_day(as_of))
    return _write(model, out, city, first_round(tables(model, city, streams, dirt or Dirt()), streams), as_of)


def write_changes(  # noqa: PLR0913 (the same, and the day of the next round)
    model: Model, out: Path, *, persons: int, enterprises: int, seed: int, as_of: str = "2021-06-30", day: str = "2021-07-31",
    dirt: Dirt | None = None,
) -> CityReport:  # fmt: skip
    """Write the next round of deliveries of the city that `write_city` wrote with the same arguments, as of `day`.

    Some data sets come as changes, some in full; their answer key is that of both rounds together.
    """
    streams = Streams(seed)
    city = build(model, streams, persons, enterprises, iso_day(as_of))
    return _write(model, out, city, next_round(model, tables(model, city, streams, dirt or Dirt()), streams, day), day)


def _write(model: Model, out: Path, city: City, written: Round, as_of: str) -> CityReport:
    out.mkdir(parents=True, exist_ok=True)
    batches = written.batches
    deliveries = {name: deliver(batch.table, batch.rows, out, as_of, batch.mode) for name, batch in batches.items()}
    demo = write_key(out, model, city, answer(model, written.tables), (batches, deliveries))
    people, firms = len(city.people), len(city.firms)
    return CityReport(out, as_of, people, firms, deliveries, out / NAME, tuple(demo))
