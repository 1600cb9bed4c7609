"""The pages over made-up dossiers, behind a real port: for a client of their forms, and for a browser."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from tests.pages import made_up
from tests.pages.served import served
from twopages.app import assemble
from twopages.ontology.model import Model

OWN = {"sec-fetch-site": "same-origin"}  # what a browser says of a form on our own page


class Visitor(httpx.Client):
    """A client that follows redirects and sends forms as a browser does from our own pages."""

    def sends(self, path: str, **form: str) -> str:
        return self._read(self.post(path, data=form, headers=OWN))

    def reads(self, path: str) -> str:
        return self._read(self.get(path))

    def _read(self, response: httpx.Response) -> str:
        assert response.status_code == 200, response.status_code
        return response.text


def visiting(address: str) -> Visitor:
    return Visitor(base_url=address, follow_redirects=True, timeout=60)  # the machine may be busy


@pytest.fixture(scope="session")
def reader(model: Model) -> made_up.MadeUp:
    return made_up.reader(model)


@pytest.fixture(scope="session")
def application(model: Model, reader: made_up.MadeUp) -> Starlette:
    return assemble(made_up.site(model, reader))


@pytest.fixture(scope="session")
def site(application: Starlette) -> Iterator[str]:
    """The address of the made-up pages."""
    with served(application) as address:
        yield address


@pytest.fixture
def nobody(site: str) -> Iterator[Visitor]:
    with visiting(site) as visitor:
        yield visitor


@pytest.fixture
def citizen(nobody: Visitor) -> Visitor:
    nobody.sends("/sign-in", account="citizen")
    return nobody


@pytest.fixture
def caseworker(site: str) -> Iterator[Visitor]:
    with visiting(site) as visitor:
        visitor.sends("/sign-in", account="caseworker")
        yield visitor


@pytest.fixture
def inspector(site: str) -> Iterator[Visitor]:
    with visiting(site) as visitor:
        visitor.sends("/sign-in", account="inspector")
        yield visitor


@pytest.fixture
def steward(site: str) -> Iterator[Visitor]:
    with visiting(site) as visitor:
        visitor.sends("/sign-in", account="steward")
        yield visitor
