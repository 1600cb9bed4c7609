"""Staging: what an office knows becomes the rows of a delivery, in the database, cell by cell as written and as meant.

The office's SQL gives `clean`: a column a header, canonical values. `stage` has the same rows in the same order: `n` (from 0),
`late`, `copy` and `fate`, then for column i `t<i>` (the text of the file) and, where the answer key needs
them, `m<i>` (what it means), `f<i>` (the reasons one of which a failing cell has) and `u<i>` (nobody can say what is read).
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

import duckdb

from twopages.ontology.model import Column, Dataset, Model, Target
from twopages.synthetic.dirt import Dirt
from twopages.synthetic.faults import KEYS, Fault, Spot, faults_of
from twopages.synthetic.offices import statement
from twopages.synthetic.spelling import Written, default_of, listed, name, quoted, settled, written
from twopages.synthetic.turns import EDITED, HISTORY, Turn

POOL = 64  # values of other rows out of which a source takes a wrong one
SURE = frozenset({"fullName", "sex", "birthDate", "enterpriseName"})  # seldom at odds: departments compare them
SELDOM = 0.05  # of the usual rate
_SCALE = 2**63


@dataclass(frozen=True, slots=True)
class Stage:
    """A dataset whose rows stand ready in the table `stage`; `meant` says whether their meanings do."""

    dataset: Dataset
    columns: tuple[Column, ...]  # those of the file
    count: int
    meant: bool


@dataclass(frozen=True, slots=True)
class Stager:
    """Stages the datasets of one round; `turn` is the round."""

    database: duckdb.DuckDBPyConnection
    model: Model
    dirt: Dirt
    turn: Turn

    def stage(self, dataset: Dataset, *, meant: bool) -> Stage:
        """Run an office and write its rows down; ValueError where its SQL does not give the columns of the dataset."""
        self._run(dataset)
        return self.stage_again(dataset, "true", meant=meant)

    def stage_again(self, dataset: Dataset, chosen: str, *, meant: bool) -> Stage:
        """Write down those rows of the office that ran last for which a condition over the headers holds."""
        columns = delivered(dataset)
        sheet = _Sheet(self, dataset, columns, self._kinds("clean"), meant, chosen)
        self._write_down(dataset, sheet.sql())
        self._old_registrations(dataset, columns, meant)
        return Stage(dataset, columns, self._count("stage"), meant)

    def _kinds(self, table: str) -> list[str]:
        return [row[1] for row in self.database.execute(f"describe {table}").fetchall()]

    def _count(self, table: str) -> int:
        return int(self.database.execute(f"select count(*) from {table}").fetchall()[0][0])

    def _write_down(self, dataset: Dataset, sheet: str) -> None:
        """Make `stage`."""
        try:
            self.database.execute(f"create or replace temp table stage as {sheet}")
        except duckdb.Error as error:
            raise ValueError(f"{dataset.id}: {error}") from error

    def _run(self, dataset: Dataset) -> None:
        """Make the table `clean`."""
        try:
            self.database.execute(f"create or replace temp table clean as {statement(dataset)}")
        except duckdb.Error as error:
            raise ValueError(f"The SQL of {dataset.id} does not run: {error}") from error
        found = {row[0]: row[1] for row in self.database.execute("describe clean").fetchall()}
        wanted = [column.header for column in delivered(dataset)]
        if list(found) != wanted:
            odd = [header for header in (*wanted, *found) if (header in found) != (header in wanted)]
            raise ValueError(
                f"The SQL of {dataset.id} must give the columns {', '.join(wanted)}, in this order; at odds: {odd}"
            )
        doubles = [header for header, kind in found.items() if kind in ("DOUBLE", "FLOAT")]
        if doubles:
            raise ValueError(
                f"The SQL of {dataset.id} gives floating numbers: {', '.join(doubles)}; cast them to DECIMAL"
            )

    def _old_registrations(self, dataset: Dataset, columns: tuple[Column, ...], meant: bool) -> None:
        """The registration number that an enterprise had before its credit code, in place of it."""
        for place, column in enumerate(columns):
            if column.recipe.kind == "uscc" and not dataset.registers and self.dirt.old_registration:
                salt = f"old registration {dataset.id} {column.header}"
                also = f", m{place} = r.registration" if meant else ""
                self.database.execute(
                    f"update stage set t{place} = r.registration{also} from firm r where r.key = stage.t{place}"
                    f" and r.established < date '2015-10-01' and chance({self.dirt.old_registration}, {quoted(salt)}, stage.n)"
                )


def delivered(dataset: Dataset) -> tuple[Column, ...]:
    """The columns that stand in the files of a dataset."""
    return tuple(column for column in dataset.columns if not column.virtual)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The SQL that writes one dataset down."""

    stager: Stager
    dataset: Dataset
    columns: tuple[Column, ...]
    kinds: list[str]
    meant: bool
    chosen: str

    def sql(self) -> str:
        """The whole statement, from the inside out: what is known, what a careless office holds, as written, as soiled."""
        rates = {key: float(value) for key, value in asdict(self.stager.dirt).items()}
        soiled = [faults_of(Spot(self.dataset, column), rates) for column in self.columns]
        turn, order = self.stager.turn, "" if self.chosen == "true" else " order by n"
        known = f"select rowid as n, {turn.fates(self.dataset, rates['duplicate'])}, * from clean where {self.chosen}"
        held = f"select n, late, copy, fate, {self._held(rates)} from ({known}) where {turn.chosen}"
        told = f"select n, late, copy, fate, {', '.join(self._told())} from ({held})"
        settling = ", ".join(
            f"t{place}, d{place}, {settled(column, f't{place}', f'm{place}')} as m{place}"
            for place, column in enumerate(self.columns)
        )
        drawn = (
            f"select *, {', '.join(self._drawn(soiled))} from (select n, late, copy, fate, {settling} from ({told}))"
        )
        return f"select n, late, copy, fate, {', '.join(self._soiled(soiled))} from ({drawn}){order}"

    def _dice(self, salt: str, place: int) -> str:
        return f"(dice({quoted(f'{salt} {self.dataset.id} {self.columns[place].header}')}, n) >> 1)::bigint"

    def _held(self, rates: Mapping[str, float]) -> str:
        """What the office holds: the change of this round, a value at odds with better sources, or somebody unknown."""
        pools = self._pools(rates)
        return ", ".join(f"{self._holding(place, rates, pools)} as c{place}" for place in range(len(self.columns)))

    def _holding(self, place: int, rates: Mapping[str, float], pools: Mapping[int, float]) -> str:
        column, value = self.columns[place], name(self.columns[place].header)
        if place in pools:
            dice = self._dice("conflict", place)
            pool = self._pool(column.header)
            other = f"({listed(pool)}::{self.kinds[place]}[])[1 + ({dice} & 65535) % {max(1, len(pool))}]"
            value = (
                f"case when {value} is not null and {dice} < {int(pools[place] * _SCALE)} then {other} else {value} end"
            )
        if (
            rates["nobody"]
            and Target("subject") in column.targets
            and not self.dataset.registers
            and column.recipe.kind in KEYS
        ):
            stranger = "stranger_credit" if column.recipe.kind == "uscc" else "stranger_identity"
            salt = f"nobody {self.dataset.id}"
            falls = f"chance({rates['nobody']}, '{salt}', n) and len({value}) = 18"
            value = f"case when {falls} then {stranger}('{salt} number', n) else {value} end"
        return self.stager.turn.changed(self.dataset, column, value, self.kinds[place])

    def _pools(self, rates: Mapping[str, float]) -> dict[int, float]:
        """The columns in which this source may be at odds with a better one, with the chance of it."""
        found: dict[int, float] = {}
        for place, column in enumerate(self.columns):
            named = [target.name for target in column.targets if target.role == "attribute"]
            only = all(target.role in ("attribute", "part") for target in column.targets)
            behind = [one for one in named if self.stager.model.rank(one, self.dataset.id) > 1]
            if (
                behind
                and only
                and not column.cases
                and not column.adds_up
                and column.header not in self.dataset.key_columns
            ):
                rate = rates["conflict"] * (SELDOM if set(named) & SURE else 1)
                found |= {place: rate} if rate else {}
        return found

    def _pool(self, header: str) -> list[str]:
        """Some values of a column."""
        some = f"select {name(header)}::varchar as v from clean where {name(header)} is not null order by rowid limit {POOL}"
        return [
            row[0] for row in self.stager.database.execute(f"select distinct v from ({some}) order by v").fetchall()
        ]

    def _told(self) -> Iterator[str]:
        for place, column in enumerate(self.columns):
            cell = self._written(place, column)
            yield f"{cell.text} as t{place}, {cell.means} as m{place}, {self._dice('dirt', place)} as d{place}"

    def _written(self, place: int, column: Column) -> Written:
        return written(column, f"c{place}", self.kinds[place], self._dice("spelling", place))

    def _drawn(self, soiled: list[list[tuple[float, Fault]]]) -> Iterator[str]:
        """At most one fault a cell: each takes its share of one throw; `x<i>` is its number, 0 for none."""
        for place, faults in enumerate(soiled):
            low, whens = 0.0, []
            for number, (rate, fault) in enumerate(faults, 1):
                low += rate
                there = f"t{place} is not null and m{place} is not null and ({_filled(fault.when, place)})"
                whens.append(f"when d{place} < {min(int(low * _SCALE), _SCALE - 1)} then if({there}, {number}, 0)")
            careful = f"when fate in ('{EDITED}', '{HISTORY}') then 0 " if self._touched(place) else ""
            yield (
                f"(case {careful}{' '.join(whens)} else 0 end)::utinyint as x{place}"
                if whens
                else f"0::utinyint as x{place}"
            )

    def _touched(self, place: int) -> bool:
        return self.stager.turn.touches(self.dataset, self.columns[place])

    def _soiled(self, soiled: list[list[tuple[float, Fault]]]) -> Iterator[str]:
        for place, faults in enumerate(soiled):
            column = self.columns[place]
            text = _cases(place, [fault.text for _, fault in faults], f"t{place}")
            yield f"nullif({text}, '') as t{place}"
            if self.meant:
                means = _cases(place, [fault.means for _, fault in faults], f"m{place}")
                yield f"coalesce({_defaulted(column, text, means)}, '') as m{place}"
                yield f"{_cases(place, [quoted(fault.reasons) for _, fault in faults], quoted(''))} as f{place}"
                doubts = [number for number, (_, fault) in enumerate(faults, 1) if fault.unsure]
                yield f"x{place} in ({', '.join(map(str, doubts))}) as u{place}" if doubts else f"false as u{place}"


def _cases(place: int, ways: list[str], otherwise: str) -> str:
    """What each fault makes of a cell; those that leave it as it is are not mentioned."""
    told = [(number, _filled(way, place)) for number, way in enumerate(ways, 1)]
    whens = " ".join(f"when {number} then {way}" for number, way in told if way != otherwise)
    return f"case x{place} {whens} else {otherwise} end" if whens else otherwise


def _filled(template: str, place: int) -> str:
    for letter in "tmd":
        template = template.replace(f"{{{letter}}}", f"{letter}{place}")
    return template


def _defaulted(column: Column, text: str, means: str) -> str:
    return f"if({text} is null, {quoted(default_of(column))}, {means})" if column.recipe.default else means
