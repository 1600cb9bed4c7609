"""The key ring: what it seals stays sealed, what it hashes stays the same, and its file is nobody else's."""

import base64
import json
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twopages.errors import KeyRingError
from twopages.keys import KeyRing, key_of
from twopages.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def ring(settings: Settings) -> KeyRing:
    return KeyRing.create(settings)


def test_what_is_sealed_opens_again(ring: KeyRing) -> None:
    assert ring.open(ring.seal("张三".encode(), "a"), "a") == "张三".encode()


def test_the_same_text_never_looks_the_same_twice(ring: KeyRing) -> None:
    assert ring.seal(b"text", "a") != ring.seal(b"text", "a")


def test_a_value_moved_to_another_record_does_not_open(ring: KeyRing) -> None:
    with pytest.raises(KeyRingError, match="altered or belongs elsewhere"):
        ring.open(ring.seal(b"text", "record-1"), "record-2")


def test_any_altered_byte_is_noticed(ring: KeyRing) -> None:
    sealed = bytearray(base64.b64decode(ring.seal(b"text", "a")))
    for place in range(len(sealed)):
        altered = bytes(byte ^ (1 if index == place else 0) for index, byte in enumerate(sealed))
        with pytest.raises(KeyRingError):
            ring.open(base64.b64encode(altered).decode(), "a")


@pytest.mark.parametrize("sealed", ["", "AQ==", "not base64!", "AQJrMQ==", "AQJrMQAA", "AQL//w=="])
def test_what_was_never_sealed_is_refused(ring: KeyRing, sealed: str) -> None:
    with pytest.raises(KeyRingError):
        ring.open(sealed, "a")


def test_a_later_form_asks_for_a_newer_program(ring: KeyRing) -> None:
    later = base64.b64encode(b"\x02" + base64.b64decode(ring.seal(b"text", "a"))[1:]).decode()
    with pytest.raises(KeyRingError, match="newer version"):
        ring.open(later, "a")


def test_ids_are_short_opaque_and_stable(ring: KeyRing, settings: Settings) -> None:
    first = ring.hash_id("Person", "identityNumber", "11010519491231002X")
    assert first == KeyRing.load(settings).hash_id("Person", "identityNumber", "11010519491231002X")
    assert len(first) == 32
    assert first.isalnum()
    assert first == first.lower()
    assert "11010519491231002" not in first


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_no_two_lists_of_parts_share_an_id(left: list[str], right: list[str]) -> None:
    ring = KeyRing("k1", None, b"m" * 32, b"h" * 32)
    assert (ring.hash_id(*left) == ring.hash_id(*right)) == (left == right)


def test_another_ring_gives_other_ids(ring: KeyRing, tmp_path: Path) -> None:
    other = KeyRing.create(Settings(home=tmp_path / "other"))
    assert ring.hash_id("a") != other.hash_id("a")


def test_tokens_differ_by_purpose_and_stay(ring: KeyRing, settings: Settings) -> None:
    assert ring.token("session") == KeyRing.load(settings).token("session")
    assert ring.token("session") != ring.token("csrf")


def test_after_a_rotation_old_and_new_both_open(ring: KeyRing, settings: Settings) -> None:
    before, old_id = ring.seal(b"old", "a"), ring.hash_id("x")
    rotated = ring.rotate()
    after = rotated.seal(b"new", "a")
    loaded = KeyRing.load(settings)
    assert (loaded.open(before, "a"), loaded.open(after, "a")) == (b"old", b"new")
    assert (loaded.current, loaded.hash_id("x")) == ("k2", old_id)
    assert _mode(settings) == 0o600


def test_who_holds_the_ring_follows_a_rotation_elsewhere(ring: KeyRing, settings: Settings) -> None:
    before = ring.seal(b"old", "a")
    elsewhere = KeyRing.load(settings).rotate()
    assert ring.open(elsewhere.seal(b"new", "a"), "a") == b"new"
    assert [key_of(ring.seal(b"text", "a")), key_of(before), ring.newest] == ["k2", "k1", "k2"]
    assert ring.names == ("k1", "k2")


def test_a_ring_whose_file_is_gone_still_seals_and_opens(ring: KeyRing, settings: Settings) -> None:
    newer = KeyRing.load(settings).rotate().seal(b"new", "a")
    assert ring.open(newer, "a") == b"new"
    (settings.home / "keys.json").unlink()
    assert (ring.open(newer, "a"), key_of(ring.seal(b"text", "a"))) == (b"new", "k2")


