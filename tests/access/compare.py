"""An answer against the one that is due: what it says, its errors, and its receipts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from tests.access.predict import Expected, Told
from twopages.receipts import Receipt

Difference = tuple[str, object, object]  # where, what is due, what came


def differences(expected: Expected, body: Mapping[str, Any], receipts: Iterable[Receipt]) -> Iterator[Difference]:
    """Where an answer is not the one that is due."""
    sent = orjson.loads(orjson.dumps(body))
    yield from _values("data", expected.data, sent.get("data"))
    due, came = sorted(map(_plain, expected.errors)), sorted(_plain(_told(item)) for item in sent.get("errors", ()))
    if due != came:
        yield "errors", [item for item in due if item not in came], [item for item in came if item not in due]
    yield from _receipts(expected, list(receipts))


def _values(where: str, due: Any, came: Any) -> Iterator[Difference]:
    if due is ...:
        return
    if isinstance(due, dict) and isinstance(came, dict):
        if due.keys() != came.keys():
            yield where, sorted(due), sorted(came)
        for name in due.keys() & came.keys():
            yield from _values(f"{where}.{name}", due[name], came[name])
    elif isinstance(due, list) and isinstance(came, list) and len(due) == len(came):
        for place, (one, other) in enumerate(zip(due, came, strict=True)):
            yield from _values(f"{where}[{place}]", one, other)
    elif due != came:
        yield where, due, came


def _told(entry: Mapping[str, Any]) -> Told:
    told = entry["extensions"]
    return tuple(entry.get("path", ())), told["code"], frozenset(told.get("purposes", ()))


def _plain(told: Told) -> tuple[list[str], str, list[str]]:
    return list(told[0]), told[1], sorted(told[2])


def _receipts(expected: Expected, receipts: list[Receipt]) -> Iterator[Difference]:
    if strange := {(one.role, one.case or "") for one in receipts} - {expected.ground}:
        yield "receipt ground", expected.ground, strange
    looks = {(receipt.subject, receipt.purpose, receipt.look) for receipt in receipts}
    if looks != expected.receipts.keys():
        yield "receipts", sorted(expected.receipts), sorted(looks)
        return
    for look, seen in expected.receipts.items():
        own = [receipt for receipt in receipts if (receipt.subject, receipt.purpose, receipt.look) == look]
        fields = {name for receipt in own for name in receipt.fields}
        masked = {name for receipt in own for name in receipt.masked}
        if fields != seen.fields:
            yield "receipt fields", sorted(seen.fields - fields), sorted(fields - seen.fields)
        if masked != seen.masked:
            yield "receipt masked", sorted(seen.masked), sorted(masked)
