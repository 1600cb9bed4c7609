"""The made-up pages in a real browser: nothing for axe, nothing out of reach of the keyboard, nothing too wide."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages import made_up
from tests.pages.browser import NARROW, WIDE, launched, looking, overflow, sign_in, violations
from tests.pages.served import served
from twopages.app import assemble
from twopages.ontology.model import Model

PERSON, ENTERPRISE = f"/person/{made_up.PERSON}", f"/enterprise/{made_up.ENTERPRISE}"
LINEAGE = (f"{PERSON}/value/fullName", f"{PERSON}/value/identityNumber", f"{PERSON}/record/r8p")
TAGS = (f"{PERSON}/tags", f"{PERSON}/tags/registered-resident", f"{PERSON}/tags/legal-representative")
CATALOGUE = ("/tags", "/tags/elderly-living-alone")
PAGES = {
    "citizen": (
        PERSON,
        ENTERPRISE,
        *LINEAGE,
        *TAGS,
        *CATALOGUE,
        f"{PERSON}/grants",
        f"{PERSON}/around/{'a1' * 13}",
        f"{PERSON}/looked",
        "/person/none",
    ),
    "nobody": (f"/person/{made_up.EMPTY}", f"/person/{made_up.EMPTY}/looked"),
    "caseworker": ("/look-up", "/cases", "/scenarios"),
    "steward": ("/deliveries", "/deliveries/b3", "/rules", "/rules/minor", "/drafts/enterprise"),
    "auditor": ("/questions",),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def long_names(model: Model) -> Iterator[str]:
    """The pages with the longest names there are."""
    reader = made_up.reader(model, made_up.LONG_NAME, made_up.LONG_ENTERPRISE)
    with served(assemble(made_up.site(model, reader))) as address:
        yield address


def everywhere(page: Page, look: Callable[[Page], object]) -> dict[str, object]:
    """What a look at every page finds, by its address."""
    page.goto("/sign-in")
    found = {"/sign-in": look(page)}
    for account, paths in PAGES.items():
        sign_in(page, account)
        found |= {path: look(page) for path in paths if page.goto(path)}
        page.locator(".viewer button").click()
    return {path: told for path, told in found.items() if told}


@pytest.mark.parametrize(("width", "language"), [(NARROW, "en"), (WIDE, "zh")])
def test_axe_finds_nothing(browser: Browser, site: str, width: int, language: str) -> None:
    with looking(browser, site, width=width, language=language) as page:
        assert everywhere(page, violations) == {}


def test_the_dark_has_contrast_too(browser: Browser, site: str) -> None:
    with looking(browser, site, scheme="dark") as page:
        sign_in(page, "citizen")
        looked = {path: violations(page, "color-contrast") for path in (PERSON, *LINEAGE, *TAGS) if page.goto(path)}
    assert {path: told for path, told in looked.items() if told} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_names_fit(browser: Browser, long_names: str, language: str) -> None:
    def too_wide(page: Page) -> list[int]:
        return [width for width in (320, NARROW, 800, WIDE) if overflow(page, width) > 0]

    with looking(browser, long_names, language=language) as page:
        assert everywhere(page, too_wide) == {}


def test_the_keyboard_reaches_everything_and_one_sees_where_it_is(browser: Browser, site: str) -> None:
    with looking(browser, site) as page:
        sign_in(page, "citizen")
        wanted = int(
            page.evaluate(
                "[...document.querySelectorAll('a[href], button, summary')].filter((item) => item.checkVisibility()).length"
            )
        )
        page.evaluate("document.body.focus()")
        seen = set()
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            place, visible = page.evaluate(FOCUS)
            assert visible, place
            seen.add(place)
            if len(seen) == wanted:
                break
        assert len(seen) == wanted


FOCUS = """() => {
  const item = document.activeElement, style = getComputedStyle(item);
  const target = item.querySelector(".target");
  const stroke = target ? getComputedStyle(target).stroke !== "none" : false;
  const all = [...document.querySelectorAll("a, button, summary")];
  return [all.indexOf(item), style.outlineStyle !== "none" || stroke];
}"""


def test_the_first_stop_of_the_keyboard_skips_to_the_content(browser: Browser, site: str) -> None:
    with looking(browser, site) as page:
        sign_in(page, "citizen")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_one_walks_along_relations_with_the_keyboard(browser: Browser, site: str) -> None:
    with looking(browser, site) as page:
        sign_in(page, "citizen")
        page.locator(".picture.wide a[href*='around']").last.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/around/*")
        page.locator(".picture.wide a[href='" + PERSON + "']").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**" + PERSON)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mask_is_lifted_where_it_is_with_and_without_scripts(browser: Browser, site: str, scripts: bool) -> None:
    with looking(browser, site, scripts=scripts) as page:
        sign_in(page, "citizen")
        row = page.locator("#identityNumber")
        expect(row).not_to_contain_text(made_up.TEXTS["identityNumber"])
        row.get_by_role("button").click()
        expect(row).to_contain_text(made_up.TEXTS["identityNumber"])
        expect(page.locator("#residenceAddress")).not_to_contain_text("1204室")
        page.get_by_role("button", name="重新遮盖").click() if not scripts else page.reload()
        if not scripts:
            expect(row).not_to_contain_text(made_up.TEXTS["identityNumber"])


def test_the_contents_say_where_one_is(browser: Browser, site: str) -> None:
    with looking(browser, site) as page:
        sign_in(page, "citizen")
        page.locator(".contents a").nth(3).click()
        expect(page.locator(".contents a").nth(3)).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_one_picture_is_shown_and_fits(browser: Browser, site: str, width: int) -> None:
    with looking(browser, site, width=width) as page:
        sign_in(page, "citizen")
        shown = [page.locator(f".picture.{form}").is_visible() for form in ("narrow", "wide")]
        assert shown == [width == NARROW, width == WIDE]


def test_on_paper_there_are_values_and_no_buttons(browser: Browser, site: str) -> None:
    with looking(browser, site) as page:
        sign_in(page, "citizen")
        page.emulate_media(media="print")
        assert page.locator("#fullName .value").is_visible()
        assert not any(item.is_visible() for item in page.get_by_role("button").all())
        assert not page.locator(".contents").is_visible()
        assert re.match(rb"%PDF", page.pdf())


@pytest.mark.parametrize(("width", "scripts"), [(NARROW, False), (WIDE, True)])
def test_a_chip_leads_to_its_reason_and_on_to_the_record_and_the_catalogue(
    browser: Browser, site: str, width: int, scripts: bool
) -> None:
    with looking(browser, site, width=width, scripts=scripts) as page:
        sign_in(page, "citizen")
        page.locator("#tags .chip", has_text="本市户籍人口").click()
        expect(page.locator("h1")).to_have_text("本市户籍人口")
        expect(page.locator(".reasons .mark.met")).to_have_text("成立")
        page.locator(".looked .who").first.click()
        expect(page.locator("table.cells")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="在标签目录中查看此标签").click()
        expect(page.locator("h1")).to_have_text("本市户籍人口")
        page.locator(".mine a").first.click()
        page.wait_for_url("**/tags/registered-resident")


def test_what_is_typed_finds_chips_too(browser: Browser, site: str) -> None:
    with looking(browser, site) as page:
        sign_in(page, "citizen")
        page.locator("#find").fill("户籍人口")
        assert page.locator("#tags .chip:visible").all_text_contents() == ["本市户籍人口"]
