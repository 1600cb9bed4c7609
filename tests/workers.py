"""Which tests stay together when several workers run them: those that share what takes long to make, so that it is made once."""

from collections.abc import Iterable
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

CITY, SCRATCH = "neo4j", "scratch"  # the fixtures that start a store for the whole run
SHARED = {  # by the beginning of the path; the longest that fits counts, and what fits none goes file by file
    "access/test_agencies": SCRATCH,
    "access/test_attacks": SCRATCH,
    "access/test_cases": SCRATCH,
    "access/test_decide": CITY,
    "access/test_grants": CITY,
    "access/test_keycloak": "keycloak",
    "access/test_requests": SCRATCH,
    "api/test_acts": CITY,
    "api/test_hostile": CITY,
    "access/test_look": CITY,
    "api/test_looks": CITY,
    "access/test_represent": CITY,
    "api/test_past": CITY,
    "api/test_schemathesis": CITY,
    "api/test_search": CITY,
    "api/test_tags": CITY,
    "api/test_things": CITY,
    "api/test_viewers": CITY,
    "cli/test_check": CITY,
    "cli/test_data": CITY,
    "cli/test_erase": SCRATCH,
    "cli/test_keys": CITY,
    "cli/test_local": CITY,
    "cli/test_release": CITY,
    "cli/test_serving": CITY,
    "dossier/": CITY,
    "feed/": SCRATCH,
    "feed/test_answer_key": CITY,
    "graph/": "graph",
    "pages/test_city": CITY,
    "pages/test_impact": CITY,
    "pages/test_routes": CITY,
    "pages/test_looked_at": CITY,
    "pages/test_things": CITY,
    "project/test_quiet": CITY,
    "synthetic/": "synthetic",
    "tags/test_assign": SCRATCH,
    "tags/test_check": SCRATCH,
    "tags/test_emitters": CITY,
    "tags/test_impact": SCRATCH,
    "tags/test_incremental": SCRATCH,
    "tags/test_oracle": CITY,
    "tags/test_search": CITY,
}


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives each worker a whole group at a time, those of the stores first: they take longest."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """The group of a test, by the path of its file."""
    path = nodeid.partition("::")[0].removeprefix("tests/")
    return SHARED.get(max(filter(path.startswith, SHARED), key=len, default=""), path)


def in_order(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests with those of the stores first; UsageError where one starts a store that the tests of another group start too."""
    found = list(items)
    for item in found:
        started = {CITY, SCRATCH}.intersection(getattr(item, "fixturenames", ()))
        if started - {group_of(item.nodeid)}:
            mend = "move it there, or name it in SHARED of tests/workers.py"
            raise pytest.UsageError(f"{item.nodeid} starts the store of the group {' and '.join(started)}: {mend}")
    first = {CITY: 0, SCRATCH: 1}
    return sorted(found, key=lambda item: first.get(group_of(item.nodeid), 2))


def scheduler(config: pytest.Config, log: Any) -> Together:
    """The scheduler of a run with several workers."""
    return Together(config, log)
