"""Which ontology a store was fed under; no other may feed or serve it."""

from twopages.errors import OntologyError
from twopages.graph import Store, statement
from twopages.ontology.model import Model


def require_model(model: Model, store: Store) -> bool:
    """Raise OntologyError when the store was fed under another ontology; True when it was fed at all, for an empty store takes any."""
    standing = store.read(statement("store_model"))
    if any(row["releasing"] for row in standing):
        mend = "Run `twopages ontology release` again: it goes on to the end."
        raise OntologyError("A release of the ontology was begun and cut off.", mend)
    if {row["model"] for row in standing} - {model.digest}:
        mend = (
            "See `twopages ontology diff`, then `twopages ontology release`; or restore the ontology it was fed under."
        )
        raise OntologyError("The store was fed under another ontology.", mend)
    return bool(standing)
