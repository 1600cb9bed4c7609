"""Which changes matter to tags: whoever changes an entity marks it with the names of what moved, in the same transaction."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from twopages.graph import Transaction, statement
from twopages.ontology.model import Model
from twopages.ontology.rule import Apart, Condition, Differs, Far, Has, Share, walk
from twopages.tags.clocks import clocks
from twopages.tags.finds import reads

NEW = "*"  # of an entity that became known, or of which nothing is certain any more


@dataclass(frozen=True, slots=True)
class Watched:
    """What rules and search read: `classes` whose new entities are to be looked at, `names` of attributes and relations."""

    classes: frozenset[str]
    names: frozenset[str]

    def mark(self, tx: Transaction, changed: Mapping[str, Iterable[str]]) -> None:
        """Mark entities with the names of what moved of them, as far as anything reads it."""
        kept = ((name, sorted(self.names.intersection(what) | ({NEW} & set(what)))) for name, what in changed.items())
        rows = [{"id": name, "names": names} for name, names in sorted(kept) if names]
        if rows:
            tx.run(statement("tags_mark"), {"rows": rows})


def watched(model: Model) -> Watched:
    """What the rules of a Model and its search read."""
    subjects = {tag.cls for tag in model.tags.values()} | {name for name in model.classes if reads(model, name)}
    rules = {name for tag in model.tags.values() for name in _names(tag.condition)}
    found = {name for cls in model.classes for name in reads(model, cls)}
    return Watched(frozenset(subjects | clocks(model).keys()), frozenset(rules | found))


def _names(condition: Condition) -> Iterator[str]:
    """The attributes and relations that a rule reads, on the subject and beyond; parts belong to their relation."""
    for term in walk(condition):
        match term:
            case Has(of, _, part):
                yield from () if part else (of,)
            case Share(of, base):
                yield from (of, base)
            case Differs(of, other):
                yield from (of, other)
            case Apart(one, other):
                yield from (one.relation, other.relation)
            case Far(step):
                yield step.relation
