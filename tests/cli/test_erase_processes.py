"""Erasing while other processes feed and serve, and processes that are killed in the middle: what is left in the end is nothing."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.cli.programs import PATIENCE, TWOPAGES, free_port, process, until
from tests.feed.conftest import Desk
from tests.feed.erasing import NAME, texts
from tests.feed.rows import ANN, BEN, credit_code, employment, identity, resident
from tests.pages.conftest import OWN, Visitor, visiting
from twopages.access import new_account, save_accounts
from twopages.feed.erase import pending
from twopages.feed.erasures import Erasures
from twopages.feed.verify import verify_plain
from twopages.ontology.model import Label
from twopages.settings import Settings
from twopages.tags.check import check_tags

LATER = "2021-07-31"
ERASE = ("erase", "--ground", "unlawful", "--yes")
LOCK = "MATCH (s:Store {id: 'store'}) SET s.held = true"
SMALL_STEPS = "import twopages.feed.erase as room; room.PAGE = 1; from twopages.cli import main; main()"
OF_HERS = "MATCH (e:Entity {id: $id})<-[:ABOUT|WAS_ABOUT]-(r:Record) RETURN count(DISTINCT r) AS left"


@pytest.fixture
def log(desk: Desk, scratch_settings: Settings) -> Erasures:
    return Erasures.of(scratch_settings)


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """More rows of Ann among those of others, and a delivery of each kind."""
    path = tmp_path / "later"
    path.mkdir()
    later = Desk(desk.store, desk.keys, desk.model, path)
    strangers = [resident(identity("19700101", order), "路人") for order in range(1, 60)]
    later.write(
        "household-registration", [*strangers, resident(ANN, NAME, 户号="991199"), *strangers[:1]], LATER, "changes"
    )
    people = [(ANN, NAME), (BEN, "李本")]
    jobs = [employment(people[order % 2][0], credit_code(order), 姓名=people[order % 2][1]) for order in range(1, 60)]
    later.write("employment-registration", [*jobs, employment(ANN, "坏", 姓名=NAME)], LATER, "changes")
    return path


@contextmanager
def started(*command: object, told: str = "") -> Iterator["subprocess.Popen[str]"]:
    """A command that was told something; it is killed in the end if it is still there."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*map(str, command)], **pipes) as running:  # type: ignore[call-overload]  # the keywords are those above
        try:
            running.stdin.write(told)
            running.stdin.close()
            yield running
        finally:
            running.kill()


def done(*arguments: object, told: str = "") -> None:
    """A command that ends well."""
    result = subprocess.run(
        [TWOPAGES, *map(str, arguments)], check=False, input=told, capture_output=True, text=True, timeout=PATIENCE
    )
    assert result.returncode == 0, result.stderr
    assert ANN not in result.stdout + result.stderr


def nothing_is_left(desk: Desk, log: Erasures) -> None:
    """Of Ann; what is left of others is as it should be."""
    assert [text for text in texts(desk.store, desk.keys) if ANN in text or NAME in text] == []
    assert pending(desk.store, log) == []
    assert verify_plain(desk.store, desk.keys, desk.model) == []
    assert check_tags(desk.store, desk.model).faults == ()
    assert desk.store.read("MATCH (k:Key) WHERE NOT (k)--() RETURN count(k) AS lonely") == [{"lonely": 0}]


def batches(desk: Desk) -> list[str]:
    """The states of the deliveries of the later day."""
    rows = desk.store.read("MATCH (b:Batch {asOf: $day}) RETURN b.state AS state", {"day": LATER})
    return [row["state"] for row in rows]


