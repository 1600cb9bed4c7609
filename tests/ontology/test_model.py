"""The ontology as it is compiled: whole, frozen, and read the way the feed and the pages need it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from twopages.ontology import load_model
from twopages.ontology.model import Case, Column, Model, Target
from twopages.ontology.rule import Step
from twopages.ontology.shape_terms import PRIVATE
from twopages.ontology.tags import needed
from twopages.settings import PROJECT
from twopages.values import KINDS, MASKS, clean

ONTOLOGY = PROJECT / "ontology"
AS_OF = "2024-06-30"


def column(model: Model, dataset: str, header: str) -> Column:
    return model.datasets[dataset].column(header)


def every_column(model: Model) -> Iterator[Column]:
    for dataset in model.datasets.values():
        yield from dataset.columns


def case(column: Column, value: str) -> Case:
    """The case that a row with this value falls under."""
    named = next((case for case in column.cases if value in case.values), None)
    return named or next(case for case in column.cases if not case.values)


def values(model: Model, dataset: str, header: str, cell: str) -> tuple[object, ...]:
    return clean(column(model, dataset, header).recipe, cell, AS_OF).values


def test_every_reference_leads_somewhere(model: Model) -> None:
    for attribute in model.attributes.values():
        assert (attribute.kind in KINDS, attribute.cls in model.classes, attribute.group in model.groups) == (True,) * 3
        assert attribute.mask is None or attribute.mask in MASKS
        assert set(attribute.authorities) <= model.datasets.keys()
    for dataset in model.datasets.values():
        assert (dataset.department in model.departments, dataset.library in model.libraries) == (True, True)


def test_every_attribute_is_supplied_by_its_authorities_alone(model: Model) -> None:
    suppliers: dict[str, set[str]] = {}
    for dataset in model.datasets.values():
        for target in (target for item in dataset.columns for target in item.targets if target.role == "attribute"):
            suppliers.setdefault(target.name, set()).add(dataset.id)
    told = {name: set(attribute.authorities) for name, attribute in model.attributes.items() if attribute.authorities}
    assert told == suppliers


def test_the_order_of_authorities_is_kept(model: Model) -> None:
    assert model.attributes["maritalStatus"].authorities == (
        "marriage-registration",
        "household-registration",
        "hardship-assistance",
    )
    assert model.rank("contactPhone", "enterprise-registration") == 3


def test_attributes_come_in_the_order_of_the_page(model: Model) -> None:
    person = model.classes["Person"]
    assert person.attributes[:3] == ("identityNumber", "fullName", "usedName")
    orders = [model.attributes[name].order for name in person.attributes]
    assert orders == sorted(orders)
    groups = [model.groups[model.attributes[name].group].order for name in person.attributes]
    assert groups == sorted(groups)


def test_pages_are_of_persons_and_enterprises(model: Model) -> None:
    assert [cls.id for cls in model.classes.values() if cls.subject] == ["Person", "Enterprise"]
    assert [relation.id for relation in model.relations.values() if relation.represents] == [
        "LEGAL_REPRESENTATIVE_OF", "PARENT_OF", "GUARDIAN_OF",
    ]  # fmt: skip
    assert [name for name, relation in model.relations.items() if relation.represents_while] == [
        "PARENT_OF",
        "GUARDIAN_OF",
    ]


def test_who_is_whose_agent_is_said_for_each_class_that_can_have_one(model: Model) -> None:
    found = {name: relation.authorises for name, relation in model.relations.items() if relation.authorises}
    assert {name: [ends.step.cls for ends in told] for name, told in found.items()} == {
        "AGENT_OF": ["Enterprise", "Person"]
    }
    assert all(ends.step == Step("AGENT_OF", True, ends.step.cls) and ends.where for ends in found["AGENT_OF"])


def test_a_licence_is_told_by_its_type_and_number(model: Model) -> None:
    assert model.classes["Licence"].key == ("licenceType", "licenceNumber")
    assert model.relations["PART_OF"].far_key == "broader"
    types = model.code_lists["licence-type"].codes
    assert len(types) == 57
    assert types["food-business-licence"].broader == "comprehensive-industry-licence"


def test_a_union_of_classes_is_read_in_order(model: Model) -> None:
    assert model.relations["HELD_BY"].to_classes == ("Person", "Enterprise")
    assert model.relations["SPOUSE_OF"].symmetric


def test_private_values_never_stand_in_plain(model: Model) -> None:
    found = model.attributes.values()
    joined = {cls for item in model.relations.values() for cls in (*item.from_classes, *item.to_classes)}
    assert {item.grade for item in found if item.searchable and item.cls in joined} <= {1, 2}
    assert {item.id for item in found if item.plain and item.kind in PRIVATE} <= {"enterpriseName", "formerName"}
    assert model.attributes["enterpriseName"].plain


def test_what_is_of_grade_3_or_4_stands_in_plain_only_where_a_rule_of_a_tag_reads_it(model: Model) -> None:
    read = needed(tag.condition for tag in model.tags.values())
    grave = {item.id for item in model.attributes.values() if item.plain and item.grade > 2}
    assert grave - read.values == {"diagnosisChapter"}  # of records that lead to nobody
    assert {item.id for item in model.attributes.values() if item.flag} <= read.presence
    assert model.attributes["leaseContractNumber"].flag
    assert not model.attributes["leaseContractNumber"].plain


def test_a_marriage_says_nothing_of_a_divorce(model: Model) -> None:
    told = column(model, "marriage-registration", "业务类型")
    end, married = Target("part", "until", "SPOUSE_OF"), Target("attribute", "marriageRegisteredDate")
    marriage, divorce, other = case(told, "补发"), case(told, "离婚登记"), case(told, "撤销")
    assert marriage.supplies is not None
    assert divorce.supplies is not None
    assert (end in marriage.supplies, married in marriage.supplies) == (False, True)
    assert (end in divorce.supplies, married in divorce.supplies) == (True, False)
    assert (marriage.relations, divorce.relations, other.relations) == (None, None, frozenset())
    assert Target("subject") in divorce.supplies


def test_the_kind_of_shareholder_decides_the_relation(model: Model) -> None:
    told = column(model, "enterprise-shareholder", "INVTYPE")
    assert case(told, "35").relations == frozenset({"SHAREHOLDER_OF"})
    assert case(told, "10").relations == frozenset({"INVESTS_IN"})


def test_a_head_of_household_is_a_member_too(model: Model) -> None:
    told = column(model, "household-member", "户主标志")
    assert case(told, "true").relations == frozenset({"MEMBER_OF_HOUSEHOLD", "HEAD_OF_HOUSEHOLD"})
    assert case(told, "false").relations == frozenset({"MEMBER_OF_HOUSEHOLD"})


@pytest.mark.parametrize(
    ("dataset", "header", "cell", "expected"),
    [
        ("household-registration", "民族", "1", ("01",)),
        ("household-registration", "民族", "汉", ("01",)),
        ("household-registration", "性别", "男", ("1",)),
        ("household-registration", "国籍", "", ("CHN",)),
        ("household-registration", "与户主关系", "户主", ("02",)),
        ("household-registration", "户籍所在区划", "310108", ("310106",)),
        ("household-registration", "户籍所在区划", "崇明县", ("310151",)),
        ("household-registration", "曾用名", "王小明；王二明", ("王小明", "王二明")),
        ("household-registration", "户号", "000012345", ("12345",)),
        ("real-population", "居住街镇", "南京东路街道", ("310101002",)),
        ("real-population", "户籍所在区划", "340000", ("340000",)),
        ("identity-card", "有效期止", "长期", ()),
        ("identity-card", "有效期止", "20350101", ("2035-01-01",)),
        ("employment-registration", "政治面貌", "中共党员", ("01",)),
        ("housing-fund-person", "余额", "1234567", ("12345.67",)),
        ("higher-education-record", "学位", "学士学位", ("4",)),
        ("enterprise-registration", "REGCAPCUR", "", ("156",)),
        ("enterprise-registration", "REGCAP", "50", ("500000",)),
        ("enterprise-registration", "INDUSTRYPHY", "c", ("C",)),
        ("enterprise-registration", "OPTO", "2099-12-31", ()),
        ("enterprise-registration", "POSTALCODE", "200000", ()),
        ("enterprise-registration", "REGSTATE", "存续", ("1",)),
        ("enterprise-annual-report", "VENDINC", "企业选择不公示", ()),
        ("enterprise-annual-report", "EMPNUM", "1", ()),
        ("enterprise-annual-report", "ASSGRO", "0", ()),
        ("tax-credit", "信用等级", "Ａ级", ("A",)),
        ("administrative-penalty", "处罚类别", "警告；罚款", ("1", "2")),
        ("administrative-penalty", "公示截止期", "2099/12/31", ()),
    ],
)
def test_a_cell_is_read_as_its_department_means_it(
    model: Model, dataset: str, header: str, cell: str, expected: tuple[str, ...]
) -> None:
    assert values(model, dataset, header, cell) == expected


def test_a_number_outside_its_range_is_a_fault(model: Model) -> None:
    swapped = clean(column(model, "standard-address", "经度").recipe, "31.2304", AS_OF)
    assert (swapped.values, swapped.fault) == ((), "OUT_OF_RANGE")


def test_only_ends_of_validity_may_lie_ahead(model: Model) -> None:
    supplied = {target.name for item in every_column(model) if item.recipe.future for target in item.targets}
    assert {name for name in supplied if not name.endswith(("Until", "until"))} == {"contractEndDate"}
    past = {("SPOUSE_OF", "until"), ("PARENT_OF", "until"), ("BRANCH_OF", "until")}  # what ends them has happened
    ends = {
        (target.relation, target.name)
        for item in every_column(model)
        for target in item.targets
        if target.name.endswith(("Until", "until")) and not item.recipe.future
    }
    assert ends == past


def test_meters_are_added_up(model: Model) -> None:
    electricity = {item.header for item in model.datasets["electricity-consumption"].columns if item.adds_up}
    assert electricity == {"本期电量", "上年同期电量", "欠费金额"}
    added = {name for name, dataset in model.datasets.items() if any(item.adds_up for item in dataset.columns)}
    assert added == {
        *("electricity-consumption", "water-consumption", "gas-consumption"),
        *("tax-arrears", "inclusive-finance-credit", "building-tenant-jingan"),
    }


def test_a_column_of_keys_takes_any_key(model: Model) -> None:
    keys = {item.header for item in model.datasets["administrative-penalty"].columns if item.recipe.key}
    assert keys == {"处罚决定书文号", "相对人代码"}


def test_an_identity_number_is_of_the_highest_grade_wherever_it_stands(model: Model) -> None:
    assert column(model, "enterprise-registration", "LEREP_CERNO").grade == 4
    assert column(model, "administrative-penalty", "相对人代码").grade == 4
    assert column(model, "enterprise-licence-index", "持证主体代码").grade < 4


def test_skipped_columns_are_not_loaded(model: Model) -> None:
    assert not column(model, "marriage-registration", "登记机关").loaded
    assert column(model, "marriage-registration", "登记日期").loaded


def test_divisions_reach_from_provinces_to_the_streets_of_shanghai(model: Model) -> None:
    codes = model.code_lists["division"].codes
    assert sum(code.startswith("310") and len(code) == 9 for code in codes) == 234
    assert codes["310101"].label.en == "Huangpu District"
    assert {code: codes[code].replaced_by for code in ("310103", "310108", "310119", "310230")} == {
        "310103": "310101",
        "310108": "310106",
        "310119": "310115",
        "310230": "310151",
    }
    parents = {code.broader for code in codes.values() if code.broader}
    assert parents <= codes.keys()


def test_a_name_that_two_divisions_share_means_neither(model: Model) -> None:
    divisions = model.code_lists["division"]
    assert sum(code.label.zh == "鼓楼区" for code in divisions.codes.values()) > 1
    assert divisions.find("鼓楼区") is None


def test_the_model_cannot_be_changed(model: Model) -> None:
    with pytest.raises(FrozenInstanceError):
        model.attributes["fullName"].grade = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        del model.datasets["tax-credit"]  # type: ignore[attr-defined]


def test_the_model_is_plain_data(model: Model) -> None:
    assert {type(item) for item in atoms(model)} == {str, int, bool, Decimal, type(None)}


def atoms(value: object) -> Iterator[object]:
    if is_dataclass(value):
        for field in fields(value):
            yield from atoms(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from value
        for item in value.values():
            yield from atoms(item)
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from atoms(item)
    else:
        yield value


def test_the_digest_follows_what_is_said_and_not_how(model: Model, tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, folder)
    penalty = folder / "attributes" / "penalty.ttl"
    text = penalty.read_text("utf-8")
    penalty.write_text("# a remark\n" + text.replace(" ;\n", "\n  ;\n"), "utf-8")
    assert load_model(folder).digest == model.digest
    penalty.write_text(text.replace('"Fine"@en', '"The fine"@en'), "utf-8")
    assert load_model(folder).digest != model.digest
