"""The GraphQL API, built from the Model: operation -> plan -> decision -> one Cypher statement -> envelopes."""

from pathlib import Path

from starlette.routing import BaseRoute, Route

from twopages.access import Gate
from twopages.access.dealings import Dealings
from twopages.access.rates import Rates
from twopages.api.engine import Engine
from twopages.api.graphiql import GraphiQL
from twopages.api.http import Endpoint, FindViewer, too_often
from twopages.api.limits import LIMITS, Limits
from twopages.api.schema import print_sdl
from twopages.graph import Store
from twopages.ontology.model import Model

__all__ = ["LIMITS", "FindViewer", "Limits", "create_graphiql", "create_graphql", "print_sdl", "too_often"]


def create_graphql(  # noqa: PLR0913  # what it is made of
    model: Model,
    store: Store,
    gate: Gate,
    viewer: FindViewer,
    *,
    limits: Limits = LIMITS,
    rates: Rates | None = None,
    dealings: Dealings | None = None,
) -> list[BaseRoute]:
    """The route of the API; `viewer` tells who sends a request (the session, or a token), None for nobody; `rates` are for looks by key.

    `dealings`: those that the pages and the gate have, too; else others of the same store.
    """
    endpoint = Endpoint(Engine(model, store, gate.keys, gate, limits, dealings=dealings), viewer, rates)
    return [Route("/graphql", endpoint.respond, methods=["GET", "POST"])]


def create_graphiql(node_modules: Path, viewer: FindViewer, *, sign_in: str = "/") -> list[BaseRoute]:
    """The routes of GraphiQL; `sign_in` is where it sends who is not signed in."""
    ide = GraphiQL(node_modules, viewer, sign_in)
    return [Route("/graphiql", ide.page), Route("/graphiql/files/{name}", ide.file)]
