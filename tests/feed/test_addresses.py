"""Rows whose addresses are written differently meet the one standard address that they mean, and wait while it is not certain."""

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, COY, address, enterprise, identity, resident

HOME = "上海市徐汇区安福路100弄3号301室"
LIVES = "REGISTERED_RESIDENCE_AT"


def lives_at(desk: Desk) -> set[tuple[str, str]]:
    return {(start, end) for start, end, _ in desk.edges(LIVES)}


SPELLINGS = (
    "徐汇区安福路100弄3号楼301", "安福路１００弄３＃３０１室", "上海徐汇湖南路街道安福路一百弄三号三〇一室", "安福路100弄3-301",
    "上海市市辖区徐汇区安福路100弄3号（近武康路）301室", "武康苑3号301",
)  # fmt: skip


@pytest.mark.parametrize("late", [False, True])
def test_other_spellings_link(desk: Desk, *, late: bool) -> None:
    rows = [
        address("A1", HOME, 地址别名="上海市徐汇区武康苑3号301室"),
        address("A2", "上海市徐汇区安福路100弄3号302室"),
    ]
    people = [identity("19800101", 2 * order) for order, _ in enumerate(SPELLINGS, 1)]
    if not late:
        desk.deliver("standard-address", rows)
    desk.deliver(
        "household-registration",
        [resident(number, 户籍地址=written) for number, written in zip(people, SPELLINGS, strict=True)],
    )
    if late:
        assert lives_at(desk) == set()
        desk.deliver("standard-address", rows)
    assert lives_at(desk) == {(desk.entity("Person", number), desk.entity("Address", "A1")) for number in people}


def test_a_text_without_its_district_waits_while_two_districts_have_the_spot(desk: Desk) -> None:
    twin = address("A2", "上海市长宁区安福路100弄3号301室", 所在区="310105", 街镇代码="310105001")
    rows = [resident(ANN, 户籍地址="安福路100弄3号301"), resident(BEN, 户籍地址="长宁区安福路100弄3号301室")]
    desk.deliver("standard-address", [address("A1", HOME), twin])
    report = desk.deliver("household-registration", [*rows, resident(COY, 户籍地址="静安区安福路100弄3号301室")])
    assert lives_at(desk) == {(desk.entity("Person", BEN), desk.entity("Address", "A2"))}
    assert report.accepted == 3
    assert desk.counts(report).relations_waiting >= 2


def test_an_address_whose_text_lacks_its_district_has_it_from_its_columns(desk: Desk) -> None:
    desk.deliver("standard-address", [address("A1", "安福路100弄3号301室")])
    desk.deliver(
        "household-registration",
        [
            resident(ANN, 户籍地址=HOME),
            resident(BEN, 户籍地址="静安区安福路100弄3号301室"),
            resident(COY, 户籍地址="安福路100弄3号301室"),
        ],
    )
    home = desk.entity("Address", "A1")
    assert lives_at(desk) == {(desk.entity("Person", ANN), home), (desk.entity("Person", COY), home)}


def test_the_premises_of_an_enterprise_link_too(desk: Desk) -> None:
    desk.deliver("standard-address", [address("A1", "上海市徐汇区安福路8号1201室")])
    desk.deliver("enterprise-registration", [enterprise(ACME, DOM="安福路8号12层1201")])
    found = {(start, end) for start, end, _ in desk.edges("REGISTERED_AT")}
    assert found == {(desk.entity("Enterprise", ACME), desk.entity("Address", "A1"))}
