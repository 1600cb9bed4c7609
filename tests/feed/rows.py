"""Rows as departments deliver them, with valid numbers in ranges that nobody holds."""

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

REGION = "310199"  # not an assigned county code


def identity(birth: str = "19800101", order: int = 1) -> str:
    """A valid identity number; an odd order is male."""
    body = f"{REGION}{birth}{order:03}"
    return body + str(mod_11_2.calc_check_digit(body))


def credit_code(order: int = 1) -> str:
    """A valid unified social credit code."""
    body = f"91{REGION}MA1{order:06}"
    return body + str(uscc.calc_check_digit(body))


ANN, BEN, COY = identity("19800101", 2), identity("19790202", 1), identity("19900303", 3)
ACME, BOLT = credit_code(1), credit_code(2)


def resident(number: str, name: str = "王安", **cells: str) -> dict[str, str]:
    """A row of the household register."""
    return {
        "公民身份号码": number, "姓名": name, "性别": "2", "民族": "01", "出生日期": "19800101", "户号": "123456", "户类型": "1",
        "与户主关系": "02", "户籍所在区划": "310104", "户籍地址": "上海市徐汇区安福路1号", "更新时间": "2021-05-01 08:00:00",
    } | cells  # fmt: skip


def found_at_home(number: str, name: str = "ANNE LEE", kind: str = "414", **cells: str) -> dict[str, str]:
    """A row of the actual population; foreigners are known there by a passport or permit."""
    return {
        "证件类型": kind, "证件号码": number, "姓名": name, "国籍": "USA", "人口类别": "3", "居住地址": "上海市徐汇区安福路1号",
        "居住区": "310104", "登记日期": "2021-04-01 00:00:00",
    } | cells  # fmt: skip


def travel_document(number: str, passport: str = "", name: str = "王安", **cells: str) -> dict[str, str]:
    """A row of the documents for leaving and entering the country."""
    return {"公民身份号码": number, "姓名": name, "护照号码": passport, "更新时间": "2021-05-01 08:00:00"} | cells


def enterprise(code: str, name: str = "上海甲有限公司", **cells: str) -> dict[str, str]:
    """A row of the enterprise register."""
    return {
        "UNISCID": code, "ENTNAME": name, "ENTTYPE": "1130", "ENTCLASS": "1", "NAME": "王安", "INDUSTRYPHY": "C", "ESTDATE": "2010-01-01",
        "REGSTATE": "1", "DOM": "上海市徐汇区安福路1号", "DOMDISTRICT": "310104", "REGORG_CN": "徐汇区市场监督管理局",
        "S_EXT_TIMESTAMP": "2021-05-01 08:00:00",
    } | cells  # fmt: skip


def employment(number: str, code: str, **cells: str) -> dict[str, str]:
    """A row of the employment register."""
    return {
        "公民身份号码": number, "姓名": "王安", "统一社会信用代码": code, "单位名称": "上海甲有限公司", "就业状态": "1", "合同类型": "1",
        "就业日期": "2015-03-01",
    } | cells  # fmt: skip


def insurance(number: str, code: str, **cells: str) -> dict[str, str]:
    """A row of social insurance."""
    return {
        "公民身份号码": number, "姓名": "王安", "险种类型": "1", "参保状态": "1", "参保单位信用代码": code, "本单位参保日期": "20150401",
        "累计缴费月数": "70", "最近缴费月份": "202105",
    } | cells  # fmt: skip


def marriage(
    husband: str, wife: str, number: str = "J310104-2005-000001", kind: str = "结婚", **cells: str
) -> dict[str, str]:
    """A row of the marriage register."""
    return {
        "登记字号": number, "业务类型": kind, "男方身份证号": husband, "女方身份证号": wife, "登记日期": "2005-05-05", "婚姻状况": "20",
        "更新时间": "2005-05-05 10:00:00",
    } | cells  # fmt: skip


def address(code: str, text: str, **cells: str) -> dict[str, str]:
    """A row of the standard addresses."""
    return {"地址编码": code, "地址全称": text, "所在区": "310104", "街镇代码": "310104003", "地址状态": "1"} | cells


def meter(
    account: str, month: str, used: str, code: str = "", name: str = "上海甲有限公司", **cells: str
) -> dict[str, str]:
    """A row of electricity consumption."""
    return {"用电户号": account, "统一社会信用代码": code, "户名": name, "账期": month, "本期电量": used} | cells
