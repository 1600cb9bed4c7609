"""GraphiQL in a real browser: it works from this server alone, and keeps nothing."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from tests.access.gates import open_gate_of
from tests.api.served import served
from tests.dossier.small import MODEL
from tests.pages.browser import WIDE, launched
from twopages.access import Viewer
from twopages.api import create_graphiql, create_graphql
from twopages.api.graphiql import GraphiQL
from twopages.errors import SettingError
from twopages.keys import KeyRing
from twopages.settings import Settings


async def viewer(request: Request) -> Viewer | None:
    """Nobody but those who say so."""
    return None if "nobody" in request.headers.get("user-agent", "") else Viewer("desk", "citizen", "nobody")


ACT = """async () => {
  const body = JSON.stringify({ query: "mutation { __typename }" });
  const headers = { "content-type": "application/json" };
  return await (await fetch("/graphql", { method: "POST", headers, body })).json();
}"""  # as the explorer sends it, without a token


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = replace(Settings(), home=tmp_path_factory.mktemp("ring"))
    ring = KeyRing.create(settings)
    api = create_graphql(MODEL, None, open_gate_of(MODEL, ring), viewer)  # type: ignore[arg-type]  # not read
    with served(Starlette(routes=[*api, *create_graphiql(settings.node_modules, viewer, sign_in="/sign-in")])) as found:
        yield found


def test_it_asks_and_explains_without_another_host_and_keeps_nothing(address: str) -> None:
    with launched() as browser:
        page = browser.new_page(viewport={"width": WIDE, "height": 900})
        asked: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/graphiql")
        page.locator(".graphiql-execute-button").click()
        page.locator(".result-window").get_by_text("null").wait_for()
        page.get_by_label("Show Documentation Explorer").click()
        page.locator(".graphiql-doc-explorer").get_by_text("Query").first.click()
        page.get_by_label("Open settings dialog").click()
        page.get_by_text("Clear storage").wait_for()
        assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}
        assert errors == []
        assert page.evaluate(ACT) == {"data": {"__typename": "Mutation"}}
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_no_script_stands_in_the_page(address: str) -> None:
    answer = httpx.get(f"{address}/graphiql", trust_env=False)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_who_is_not_signed_in_is_sent_to_sign_in(address: str) -> None:
    answer = httpx.get(f"{address}/graphiql", headers={"user-agent": "nobody"}, trust_env=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_only_its_own_files_are_served(address: str) -> None:
    for name in ("react.js", "start.js"):
        assert httpx.get(f"{address}/graphiql/files/{name}", trust_env=False).status_code == 200
    for name in ("package.json", "..%2f..%2fpyproject.toml", "graphiql.html"):
        assert httpx.get(f"{address}/graphiql/files/{name}", trust_env=False).status_code == 404


def test_missing_packages_say_how_to_get_them(tmp_path: Path) -> None:
    request = Request({"type": "http", "path_params": {"name": "react.js"}, "headers": []})
    with pytest.raises(SettingError, match="make setup"):
        asyncio.run(GraphiQL(tmp_path, viewer, "/").file(request))
