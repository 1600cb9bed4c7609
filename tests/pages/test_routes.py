"""Every route of the whole application: who gets in, whose forms are taken and how long, and nothing personal in an address."""

import html
import re
import shutil
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from tests.access.gates import Kept
from tests.conftest import City
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.served import served
from tests.pages.test_city import CITIZEN
from tests.quiet import names_of, personal
from twopages.access import Viewer, new_account, save_accounts
from twopages.access.cases import Cases, services_of
from twopages.app import create_app
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Label, Model
from twopages.settings import Settings

PUBLIC = {  # what anybody may read: about the program and the catalogue, never about anybody
    "/live",
    "/ready",
    "/sign-in",
    "/sign-in/begin",
    "/sign-in/return",
    "/tags",
    "/tags/{tag}",
    "/graphiql/files/{name}",
    "/static/{path}",
}
OFFICE = "public-security"
NOTICE = "/sign-out/notice"  # comes from the issuer, proven by its signature
GRAPHQL = "/graphql"  # takes JSON alone, which no form can send
FOREIGN: tuple[dict[str, str], ...] = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {},
)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")
LONG = 300 * 1024
EACH = 3  # pages of one route that are read by one role
LINK = re.compile(r'\s(?:href|action|formaction|src)="([^"]*)"')
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:")
ASKED = {
    "case": "[0-9a-f]{32}",
    "own": "yes",
    "language": "zh|en",
    "groups": "all",
    **dict.fromkeys(("recorded", "valid", "from", "to"), r"\d{4}-\d\d-\d\d"),
}
OPAQUE = re.compile(r"[0-9a-f]{26,64}|[A-Za-z0-9_-]{22,64}")


@dataclass(frozen=True)
class Site:
    """The served application and its routes; `person` is whom its citizen is, `case` one that its caseworker has about that person."""

    app: Starlette
    address: str
    person: str
    case: str

    def paths(self, method: str) -> list[str]:
        found = sorted({path for methods, path in walked(self.app.routes) if method in methods})
        assert len(found) > 8
        return found

    def filled(self, path: str) -> str:
        """A path with something in each of its places: the citizen's own file, so that nothing else is in the way."""
        parts = {"kind": "person", "id": self.person, "attribute": "fullName", "path": "pages.css"}
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda place: parts.get(place[1], "minor"), path)


def walked(routes: Sequence[BaseRoute], before: str = "") -> Iterator[tuple[set[str], str]]:
    """Methods and path of every route; a kind of route that is not known here has to be thought about."""
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from walked(route.routes, before + route.path)
        elif isinstance(route, Mount):
            yield {"GET", "HEAD"}, f"{before}{route.path}/{{path}}"
        else:
            assert isinstance(route, Route)
            yield route.methods or {"GET", "HEAD"}, before + route.path


