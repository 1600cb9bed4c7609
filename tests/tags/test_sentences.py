"""Rules in words: every kind of condition and its opposite, and every tag of the ontology."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from twopages.ontology.model import Label, Model
from twopages.ontology.rule import (
    Ago,
    Apart,
    Both,
    Coming,
    Condition,
    Contains,
    Differs,
    Either,
    Far,
    Has,
    Next,
    Not,
    OneOf,
    OnlyOne,
    Past,
    Present,
    SchoolYears,
    Share,
    SinceLastYear,
    Span,
    Step,
    Test,
    Within,
    walk,
)
from twopages.tags.sentences import Sentence, sentence

DAY = date(2021, 6, 30)
BORN = Has("birthDate", Ago(Span(18, "Y"), or_more=False))
IN_OPERATION = Has("enterpriseState", OneOf(("1",)))
LEADS = Step("LEGAL_REPRESENTATIVE_OF", True, "Enterprise")
CHILD = Step("PARENT_OF", True, "Person")
AGENT_OF = Step("AGENT_OF", True, "Enterprise")


def lines(told: Sentence, depth: int = 0) -> Iterator[tuple[int, Label]]:
    yield depth, told.text
    for child in told.children:
        yield from lines(child, depth + 1)


def both(told: Sentence) -> tuple[str, str]:
    """The lines in both languages, each as deep as it stands."""
    found = list(lines(told))
    return (
        "\n".join("  " * depth + text.zh for depth, text in found),
        "\n".join("  " * depth + text.en for depth, text in found),
    )


def said(model: Model, condition: Condition, day: date | None = None) -> tuple[str, str]:
    return both(sentence(model, condition, day))


TESTS: list[tuple[str, Test, tuple[str, str], tuple[str, str]]] = [
    ("birthDate", Present(), ("出生日期：有记录", "Date of birth: on record"), ("出生日期：没有记录", "Date of birth: not on record")),
    ("sex", OneOf(("1", "2")), ("性别：男性或女性", "Sex: Male or Female"),
        ("性别：不是“男性或女性”（没有记录也算）", "Sex: not “Male or Female” (or nothing is on record)")),
    ("deceased", OneOf((False,)), ("是否已故：否", "Deceased: No"),
        ("是否已故：不是“否”（没有记录也算）", "Deceased: not “No” (or nothing is on record)")),
    ("taxArrears", Within(over=Decimal(0)), ("欠税余额：大于0元", "Tax arrears: more than 0 yuan"),
        ("欠税余额：不大于0元（没有记录也算）", "Tax arrears: not more than 0 yuan (or nothing is on record)")),
    ("drivingPoints", Within(at_least=Decimal(9), under=Decimal(12)),
        ("驾驶证累积记分：至少9且小于12", "Driving penalty points: at least 9 and less than 12"),
        ("驾驶证累积记分：不在此范围内：至少9且小于12（没有记录也算）",
         "Driving penalty points: not in the range: at least 9 and less than 12 (or nothing is on record)")),
    ("foreignInvestmentRatio", Within(at_most=Decimal("1.6")),
        ("外资比例：至多1.6%", "Share of foreign investment: at most 1.6%"),
        ("外资比例：大于1.6%（没有记录也算）", "Share of foreign investment: more than 1.6% (or nothing is on record)")),
    ("practisingQualification", Contains("律师"),
        ("执业资格：含有文字“律师”", "Practising qualification: contains the text “律师”"),
        ("执业资格：不含文字“律师”（没有记录也算）",
         "Practising qualification: does not contain the text “律师” (or nothing is on record)")),
    ("keyIndustry", OneOf(("1",)), ("重点产业：包括集成电路", "Key industry: includes Integrated circuits"),
        ("重点产业：不包括集成电路（没有记录也算）", "Key industry: does not include Integrated circuits (or nothing is on record)")),
]  # fmt: skip


@pytest.mark.parametrize(("of", "test", "told", "opposite"), TESTS, ids=lambda item: str(item)[:20])
def test_a_condition_on_a_value_and_its_opposite(
    model: Model, of: str, test: Test, told: tuple[str, str], opposite: tuple[str, str]
) -> None:
    assert said(model, Has(of, test)) == told
    assert said(model, Not(Has(of, test))) == opposite
    assert said(model, Not(Not(Has(of, test)))) == told


DAYS: list[tuple[str, Test, tuple[str, str]]] = [
    ("birthDate", Ago(Span(18, "Y"), or_more=False),
        ("在18年前的今天之后（2003年7月1日起）", "less than 18 years ago (from 1 Jul 2003)")),
    ("birthDate", Ago(Span(1, "M"), or_more=True),
        ("在1个月前的今天或更早（2021年5月30日及以前）", "1 month ago or earlier (up to 30 May 2021)")),
    ("leaseUntil", Next(Span(60, "D")), ("在今后60天内（2021年6月30日至2021年8月29日）",
        "within the next 60 days (30 Jun 2021 to 29 Aug 2021)")),
    ("leaseUntil", Past(), ("在今天之前（2021年6月29日及以前）", "before today (up to 29 Jun 2021)")),
    ("leaseUntil", Coming(), ("在今天或以后（2021年6月30日起）", "today or later (from 30 Jun 2021)")),
    ("birthDate", SchoolYears(7, 6), ("在7年前的9月1日至6年前的8月31日之间（2014年9月1日至2015年8月31日）",
        "from 1 September 7 years ago to 31 August 6 years ago (1 Sep 2014 to 31 Aug 2015)")),
    ("annualReportYear", SinceLastYear(), ("去年或以后（2020年起）", "last year or later (from 2020)")),
]  # fmt: skip


@pytest.mark.parametrize(("of", "test", "told"), DAYS, ids=lambda item: str(item)[:20])
def test_on_a_day_the_days_that_are_meant_stand_in_brackets(
    model: Model, of: str, test: Test, told: tuple[str, str]
) -> None:
    dated, undated = said(model, Has(of, test), DAY), said(model, Has(of, test))
    assert tuple(text.split("：" if index == 0 else ": ", 1)[1] for index, text in enumerate(dated)) == told
    assert undated == (re.sub("（.*）$", "", dated[0]), re.sub(r" \(.*\)$", "", dated[1]))


def test_the_opposite_of_a_day_keeps_both_notes_in_one_bracket(model: Model) -> None:
    assert said(model, Not(Has("annualReportYear", SinceLastYear())), DAY) == (
        "最近年报年度：不是去年或以后（2020年起；没有记录也算）",
        "Latest annual report year: not last year or later (from 2020; or nothing is on record)",
    )


def test_lists_stand_below_their_heading(model: Model) -> None:
    rule = Both((BORN, Not(Either((IN_OPERATION, Has("deceased", OneOf((True,))))))))
    assert said(model, rule, DAY) == (
        "以下各项全部成立：\n  出生日期：在18年前的今天之后（2003年7月1日起）\n"
        "  以下各项均不成立：\n    登记状态：存续(在营、开业、在册)\n    是否已故：是",
        "All of the following:\n  Date of birth: less than 18 years ago (from 1 Jul 2003)\n"
        "  None of the following:\n    Registration state: In operation\n    Deceased: Yes",
    )
    assert said(model, OnlyOne((BORN, IN_OPERATION)))[1].startswith("Exactly one of the following:\n  Date of birth")
    assert said(model, Not(Both((BORN, IN_OPERATION))))[0].startswith("以下各项不同时成立：")
    assert said(model, Both((BORN,))) == said(model, BORN)


@pytest.mark.parametrize(
    ("least", "most", "told"),
    [
        (1, None, ("子女：有符合以下各项的：", "Child: at least one with:")),
        (0, 0, ("子女：没有符合以下各项的：", "Child: none with:")),
        (3, None, ("子女：至少3个符合以下各项的：", "Child: at least 3 with:")),
        (1, 1, ("子女：恰有1个符合以下各项的：", "Child: exactly 1 with:")),
        (0, 2, ("子女：至多2个符合以下各项的：", "Child: at most 2 with:")),
        (1, 2, ("子女：1至2个符合以下各项的：", "Child: 1 to 2 with:")),
    ],
)
def test_far_ends_go_by_their_own_noun(model: Model, least: int, most: int | None, told: tuple[str, str]) -> None:
    born = said(model, BORN)
    assert said(model, Far(CHILD, BORN, least, most)) == (f"{told[0]}\n  {born[0]}", f"{told[1]}\n  {born[1]}")


def test_the_opposite_of_some_is_none_and_the_other_way_round(model: Model) -> None:
    some, none = Far(CHILD, BORN, 1), Far(CHILD, BORN, 0, 0)
    assert said(model, Not(some)) == said(model, none)
    assert said(model, Not(none)) == said(model, some)
    assert said(model, Far(Step("PARENT_OF", False, "Person"), None, 2)) == ("父母：至少2个", "Parent: at least 2")


def test_parts_are_those_of_the_relation_in_view(model: Model) -> None:
    rule = Far(AGENT_OF, Either((Not(Has("until", Present(), part=True)), Has("until", Coming(), part=True))), 1)
    assert said(model, rule, DAY) == (
        "授权方（法人）：有符合以下各项的：\n  以下任一项成立：\n"
        "    该关系的终止日期：没有记录\n    该关系的终止日期：在今天或以后（2021年6月30日起）",
        "Principal (enterprise): at least one with:\n  Any of the following:\n    Until (of this relation): not on record\n"
        "    Until (of this relation): today or later (from 30 Jun 2021)",
    )


def test_without_nouns_the_relation_itself_is_named(model: Model) -> None:
    bare = replace(model.relations["LEGAL_REPRESENTATIVE_OF"], ends=None)
    plain = replace(model, relations={**model.relations, bare.id: bare})
    assert said(plain, Far(LEADS, None, 1)) == (
        "“法定代表人”（法人）：有",
        "“legal representative of” (enterprise): at least one",
    )


def test_two_values_or_relations_compared(model: Model) -> None:
    share = Share("insuredEmployeeCount", "employeeCount", Decimal(50), "less than")
    assert said(model, share) == (
        "参保人数：少于“从业人数”的50%",
        "Insured employees: less than 50% of “Number of employees”",
    )
    assert said(model, Not(share)) == (
        "参保人数：不少于“从业人数”的50%（没有记录也算）",
        "Insured employees: not less than 50% of “Number of employees” (or nothing is on record)",
    )
    apart = Apart(Step("REGISTERED_AT", True, "Address"), Step("OPERATES_AT", True, "Address"))
    assert said(model, apart) == (
        "登记住所：与“经营场所”没有相同的",
        "Registered domicile: none of them among “Place of business”",
    )
    assert said(model, Differs("residenceDivision", "hukouDivision"))[0].endswith("，后者也有记录")


def test_every_tag_of_the_ontology_reads_without_ids(model: Model) -> None:
    ids = set(model.attributes) | set(model.relations)
    assert model.tags
    for tag in model.tags.values():
        for _, text in lines(sentence(model, tag.condition, DAY)):
            assert text.zh and text.en, tag.id
            assert not ids & set(re.findall(r"[A-Za-z_]+", text.zh)), tag.id
            assert not {id for id in ids if re.search(r"[A-Z_]", id)} & set(re.findall(r"[A-Za-z_]+", text.en)), tag.id
            assert not re.search("[一-鿿]", re.sub("“[^”]*”", "", text.en)), tag.id


def test_every_relation_that_tags_follow_has_nouns(model: Model) -> None:
    followed = {
        term.step.relation for tag in model.tags.values() for term in walk(tag.condition) if isinstance(term, Far)
    }
    assert not {name for name in followed if model.relations[name].ends is None}
