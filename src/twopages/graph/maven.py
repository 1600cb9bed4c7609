"""One artifact from a Maven repository, through jgo; which repository that is, is the user's to say."""

import errno
import os
import traceback
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from twopages.errors import StoreError

TIMEOUT = 60
TRIES = 3
USER_SETTINGS = Path.home() / ".m2" / "settings.xml"


@dataclass(frozen=True, slots=True)
class Coordinate:
    """Where a file stands in any Maven repository."""

    group: str
    artifact: str
    version: str
    classifier: str = ""
    extension: str = "jar"

    @classmethod
    def parse(cls, text: str) -> "Coordinate":
        """From group:artifact:version[:classifier][@extension]."""
        names, _, extension = text.partition("@")
        group, artifact, version, *classifier = names.split(":")
        return cls(group, artifact, version, "".join(classifier), extension or "jar")

    @property
    def file_name(self) -> str:
        """The file's own name."""
        return "-".join(filter(None, [self.artifact, self.version, self.classifier])) + f".{self.extension}"

    def __str__(self) -> str:
        names = ":".join(filter(None, [self.group, self.artifact, self.version, self.classifier]))
        return names if self.extension == "jar" else f"{names}@{self.extension}"


class Download:
    """Fetches files into a folder, unverified, telling of every piece that arrives."""

    def __init__(self, mirror: str, staging: Path, arrived: Callable[[int], None]) -> None:
        from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415  # brings a web client that only a fetch needs

        base = mirror or mirror_of_user(USER_SETTINGS)
        self._arrived = arrived
        self._context = MavenContext(
            resolver=PythonResolver(progress_callback=self._watch),
            repo_cache=staging,
            remote_repos={"central": base.rstrip("/")} if base else None,
            timeout=TIMEOUT,
        )

    def get(self, coordinate: Coordinate) -> Path:
        """The fetched file; StoreError when it cannot be had after a few tries."""
        for remaining in reversed(range(TRIES)):
            try:
                return self._resolve(coordinate)
            except (OSError, RuntimeError) as error:
                traceback.clear_frames(error.__traceback__)  # jgo leaves the failed response open in one of them
                self._give_up(coordinate, error, remaining)
        raise AssertionError  # the last try either gives a file or gives up

    def _resolve(self, coordinate: Coordinate) -> Path:
        project = self._context.project(coordinate.group, coordinate.artifact)
        component = project.at_version(coordinate.version)
        artifact = component.artifact(classifier=coordinate.classifier, packaging=coordinate.extension)
        if artifact.cached_path:  # a piece that a broken line left would be taken for the whole
            artifact.cached_path.unlink(missing_ok=True)
        return Path(artifact.resolve())

    def _give_up(self, coordinate: Coordinate, error: Exception, remaining: int) -> None:
        """A full disk is told as it is; anything else is the line's or the repository's fault and may pass."""
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise OSError(error.errno, os.strerror(error.errno)) from error
        if not remaining:
            raise StoreError(
                f"{coordinate} could not be fetched from the Maven repository ({type(error).__name__}).",
                "Check the network, or name a mirror with TWOPAGES_MAVEN_MIRROR; run it again to go on where it stopped.",
            ) from error

    @contextmanager
    def _watch(self, _file: str, _size: int) -> Iterator[Callable[[int], None]]:
        yield self._arrived


def mirror_of_user(settings: Path) -> str:
    """The mirror of Maven's central repository that the user's own Maven settings name, or nothing."""
    try:
        root = ET.parse(settings).getroot()  # noqa: S314
    except (OSError, ET.ParseError):
        return ""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]  # settings are written with and without their namespace
    found = [mirror for mirror in root.iterfind("mirrors/mirror") if _stands_for_central(mirror)]
    return (found[0].findtext("url") or "").strip() if found else ""


def _stands_for_central(mirror: ET.Element) -> bool:
    names = {name.strip() for name in (mirror.findtext("mirrorOf") or "").split(",")}
    return (
        bool(names & {"*", "external:*", "central"})
        and "!central" not in names
        and mirror.findtext("blocked") != "true"
    )
