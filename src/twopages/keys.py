"""The key ring: seals what is personal, turns keys into opaque ids, derives secrets, signs.

A ring holds a master key, a hash key that never rotates (all ids hang on it), data keys and a signing key, each wrapped
by the master key, and the public parts of all signing keys that it ever had. Its JSON text comes from the settings or
from a file that only its owner can read. Whoever holds a ring from a file follows that file: after a rotation elsewhere
it seals and signs with the new key and opens what was sealed with it.
"""

import base64
import binascii
import fcntl
import hmac
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from twopages.errors import KeyRingError
from twopages.settings import Settings

_KEY = 32
_NONCE = 12
_SEALED = 1  # version of the sealed form: version byte, length of the key id, key id, nonce, cipher text
_RESTORE = "Restore the key ring from its backup: without it nothing that was sealed can be read."


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public parts of signing keys by id (32 bytes each): enough to check what was signed, without a key ring."""

    raw: Mapping[str, bytes] = field(default_factory=dict)

    def signed(self, key: str, message: bytes, signature: bytes) -> bool:
        """Whether the key of this id signed the message (Ed25519); False for a key that is not known."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw[key]).verify(signature, message)
        except (KeyError, ValueError, InvalidSignature):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signing:
    """The one key that signs now; of those before it the public parts alone are left, so that nobody can sign in the past."""

    current: str
    seed: bytes = field(repr=False)
    key: Ed25519PrivateKey = field(repr=False, compare=False)
    public: PublicKeys

    def sign(self, message: bytes) -> bytes:
        """The signature (Ed25519, 64 bytes) of the key that `current` names."""
        return self.key.sign(message)

    @classmethod
    def of(cls, name: str, seed: bytes, before: Mapping[str, bytes]) -> "Signing":
        """The key of a seed (32 bytes), after those whose public parts are given."""
        key = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(name, seed, key, PublicKeys({**before, name: key.public_key().public_bytes_raw()}))


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Opens and seals with AES-256-GCM, signs with Ed25519; every secret is kept out of `repr`."""

    current: str
    path: Path | None = None  # None: the ring came from the environment and cannot be written
    _master: bytes = field(repr=False, default=b"")
    _hash: bytes = field(repr=False, default=b"")
    _data: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    _ciphers: Mapping[str, AESGCM] = field(repr=False, default_factory=dict)
    _signing: Signing | None = field(repr=False, default=None)
    _file: "_File | None" = field(repr=False, compare=False, default=None)

    @classmethod
    def load(cls, settings: Settings) -> "KeyRing":
        """The ring of this installation; KeyRingError when it is missing, damaged or readable by others."""
        if settings.key_ring:
            return _parse(settings.key_ring, None)
        path = _path(settings)
        if not path.exists():
            raise KeyRingError(f"There is no key ring at {path}.", _RESTORE)
        return _read(path)

    @classmethod
    def create(cls, settings: Settings) -> "KeyRing":
        """The ring of this installation, made first if there is none; two that start at once share one."""
        path = _path(settings)
        if not settings.key_ring and not path.exists():
            _write(path, _text(_fresh()), replace=False)
        return cls.load(settings)

    def seal(self, plain: bytes, about: str) -> str:
        """Base64 text that only this ring opens, and only as being about the same thing."""
        newest = self._newest()
        nonce, name = os.urandom(_NONCE), newest.current.encode()
        sealed = newest._ciphers[newest.current].encrypt(nonce, plain, about.encode())
        return base64.b64encode(bytes((_SEALED, len(name))) + name + nonce + sealed).decode()

    def open(self, sealed: str, about: str) -> bytes:
        """What was sealed; KeyRingError when it was altered, is about something else or its key is not on the ring."""
        key, nonce, cipher_text = _unpacked(sealed)
        cipher = self._ciphers.get(key) or self._newest()._ciphers.get(key)
        if cipher is None:
            raise KeyRingError(f"The key {key!r} that sealed a record is not on the key ring.", _RESTORE)
        try:
            return cipher.decrypt(nonce, cipher_text, about.encode())
        except (InvalidTag, ValueError) as error:  # a nonce cut short is a ValueError
            raise KeyRingError("A sealed value was altered or belongs elsewhere.", _RESTORE) from error

    def hash_id(self, *parts: str) -> str:
        """The opaque id of what the parts name: 32 hexadecimal digits, the same for ever; no two lists of parts read alike."""
        message = "".join([f"{len(part)}:{part}" for part in parts]).encode("utf-8", "surrogatepass")
        return hmac.digest(self._hash, message, "sha256")[:16].hex()

    def token(self, purpose: str) -> str:
        """A secret text for one purpose, such as signing session cookies."""
        return base64.urlsafe_b64encode(_derive(self._master, f"token:{purpose}")).decode().rstrip("=")

    @property
    def signing(self) -> Signing:
        """The key that signs now."""
        return self._newest()._signed_by

    @property
    def public_keys(self) -> PublicKeys:
        """The public parts of all signing keys that this ring ever had."""
        return self.signing.public

    def place(self) -> Settings:
        """What tells another process of the program where to load this ring from: its file, or its text where it has none."""
        return Settings(home=self.path.parent) if self.path else Settings(key_ring=_text(self))

    @property
    def newest(self) -> str:
        """The name of the data key that seals now."""
        return self._newest().current

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all data keys, oldest first."""
        return tuple(self._newest()._data)

    def rotate(self) -> "KeyRing":
        """The ring with a new current data key, written to its file; what older keys sealed still opens."""
        return self._changed(lambda ring: ring._with(_after("k", ring._data)))

    def retire(self, name: str) -> "KeyRing":
        """The ring without an old data key, written to its file; nothing that it sealed opens any more, in copies of the store neither."""
        if name == self.newest or name not in self.names:
            raise KeyRingError(f"{name!r} is no old key of the ring.", f"Its old keys are: {', '.join(self._old())}.")
        return self._changed(lambda ring: ring._without(name))

    def rotate_signing(self) -> "KeyRing":
        """The ring with a new signing key, written to its file; the old one is gone, its public part stays."""
        return self._changed(lambda ring: ring._signing_anew())

    def _old(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if name != self.newest) or ("none",)

    def _with(self, name: str) -> "KeyRing":
        data = {**self._data, name: os.urandom(_KEY)}
        return _ring(self.path, name, self._master, self._hash, data, self._signed_by)

    def _without(self, name: str) -> "KeyRing":
        data = {known: key for known, key in self._data.items() if known != name}
        return _ring(self.path, self.current, self._master, self._hash, data, self._signed_by)

    def _signing_anew(self) -> "KeyRing":
        before = self._signed_by.public.raw
        signing = Signing.of(_after("s", before), os.urandom(_KEY), before)
        return _ring(self.path, self.current, self._master, self._hash, self._data, signing)

    @property
    def _signed_by(self) -> Signing:
        return self._signing or _first_signing(self._master)

    def _changed(self, change: Callable[["KeyRing"], "KeyRing"]) -> "KeyRing":
        """The ring of the file changed and written back, one change at a time."""
        if self.path is None:
            raise KeyRingError("The key ring comes from the environment and cannot be rotated.", "Use a key ring file.")
        with _alone(self.path.parent):
            _write(self.path, _text(change(_read(self.path))), replace=True)
        return _read(self.path)

    def _newest(self) -> "KeyRing":
        return self if self._file is None else self._file.ring(self)


