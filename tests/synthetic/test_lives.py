"""The departments tell one story of each person."""

from collections import Counter
from collections.abc import Mapping
from statistics import median

import duckdb
import pytest

from tests.synthetic.test_offices import OFFICES
from twopages.synthetic.city import City
from twopages.synthetic.people import REGISTERED

PERSONS = {
    "household-registration": "公民身份号码", "household-member": "公民身份号码", "real-population": "证件号码",
    "identity-card": "公民身份号码", "social-security-card": "公民身份号码", "social-insurance-person": "公民身份号码",
    "medical-insurance-person": "公民身份号码", "individual-income-tax": "公民身份号码", "vaccination": "身份证号",
    "employment-registration": "公民身份号码", "housing-fund-person": "证件号码", "population-tag": "公民身份号码",
    "family-doctor-contract": "身份证号", "person-licence-index": "持证人证件号", "vehicle-registration": "所有人证件号",
    "real-estate-registration": "权利人证件号", "driving-licence": "驾驶证号", "higher-education-record": "身份证号",
    "resident-utility-account": "户主证件号", "exit-entry-document": "公民身份号码", "elderly-subsidy": "身份证号",
    "veteran-registration": "公民身份号码", "volunteer-record": "公民身份号码", "disability-certificate": "身份证号",
    "home-elderly-care": "身份证号", "care-needs-assessment": "身份证号", "blood-donation": "身份证号",
    "disability-allowance": "身份证号", "minimum-living-allowance": "身份证号", "hardship-assistance": "身份证号",
    "family-economic-check": "身份证号", "cremation-record": "身份证号", "residence-points": "公民身份号码",
    "practice-registration-doctor": "身份证号", "professional-qualification": "身份证号", "residence-permit": "公民身份号码",
    "student-enrolment": "身份证号",
}  # fmt: skip


class Rows(dict[str, list[dict[str, object]]]):
    """The rows of the offices, each written when asked for."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        super().__init__()
        self._database = database

    def __missing__(self, dataset: str) -> list[dict[str, object]]:
        sql = OFFICES[dataset].read_text(encoding="utf-8")
        self[dataset] = self._database.sql(sql).to_arrow_table().to_pylist()
        return self[dataset]

    def cells(self, dataset: str, header: str) -> set[object]:
        """What stands in a column, of which something is expected."""
        found = {row[header] for row in self[dataset]} - {None}
        assert found, (dataset, header)
        return found

    def persons(self, dataset: str) -> set[object]:
        """The persons (and other holders) of whom a dataset speaks."""
        return self.cells(dataset, PERSONS[dataset])


@pytest.fixture(scope="module")
def rows(database: duckdb.DuckDBPyConnection) -> Rows:
    return Rows(database)


@pytest.fixture(scope="module")
def age(made_up: City) -> Mapping[object, float]:
    """The age of everybody by key."""
    return dict(zip(made_up.keys.tolist(), made_up.people.age.tolist(), strict=True))


@pytest.mark.parametrize(
    ("dataset", "certain"),
    [
        ("disability-allowance", "disability-certificate"),
        ("minimum-living-allowance", "hardship-assistance"),
        ("hardship-assistance", "family-economic-check"),
        ("home-elderly-care", "care-needs-assessment"),
        ("cremation-record", "household-registration"),
        ("residence-points", "real-population"),
        ("practice-registration-doctor", "professional-qualification"),
    ],
)
def test_who_has_the_one_has_the_other(rows: Rows, dataset: str, certain: str) -> None:
    assert rows.persons(dataset) <= rows.persons(certain)


@pytest.mark.parametrize(
    ("kind", "dataset", "number"),
    [
        ("residence-permit", "residence-permit", "居住证号"),
        ("social-security-card-licence", "social-security-card", "社保卡号"),
        ("disability-certificate-licence", "disability-certificate", "残疾人证号"),
        ("physician-practice-certificate", "practice-registration-doctor", "执业证书编码"),
        ("elderly-concession-card", "elderly-subsidy", "敬老卡号"),
        ("higher-education-diploma", "higher-education-record", "证书编号"),
    ],
)
def test_a_licence_bears_the_number_that_its_department_gave(rows: Rows, kind: str, dataset: str, number: str) -> None:
    held = {row["证照编号"] for row in rows["person-licence-index"] if row["证照类型代码"] == kind}
    assert held and held <= rows.cells(dataset, number)


def test_the_dead_get_nothing_but_the_last_subsidy(rows: Rows, made_up: City) -> None:
    dead = set(made_up.keys[~made_up.people.living].tolist())
    assert dead
    for dataset in ("vaccination", "medical-insurance-person", "individual-income-tax", "driving-licence"):
        assert not dead & rows.persons(dataset)
    late = set(made_up.keys[made_up.people.death > made_up.as_of - 45].tolist())
    assert dead & rows.persons("elderly-subsidy") <= late


def test_pupils_are_of_the_age_of_their_stage(rows: Rows, age: Mapping[object, float]) -> None:
    spans = {"1": (3, 7), "2": (6, 12.9), "3": (11, 16.9), "4": (15, 20.9), "5": (15, 20.9), "6": (17, 33)}
    met = set()
    for row in rows["student-enrolment"]:
        if row["学段"] in spans and row["身份证号"] is not None:
            least, most = spans[str(row["学段"])]
            assert least <= age[row["身份证号"]] < most
            met.add(row["学段"])
    assert {"1", "2", "3"} <= met


def test_schools_hospitals_and_carers_are_registered(rows: Rows) -> None:
    known = rows.cells("enterprise-registration", "UNISCID") | rows.cells("social-organisation", "统一社会信用代码")
    assert rows.cells("student-enrolment", "学校信用代码") <= known
    assert rows.cells("home-elderly-care", "服务机构信用代码") <= known
    assert rows.cells("practice-registration-doctor", "主要执业机构代码") <= known


def test_shares_of_a_home_add_up_to_the_whole(rows: Rows) -> None:
    shares: Counter[object] = Counter()
    for row in rows["real-estate-registration"]:
        if row["共有方式"] != "1":
            shares[row["不动产单元号"]] += row["份额"]  # type: ignore[operator]
    assert set(shares.values()) == {100}


def test_most_grown_up_residents_are_known_to_a_dozen_offices(
    rows: Rows, made_up: City, database: duckdb.DuckDBPyConnection
) -> None:
    seen = Counter(key for dataset in PERSONS for key in rows.persons(dataset))
    people = made_up.people
    grown = made_up.keys[people.living & (people.age > 25) & (people.group == REGISTERED)].tolist()
    assert median(seen[key] for key in grown) >= 11
    ((showcase,),) = database.sql("select key from person join showcase_person on person = id").fetchall()
    assert seen[showcase] == max(seen.values()) >= 20
