"""The official driver without the libraries for columns that it takes along when it finds them.

It would load numpy and pyarrow for vectors and tables, which nothing here asks of it: 50 MiB and half a second of every `serve`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

HIDDEN = ("numpy", "pandas", "pyarrow")


@contextmanager
def _hidden() -> Iterator[None]:
    """While it lasts, an import of these fails as if they were not installed; those that were loaded are put back."""
    loaded = {name: sys.modules.pop(name) for name in HIDDEN if name in sys.modules}
    sys.modules.update(dict.fromkeys(HIDDEN))  # type: ignore[arg-type]  # None is how Python marks what must not be imported
    try:
        yield
    finally:
        for name in HIDDEN:
            del sys.modules[name]
        sys.modules.update(loaded)


with _hidden():
    from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, ManagedTransaction, Result, Session
    from neo4j.exceptions import ConfigurationError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired

__all__ = [
    "READ_ACCESS",
    "WRITE_ACCESS",
    "ConfigurationError",
    "Driver",
    "DriverError",
    "GraphDatabase",
    "ManagedTransaction",
    "Neo4jError",
    "Result",
    "ServiceUnavailable",
    "Session",
    "SessionExpired",
]
