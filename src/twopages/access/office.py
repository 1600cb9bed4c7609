"""For whom somebody looks, as receipts and cases have it; and who answers for that."""

from twopages.access.viewer import Viewer
from twopages.keys import KeyRing
from twopages.ontology.model import Purpose


def office(keys: KeyRing, viewer: Viewer) -> str:
    """The department as it is called in the ontology, another organisation by a keyed hash; empty for whoever looks for none."""
    if viewer.department or not viewer.organisation:
        return viewer.department
    return f"organisation:{keys.hash_id('organisation', viewer.organisation)}"


def responsible(viewer: Viewer, purpose: Purpose) -> str:
    """The department to which a purpose has to be granted: the viewer's; other organisations use what the responsible one may use."""
    return viewer.department or purpose.department or ""
