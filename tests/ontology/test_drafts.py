"""One tag as text: taken out of the ontology, edited and put back; what is no tag is refused, and nothing is left behind."""

import tempfile
from pathlib import Path

import pytest

from twopages.ontology.bundle import texts
from twopages.ontology.drafts import MOST_BYTES, DraftError, Drafts, blank
from twopages.ontology.effects import Effects
from twopages.ontology.model import Model
from twopages.settings import Settings


@pytest.fixture(scope="module")
def drafts() -> Drafts:
    return Drafts(texts(Settings().ontology))


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def refused(drafts: Drafts, text: str) -> list[str]:
    with pytest.raises(DraftError) as caught:
        drafts.drafted(text)
    return [str(mistake) for mistake in caught.value.found]


def test_every_tag_has_a_text_of_its_own(drafts: Drafts, model: Model) -> None:
    for name in model.tags:
        text = drafts.text(name)
        assert text.startswith(f"tag:{name} a ")
        assert text.endswith(" .")
        assert text.count("owl:versionInfo") == 1
    assert drafts.text("nothing") == ""


def test_a_text_that_is_put_back_changes_nothing(drafts: Drafts, model: Model, left: Path) -> None:
    draft = drafts.drafted(drafts.text("minor"))
    assert draft.tag == "minor"
    assert Effects(model, draft.model).changes == ()
    assert list(left.iterdir()) == []


def test_an_edited_text_changes_its_tag_alone(drafts: Drafts, model: Model) -> None:
    draft = drafts.drafted(drafts.text("minor").replace("P18Y", "P30Y"))
    effects = Effects(model, draft.model)
    assert [(change.area, change.thing, change.aspect) for change in effects.changes] == [
        ("tags", "minor", "condition")
    ]
    assert next(iter(effects.impossible(frozenset()))).startswith("The rule of the tag minor changed")


@pytest.mark.parametrize("cls", ["Person", "Enterprise"])
def test_the_text_that_a_new_tag_begins_with_is_sound(drafts: Drafts, model: Model, cls: str) -> None:
    effects = Effects(model, drafts.drafted(blank(model, cls)).model)
    assert effects.retagged == ((cls, "new-tag", "appears"),)
    assert effects.plain == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("lessThanAgo", "lessThanAgoo", ":12: tag:minor: tp:lessThanAgoo is declared nowhere. Did you mean tp:lessThanAgo?"),
        ("birthDate", "birthday", ":12: tag:minor: attribute:birthday"),
        ("sh:hasValue false", "sh:uniqueLang true", ":13: tag:minor: sh:uniqueLang"),
        ("versionInfo 1 ;", "versionInfo 1 ;;; [", ":13: not Turtle: ']' expected"),
    ],
)  # fmt: skip
def test_mistakes_are_told_at_the_lines_of_the_text(drafts: Drafts, left: Path, old: str, new: str, told: str) -> None:
    found = refused(drafts, drafts.text("minor").replace(old, new))
    assert any(told in mistake for mistake in found), found
    assert list(left.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "tells of no tag"),
        ("attribute:birthDate tp:grade grade:1 .", "attribute:birthDate: is no tag and no group of tags"),
        ('tag:x a tp:Tag , skos:ConceptScheme ; csvw:url "/etc/passwd" .', "tag:x: is no tag"),
        ("tag:x a tp:Tag . tag:y a tp:Tag .", "tells of 2 tags"),
        ("tag:x a tp:Tag ; tp:rule _:a . _:a sh:not _:a .", "a blank node has a name"),
        ("tag:x a tp:Tag ; tp:rule " + "[ sh:not " * 41 + "[]" + " ]" * 41 + " .", "40 deep"),
        ("#" + "长" * MOST_BYTES, "is longer than"),
    ],
)
def test_a_text_that_is_no_tag_is_refused_before_it_is_read_with_the_rest(drafts: Drafts, text: str, told: str) -> None:
    header = "@prefix csvw: <http://www.w3.org/ns/csvw#> . " if "csvw" in text else ""
    found = refused(drafts, header + text)
    assert any(told in mistake for mistake in found), found
