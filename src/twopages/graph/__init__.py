"""The graph: Neo4j over Bolt, named statements, migrations, and the local Neo4j."""

from twopages.graph.artifacts import damaged_artifacts, fetch_artifacts
from twopages.graph.local import LocalNeo4j, Status
from twopages.graph.migrations import migrate, pending_migrations
from twopages.graph.statements import statement
from twopages.graph.store import Store, Transaction, open_store

__all__ = [
    "LocalNeo4j",
    "Status",
    "Store",
    "Transaction",
    "damaged_artifacts",
    "fetch_artifacts",
    "migrate",
    "open_store",
    "pending_migrations",
    "statement",
]
