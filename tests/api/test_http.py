"""GraphQL over HTTP: the audit of graphql-http, who may ask at all, media types, and what the parameters may be."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request

from tests.access.gates import open_gate_of
from tests.api.served import served
from tests.dossier.small import MODEL
from twopages.access import Viewer, bearer, new_account
from twopages.api import Limits, create_graphql
from twopages.api.http import GRAPHQL, JSON, accepted
from twopages.keys import KeyRing
from twopages.ontology.model import Label
from twopages.settings import Settings

NODE = Path(sys.executable).parent / "node"
DESK = new_account("desk", "citizen", "nobody", Label("窗口", "Desk"))
TOKEN = {"authorization": f"Bearer {DESK.token}"}
HELLO = {"query": "{ __typename }"}


async def viewer(request: Request) -> Viewer | None:
    return bearer({"desk": DESK}, request.headers.get("authorization"))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    home: Path = tmp_path_factory.mktemp("ring")
    keys = KeyRing.create(replace(Settings(), home=home))
    limits = Limits(body=2000)
    return Starlette(routes=create_graphql(MODEL, None, open_gate_of(MODEL, keys), viewer, limits=limits))  # type: ignore[arg-type]  # not read


@pytest.fixture(scope="module")
def address(app: Starlette) -> Iterator[str]:
    with served(app) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers=TOKEN, trust_env=False) as made:
        yield made


def test_the_audit_of_graphql_over_http_passes(address: str) -> None:
    script = Path(__file__).with_name("audit.mjs")
    command = [str(NODE), str(script), f"{address}/graphql", DESK.token]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    results = json.loads(ran.stdout)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == 61


def test_nobody_learns_anything_without_signing_in(client: httpx.Client) -> None:
    answer = client.post("/graphql", json=HELLO, headers={"authorization": ""})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert "data" not in answer.json()


def test_a_form_of_another_site_is_refused(client: httpx.Client) -> None:
    for kind in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json; charset=gbk",
    ):
        answer = client.post("/graphql", content=json.dumps(HELLO), headers={"content-type": kind})
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_answers_are_not_kept_by_anyone_between(client: httpx.Client) -> None:
    assert client.post("/graphql", json=HELLO).headers["cache-control"] == "no-store"


def test_a_request_has_a_size(client: httpx.Client) -> None:
    answer = client.post("/graphql", json={"query": "{ __typename }" + " " * 2000})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "TOO_LARGE")


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"[]", b'[{"query": "{ __typename }"}]', b"null", b'"x"', b"[" * 1500]
)
def test_a_body_that_is_no_request_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/graphql", content=body, headers={"content-type": JSON})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


def test_nothing_but_queries_is_answered_by_address_and_no_subscription_at_all(client: httpx.Client) -> None:
    for query in ("mutation { __typename }", "subscription { __typename }"):
        by_address = client.get("/graphql", params={"query": query})
        assert (by_address.status_code, code_of(by_address)) == (405, "OPERATION")
        assert client.head("/graphql", params={"query": query}).status_code == 415  # as of a POST that is no JSON
    posted = client.post("/graphql", json={"query": "subscription { __typename }"}, headers={"accept": GRAPHQL})
    assert (posted.status_code, code_of(posted)) == (400, "OPERATION")
    assert client.post("/graphql", json={"query": "mutation { __typename }"}).json() == {
        "data": {"__typename": "Mutation"}
    }


def test_an_address_may_hold_a_mutation_that_it_does_not_ask_for(client: httpx.Client) -> None:
    query = "query A { __typename } mutation B { __typename }"
    answers = {name: client.get("/graphql", params={"query": query, "operationName": name}) for name in "AB"}
    assert answers["A"].json() == {"data": {"__typename": "Query"}}
    assert answers["B"].status_code == 405


def code_of(answer: httpx.Response) -> str:
    (error,) = answer.json()["errors"]
    assert "data" not in answer.json()
    return str(error["extensions"]["code"])


def test_the_operation_is_chosen_by_name(client: httpx.Client) -> None:
    query = "query A { a: __typename } query B { b: __typename }"
    assert client.post("/graphql", json={"query": query, "operationName": "B"}).json() == {"data": {"b": "Query"}}
    for name in (None, "C"):
        answer = client.post("/graphql", json={"query": query, "operationName": name})
        assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION"


def test_other_methods_are_refused(client: httpx.Client) -> None:
    assert client.put("/graphql", json=HELLO).status_code == 405


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, JSON),
        ("*/*", JSON),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (f"{GRAPHQL};q=nonsense, {JSON};q=0.1", JSON),
        (f"text/html, {GRAPHQL};charset=utf-8", GRAPHQL),
        ("text/html", None),
        (f"{JSON};q=0", None),
    ],
)
def test_the_media_type_is_the_one_the_client_likes_best(header: str | None, chosen: str | None) -> None:
    assert accepted(header) == chosen


def test_a_client_that_takes_neither_type_is_told(client: httpx.Client) -> None:
    assert client.post("/graphql", json=HELLO, headers={"accept": "text/html"}).status_code == 406


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["query", "variables", "operationName", "extensions", "other"])


@given(
    st.dictionaries(NAMES, VALUES | st.just("{ __typename }") | st.just("query Q($id: ID!) { human(id: $id) { id } }"))
)
def test_whatever_the_parameters_the_answer_is_well_formed(client: httpx.Client, body: dict[str, Any]) -> None:
    answer = client.post("/graphql", content=json.dumps(body), headers={"content-type": JSON})
    assert answer.status_code in (200, 400)
    told = answer.json()
    assert set(told) <= {"data", "errors"}
    assert told.get("errors") != []
    assert all(error["message"] and error["extensions"]["code"] for error in told.get("errors", ()))
