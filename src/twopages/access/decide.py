"""Whose file is somebody's own, and for whom somebody acts by law."""

from twopages.access.represent import Representation, representations
from twopages.access.viewer import Role, Viewer
from twopages.dossier import Dossiers
from twopages.ontology.model import Model, Relation


def own_class(model: Model, role: Role = "citizen") -> str:
    """The class of the own file: the one that acts for others, for operators the other that is acted for, else the first that has files."""
    files = [cls.id for cls in model.classes.values() if cls.subject]
    acting = [cls for relation in _representing(model) for cls in relation.from_classes if cls in files]
    acted = [cls for relation in _representing(model) for cls in relation.to_classes if cls in files]
    apart = [cls for cls in acted if cls not in acting]
    return next(iter(apart if role == "operator" else acting), files[0])


def represented(dossiers: Dossiers, viewer: Viewer) -> tuple[Representation, ...]:
    """The files that the viewer acts for by law, each once; the own one too, where it has another id than it had."""
    found = representations(dossiers, own_class(dossiers.model), viewer)
    return tuple({item.far.id: item for item in reversed(found)}.values())[::-1]


def _representing(model: Model) -> tuple[Relation, ...]:
    return tuple(relation for relation in model.relations.values() if relation.represents)
