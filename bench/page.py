"""A whole page through GraphQL over HTTP against the same data read by the bare driver.

The reference runs the same Cypher on the bare driver, opens the payloads, and writes the same answer with orjson. The strict
one has its envelopes for nothing (they were made before); the other makes them from the opened records, as anybody must.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median

import neo4j
import orjson

from bench.figure import Figure
from bench.place import Place, free_port
from twopages.access import Account, own_class, save_accounts
from twopages.api.outline import subject_fields
from twopages.dossier import Dossiers, Plan, RecordsAsk, compile_plan
from twopages.ontology.model import Model

WARM, RUNS = 150, 400
RICHEST = """
MATCH (e:Entity)<-[a:ABOUT]-(r:Record)
WHERE $cls IN labels(e)
UNWIND a.supplies AS attribute
WITH e, count(DISTINCT attribute) AS attributes, count(DISTINCT r) AS records
RETURN e.id AS id ORDER BY attributes DESC, records DESC, id LIMIT 1
"""
LINEAGE = """fragment L on Lineage {
  record observed recorded dataset { id label { zh en } } department { id label { zh en } }
  delivery { batch file sha256 row asOf mode } ... on Source { rank period header delivered }
}"""
ENVELOPE = """attribute title { zh en } grade agreement source { ...L }
  others { verdict values labels { zh en } ...L rank period header delivered }"""
RECORDS = """records(first: 20) { edges { cursor node {
  id present observed recorded dataset { id label { zh en } } department { id label { zh en } }
  delivery { file sha256 row asOf } cells { header delivered values attributes fault { code } }
} } pageInfo { hasNextPage endCursor } }"""


def query(model: Model, cls: str) -> str:
    """A document that asks for everything that a page shows of a subject."""
    asked = []
    for name, field in subject_fields(model, model.classes[cls]).items():
        if field.kind == "attribute":
            attribute = model.attributes[name]
            value = "values" if attribute.many else "value"
            label = (" labels { zh en }" if attribute.many else " label { zh en }") if attribute.codes else ""
            asked.append(f"{name} {{ {value}{label} ... on Envelope {{ {ENVELOPE} }} }}")
    root = cls[:1].lower() + cls[1:]
    return f"query Page($id: ID!) {{ {root}(id: $id) {{ id class caption {' '.join(asked)} {RECORDS} }} }} {LINEAGE}"


def measure(place: Place) -> Iterator[Figure]:
    """The richest person of the city, read both ways in turn."""
    cls = own_class(place.model)
    subject = place.store.read(RICHEST, {"cls": cls})[0]["id"]
    save_accounts(place.settings, [_citizen(place, subject)])
    with place.program("serve"):
        place.wait_ready()
        yield from _compare(place, cls, subject)
        yield _counted(place, cls, subject)


def _citizen(place: Place, subject: str) -> Account:
    """An account whose file it is."""
    return replace(place.citizen, subject=subject)


def _counted(place: Place, cls: str, subject: str) -> Figure:
    """What it costs that requests are counted: the same page of a second program that does not count them, in turn."""
    port = free_port()
    with place.program("serve", "--port", str(port), **place.apart(), RATE_VIEWER=0, RATE_ADDRESS=0):
        place.wait_ready(port)
        counted, plain = in_turn(_asker(place, cls, subject), _asker(place, cls, subject, port))
    return Figure("page, counting requests, p50", (counted - plain) * 1000, "ms", at_most=0.3)


def _compare(place: Place, cls: str, subject: str) -> Iterator[Figure]:
    ask = _asker(place, cls, subject)
    answer = orjson.loads(ask())
    assert "errors" not in answer, answer["errors"]
    page = next(iter(answer["data"].values()))
    envelopes = [value for value in page.values() if isinstance(value, dict) and "agreement" in value]
    yield Figure("page, attributes with envelopes", len(envelopes), "", at_least=40)
    yield Figure("page, records", len(page["records"]["edges"]), "", at_least=6)
    with place.driver() as driver, driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        bare, made = _references(
            place,
            session,
            Plan(cls, frozenset(place.model.classes[cls].attributes), (), (RecordsAsk(20),)),
            subject,
            answer,
        )
        graphql, strict, whole = in_turn(ask, bare, made)
    yield Figure("page through GraphQL over HTTP, p50", graphql * 1000, "ms")
    yield Figure("reference with envelopes made, p50", whole * 1000, "ms")
    yield Figure("page, ratio to the reference", graphql / whole, "x", at_most=2.0)
    yield Figure("reference with envelopes for nothing, p50", strict * 1000, "ms")
    yield Figure("page, ratio to that", graphql / strict, "x")


def _asker(place: Place, cls: str, subject: str, port: int = 0) -> Callable[[], bytes]:
    body = orjson.dumps({"query": query(place.model, cls), "variables": {"id": subject}})
    headers = {"content-type": "application/json", "authorization": f"Bearer {_citizen(place, subject).token}"}
    connection = place.connect(port)

    def ask() -> bytes:
        connection.request("POST", "/graphql", body, headers)
        return connection.getresponse().read()

    return ask


def _references(
    place: Place, session: neo4j.Session, plan: Plan, subject: str, answer: object
) -> tuple[Callable[[], object], Callable[[], object]]:
    dossiers = Dossiers(place.store, place.keys, place.model)
    statement = compile_plan(place.model, dossiers.needs.of(plan))  # with what derived attributes follow from

    def read() -> dict[str, list[list[str]]]:
        rows = session.run(statement.text, {**statement.parameters, "id": subject}).data()
        return rows[0]

    def bare() -> bytes:
        row = read()
        for record in [*row["supplied"], *row["records0"]]:
            if record[7]:
                orjson.loads(place.keys.open(record[7], record[0]))
        return orjson.dumps(answer)

    def made() -> bytes:
        dossiers.dossier(plan, subject, read())
        return orjson.dumps(answer)

    return bare, made


def in_turn(*ways: Callable[[], object]) -> list[float]:
    """The median seconds of each way, warm, the ways taking turns so that all meet the same noise."""
    for way in ways:
        for _ in range(WARM):
            way()
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(RUNS):
        for way, taken in zip(ways, seconds, strict=True):
            start = time.perf_counter()
            way()
            taken.append(time.perf_counter() - start)
    return [median(taken) for taken in seconds]
