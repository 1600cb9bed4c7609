"""Views of staff: the cases and the scenarios of their department. What a form sends goes nowhere but to the desk."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twopages.access.cases import CaseError, now_in_utc, services_of, told
from twopages.access.ground import of_department
from twopages.access.scenarios import APPROVER, ScenarioError, scenarios_of
from twopages.pages.contexts.cases import Counter, Tried, cases_page
from twopages.pages.contexts.scenarios import Office, Sent, scenarios_page
from twopages.pages.guard import own_form, own_lists
from twopages.pages.paths import CASES, SCENARIOS
from twopages.pages.rendering import respond
from twopages.pages.visit import Site, Visit

Form = dict[str, str]


def cases(site: Site, request: Request) -> Response:
    """The cases of the department."""
    return _cases(_on_cases(site, request), Tried())


async def take_case(site: Site, request: Request) -> Response:
    """Opens a case."""
    form = await own_form(request)
    return await run_in_threadpool(_opened, site, request, form)


async def take_close(site: Site, request: Request) -> Response:
    """Closes a case."""
    await own_form(request)
    return await run_in_threadpool(_closed, site, request)


def scenarios(site: Site, request: Request) -> Response:
    """The scenarios of the department."""
    return _scenarios(_staff(site, request), Sent())


async def take_request(site: Site, request: Request) -> Response:
    """Files a request for a scenario."""
    form, lists = await own_lists(request, "use")
    return await run_in_threadpool(_filed, site, request, form, lists)


async def take_verdict(site: Site, request: Request) -> Response:
    """The approver's decision on a request."""
    form = await own_form(request)
    return await run_in_threadpool(_decided, site, request, form)


def _on_cases(site: Site, request: Request) -> Visit:
    """Whoever may work on cases, if for an office; others find no such page."""
    visit = Visit.of(site, request)
    if not visit.has_cases:
        raise HTTPException(404)
    return visit


def _staff(site: Site, request: Request) -> Visit:
    """Whoever looks for a department; others find no such page."""
    visit = Visit.of(site, request)
    roles = site.model.viewer_roles.values()
    if not any(role.of_department and visit.viewer.role in role.accounts for role in roles):
        raise HTTPException(404)
    return visit


def _opened(site: Site, request: Request, form: Form) -> Response:
    visit = _on_cases(site, request)
    service, number = form.get("service", ""), form.get("number", "")
    try:
        case = site.reader.desk.open(visit.viewer, service, form.get("key", ""), number, form.get("kind", ""))
    except CaseError as error:
        tried = Tried(service, number, form.get("kind", ""), visit.say.label(error.said))
        return _cases(visit, tried, 400)
    return RedirectResponse(f"{CASES}#case-{case.id}", 303)


def _closed(site: Site, request: Request) -> Response:
    visit = _on_cases(site, request)
    try:
        site.reader.desk.close(visit.viewer, request.path_params["case"])
    except CaseError as error:
        raise HTTPException(404) from error
    return RedirectResponse(CASES, 303)


def _cases(visit: Visit, tried: Tried, status: int = 200) -> Response:
    desk, viewer = visit.site.reader.desk, visit.viewer
    mine = services_of(visit.site.model, viewer)
    may = {item.purpose: desk.may(viewer, item.purpose) for item in mine}
    counter = Counter(
        department=viewer.department or viewer.organisation,
        requests=of_department(visit.site.model, viewer),
        services=[item for item in mine if may[item.purpose]],
        locked=[item for item in mine if not may[item.purpose]],
        cases=desk.cases(viewer),
        now=told(now_in_utc()),
    )
    return respond(cases_page(visit.frame_of("cases"), visit.showing(), counter, tried), status)


def _filed(site: Site, request: Request, form: Form, uses: tuple[str, ...]) -> Response:
    visit = _staff(site, request)
    purpose, why = form.get("purpose", ""), form.get("why", "")
    try:
        filed = site.reader.desk.file(visit.viewer, purpose, why, uses)
    except ScenarioError as error:
        return _scenarios(visit, Sent(purpose, why, frozenset(uses), visit.say.label(error.said)), 400)
    return RedirectResponse(f"{SCENARIOS}#{filed.purpose}", 303)


def _decided(site: Site, request: Request, form: Form) -> Response:
    visit = _staff(site, request)
    id, verdict = request.path_params["request"], form.get("verdict", "")
    try:
        decided = site.reader.desk.decide(visit.viewer, id, verdict, form.get("answer", ""))
    except ScenarioError as error:
        return _scenarios(visit, Sent(refused=visit.say.label(error.said)), 400)
    return RedirectResponse(f"{SCENARIOS}#{decided.purpose}", 303)


def _scenarios(visit: Visit, sent: Sent, status: int = 200) -> Response:
    desk, viewer = visit.site.reader.desk, visit.viewer
    office = Office(
        department=viewer.department,
        scenarios=scenarios_of(visit.site.model, desk, viewer),
        share=desk.share(viewer.department),
        approves=APPROVER in viewer.posts,
    )
    return respond(scenarios_page(visit.frame_of("scenarios"), visit.showing(), office, sent), status)
