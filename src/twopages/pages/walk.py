"""Walking along relations away from a subject: every step must be a link of the station before, and none leads to others.

Of a person or an enterprise at the other end only the caption is known, and the way back; a thing (an address, a household) leads on to
other things.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from starlette.exceptions import HTTPException

from twopages.dossier import Dossier, Far, Link, LinkPage
from twopages.ontology.model import Model
from twopages.pages.contexts.around import Walk
from twopages.pages.contexts.frame import Place
from twopages.pages.files import File
from twopages.pages.paths import around_path, subject_path
from twopages.pages.showing import Showing
from twopages.pages.visit import LONGEST_WAY, Visit


def walk(visit: Visit, file: File, way: Sequence[str]) -> Walk:
    """Walk from a subject; 404 where a step is not a link, or the way is too long."""
    if len(way) > LONGEST_WAY:
        raise HTTPException(404)
    start = file.ties()
    walked = Walk((), (), start)
    for number, id in enumerate(way):
        href = around_path(start.cls, start.id, way[:number]) if number else subject_path(start.cls, start.id)
        walked = _step(file, visit.showing(start.id), walked, href, id)
        file.passed(walked.bonds)
    return walked


def _step(file: File, showing: Showing, walked: Walk, href: str, id: str) -> Walk:
    """One step on; the names of what lies around the new station are as they may be read now."""
    before = walked.far
    bonds = tuple(link for link in before.links if link.far.id == id)
    if not bonds:
        raise HTTPException(404)
    veiled = walked.veiled or any(showing.sensitive_end(bond) for bond in bonds)
    model = file.opened.decision.model
    back = (_turned(model, before, bond) for bond in bonds)
    onward = (
        replace(link, far=_named(showing, link.far, veiled))
        for link in _onward(file, bonds[0].far)
        if link.far.id != before.id
    )
    far = _named(showing, bonds[0].far, veiled)
    around = Dossier(far.id, far.cls, far.caption, {}, (), (LinkPage((*back, *onward), False),))
    return Walk((*walked.trail, Place(before.caption, href)), bonds, around, veiled)


def _named(showing: Showing, far: Far, veiled: bool) -> Far:
    """A far end under the name that may be read now."""
    return Far(far.id, far.cls, showing.name(far, veiled))


def _turned(model: Model, before: Dossier, bond: Link) -> Link:
    forward = bond.forward if model.relations[bond.relation].symmetric else not bond.forward
    return Link(bond.relation, forward, Far(before.id, before.cls, before.caption), bond.parts, bond.records)


def _onward(file: File, far: Far) -> Iterator[Link]:
    """From a thing to other things; never from one subject to another."""
    if not file.opened.decision.model.classes[far.cls].subject:
        found = file.surroundings(far)
        yield from found.links if found else ()
