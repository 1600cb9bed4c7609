"""Requests that somebody sends to harm, to the served program in a process of its own: each is answered, soon and in little room."""

import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import httpx
import pytest
from graphql import get_introspection_query

from tests.api.acting import forget
from tests.api.hostile import Blow, blows
from tests.api.program import Program, program
from tests.api.test_schemathesis import subjects, well_formed
from twopages.api.outline import subject_fields
from twopages.graph import Store
from twopages.ontology.model import Model
from twopages.settings import Settings

__all__ = ["subjects"]  # a fixture
SOON = 30.0  # seconds for an answer, on a machine that has much else to do
ROOM = 150.0  # MiB that all of it may take beyond what the program has at rest
CHUNKED = b"POST /sign-in HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
ENDLESS = {
    "address": (b"GET /", b"a" * 2**20),
    "header": (b"GET / HTTP/1.1\r\nhost: x\r\nx: ", b"a" * 2**20),
    "headers": (b"GET / HTTP/1.1\r\nhost: x\r\n", b"x: y\r\n" * 100_000),
    "trailers": (CHUNKED + b"0\r\n", b"x: y\r\n" * 100_000),
    "chunk": (CHUNKED + b"1;", b"a" * 2**20),
    "body": (CHUNKED, b"100000\r\n" + b"a" * 2**20 + b"\r\n"),
}
LONGEST = 8 * 2**20  # bytes of an answer


@pytest.fixture(scope="module")
def running(
    settings: Settings, subjects: Mapping[str, str], store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    with program(settings, tmp_path_factory.mktemp("hostile"), subjects["person"]) as made:
        yield made
    forget(store)


def send(client: httpx.Client, blow: Blow) -> httpx.Response:
    if blow.parameters:
        return client.get("/graphql", params=blow.parameters)
    return client.post("/graphql", content=blow.body, headers={"content-type": blow.kind} if blow.kind else {})


def all_blows(model: Model, person: str) -> list[Blow]:
    fields = subject_fields(model, model.classes["Person"]).items()
    inner = "attribute grade others { verdict values } source { record }"
    asked = [f"{name} {{ ... on Envelope {{ {inner} }} }}" for name, field in fields if field.kind == "attribute"]
    return list(blows(" ".join(asked), person))


def test_whatever_is_sent_is_answered_soon_and_in_little_room(
    running: Program, model: Model, subjects: Mapping[str, str]
) -> None:
    found = all_blows(model, subjects["person"])
    assert len(found) > 300
    with ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        clients = {role: stack.enter_context(running.client(role)) for role in running.tokens}
        for client in clients.values():
            assert client.post("/graphql", json={"query": get_introspection_query()}).status_code == 200
        rest = running.most_memory()

        def strike(blow: Blow) -> list[str]:
            start = time.perf_counter()
            usual = "steward" if b"persons(where" in blow.body else "caseworker"
            answer = send(clients[blow.role or usual], blow)
            return [f"{blow.name}: {fault}" for fault in faults_of(answer, time.perf_counter() - start)]

        assert [fault for faults in pool.map(strike, found) for fault in faults] == []
        assert running.most_memory() - rest < ROOM
    assert httpx.get(f"{running.address}/live", trust_env=False).json() == {"live": True}


def faults_of(answer: httpx.Response, took: float) -> list[str]:
    if answer.status_code == 400 and answer.headers["content-type"].startswith("text/plain"):
        return []  # the server of HTTP itself refuses it
    told = well_formed(answer) if answer.status_code < 500 else {}
    codes = {error["extensions"]["code"] for error in told.get("errors", ())}
    long = [error["message"][:80] for error in told.get("errors", ()) if len(error["message"]) > 1000]
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    found += [f"code {code}" for code in codes & {"INTERNAL", "UNAVAILABLE"}] + [f"repeats {text}" for text in long]
    found += [f"{len(answer.content)} bytes"] if len(answer.content) > LONGEST else []
    return found + ([f"{took:.1f} s"] if took > SOON else [])


@pytest.mark.parametrize(("start", "more"), ENDLESS.values(), ids=ENDLESS)
def test_a_request_without_end_takes_no_room(running: Program, start: bytes, more: bytes) -> None:
    before = running.most_memory()
    with socket.create_connection(("127.0.0.1", running.port), timeout=60) as connection, suppress(OSError):
        connection.sendall(start)
        for _ in range(100):
            connection.sendall(more)
    assert httpx.get(f"{running.address}/live", trust_env=False, timeout=60).json() == {"live": True}
    assert running.most_memory() - before < 20
