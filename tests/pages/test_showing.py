"""How values are read: labels, units, masks; and when they are masked."""

from dataclasses import replace

import pytest
from starlette.applications import Starlette

from tests.pages import made_up, made_up_town
from tests.pages.conftest import visiting
from tests.pages.served import served
from twopages.access import Open
from twopages.app import assemble
from twopages.errors import StoreError
from twopages.ontology.model import Attribute, Model
from twopages.pages.contexts.frame import frame_of
from twopages.pages.contexts.steward import deliveries_page, delivery_page
from twopages.pages.hints import facts_of, headline, state_of
from twopages.pages.rendering import render
from twopages.pages.showing import Showing, sensitive
from twopages.pages.words import LANGUAGES, words_of


def showing(model: Model, *lifted: str) -> Showing:
    return Showing(model, words_of("zh"), frozenset(lifted))


def test_what_is_graded_or_has_a_mask_is_masked_but_for_the_name_of_the_file(model: Model) -> None:
    def masked(attribute: Attribute) -> bool:
        return attribute.grade >= 3 or attribute.mask is not None

    names = {cls.caption for cls in model.classes.values() if cls.subject}
    for attribute in model.attributes.values():
        assert sensitive(model, attribute) == (masked(attribute) and attribute.id not in names)


def test_no_masked_value_is_shown_whole(model: Model) -> None:
    told = showing(model)
    for attribute in model.attributes.values():
        if told.hidden(attribute.id) and attribute.kind in {"identityNumber", "phone", "address", "date", "text"}:
            value = made_up.TEXTS[attribute.kind]
            assert told.texts(attribute.id, [value]) != (value,)


def test_a_lifted_mask_shows_the_value(model: Model) -> None:
    assert showing(model, "birthDate").texts("birthDate", ["1985-03-12"]) == ("1985年3月12日",)
    assert showing(model, "mobilePhone").texts("birthDate", ["1985-03-12"]) == ("1985",)


def test_a_code_that_no_list_knows_is_shown_as_it_is(model: Model) -> None:
    assert showing(model).texts("sex", ["1", "77"]) == ("男性", "77")


def test_the_heading_holds_the_key_and_the_state(model: Model) -> None:
    assert headline(model, model.classes["Enterprise"])[0] == "unifiedSocialCreditCode"
    assert "enterpriseState" in headline(model, model.classes["Enterprise"])


def test_a_card_shows_nothing_sensitive(model: Model) -> None:
    cls = model.classes["Licence"]
    assert state_of(model, cls) == "licenceStanding"
    assert not {"licenceNumber", "licenceHolderName"} & {attribute.id for attribute in facts_of(model, cls)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_that_are_not_taken_in_yet_are_counted_too(model: Model, language: str) -> None:
    say = words_of("zh" if language == "zh" else "en")
    held = replace(made_up_town.batch("tax-credit", 2), rows=100, unchanged=0, accepted=40, waiting=0, quarantined=0)
    told = Showing(model, say)
    page = deliveries_page(frame_of(say, "", "/"), told, [held])
    assert [outcome.number for outcome in page.outcomes] == [0, 40, 0, 0, 60]
    assert "60" in delivery_page(frame_of(say, "", "/"), told, held, []).sum
    assert say("deliveries.pending") in render(page)


def test_no_deliveries_are_told_as_such(model: Model) -> None:
    say = words_of("en")
    page = deliveries_page(frame_of(say, "Deliveries", "/deliveries"), Showing(model, say), [])
    assert say("deliveries.none") in render(page)


def test_what_data_say_is_text_and_never_markup(model: Model) -> None:
    name = '<script src="x">&"\''
    application = assemble(made_up.site(model, made_up.reader(model, name, name)))
    with served(application) as address, visiting(address) as visitor:
        page = visitor.sends("/sign-in", account="citizen")
        assert page.count("<script") == 1
        assert "&lt;script src=" in page


class Broken(made_up.MadeUp):
    error: Exception

    def lineage(self, opened: Open) -> None:
        raise self.error


@pytest.fixture
def broken(model: Model) -> tuple[Broken, Starlette]:
    reader = Broken(made_up.reader(model).dossiers)
    return reader, assemble(made_up.site(model, reader))


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [(StoreError("down"), 503, "暂时无法使用"), (KeyError("310101198503128888"), 500, "出错了")],
)
def test_what_breaks_is_told_without_what_it_was_about(
    broken: tuple[Broken, Starlette], caplog: pytest.LogCaptureFixture, error: Exception, status: int, text: str
) -> None:
    reader, application = broken
    reader.error = error
    with served(application) as address, visiting(address) as visitor:
        visitor.sends("/sign-in", account="citizen")
        response = visitor.get(f"/person/{made_up.PERSON}/value/fullName")
    assert response.status_code == status
    assert text in response.text
    assert "310101" not in response.text + caplog.text
    assert status == 503 or "KeyError at test_showing.py" in caplog.text
    assert "default-src" in response.headers["content-security-policy"]
