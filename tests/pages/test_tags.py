"""Tags on the pages: quiet chips with their reasons, masks over sensitive ones, what departments deliver, the catalogue."""

import re

from tests.pages import made_up
from tests.pages.conftest import OWN, Visitor
from twopages.ontology.model import Model

PERSON, ENTERPRISE = f"/person/{made_up.PERSON}", f"/enterprise/{made_up.ENTERPRISE}"
STRANGER = f"/person/{made_up.STRANGER}"


def section(page: str, id: str) -> str:
    found = re.search(rf'<section id="{id}".*?</section>', page, re.S)
    assert found, id
    return found[0]


def chips(text: str) -> list[str]:
    return re.findall(r'<a class="chip" href="[^"]*">([^<]+)</a>', text)


def words(page: str) -> str:
    """What can be read in the middle of a page."""
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
    return re.sub(r"\s+", " ", main)


def test_tags_stand_in_their_groups_and_lead_to_their_reasons(citizen: Visitor) -> None:
    tags = section(citizen.reads(PERSON), "tags")
    assert chips(tags) == ["未成年人", "本市户籍人口", "企业法定代表人"]
    assert re.findall(r"<h3>([^<]+)</h3>", tags) == ["年龄阶段", "户籍与居住", "企业关系"]
    assert f'href="{PERSON}/tags/registered-resident"' in tags
    assert f'href="{PERSON}/tags"' in tags


def test_sensitive_tags_are_masked_until_they_are_asked_for(citizen: Visitor) -> None:
    page = citizen.reads(PERSON)
    assert "已退休" not in page
    assert "敏感标签已遮盖" in section(page, "tags")
    told = re.search(r'name="attribute" value="(tags[^"]*)"', page)
    assert told
    shown = section(citizen.sends(f"{PERSON}/reveal", attribute=told[1], back="#tags"), "tags")
    assert {"已退休", "失信被执行人", "是否独居：是"} <= set(chips(shown))
    assert "敏感标签已遮盖" not in shown
    assert "已退休" not in citizen.sends(f"{PERSON}/conceal", back="")


def test_delivered_tags_stand_apart_under_the_department_and_lead_to_their_lineage(citizen: Visitor) -> None:
    tags = section(citizen.reads(ENTERPRISE), "tags")
    rules, delivered = tags.split('<div class="delivered">')
    assert chips(rules) == ["小微企业"]
    assert re.findall(r"<h4>([^<]+)</h4>", delivered) == [
        "上海市大数据中心 · 法人主体标签信息",
        "闵行区公共数据主管部门 · 闵行区重点企业标签",
    ]
    assert "是否外商投资：是" in chips(delivered)
    assert f'href="{ENTERPRISE}/value/foreignInvested"' in delivered


def test_a_tag_says_why_it_holds_from_which_value_of_which_record(citizen: Visitor) -> None:
    page = citizen.reads(f"{PERSON}/tags/registered-resident")
    told = words(page)
    assert "自2025年11月3日起有此标签。" in told
    assert "人口类别：户籍人口 成立 人口类别 户籍人口 实有人口信息" in told
    assert "户口登记条例" in told
    assert f'href="{PERSON}/value/populationGroup"' in page
    record = re.search(rf'class="who" href="({PERSON}/record/[^"]+)"', page)
    assert record
    assert citizen.get(record[1]).status_code == 200
    assert "要怎样才会有此标签" not in page


def test_a_tag_that_is_not_held_says_what_would_have_to_change(citizen: Visitor) -> None:
    told = words(citizen.reads(f"{PERSON}/tags/young-adult"))
    assert "没有此标签。" in told
    assert "出生日期：在18年前的今天或更早（2008年3月15日及以前） 不成立" in told
    assert re.search(
        "要怎样才会有此标签 以下各项全部成立： 出生日期：在18年前的今天或更早（2008年3月15日及以前） 是否已故：否 数据有误",
        told,
    )
    assert "2019年1月1日至2024年5月1日" in told


def test_a_tag_whose_rule_no_longer_holds_is_told_as_it_stands(citizen: Visitor) -> None:
    told = words(citizen.reads(f"{PERSON}/tags/legal-representative"))
    assert "规则已不成立，下次更新时取消" in told


def test_of_others_nothing_is_told_that_a_rule_looks_at(citizen: Visitor) -> None:
    told = words(citizen.reads(f"{PERSON}/tags/legal-representative"))
    assert "不成立 说明结果会透露此应用场景不提供的内容。 共 1 个" in told
    assert f"{made_up.ENTERPRISE_NAME} 逐项查看" in told and "是否成立不予说明：此应用场景不提供此项。" in told
    assert "因此不说明要怎样改变" in told and "要怎样才会有此标签" not in told


