"""Who gets in, and where: signing in, other people's pages, foreign forms, what goes along with every answer."""

import re

import pytest

from tests.pages import made_up
from tests.pages.conftest import OWN, Visitor
from tests.pages.made_up import MadeUp
from twopages.ontology.model import Model

PERSON, STRANGER = f"/person/{made_up.PERSON}", f"/person/{made_up.STRANGER}"
ENTERPRISE = f"/enterprise/{made_up.ENTERPRISE}"
SIGNED_IN = (
    "/",
    PERSON,
    f"{PERSON}/value/fullName",
    f"{PERSON}/record/r1",
    "/look-up",
    "/deliveries",
    "/cases",
    "/scenarios",
    "/person/none",
)


def test_without_signing_in_every_page_leads_to_the_sign_in(nobody: Visitor) -> None:
    for path in SIGNED_IN:
        assert nobody.get(path).url.path == "/sign-in"


def test_the_sign_in_offers_every_account_and_says_what_it_sees(nobody: Visitor) -> None:
    page = nobody.reads("/sign-in")
    assert re.findall(r'name="account" value="(\w+)"', page) == list(made_up.accounts())
    assert "担任法定代表人的企业" in page


def test_an_unknown_account_does_not_get_in(nobody: Visitor) -> None:
    assert nobody.post("/sign-in", data={"account": "root"}, headers=OWN).status_code == 400
    assert nobody.get("/").url.path == "/sign-in"


def test_signing_out_ends_it(citizen: Visitor) -> None:
    citizen.sends("/sign-out")
    assert citizen.get(PERSON).url.path == "/sign-in"


def test_a_forged_cookie_is_nobody(nobody: Visitor) -> None:
    nobody.cookies.set("twopages", "eyJhY2NvdW50IjoiY2l0aXplbiJ9.x.y")
    assert nobody.get(PERSON).url.path == "/sign-in"


def test_what_is_not_allowed_looks_as_if_it_were_not_there(citizen: Visitor) -> None:
    missing = citizen.get("/person/none")
    assert missing.status_code == 404
    for path in (
        STRANGER,
        f"{STRANGER}/value/fullName",
        f"{STRANGER}/around/x",
        "/household/x",
        "/deliveries",
        "/look-up",
        "/cases",
        "/scenarios",
        "/x/y/z",
    ):
        assert (citizen.get(path).status_code, citizen.get(path).text) == (404, missing.text)


def test_nobody_lifts_masks_on_a_file_of_others(citizen: Visitor) -> None:
    response = citizen.post(f"{STRANGER}/reveal", data={"attribute": "*", "back": ""}, headers=OWN)
    assert response.status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {},
    ],
)
def test_forms_of_other_sites_are_refused(citizen: Visitor, headers: dict[str, str]) -> None:
    for path, form in (
        (f"{PERSON}/reveal", {"attribute": "*"}),
        ("/sign-out", {}),
        ("/sign-in", {"account": "steward"}),
    ):
        assert citizen.post(path, data=form, headers=headers).status_code == 403
    assert citizen.get("/").url.path == PERSON


def test_an_older_browser_tells_by_its_origin(citizen: Visitor) -> None:
    response = citizen.post(
        f"{PERSON}/reveal", data={"attribute": "*"}, headers={"origin": str(citizen.base_url).rstrip("/")}
    )
    assert response.status_code == 200


def test_every_answer_is_closed_to_frames_scripts_and_caches(citizen: Visitor) -> None:
    for path in (PERSON, "/sign-in", "/person/none", "/static/pages.css"):
        headers = citizen.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert citizen.get(PERSON).headers["cache-control"] == "no-store"
    assert citizen.get("/static/pages.css").headers["cache-control"] == "no-cache"


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(nobody: Visitor) -> None:
    response = nobody.post("/sign-in", data={"account": "citizen"}, headers=OWN, follow_redirects=False)
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_no_page_holds_script_or_style_of_its_own(citizen: Visitor) -> None:
    for path in (PERSON, ENTERPRISE, f"{PERSON}/value/fullName", "/sign-in"):
        page = citizen.reads(path)
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_the_language_is_switched_by_a_link_and_kept(citizen: Visitor) -> None:
    assert '<html lang="zh-CN">' in citizen.reads(PERSON)
    link = re.search(r'href="([^"]*language=en)"', citizen.reads(PERSON))
    assert link
    response = citizen.get(link[1])
    assert (response.url.path, response.url.query) == (PERSON, b"")
    assert '<html lang="en">' in citizen.reads(PERSON)
    assert '<html lang="en">' in citizen.get("/person/none").text
    citizen.get("/sign-in?language=xx")
    assert '<html lang="en">' in citizen.reads(PERSON)


