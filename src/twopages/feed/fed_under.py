"""Which ontology a store was fed under; no other may feed or serve it."""

from twopages.errors import OntologyError
from twopages.graph import Store, statement
from twopages.ontology.model import Model


def require_model(model: Model, store: Store) -> bool:
    """Raise OntologyError when the store was fed under another ontology; True when it was fed at all, for an empty store takes any."""
    fed = {row["model"] for row in store.read(statement("store_model"))}
    if fed - {model.digest}:
        mend = "Feed a new home, or restore the ontology it was fed under."
        raise OntologyError("The store was fed under another ontology.", mend)
    return bool(fed)