def test_a_masked_value_of_a_reason_is_shown_where_it_is_asked_for(citizen: Visitor) -> None:
    here = f"{PERSON}/tags/young-adult"
    assert "2019年7月1日" not in citizen.reads(here)
    form = {"attribute": "birthDate", "back": "/tags/young-adult#reason"}
    response = citizen.post(f"{PERSON}/reveal", data=form, headers=OWN)
    assert response.url.path == here
    assert "2019年7月1日" in response.text


def test_the_page_of_tags_has_the_past_and_does_not_give_masked_ones_away(citizen: Visitor, model: Model) -> None:
    page = citizen.reads(f"{PERSON}/tags")
    assert "青年 2019年1月1日至2024年5月1日" in words(page)
    assert "丧偶" not in page.split("其他标签")[0]
    others = chips(page.split('id="others-title"')[1])
    own = {"未成年人", "本市户籍人口", "企业法定代表人"}
    assert set(others) == {tag.label.zh for tag in model.tags.values() if tag.cls == "Person"} - own


def test_the_tags_of_another_day_are_those_of_that_day(citizen: Visitor) -> None:
    tags = section(citizen.reads(f"{PERSON}?recorded=2022-01-01"), "tags")
    assert chips(tags) == ["青年"]
    link = f"{PERSON}/tags/young-adult?recorded=2022-01-01"
    assert f'href="{link}"' in tags
    told = words(citizen.reads(link))
    assert "这是截至2022年1月1日交付的数据所显示的档案" in told
    assert "自2019年1月1日起有此标签" in told
    assert citizen.get(f"{PERSON}/tags/young-adult?recorded=soon").status_code == 400


def test_a_text_that_is_looked_for_finds_tags(citizen: Visitor) -> None:
    assert chips(citizen.sends(f"{PERSON}/find", text="法定代表人")) == ["企业法定代表人"]


def test_the_tags_of_somebody_else_are_not_found(citizen: Visitor) -> None:
    missing = citizen.get("/person/none").text
    paths = (f"{STRANGER}/tags", f"{STRANGER}/tags/minor", f"{PERSON}/tags/nothing", f"{PERSON}/tags/small-and-micro")
    for path in paths:
        response = citizen.get(path)
        assert (response.status_code, response.text) == (404, missing)


def test_the_catalogue_is_public(nobody: Visitor, model: Model) -> None:
    page = nobody.reads("/tags")
    assert set(re.findall(r'href="/tags/([^"]+)"', page)) == set(model.tags)
    told = words(page)
    assert "未成年人 未满18周岁。 约 1,230 份档案" in told
    assert "百岁老人 已满100周岁。 不到 10 份档案" in told
    assert 'href="/sign-in"' in page
    assert 'href="/tags"' in nobody.reads("/sign-in")


def test_a_tag_of_the_catalogue_tells_its_rule_basis_and_sources(nobody: Visitor) -> None:
    told = words(nobody.reads("/tags/minor"))
    assert "以下各项全部成立： 出生日期：在18年前的今天之后 是否已故：否" in told
    assert "约 1,230 份档案" in told
    assert "民法典第十七条" in told
    assert "出生日期 自然人 上海市公安局 · 户籍人口基本信息" in told
    assert "日期变化可以使此标签成立或不再成立" in told
    assert nobody.get("/tags/nothing").status_code == 404
    assert PERSON not in nobody.reads("/tags/minor")


def test_a_signed_in_citizen_goes_from_the_catalogue_to_the_own_reasons(citizen: Visitor) -> None:
    assert f'href="{PERSON}/tags/minor"' in citizen.reads("/tags/minor")
    firm = citizen.reads("/tags/small-and-micro")
    assert f'href="{ENTERPRISE}/tags/small-and-micro"' in firm
    assert f'href="{PERSON}/tags' not in firm


def test_everything_is_told_in_english_too(citizen: Visitor) -> None:
    citizen.cookies.set("language", "en")
    for path in (f"{PERSON}/tags", f"{PERSON}/tags/young-adult", "/tags", "/tags/minor"):
        told = words(citizen.reads(path))
        assert not re.search("[\u3400-\u9fff]", told.replace("沈知微", "").replace(made_up.ENTERPRISE_NAME, ""))
    assert "What would have to change" in words(citizen.reads(f"{PERSON}/tags/young-adult"))
