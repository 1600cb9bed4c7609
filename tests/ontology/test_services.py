"""Services: what the catalogue says, compiled; and every mistake in one reported where it is."""

import re
import tomllib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.ontology.conftest import Break, copy_small, line_of
from tests.ontology.test_mistakes import WELL_SAID, told
from twopages.ontology import load_model, write_dictionary
from twopages.ontology.compare import Change, compare
from twopages.ontology.model import Label, Model, Service

MISTAKES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "service_mistakes.toml").read_text("utf-8")
)
SERVICES = "services.ttl"
SOUND = """service:MARK a cpsv:PublicService , tp:Service ; dcterms:title "某服务"@zh , "Some service MARK"@en ; \
dcterms:description "说明。"@zh , "What it is for."@en ; cv:hasCompetentAuthority department:coast ; tp:about class:Boat ; \
dpv:hasPurpose purpose:mooring ; tp:requires attribute:boatNumber ; tp:accepts attribute:boatFlag .
"""
TAG_PREFIX = "@prefix tag: <https://twopages.invalid/ns/tag/> .\n"


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def service(name: str) -> str:
    """A service with the mistake of this name."""
    mistake = MISTAKES[name]
    assert SOUND.count(mistake["old"]) == 1
    text = SOUND.replace(mistake["old"], mistake["new"])
    return text.replace("MARK", slug(name)).replace("某服务", f"某服务{list(MISTAKES).index(name)}")


@cache
def report() -> tuple[tuple[str, ...], dict[str, int]]:
    """What is reported of one ontology that has every mistake, and the line where each service begins."""
    with TemporaryDirectory() as home:
        folder = copy_small(Path(home) / "ontology")
        path = folder / SERVICES
        path.write_text(TAG_PREFIX + path.read_text("utf-8") + "\n".join(map(service, MISTAKES)), "utf-8")
        at = {name: item.get("at", f"service:{slug(name)} ") for name, item in MISTAKES.items()}
        return tuple(told(folder)), {name: line_of(folder, SERVICES, text) for name, text in at.items()}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_where_it_is_and_nothing_else_with_it(name: str) -> None:
    lines, starts = report()
    about = [line for line in lines if line.startswith(f"ontology/{SERVICES}:{starts[name]}: ")]
    assert len(about) == 1, about
    assert MISTAKES[name]["wrong"] in about[0]
    assert WELL_SAID.fullmatch(about[0])


def test_nothing_is_reported_of_sound_services() -> None:
    lines, starts = report()
    places = {re.match(r"ontology/[\w.]+:(\d+)", line)[1] for line in lines}  # type: ignore[index]
    assert places == set(map(str, starts.values()))


def test_a_tag_names_only_services_that_there_are(break_it: Break) -> None:
    lines = told(break_it("tags.ttl", "tp:usedBy purpose:mooring , service:berth", "tp:usedBy service:bert"))
    assert [line.split(": ", 1)[1] for line in lines] == [
        "tag:old-red-boat: service:bert is declared nowhere. Did you mean service:berth?"
    ]


def test_a_service_says_all_that_is_said_of_it(small: Path) -> None:
    assert load_model(small).services["berth"] == Service(
        id="berth",
        label=Label("泊位", "Berth"),
        description=Label("申请泊位。", "A place for a boat."),
        subject="Boat",
        department="coast",
        purpose="mooring",
        required=frozenset({"boatNumber", "boatName"}),
        optional=frozenset({"boatFlag"}),
        order=1,
    )


def test_a_release_tells_what_a_form_needs_now(small: Path, break_it: Break) -> None:
    old = load_model(small)
    new = load_model(break_it(SERVICES, "tp:accepts attribute:boatFlag", "tp:accepts attribute:boatBuilt"))
    assert old.digest != new.digest
    assert compare(old, new) == (Change("services", "berth", "changed", "optional", "boatFlag", "boatBuilt"),)


def test_every_service_is_served_by_its_purpose(model: Model) -> None:
    for item in model.services.values():
        purpose = model.purposes[item.purpose]
        assert item.department in model.departments
        assert purpose.subject == item.subject
        assert item.required
        assert item.required.isdisjoint(item.optional)
        assert item.required | item.optional <= purpose.attributes
        for text in (item.label, item.description):
            assert any("一" <= character <= "龥" for character in text.zh)
            assert text.en.isascii()


def test_a_service_of_the_catalogue_is_there_as_it_stands_there(model: Model) -> None:
    allowance = model.services["minimum-living-allowance-application"]
    assert allowance.label == Label("最低生活保障申请", "Minimum living allowance")
    assert (allowance.department, allowance.purpose) == ("civil-affairs", "social-assistance-review")
    assert allowance.required == {"identityNumber", "fullName", "hukouAddress", "residenceAddress"}
    assert allowance.optional == {"maritalStatus", "employmentStatus", "disabilityGrade"}
    assert model.services["fire-safety-check-application"].department == "fire-rescue"
    assert model.services["newborn-registration"].label.zh == "出生“一件事”"


def test_the_dictionary_tells_what_each_form_needs(model: Model) -> None:
    english, chinese = write_dictionary(model, "en"), write_dictionary(model, "zh")
    for item in model.services.values():
        assert f"| `{item.id}` | {item.label.en} | `{item.subject}` |" in english
        assert f"| {item.description.zh} |" in chinese