def _after(letter: str, names: Iterable[str]) -> str:
    """The name of the next key after these; a name is never given twice, for the newest key always stays."""
    return f"{letter}{max(int(name.removeprefix(letter)) for name in names) + 1}"


def key_of(sealed: str) -> str:
    """The name of the data key that sealed a text."""
    return _unpacked(sealed)[0]


@dataclass(slots=True)
class _File:
    """The file of a ring, read again when it was replaced."""

    path: Path
    seen: tuple[int, int]
    read: KeyRing | None = None

    def ring(self, known: KeyRing) -> KeyRing:
        """The ring that the file holds now; the one read last where the file is gone."""
        try:
            seen = _seen(self.path)
        except FileNotFoundError:
            return self.read or known
        if seen != self.seen:
            self.read, self.seen = _read(self.path), seen
        return self.read or known


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One change of the ring at a time; the kernel frees the folder however its holder ends."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _seen(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_ino, told.st_mtime_ns


def _read(path: Path) -> KeyRing:
    _require_private(path)
    seen = _seen(path)  # before reading: what is replaced in between is read again
    return replace(_parse(path.read_text(encoding="utf-8"), path), _file=_File(path, seen))


def _path(settings: Settings) -> Path:
    return settings.home / "keys.json"


def _require_private(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyRingError(f"Others can read the key ring {path}.", f"Run: chmod 600 {path}")


def _fresh() -> KeyRing:
    signing = Signing.of("s1", os.urandom(_KEY), {})
    return _ring(None, "k1", os.urandom(_KEY), os.urandom(_KEY), {"k1": os.urandom(_KEY)}, signing)


def _ring(
    path: Path | None, current: str, master: bytes, hash_key: bytes, data: Mapping[str, bytes], signing: Signing
) -> KeyRing:
    return KeyRing(current, path, master, hash_key, data, {name: AESGCM(key) for name, key in data.items()}, signing)


def _first_signing(master: bytes) -> Signing:
    """The signing key of a ring that was made before rings had one: derived, so that a ring that cannot be written signs too."""
    return Signing.of("s1", _derive(master, "sign"), {})


def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=f"twopages {purpose}".encode()).derive(master)


