"""Features attach to divisions and to the buildings that they are near, whichever came first and whatever moved since."""

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import address
from twopages.dossier import Far, Nearby
from twopages.dossier.compile import RECORD
from twopages.graph.statements import statement

GATE = "上海市徐汇区安福路100弄3号"
GREEN = "POLYGON ((121.4500 31.2150, 121.4520 31.2150, 121.4520 31.2160, 121.4500 31.2160, 121.4500 31.2150))"


def places(longitude: str = "121.4510", latitude: str = "31.2170") -> list[dict[str, str]]:
    """A gate about a hundred metres north of the green, and one far away."""
    far = address("A2", "上海市徐汇区华山路9号", 经度="121.4300", 纬度="31.2000")
    return [address("A1", GATE, 经度=longitude, 纬度=latitude, 楼栋编码="B1"), far]


def survey() -> list[dict[str, str]]:
    told = {"用途": "10", "结构": "1", "地上层数": "6", "建筑面积": "3000"}
    return [
        {"房屋编码": "B1", "房屋地址": "安福路100弄3号", **told},
        {"房屋编码": "B2", "房屋地址": "华山路9号", **told},
    ]


def green(shape: str = GREEN, code: str = "G1", name: str = "安福绿地") -> dict[str, str]:
    return {"要素编码": code, "名称": name, "类别": "G1", "所在区": "310104", "空间范围": shape}


def names(desk: Desk, code: str = "B1") -> list[str]:
    found = Nearby(desk.store, desk.keys, desk.model).of("Building", desk.entity("Building", code))
    return [item.far.caption for item in found]


def buildings(desk: Desk, code: str = "G1") -> list[tuple[str, int]]:
    found = Nearby(desk.store, desk.keys, desk.model).to("SpatialFeature", desk.entity("SpatialFeature", code))
    return [(item.far.id, round(item.metres)) for item in found]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_a_building_and_the_features_near_it_tell_each_other(desk: Desk, order: tuple[int, ...]) -> None:
    pond = green("POINT (121.4512 31.2170)", "G2", "小池")
    away = green("LINESTRING (121.46 31.2170, 121.47 31.2170)", "G3", "远河")
    deliveries = [
        ("standard-address", places()), ("building-survey", survey()), ("public-green-space", [green(), pond, away]),
    ]  # fmt: skip
    for place in order:
        desk.deliver(*deliveries[place])
    assert names(desk) == ["小池", "安福绿地"]
    assert names(desk, "B2") == []
    gate, building = desk.entity("Address", "A1"), desk.entity("Building", "B1")
    assert desk.edges("LOCATED_IN") == {(gate, building, frozenset())}
    assert (building, gate, frozenset()) in desk.edges("LOCATED_AT")
    assert buildings(desk) == [(desk.entity("Building", "B1"), 111)]
    assert buildings(desk, "G3") == []
    near = Nearby(desk.store, desk.keys, desk.model)
    assert near.points("Building", desk.entity("Building", "B1")) == ((121.451, 31.217),)
    assert [item.far.caption for item in near.around([(121.4590, 31.2170)], 100)] == ["远河"]
    known = [Far(gate, "Address", ""), Far(building, "Building", ""), Far("none", "Address", "")]
    assert near.places(known) == {gate: (121.451, 31.217), building: (121.451, 31.217)}
    lake = near.of("Building", desk.entity("Building", "B1"))[0]
    assert lake.envelopes["featureName"].values == ("小池",)


def test_what_moves_is_near_something_else(desk: Desk) -> None:
    desk.deliver("standard-address", places())
    desk.deliver("building-survey", survey())
    desk.deliver("public-green-space", [green()])
    desk.deliver("public-green-space", [green("POINT (121.4301 31.2001)")], day="2021-07-31")
    assert (names(desk), names(desk, "B2")) == ([], ["安福绿地"])
    desk.deliver("standard-address", places("121.4302", "31.2002"), day="2021-07-31")
    assert (names(desk), names(desk, "B2")) == (["安福绿地"], ["安福绿地"])
    assert {name for name, _ in buildings(desk)} == {desk.entity("Building", "B1"), desk.entity("Building", "B2")}


def test_features_and_addresses_lie_in_their_divisions(desk: Desk) -> None:
    desk.deliver("standard-address", places())
    desk.deliver("public-green-space", [green()])
    rows = desk.store.read(
        "MATCH (e:Entity)-[d:IN_DIVISION]->(v:Division) RETURN DISTINCT labels(e) AS labels, v.code AS code"
    )
    marks = {"Entity", "Changed"}  # whatever may be searched is taken up after it was fed
    found = {(label, row["code"]) for row in rows for label in row["labels"] if label not in marks}
    assert found == {("Address", "310104"), ("Address", "310104003"), ("SpatialFeature", "310104")}


def test_no_coordinates_stand_in_plain(desk: Desk) -> None:
    desk.deliver("standard-address", places())
    desk.deliver("public-green-space", [green()])
    rows = desk.store.read("MATCH (e:Entity) WHERE e.cells IS NOT NULL RETURN properties(e) AS properties")
    text = str([row["properties"] for row in rows])
    assert len(rows) == 3
    assert "100x12145x3121" in text
    assert not [told for told in ("121.45", "31.21", "POLYGON") if told in text]


@pytest.mark.parametrize("name", ["nearby_places", "nearby_features", "nearby_related"])
def test_records_are_read_as_everywhere(name: str) -> None:
    assert f"[{RECORD}]" in statement(name)
