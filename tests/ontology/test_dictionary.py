"""The data dictionary is written from the ontology and is current."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from twopages.ontology import dictionary, write_dictionary
from twopages.ontology.document import Block, Heading, Paragraph, Table, markdown, page
from twopages.ontology.model import Attribute, Dataset, EntityClass, Model, Relation
from twopages.settings import PROJECT

Thing = EntityClass | Attribute | Relation | Dataset
texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


class Reader(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [tag] if tag != "meta" else []
        self.cells += [""] if tag in ("td", "th") else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.cells[-1] += data


def test_the_committed_dictionary_is_current(model: Model) -> None:
    written = (PROJECT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert written == dictionary(model), "run: twopages ontology dictionary --out docs/data-dictionary.md"


def test_it_holds_everything_in_both_languages(model: Model) -> None:
    english, chinese = write_dictionary(model, "en"), write_dictionary(model, "zh")
    kinds: tuple[Mapping[str, Thing], ...] = (model.classes, model.attributes, model.relations, model.datasets)
    for thing in (thing for kind in kinds for thing in kind.values()):
        assert f"`{thing.id}`" in english
        assert thing.label.en in english
        assert thing.description.en in english
        assert thing.label.zh in chinese
        assert thing.description.zh in chinese


def test_it_names_the_sources_of_an_attribute_in_order_and_what_stands_in_plain(model: Model) -> None:
    rows = [line for line in write_dictionary(model, "en").splitlines() if line.startswith("| `residenceDivision` |")]
    assert len(rows) == 1
    assert "| `real-population`, `residence-permit`, `student-enrolment` |" in rows[0]
    assert "stored in plain" in rows[0]


def test_it_says_what_becomes_of_each_column(model: Model) -> None:
    english = write_dictionary(model, "en")
    assert "| 离职日期 | `date` |  | `EMPLOYED_BY.until` | as `yyyy-MM-dd`; may lie ahead |" in english
    assert "| 余额 | `money` | yes | `housingFundBalance` | times `0.01`; range `0…` |" in english
    assert "| 相对人名称 | `name` | yes | `name of IMPOSED_ON` |  |" in english


def test_it_tells_who_may_see_what_for_which_purpose(model: Model) -> None:
    english, chinese = write_dictionary(model, "en"), write_dictionary(model, "zh")
    for purpose in model.purposes.values():
        assert f"### {purpose.label.en} `{purpose.id}`" in english
        assert f"| {purpose.legal_basis.zh} | {purpose.description.zh} |" in chinese
    assert (
        "| `elderly-visit-list` | Visits to older persons living alone | Caseworker; Shanghai Civil Affairs Bureau |"
        in english
    )
    assert "By hand; kept for 90 days |" in english
    assert (
        "| Behind relations | `IMPOSED_ON`: `penaltyDate`, `penaltyType`, `penaltyPublishedUntil`, `penaltyRepaired` |"
        in english
    )
    assert "| 禁止用于 | 再识别 |" in chinese


def test_a_long_code_list_is_counted_and_not_printed(model: Model) -> None:
    english = write_dictionary(model, "en")
    assert f"GB/T 2260, {len(model.code_lists['division'].codes)} codes." in english
    assert "Huangpu District" in english  # of the districts, a short list
    assert "Lujiazui" not in english


def test_the_page_is_well_formed_and_says_its_languages(model: Model) -> None:
    text = dictionary(model, "html")
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    assert re.findall(r'<section lang="([\w-]+)">', text) == ["en", "zh-CN"]
    assert "<script" not in text


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_any_text_stays_in_its_cell(rows: list[tuple[str, str]]) -> None:
    blocks: list[Block] = [Heading(1, "x"), Paragraph("y"), Table(("a", "b"), tuple(rows))]
    lines = markdown(blocks).splitlines()[-len(rows) :]
    assert all(len(re.findall(r"(?<!\\)\|", line.replace("\\\\", ""))) == 3 for line in lines)
    reader = Reader()
    reader.feed(page("x", [("en", blocks)]))
    assert [cell.replace("`", "") for cell in reader.cells[2:]] == [
        text.replace("`", "") for row in rows for text in row
    ]
