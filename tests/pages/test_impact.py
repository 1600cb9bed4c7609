"""The stewards' bench: who may try rules, what a trial tells and hides, and that it changes nothing."""

import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import httpx
import pytest
from playwright.sync_api import expect

from tests.access.gates import Kept
from tests.conftest import City
from tests.pages import made_up, made_up_rules
from tests.pages.browser import NARROW, WIDE, launched, looking, overflow, sign_in, violations
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.made_up_rules import drafts
from tests.pages.served import served
from tests.pages.test_tags import words
from twopages.access import new_account, save_accounts
from twopages.app import assemble, create_app
from twopages.dossier import today_in_shanghai
from twopages.graph import Store
from twopages.ontology.drafts import MOST_BYTES, blank
from twopages.ontology.model import Label, Model
from twopages.pages.contexts.trial import result
from twopages.pages.showing import Showing
from twopages.pages.words import words_of
from twopages.settings import Settings
from twopages.tags.trials import Trial

RULE, DRAFT = "/rules/minor", "/drafts/enterprise"
PEOPLE = """
MATCH (p:Person) RETURN left(p.birthDate + '-01-01', 10) AS born, p.deceased AS deceased,
  EXISTS { (p)-[:TAGGED]->(:Tag {id: 'minor'}) } AS held
"""
EVERYTHING = """
MATCH (n) WITH count(n) AS nodes, sum(size(keys(n))) AS properties
MATCH ()-[r]->() WITH nodes, properties, count(r) AS edges
MATCH (e)-[t:TAGGED|WAS_TAGGED]->(tag)
RETURN nodes, properties, edges, collect([e.id, type(t), properties(t), tag.id]) AS tagged
"""


def minor(older: str = "P30Y") -> str:
    return drafts().text("minor").replace("P18Y", older)


def tried(visitor: Visitor, text: str, path: str = RULE) -> httpx.Response:
    return visitor.post(path, data={"text": text}, headers=OWN)


def figures(page: str) -> dict[str, str]:
    found = re.search(r'<dl class="figures">.*?</dl>', page, re.S)
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", found[0] if found else ""))


def kept(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)
    assert found
    return found[1]


def test_nobody_else_tries_rules(nobody: Visitor, citizen: Visitor, caseworker: Visitor) -> None:
    for visitor in (citizen, caseworker):
        missing = visitor.get("/x/y/z").text
        for path in ("/rules", RULE, DRAFT):
            assert (visitor.get(path).status_code, visitor.get(path).text) == (404, missing)
        for path in (RULE, DRAFT):
            assert tried(visitor, minor(), path).status_code == 404
        assert "/rules" not in visitor.reads("/tags/minor")
    nobody.sends("/sign-out")
    assert nobody.get(RULE).url.path == "/sign-in"
    assert tried(nobody, minor()).url.path == "/sign-in"


def test_a_foreign_form_is_refused_and_so_is_one_that_is_too_long(steward: Visitor) -> None:
    assert steward.post(RULE, data={"text": minor()}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    long = tried(steward, "#" * 256 * 1024)
    assert (long.status_code, "内容太长" in long.text) == (413, True)
    streamed = steward.post(RULE, content=iter([b"text=", b"x"]), headers=OWN)
    assert streamed.status_code == 413
    told = tried(steward, "#" * MOST_BYTES + "#")
    assert (told.status_code, "is longer than" in told.text) == (400, True)


def test_every_rule_can_be_tried_and_new_ones_of_each_class(steward: Visitor, model: Model) -> None:
    page = steward.reads("/rules")
    assert set(re.findall(r'href="/rules/([^"]+)"', page)) == set(model.tags)
    assert set(re.findall(r'href="(/drafts/[^"]+)"', page)) == {"/drafts/person", DRAFT}
    assert 'href="/rules/minor"' in steward.reads("/tags/minor")
    for path in ("/rules/nothing", "/drafts/address", "/drafts/nothing"):
        assert steward.get(path).status_code == 404


def test_a_rule_stands_in_words_and_as_it_is_written(steward: Visitor) -> None:
    page = steward.reads(RULE)
    assert "出生日期：在18年前的今天之后" in words(page)
    assert kept(page).replace("&#34;", '"').replace("&lt;", "<") == drafts().text("minor")
    assert 'href="/tags/minor"' in page
    assert not figures(page)


def test_a_trial_tells_what_the_rule_would_do(steward: Visitor) -> None:
    page = tried(steward, minor()).text
    assert figures(page) == {
        "现在有": "12,480",
        "以后有": "15,210",
        "得到": "2,730",
        "失去": "0",
        "因无记录而有": "410",
    }
    told = words(page)
    assert "出生日期：在18年前的今天之后" in told
    assert "出生日期：在30年前的今天之后" in told
    assert "版本仍是 1" in told
    assert "黄浦区 2,500 3,040 550 0 80" in told
    assert "区以上，或不详" in told
    assert "应用场景 社会救助审核确认、自查：查看本人档案" in told
    assert "0.08 秒" in told
    assert "P30Y" in kept(page)


def test_a_trial_names_no_file_to_a_steward(steward: Visitor) -> None:
    page = tried(steward, minor()).text
    assert "g" * 26 not in page
    assert "数据专员不看个人和企业的档案" in page


def test_examples_are_named_to_those_who_may_open_them(model: Model) -> None:
    trial = made_up_rules.trial(model, minor(), "2026-03-15")
    told = result(Showing(model, words_of("zh")), trial, lambda far: f"/{far.cls}/{far.id}")
    assert [(item.label, [place.href for place in item.places]) for item in told.examples] == [
        ("得到", [f"/Person/{'g' * 26}"])
    ]


def test_small_numbers_are_hidden_and_cannot_be_worked_out(steward: Visitor) -> None:
    found = figures(tried(steward, minor() + "\n# few").text)
    assert found == {
        "现在有": "约 1,230",
        "以后有": "约 1,230",
        "得到": "不到 10",
        "失去": "不到 10",
        "因无记录而有": "0",
    }


def test_a_mistake_is_named_at_its_line_and_the_text_is_kept(steward: Visitor) -> None:
    text = minor().replace("lessThanAgo", "lessThanAgoo") + "\n# </textarea><script>"
    response = tried(steward, text)
    assert response.status_code == 400
    assert "第 12 行 tag:minor tp:lessThanAgoo is declared nowhere. Did you mean tp:lessThanAgo?" in words(
        response.text
    )
    assert "tp:lessThanAgoo" in kept(response.text)
    assert "<script>" not in response.text
    assert not figures(response.text)
    broken = words(tried(steward, text.replace("owl:versionInfo 1 ;", "owl:versionInfo 1 ; [")).text)
    assert re.search("第 1?[0-9] 行 not Turtle", broken)


def test_what_the_compiler_does_not_support_is_refused_by_name(steward: Visitor) -> None:
    page = tried(steward, minor().replace("sh:hasValue false", "sh:uniqueLang true")).text
    assert "sh:uniqueLang" in words(page)


def test_a_new_tag_is_tried_as_it_is_first_shown(steward: Visitor) -> None:
    text = kept(steward.reads(DRAFT)).replace("&#34;", '"')
    told = words(tried(steward, text, DRAFT).text)
    assert "这是一个新标签。" in told
    assert "现行规则" not in told


def test_it_is_told_in_english_too(steward: Visitor) -> None:
    steward.cookies.set("language", "en")
    for page in (steward.reads("/rules"), tried(steward, minor()).text):
        told = words(re.sub(r"<textarea.*?</textarea>", "", page, flags=re.S))
        assert not re.search("[\u3400-\u9fff]", told)


@dataclass
class Slow(made_up.MadeUp):
    """A reader that notes how many trials run at once."""

    inside: int = 0
    most: int = 0

    def trial(self, text: str, day: str) -> Trial:
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.1)
        self.inside -= 1
        return super().trial(text, day)


