"""Walking along relations away from a subject: every step must be a link of the station before, and none leads to others.

Of a person or an enterprise at the other end only the caption is known, and the way back; a thing (an address, a household) leads on to
other things.
"""

from collections.abc import Sequence
from typing import Final

from starlette.exceptions import HTTPException

from twopages.dossier import Dossier, Far, Link, LinkPage
from twopages.pages.contexts.frame import Place
from twopages.pages.paths import around_path, subject_path
from twopages.pages.visit import Site, Visit

_LONGEST: Final = 4


def walk(visit: Visit, start: Dossier, way: Sequence[str]) -> tuple[tuple[Place, ...], tuple[Link, ...], Dossier]:
    """The stations before the end of a way, the links by which the last of them holds the end, and the end itself."""
    if len(way) > _LONGEST:
        raise HTTPException(404)
    trail: list[Place] = []
    bonds: tuple[Link, ...] = ()
    station = start
    for number, id in enumerate(way):
        bonds = tuple(link for link in station.links if link.far.id == id)
        if not bonds:
            raise HTTPException(404)
        href = around_path(start.cls, start.id, way[:number]) if number else subject_path(start.cls, start.id)
        trail.append(Place(station.caption, href))
        station = _beyond(visit, start.id, station, bonds)
    return tuple(trail), bonds, station


def _beyond(visit: Visit, subject: str, before: Dossier, bonds: Sequence[Link]) -> Dossier:
    """The far end of some links, by the name that may be read now, with the way back and the ways on."""
    showing, far = visit.showing(subject), bonds[0].far
    name = showing.end(next(filter(showing.end_hidden, bonds), bonds[0]))
    back = tuple(_turned(visit.site, before, bond) for bond in bonds)
    further = tuple(link for link in _onward(visit.site, far) if link.far.id != before.id)
    return Dossier(far.id, far.cls, name, {}, (), (LinkPage((*back, *further), False),))


def _turned(site: Site, before: Dossier, bond: Link) -> Link:
    forward = bond.forward if site.model.relations[bond.relation].symmetric else not bond.forward
    return Link(bond.relation, forward, Far(before.id, before.cls, before.caption), bond.parts, bond.records)


def _onward(site: Site, far: Far) -> tuple[Link, ...]:
    if site.model.classes[far.cls].subject:
        return ()
    found = site.reader.surroundings(far.cls, far.id)
    return found.links if found else ()
