"""What this installation is to its issuer, from the settings; anything that would not be safe is refused at start."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from twopages.access.viewer import is_loopback, require_private
from twopages.errors import SettingError
from twopages.settings import Settings

SigningKey = RSAKey | ECKey


@dataclass(frozen=True, slots=True)
class Names:
    """Which claims tell what."""

    role: str
    number: str
    code: str
    department: str
    posts: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Client:
    """Who the issuer is, and how we prove to it who we are: by a secret or by a private key."""

    issuer: str
    id: str
    secret: str = field(repr=False)
    key: SigningKey | None = field(repr=False)
    audience: str
    skew: int
    names: Names
    base: str

    @property
    def origin(self) -> str:
        """Scheme, host and port of the issuer."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


def client_of(settings: Settings) -> Client | None:
    """The client that the settings make; None without an issuer."""
    if not settings.oidc_issuer:
        return None
    _require_safe("TWOPAGES_OIDC_ISSUER", settings.oidc_issuer)
    _require_safe("TWOPAGES_ADDRESS", settings.base)
    _require_one_proof(settings)
    key = _key(settings.oidc_client_key) if settings.oidc_client_key else None
    proof = (settings.oidc_client_id, settings.oidc_client_secret, key)
    return Client(
        settings.oidc_issuer, *proof, settings.oidc_audience, settings.oidc_skew, _names(settings), settings.base
    )


def safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is sent there: by TLS, or within this machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    local = is_loopback(host) or host.endswith(".localhost")
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and local))


def _require_safe(name: str, address: str) -> None:
    if not safe(address) or urlsplit(address).query or urlsplit(address).fragment:
        raise SettingError(f"{name} is no address of https.", "Only this machine itself may do with http.")


def _require_one_proof(settings: Settings) -> None:
    if not settings.oidc_client_id or bool(settings.oidc_client_secret) == bool(settings.oidc_client_key):
        raise SettingError(
            "Who this program is to the issuer is not said.",
            "Set TWOPAGES_OIDC_CLIENT_ID, and either TWOPAGES_OIDC_CLIENT_SECRET or TWOPAGES_OIDC_CLIENT_KEY.",
        )
    if settings.oidc_audience == settings.oidc_client_id:  # an ID token would pass for an access token
        raise SettingError("TWOPAGES_OIDC_AUDIENCE is the client's own id.", "Name the API otherwise at the issuer.")


def _key(path: Path) -> SigningKey:
    try:
        require_private(path)
        return _parsed(path.read_bytes())
    except (OSError, ValueError, JoseError) as error:
        mend = "Name a PEM file with an RSA or EC private key in TWOPAGES_OIDC_CLIENT_KEY."
        raise SettingError(f"The private key {path} cannot be read.", mend) from error


def _parsed(pem: bytes) -> SigningKey:
    for kind in (RSAKey, ECKey):
        try:
            key: SigningKey = kind.import_key(pem)
        except (ValueError, JoseError):
            continue
        if key.is_private:
            return key
    raise ValueError("no private key")


def _names(settings: Settings) -> Names:
    return Names(
        settings.oidc_claim_role,
        settings.oidc_claim_number,
        settings.oidc_claim_code,
        settings.oidc_claim_department,
        settings.oidc_claim_posts,
        settings.oidc_claim_organisation,
    )
