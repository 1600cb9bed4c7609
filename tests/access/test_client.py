"""What an installation says of itself and its issuer: refused at start where it would not be safe."""

from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, RSAKey

from twopages.access.oidc import client_of
from twopages.errors import SettingError
from twopages.settings import Settings

GOOD = {"oidc_issuer": "https://issuer.example/realm", "oidc_client_id": "pages", "oidc_client_secret": "hush"}


def test_without_an_issuer_there_is_none() -> None:
    assert client_of(Settings()) is None


def test_its_secret_is_not_shown() -> None:
    client = client_of(Settings(**GOOD))  # type: ignore[arg-type]  # all are texts
    assert client and client.origin == "https://issuer.example"
    assert "hush" not in repr(client)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"oidc_issuer": "http://issuer.example"}, "TWOPAGES_OIDC_ISSUER"),
        ({"oidc_issuer": "issuer.example"}, "TWOPAGES_OIDC_ISSUER"),
        ({"oidc_issuer": "https://issuer.example?x=1"}, "TWOPAGES_OIDC_ISSUER"),
        ({"host": "192.0.2.1"}, "TWOPAGES_ADDRESS"),
        ({"address": "http://pages.example"}, "TWOPAGES_ADDRESS"),
        ({"oidc_client_id": ""}, "TWOPAGES_OIDC_CLIENT_ID"),
        ({"oidc_client_secret": ""}, "TWOPAGES_OIDC_CLIENT_SECRET"),
        ({"oidc_client_key": Path("x")}, "TWOPAGES_OIDC_CLIENT_KEY"),
        ({"oidc_audience": "pages"}, "TWOPAGES_OIDC_AUDIENCE"),
    ],
)
def test_what_is_missing_or_unsafe_is_named(more: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        client_of(Settings(**{**GOOD, **more}))


@pytest.mark.parametrize(
    "address", ["https://pages.example", "http://localhost:8000/", "http://[::1]:1", "http://a.localhost"]
)
def test_it_may_be_reached_by_tls_or_on_this_machine(address: str) -> None:
    client = client_of(Settings(**{**GOOD, "address": address}))  # type: ignore[arg-type]  # all are texts
    assert client and not client.base.endswith("/")


@pytest.mark.parametrize("key", [RSAKey.generate_key(2048), ECKey.generate_key("P-256")])
def test_a_private_key_is_read_from_a_private_file(tmp_path: Path, key: RSAKey | ECKey) -> None:
    file = tmp_path / "key.pem"
    told = {**GOOD, "oidc_client_secret": "", "oidc_client_key": file}
    with pytest.raises(SettingError, match="cannot be read"):
        client_of(Settings(**told))  # type: ignore[arg-type]
    file.write_bytes(key.as_pem(private=True))
    file.chmod(0o644)
    with pytest.raises(SettingError, match="chmod 600"):
        client_of(Settings(**told))  # type: ignore[arg-type]
    file.chmod(0o600)
    client = client_of(Settings(**told))  # type: ignore[arg-type]
    assert client and client.key and client.key.thumbprint() == key.thumbprint()
    file.write_bytes(key.as_pem(private=False))
    with pytest.raises(SettingError, match="TWOPAGES_OIDC_CLIENT_KEY"):
        client_of(Settings(**told))  # type: ignore[arg-type]
