"""The map on a subject's page: drawn of places that are not masked, with the numbers that stand before their names."""

import re
from dataclasses import replace

import pytest

from tests.pages import made_up, made_up_town
from tests.pages.conftest import Visitor
from tests.pages.made_up import MadeUp
from twopages.dossier import Link, LinkPage
from twopages.ontology import lint_terms
from twopages.ontology.model import Model
from twopages.pages.contexts.map import LAYERS

PERSON, ENTERPRISE = f"/person/{made_up.PERSON}", f"/enterprise/{made_up.ENTERPRISE}"


def block(page: str, id: str) -> str:
    found = re.search(rf'<section id="block-{id}".*?</section>', page, re.S)
    assert found, id
    return found[0]


def test_where_a_firm_is_registered_is_drawn_with_what_lies_around(citizen: Visitor) -> None:
    told = block(citizen.reads(ENTERPRISE), "premises")
    assert told.count('<svg class="map"') == 1
    assert told.count('class="map-marker"') == 1
    assert ">苏州河</text>" in told
    layers = set(re.findall(r'<(?:path|circle) class="(map-(?:area|green|waters|road|other))', told))
    assert layers == {"map-area", "map-green", "map-waters", "map-road"}
    assert re.search(r'class="pin">.*?地图编号 </span>1</span>\s*<a[^>]*>上海市浦东新区张江镇博云路2号', told, re.S)


def test_where_somebody_lives_is_drawn_once_the_mask_is_lifted(citizen: Visitor, reader: MadeUp) -> None:
    reader.sought.clear()
    told = block(citizen.reads(PERSON), "homes")
    assert reader.sought == []
    assert "<svg" not in told
    assert "显示后才画出地图" in told
    masks = re.search(r'class="sketch">.*?name="attribute" value="([^"]+)"', told, re.S)
    assert masks
    told = block(citizen.sends(f"{PERSON}/reveal", attribute=masks[1], back="#block-homes"), "homes")
    assert reader.sought == [made_up_town.HOME]
    assert made_up_town.HOME_ADDRESS in told
    assert told.count('class="map-marker"') == 1
    assert told.count('class="pin"') == 2  # it is registered there and lives there
    assert "显示后才画出地图" not in told


def test_a_place_that_is_not_known_or_masked_is_left_out(citizen: Visitor, reader: MadeUp) -> None:
    firm = reader.dossiers["Enterprise", made_up.ENTERPRISE]
    unit = replace(
        next(link for link in firm.links if link.relation == "REGISTERED_AT").far, id="u" * 26, cls="RealEstate"
    )
    owned = Link("OWNS_REAL_ESTATE", True, unit, {}, ())
    reader.dossiers["Enterprise", made_up.ENTERPRISE] = replace(
        firm, link_pages=(*firm.link_pages, LinkPage((owned,), False))
    )
    try:
        told = block(citizen.reads(ENTERPRISE), "premises")
    finally:
        reader.dossiers["Enterprise", made_up.ENTERPRISE] = firm
    assert told.count('class="map-marker"') == 1
    assert "已遮盖的地点没有画出" in told


@pytest.mark.parametrize("path", [f"{ENTERPRISE}?valid=2026-01-01"])
def test_the_past_has_no_map(citizen: Visitor, path: str) -> None:
    assert '<svg class="map"' not in citizen.reads(path)


def test_what_was_looked_for_has_no_map(citizen: Visitor) -> None:
    page = citizen.sends(f"{ENTERPRISE}/find", text="博云路")
    assert "博云路2号" in page
    assert '<svg class="map"' not in page


def test_every_category_has_a_layer_that_the_map_draws(model: Model) -> None:
    categories = model.code_lists["feature-category"].codes.values()
    assert {code.id: code.layer for code in categories if code.layer not in LAYERS} == {}
    assert set(lint_terms.LAYERS) == set(LAYERS)
