"""Between grants and the rows that keep them: the names of people and institutions are sealed on the way. Pure."""

from collections.abc import Iterable
from typing import Any, Final

from twopages.access.grants.grant import Authorisation, Consent, Grant, Refusal
from twopages.access.grants.shelf import Row
from twopages.keys import KeyRing

CONSENT: Final = "Consent"  # labels of the nodes, and what `kind` says on them
AUTHORISATION: Final = "Authorisation"
REFUSAL: Final = "Refusal"
_WITHOUT_END: Final = "9999-12-31"


def row_of(keys: KeyRing, grant: Grant, made: str) -> dict[str, Any]:
    """The row of a new grant, made at a moment; what it has not is left out."""
    own: dict[str, Any] = {"kind": CONSENT} if isinstance(grant, Consent) else {"kind": AUTHORISATION}
    if isinstance(grant, Consent):
        own, hidden = own | {"organisation": grant.organisation}, grant.name
    else:
        own, hidden = own | {"agent": grant.agent, "items": sorted(grant.items)}, grant.shown
    names = ("id", "cls", "subject", "purpose", "since", "until", "by")
    row = {name: getattr(grant, name) for name in names} | own | {"made": made}
    return row | ({"sealedName": keys.seal(hidden.encode(), grant.id)} if hidden else {})


def grant_of(keys: KeyRing, row: Row) -> Grant:
    """The grant of a row."""
    name = keys.open(row["sealedName"], row["id"]).decode() if "sealedName" in row else ""
    told = (row["id"], row["cls"], row["subject"])
    times = (row["since"], row["until"])
    if row["kind"] == CONSENT:
        return Consent(*told, row["purpose"], row["organisation"], *times, row.get("ended"), name, row["by"])
    moments = (row.get("accepted"), row.get("ended"), row.get("endedBy"))
    items = frozenset(row["items"])
    return Authorisation(*told, row["agent"], items, row["purpose"], *times, *moments, name, row["by"])


def refusal_row(refusal: Refusal) -> dict[str, Any]:
    """The row of a new refusal; no name is in it."""
    names = ("id", "cls", "subject", "agent", "relation", "side", "by")
    row = {name: getattr(refusal, name) for name in names}
    return row | {"kind": REFUSAL, "made": refusal.refused, "until": _WITHOUT_END}


def refusals(rows: Iterable[Row]) -> tuple[Refusal, ...]:
    """The refusals among rows."""
    return tuple(_refusal(row) for row in rows if row["kind"] == REFUSAL)


def _refusal(row: Row) -> Refusal:
    names = ("id", "cls", "subject", "agent", "relation", "side", "by")
    return Refusal(**{name: row[name] for name in names}, refused=row["made"], lifted=row.get("ended"))


def grants(keys: KeyRing, rows: Iterable[Row]) -> tuple[Grant, ...]:
    """The consents and authorisations among rows."""
    return tuple(grant_of(keys, row) for row in rows if row["kind"] != REFUSAL)


def consents(grants: Iterable[Grant]) -> tuple[Consent, ...]:
    """The consents among grants."""
    return tuple(grant for grant in grants if isinstance(grant, Consent))


def authorisations(grants: Iterable[Grant]) -> tuple[Authorisation, ...]:
    """The authorisations among grants."""
    return tuple(grant for grant in grants if isinstance(grant, Authorisation))
