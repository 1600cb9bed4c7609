"""Where a local Neo4j keeps its things under the user's home folder, and what it is told: configuration, memory, password."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import psutil

from twopages.errors import StoreError
from twopages.settings import Settings

USER = "neo4j"
GIB = 1024**3
MIB = 1024**2
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")

CONFIGURATION = """\
# Written anew at every start.
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.fleet_discovery.enabled=false
server.memory.pagecache.size={page_cache}m
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=keep_none
db.tx_log.rotation.size={log}m
internal.server.bolt.connection_shutdown_wait_time=100ms
internal.server.bolt.thread_pool_shutdown_wait_time=1s
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
"""
# The last three: a stop takes half a second in place of ten; both databases have been flushed by then. Of the transaction log only what a
# recovery needs is kept: what was erased stands in it too.
LOG = 4  # mebibytes of one file of the transaction log


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of one local Neo4j."""

    home: Path

    @classmethod
    def of(cls, settings: Settings) -> "Layout":
        """The one that these settings mean."""
        return cls(settings.home / "neo4j")

    @property
    def conf(self) -> Path:
        """Neo4j's configuration."""
        return self.home / "conf"

    @property
    def run(self) -> Path:
        """What is true only while it runs."""
        return self.home / "run"

    @property
    def run_file(self) -> Path:
        """Which process runs, and at which port."""
        return self.run / "neo4j.json"

    @property
    def output(self) -> Path:
        """What the Java process itself says."""
        return self.home / "logs" / "java.log"

    @property
    def log(self) -> Path:
        """What Neo4j tells its operator."""
        return self.home / "logs" / "neo4j.log"

    @property
    def store_lock(self) -> Path:
        """The file that Neo4j locks while it uses the store."""
        return self.home / "data" / "databases" / "store_lock"

    @property
    def password_file(self) -> Path:
        """The password, readable by its owner alone."""
        return self.home / "password"

    def lay_out(self, port: int) -> None:
        """Make the folders, write the configuration, and choose a password the first time."""
        for name in ("conf", "data", "logs", "import", "run", "plugins"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        page_cache = memory_plan(total_memory()).page_cache
        (self.conf / "neo4j.conf").write_text(CONFIGURATION.format(port=port, page_cache=page_cache, log=LOG), "utf-8")
        if not self.password_file.exists():
            self._choose_password()

    def password(self) -> str:
        """The password of the local store."""
        try:
            return self.password_file.read_text("utf-8").strip()
        except FileNotFoundError as error:
            mend = f"Put it back there with mode 600; without it the store under {self.home} cannot be opened."
            raise StoreError(f"The password of the local Neo4j is missing ({self.password_file}).", mend) from error

    def _choose_password(self) -> None:
        if self.store_lock.exists():
            self.password()
        password = secrets.token_urlsafe(24)
        authority = self.home / "data" / "dbms" / "auth.ini"
        authority.parent.mkdir(parents=True, exist_ok=True)
        _write_private(authority, f"{USER}:{_credential(password, secrets.token_bytes(32))}:\n")
        _write_private(self.password_file, password)


def _credential(password: str, salt: bytes) -> str:
    """The form in which Neo4j reads a first password: what its admin tool would write, without a JVM or an argument."""
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(1023):
        digest = hashlib.sha256(digest).digest()
    return f"SHA-256,{digest.hex()},{salt.hex()},1024"


def _write_private(file: Path, text: str) -> None:
    written = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    written.replace(file)


@dataclass(frozen=True, slots=True)
class Memory:
    """Mebibytes for Java's heap and for Neo4j's page cache."""

    heap: int
    page_cache: int


def memory_plan(total: int) -> Memory:
    """A twelfth of the machine each, within what a city's demo needs and what a small machine can give."""
    share = total // 12 // MIB
    return Memory(heap=min(max(share, 512), 2048), page_cache=min(max(share, 128), 2048))


def total_memory() -> int:
    """The machine's memory, or what the container may use of it."""
    total = psutil.virtual_memory().total
    try:
        limit = CGROUP_LIMIT.read_text("ascii").strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdigit() else total
