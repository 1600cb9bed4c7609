"""Two ontologies compared: what came, what went, what is said differently."""

from pathlib import Path

import pytest

from tests.ontology.conftest import Break, copy_small
from twopages.ontology import load_model
from twopages.ontology.compare import Change, compare
from twopages.ontology.model import Model


@pytest.fixture
def old(tmp_path: Path) -> Model:
    return load_model(copy_small(tmp_path / "old"))


def changes(old: Model, folder: Path) -> set[Change]:
    return set(compare(old, load_model(folder)))


def test_the_same_ontology_differs_in_nothing_whatever_its_layout(old: Model, small: Path) -> None:
    path = small / "things.ttl"
    path.write_text("# another comment\n" + path.read_text("utf-8"), "utf-8")
    assert changes(old, small) == set()


def test_another_label_is_one_change(old: Model, break_it: Break) -> None:
    folder = break_it("things.ttl", '"Length"@en', '"Length overall"@en')
    assert changes(old, folder) == {
        Change("attributes", "boatLength", "changed", "label", "zh=船长 en=Length", "zh=船长 en=Length overall")
    }


def test_another_order_of_authorities_is_said_with_both_orders(old: Model, break_it: Break) -> None:
    listed, match = "( dataset:boats dataset:voyages ) ;\n", "    skos:exactMatch schema:name"
    folder = break_it("things.ttl", listed + match, "( dataset:voyages dataset:boats ) ;\n" + match)
    assert changes(old, folder) == {
        Change("attributes", "boatName", "changed", "authorities", "boats, voyages", "voyages, boats")
    }


def test_a_column_that_supplies_nothing_more_and_its_attribute_that_goes(old: Model, break_it: Break) -> None:
    folder = break_it(
        "tables.ttl", "tp:supplies attribute:boatLength ; tp:scale 0.01 ; tp:addsUp true", "tp:skipped true"
    )
    text = (folder / "things.ttl").read_text("utf-8")
    before, rest = text.split("attribute:boatLength a ", 1)
    after = rest.split(" .\n\n", 1)[1]
    (folder / "things.ttl").write_text(before + after.split("shape:", 1)[0], "utf-8")
    found = {(change.area, change.thing, change.kind, change.aspect) for change in compare(old, load_model(folder))}
    assert {
        ("attributes", "boatLength", "removed", ""),
        ("datasets", "boats.长", "changed", "targets"),
        ("classes", "Boat", "changed", "attributes"),
    } <= found
    assert {thing for area, thing, _, _ in found if area == "datasets"} == {"boats.长"}


def test_a_new_code_is_a_thing_within_its_list_and_no_change_of_the_columns_that_use_it(
    old: Model, small: Path
) -> None:
    path = small / "lists.ttl"
    new = 'flag:05 a skos:Concept ; skos:inScheme codes:flag ; skos:prefLabel "黑"@zh , "Black"@en .'
    path.write_text(f"{path.read_text('utf-8')}\n{new}\n", "utf-8")
    assert changes(old, small) == {Change("code_lists", "flag.05", "added")}


def test_the_difference_back_is_the_difference_turned_round(old: Model, break_it: Break) -> None:
    new = load_model(break_it("things.ttl", "sh:order 2", "sh:order 5"))
    turned = {
        Change(item.area, item.thing, item.kind, item.aspect, item.after, item.before) for item in compare(new, old)
    }
    assert set(compare(old, new)) == turned == {Change("groups", "harbour", "changed", "order", "2", "5")}
