"""What another ontology does to queries that work today."""

from dataclasses import replace

from twopages.api.compatibility import schema_changes
from twopages.ontology.model import Model


def without(model: Model, attribute: str) -> Model:
    left = {name: item for name, item in model.attributes.items() if name != attribute}
    classes = {
        name: replace(cls, attributes=tuple(item for item in cls.attributes if item != attribute))
        for name, cls in model.classes.items()
    }
    return replace(model, attributes=left, classes=classes)


def subject_attribute(model: Model) -> tuple[str, str]:
    cls = next(cls for cls in model.classes.values() if cls.subject)
    return cls.id, next(name for name in cls.attributes if name not in {*cls.key, cls.caption})


def test_a_field_that_goes_breaks_queries_and_is_named(model: Model) -> None:
    cls, attribute = subject_attribute(model)
    found = schema_changes(model, without(model, attribute))
    assert any(kind == "breaks" and cls in text and attribute in text for kind, text in found)


def test_a_field_that_comes_breaks_nothing(model: Model) -> None:
    _, attribute = subject_attribute(model)
    assert [kind for kind, _ in schema_changes(without(model, attribute), model) if kind == "breaks"] == []


def test_the_same_schema_does_nothing(model: Model) -> None:
    assert schema_changes(model, model) == ()
