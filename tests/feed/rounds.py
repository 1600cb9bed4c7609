"""Rounds of made-up deliveries: a few subjects about whom several datasets say now this, now that, in full and as changes."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, BOLT, COY, employment, enterprise, insurance, marriage, resident

AFTER = "2021-12-31"
DAYS = ("2021-03-31", "2021-04-30", "2021-05-31", "2021-06-30")
PEOPLE, FIRMS = (ANN, BEN, COY), (ACME, BOLT)
Cells = dict[str, str]


@dataclass
class Rounds:
    """What each dataset holds, moved on at random from day to day."""

    dice: random.Random
    residents: dict[str, Cells] = field(default_factory=dict)
    firms: dict[str, Cells] = field(default_factory=dict)
    jobs: dict[str, Cells] = field(default_factory=dict)
    insured: dict[str, Cells] = field(default_factory=dict)

    def deliver(self, desk: Desk) -> list[tuple[str, Path]]:
        """Write the deliveries of all days; each with its day."""
        return [(day, path) for day in DAYS for path in self._day(desk, day)]

    def _day(self, desk: Desk, day: str) -> Iterator[Path]:
        self._move(day)
        yield desk.write("household-registration", list(self.residents.values()), day)
        yield desk.write("enterprise-registration", list(self.firms.values()), day)
        if self.dice.random() < 0.8:
            yield desk.write("employment-registration", list(self.jobs.values()), day)
        yield desk.write("social-insurance-person", self._some(list(self.insured.values())), day, "changes")
        if self.dice.random() < 0.5:
            yield desk.write("marriage-registration", self._weddings(day), day, "changes")

    def _move(self, day: str) -> None:
        for number in PEOPLE:
            self._settle(self.residents, number, 0.85, lambda number=number: self._resident(number, day))
            self._settle(self.jobs, number, 0.7, lambda number=number: self._job(number))
            self._settle(self.insured, number, 0.8, lambda number=number: self._insured(number, day))
        for code in FIRMS:
            self._settle(self.firms, code, 0.85, lambda code=code: self._firm(code, day))

    def _settle(self, rows: dict[str, Cells], key: str, there: float, make: object) -> None:
        """A row stays as it is, is told anew, or goes."""
        if self.dice.random() > there:
            rows.pop(key, None)
        elif key not in rows or self.dice.random() < 0.5:
            rows[key] = make()  # type: ignore[operator]  # a function of this file

    def _some(self, rows: Sequence[Cells]) -> list[Cells]:
        return [row for row in rows if self.dice.random() < 0.7] or list(rows[:1])

    def _resident(self, number: str, day: str) -> Cells:
        told = {"婚姻状况": self.dice.choice(["", "10", "20"]), "文化程度": self.dice.choice(["", "20", "30"])}
        updated = self.dice.choice(["2020-01-01", day])
        return resident(number, self.dice.choice(["王安", "王小安"]), **told, 更新时间=f"{updated} 08:00:00")

    def _firm(self, code: str, day: str) -> Cells:
        head = self.dice.choice([*PEOPLE, ""])
        name = f"上海{self.dice.choice('甲乙')}{FIRMS.index(code)}有限公司"
        return enterprise(code, name, LEREP_CERNO=head, S_EXT_TIMESTAMP=f"{day} 08:00:00")

    def _job(self, number: str) -> Cells:
        until = self.dice.choice(["", "2021-05-15"])
        return employment(
            number, self.dice.choice(FIRMS), 就业日期=self.dice.choice(["2015-03-01", "2021-04-15"]), 离职日期=until
        )

    def _insured(self, number: str, day: str) -> Cells:
        return insurance(
            number,
            self.dice.choice(FIRMS),
            最近缴费月份=day[:7].replace("-", ""),
            累计缴费月数=str(self.dice.randint(60, 62)),
        )

    def _weddings(self, day: str) -> list[Cells]:
        return [
            marriage(
                BEN,
                self.dice.choice([ANN, COY]),
                更新时间=f"{day} 10:00:00",
                登记日期=self.dice.choice(["2005-05-05", "2006-06-06"]),
            )
        ]


def feed(desk: Desk, deliveries: Iterable[tuple[str, Path]], until: str = AFTER) -> None:
    """Into an empty store, those up to a day."""
    desk.empty()
    for day, path in deliveries:
        if day <= until:
            assert desk.feed(path, frozenset(desk.model.datasets)).state == "loaded"
    desk.store.write(lambda tx: tx.run("MATCH (b:Batch) SET b.recordedAt = '2021-07-01T00:00:00'"))
