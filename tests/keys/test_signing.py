"""The signing key of the ring: it signs, is followed by another, and its public part stays known."""

import base64
import json
from pathlib import Path

import pytest

from twopages.errors import KeyRingError
from twopages.keys import KeyRing, PublicKeys
from twopages.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def ring(settings: Settings) -> KeyRing:
    return KeyRing.create(settings)


def content(settings: Settings) -> dict[str, dict[str, dict[str, str]]]:
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads((settings.home / "keys.json").read_text())
    return loaded


def test_what_is_signed_is_known_by_the_public_key_alone(ring: KeyRing) -> None:
    keys, signature = PublicKeys(ring.public_keys.raw), ring.signing.sign(b"text")
    assert keys.signed(ring.signing.current, b"text", signature)
    assert not keys.signed(ring.signing.current, b"texts", signature)
    assert not keys.signed(ring.signing.current, b"text", signature[:-1])
    assert not keys.signed("s9", b"text", signature)
    assert not PublicKeys({"s1": b"short"}).signed("s1", b"text", signature)


def test_a_loaded_ring_signs_alike(ring: KeyRing, settings: Settings) -> None:
    assert KeyRing.load(settings).signing.sign(b"text") == ring.signing.sign(b"text")


def test_after_a_rotation_the_old_key_is_known_and_gone(ring: KeyRing, settings: Settings) -> None:
    held, before = ring.signing, ring.signing.sign(b"text")
    rotated = ring.rotate_signing()
    loaded = KeyRing.load(settings)
    assert (held.current, ring.signing.current, rotated.signing.current, loaded.signing.current) == (
        "s1",
        "s2",
        "s2",
        "s2",
    )
    assert loaded.public_keys.signed("s1", b"text", before)
    assert loaded.public_keys.signed("s2", b"text", rotated.signing.sign(b"text"))
    assert not loaded.public_keys.signed("s1", b"text", loaded.signing.sign(b"text"))
    signing = content(settings)["signing"]
    assert (list(signing), list(signing["public"])) == (["current", "seed", "public"], ["s1", "s2"])


def test_rotating_one_kind_of_key_leaves_the_other(ring: KeyRing, settings: Settings) -> None:
    sealed = ring.seal(b"text", "a")
    assert ring.rotate().signing.sign(b"text") == ring.signing.sign(b"text")
    assert ring.rotate_signing().open(sealed, "a") == b"text"
    assert KeyRing.load(settings).newest == "k2"


def test_a_ring_from_before_signing_loads_signs_and_keeps_its_key(ring: KeyRing, settings: Settings) -> None:
    old = {name: value for name, value in content(settings).items() if name != "signing"}
    (settings.home / "keys.json").write_text(json.dumps(old))
    first = KeyRing.load(settings)
    signature = first.signing.sign(b"text")
    assert KeyRing.load(Settings(key_ring=json.dumps(old))).signing.sign(b"text") == signature
    first.rotate()
    assert KeyRing.load(settings).signing.sign(b"text") == signature
    assert first.rotate_signing().public_keys.signed("s1", b"text", signature)


def test_a_public_key_of_another_signing_key_is_damage(ring: KeyRing, settings: Settings) -> None:
    damaged = content(settings)
    damaged["signing"]["public"]["s1"] = base64.b64encode(bytes(32)).decode()
    with pytest.raises(KeyRingError, match="damaged"):
        KeyRing.load(Settings(key_ring=json.dumps(damaged)))


def test_a_ring_from_the_environment_cannot_be_rotated(ring: KeyRing, settings: Settings) -> None:
    with pytest.raises(KeyRingError, match="cannot be rotated"):
        KeyRing.load(Settings(key_ring=json.dumps(content(settings)))).rotate_signing()


def test_no_part_of_the_signing_key_shows_in_repr(ring: KeyRing) -> None:
    assert "seed" not in repr(ring)
    assert "seed" not in repr(ring._signing)
    assert "Private" not in repr(ring._signing)
