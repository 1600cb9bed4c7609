"""HTTP with a bound on what stands beside a body: what goes on without end is cut off, and nothing else is."""

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from twopages.cli.protocol import MOST, BoundedProtocol

CHUNKED = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
LINES = b"x: y\r\n" * 20_000


async def count(request: Request) -> Response:
    """How many bytes a body has."""
    return PlainTextResponse(str(sum([len(chunk) async for chunk in request.stream()])))


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    app = Starlette(routes=[Route("/", count, methods=["GET", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", http=BoundedProtocol, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield "127.0.0.1", server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.fixture
def client(address: tuple[str, int]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{address[0]}:{address[1]}", trust_env=False, timeout=60) as made:
        yield made


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (b"GET /", b"a" * 2**20),
        (b"GET / HTTP/1.1\r\nhost: x\r\nx: ", b"a" * 2**20),
        (b"GET / HTTP/1.1\r\nhost: x\r\n", LINES),
        (CHUNKED + b"0\r\n", LINES),
        (CHUNKED + b"1;", b"a" * 2**20),
    ],
    ids=["address", "header", "headers", "trailers", "chunk"],
)
def test_what_goes_on_without_end_is_cut_off(address: tuple[str, int], start: bytes, more: bytes) -> None:
    with socket.create_connection(address, timeout=60) as connection, pytest.raises(OSError, match=r"reset|[Bb]roken"):
        connection.sendall(start)
        for _ in range(200):
            connection.sendall(more)


def test_bodies_of_any_kind_get_through(client: httpx.Client) -> None:
    assert client.post("/", content=b"x" * 5_000_000).text == "5000000"
    assert client.post("/", content=iter([b"x"] * 30_000)).text == "30000"
    assert client.post("/", content=iter([b"x" * 9_000] * 300)).text == "2700000"


def test_a_kept_connection_serves_any_number_of_requests(client: httpx.Client) -> None:
    sent = {"x": "y" * (MOST // 50)}
    assert {client.get("/", headers=sent).text for _ in range(100)} == {"0"}


def test_a_head_may_be_long(client: httpx.Client) -> None:
    assert client.get("/", headers={"x": "y" * (MOST - 2_000)}).text == "0"
