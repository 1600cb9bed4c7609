"""The graph over Bolt: read, write, and one clear line for everything that can go wrong."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol, Self, TypeVar

from twopages.errors import StoreError
from twopages.graph.driver import (
    READ_ACCESS,
    WRITE_ACCESS,
    ConfigurationError,
    Driver,
    DriverError,
    GraphDatabase,
    ManagedTransaction,
    Neo4jError,
    Result,
    ServiceUnavailable,
    Session,
    SessionExpired,
)
from twopages.graph.layout import USER, Layout
from twopages.graph.local import bolt_address
from twopages.graph.statements import statement
from twopages.settings import Settings

T = TypeVar("T")
Row = dict[str, Any]
READ_PATIENCE = 5.0  # seconds in which a read is tried again: somebody waits for a page
WRITE_PATIENCE = 30.0  # the same for a managed transaction
PAUSE = 0.2
SCHEMES = {f"{name}{security}" for name in ("bolt", "neo4j") for security in ("", "+s", "+ssc")}


class Transaction(Protocol):
    """What the work of a write may do."""

    def run(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """Run a statement and give all its rows."""


def _rows(result: Result) -> list[Row]:
    """All rows; statements give values, lists and maps, so the driver's own walk through every value is spared."""
    return [dict(record) for record in result]


class _Managed:
    """A transaction of the driver whose results are always consumed."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        return _rows(self._transaction.run(statement, dict(parameters or {})))


class Store:
    """A connected graph; safe to share among threads; close it, or use it as a context manager."""

    def __init__(self, driver: Driver, database: str) -> None:
        self._driver, self._database = driver, database
        self._bookmarks = GraphDatabase.bookmark_manager()  # in a cluster, one's own writes are seen by one's next read

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, text: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """All rows of one statement, in one round trip; tried again when the driver says that this may help."""
        deadline, values = time.monotonic() + READ_PATIENCE, dict(parameters or {})
        with _clear(), self._session(READ_ACCESS) as session:
            while True:
                try:
                    return _rows(session.run(text, values))
                except (Neo4jError, DriverError) as error:
                    if not error.is_retryable() or time.monotonic() > deadline:
                        raise
                    time.sleep(PAUSE)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """One managed transaction; the driver runs the work again after a transient error, so it must only depend on the store."""
        with _clear(), self._session(WRITE_ACCESS) as session:
            return session.execute_write(lambda transaction: work(_Managed(transaction)))

    @contextmanager
    def holding(self, text: str) -> Iterator[None]:
        """Keep a transaction open that has run a statement, for the locks that it takes, and undo it in the end."""
        with self._session(WRITE_ACCESS) as session, ExitStack() as stack:
            with _clear():
                transaction = session.begin_transaction()
                stack.callback(transaction.close)
                transaction.run(text).consume()
            yield

    def _session(self, access: str) -> Session:
        return self._driver.session(
            database=self._database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            fetch_size=-1,  # results are always taken whole: one message asks for all of it
        )

    def close(self) -> None:
        """Give back the connections."""
        self._driver.close()


def open_store(settings: Settings) -> Store:
    """The store that the settings name, or the local one that runs; connected, or a StoreError that says why not."""
    driver = _driver(settings)
    try:
        with _clear():
            driver.verify_connectivity()  # at once; a managed transaction would try again for a while
            with driver.session(database=settings.neo4j_database) as session:
                session.run(statement("ping")).consume()
    except BaseException:
        driver.close()
        raise
    return Store(driver, settings.neo4j_database)


def _driver(settings: Settings) -> Driver:
    address, authority = _access(settings)
    try:
        if address.partition("://")[0] not in SCHEMES:
            raise ValueError(address)  # the driver also takes addresses of web services, which know no transactions
        return GraphDatabase.driver(
            address,
            auth=authority,
            max_transaction_retry_time=WRITE_PATIENCE,
            connection_timeout=READ_PATIENCE,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="twopages",
        )
    except (ConfigurationError, ValueError) as error:
        mend = "Set it to an address like bolt://host:7687 or neo4j://host:7687."
        raise StoreError("The address of Neo4j in TWOPAGES_NEO4J_URI is not understood.", mend) from error


def _access(settings: Settings) -> tuple[str, tuple[str, str]]:
    if settings.neo4j_uri:
        return settings.neo4j_uri, (settings.neo4j_user, settings.neo4j_password)
    layout = Layout.of(settings)
    return bolt_address(layout), (USER, layout.password())


@contextmanager
def _clear() -> Iterator[None]:
    """Every error of the driver as one StoreError; its own text may quote values, so only its code is told."""
    try:
        yield
    except (ServiceUnavailable, SessionExpired) as error:
        mend = "Start it (`twopages neo4j start`), or correct TWOPAGES_NEO4J_URI."
        raise StoreError("Neo4j cannot be reached, or has no server for this database.", mend) from error
    except Neo4jError as error:
        raise _refusal(error.code or "") from error
    except DriverError as error:
        raise StoreError(f"The connection to Neo4j failed ({type(error).__name__}).") from error


def _refusal(code: str) -> StoreError:
    if code.startswith("Neo.ClientError.Security."):
        mend = "Set TWOPAGES_NEO4J_USER and TWOPAGES_NEO4J_PASSWORD to those of the server."
        return StoreError(f"Neo4j refuses the user name or the password ({code}).", mend)
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return StoreError("Neo4j does not have this database.", "Set TWOPAGES_NEO4J_DATABASE to one that it has.")
    return StoreError(f"Neo4j refused a statement ({code}).")