def test_one_rule_is_tried_at_a_time(model: Model) -> None:
    reader = Slow({}, model=model)
    with served(assemble(made_up.site(model, reader))) as address, visiting(address) as steward:
        steward.sends("/sign-in", account="steward")
        with ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda _: tried(steward, minor()).status_code, range(3)))
    assert (answers, reader.most) == ([200] * 3, 1)


@pytest.fixture(scope="module")
def town(city: City, store: Store, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application over the city."""
    home = replace(settings, home=tmp_path_factory.mktemp("bench"))
    shutil.copy2(settings.home / "keys.json", home.home / "keys.json")
    save_accounts(home, [new_account("steward", "steward", None, Label("专员", "Steward"))])
    with served(create_app(home, store, Kept())) as address:
        yield address


def test_a_wider_rule_gains_those_who_are_counted_by_hand_and_writes_nothing(town: str, store: Store) -> None:
    today = today_in_shanghai()
    boundary = f"{int(today[:4]) - 30}{today[4:]}"
    people, before = store.read(PEOPLE), store.read(EVERYTHING)
    fits = [row["born"] is not None and row["born"] > boundary and row["deceased"] is False for row in people]
    gained = sum(fit and not row["held"] for fit, row in zip(fits, people, strict=True))
    lost = sum(row["held"] and not fit for fit, row in zip(fits, people, strict=True))
    assert gained >= 10
    assert lost == 0
    with visiting(town) as steward:
        steward.sends("/sign-in", account="steward")
        found = figures(tried(steward, minor()).text)
        assert tried(steward, minor("P30X")).status_code == 400
    held = sum(row["held"] for row in people)
    assert found == {
        "现在有": f"{held}",
        "以后有": f"{held + gained}",
        "得到": f"{gained}",
        "失去": "0",
        "因无记录而有": "0",
    }
    assert store.read(EVERYTHING) == before


def test_a_rule_that_reads_what_the_store_lacks_is_not_counted(town: str, model: Model) -> None:
    known = (item for item in model.attributes.values() if item.cls == "Enterprise" and item.grade == 1)
    lacking = next(item for item in known if not item.plain and not item.flag)
    text = re.sub(r"sh:path attribute:\w+", f"sh:path attribute:{lacking.id}", blank(model, "Enterprise"))
    with visiting(town) as steward:
        steward.sends("/sign-in", account="steward")
        page = tried(steward, text, DRAFT).text
    assert f"规则要读取的 {lacking.flag_name} 在库中还没有" in words(page)
    assert not figures(page)


@pytest.mark.parametrize(("width", "language"), [(NARROW, "zh"), (WIDE, "en")])
def test_a_trial_in_a_browser_without_scripts(site: str, width: int, language: str) -> None:
    with launched() as browser, looking(browser, site, width=width, language=language, scripts=False) as page:
        sign_in(page, "steward")
        page.goto(RULE)
        page.locator("textarea").fill(minor())
        page.locator(".try button").click()
        expect(page.locator(".figures")).to_contain_text("2,730")
        assert [size for size in (320, NARROW, 800, WIDE) if overflow(page, size) > 0] == []


def test_axe_finds_nothing_in_a_trial(site: str) -> None:
    for scheme in ("light", "dark"):
        with launched() as browser, looking(browser, site, scheme=scheme) as page:
            sign_in(page, "steward")
            page.goto(RULE)
            page.locator(".try button").click()
            expect(page.locator(".figures")).to_be_visible()
            assert violations(page) == []
