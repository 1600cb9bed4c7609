"""The accounts that the demo can sign in with: the citizens whom the city's answer key shows, staff, and a researcher."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twopages.cli.store import Installation

if TYPE_CHECKING:
    from twopages.access import Account
    from twopages.ontology.model import Label, Model

ANSWER_KEY = "answer-key.json"
PARTS = {
    "legal-representative": ("企业法定代表人", "who heads an enterprise"),
    "retired": ("退休市民", "who is retired"),
    "from-elsewhere": ("来沪人员", "who came from another province"),
    "from-abroad": ("境外来沪人员", "who came from abroad"),
    "long-name": ("长姓名", "with a long name"),
    "sparse": ("资料很少", "of whom little is known"),
}
CITIZEN = ("市民", "a citizen")


def demo_accounts(place: Installation, city: Path) -> "Sequence[Account]":
    """The accounts of this installation, made once."""
    from twopages.access import load_accounts, save_accounts
    from twopages.access.viewer import FILE

    if not (place.settings.home / FILE).exists():
        save_accounts(place.settings, [*_citizens(place, city), *_staff(place.model)])
    return list(load_accounts(place.settings).values())


def _citizens(place: Installation, city: Path) -> "list[Account]":
    import orjson

    from twopages.access import new_account, own_class
    from twopages.dossier import entity_id

    shown, cls = orjson.loads((city / ANSWER_KEY).read_bytes())["demo"], own_class(place.model)
    ids = [entity_id(place.keys, place.model, cls, one["key"]) for one in shown]
    return [new_account(one["role"], "citizen", id, _label(one)) for one, id in zip(shown, ids, strict=True)]


def _label(one: Mapping[str, str]) -> "Label":
    from twopages.ontology.model import Label

    zh, en = PARTS.get(one["role"], CITIZEN)
    return Label(f"{one['name']}（{zh}）", f"{one['name']}, {en}")


def _staff(model: "Model") -> "list[Account]":
    from twopages.access import new_account
    from twopages.access.scenarios import APPROVER
    from twopages.ontology.model import Label

    busiest, checking, steward = _busiest(model), _checking(model), _of(model, "steward")
    researcher = Label("研究与公开数据用户", "Researcher and user of open data")
    window = Label("证照核验窗口", "Window that checks licences")
    return [
        _clerk("caseworker", Label("窗口工作人员", "Caseworker at a window"), busiest),
        _clerk("approver", Label("部门审批人", "Approver of the department"), busiest, APPROVER),
        new_account("steward", "steward", None, Label("数据专员", "Data steward"), steward, (APPROVER,)),
        new_account("auditor", "auditor", None, Label("审计人员", "Auditor")),
        _clerk("window", window, checking, APPROVER),
        new_account("researcher", "researcher", None, researcher, organisation="演示大学"),
    ]


def _clerk(name: str, label: "Label", department: str, *posts: str) -> "Account":
    """Somebody who works on the cases of a department."""
    from twopages.access import new_account

    return new_account(name, "caseworker", None, label, department, posts)


def _of(model: "Model", role: str) -> str:
    """The first department that has a purpose for a role; none where there is none."""
    found = (purpose.department for purpose in model.purposes.values() if purpose.role == role and purpose.department)
    return next(found, "")


def _checking(model: "Model") -> str:
    """The first department that looks at what belongs to those whom the citizens are, with their consent; none where there is none."""
    from twopages.access import own_class
    from twopages.ontology.belonging import belongings

    things = belongings(model, own_class(model))
    found = (item for item in model.purposes.values() if item.needs_consent and item.subject in things)
    return next(
        (item.department for item in found if item.department and model.viewer_roles[item.role].of_department), ""
    )


def _busiest(model: "Model") -> str:
    """The department whose caseworkers handle the most services about those whom the citizens are; the first of several."""
    from twopages.access import Viewer, own_class
    from twopages.access.cases import services_of

    def handled(department: str) -> int:
        found = services_of(model, Viewer("", "caseworker", None, department))
        return sum(service.subject == own_class(model) for service in found)

    return max(model.departments, key=handled)
