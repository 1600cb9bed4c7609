"""Templates: a context becomes the page of its template, and a name that a template misses is an error."""

import re
from dataclasses import fields
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from twopages.pages.contexts.around import AroundPage
from twopages.pages.contexts.cases import CasesPage
from twopages.pages.contexts.catalogue import CataloguePage, DefinitionPage
from twopages.pages.contexts.grants import GrantsPage
from twopages.pages.contexts.history import HistoryPage
from twopages.pages.contexts.looked import LookedPage, QuestionsPage
from twopages.pages.contexts.record import RecordPage
from twopages.pages.contexts.rules import RulePage, RulesPage
from twopages.pages.contexts.scenarios import ScenariosPage
from twopages.pages.contexts.small import LookUpPage, MessagePage, SignInPage
from twopages.pages.contexts.steward import DeliveriesPage, DeliveryPage
from twopages.pages.contexts.subject import SubjectPage
from twopages.pages.contexts.tag_list import TagsPage
from twopages.pages.contexts.value import ValuePage
from twopages.pages.contexts.why import WhyPage

Page = (
    SubjectPage
    | ValuePage
    | RecordPage
    | HistoryPage
    | LookedPage
    | QuestionsPage
    | GrantsPage
    | AroundPage
    | TagsPage
    | WhyPage
    | CataloguePage
    | DefinitionPage
    | RulesPage
    | RulePage
    | DeliveriesPage
    | DeliveryPage
    | SignInPage
    | LookUpPage
    | CasesPage
    | ScenariosPage
    | MessagePage
)
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
TEMPLATES: Final[dict[type[Page], str]] = {
    SubjectPage: "subject.html",
    ValuePage: "value.html",
    RecordPage: "record.html",
    HistoryPage: "history.html",
    LookedPage: "looked.html",
    QuestionsPage: "questions.html",
    GrantsPage: "grants.html",
    AroundPage: "around.html",
    TagsPage: "tags.html",
    WhyPage: "why.html",
    CataloguePage: "catalogue.html",
    DefinitionPage: "definition.html",
    RulesPage: "rules.html",
    RulePage: "rule.html",
    DeliveriesPage: "deliveries.html",
    DeliveryPage: "delivery.html",
    SignInPage: "sign_in.html",
    LookUpPage: "look_up.html",
    CasesPage: "cases.html",
    ScenariosPage: "scenarios.html",
    MessagePage: "message.html",
}


@cache
def environment() -> Environment:
    """The templates, compiled when first used."""
    made = Environment(
        loader=PackageLoader("twopages.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["data"] = data
    return made


@pass_context
def data(context: Context, text: str) -> str:
    """A piece of data; Chinese on a page that is not says so, that it may be read out rightly."""
    if context["frame"].say.language == "zh" or not _CHINESE.search(text):
        return text
    return Markup('<span lang="zh-CN">{}</span>').format(text)


def render(page: Page) -> str:
    """The HTML of a page."""
    named = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment().get_template(TEMPLATES[type(page)]).render(named)


class PageAnswer(HTMLResponse):
    """A page as an answer, drawn once it is asked for, at last when it is sent: what it owes can be handed over before."""

    def __init__(self, page: Page, status: int) -> None:
        super().__init__(status_code=status)
        self.page: Page | None = page

    def draw(self) -> None:
        """Write the HTML."""
        if self.page is not None:
            self.body = self.render(render(self.page))
            self.headers["content-length"] = str(len(self.body))
            self.page = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, drawn."""
        self.draw()
        await super().__call__(scope, receive, send)


def respond(page: Page, status: int = 200) -> PageAnswer:
    """A page as an answer."""
    return PageAnswer(page, status)
