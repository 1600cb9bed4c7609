"""The picture of relations and walking along them: captions only, and no way round to other people."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages import made_up, made_up_town
from tests.pages.conftest import Visitor, visiting
from tests.pages.served import served
from twopages.app import assemble
from twopages.dossier import Dossier, Far, Link, LinkPage
from twopages.ontology.model import Model
from twopages.pages.contexts.picture import NARROW, WIDE, Form, Picture, draw, wrapped
from twopages.pages.showing import Showing
from twopages.pages.words import words_of

PERSON = f"/person/{made_up.PERSON}"
HOME, BUILDING, PARENT = "a1" * 13, "b1" * 13, "a3" * 13
names = st.text(st.sampled_from("上海市徐汇区有限公司ABCdef 128·"), max_size=60)


def around(*way: str) -> str:
    return f"{PERSON}/around/{'/'.join(way)}"


def nodes(page: str) -> list[tuple[str, str]]:
    """What is drawn: where it leads, and the words beside it."""
    drawn = re.findall(r'<a href="([^"]+)">\s*<rect(.*?)</a>', page, re.S)
    return [(href, " ".join(map(words, inner.split("<text ")[1:]))) for href, inner in drawn]


def words(text: str) -> str:
    return "".join(re.findall(r">([^<]+)</tspan>", text))


def test_the_picture_leads_to_open_files_and_else_one_step_on(citizen: Visitor) -> None:
    drawn = dict(nodes(citizen.reads(PERSON)))
    assert drawn[f"/enterprise/{made_up.ENTERPRISE}"] == f"{made_up.ENTERPRISE_NAME} 法定代表人、股东、受雇于"
    assert drawn[around(made_up.STRANGER)] == "陆明远 配偶"
    assert around(HOME) in drawn


def test_of_another_person_only_the_name_and_the_tie_are_told(citizen: Visitor) -> None:
    page = citizen.reads(around(made_up.STRANGER))
    assert "<h1>陆明远</h1>" in page
    assert "配偶" in page
    assert {href for href, _ in nodes(page)} == {PERSON}
    assert made_up.TEXTS["identityNumber"] not in page


def test_what_a_sensitive_relation_says_is_masked_until_asked_for(citizen: Visitor) -> None:
    where = around(made_up.STRANGER)
    assert "2012年5月20日" not in citizen.reads(PERSON) + citizen.reads(where)
    page = citizen.sends(f"{PERSON}/reveal", attribute="SPOUSE_OF", back=where.removeprefix(PERSON))
    assert "<h1>陆明远</h1>" in page
    assert "2012年5月20日" in page
    assert "2012年5月20日" in citizen.reads(PERSON)


def test_where_somebody_lives_is_masked_and_where_a_firm_is_registered_is_not(citizen: Visitor) -> None:
    assert made_up_town.HOME_ADDRESS not in citizen.reads(PERSON) + citizen.reads(around(HOME)) + citizen.reads(
        around(HOME, BUILDING)
    )
    assert "博云路2号" in citizen.reads(f"/enterprise/{made_up.ENTERPRISE}")
    assert made_up_town.HOME_ADDRESS in citizen.sends(
        f"{PERSON}/reveal", attribute="addressText RESIDES_AT", back="#relations"
    )


def test_things_lead_on_to_things(citizen: Visitor) -> None:
    address = citizen.reads(around(HOME))
    assert {href for href, _ in nodes(address)} == {PERSON, around(HOME, BUILDING), around(HOME, PARENT)}
    building = citizen.reads(around(HOME, BUILDING))
    assert "B310106001234" in building
    assert {href for href, _ in nodes(building)} == {around(HOME)}


def test_a_step_that_no_relation_makes_is_not_found(citizen: Visitor) -> None:
    ways = (("none",), (HOME, made_up.STRANGER), (made_up.STRANGER, HOME), (HOME, BUILDING, "x"), (HOME, BUILDING) * 4)
    for way in ways:
        assert citizen.get(around(*way)).status_code == 404


def test_the_end_of_the_longest_way_leads_back_and_no_further(model: Model) -> None:
    made = made_up.reader(model)
    chain = [
        Far(HOME, "Address", "甲"),
        *(Far(f"c{number}" * 13, "Address", f"第{number}处") for number in range(1, 6)),
    ]
    for near, far, further in zip(chain, chain[1:], chain[2:], strict=False):
        steps = (Link("PART_OF_ADDRESS", False, near, {}, ()), Link("PART_OF_ADDRESS", True, further, {}, ()))
        made.things["Address", far.id] = Dossier(far.id, "Address", far.caption, {}, (), (LinkPage(steps, False),))
    first = Link("PART_OF_ADDRESS", True, chain[1], {}, ())
    made.things["Address", HOME] = Dossier(HOME, "Address", "甲", {}, (), (LinkPage((first,), False),))
    ids = [far.id for far in chain]
    with served(assemble(made_up.site(model, made))) as address, visiting(address) as citizen:
        citizen.sends("/sign-in", account="citizen")
        third, fourth = (citizen.reads(around(*ids[:length])) for length in (3, 4))
        assert around(*ids[:4]) in {href for href, _ in nodes(third)}
        assert {href for href, _ in nodes(fourth)} == {around(*ids[:3])}
        assert fourth.count('class="target"') == 2 * len(nodes(fourth)), "what lies beyond is drawn without a link"
        assert citizen.get(around(*ids[:5])).status_code == 404


def test_a_way_to_an_open_file_ends_in_the_file(citizen: Visitor) -> None:
    assert citizen.get(around(made_up.ENTERPRISE)).url.path == f"/enterprise/{made_up.ENTERPRISE}"


def drawing(model: Model, captions: Sequence[str], form: Form) -> Picture:
    ends = (
        Far(f"{number}", ("Person", "Enterprise", "Address")[number % 3], name) for number, name in enumerate(captions)
    )
    relations = {"Person": "SPOUSE_OF", "Enterprise": "SENIOR_MANAGER_OF", "Address": "RESIDES_AT"}
    links = tuple(Link(relations[far.cls], True, far, {}, ()) for far in ends)
    dossier = Dossier("p", "Person", "沈知微", {}, (), (LinkPage(links, False),))
    return draw(Showing(model, words_of("zh")), dossier, lambda far: f"/{far.id}", form)


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_everything_drawn_lies_inside_and_nothing_on_top_of_another(model: Model, form: Form) -> None:
    @given(captions=st.lists(names, min_size=1, max_size=40))
    def holds(captions: list[str]) -> None:
        picture = drawing(model, captions, form)
        drawn = [node for branch in picture.branches for node in branch.nodes]
        for node in drawn:
            x, y, width, height = node.box
            assert 0 <= x <= x + width <= picture.width
            assert 0 <= y <= y + height <= picture.height
        for column in ([node.box for node in drawn if node.x == x] for x in form.columns):
            for (_, y, _, height), (_, below, _, _) in pairwise(sorted(column, key=lambda box: box[1])):
                assert y + height <= below

    holds()


@given(text=names, width=st.integers(4, 20))
def test_wrapping_loses_nothing_but_what_does_not_fit(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert 1 <= len(lines) <= 3
    told = "".join(lines).replace(" ", "")
    if told.endswith("…"):
        assert text.replace(" ", "").startswith(told[:-1])
    else:
        assert told == text.replace(" ", "")


def test_words_and_numbers_are_not_broken() -> None:
    assert wrapped("上海市徐汇区龙腾大道1900弄8号1204室", 16) == ("上海市徐汇区龙腾大道", "1900弄8号1204室")
    assert wrapped("上海邦晟建材有限公司", 9) == ("上海邦晟建材", "有限公司")


def test_at_most_so_many_are_drawn_and_the_rest_is_counted(model: Model) -> None:
    picture = drawing(model, [f"人{number}" for number in range(60)], NARROW)
    assert [len(branch.nodes) for branch in picture.branches] == [9, 9, 9]
    assert picture.branches[0].nodes[-1].name.lines == ("另外 12 项",)


def test_a_name_that_is_not_known_yet_is_told_by_its_kind(model: Model) -> None:
    picture = drawing(model, [""], WIDE)
    assert picture.branches[0].nodes[0].name.lines == ("自然人",)
