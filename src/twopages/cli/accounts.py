"""The accounts that the demo can sign in with: citizens with much to show, a caseworker, a steward."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from twopages.cli.store import Installation

if TYPE_CHECKING:
    from twopages.access import Account
    from twopages.graph import Store

EACH = 2  # citizens that act for others, and as many that do not


def demo_accounts(place: Installation, store: "Store") -> "Sequence[Account]":
    """The accounts of this installation, chosen once from what the store holds."""
    from twopages.access import load_accounts, save_accounts
    from twopages.access.viewer import FILE

    if not (place.settings.home / FILE).exists():
        save_accounts(place.settings, [*_citizens(place, store), *_staff()])
    return list(load_accounts(place.settings).values())


def _citizens(place: Installation, store: "Store") -> "list[Account]":
    from twopages.access import new_account, own_class
    from twopages.graph import statement

    represents = [relation.id for relation in place.model.relations.values() if relation.represents]
    parameters = {"class": own_class(place.model), "represents": represents, "each": EACH}
    found = enumerate(store.read(statement("demo_citizens"), parameters), 1)
    return [new_account(f"citizen-{number}", "citizen", row["id"], _label(place, row)) for number, row in found]


def _label(place: Installation, row: dict[str, Any]) -> Any:
    from twopages.ontology.model import Label

    sealed = row["sealedCaption"]
    name = place.keys.open(sealed, row["id"]).decode() if sealed else row["caption"]
    return (
        Label(f"{name}，企业负责人", f"{name}, who heads an enterprise")
        if row["acts"]
        else Label(f"{name}，市民", f"{name}, a citizen")
    )


def _staff() -> "list[Account]":
    from twopages.access import new_account
    from twopages.ontology.model import Label

    return [
        new_account("caseworker", "caseworker", None, Label("窗口工作人员", "A caseworker at a window")),
        new_account("steward", "steward", None, Label("数据专员", "A data steward")),
    ]
