"""Whose file is somebody's own, and for whom somebody acts by law."""

from dataclasses import replace

from tests.dossier.graph import ACME, ADA, Small
from tests.dossier.small import MODEL
from twopages.access import Viewer, own_class, represented
from twopages.dossier import Dossiers
from twopages.graph import Store
from twopages.keys import KeyRing

DESK, STEWARD = Viewer("d", "caseworker", None), Viewer("s", "steward", None)


def test_the_own_file_is_of_the_class_that_acts_for_others() -> None:
    assert (own_class(MODEL), own_class(MODEL, "operator")) == ("Human", "Firm")
    plain = {name: replace(item, represents=False) for name, item in MODEL.relations.items()}
    assert own_class(replace(MODEL, relations=plain)) == "Human"


def test_whom_a_citizen_represents_stands_in_the_graph(open_graph: Store, keys: KeyRing, small: Small) -> None:
    ada = Viewer("ada", "citizen", small.names[ADA])
    found = represented(Dossiers(open_graph, keys, MODEL), ada)
    told = [(item.far.id, item.far.cls, item.far.caption, item.relation) for item in found]
    assert told == [(small.names[ACME], "Firm", "上海爱可美科技有限公司", "HEADS")]


def test_others_represent_nobody(open_graph: Store, keys: KeyRing, small: Small) -> None:
    for viewer in (DESK, STEWARD, Viewer("x", "citizen", None), Viewer("y", "citizen", "nobody")):
        assert represented(Dossiers(open_graph, keys, MODEL), viewer) == ()
