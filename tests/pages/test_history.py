"""The history of a file: its time line, its state on another day, and what differs between two days."""

import re
from collections.abc import Iterator

import pytest

from tests.pages import made_up
from tests.pages.conftest import Visitor
from tests.pages.made_up import MadeUp
from twopages.dossier import NOW, Change, Delivery, Far, Moment, Topic

PERSON = f"/person/{made_up.PERSON}"
DELIVERY = Delivery(
    "b1", "household-registration-20210731.csv", "9f" * 32, 7, "2021-07-31", "2021-08-01T00:00:00", "full"
)
SPOUSE = Far("s" * 26, "Person", "陆明远")
HUKOU = "household-registration"


@pytest.fixture
def told(reader: MadeUp) -> Iterator[MadeUp]:
    """The made-up reader with a few changes, newest first."""
    where = ("r0a", HUKOU, DELIVERY)
    spouse = Topic(relation="SPOUSE_OF", far=SPOUSE.id)
    reader.changes = (
        Change("2021-07-31", "changed", Topic("sex"), None, ("1",), ("2",), *where),
        Change("2021-07-31", "appeared", spouse, SPOUSE, (), (), *where),
        Change("2021-06-30", "appeared", Topic("identityNumber"), None, (), (made_up.TEXTS["identityNumber"],), *where),
    )
    yield reader
    reader.changes = ()


def test_changes_stand_by_day_with_what_was_said_before_and_after(citizen: Visitor, told: MadeUp) -> None:
    page = citizen.reads(f"{PERSON}/history")
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["2021年7月31日", "2021年6月30日"]
    first = re.search(r'<li class="step">.*?</li>', page, re.S)
    assert first
    assert "男" in first[0].split("<ins>")[0]
    assert "女" in first[0].split("<ins>")[1]
    assert f'href="{PERSON}/record/r0a"' in first[0]
    assert "上海市公安局 · 户籍人口基本信息" in first[0]


def test_masked_values_are_masked_in_the_history_too(citizen: Visitor, told: MadeUp) -> None:
    page = citizen.reads(f"{PERSON}/history")
    assert made_up.TEXTS["identityNumber"] not in page
    assert "310****8888" in page


def test_the_file_of_another_day_says_so_and_leads_back(citizen: Visitor, told: MadeUp) -> None:
    page = citizen.reads(f"{PERSON}?recorded=2021-06-30&valid=2021-05-01")
    assert told.moments[-1] == Moment("2021-06-30", "2021-05-01")
    banner = re.search(r'<div class="past".*?</div>', page, re.S)
    assert banner
    assert "2021年6月30日" in banner[0]
    assert "2021年5月1日" in banner[0]
    assert 'class="past"' not in citizen.reads(PERSON)
    assert told.moments[-1] == NOW


def test_two_days_are_compared(citizen: Visitor, told: MadeUp) -> None:
    page = citizen.reads(f"{PERSON}/history?from=2021-06-30&to=2021-07-31")
    assert told.moments[-2:] == [Moment("2021-06-30"), Moment("2021-07-31")]
    assert "2021年6月30日 与 2021年7月31日 之间的不同" in page
    assert page.count('class="step"') == 1


@pytest.mark.parametrize(
    "query",
    ["?recorded=2021-02-30", "?recorded=2999-01-01", "?recorded=2021-01-01&valid=2021-06-30", "/history?from=x&to=y"],
)
def test_a_day_that_cannot_be_is_told_beside_the_form(citizen: Visitor, told: MadeUp, query: str) -> None:
    response = citizen.get(PERSON + query)
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert "日期有误" in response.text


def test_the_history_of_somebody_else_is_not_found(citizen: Visitor) -> None:
    assert citizen.get(f"/person/{made_up.STRANGER}/history").status_code == 404