def test_who_finds_subjects_looks_up_for_a_purpose_and_leaves_no_trace_in_the_address(
    inspector: Visitor, reader: MadeUp
) -> None:
    assert inspector.get("/").url.path == "/look-up"
    asked = {"text": made_up.TEXTS["uscc"], "purpose": "inspection-planning"}
    response = inspector.post("/look-up", data=asked, headers=OWN)
    assert response.url.path == "/look-up"
    assert not response.url.query
    assert made_up.TEXTS["uscc"] not in response.text
    assert f'href="{ENTERPRISE}"' in response.text
    assert reader.asked[-1] == made_up.TEXTS["uscc"]


def test_a_file_that_was_found_is_shown_as_far_as_the_purpose_gives_it(
    inspector: Visitor, reader: MadeUp, model: Model
) -> None:
    assert inspector.get(ENTERPRISE).status_code == 403
    inspector.sends("/look-up", text="云间", purpose="inspection-planning")
    page = inspector.reads(ENTERPRISE)
    purpose = model.purposes["inspection-planning"]
    assert purpose.label.zh in page and purpose.legal_basis.zh in page
    shown = set(re.findall(r"/value/(\w+)", page))
    assert shown and shown <= purpose.attributes
    assert "职工1" not in page
    assert "/history" not in page and '/looked"' not in page
    missing = [item.label.zh for name, item in model.attributes.items() if name not in purpose.attributes]
    folded = " ".join(re.findall(r'<details class="missing.*?</details>', page, re.S))
    assert not [label for label in missing if label in folded]
    assert inspector.get(f"{ENTERPRISE}/history").status_code == 403


def test_a_look_up_that_finds_nothing_says_so(inspector: Visitor) -> None:
    for text in ("无此企业", "  "):
        assert "没有找到" in inspector.sends("/look-up", text=text, purpose="inspection-planning")
    assert "没有找到" not in inspector.reads("/look-up")
    for purpose in ("", "hardship-proactive-discovery", "steward-quality-person"):
        form = {"text": "云间", "purpose": purpose}
        assert inspector.post("/look-up", data=form, headers=OWN).status_code == 400


def test_who_has_no_purpose_that_finds_is_told_to_open_a_case(caseworker: Visitor) -> None:
    page = caseworker.reads("/look-up")
    assert "请先登记办件" in page and "<select" not in page


def test_without_a_purpose_an_office_opens_no_file(caseworker: Visitor, steward: Visitor) -> None:
    for visitor in (caseworker, steward):
        pages = [visitor.get(path) for path in (PERSON, f"{PERSON}/tags", f"/person/{'9' * 32}")]
        assert {page.status_code for page in pages} == {403}
        assert {page.text for page in pages} == {pages[0].text}
        assert "须指明应用场景" in pages[0].text


def test_a_steward_sees_deliveries(steward: Visitor) -> None:
    assert steward.get("/").url.path == "/deliveries"
    assert steward.get("/deliveries/none").status_code == 404


def test_the_rows_of_the_deliveries_add_up(steward: Visitor, reader: MadeUp) -> None:
    page = steward.reads("/deliveries")
    rows = re.findall(r"<t[rf].*?</tr>", page, re.S)[1:]
    numbers = [
        [int(text.replace(",", "")) for text in re.findall(r'class="number[^>]*>([\d,]+)<', row)] for row in rows
    ]
    assert len(numbers) == len(reader.deliveries) + 1
    assert all(delivered == sum(ended) for delivered, *ended in numbers)
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]


def test_a_delivery_lists_its_quarantined_rows_with_reasons(steward: Visitor) -> None:
    page = steward.reads("/deliveries/b3")
    assert "交付 13,413 行 = 未变 13,110 + 采纳 300 + 等待 0 + 隔离 3" in page
    assert "校验码不符" in page
    assert "310****8888" in page
    assert "这里只列出前 2 行" in page
