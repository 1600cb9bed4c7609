"""Rounds of deliveries: the first, in full, and the next, with what has changed since and what comes out of order."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from twopages.ontology.model import Dataset, Model
from twopages.synthetic.answer_key import NAME, Taken, write_key
from twopages.synthetic.city import build
from twopages.synthetic.demo import Demo
from twopages.synthetic.dirt import Dirt
from twopages.synthetic.offices import known
from twopages.synthetic.sampling import SMALL, Sample, in_order
from twopages.synthetic.staging import Stager
from twopages.synthetic.tables import Batch, read
from twopages.synthetic.texts import Streams
from twopages.synthetic.texts import day as iso_day
from twopages.synthetic.turns import EARLIER, Mode, Turn
from twopages.synthetic.world import world
from twopages.synthetic.writing import Delivered, Writer


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
    made = _Made(model, persons, enterprises, seed, as_of, dirt or Dirt())
    return made.write(out, (Turn("first", as_of, as_of),))


def write_changes(  # noqa: PLR0913 (the same, and the day of the next round)
    model: Model, out: Path, *, persons: int, enterprises: int, seed: int, as_of: str = "2021-06-30", day: str = "2021-07-31",
    dirt: Dirt | None = None,
) -> CityReport:  # fmt: skip
    """Write the next round of deliveries of the city that `write_city` wrote with the same arguments, as of `day`.

    Some data sets come as changes, some in full, some also with a belated delivery of an older day; their answer key is that of
    both rounds together.
    """
    made = _Made(model, persons, enterprises, seed, as_of, dirt or Dirt())
    earlier = str(date.fromisoformat(as_of) - timedelta(days=EARLIER))
    return made.write(out, (Turn("next", as_of, day), Turn("belated", as_of, earlier)))


@dataclass(frozen=True, slots=True)
class _Made:
    """One city, as its arguments make it."""

    model: Model
    persons: int
    enterprises: int
    seed: int
    as_of: str
    dirt: Dirt

    def world(self) -> duckdb.DuckDBPyConnection:
        streams, day = Streams(self.seed), iso_day(self.as_of)
        return world(self.model, build(self.model, streams, self.persons, self.enterprises, day), self.seed)

    def write(self, out: Path, turns: tuple[Turn, ...]) -> CityReport:
        with closing(self.world()) as database, Writer(out, database) as writer:
            sample = Sample.drawn(database) if self.persons > SMALL else None
            taken = list(self._turns(database, writer, turns, sample))
            demo = write_key(out, self.model, database, taken, writer.written, sample)
        main = {one.dataset: one for one in writer.written if one.day == turns[0].now}
        return CityReport(out, turns[0].now, self.persons, self.enterprises, main, out / NAME, tuple(demo))

    def _turns(
        self, database: duckdb.DuckDBPyConnection, writer: Writer, turns: tuple[Turn, ...], sample: Sample | None
    ) -> Iterator[Taken]:
        datasets = written_by_offices(self.model)
        for dataset in in_order(datasets) if sample else datasets:
            for turn in turns:
                mode = turn.mode(dataset)
                if mode is not None or turn.kind != "belated":
                    stager = Stager(database, self.model, self.dirt, turn)
                    yield Taken(turn, mode, self._take(stager, writer, dataset, mode, sample))

    def _take(
        self, stager: Stager, writer: Writer, dataset: Dataset, mode: Mode | None, sample: Sample | None
    ) -> Batch:
        """Write what a dataset delivers, and read what the key needs of it."""
        stage = stager.stage(dataset, meant=sample is None)
        if mode is not None:
            writer.write(stage, stager.turn, mode)
        if sample is None:
            return read(stager.database, stage, stager.turn)
        sample.tie(self._again(stager, dataset, sample.told(self.model, dataset)))
        return self._again(stager, dataset, sample.needed(self.model, dataset))

    def _again(self, stager: Stager, dataset: Dataset, chosen: str) -> Batch:
        return read(stager.database, stager.stage_again(dataset, chosen, meant=True), stager.turn)


def written_by_offices(model: Model) -> list[Dataset]:
    """The datasets that the model and the offices both know."""
    offices = known()
    return [dataset for dataset in model.datasets.values() if dataset.id in offices]
