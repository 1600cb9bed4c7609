"""Demo accounts: private, exact, and signed in to on this machine alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from twopages.access import bearer, load_accounts, new_account, require_loopback, save_accounts
from twopages.errors import SettingError
from twopages.ontology.model import Label
from twopages.settings import Settings

ACCOUNTS = [
    new_account("wang", "citizen", "id-of-wang", Label("王", "Wang")),
    new_account("desk", "caseworker", None, Label("窗口", "Desk"), "coast", ("window", "approver")),
]


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return replace(Settings(), home=tmp_path / "new", demo=True)


def test_accounts_come_back_as_they_were_saved(here: Settings) -> None:
    save_accounts(here, ACCOUNTS)
    assert list(load_accounts(here).values()) == ACCOUNTS


def test_accounts_are_private(here: Settings) -> None:
    save_accounts(here, ACCOUNTS)
    path = here.home / "demo-accounts.json"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(SettingError, match="chmod 600"):
        load_accounts(here)


def test_saving_again_replaces_them(here: Settings) -> None:
    save_accounts(here, ACCOUNTS)
    save_accounts(here, ACCOUNTS[:1])
    assert list(load_accounts(here)) == ["wang"]
    assert [path.name for path in here.home.iterdir()] == ["demo-accounts.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{}x", '[{"account": "a"}]', '[{"account":"a","role":"king","subject":null,"label":{},"token":"t"}]', "[1]"],
)
def test_a_damaged_file_says_so(here: Settings, text: str) -> None:
    save_accounts(here, ACCOUNTS)
    (here.home / "demo-accounts.json").write_text(text)
    with pytest.raises(SettingError, match="damaged"):
        load_accounts(here)


def test_missing_accounts_say_how_to_make_them(here: Settings) -> None:
    with pytest.raises(SettingError, match="twopages demo"):
        load_accounts(here)


def test_a_token_proves_its_account_and_nothing_else_does() -> None:
    accounts = {account.account: account for account in ACCOUNTS}
    assert bearer(accounts, f"Bearer {ACCOUNTS[0].token}") == ACCOUNTS[0].viewer
    assert bearer(accounts, f"bearer  {ACCOUNTS[1].token} ") == ACCOUNTS[1].viewer
    for wrong in (None, "", "Bearer", "Bearer ", f"Basic {ACCOUNTS[0].token}", ACCOUNTS[0].token, "Bearer wäng"):
        assert bearer(accounts, wrong) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_the_demo_may_run_on_this_machine(host: str) -> None:
    require_loopback(replace(Settings(), host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])  # noqa: S104  # that it is refused is the point
def test_the_demo_refuses_to_run_elsewhere(host: str) -> None:
    with pytest.raises(SettingError, match="loopback"):
        require_loopback(replace(Settings(), host=host))
