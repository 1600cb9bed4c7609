"""Departments tell one story of an enterprise: what they write of it and of the places it sits in hangs together."""

import re
from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.synthetic.test_offices import OFFICES, written

Rows = list[dict[str, Any]]
SHANGHAI = (120.85, 122.0, 30.65, 31.9)  # west, east, south, north
LAYERS = {
    "water-body": "空间范围", "farmland-parcel": "空间范围", "underground-space": "空间范围", "road-network": "空间范围",
    "ecological-area": "空间范围", "public-green-space": "空间范围", "sensing-point-baoshan": "位置", "place-name": "空间范围",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows(database: duckdb.DuckDBPyConnection) -> Callable[[str], Rows]:
    """The rows of an office."""

    def office(dataset: str) -> Rows:
        table: pa.Table = written(database, dataset)
        found: Rows = table.to_pylist()
        return found

    return office


def test_shares_add_up_and_no_company_owns_itself(database: duckdb.DuckDBPyConnection) -> None:
    sums = database.execute(
        "select distinct total from (select sum(ratio) as total from holding group by firm)"
    ).fetchall()
    assert sums == [(100,)]
    circles = database.execute("""
        with recursive above as (
            select firm, investor, 1 as steps from holding where investor is not null
            union all select a.firm, h.investor, a.steps + 1 from above a join holding h on h.firm = a.investor
            where h.investor is not null and a.steps < 30)
        select max(steps), count(*) filter (firm = investor) from above""").fetchone()
    assert circles is not None and circles[1] == 0
    assert 2 <= circles[0] < 30


def test_branches_bear_the_names_of_their_heads(rows: Callable[[str], Rows]) -> None:
    names = {row["UNISCID"]: row["ENTNAME"] for row in rows("enterprise-registration")}
    within = [row for row in rows("enterprise-branch") if row["PUNISCID"] in names]
    assert within
    for row in within:
        assert row["BRNAME"] == names[row["BRUNISCID"]]
        assert row["BRNAME"].startswith(names[row["PUNISCID"]])


def test_children_of_licences_name_a_licence_of_the_same_holder(rows: Callable[[str], Rows]) -> None:
    index = rows("enterprise-licence-index")
    holders = {row["证照编号"]: (row["持证主体代码"], row["证照类型代码"]) for row in index}
    children = [row for row in index if row["母证编号"]]
    assert children
    assert all(holders[row["母证编号"]][0] == row["持证主体代码"] for row in children)
    assert all(holders[row["母证编号"]][1] != row["证照类型代码"] for row in children)


def test_some_parents_are_lost_whose_children_nobody_has_touched(rows: Callable[[str], Rows]) -> None:
    index = rows("enterprise-licence-index")
    states = {row["证照编号"]: row["证照状态"] for row in index}
    left = [
        row for row in index if row["母证编号"] and row["证照状态"] == "1" and states[row["母证编号"]] in ("2", "3")
    ]
    assert left


@pytest.mark.parametrize(
    ("dataset", "number", "state", "until"),
    [
        ("food-business-licence", "许可证编号", "状态", "有效期止"),
        ("construction-qualification", "资质证书编号", "状态", "有效期止"),
        ("road-transport-permit", "许可证号", "状态", "有效期止"),
        ("hazardous-chemicals-permit", "许可证编号", "状态", "有效期止"),
    ],
)
def test_registers_of_licences_agree_with_the_index(
    rows: Callable[[str], Rows], dataset: str, number: str, state: str, until: str
) -> None:
    index = {
        row["证照编号"]: (row["持证主体代码"], row["证照状态"], row["有效期止"])
        for row in rows("enterprise-licence-index")
    }
    register = rows(dataset)
    assert register
    for row in register:
        assert index[row[number]] == (row["统一社会信用代码"], row[state], row[until])


def test_customs_numbers_are_the_same_everywhere(rows: Callable[[str], Rows]) -> None:
    registered = {row["统一社会信用代码"]: row["海关注册编码"] for row in rows("customs-registration")}
    trade = rows("import-export")
    assert trade
    assert all(registered[row["统一社会信用代码"]] == row["海关注册编码"] for row in trade)


def test_who_goes_bankrupt_owes_more_than_it_has_and_is_on_the_lists(rows: Callable[[str], Rows]) -> None:
    bankrupt = {row["统一社会信用代码"] for row in rows("bankruptcy-case") if row["程序状态"] != "5"}
    assert bankrupt
    assert bankrupt <= {row["统一社会信用代码"] for row in rows("tax-arrears")}
    assert bankrupt <= {row["UNISCID"] for row in rows("abnormal-operation-list") if row["是否在列"]}
    statements = [row for row in rows("enterprise-annual-report") if row["UNISCID"] in bankrupt]
    assert all(row["LIAGRO"] > row["ASSGRO"] for row in statements)
    power = [
        row for row in rows("electricity-consumption") if row["统一社会信用代码"] in bankrupt and row["上年同期电量"]
    ]
    assert all(row["本期电量"] < row["上年同期电量"] / 2 for row in power)


def test_tax_and_reports_speak_of_the_same_revenue(rows: Callable[[str], Rows]) -> None:
    declared = {(row["统一社会信用代码"], row["年度"]): row["营业收入"] for row in rows("tax-payment")}
    told = [
        (declared.get((row["UNISCID"], row["ANCHEYEAR"])), row["VENDINC"]) for row in rows("enterprise-annual-report")
    ]
    both = [(tax, report) for tax, report in told if tax and report]
    assert both
    assert all(tax == report for tax, report in both)


def test_heads_of_insurance_and_fund_lie_near_each_other(rows: Callable[[str], Rows]) -> None:
    insured = {row["统一社会信用代码"]: row["参保人数"] for row in rows("enterprise-social-insurance")}
    fund = rows("enterprise-housing-fund")
    assert fund
    assert all(0 < row["缴存人数"] <= insured[row["统一社会信用代码"]] for row in fund)


def test_tenants_rent_in_surveyed_towers_of_the_district(rows: Callable[[str], Rows]) -> None:
    surveyed = {row["房屋编码"]: row["房屋地址"] for row in rows("building-survey")}
    towers = {row["楼宇编码"]: row["入驻企业数"] for row in rows("building-economy-jingan")}
    tenants = rows("building-tenant-jingan")
    assert {row["楼宇编码"] for row in tenants} == set(towers)
    assert all("静安区" in surveyed[code] for code in towers)
    assert {code: sum(row["楼宇编码"] == code for row in tenants) for code in towers} == towers


def test_every_room_lies_in_a_surveyed_building(rows: Callable[[str], Rows]) -> None:
    surveyed = {row["房屋编码"] for row in rows("building-survey")}
    rooms = [row for row in rows("standard-address") if row["室号"]]
    assert {row["楼栋编码"] for row in rooms} == surveyed


def test_roads_and_estates_of_addresses_are_place_names(rows: Callable[[str], Rows]) -> None:
    known = {(row["所在区"], row["标准地名"]) for row in rows("place-name")}
    mapped = {(row["所在区"], row["名称"]) for row in rows("road-network") if row["类别"] == "T1"}
    roads = {(row["所在区"], row["道路"]) for row in rows("standard-address")}
    assert roads == mapped
    assert roads < known


@pytest.mark.parametrize("layer", LAYERS)
def test_features_lie_in_shanghai_and_polygons_close(rows: Callable[[str], Rows], layer: str) -> None:
    west, east, south, north = SHANGHAI
    for row in rows(layer):
        points = re.findall(r"(-?[\d.]+) (-?[\d.]+)", row[LAYERS[layer]])
        assert all(west < float(x) < east and south < float(y) < north for x, y in points)
        if row[LAYERS[layer]].startswith("POLYGON"):
            assert len(points) > 3 and points[0] == points[-1]


def test_penalties_come_from_the_authority_in_charge(
    database: duckdb.DuckDBPyConnection, rows: Callable[[str], Rows]
) -> None:
    offices = {
        (cause, office.removeprefix("{area}"))
        for cause, office in database.sql("select cause, authority from offence").fetchall()
    }
    decided = rows("administrative-penalty")
    assert decided
    for row in decided:
        assert any(cause == row["违法行为类型"] and row["处罚机关"].endswith(office) for cause, office in offices)
        assert row["处罚决定日期"] < row["公示截止期"]


def test_the_showcase_is_known_to_most_departments(database: duckdb.DuckDBPyConnection) -> None:
    key = database.sql("select f.key from showcase s join firm f on f.id = s.firm").fetchall()[0][0]
    known = [name for name in OFFICES if key in str(written(database, name).to_pylist())]
    assert len(known) > 35
