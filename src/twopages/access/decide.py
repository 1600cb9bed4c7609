"""The decision which files a viewer may open: made before anything of them is read."""

from twopages.access.viewer import Role, Viewer
from twopages.dossier import Dossiers, Far, LinksAsk, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import EntityClass, Model, Relation

_MOST_REPRESENTED = 500  # files that one citizen can act for


def opened(viewer: Viewer, cls: EntityClass, id: str, represented: frozenset[str]) -> bool:
    """Whether the viewer may open the file of an entity; pure.

    A citizen opens the own file and those of the enterprises that he or she represents, an operator that of the own
    enterprise, a caseworker every file; any other role none.
    """
    if not cls.subject:
        return False
    if viewer.role == "citizen":
        return viewer.subject is not None and (id == viewer.subject or id in represented)
    if viewer.role == "operator":
        return viewer.subject is not None and id == viewer.subject
    return viewer.role == "caseworker"


def may_search(viewer: Viewer) -> bool:
    """Whether the viewer may look for subjects by name."""
    return viewer.role == "caseworker"


def may_find(viewer: Viewer) -> bool:
    """Whether the viewer may look for subjects by their tags and count them, opening none."""
    return viewer.role == "steward"


def own_class(model: Model, role: Role = "citizen") -> str:
    """The class of the own file: the one that acts for others, for operators the one acted for, else the first that has files."""
    acting = [(relation.from_classes, relation.to_classes)[role == "operator"] for relation in _representing(model)]
    files = [cls.id for cls in model.classes.values() if cls.subject]
    return next((cls for classes in acting for cls in classes if cls in files), files[0])


def represented(store: Store, keys: KeyRing, model: Model, viewer: Viewer) -> tuple[Far, ...]:
    """The entities that the viewer acts for and whose files he or she may open; the own one too, where it has another id than it had."""
    asks = tuple(LinksAsk(relation.id, True, _MOST_REPRESENTED) for relation in _representing(model))
    if viewer.role != "citizen" or viewer.subject is None or not asks:
        return ()
    dossier = Dossiers(store, keys, model).read(Plan(own_class(model), links=asks), viewer.subject)
    found = {link.far.id: link.far for link in dossier.links if model.classes[link.far.cls].subject} if dossier else {}
    if dossier and dossier.id != viewer.subject:
        found[dossier.id] = Far(dossier.id, dossier.cls, dossier.caption)
    return tuple(found.values())


def _representing(model: Model) -> tuple[Relation, ...]:
    return tuple(relation for relation in model.relations.values() if relation.represents)