def _text(ring: KeyRing) -> str:
    wrapper = AESGCM(_derive(ring._master, "wrap"))
    content = {
        "version": 1,
        "master": base64.b64encode(ring._master).decode(),
        "hash": base64.b64encode(ring._hash).decode(),
        "current": ring.current,
        "data": {name: _wrapped(wrapper, name, key) for name, key in ring._data.items()},
        "signing": _signing_text(wrapper, ring._signed_by),
    }
    return json.dumps(content, indent=1) + "\n"


def _signing_text(wrapper: AESGCM, signing: Signing) -> Mapping[str, Any]:
    return {
        "current": signing.current,
        "seed": _wrapped(wrapper, f"signing {signing.current}", signing.seed),
        "public": {name: base64.b64encode(key).decode() for name, key in signing.public.raw.items()},
    }


def _wrapped(wrapper: AESGCM, name: str, key: bytes) -> str:
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + wrapper.encrypt(nonce, key, name.encode())).decode()


def _parse(text: str, path: Path | None) -> KeyRing:
    where = path or "in the environment"
    try:
        return _decoded(json.loads(text), path)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidTag) as error:
        raise KeyRingError(f"The key ring {where} is damaged.", _RESTORE) from error


def _decoded(content: Mapping[str, Any], path: Path | None) -> KeyRing:
    master, hash_key = (base64.b64decode(content[name], validate=True) for name in ("master", "hash"))
    wrapper = AESGCM(_derive(master, "wrap"))
    data = {name: _unwrapped(wrapper, name, text) for name, text in content["data"].items()}
    if content["version"] != 1 or content["current"] not in data or {len(master), len(hash_key)} != {_KEY}:
        raise ValueError("not a key ring of this version")
    signing = _decoded_signing(wrapper, content["signing"]) if "signing" in content else _first_signing(master)
    return _ring(path, content["current"], master, hash_key, data, signing)


def _decoded_signing(wrapper: AESGCM, content: Mapping[str, Any]) -> Signing:
    public = {name: base64.b64decode(text, validate=True) for name, text in content["public"].items()}
    name = content["current"]
    signing = Signing.of(name, _unwrapped(wrapper, f"signing {name}", content["seed"]), public)
    if signing.public.raw != public or {len(key) for key in public.values()} != {_KEY}:
        raise ValueError("a public key that is not one, or not of this signing key")
    return signing


def _unwrapped(wrapper: AESGCM, name: str, text: str) -> bytes:
    wrapped = base64.b64decode(text, validate=True)
    return wrapper.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())


def _unpacked(sealed: str) -> tuple[str, bytes, bytes]:
    try:
        data = base64.b64decode(sealed, validate=True)
        start = 2 + data[1]
        key = data[2:start].decode()
    except (binascii.Error, ValueError, IndexError) as error:
        raise KeyRingError("A sealed value is not one.", _RESTORE) from error
    if data[0] != _SEALED:
        raise KeyRingError(f"A sealed value has the unknown form {data[0]}.", "Use a newer version of the program.")
    return key, data[start : start + _NONCE], data[start + _NONCE :]


def _write(path: Path, text: str, *, replace: bool) -> None:
    """Put the whole file in place at once, readable by its owner alone; without `replace` an existing file stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".keys-", delete=False) as draft:
        draft.write(text)
        draft.flush()
        os.fsync(draft.fileno())
    try:
        Path(draft.name).replace(path) if replace else _link(draft.name, path)
    finally:
        Path(draft.name).unlink(missing_ok=True)


def _link(draft: str, path: Path) -> None:
    with suppress(FileExistsError):  # another process was first: its ring is the one
        path.hardlink_to(draft)
