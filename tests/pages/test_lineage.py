"""The lineage of a value and the row behind it."""

import re

from tests.pages import made_up
from tests.pages.conftest import Visitor
from tests.pages.made_up import MadeUp
from twopages.ontology.model import Model

PERSON = f"/person/{made_up.PERSON}"
SECRET = made_up.TEXTS["identityNumber"]


def section(page: str, title: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="{title}".*?</section>', page, re.S)
    assert found, title
    return found[0]


def test_the_way_goes_from_the_department_to_the_value(citizen: Visitor, reader: MadeUp) -> None:
    row = reader.dossiers["Person", made_up.PERSON].envelopes["fullName"].sources[0].delivery.row
    way = section(citizen.reads(f"{PERSON}/value/fullName"), "way-title")
    stations = re.findall(r'class="station">(.*?)</p>', way)
    assert stations == ["上海市公安局", "户籍人口基本信息", "2026年3月1日", f"第 {row:,} 行", "沈知微"]
    assert "自然人综合库" in way
    assert "household-registration-20260301.csv" in way
    assert "9f" * 32 in way


def test_the_column_is_named_as_it_was_delivered(citizen: Visitor) -> None:
    firm = citizen.reads(f"/enterprise/{made_up.ENTERPRISE}/value/enterpriseName")
    assert "ENTNAME" in section(firm, "way-title")


def test_the_others_are_listed_with_a_verdict_each(citizen: Visitor, reader: MadeUp) -> None:
    more = len(reader.dossiers["Person", made_up.PERSON].envelopes["fullName"].sources) - 4
    others = section(citizen.reads(f"{PERSON}/value/fullName"), "others-title")
    assert re.findall(r'class="mark (\w+)"', others) == ["agrees", "agrees", "contradicts", *["outdated"] * more]


def test_a_derived_value_says_how_it_is_worked_out_and_from_which_rows(citizen: Visitor) -> None:
    page = citizen.reads(f"{PERSON}/value/age")
    way, inputs = section(page, "way-title"), section(page, "inputs-title")
    assert "自“出生日期”至所问之日的周年数" in way
    assert "据此推算" in inputs
    assert "户籍人口基本信息" in inputs
    assert "出生日期" in inputs
    assert "others-title" not in page
    assert "rules-title" not in page


def test_what_a_derived_value_follows_from_stays_masked_until_it_is_asked_for(citizen: Visitor) -> None:
    born = made_up.TEXTS["date"]
    assert born not in citizen.reads(f"{PERSON}/value/age")
    citizen.sends(f"{PERSON}/reveal", attribute="birthDate", back="")
    assert born in citizen.reads(f"{PERSON}/value/age")


def test_each_of_several_values_names_the_rows_that_say_it(citizen: Visitor, reader: MadeUp, model: Model) -> None:
    envelopes, attributes = reader.dossiers["Person", made_up.PERSON].envelopes, model.attributes
    several = next(item for item in envelopes.values() if attributes[item.attribute].many and len(item.sources) > 1)
    members = section(citizen.reads(f"{PERSON}/value/{several.attribute}"), "members-title")
    assert members.count('class="who"') == len(several.sources)


def superseded(reader: MadeUp) -> str:
    """An attribute that an earlier version of a record supplied."""
    past = next(record for record in reader.dossiers["Person", made_up.PERSON].records if not record.present)
    return next(cell.attributes[0] for cell in past.cells if cell.attributes and cell.values)


def test_superseded_versions_are_the_history(citizen: Visitor, reader: MadeUp) -> None:
    history = section(citizen.reads(f"{PERSON}/value/{superseded(reader)}"), "history-title")
    assert "已被新版本取代" in history
    assert "2026年1月31日" in history
    assert "没有被更新" in section(citizen.reads(f"{PERSON}/value/drivingLicenceClass"), "history-title")


def test_grade_and_law_are_told(citizen: Visitor) -> None:
    told = section(citizen.reads(f"{PERSON}/value/identityNumber"), "protection-title")
    assert "第 4 级" in told
    assert "个人信息保护法" in told


def test_a_masked_value_is_masked_on_all_of_its_way(citizen: Visitor, reader: MadeUp) -> None:
    page = citizen.reads(f"{PERSON}/value/identityNumber")
    record = reader.dossiers["Person", made_up.PERSON].envelopes["identityNumber"].sources[0].record
    row = citizen.reads(f"{PERSON}/record/{record}")
    assert SECRET not in page + row
    assert page.count("310****8888") >= 3
    page = citizen.sends(f"{PERSON}/reveal", attribute="identityNumber", back="/value/identityNumber")
    assert SECRET in section(page, "way-title")
    assert SECRET in citizen.reads(f"{PERSON}/record/{record}")


def test_a_row_shows_every_cell_its_meaning_its_fault_and_its_use(citizen: Visitor, reader: MadeUp) -> None:
    record = next(
        item for item in reader.dossiers["Person", made_up.PERSON].records if any(cell.fault for cell in item.cells)
    )
    page = citizen.reads(f"{PERSON}/record/{record.id}")
    cells = section(page, "cells-title")
    assert re.findall(r'<th scope="row">(.*?)</th>', cells) == [cell.header for cell in record.cells]
    assert "不是存在的日期" in cells
    supplied = next(cell for cell in record.cells if cell.attributes)
    assert f'href="{PERSON}/value/{supplied.attributes[0]}"' in cells
    assert record.delivery.file in section(page, "delivery-title")


def test_cells_about_others_are_told_to_be_withheld_and_cannot_be_asked_for(citizen: Visitor, reader: MadeUp) -> None:
    dossier = reader.dossiers["Person", made_up.PERSON]
    record = next(item for item in dossier.records if any(cell.delivered == "••••" for cell in item.cells))
    page = citizen.reads(f"{PERSON}/record/{record.id}")
    number = next(place for place, cell in enumerate(record.cells, 1) if cell.delivered == "••••")
    withheld = re.search(rf'<tr id="cell-{number}".*?</tr>', page, re.S)
    assert withheld
    assert "属于他人" in withheld[0]
    assert "<button" not in withheld[0]


def test_an_older_version_is_reached_from_the_newer(citizen: Visitor, reader: MadeUp) -> None:
    newer = next(item for item in reader.dossiers["Person", made_up.PERSON].records if item.replaces)
    page = citizen.reads(f"{PERSON}/record/{newer.id}")
    assert "现行版本" in page
    assert f'href="{PERSON}/record/{newer.replaces}"' in page
    assert "已被新版本取代" in citizen.reads(f"{PERSON}/record/{newer.replaces}")


def test_values_and_rows_that_are_not_there_are_not_found(citizen: Visitor) -> None:
    for path in ("value/none", "value/enterpriseName", "record/none"):
        assert citizen.get(f"{PERSON}/{path}").status_code == 404
