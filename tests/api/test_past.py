"""Asking for the past over HTTP: on the small graph in a real Neo4j."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from tests.access.gates import open_gate_of
from tests.api.served import served
from tests.dossier.graph import ADA, ADA_NUMBER, BEN, Small
from tests.dossier.small import MODEL
from twopages.access import Viewer
from twopages.api import create_graphql
from twopages.dossier import today_in_shanghai
from twopages.graph import Store
from twopages.keys import KeyRing

BEFORE, BETWEEN, NOW = "2021-04-30", "2021-05-15", "2021-06-01"
FILE = """query Q($id: ID!, $asOf: AsOf) { human(id: $id, asOf: $asOf) {
  caption name { value source { delivery { asOf } } } wage { value }
  records { totalCount edges { node { id present } } } worksFor { totalCount edges { node { caption } } }
} }"""


async def desk(request: Request) -> Viewer | None:
    return Viewer("desk", "citizen", "nobody")


@pytest.fixture(scope="module")
def client(open_graph: Store, keys: KeyRing, small: Small) -> Iterator[httpx.Client]:
    with (
        served(Starlette(routes=create_graphql(MODEL, open_graph, open_gate_of(MODEL, keys), desk))) as address,
        over_http(address) as made,
    ):
        yield made


def over_http(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, trust_env=False, timeout=60)


def ask(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/graphql", json={"query": query, "variables": variables}).json()
    return found


def data(client: httpx.Client, query: str, **variables: Any) -> Any:
    found = ask(client, query, **variables)
    assert "errors" not in found
    return next(iter(found["data"].values()))


def refusals(client: httpx.Client, query: str, **variables: Any) -> list[str]:
    return [error["extensions"]["code"] for error in ask(client, query, **variables)["errors"]]


def test_the_whole_file_is_as_of_the_recorded_day(client: httpx.Client, small: Small) -> None:
    then = data(client, FILE, id=small.names[ADA], asOf={"recorded": BETWEEN})
    assert then["caption"] == "王阿旧"
    assert then["name"] == {"value": "王阿旧", "source": {"delivery": {"asOf": "2021-05-01"}}}
    assert then["wage"] is None
    assert then["records"] == {"totalCount": 1, "edges": [{"node": {"id": "r0", "present": True}}]}
    assert then["worksFor"] == {"totalCount": 0, "edges": []}


def test_as_of_today_is_now(client: httpx.Client, small: Small) -> None:
    now = data(client, FILE, id=small.names[ADA])
    assert data(client, FILE, id=small.names[ADA], asOf={"recorded": today_in_shanghai()}) == now
    assert data(client, FILE, id=small.names[ADA], asOf={}) == now
    assert (now["caption"], now["records"]["totalCount"], now["worksFor"]["totalCount"]) == ("王阿达", 4, 2)


def test_before_anybody_had_registered_them_a_file_is_empty_and_nobody_is_nobody(
    client: httpx.Client, small: Small
) -> None:
    empty = data(client, FILE, id=small.names[ADA], asOf={"recorded": BEFORE})
    assert empty == {
        "caption": "",
        "name": None,
        "wage": None,
        "records": {"totalCount": 0, "edges": []},
        "worksFor": {"totalCount": 0, "edges": []},
    }
    assert data(client, FILE, id="nobody", asOf={"recorded": BEFORE}) is None


def test_what_was_true_on_a_day_leaves_out_what_began_later(client: httpx.Client, small: Small) -> None:
    query = """query Q($id: ID!, $day: Date!) { human(id: $id, asOf: {valid: $day}) {
      spouseOf { edges { node { caption } since } } name { value } } }"""
    assert data(client, query, id=small.names[ADA], day="1975-04-30") == {"spouseOf": {"edges": []}, "name": None}
    wedded = data(client, query, id=small.names[ADA], day="2020-12-31")
    assert wedded["spouseOf"]["edges"] == [{"node": {"caption": "李本"}, "since": "1975-05-01"}]
    assert wedded["name"] == {"value": "王阿旧"}


@pytest.mark.parametrize(
    "days",
    [
        {"recorded": "2999-01-01"},
        {"valid": "2999-01-01"},
        {"recorded": BEFORE, "valid": BETWEEN},
        {"recorded": "2021-02-30"},
        {"recorded": "2021-06"},
        {"recorded": "yesterday"},
        {"valid": ""},
        {"recorded": 20210601},
    ],
)
def test_a_day_of_which_nobody_can_ask_is_refused(client: httpx.Client, small: Small, days: dict[str, Any]) -> None:
    assert refusals(client, FILE, id=small.names[ADA], asOf=days) == ["DAY"]
    query = "query Q($id: ID!, $days: AsOf!) { human(id: $id) { difference(from: $days) { totalCount } } }"
    assert refusals(client, query, id=small.names[ADA], days=days) == ["DAY"]


def test_the_error_says_what_is_wrong_with_the_day(client: httpx.Client, small: Small) -> None:
    answer = ask(client, FILE, id=small.names[ADA], asOf={"recorded": "2999-01-01"})
    assert "after today" in answer["errors"][0]["message"]
    assert answer["data"] == {"human": None}


CHANGES = """totalCount leftOut pageInfo { hasNextPage endCursor } edges { cursor node {
  day kind attribute relation part title { en } node { caption } before beforeLabels { en } after afterLabels { en } record
  dataset { id } department { id } delivery { file row }
} }"""


def test_the_time_line_goes_page_by_page_from_the_newest_change(client: httpx.Client, small: Small) -> None:
    query = f"query Q($id: ID!, $after: String) {{ human(id: $id) {{ timeline(first: 5, after: $after) {{ {CHANGES} }} }} }}"
    found: list[dict[str, Any]] = []
    after = None
    while after is not None or not found:
        page = data(client, query, id=small.names[ADA], after=after)["timeline"]
        found += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
    assert len(found) == page["totalCount"] > 5
    days = [item["day"] for item in found]
    assert days == sorted(days, reverse=True)
    assert set(days) == {NOW, "2021-05-01"}
    names = [(item["kind"], item["before"], item["after"]) for item in found if item["attribute"] == "name"]
    assert names == [("CHANGED", ["王阿旧"], ["王阿达"]), ("APPEARED", [], ["王阿旧"])]
    jobs = {(item["kind"], item["node"]["caption"]) for item in found if item["relation"] == "WORKS_FOR"}
    assert jobs == {("APPEARED", "上海爱可美科技有限公司"), ("APPEARED", "上海泽塔有限公司")}
    sex = next(item for item in found if item["attribute"] == "sex")
    assert (sex["after"], sex["afterLabels"], sex["beforeLabels"]) == (["2"], [{"en": "female"}], [])


def test_the_time_line_under_a_day_ends_with_it(client: httpx.Client, small: Small) -> None:
    query = f'query Q($id: ID!) {{ human(id: $id, asOf: {{recorded: "{BETWEEN}"}}) {{ timeline {{ edges {{ node {{ day }} }} }} }} }}'
    assert {edge["node"]["day"] for edge in data(client, query, id=small.names[ADA])["timeline"]["edges"]} == {
        "2021-05-01"
    }


def test_a_difference_of_two_days_tells_what_changed_between_them(client: httpx.Client, small: Small) -> None:
    query = f"""query Q($id: ID!, $from: AsOf!, $to: AsOf) {{ human(id: $id) {{
      difference(from: $from, to: $to, first: 100) {{ {CHANGES} }} }} }}"""
    edges = data(client, query, id=small.names[ADA], **{"from": {"recorded": BETWEEN}})["difference"]["edges"]
    found = {edge["node"]["attribute"]: edge["node"] for edge in edges if edge["node"]["attribute"]}
    assert (found["name"]["before"], found["name"]["after"], found["name"]["day"]) == (["王阿旧"], ["王阿达"], NOW)
    assert "number" not in found
    assert {edge["node"]["relation"] for edge in edges} >= {"WORKS_FOR", "HEADS"}
    same = data(client, query, id=small.names[ADA], **{"from": {"recorded": NOW}, "to": {"recorded": NOW}})
    assert same["difference"]["totalCount"] == 0
    back = data(client, query, id=small.names[ADA], **{"from": {}, "to": {"recorded": BEFORE}})["difference"]["edges"]
    assert {edge["node"]["kind"] for edge in back} == {"WITHDRAWN"}


def test_a_cursor_of_another_list_of_changes_is_refused(client: httpx.Client, small: Small) -> None:
    query = 'query Q($id: ID!) { human(id: $id) { timeline(after: "WyJhIl0") { totalCount } } }'
    assert refusals(client, query, id=small.names[ADA]) == ["CURSOR"]


def test_time_lines_and_differences_are_limited(client: httpx.Client, small: Small) -> None:
    lists = " ".join(f"a{place}: timeline {{ totalCount }}" for place in range(5))
    assert refusals(client, f"query Q($id: ID!) {{ human(id: $id) {{ {lists} }} }}", id=small.names[ADA]) == [
        "LIMIT_HISTORIES"
    ]


def test_days_may_stand_in_a_document_that_asks_by_key(client: httpx.Client) -> None:
    query = f'query Q($key: String!) {{ humanByKey(key: $key, asOf: {{recorded: "{BETWEEN}"}}) {{ caption }} }}'
    assert data(client, query, key=ADA_NUMBER) == {"caption": "王阿旧"}


def test_who_may_not_open_a_file_may_not_open_its_past(open_graph: Store, keys: KeyRing, small: Small) -> None:
    async def citizen(request: Request) -> Viewer | None:
        return Viewer("ada", "citizen", small.names[ADA])

    query = (
        """query Q($id: ID!) { human(id: $id, asOf: {recorded: "2021-06-01"}) { caption timeline { totalCount } } }"""
    )
    app = Starlette(routes=create_graphql(MODEL, open_graph, open_gate_of(MODEL, keys), citizen))
    with served(app) as address, over_http(address) as made:
        assert data(made, query, id=small.names[BEN]) is None
        assert data(made, query, id=small.names[ADA])["timeline"]["totalCount"] > 0