def test_what_a_retired_key_sealed_opens_nowhere(ring: KeyRing, settings: Settings) -> None:
    before = ring.seal(b"old", "a")
    left = ring.rotate().retire("k1")
    assert (left.names, KeyRing.load(settings).names) == (("k2",), ("k2",))
    for held in (left, KeyRing.load(settings)):
        with pytest.raises(KeyRingError, match="'k1'"):
            held.open(before, "a")
    assert key_of(left.rotate().seal(b"text", "a")) == "k3", "a name is never given twice"


@pytest.mark.parametrize("name", ["k2", "k3", ""])
def test_the_key_that_seals_cannot_be_retired_nor_one_that_is_not_there(ring: KeyRing, name: str) -> None:
    with pytest.raises(KeyRingError, match=r"no old key.*k1"):
        ring.rotate().retire(name)


def test_rotations_at_once_each_add_a_key(ring: KeyRing, settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: KeyRing.load(settings).rotate(), range(8)))
    assert KeyRing.load(settings).names == tuple(f"k{number}" for number in range(1, 10))


def test_the_file_is_its_owners_alone(ring: KeyRing, settings: Settings) -> None:
    assert _mode(settings) == 0o600
    assert [path.name for path in settings.home.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_refused(ring: KeyRing, settings: Settings, mode: int) -> None:
    (settings.home / "keys.json").chmod(mode)
    with pytest.raises(KeyRingError, match="chmod 600"):
        KeyRing.load(settings)


def test_a_missing_ring_is_said_so(settings: Settings) -> None:
    with pytest.raises(KeyRingError, match="no key ring"):
        KeyRing.load(settings)


def test_creating_twice_keeps_the_first(ring: KeyRing, settings: Settings) -> None:
    sealed = ring.seal(b"text", "a")
    assert KeyRing.create(settings).open(sealed, "a") == b"text"


def test_many_that_create_at_once_share_one_ring(settings: Settings) -> None:
    rings: list[KeyRing] = []
    threads = [threading.Thread(target=lambda: rings.append(KeyRing.create(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ring.hash_id("x") for ring in rings}) == 1


def test_the_ring_may_come_from_the_environment(ring: KeyRing, settings: Settings, tmp_path: Path) -> None:
    text = (settings.home / "keys.json").read_text()
    from_text = KeyRing.create(Settings(home=tmp_path / "nowhere", key_ring=text))
    assert from_text.open(ring.seal(b"text", "a"), "a") == b"text"
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(KeyRingError, match="cannot be rotated"):
        from_text.rotate()


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"current": "k9"},
        {"master": base64.b64encode(b"x" * 32).decode()},
        {"master": "***"},
        {"hash": base64.b64encode(b"short").decode()},
        {"data": []},
        {"data": {"k1": "AAAA"}},
        {"signing": {}},
        {"signing": {"current": "s1", "seed": "AAAA", "public": {}}},
    ],
)
def test_a_damaged_ring_is_refused_without_showing_it(
    ring: KeyRing, settings: Settings, change: dict[str, object]
) -> None:
    content = json.loads((settings.home / "keys.json").read_text())
    with pytest.raises(KeyRingError, match="damaged") as caught:
        KeyRing.load(Settings(key_ring=json.dumps({**content, **change})))
    assert content["master"] not in str(caught.value)


def test_text_that_is_no_ring_is_refused() -> None:
    for text in ("{", "[]", "1"):
        with pytest.raises(KeyRingError, match="damaged"):
            KeyRing.load(Settings(key_ring=text))


def test_the_file_names_its_parts_and_hides_its_data_keys(ring: KeyRing, settings: Settings) -> None:
    content = json.loads((settings.home / "keys.json").read_text())
    assert list(content) == ["version", "master", "hash", "current", "data", "signing"]
    assert len(base64.b64decode(content["data"]["k1"])) == 12 + 32 + 16
    assert len(base64.b64decode(content["signing"]["seed"])) == 12 + 32 + 16


def test_no_secret_shows_in_repr(ring: KeyRing, settings: Settings) -> None:
    assert "hash" not in repr(ring)
    assert "master" not in repr(ring)


def _mode(settings: Settings) -> int:
    return stat.S_IMODE((settings.home / "keys.json").stat().st_mode)
