"""Pages of things without files, on the made-up city: under a case, for the public, for whom they belong to; and who sees the looks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import City
from tests.pages.browser import NARROW, WIDE, launched, looking, overflow, sign_in, violations
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.waiting import until
from tests.things import MADE, Town, case_of, town_of
from twopages.access.grants import ConsentAsk
from twopages.dossier import Dossiers, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.receipts import Folder, ReceiptLog
from twopages.settings import Settings


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("things")


@pytest.fixture(scope="module")
def town(city: City, store: Store, keys: KeyRing, settings: Settings, home: Path) -> Iterator[Town]:
    folder = Folder(home / "receipts")
    with ReceiptLog(folder, keys) as log, town_of(store, keys, settings, home, log) as town:
        yield town


@pytest.fixture
def case(town: Town) -> Iterator[str]:
    with case_of(town) as case:
        yield case


@contextmanager
def signed_in(town: Town, account: str) -> Iterator[Visitor]:
    with visiting(town.address) as visitor:
        visitor.sends("/sign-in", account=account)
        yield visitor


def test_a_licence_has_a_page_under_its_case(town: Town, case: str) -> None:
    path = f"/licence/{town.thing}"
    with signed_in(town, "window") as window:
        assert window.get(path).status_code == 403
        page = window.reads(f"{path}?case={case}")
        assert "窗口取证核验" in page and "证照状态" in page
        number = town.key("Licence", town.thing)[-1]
        assert number not in page
        assert f"{path}/value/licenceState" in page
        assert "证照状态" in window.reads(f"{path}/value/licenceState")
        assert number in window.sends(f"{path}/reveal", attribute="licenceNumber", back="")
        record = re.search(rf'href="({path}/record/[0-9a-f]+)"', page)
        assert record and window.get(record[1]).status_code == 200
        for other in ("looked", "grants", "history"):
            assert window.get(f"{path}/{other}").status_code in (403, 404), other
        assert window.get(f"/licence/{town.things[1]['thing']}").status_code == 404


def test_the_holder_sees_on_the_own_page_who_looked_at_the_licence(town: Town, case: str) -> None:
    with signed_in(town, "window") as window:
        window.reads(f"/licence/{town.thing}?case={case}")
    with signed_in(town, "holder") as holder:
        looked = f"/person/{town.owner}/looked"
        until(lambda: "窗口取证核验" in holder.reads(looked))
        page = holder.reads(looked)
        assert "持证主体" in page and "证照状态" in page
        assert holder.get(f"/licence/{town.thing}/looked").status_code == 404
    with signed_in(town, "other") as other:
        assert "窗口取证核验" not in other.reads(f"/person/{town.things[1]['owner']}/looked")


def test_a_holder_opens_the_own_licence_from_the_own_page(town: Town) -> None:
    with signed_in(town, "holder") as holder:
        page = holder.reads(f"/person/{town.owner}")
        assert f'href="/licence/{town.thing}"' in page
        shown = holder.reads(f"/licence/{town.thing}")
        assert "社会化场景亮证" in shown
        assert town.key("Licence", town.thing)[-1] not in holder.sends(
            f"/licence/{town.thing}/reveal", attribute="*", back=""
        )
        assert holder.get(f"/licence/{town.thing}/history").status_code == 200
    with signed_in(town, "other") as other:
        assert other.get(f"/licence/{town.thing}").status_code == 404


def test_the_public_looks_a_penalty_up(town: Town) -> None:
    row = town.store.read("MATCH (p:Penalty) RETURN p.id AS id, p.caption AS number ORDER BY id LIMIT 1")[0]
    with signed_in(town, "reader") as reader:
        found = reader.sends("/look-up", purpose="penalty-publication", text=row["number"])
        assert f'href="/penalty/{row["id"]}"' in found
        page = reader.reads(f"/penalty/{row['id']}")
        assert "处罚决定日期" in page and row["number"] in page


def test_an_address_is_looked_up_by_its_text_and_leads_to_nobody(town: Town) -> None:
    row = town.store.read(
        "MATCH (a:Address)<-[:RESIDES_AT]-(p:Person) RETURN a.id AS id, p.id AS person ORDER BY id LIMIT 1"
    )[0]
    dossier = Dossiers(town.store, town.keys, town.model).read(Plan("Address", frozenset({"addressText"})), row["id"])
    assert dossier is not None
    with signed_in(town, "police") as police:
        found = police.sends(
            "/look-up", purpose="address-service", text=str(dossier.envelopes["addressText"].values[0])
        )
        assert f'href="/address/{row["id"]}"' in found
        page = police.reads(f"/address/{row['id']}")
        assert "所在区" in page and row["person"] not in page


@pytest.fixture
def emptied(town: Town) -> Iterator[None]:
    yield
    town.store.write(lambda tx: tx.run(MADE))


@pytest.mark.usefixtures("emptied")
def test_a_window_opens_a_case_by_the_type_and_number_of_a_licence(town: Town) -> None:
    kind, number = town.key("Licence", town.thing)
    with signed_in(town, "window") as window:
        form = window.reads("/cases")
        assert f'<option value="{kind}"' in form and "证照类型" in form and "号牌种类" not in form
        sent = {"service": "licence-check", "kind": kind, "number": "办件9"}
        refused = window.post("/cases", data=sent | {"key": number + "0"}, headers=OWN)
        assert refused.status_code == 400 and "没有该号码" in refused.text and number not in refused.text
        opened = window.sends("/cases", **sent, key=number)
        assert f"/licence/{town.thing}?case=" in opened and number not in opened


@pytest.mark.usefixtures("emptied")
def test_researchers_and_neighbours_work_on_cases_of_their_organisation(town: Town) -> None:
    kind, number = town.key("Licence", town.thing)
    with signed_in(town, "neighbour") as neighbour:
        opened = neighbour.sends("/cases", service="delta-licence-recognition", kind=kind, key=number, number="苏1")
        path = re.search(rf'href="(/licence/{town.thing}\?case=[0-9a-f]+)"', opened)
        assert "Suzhou" in opened and path
        assert neighbour.get(path[1]).status_code == 404  # the holder has not consented
        town.grants.consent(
            "Person", town.owner, ConsentAsk("yangtze-licence-recognition", "Suzhou", town.grants.last_day())
        )
        page = neighbour.reads(path[1])
        assert "长三角电子证照互认" in page and number not in page
    with signed_in(town, "reader") as reader:
        assert "脱敏医疗数据研究项目" in reader.reads("/cases")
        assert "/scenarios" not in reader.reads("/cases")
    with signed_in(town, "holder") as holder:
        assert holder.get("/cases").status_code == 404


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_page_of_a_thing_is_sound(town: Town, case: str, width: int) -> None:
    with launched() as browser, looking(browser, town.address, width=width) as page:
        sign_in(page, "window")
        page.goto(f"{town.address}/licence/{town.thing}?case={case}")
        assert violations(page) == []
        assert overflow(page, width) <= 0
