"""The page of a subject: what is held, who says so, and what stays masked until it is asked for."""

import re

from tests.pages import made_up
from tests.pages.conftest import OWN, Visitor
from tests.pages.made_up import MadeUp
from twopages.ontology.model import Model
from twopages.pages.words import words_of

PERSON, ENTERPRISE = f"/person/{made_up.PERSON}", f"/enterprise/{made_up.ENTERPRISE}"
SECRET = made_up.TEXTS["identityNumber"]


def row(page: str, attribute: str) -> str:
    found = re.search(rf'<div class="row" id="{attribute}">.*?</div>', page, re.S)
    assert found, attribute
    return found[0]


def test_the_start_of_a_citizen_is_the_own_file(citizen: Visitor) -> None:
    response = citizen.get("/")
    assert response.url.path == PERSON
    assert "<h1>沈知微</h1>" in response.text


def test_each_value_says_from_whom_it_is_and_what_others_say(citizen: Visitor) -> None:
    told = row(citizen.reads(PERSON), "fullName")
    assert "上海市公安局" in told
    assert "户籍人口基本信息" in told
    assert "2026年2月28日" in told
    assert "3 个来源一致" in told
    assert "1 个来源矛盾" in told
    assert f'href="{PERSON}/value/fullName"' in told


def test_codes_and_numbers_are_read_in_the_language_of_the_page(citizen: Visitor, model: Model, reader: MadeUp) -> None:
    firm = citizen.reads(ENTERPRISE)
    assert "12,800.00 元" in row(firm, "registeredCapital")
    value = reader.dossiers["Enterprise", made_up.ENTERPRISE].envelopes["enterpriseState"].values[0]
    label = model.code_lists["enterprise-state"].codes[str(value)].label
    assert label.zh in row(firm, "enterpriseState")
    citizen.cookies.set("language", "en")
    firm = citizen.reads(ENTERPRISE)
    assert '<html lang="en">' in firm
    assert "12,800.00 yuan" in row(firm, "registeredCapital")
    assert label.en in row(firm, "enterpriseState")


def test_groups_stand_in_the_order_of_the_ontology(citizen: Visitor, model: Model) -> None:
    page = citizen.reads(PERSON)
    shown = re.findall(r'<section id="group-([^"]+)"', page)
    attributes = model.classes["Person"].attributes
    assert shown == sorted(shown, key=[model.attributes[item].group for item in attributes].index)
    assert shown[0] == model.attributes["identityNumber"].group


def test_a_sensitive_value_is_not_in_the_page_before_it_is_asked_for(citizen: Visitor) -> None:
    page = citizen.reads(PERSON)
    assert SECRET not in page
    assert "310****8888" in row(page, "identityNumber")
    assert made_up.TEXTS["address"] not in row(page, "residenceAddress")


def test_asking_shows_one_value_at_its_place_and_no_other(citizen: Visitor) -> None:
    response = citizen.post(
        f"{PERSON}/reveal", data={"attribute": "identityNumber", "back": "#identityNumber"}, headers=OWN
    )
    assert str(response.url).endswith(f"{PERSON}#identityNumber")
    assert SECRET in row(response.text, "identityNumber")
    assert made_up.TEXTS["address"] not in row(response.text, "residenceAddress")
    assert SECRET in citizen.reads(PERSON)


def test_masks_come_back_when_asked_when_another_file_is_opened_and_at_the_end_of_the_session(citizen: Visitor) -> None:
    citizen.sends(f"{PERSON}/reveal", attribute="*", back="")
    assert SECRET in citizen.reads(PERSON)
    assert SECRET not in citizen.sends(f"{PERSON}/conceal", back="")
    citizen.sends(f"{PERSON}/reveal", attribute="*", back="")
    citizen.reads(ENTERPRISE)
    assert SECRET not in citizen.reads(PERSON)
    citizen.sends(f"{PERSON}/reveal", attribute="*", back="")
    citizen.sends("/sign-out")
    citizen.sends("/sign-in", account="citizen")
    assert SECRET not in citizen.reads(PERSON)


def test_a_form_leads_back_to_pages_of_the_file_alone(citizen: Visitor) -> None:
    for back in ("//elsewhere.example", "/../..", "https://elsewhere.example", "/value/../../x", "#a b"):
        response = citizen.post(f"{PERSON}/reveal", data={"attribute": "x", "back": back}, headers=OWN)
        assert response.url.path == PERSON


def test_licences_are_cards_and_penalties_a_list(citizen: Visitor) -> None:
    page = citizen.reads(PERSON)
    cards = re.search(r'<section id="class-Licence".*?</section>', page, re.S)
    assert cards
    assert 'class="papers cards"' in cards[0]
    assert "上海市居住证" in cards[0]
    penalties = re.search(r'<section id="class-Penalty".*?</section>', page, re.S)
    assert penalties
    assert 'class="papers lines"' in penalties[0]
    assert "〔2025〕" in penalties[0]


def test_relations_are_listed_by_kind_with_what_they_say(citizen: Visitor) -> None:
    page = citizen.reads(PERSON)
    shares = re.search(r'id="relation-SHAREHOLDER_OF-to".*?</div>\s*</div>', page, re.S)
    assert shares
    assert "股东" in shares[0]
    assert "51%" in shares[0]
    assert "5,100,000.00 元" in shares[0]


def test_many_relations_are_folded_and_the_picture_counts_the_rest(citizen: Visitor) -> None:
    page = citizen.reads(ENTERPRISE)
    assert page.count("职工") > 24
    assert "另外 14 项" in page
    assert "另外 17 项" in page


def test_the_enterprises_that_one_represents_stand_at_the_top(citizen: Visitor) -> None:
    page = citizen.reads(PERSON)
    mine = re.search(r'<nav class="mine".*?</nav>', page, re.S)
    assert mine
    assert f'href="{ENTERPRISE}"' in mine[0]
    assert '<nav class="mine"' not in citizen.reads(ENTERPRISE)


def test_a_file_without_data_says_so(nobody: Visitor) -> None:
    page = nobody.sends("/sign-in", account="nobody")
    assert words_of("zh")("subject.nothing") in page
    assert 'class="rows"' not in page
