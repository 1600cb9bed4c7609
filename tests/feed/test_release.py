"""Another ontology for a store that is full: what it touches is made anew, nothing else, and nothing is lost."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.feed.conftest import Desk
from tests.feed.erasing import texts
from tests.feed.rows import ACME, ANN, BEN, credit_code, employment, enterprise, insurance, resident
from tests.feed.snapshot import Snapshot
from twopages.errors import OntologyError
from twopages.feed.delivery import feed_directory
from twopages.feed.erase import Eraser
from twopages.feed.erasures import Erasures
from twopages.feed.fed_under import require_model
from twopages.feed.records import Rooms
from twopages.feed.release import Released, adopt, release, released_text, releases
from twopages.graph import statement
from twopages.ontology.effects import Effects
from twopages.ontology.model import Attribute, CodeList, Column, Digest, Model, Target
from twopages.tags.search import SearchAsk, Where, find

PHONE = ("social-insurance-person", "手机号码", "mobilePhone")
NOT_OF_THE_ENTITIES = {"Release", "Batch"}


def with_column(model: Model, dataset: str, header: str, **said: Any) -> Model:
    """The model, saying something else of one column."""
    old = model.datasets[dataset]
    columns = tuple(replace(item, **said) if item.header == header else item for item in old.columns)
    return replace(model, datasets={**model.datasets, dataset: replace(old, columns=columns)})


def with_attribute(model: Model, attribute: str, **said: Any) -> Model:
    new: Mapping[str, Attribute] = {**model.attributes, attribute: replace(model.attributes[attribute], **said)}
    return replace(model, attributes=new)


def column(model: Model, dataset: str, header: str) -> Column:
    return model.datasets[dataset].column(header)


def without_phone(model: Model) -> Model:
    """The ontology in which one dataset no longer supplies phones."""
    dataset, header, attribute = PHONE
    left = tuple(item for item in model.attributes[attribute].authorities if item != dataset)
    new = with_attribute(with_column(model, dataset, header, targets=(Target("skip"),)), attribute, authorities=left)
    return replace(new, digest=Digest("without phone"))


def moved(desk: Desk, new: Model) -> Released:
    """Release the new model over the desk's, and work under it from here."""
    done = release(desk.store, desk.keys, Effects(desk.model, new), "text")
    desk.model = new
    return done


def kept_apart(graph: Snapshot, header: str) -> Snapshot:
    """A graph without what is not about entities, and without the cells of a column that may or may not be kept."""
    return frozenset(_without(item, header) for item in graph if not _labels(item) & NOT_OF_THE_ENTITIES)


def _labels(item: tuple[Any, ...]) -> frozenset[str]:
    return item[1] if item[0] == "node" else frozenset()


def _without(item: tuple[Any, ...], header: str) -> tuple[Any, ...]:
    if item[0] != "node":
        return item
    told = {name: value for name, value in item[2] if name != "hash"}
    if "payload" in told:
        told["payload"] = tuple(cell for cell in told["payload"] if cell[0] != header)
    return (*item[:2], frozenset(told.items()))


def test_a_released_store_is_as_if_it_had_been_fed_under_the_new_ontology(desk: Desk, small_city: Path) -> None:
    header = PHONE[1]
    new = without_phone(desk.model)
    feed_directory(desk.store, desk.keys, desk.model, small_city)
    done = moved(desk, new)
    released = kept_apart(desk.snapshot(), header)
    assert done.records == sum(
        1 for item in desk.snapshot() if ("dataset", PHONE[0]) in item[-1] and "Record" in item[1]
    )
    desk.empty()
    feed_directory(desk.store, desk.keys, new, small_city)
    assert released == kept_apart(desk.snapshot(), header)


def test_going_back_gives_the_same_graph_with_every_cell(desk: Desk, small_city: Path) -> None:
    old = desk.model
    feed_directory(desk.store, desk.keys, old, small_city)
    before = {item for item in desk.snapshot() if not _labels(item) & {"Release"}}
    moved(desk, without_phone(old))
    moved(desk, old)
    assert {item for item in desk.snapshot() if not _labels(item) & {"Release"}} == before