@pytest.fixture(scope="module")
def site(
    city: City, store: Store, settings: Settings, model: Model, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """With the demo and with an issuer, so that no route is left out; the issuer does not answer."""
    home = replace(settings, home=tmp_path_factory.mktemp("routes"), oidc_issuer="http://127.0.0.1:9")
    home = replace(home, oidc_client_id="pages", oidc_client_secret="secret")
    shutil.copy2(settings.home / "keys.json", home.home / "keys.json")
    found = store.read(CITIZEN)[0]
    desk = Viewer("caseworker", "caseworker", None, OFFICE)
    mine = (item for item in services_of(model, desk) if item.subject == "Person")
    service = next(item for item in mine if model.purposes[item.purpose].approval == "auto")
    case = Cases(store, KeyRing.load(home), model).open(desk, service.id, found["person"], "1")
    citizen = new_account("citizen", "citizen", found["person"], Label("市民", "Citizen"))
    caseworker = new_account("caseworker", "caseworker", None, Label("窗口", "Window"), OFFICE)
    save_accounts(home, [citizen, caseworker, new_account("steward", "steward", None, Label("专员", "Steward"))])
    app = create_app(home, store, Kept())
    with served(app) as address:
        yield Site(app, address, found["person"], case.id)
    store.write(lambda tx: tx.run("MATCH (n:Case) DETACH DELETE n"))


@pytest.fixture
def nobody(site: Site) -> Iterator[Visitor]:
    with visiting(site.address) as visitor:
        visitor.follow_redirects = False
        yield visitor


@pytest.fixture
def citizen(nobody: Visitor) -> Visitor:
    nobody.post("/sign-in", data={"account": "citizen"}, headers=OWN)
    return nobody


def turned_away(answer: httpx.Response) -> bool:
    return answer.headers.get("location") == "/sign-in" if answer.status_code == 303 else answer.status_code == 401


def test_whoever_is_not_signed_in_reads_what_is_public_and_nothing_else(site: Site, nobody: Visitor) -> None:
    paths = site.paths("GET")
    assert set(paths) >= PUBLIC
    for path in paths:
        for method in ("GET", "HEAD"):
            answer = nobody.request(method, site.filled(path))
            assert (path in PUBLIC) != turned_away(answer), (method, path, answer.status_code)
            assert "default-src" in answer.headers["content-security-policy"], path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert not personal(answer.text)


def test_whoever_is_not_signed_in_changes_nothing(site: Site, nobody: Visitor) -> None:
    for path in set(site.paths("POST")) - {"/sign-in", NOTICE}:
        sent = {"json": {"query": "{ me { id } }"}} if path == GRAPHQL else {"data": {"text": "x"}}
        assert turned_away(nobody.post(site.filled(path), headers=OWN, **sent)), path  # type: ignore[arg-type]
    assert nobody.post(NOTICE, data={"logout_token": "x"}).status_code in (400, 503)


def test_no_route_takes_another_method(site: Site, citizen: Visitor) -> None:
    for path in {*site.paths("GET"), *site.paths("POST")}:
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            answer = citizen.request(method, site.filled(path))
            assert answer.status_code in (404, 405), (method, path)
            assert not [name for name in answer.headers if name.startswith("access-control")], path


def test_every_form_is_refused_that_is_not_our_own(site: Site, citizen: Visitor) -> None:
    paths = site.paths("POST")
    for path in set(paths) - {GRAPHQL, NOTICE}:
        for headers in FOREIGN:
            sent = citizen.post(site.filled(path), data={"account": "steward", "attribute": "*"}, headers=headers)
            assert sent.status_code == 403, (path, headers)
    for kind in FORMS:
        headers = {"content-type": kind} if kind else {}
        sent = citizen.post(GRAPHQL, content=b'{"query": "{ __typename }"}', headers=headers)
        assert sent.status_code == 415, kind
    assert citizen.get("/").headers["location"] == f"/person/{site.person}"
    assert {GRAPHQL, NOTICE} < set(paths)


def test_no_route_takes_more_than_it_can_hold(site: Site, citizen: Visitor) -> None:
    for path in site.paths("POST"):
        kind = {"content-type": "application/json" if path == GRAPHQL else FORMS[0]}
        for content in (b"a" * LONG, iter([b"text="] + [b"a" * 1024] * (LONG // 1024))):
            sent = citizen.post(site.filled(path), content=content, headers={**OWN, **kind})
            assert sent.status_code == 413, path


def test_a_form_of_many_parts_is_refused_and_not_kept(site: Site, citizen: Visitor) -> None:
    many = "&".join(f"a{number}=" for number in range(2000))
    for path in set(site.paths("POST")) - {GRAPHQL}:
        sent = citizen.post(site.filled(path), content=many, headers={**OWN, "content-type": FORMS[0]})
        assert sent.status_code == 400, path


@pytest.mark.parametrize("role", ["citizen", "caseworker", "steward"])
def test_no_address_holds_anything_personal(site: Site, city: City, model: Model, role: str) -> None:
    known = names_of(model, city.key)
    allowed = {part for path in site.paths("GET") + site.paths("POST") for part in path.split("/") if "{" not in part}
    allowed |= {*model.attributes, *model.relations, *model.tags, *(name.lower() for name in model.classes)}
    with visiting(site.address) as visitor:
        visitor.sends("/sign-in", account=role)
        read = 0
        for page in pages_of(site, visitor, role):
            read += 1
            assert not INLINE.search(page)
            for link in links_in(page):
                assert faults(link, allowed) == [], link
                assert personal(unquote(link), known) == []
    assert read > 15


def pages_of(site: Site, visitor: Visitor, role: str) -> Iterator[str]:
    """The pages that can be reached by links, some of each route; a caseworker begins at a file too."""
    left = deque(["/", f"/person/{site.person}?case={site.case}"] if role == "caseworker" else ["/"])
    seen, kinds = set(left), Counter[str]()
    while left:
        answer = visitor.get(left.popleft())
        assert answer.status_code == 200, answer.url.path
        yield answer.text
        for link in links_in(answer.text):
            path = link.partition("#")[0]
            kind = re.sub(r"(?:[0-9a-f]{26,}/?)+|(?<=value/|rules/)\w+|(?<=tags/)[\w-]+|\d{4}-\d\d-\d\d", "*", path)
            if (
                path
                and path not in seen
                and not path.startswith(("/static", "/sign-in/begin"))
                and "language=" not in path
            ):
                seen.add(path)
                kinds[kind] += 1
                left += [path] if kinds[kind] <= EACH and is_page(site, path) else []


def is_page(site: Site, path: str) -> bool:
    return not re.search(r"/(reveal|conceal|find|sign-out|close)$", urlsplit(path).path)


def links_in(page: str) -> list[str]:
    return [html.unescape(link) for link in LINK.findall(page)]


def faults(link: str, allowed: set[str]) -> list[str]:
    """What of a link is neither ours, nor the ontology's, nor opaque."""
    parts = urlsplit(link)
    found = [] if not parts.netloc and not parts.scheme and (not parts.path or link.startswith("/")) else [link]
    if not parts.path.startswith("/static/"):
        found += [part for part in parts.path.split("/") if part not in allowed and not OPAQUE.fullmatch(part)]
    found += [name for name, text in parse_qsl(parts.query) if not re.fullmatch(ASKED.get(name, "(?!)"), text)]
    return found + ([] if re.fullmatch(r"[\w-]*", parts.fragment, re.ASCII) else [parts.fragment])


def test_an_installation_limits_requests_unless_it_is_told_otherwise(
    site: Site, store: Store, settings: Settings
) -> None:
    usual = Settings()
    assert 0 < usual.rate_sign_in < usual.rate_stranger < usual.rate_viewer < usual.rate_address
    with served(create_app(replace(settings, demo=False, rate_stranger=2), store, Kept())) as address:
        codes = [httpx.get(f"{address}{path}").status_code for path in ("/tags", "/graphiql", "/tags", "/ready")]
    assert codes == [200, 303, 429, 200]
