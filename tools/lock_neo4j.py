"""Write locks/neo4j.lock anew: every file of Neo4j Community with its SHA-256 and size, as Maven resolves it.

Run it by hand when the version changes: `python tools/lock_neo4j.py 2026.08.1`. It needs Maven; nothing else of the project does.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "locks" / "neo4j.lock"
POM = """<project><modelVersion>4.0.0</modelVersion><groupId>lock</groupId><artifactId>lock</artifactId><version>1</version>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency></dependencies>
</project>"""
LINE = re.compile(r"^\s*([\w.-]+):([\w.-]+):jar:(?:([\w.-]+):)?([\w.-]+):(?:compile|runtime)\b")


def lock(version: str, folder: Path) -> list[str]:
    """The lines of the lock: group:artifact:version[:classifier], SHA-256, size."""
    (folder / "pom.xml").write_text(POM.format(version=version), "utf-8")
    listing = folder / "list.txt"
    goal = [
        "dependency:list",
        "-DincludeScope=runtime",
        f"-DoutputFile={listing}",
        f"-Dmaven.repo.local={folder / 'repository'}",
    ]
    subprocess.run(["mvn", "--quiet", "--batch-mode", *goal], cwd=folder, check=True)
    found = [LINE.match(line) for line in listing.read_text("utf-8").splitlines()]
    return sorted(_line(folder / "repository", match) for match in found if match)


def _line(repository: Path, match: re.Match[str]) -> str:
    group, artifact, classifier, version = match.groups()
    file = repository.joinpath(
        *group.split("."), artifact, version, "-".join(filter(None, [artifact, version, classifier])) + ".jar"
    )
    content = file.read_bytes()
    coordinate = ":".join(filter(None, [group, artifact, version, classifier]))
    return f"{coordinate} {hashlib.sha256(content).hexdigest()} {len(content)}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        lines = lock(sys.argv[1], Path(temporary))
    LOCK.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} files, {sum(int(line.split()[2]) for line in lines):,} bytes")
