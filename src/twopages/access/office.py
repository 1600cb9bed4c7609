"""For whom somebody looks, as receipts and cases have it."""

from twopages.access.viewer import Viewer
from twopages.keys import KeyRing


def office(keys: KeyRing, viewer: Viewer) -> str:
    """The department as it is called in the ontology, another organisation by a keyed hash; empty for whoever looks for none."""
    if viewer.department or not viewer.organisation:
        return viewer.department
    return f"organisation:{keys.hash_id('organisation', viewer.organisation)}"
