"""The ontology is whole: nothing of the catalogue is missing, whoever changes a file."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from twopages.ontology.model import Model, Target
from twopages.values import clean

CATALOGUE = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text("utf-8"))
SIZES: dict[str, int] = CATALOGUE["sizes"]
COLUMNS: dict[str, int] = CATALOGUE["columns"]
CLASSES: dict[str, int] = CATALOGUE["classes"]
AS_OF = "2026-06-30"


@pytest.mark.parametrize("name", SIZES)
def test_nothing_is_missing(model: Model, name: str) -> None:
    assert len(getattr(model, name)) == SIZES[name]


def test_every_dataset_has_all_its_columns(model: Model) -> None:
    delivered = {
        name: sum(not column.virtual for column in dataset.columns) for name, dataset in model.datasets.items()
    }
    assert delivered == COLUMNS
    assert sum(delivered.values()) == 1126


def test_every_code_list_is_used_or_known_to_be_for_people(model: Model) -> None:
    used = {attribute.codes for attribute in model.attributes.values()}
    used |= {part.codes for relation in model.relations.values() for part in relation.parts.values()}
    assert set(model.code_lists) - used <= {"data-grade", "district", "erasure-ground"}


def test_each_class_has_its_attributes(model: Model) -> None:
    assert Counter(attribute.cls for attribute in model.attributes.values()) == CLASSES


def test_every_attribute_has_a_source_or_a_derivation(model: Model) -> None:
    nowhere = [item.id for item in model.attributes.values() if not item.authorities and item.derivation is None]
    assert nowhere == []


def test_every_library_and_department_of_the_plan_is_there(model: Model) -> None:
    used = {dataset.library for dataset in model.datasets.values()}
    assert used == set(model.libraries)
    parents = {library.parent for library in model.libraries.values() if library.parent}
    assert parents == {"natural-person", "legal-person", "spatial"}
    assert sum(department.level == "district" for department in model.departments.values()) == 16


def test_a_type_of_licence_says_who_holds_it_and_what_it_shows(model: Model) -> None:
    codes = model.code_lists["licence-type"].codes
    assert set(model.licence_types) == set(codes)
    for found in model.licence_types.values():
        assert set(found.holders) <= {"Person", "Enterprise"}
        assert found.department in model.departments
        assert {model.attributes[name].cls for name in found.prints} == {"Licence"}
        assert set(found.scenes) <= model.scenes.keys()
        assert found.validity.zh
        assert found.validity.en
    assert codes["food-business-licence"].broader == "comprehensive-industry-licence"
    assert "shop-licence-display" in model.licence_types["food-business-licence"].scenes


def test_licences_told_by_number_alone_get_their_type(model: Model) -> None:
    for dataset in model.datasets.values():
        if dataset.subject == "Licence":
            supplied = [column for column in dataset.columns if Target("attribute", "licenceType") in column.targets]
            assert len(supplied) == 1
            column = supplied[0]
            assert column.virtual == (column.header == "证照类型")
            assert bool(column.copies or column.recipe.default) == column.virtual


@pytest.mark.parametrize(
    ("dataset", "header", "cell", "expected"),
    [
        ("driving-licence", "准驾车型", "A1A2D", ("A1", "A2", "D")),
        ("driving-licence", "准驾车型", "c1", ("C1",)),
        ("driving-licence", "准驾车型", "C1、E", ("C1", "E")),
        ("driving-licence", "状态", "AH", ("A",)),
        ("vehicle-registration", "状态", "AG", ("A",)),
        ("vehicle-registration", "号牌号码", "a12345", ("沪A12345",)),
        ("vehicle-registration", "号牌号码", "苏E8F21K", ("苏E8F21K",)),
        ("vehicle-registration", "使用性质", "A", ("1",)),
        ("vehicle-registration", "使用性质", "F", ("2",)),
        ("vehicle-registration", "号牌种类", "小型汽车", ("02",)),
        ("disability-certificate", "身份证号", "11010519491231002x43", ("11010519491231002X",)),
        ("disability-certificate", "残疾等级", "一级", ("1",)),
        ("residence-permit", "其他证件号码", "11010519491231002X", ()),
        ("residence-permit", "其他证件号码", "e12345678", ("E12345678",)),
        ("residence-points", "是否达标", "", (False,)),
        ("birth-certificate", "出生证编号", "O3100O0001", ("O310000001",)),
        ("birth-certificate", "新生儿姓名", "王小芳之子", ()),
        ("birth-certificate", "亲子类型", "", ("1",)),
        ("adoption-registration", "亲子类型", "", ("2",)),
        ("unemployment-registration", "失业金领取期限止", "202602", ("2026-02-28",)),
        ("minimum-living-allowance", "享受起始", "2024-03", ("2024-03-01",)),
        ("minimum-living-allowance", "享受终止", "202702", ("2027-02-28",)),
        ("student-enrolment", "学籍号", "31010120100101001X", ("G31010120100101001X",)),
        ("student-enrolment", "居住区", "徐汇区", ("310104",)),
        ("social-insurance-person", "参保状态", "参保缴费", ("1",)),
        ("yangtze-social-insurance", "参保状态", "正常", ("1",)),
        ("vocational-skill-certificate", "等级", "Ⅲ", ("3",)),
        ("registered-constructor", "资格名称", "壹级建造师", ("一级建造师",)),
        ("forensic-appraiser", "执业资格", "", ("司法鉴定人",)),
        ("forensic-appraiser", "执业类别", "法医临床、声像", ("1", "3")),
        ("community-elderly-service-xuhui", "是否独居", "纯老家庭", (True,)),
        ("care-needs-assessment", "评估等级", "建议就诊", ()),
        ("care-needs-assessment", "评估等级", "照护三级", ("3",)),
        ("audit-rectification", "是否完成整改", "部分完成", (False,)),
        ("tax-registration", "是否非正常户", "Y", (True,)),
        ("tax-registration", "行业门类", "c", ("C",)),
        ("customs-registration", "信用等级", "一般信用企业", ("2",)),
        ("environment-credit", "信用等级", "绿牌", ("1",)),
        ("safety-production", "标准化等级", "III级", ("3",)),
        ("foreign-investment", "币种", "RMB", ("156",)),
        ("foreign-investment", "投资者国别", "日本；美国", ("JPN", "USA")),
        ("statistical-unit", "登记注册类型", "173", ("1130",)),
        ("statistical-unit", "资产总计", "1234", ("1234000",)),
        ("statistical-unit", "资产总计", "0", ()),
        ("enterprise-disabled-employment", "安排比例", "1.6%", ("1.6",)),
        ("food-business-licence", "许可证编号", "13101010012345", ("JY13101010012345",)),
        ("food-business-licence", "证照类型", "", ("food-business-licence",)),
        ("comprehensive-industry-licence", "证照类型", "食品经营许可", ("food-business-licence",)),
        (
            "purchased-online-shop",
            "店铺网址",
            "https://shop.example/item?id=7&utm_source=a",
            ("shop.example/item?id=7",),
        ),
        ("real-estate-registration", "份额", "1/3", ("33.33",)),
        ("real-estate-registration", "份额", "50%", ("50",)),
        ("blood-donation", "献血总量", "400毫升", (400,)),
        ("blood-donation", "献血总量", "2", ()),
        ("real-estate-registration", "规划用途", "别墅", ("10",)),
        ("farmland-parcel", "面积", "3", ("2000.01",)),
        ("farmland-parcel", "类别", "", ("A1",)),
        ("sensing-point-baoshan", "所在区", "", ("310113",)),
        ("building-survey", "安全等级", "b", ("B",)),
        ("inclusive-finance-credit", "授信额度", "50", ("500000",)),
        ("yangtze-licence", "证照类型代码", "食品经营许可证", ("food-business-licence",)),
        ("person-licence-index", "有效期止", "长期", ()),
    ],
)
def test_a_cell_is_read_as_its_note_says(
    model: Model, dataset: str, header: str, cell: str, expected: tuple[object, ...]
) -> None:
    assert clean(model.datasets[dataset].column(header).recipe, cell, AS_OF).values == expected


def test_workbooks_say_how_many_titles_stand_above_their_header(model: Model) -> None:
    titled = {name: dataset.title_rows for name, dataset in model.datasets.items() if dataset.title_rows}
    assert {model.datasets[name].format for name in titled} == {"xlsx"}
    assert set(titled.values()) == {1, 2}


def test_codes_are_delivered_as_codes_as_labels_and_mixed(model: Model) -> None:
    written = Counter(column.written for dataset in model.datasets.values() for column in dataset.columns)
    assert min(written[""], written["label"], written["mixed"]) > 30


def test_a_change_that_is_no_change_of_name_supplies_no_former_name(model: Model) -> None:
    told = model.datasets["enterprise-change"].column("ALTITEM").cases
    former = Target("attribute", "formerName")
    of_name = next(case for case in told if "名称变更" in case.values)
    other = next(case for case in told if not case.values)
    assert of_name.supplies is None
    assert other.supplies is not None
    assert former not in other.supplies


def test_the_name_of_a_branch_is_the_branchs_own(model: Model) -> None:
    assert model.datasets["enterprise-branch"].column("BRNAME").whose == "subject"


def test_the_latest_of_an_event_is_the_one_observed_last(model: Model) -> None:
    observed = Target("meta", "observedOn")
    for dataset, header in (
        ("fire-inspection", "检查日期"),
        ("vaccination", "接种日期"),
        ("abnormal-operation-list", "列入日期"),
    ):
        assert observed in model.datasets[dataset].column(header).targets
