"""Settings: one frozen object, read once from the environment; docs/operations.md documents every one (a test holds it)."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import platformdirs

from twopages.errors import SettingError

PREFIX = "TWOPAGES_"
PROJECT = Path(__file__).resolve().parents[2]


def _default_home() -> Path:
    return Path(platformdirs.user_data_dir("twopages", appauthor=False))


def _default_cache() -> Path:
    return Path(platformdirs.user_cache_dir("twopages", appauthor=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may differ from one installation to another.

    Each field is read from the environment variable `TWOPAGES_` + its name in capitals.
    """

    home: Path = field(default_factory=_default_home)  # store, keys, secrets and logs of one installation
    cache: Path = field(default_factory=_default_cache)  # downloaded artifacts, shared by all installations of a user
    ontology: Path = PROJECT / "ontology"
    cypher: Path = PROJECT / "cypher"
    node_modules: Path = PROJECT / "node_modules"
    maven_mirror: str = ""  # base address of a Maven repository; empty: the build tool's own default
    neo4j_uri: str = ""  # empty: the local store under `home`
    neo4j_user: str = "neo4j"
    neo4j_password: str = ""
    neo4j_database: str = "neo4j"
    neo4j_port: int = 7687  # Bolt port of the local store; 0 picks a free one
    host: str = "127.0.0.1"
    port: int = 8000
    address: str = ""  # where browsers find the pages, https://host; empty: http://host:port
    session_idle: int = 1800  # seconds after which a session ends that is not used
    session_longest: int = 8 * 3600  # seconds after which every session ends
    case_days: int = 30  # days after which a case times out that is not used
    proxies: str = (
        ""  # addresses and networks of reverse proxies, with commas between, whose X-Forwarded-For is believed
    )
    rate_viewer: int = 600  # requests a minute of one viewer; 0 is no limit, here and below
    rate_address: int = 1200  # requests a minute from one address
    rate_stranger: int = 60  # requests a minute from one address by nobody who is signed in
    rate_sign_in: int = 20  # sign-ins a minute that are begun or tried from one address
    rate_look_up: int = 60  # looks by key or name a minute of one viewer
    demo: bool = False  # built-in sign-in with demo accounts; refused anywhere but on loopback
    key_ring: str = ""  # the key ring as JSON; empty: the file `keys.json` under `home`
    feed_chunk: int = 2000  # rows in one transaction of the feed
    grants_most: int = 20  # consents and authorisations of one file that stand at a time
    grants_years: int = 3  # that one may last
    oidc_issuer: str = ""  # who signs people in by OpenID Connect; empty: nobody
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_client_key: Path | None = None  # private key in the place of the secret: a PEM file of mode 600
    oidc_audience: str = ""  # that bearer tokens must be for; empty: none is taken
    oidc_skew: int = 60  # seconds that the issuer's clock may differ
    oidc_claim_role: str = "roles"
    oidc_claim_number: str = "identity_number"
    oidc_claim_code: str = "credit_code"
    oidc_claim_department: str = "department"
    oidc_claim_posts: str = "posts"
    oidc_claim_organisation: str = "organisation"

    @property
    def base(self) -> str:
        """The address of the pages, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.address.rstrip("/") or f"http://{host}:{self.port}"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises SettingError naming the variable that cannot be read."""
    source = os.environ if environment is None else environment
    known = {PREFIX + item.name.upper(): item for item in fields(Settings)}
    values = {item.name: _read(name, str(item.type), source[name]) for name, item in known.items() if source.get(name)}
    return Settings(**values)  # type: ignore[arg-type]  # _read gives each field its own type


def _read(name: str, kind: str, text: str) -> object:
    readers: dict[str, Callable[[str], object]] = {"Path": _path, "int": int, "bool": _flag}
    try:
        plain = kind.removesuffix(" | None").removeprefix("<class '").removesuffix("'>").rpartition(".")[2]
        return readers.get(plain, str)(text)
    except ValueError as error:
        raise SettingError(f"{name} is {text!r}: {error}.", "Give a whole number, or 1 or 0 for a switch.") from error


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _flag(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in words:
        raise ValueError("not a switch")
    return words[text.lower()]
