"""A row about a subject as it was delivered: every cell, what became of it, and what it supplies."""

from dataclasses import dataclass

from twopages.dossier import Cell, Dossier, RecordView
from twopages.ontology.model import Attribute, Column, Model
from twopages.pages.contexts.delivery import delivery_facts
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.paths import record_path, subject_path, value_path
from twopages.pages.showing import Showing
from twopages.values import HIDDEN, Fault

_OPEN_GRADE = 2
_ENDS = frozenset({"subject", "object", "from", "to"})


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell; `reveal` names the attribute to ask for when the cell is masked and the subject's own."""

    header: str
    delivered: str
    values: tuple[str, ...]
    fault: str
    supplies: tuple[Place, ...]
    hidden: bool
    reveal: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What the template of a record is told."""

    frame: Frame
    back: Place
    reveal: str
    record: str
    dataset: str
    department: str
    library: str
    description: str
    row: str
    state: str
    present: bool
    facts: tuple[Fact, ...]
    replaced: Place | None
    cells: tuple[CellRow, ...]


def record_page(frame: Frame, showing: Showing, dossier: Dossier, record: RecordView) -> RecordPage:
    """A record as the viewer of a dossier may read it."""
    say, dataset = showing.say, showing.model.datasets[record.dataset]
    here = subject_path(dossier.cls, dossier.id)
    older = record.replaces and Place(say("record.older"), record_path(dossier.cls, dossier.id, record.replaces))
    observed = Fact(say("step.observed"), showing.day(record.observed))
    return RecordPage(
        frame=frame,
        back=Place(dossier.caption, here),
        reveal=f"{here}/reveal",
        record=record.id,
        dataset=say.label(dataset.label),
        department=say.label(showing.model.departments[dataset.department].label),
        library=say.label(showing.model.libraries[dataset.library].label),
        description=say.label(dataset.description),
        row=say("step.row_number", number=f"{record.delivery.row:,}"),
        state=_state(showing, record),
        present=record.present,
        facts=(observed, *delivery_facts(showing, record.delivery)),
        replaced=older or None,
        cells=tuple(_cell_row(showing, dossier, record, cell) for cell in record.cells),
    )


def _state(showing: Showing, record: RecordView) -> str:
    if record.present:
        return showing.say("record.present")
    return (
        showing.say("record.retired", day=showing.day(record.retired)) if record.retired else showing.say("record.past")
    )


def _cell_row(showing: Showing, dossier: Dossier, record: RecordView, cell: Cell) -> CellRow:
    guard = _guard(showing.model, dossier, showing.model.datasets[record.dataset].column(cell.header), cell)
    if guard is None:
        return CellRow(cell.header, cell.delivered, (), _fault(showing, cell), (), cell.delivered == HIDDEN, "")
    hidden = showing.hidden(guard.id)
    values = showing.texts(guard.id, cell.values)
    return CellRow(
        header=cell.header,
        delivered=(showing.say("list.join").join(values) or HIDDEN) if hidden else cell.delivered,
        values=values,
        fault=_fault(showing, cell),
        supplies=_supplies(showing, dossier, cell),
        hidden=hidden,
        reveal=guard.id if hidden else "",
    )


def _guard(model: Model, dossier: Dossier, column: Column, cell: Cell) -> Attribute | None:
    """The attribute whose mask covers a cell; None for what is open, and for what the dossier withholds."""
    if cell.delivered == HIDDEN:
        return None
    targets = [target.name for target in column.targets if target.role == "attribute"]
    of_others = (item for item in targets if model.attributes[item].cls != dossier.cls)
    names = (*cell.attributes, *(item for item in targets if model.attributes[item].cls == dossier.cls), *of_others)
    points = any(target.role in _ENDS for target in column.targets)
    own_key = model.classes[dossier.cls].key[:1] if points and column.grade > _OPEN_GRADE else ()
    return next((model.attributes[item] for item in (*names, *own_key)), None)


def _fault(showing: Showing, cell: Cell) -> str:
    return Fault(cell.fault).label(showing.say.language) if cell.fault else ""


def _supplies(showing: Showing, dossier: Dossier, cell: Cell) -> tuple[Place, ...]:
    known = [showing.model.attributes[item] for item in cell.attributes]
    return tuple(
        Place(showing.say.label(item.label), value_path(dossier.cls, dossier.id, item.id))
        for item in known
        if item.cls == dossier.cls and item.id in dossier.envelopes
    )
