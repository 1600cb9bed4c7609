"""The page of a subject: what is held, who says so, and what stays masked until it is asked for."""

import re
from decimal import Decimal

from tests.pages import made_up
from tests.pages.conftest import OWN, Visitor
from tests.pages.made_up import MadeUp
from twopages.dossier import Far
from twopages.dossier.owners import Holding, tree
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
    assert "食品经营许可证(有效 → 吊销)" in cards[0]
    penalties = re.search(r'<section id="class-Penalty".*?</section>', page, re.S)
    assert penalties
    assert 'class="papers lines"' in penalties[0]
    assert "〔2025〕" in penalties[0]


def test_a_licence_has_the_face_of_its_type_and_prints_what_that_prints(citizen: Visitor, model: Model) -> None:
    page = citizen.reads(PERSON)
    shown = re.findall(r'<li class="paper face-(\w+)">', page)
    assert shown == [model.licence_types[kind].face for kind in made_up.LICENCE_TYPES]
    assert shown == ["card", "permit", "booklet", "certificate"]
    card = re.search(r'<li class="paper face-card">.*?</li>', page, re.S)
    assert card
    printed = [model.attributes[name].label.zh for name in model.licence_types[made_up.LICENCE_TYPES[0]].prints]
    labels = [label for label in re.findall(r"<dt>(.*?)</dt>", card[0].split("<details>")[0]) if label in printed]
    assert labels
    assert labels == sorted(labels, key=printed.index)
    assert "按签发时的年龄" in card[0]


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


def folds(page: str) -> list[bool]:
    """Whether each group is unfolded."""
    return ["open" in found for found in re.findall(r'class="group folding"[^>]*>\s*<details([^>]*)>', page)]


def test_a_page_with_many_values_folds_its_groups_and_sums_each_up(citizen: Visitor) -> None:
    page = citizen.reads(PERSON)
    assert folds(page)[:2] == [True, False]
    assert re.search(r'<span class="brief">\d+ 项 · ', page)
    assert all(folds(citizen.reads(f"{PERSON}?groups=all")))


def test_contradictions_are_gathered_at_the_top(citizen: Visitor, reader: MadeUp, model: Model) -> None:
    held = reader.dossiers["Person", made_up.PERSON].envelopes.values()
    conflicting = [item.attribute for item in held if item.agreement == "CONFLICT"]
    page = citizen.reads(PERSON)
    block = re.search(r'<section class="conflicts".*?</section>', page, re.S)
    assert block
    assert page.index('class="conflicts"') < page.index('class="rows"')
    assert f"{len(conflicting)} 项数据各部门说法矛盾" in block[0]
    assert {f"{PERSON}/value/{name}" for name in conflicting} == set(re.findall(r'href="([^"]+)"', block[0]))
    assert SECRET not in block[0]


def test_what_no_department_holds_is_one_folded_line(citizen: Visitor, reader: MadeUp, model: Model) -> None:
    firm = reader.dossiers["Enterprise", made_up.ENTERPRISE]
    held = {model.attributes[name].group for name in firm.envelopes}
    every = {model.attributes[name].group for name in model.classes["Enterprise"].attributes}
    page = citizen.reads(ENTERPRISE)
    assert ('class="missing absent"' in page) == bool(every - held)


def test_a_text_is_looked_for_in_the_page_and_stands_in_no_address(citizen: Visitor) -> None:
    response = citizen.post(f"{PERSON}/find", data={"text": "户籍"}, headers=OWN)
    found = response.text
    assert "户籍" not in str(response.url)
    assert all(folds(found))
    rows = re.findall(r'<div class="row" id="\w+">.*?</div>', found, re.S)
    assert rows
    assert all("户籍" in each for each in rows)
    assert "姓名" not in re.findall(r"<dt>(.*?)</dt>", citizen.sends(f"{PERSON}/find", text="职业资格"))


def test_a_masked_value_is_not_found(citizen: Visitor) -> None:
    assert "本页没有包含" in citizen.sends(f"{PERSON}/find", text=SECRET)


def test_relations_stand_in_the_blocks_of_the_ontology(citizen: Visitor, model: Model) -> None:
    page = citizen.reads(PERSON)
    shown = re.findall(r'<section id="block-([\w-]+)"', page)
    assert shown == [name for name in model.blocks if name in shown]
    family = re.search(r'<section id="block-family".*?</section>', page, re.S)
    assert family
    assert "relation-SPOUSE_OF" in family[0]
    assert "relation-EMPLOYED_BY" not in family[0]


def test_owners_are_followed_to_the_ultimate_ones(citizen: Visitor, reader: MadeUp) -> None:
    between, last = Far("b" * 26, "Enterprise", "中间控股有限公司"), Far("l" * 26, "Person", "顾最终")
    reader.owned[made_up.ENTERPRISE] = tree(
        made_up.ENTERPRISE,
        {
            made_up.ENTERPRISE: [Holding(made_up.ENTERPRISE, between, "INVESTS_IN", Decimal(50), ())],
            between.id: [Holding(between.id, last, "SHAREHOLDER_OF", Decimal(80), ())],
            last.id: [],
        },
    )
    block = re.search(r'<div class="ownership">.*?</details>', citizen.reads(ENTERPRISE), re.S)
    assert block
    assert "中间控股有限公司" in block[0]
    assert re.search(r"顾最终</dt>\s*<dd>40%", block[0])
    assert "折合 40%" in block[0]
