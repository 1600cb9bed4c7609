"""What a change of the ontology does to those who already query: the difference of the two GraphQL schemas."""

from graphql import GraphQLSchema, build_schema
from graphql.utilities import find_breaking_changes, find_dangerous_changes

from twopages.api.schema import print_sdl
from twopages.ontology.model import Model


def schema_changes(old: Model, new: Model) -> tuple[tuple[str, str], ...]:
    """(what it does, the change in words): "breaks" queries that worked, or is "risky" for programs that know only what there was."""
    before, after = _schema(old), _schema(new)
    breaking = (("breaks", change.description) for change in find_breaking_changes(before, after))
    risky = (("risky", change.description) for change in find_dangerous_changes(before, after))
    return (*sorted(breaking), *sorted(risky))


def _schema(model: Model) -> GraphQLSchema:
    return build_schema(print_sdl(model))