def test_who_feeds_and_who_erases_wait_for_each_other(
    desk: Desk, log: Erasures, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOPAGES_FEED_CHUNK", "1")
    with ExitStack() as running:
        with desk.store.holding(LOCK):
            feeding = running.enter_context(started(TWOPAGES, "feed", folder))
            until(lambda: batches(desk))  # later it would do what is to be erased, before it opens a batch
            erasing = running.enter_context(started(TWOPAGES, *ERASE, told=ANN))
            until(log.read)
            assert (feeding.poll(), erasing.poll()) == (None, None), "both wait"
        assert erasing.wait(PATIENCE) == 0
        assert feeding.wait(PATIENCE) == 0
    assert batches(desk) == ["loaded", "loaded"]
    nothing_is_left(desk, log)


def test_an_erasure_that_is_killed_before_it_binds_is_done_by_whoever_feeds_next(
    desk: Desk, log: Erasures, folder: Path
) -> None:
    with desk.store.holding(LOCK), started(TWOPAGES, *ERASE, told=ANN) as erasing:
        until(log.read)
        erasing.kill()
        assert erasing.wait(PATIENCE) == -signal.SIGKILL
    assert len(pending(desk.store, log)) == 1
    done("feed", folder)
    nothing_is_left(desk, log)


def test_an_erasure_that_is_killed_in_the_middle_is_done_by_the_next_one(
    desk: Desk, log: Erasures, folder: Path
) -> None:
    desk.feed_all(folder)
    hers = {"id": desk.entity("Person", ANN)}
    before = desk.store.read(OF_HERS, hers)[0]["left"]
    with started(sys.executable, "-c", SMALL_STEPS, *ERASE, told=ANN) as erasing:
        until(lambda: desk.store.read(OF_HERS, hers)[0]["left"] < before)
        erasing.kill()
        assert erasing.wait(PATIENCE) == -signal.SIGKILL
    assert 0 < desk.store.read(OF_HERS, hers)[0]["left"] < before
    assert len(pending(desk.store, log)) > 0
    done(*ERASE, told=ANN)
    nothing_is_left(desk, log)


def test_a_feed_that_was_killed_goes_on_after_an_erasure_without_the_erased(
    desk: Desk, log: Erasures, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOPAGES_FEED_CHUNK", "1")
    jobs = "MATCH (b:Batch {dataset: 'employment-registration', asOf: $day}) RETURN b.chunk AS chunk"
    with started(TWOPAGES, "feed", folder) as feeding:
        until(lambda: [row for row in desk.store.read(jobs, {"day": LATER}) if row["chunk"] > 10])
        feeding.kill()
        assert feeding.wait(PATIENCE) == -signal.SIGKILL
    assert "loading" in batches(desk)
    done(*ERASE, told=ANN)
    nothing_is_left(desk, log)
    done("feed", folder)
    assert batches(desk) == ["loaded", "loaded"]
    nothing_is_left(desk, log)


@pytest.fixture
def accounts(desk: Desk, scratch_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Tokens of Ann, of Ben, and of somebody who is in no store."""
    ids = {"ann": desk.entity("Person", ANN), "ben": desk.entity("Person", BEN), "zoe": desk.entity("Person", "nobody")}
    made = {name: new_account(name, "citizen", id, Label("市民", "Citizen")) for name, id in ids.items()}
    save_accounts(scratch_settings, made.values())
    monkeypatch.setenv("TWOPAGES_DEMO", "1")
    yield {name: account.token for name, account in made.items()}
    (scratch_settings.home / "demo-accounts.json").unlink()


def signed_in(visitor: Visitor, account: str) -> None:
    """Whether or not there is a file to be shown then."""
    assert visitor.post("/sign-in", data={"account": account}, headers=OWN).url.path.startswith("/person/")


def asked(address: str, token: str) -> object:
    """What GraphQL answers about the own file, and about Ann by her number."""
    query = "query Q($key: String!) { me { caption } personByKey(key: $key) { caption fullName { value } } }"
    told = httpx.post(
        f"{address}/graphql",
        json={"query": query, "variables": {"key": ANN}},
        headers={"authorization": f"Bearer {token}"},
        timeout=60,
    )
    return told.json()


def test_whoever_has_the_file_open_finds_it_gone(desk: Desk, log: Erasures, accounts: dict[str, str]) -> None:
    """The same session and the same questions as before, in the same process."""
    page = f"/person/{desk.entity('Person', ANN)}"
    paths = [page, *(f"{page}/{rest}" for rest in ("tags", "history", "looked", "value/fullName"))]
    with process("serve", "--port", free_port()) as (_, address), visiting(address) as ann:
        ann.sends("/sign-in", account="ann")
        assert NAME in ann.reads(page)
        assert {path: ann.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
        assert [str(asked(address, accounts[name])).count(NAME) for name in ("ann", "ben", "zoe")] == [3, 0, 0]
        done(*ERASE, told=ANN)
        assert {path: ann.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
        assert asked(address, accounts["ann"]) == asked(address, accounts["zoe"])
        assert [text for path in (*paths, "/", f"{page}/grants") if NAME in (text := ann.get(path).text)] == []
        ann.sends("/sign-in", account="ben")
        assert NAME not in ann.reads(f"/person/{desk.entity('Person', BEN)}?groups=all")
    nothing_is_left(desk, log)


def test_a_store_with_half_an_erasure_is_not_served(desk: Desk, log: Erasures, accounts: dict[str, str]) -> None:
    with desk.store.holding(LOCK), started(TWOPAGES, *ERASE, told=ANN) as erasing:
        until(log.read)
        erasing.kill()
    page = f"/person/{desk.entity('Person', ANN)}"
    with process("serve", "--port", free_port()) as (_, address), visiting(address) as ann:
        signed_in(ann, "ann")
        assert ann.get(page).status_code == 404
    nothing_is_left(desk, log)
