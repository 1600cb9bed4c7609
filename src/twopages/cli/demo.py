"""`twopages demo`: from nothing to the two pages of a made-up city; whatever is there already is taken as it is."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twopages.cli.accounts import demo_accounts
from twopages.cli.data import feed_folder
from twopages.cli.frame import print_table, tell
from twopages.cli.reports import taken, tell_left
from twopages.cli.serve import require_port, serve_store
from twopages.cli.store import Installation, running_store
from twopages.errors import SettingError
from twopages.settings import Settings, load_settings

if TYPE_CHECKING:
    from twopages.access import Account
    from twopages.graph import Store
    from twopages.ontology.model import Model

STAMP = "written.json"


@dataclass(frozen=True, slots=True)
class City:
    """What a made-up city is made from."""

    persons: int = 1000
    enterprises: int = 100
    seed: int = 1

    def __str__(self) -> str:
        return f"{self.persons:,} persons and {self.enterprises:,} enterprises (seed {self.seed})"


def demo(
    persons: Annotated[int | None, typer.Option(min=1, help="Persons of the city; 1,000 at first.")] = None,
    enterprises: Annotated[int | None, typer.Option(min=1, help="Enterprises of the city; 100 at first.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed makes the same city.")] = None,
    serve: Annotated[bool, typer.Option(help="Serve the pages at the end.")] = True,
) -> None:
    """Make a small city, feed it, and serve its two pages with demo accounts, on this machine only."""
    settings = replace(load_settings(), demo=True)
    _require_place(settings, serve)
    place = Installation.make(settings)
    folder = write_city_once(settings, place.model, {"persons": persons, "enterprises": enterprises, "seed": seed})
    with running_store(settings) as store:
        _fill(place, store, folder)
        accounts = demo_accounts(place, folder)
        if serve:
            serve_store(place.settings, store, lambda: _announce(settings, accounts))


def _require_place(settings: Settings, serve: bool) -> None:
    from twopages.access import require_loopback

    require_loopback(settings)
    if serve:
        require_port(settings)


def write_city_once(settings: Settings, model: "Model", wanted: dict[str, int | None]) -> Path:
    """The folder with the deliveries of the city; one that is there already must be the one that is wanted."""
    folder = settings.home / "city"
    told = {name: value for name, value in wanted.items() if value is not None}
    if (folder / STAMP).exists():
        _require_same(settings, _read_stamp(folder), told)
    else:
        _write(model, folder, replace(City(), **told))
    return folder


def _require_same(settings: Settings, city: City, told: dict[str, int]) -> None:
    if replace(city, **told) != city:
        mend = f"Name another home with TWOPAGES_HOME, or remove this one: rm -r {settings.home}"
        raise SettingError(f"The city under {settings.home} is one of {city}.", mend)


def _write(model: "Model", folder: Path, city: City) -> None:
    import orjson

    from twopages.synthetic import write_city

    tell(f"Writing the deliveries of a city of {city}")
    draft = folder.with_name("city.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    write_city(model, draft, **asdict(city))
    (draft / STAMP).write_bytes(orjson.dumps(asdict(city)))
    draft.replace(folder)


def _read_stamp(folder: Path) -> City:
    import orjson

    return City(**orjson.loads((folder / STAMP).read_bytes()))


def _fill(place: Installation, store: "Store", folder: Path) -> None:
    from twopages.graph.migrations import migrate

    migrate(store, place.settings.cypher)
    reports = feed_folder(place, store, folder)
    tell_left(reports)
    before = sum(report.already for report in taken(reports))
    rows = sum(report.rows for report in taken(reports) if not report.already)
    tell(f"Fed {len(taken(reports)) - before} deliveries with {rows:,} rows; {before} were fed before")


def _announce(settings: Settings, accounts: "Sequence[Account]") -> None:
    rows = [(account.account, account.role, f"{account.label.zh}  {account.label.en}") for account in accounts]
    print_table("Demo accounts (no password)", ["account", "role", "who"], rows)
    tell(f"TwoPages answers at {settings.base}   (Ctrl-C ends it)")
