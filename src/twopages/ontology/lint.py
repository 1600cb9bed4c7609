"""What is wrong with an ontology: every mistake at once, where it is and how to mend it."""

from collections.abc import Callable, Iterable
from itertools import chain

from twopages.ontology import (
    lint_columns,
    lint_datasets,
    lint_derivations,
    lint_grants,
    lint_lists,
    lint_purposes,
    lint_services,
    lint_tags,
    lint_terms,
    lint_things,
)
from twopages.ontology.facts import Facts, Mistake
from twopages.ontology.view import View

Check = Callable[[View], Iterable[Mistake]]

CHECKS: tuple[Check, ...] = (
    *lint_terms.CHECKS,
    *lint_things.CHECKS,
    *lint_lists.CHECKS,
    *lint_datasets.CHECKS,
    *lint_columns.CHECKS,
    *lint_derivations.CHECKS,
    *lint_tags.CHECKS,
    *lint_purposes.CHECKS,
    *lint_grants.CHECKS,
    *lint_services.CHECKS,
)


def mistakes(facts: Facts) -> list[Mistake]:
    """Every mistake, in the order of the files; of a file that cannot be read, that alone."""
    if facts.mistakes:
        return sorted(facts.mistakes)
    view = View(facts)
    return sorted(set(chain.from_iterable(check(view) for check in CHECKS)))
