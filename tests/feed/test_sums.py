"""What a dataset delivers to be added up: values of a subject, by period where there is one, and parts of a relation."""

from dataclasses import replace
from itertools import permutations

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, enterprise, meter
from twopages.dossier import Dossiers, Plan
from twopages.ontology.model import Attribute, Model

BUILDING = "B310106000001"


def building() -> dict[str, str]:
    """A row of the office buildings of a district."""
    return {
        "楼宇编码": BUILDING, "楼宇名称": "静安大楼", "楼宇地址": "上海市静安区南京西路1号", "入驻企业数": "2", "入驻率": "90",
    }  # fmt: skip


def tenancy(area: str, since: str = "2020/1/1") -> dict[str, str]:
    """A row of their tenants: one for each floor."""
    return {
        "统一社会信用代码": ACME,
        "楼宇编码": BUILDING,
        "租用面积": area,
        "租期起": since,
        "企业名称": "上海甲有限公司",
    }


def value(desk: Desk, attribute: str) -> object:
    dossiers = Dossiers(desk.store, desk.keys, desk.model)
    found = dossiers.read(Plan("Enterprise", frozenset({attribute})), desk.entity("Enterprise", ACME))
    return found.envelopes[attribute].values[0] if found and attribute in found.envelopes else None


def test_meters_are_added_up_over_the_newest_period(desk: Desk) -> None:
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    deliveries = [
        desk.write("electricity-consumption", [meter("A1", "202104", "900", ACME)], mode="changes", name="a"),
        desk.write("electricity-consumption", [meter("A1", "202105", "100.5", ACME)], mode="changes", name="b"),
        desk.write("electricity-consumption", [meter("A2", "202105", "-0.5", ACME)], mode="changes", name="c"),
    ]
    for order in permutations(deliveries):
        desk.empty()
        desk.deliver("enterprise-registration", [enterprise(ACME)])
        for path in order:
            desk.feed(path)
        assert value(desk, "electricityUseMonth") == "100"


def test_the_floors_of_a_tenant_are_added_up_on_the_value_and_on_the_relation(desk: Desk) -> None:
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver("building-economy-jingan", [building()])
    desk.deliver("building-tenant-jingan", [tenancy("120.5"), tenancy("79.5", "2021/1/1")])
    assert value(desk, "occupiedFloorArea") == "200"
    ((start, end, parts),) = desk.edges("TENANT_OF")
    assert (start, end) == (desk.entity("Enterprise", ACME), desk.entity("Building", BUILDING))
    assert dict(parts)["area"] == 200.0
    desk.deliver("building-tenant-jingan", [tenancy("10", "2021/2/1")], "2021-09-30", "changes")
    assert value(desk, "occupiedFloorArea") == "210"
    assert [dict(parts)["area"] for _, _, parts in desk.edges("TENANT_OF")] == [210.0]


def plain(model: Model, name: str) -> Model:
    """The Model with an attribute that stands in plain."""
    kept: dict[str, Attribute] = {**model.attributes, name: replace(model.attributes[name], plain=True)}
    return replace(model, attributes=kept)


def test_a_sum_that_stands_in_plain_is_the_sum(desk: Desk) -> None:
    desk.model = plain(desk.model, "electricityUseMonth")
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    for name, account, used in (("a", "A1", "10"), ("b", "A2", "20"), ("c", "A3", "30")):
        path = desk.write("electricity-consumption", [meter(account, "202105", used, ACME)], mode="changes", name=name)
        desk.feed(path)
    rows = desk.store.read("MATCH (e:Enterprise) RETURN e.electricityUseMonth AS used")
    assert [str(row["used"]) for row in rows] == ["60"]