def test_a_removed_attribute_loses_no_record(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    desk.deliver("social-insurance-person", [insurance(ANN, ACME, 手机号码="16112345678")])
    moved(desk, without_phone(desk.model))
    rows = desk.store.read(
        "MATCH (r:Present {dataset: $d})-[a:ABOUT]->() RETURN a.supplies AS supplies", {"d": PHONE[0]}
    )
    assert len(rows) == 1
    assert PHONE[2] not in rows[0]["supplies"]


def test_rows_put_aside_are_erased_as_the_new_ontology_reads_them(desk: Desk, tmp_path: Path) -> None:
    """Before, the column of the owner told nothing of whom it names."""
    dataset, header, model = "vehicle-registration", "所有人证件号", desk.model
    model_of = (Target("attribute", "vehicleModel"),)
    desk.model = replace(with_column(model, dataset, header, targets=model_of), digest=Digest("without owner"))
    desk.deliver("household-registration", [resident(ANN)])
    assert desk.deliver(dataset, [{"号牌号码": "沪A12345", header: ANN}]).quarantined == 1
    moved(desk, model)
    assert ANN in "".join(texts(desk.store, desk.keys))
    eraser = Eraser(desk.store, Rooms(model, desk.keys), Erasures(tmp_path / "tombstones"))
    eraser.erase({desk.entity("Person", ANN)}, "2021-07-01", "unlawful")
    assert ANN not in "".join(texts(desk.store, desk.keys))


def test_a_cell_that_failed_is_understood_once_its_code_is_known(desk: Desk) -> None:
    dataset, header = "household-registration", "婚姻状况"
    desk.deliver(dataset, [resident(ANN, 婚姻状况="自由")])
    assert supplied(desk, "maritalStatus") == 0
    recipe = column(desk.model, dataset, header).recipe
    assert isinstance(recipe.codes, CodeList)
    codes = replace(recipe.codes, index={**recipe.codes.index, "自由": "10"})
    new = with_column(desk.model, dataset, header, recipe=replace(recipe, codes=codes))
    moved(desk, replace(new, digest=Digest("with a code")))
    assert supplied(desk, "maritalStatus") == 1
    assert desk.store.read("MATCH (b:Batch) RETURN b.cellsFailed AS n")[0]["n"] == 0


def test_who_is_there_is_found_by_what_becomes_searchable(desk: Desk) -> None:
    """The value stood in plain before, since a rule reads it."""
    known = desk.model
    assert known.attributes["enterpriseType"].plain
    desk.model = replace(with_attribute(known, "enterpriseType", searchable=False), digest=Digest("found by less"))
    desk.deliver("enterprise-registration", [enterprise(ACME, ENTTYPE="1130")])
    desk.assign()
    where = Where("Enterprise", codes={"enterpriseType": ("1130",)})
    assert find(desk.store, known, SearchAsk(where, 10)).page == ()
    moved(desk, known)
    desk.assign()
    assert len(find(desk.store, known, SearchAsk(where, 10)).page) == 1


def supplied(desk: Desk, attribute: str) -> int:
    rows = desk.store.read(
        "MATCH (:Present)-[a:ABOUT]->() WHERE $a IN a.supplies RETURN count(a) AS n", {"a": attribute}
    )
    return int(rows[0]["n"])


def test_another_order_of_sources_fuses_edges_anew_and_reads_nothing(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver("employment-registration", [employment(ANN, ACME, 就业日期="2015-03-01")])
    desk.deliver("social-insurance-person", [insurance(ANN, ACME, 本单位参保日期="20150401")])
    relation = desk.model.relations["EMPLOYED_BY"]
    turned = replace(relation, sources=tuple(reversed(relation.sources)))
    new = replace(desk.model, relations={**desk.model.relations, relation.id: turned}, digest=Digest("turned"))
    before = dict(next(iter(desk.edges("EMPLOYED_BY")))[2])
    done = moved(desk, new)
    after = dict(next(iter(desk.edges("EMPLOYED_BY")))[2])
    assert (before["since"], after["since"]) == ("2015-03-01", "2015-04-01")
    assert (done.records, done.entities, done.edges) == (0, 0, 1)


def test_a_value_that_comes_to_stand_in_plain_and_goes_again(desk: Desk) -> None:
    desk.deliver("enterprise-registration", [enterprise(ACME, REGCAP="300")])
    old = desk.model
    assert not old.attributes["registeredCapital"].plain
    new = replace(with_attribute(old, "registeredCapital", plain=True), digest=Digest("plain"))
    assert Effects(old, new).plain == (("Enterprise", "registeredCapital", "appears"),)
    moved(desk, new)
    read = "MATCH (e:Enterprise) RETURN e.registeredCapital AS capital"
    assert desk.store.read(read)[0]["capital"] == "3000000"
    moved(desk, old)
    assert desk.store.read(read)[0]["capital"] is None


def test_a_label_touches_nothing_in_the_graph(desk: Desk) -> None:
    desk.deliver("enterprise-registration", [enterprise(credit_code(order)) for order in range(1, 4)])
    label = replace(desk.model.attributes["enterpriseName"].label, en="Its name")
    done = moved(desk, replace(with_attribute(desk.model, "enterpriseName", label=label), digest=Digest("label")))
    assert (done.records, done.entities, done.edges) == (0, 0, 0)


def test_a_dataset_with_records_cannot_go_and_nothing_changes(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN)])
    before = desk.snapshot()
    left = {name: item for name, item in desk.model.datasets.items() if name != "household-registration"}
    new = replace(desk.model, datasets=left, digest=Digest("less"))
    with pytest.raises(OntologyError, match="household-registration has records"):
        release(desk.store, desk.keys, Effects(desk.model, new), "text")
    assert desk.snapshot() == before
    assert require_model(desk.model, desk.store)


def test_a_release_that_was_cut_off_lets_nobody_in_until_it_is_run_again(desk: Desk) -> None:
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本")])
    desk.deliver("social-insurance-person", [insurance(ANN, ACME, 手机号码="16112345678")])
    new = without_phone(desk.model)

    class CutError(Exception):
        """The power fails."""

    def cut(*_: object) -> None:
        raise CutError

    with pytest.raises(CutError):
        release(desk.store, desk.keys, Effects(desk.model, new), "text", cut)
    for model in (desk.model, new):
        with pytest.raises(OntologyError, match="cut off"):
            require_model(model, desk.store)
    moved(desk, new)
    assert require_model(new, desk.store)
    assert supplied(desk, PHONE[2]) == 0


def test_the_store_keeps_every_ontology_it_was_fed_under(desk: Desk) -> None:
    with pytest.raises(OntologyError, match="keeps no ontology yet"):
        released_text(desk.store)
    adopt(desk.store, desk.model, "first")
    adopt(desk.store, desk.model, "first again")
    old = desk.model
    release(desk.store, desk.keys, Effects(old, replace(old, digest=Digest("second"))), "second")
    assert [(item.number, item.digest) for item in releases(desk.store)] == [(1, old.digest), (2, "second")]
    assert released_text(desk.store) == (2, "second")
    assert released_text(desk.store, 1) == (1, "first")
    with pytest.raises(OntologyError, match="no release 7"):
        released_text(desk.store, 7)
    assert desk.store.read(statement("store_model"))[0]["model"] == "second"
