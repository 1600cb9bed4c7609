"""What is wrong with an ontology: every mistake at once."""

from twopages.ontology.facts import Facts, Mistake


def mistakes(facts: Facts) -> list[Mistake]:
    """Every mistake, in the order of the files."""
    return sorted(facts.mistakes)
