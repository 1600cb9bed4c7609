"""To whom things belong that have no files of their own, out of the graph: licences, vehicles and the like are somebody's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twopages.access.standing import Owner
from twopages.graph import Store, statement
from twopages.ontology.belonging import owning
from twopages.ontology.model import Model


@dataclass(frozen=True, slots=True)
class Owners:
    """Answers over the relations that the ontology names."""

    store: Store
    model: Model

    def of(self, cls: str, ids: Iterable[str]) -> Mapping[str, tuple[Owner, ...]]:
        """The owners of things of a class, by the ids that they are asked by; those of nobody are left out."""
        relations = owning(self.model, cls)
        over = {
            end: [item.id for item in relations if item.owner == owner]
            for end, owner in (("out", "to"), ("in", "from"))
        }
        found: dict[str, tuple[Owner, ...]] = {}
        for row in self.store.read(statement("belongs_to"), {"ids": list(ids), **over}) if relations else ():
            kind = next(label for label in row["labels"] if label in self.model.classes)
            found[row["id"]] = (*found.get(row["id"], ()), Owner(row["relation"], kind, row["owner"]))
        return found
