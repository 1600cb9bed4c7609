"""The schema that the Model makes: the printed one is kept, and every field of it can be answered."""

from dataclasses import replace
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, build_schema

from tests.dossier.small import MODEL, relation
from twopages.api import print_sdl
from twopages.api.acts import ACTS, LISTS
from twopages.api.naming import camel, plural
from twopages.api.outline import roots, subject_fields
from twopages.api.tags import CATALOGUE, all_readers
from twopages.errors import OntologyError
from twopages.ontology.model import Model

PRINTED = Path(__file__).resolve().parents[2] / "docs" / "schema.graphql"


def test_the_printed_schema_is_that_of_the_ontology(model: Model) -> None:
    assert print_sdl(model) == PRINTED.read_text("utf-8"), (
        "Write it anew: .venv/bin/twopages schema > docs/schema.graphql"
    )


@pytest.mark.parametrize("small", [True, False])
def test_every_field_can_be_answered(model: Model, small: bool) -> None:
    known = MODEL if small else model
    readers = all_readers(known).fields
    planned = {"Query": {*roots(known), *CATALOGUE, *LISTS}, "Mutation": set(ACTS)}
    for name, type_ in build_schema(print_sdl(known)).type_map.items():
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__"):
            subject = known.classes.get(name)
            answered = subject_fields(known, subject) if subject else planned.get(name) or readers[name]
            assert set(type_.fields) <= set(answered), name


def test_attributes_become_envelopes_by_their_kind() -> None:
    human = build_schema(print_sdl(MODEL)).type_map["Human"]
    assert isinstance(human, GraphQLObjectType)
    kinds = {name: str(human.fields[name].type) for name in MODEL.classes["Human"].attributes}
    assert kinds == {
        "number": "TextEnvelope",
        "name": "TextEnvelope",
        "formerNames": "TextListEnvelope",
        "sex": "CodeEnvelope",
        "born": "DateEnvelope",
        "schooling": "CodeEnvelope",
        "fields": "CodeListEnvelope",
        "wage": "DecimalEnvelope",
        "months": "IntegerEnvelope",
        "retired": "BooleanEnvelope",
    }


def test_only_classes_whose_caption_is_no_secret_can_be_looked_for() -> None:
    assert {name for name, root in roots(MODEL).items() if root.kind == "name"} == {"firms"}


def test_two_terms_of_one_name_are_refused() -> None:
    clash = relation("KNOWS", ["Human"], ["Human"], "months", parts={})
    with pytest.raises(OntologyError, match="'months'"):
        print_sdl(replace(MODEL, relations={**MODEL.relations, "KNOWS": clash}))


@pytest.mark.parametrize(
    ("word", "many"),
    [("enterprise", "enterprises"), ("country", "countries"), ("address", "addresses"), ("day", "days")],
)
def test_plurals(word: str, many: str) -> None:
    assert plural(word) == many


def test_labels_become_names() -> None:
    assert camel("has natural-person shareholder") == "hasNaturalPersonShareholder"
