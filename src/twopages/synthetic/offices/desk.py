"""What every department has on its desk while it writes a table."""

from dataclasses import dataclass

import numpy as np

from twopages.ontology.model import Model
from twopages.synthetic.cells import Cells, labelled, plain
from twopages.synthetic.city import City
from twopages.synthetic.dirt import Dirt
from twopages.synthetic.numbers import nobodys_credit, nobodys_identity
from twopages.synthetic.texts import Days, Flags, Ints, Rng, Text, after, between, moments, where


@dataclass(frozen=True, slots=True)
class Desk:
    """The city, the code lists, how careless the department is, and its dice."""

    city: City
    model: Model
    dirt: Dirt
    rng: Rng

    def label(self, codes: Text, code_list: str) -> Cells:
        """Codes as their Chinese labels."""
        return labelled(codes, self.model.code_lists[code_list])

    def chance(self, rate: float, count: int) -> Flags:
        """Which rows a chance falls on."""
        return self.rng.random(count) < rate

    def some(self, rate: float, rows: Ints) -> Ints:
        """The rows that a chance falls on; one at least, so that no small city lacks the data set."""
        chosen = rows[self.chance(rate, len(rows))]
        return chosen if len(chosen) else rows[:1]

    def updated(self, count: int, days: int = 900) -> Cells:
        """When each row was last written, within so many days."""
        last = self.city.as_of - 1
        return plain(moments(self.rng, between(self.rng, np.full(count, last - days), last, count)))

    def employer(self, firm: Ints) -> tuple[Text, Text]:
        """Code and name of employers; those outside the city have numbers that nobody holds."""
        firms = self.city.firms
        outside = firm < 0
        code = where(outside, nobodys_credit(self.rng, len(firm)), firms.key[firm])
        return code, where(outside, "外地用人单位", firms.name[firm])

    def strangers(self, count: int) -> Text:
        """Identity numbers of people whom the city does not know."""
        sex = self.rng.integers(1, 3, count)
        birth = after(np.full(count, self.city.as_of), -self.rng.uniform(20, 70, count))
        return nobodys_identity(birth, sex, self.rng)


def stale(desk: Desk, now: Text, before: Text) -> Text:
    """What was true before, where nobody has brought the row up to date."""
    return where(desk.chance(desk.dirt.stale, len(now)) & (before != ""), before, now)


def long_ago(days: Days, rows: Flags) -> Days:
    """The days of the flagged rows, none for the others."""
    return np.where(rows, days, np.datetime64("NaT", "D"))
