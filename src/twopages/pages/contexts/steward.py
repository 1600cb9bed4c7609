"""What the steward sees of the deliveries: what came, and that every row of it is accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from twopages.ontology.model import Model
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.reader import BatchRow, QuarantinedRow
from twopages.pages.showing import Showing
from twopages.values import Fault

_KEYS: Final = ("unchanged", "accepted", "waiting", "quarantined", "pending")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows ended in one way."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery in the list; the `outcomes` add up to `rows`."""

    dataset: str
    department: str
    file: str
    as_of: str
    mode: str
    state: str
    state_text: str
    rows: int
    outcomes: tuple[Outcome, ...]
    href: str


@dataclass(frozen=True, slots=True)
class DeliveriesPage:
    """What the template of the list of deliveries is told."""

    frame: Frame
    lines: tuple[DeliveryLine, ...]
    rows: int
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A row that was put aside."""

    row: int
    column: str
    reason: str
    shown: str


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """What the template of one delivery is told."""

    frame: Frame
    back: Place
    line: DeliveryLine
    sum: str
    facts: tuple[Fact, ...]
    apart: tuple[Fact, ...]
    aside: tuple[AsideRow, ...]
    cut: str


def deliveries_page(frame: Frame, showing: Showing, batches: Sequence[BatchRow]) -> DeliveriesPage:
    """The list of deliveries with the sums of their rows."""
    keys = tuple(key for key in _KEYS if key != "pending" or any(map(_pending, batches)))
    lines = tuple(_line(showing, batch, keys) for batch in batches)
    rows = sum(line.rows for line in lines)
    return DeliveriesPage(frame, lines, rows, tuple(_sums(lines)))


def _sums(lines: Sequence[DeliveryLine]) -> Iterator[Outcome]:
    for same in zip(*(line.outcomes for line in lines), strict=True):
        yield Outcome(same[0].label, sum(outcome.number for outcome in same))


def delivery_page(frame: Frame, showing: Showing, batch: BatchRow, aside: Sequence[QuarantinedRow]) -> DeliveryPage:
    """One delivery and the rows of it that were put aside."""
    say = showing.say
    apart = {"retired": batch.retired, "relations_waiting": batch.relations_waiting, "cells_failed": batch.cells_failed}
    return DeliveryPage(
        frame=frame,
        back=Place(say("deliveries.title"), "/deliveries"),
        line=_line(showing, batch, _KEYS),
        sum=_sum(showing, batch),
        facts=(
            Fact(say("delivery.recorded"), showing.moment(batch.recorded)),
            Fact(say("delivery.sha256"), batch.sha256),
        ),
        apart=tuple(Fact(say(f"apart.{key}"), f"{number:,}") for key, number in apart.items()),
        aside=tuple(
            AsideRow(item.row, item.column, Fault(item.code).label(say.language), item.shown) for item in aside
        ),
        cut=say("aside.cut", number=f"{len(aside):,}") if len(aside) < batch.quarantined else "",
    )


def _line(showing: Showing, batch: BatchRow, keys: Sequence[str]) -> DeliveryLine:
    say, model = showing.say, showing.model
    return DeliveryLine(
        dataset=say.label(model.datasets[batch.dataset].label),
        department=_department(model, showing, batch),
        file=batch.file,
        as_of=showing.day(batch.as_of),
        mode=say(f"mode.{batch.mode}"),
        state=batch.state,
        state_text=say(f"state.{batch.state}"),
        rows=batch.rows,
        outcomes=tuple(Outcome(say(f"deliveries.{key}"), _outcomes(batch)[key]) for key in keys),
        href=f"/deliveries/{batch.id}",
    )


def _department(model: Model, showing: Showing, batch: BatchRow) -> str:
    return showing.say.label(model.departments[model.datasets[batch.dataset].department].label)


def _outcomes(batch: BatchRow) -> dict[str, int]:
    """The ways in which rows end, and how many have not ended yet; together they are all rows of the delivery."""
    ended = (batch.unchanged, batch.accepted, batch.waiting, batch.quarantined)
    return dict(zip(_KEYS, (*ended, _pending(batch)), strict=True))


def _pending(batch: BatchRow) -> int:
    return batch.rows - batch.unchanged - batch.accepted - batch.waiting - batch.quarantined


def _sum(showing: Showing, batch: BatchRow) -> str:
    say = showing.say
    parts = {key: number for key, number in _outcomes(batch).items() if number or key != "pending"}
    told = (say(f"delivery.part.{key}", number=f"{number:,}") for key, number in parts.items())
    return say("delivery.sum", rows=f"{batch.rows:,}", parts=" + ".join(told))
