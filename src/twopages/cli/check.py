"""`twopages check`: what is installed, reachable, migrated, and whether the store says what its records and its rules say."""

import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from twopages.cli.frame import Json, print_json
from twopages.cli.store import Installation
from twopages.errors import SettingError, StoreError, TwoPagesError
from twopages.settings import Settings, load_settings

if TYPE_CHECKING:
    from twopages.graph import Store
    from twopages.tags.check import Checked

FOUND = 1
SHOWN = 5  # differences that are named; the others are counted
ROOM = 1_000_000_000  # bytes on the disk below which the doctor worries


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor says of one thing."""

    name: str
    sound: bool
    text: str


def check(json: Json = False) -> None:
    """Look at the installation and the store; the exit code is 1 when something is wrong."""
    findings = []
    for finding in examine(load_settings()):
        findings.append(finding)
        if not json:
            _print(finding)
    if json:
        print_json([asdict(finding) for finding in findings])
    if not all(finding.sound for finding in findings):
        raise typer.Exit(FOUND)


def _print(finding: Finding) -> None:
    mark = Text("ok   ", "green") if finding.sound else Text("wrong", "red")
    Console().print(mark, f"{finding.name}: {finding.text}", markup=False, highlight=False, soft_wrap=True)


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything in turn; a mistake in one thing leaves the others to be looked at."""
    yield _look("Python", platform.python_version)
    yield _look("browser files", lambda: _browser_files(settings))
    yield _look("disk", lambda: _disk(settings))
    if not settings.neo4j_uri:
        yield _look("Java", _java)
        yield _look("Neo4j files", lambda: _artifacts(settings))
    yield _look("ontology", lambda: _ontology(settings))
    yield _look("key ring", lambda: _key_ring(settings))
    yield from _examine_store(settings)


def _look(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except TwoPagesError as error:
        return Finding(name, False, str(error))


def _browser_files(settings: Settings) -> str:
    if not settings.node_modules.is_dir():
        raise SettingError(
            f"{settings.node_modules} is not there.", "Run `make setup`, or correct TWOPAGES_NODE_MODULES."
        )
    return str(settings.node_modules)


def _disk(settings: Settings) -> str:
    place = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < ROOM:
        raise SettingError(
            f"Only {free / 1e6:,.0f} MB are free under {settings.home}.", "Make room, or move TWOPAGES_HOME."
        )
    return f"{free / 1e9:,.1f} GB are free under {settings.home}"


def _java() -> str:
    from twopages.graph.local import java

    return java()


def _artifacts(settings: Settings) -> str:
    from twopages.graph import damaged_artifacts

    damaged = damaged_artifacts(settings)
    if damaged:
        raise StoreError(f"{len(damaged)} files are missing or damaged.", "`twopages neo4j start` fetches them.")
    return f"whole, in {settings.cache}"


def _ontology(settings: Settings) -> str:
    from twopages.ontology import load_model

    return f"sound, {load_model(settings.ontology).digest[:12]}"


def _key_ring(settings: Settings) -> str:
    from twopages.keys import KeyRing

    ring = KeyRing.load(settings)
    return f"readable, {ring.path or 'from the environment'}"


def _examine_store(settings: Settings) -> Iterator[Finding]:
    """The store as it is found: the doctor starts nothing."""
    from twopages.graph import open_store

    try:
        with open_store(settings) as store:
            yield Finding("store", True, "reachable")
            yield _look("migrations", lambda: _migrations(settings, store))
            yield from _examine_content(settings, store)
    except StoreError as error:
        yield Finding("store", False, str(error))


def _examine_content(settings: Settings, store: "Store") -> Iterator[Finding]:
    try:
        place = Installation.load(settings)
    except TwoPagesError:
        return  # told above
    yield _look("model of the store", lambda: _model(place, store))
    yield _look("values in plain", lambda: _plain(place, store))
    yield _look("tags", lambda: _tags(place, store))
    yield _look("erasures", lambda: _erasures(place, store))


def _migrations(settings: Settings, store: "Store") -> str:
    from twopages.graph.migrations import pending_migrations

    pending = pending_migrations(store, settings.cypher)
    if pending:
        raise StoreError(f"Not applied: {', '.join(pending)}.", "Run `twopages migrate`.")
    return "all applied"


def _model(place: Installation, store: "Store") -> str:
    from twopages.feed.fed_under import require_model

    fed = require_model(place.model, store)
    return "the ontology that it was fed under" if fed else "nothing was fed yet"


def _plain(place: Installation, store: "Store") -> str:
    from twopages.feed.verify import verify_plain

    differences = verify_plain(store, place.keys, place.model)
    if differences:
        raise StoreError(f"{len(differences)} differ from the records: {_some(differences)}.")
    return "equal what the records say"


def _some(differences: Sequence[str]) -> str:
    more = f" and {len(differences) - SHOWN} more" if len(differences) > SHOWN else ""
    return f"{'; '.join(differences[:SHOWN])}{more}"


def _tags(place: Installation, store: "Store") -> str:
    from twopages.tags.check import check_tags

    checked = check_tags(store, place.model)
    if checked.faults:
        named = f"{len(checked.faults)} subjects differ from the rules on {checked.day}: {_some(checked.faults)}"
        raise StoreError(f"{named}{_to_look_at(checked)}.", "`twopages tags assign --all` looks at everybody anew.")
    told = (
        f"those of the rules on {checked.day}, {checked.subjects:,} subjects" if checked.day else "none were assigned"
    )
    return f"{told}{_to_look_at(checked)}"


def _erasures(place: Installation, store: "Store") -> str:
    from twopages.feed.erase import lost, pending
    from twopages.feed.erasures import Erasures

    log = Erasures.of(place.settings)
    if left := len(pending(store, log)):
        raise StoreError(f"{left} are not done in this store.", "`twopages feed` and `twopages serve` do them first.")
    if missing := lost(store, log):
        mend = "Put back its newest copy: a restore of an older store would not erase them again."
        raise StoreError(f"{missing} of the store are not in {log.path}.", mend)
    return f"all {len(log.read())} of the log are done"


def _to_look_at(checked: "Checked") -> str:
    """What is no fault: a sweep is due, and was not asked about."""
    due = {"changed entities": checked.waiting, "new rules": checked.fresh}
    told = " and ".join(f"{count:,} {what}" for what, count in due.items() if count)
    return f"; to be looked at by `twopages tags assign`: {told}" if told else ""
