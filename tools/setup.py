"""Sets the project up: `python3 tools/setup.py demo` for running it, `... test` for working on it.

It runs before anything is installed, so it needs nothing but the standard library, and even an old Python can read it
as far as the line that says what is missing. Whatever is done already and has not changed is not done again.
"""

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"demo": "requirements/runtime.txt", "test": "requirements/dev.txt"}
OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")


def main(profile: str) -> None:
    """Bring the virtual environment and the JavaScript packages of one profile up to date."""
    require_python()
    make_venv()
    once(VENV / ".installed.json", python_digest(), profile, install_python)
    once(ROOT / "node_modules" / ".installed.json", node_digest(), profile, install_node)
    if profile == "test":
        require_browser()
        require_postgres()


def once(stamp: Path, digest: str, profile: str, install: Callable[[str], None]) -> None:
    """Install unless the stamp says that the same was installed, for this profile or for the wider one."""
    if stamp.exists():
        done = json.loads(stamp.read_text())
        if done["digest"] == digest and done["profile"] in (profile, "test"):
            return
        stamp.unlink()
    install(profile)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(json.dumps({"digest": digest, "profile": profile}))


def require_python() -> None:
    """Go on under a Python that is new enough, or say that there is none."""
    if sys.version_info >= OLDEST:
        return
    newer = next((path for path in map(shutil.which, NEWER) if path and runs(path, "-c", "")), None)
    if newer is None:
        fail(
            f"Python 3.11 or newer is needed; {sys.executable} is {platform.python_version()}. "
            "Install one, or name it: make PYTHON=/path/to/python3"
        )
    os.execv(newer, [newer, *sys.argv])  # noqa: S606


def make_venv() -> None:
    """Create the virtual environment; one that does not run (its Python was removed) is created anew."""
    if PYTHON.exists() and runs(PYTHON, "-m", "pip", "--version"):
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_debian("Python's venv module is missing", "python3-venv")
    say(f"Creating {VENV.name} with Python {platform.python_version()}")
    run("The virtual environment cannot be created", sys.executable, "-m", "venv", "--clear", str(VENV))


def install_python(profile: str) -> None:
    """Install the locked packages, every file checked against its hash, then the project itself in place.

    The lock is complete, so nothing is resolved: an older pip looks past the pinned version of a package that another one asks for with an
    extra, and refuses the newest.
    """
    say(f"Installing Python packages of {LOCKS[profile]}")
    pip("--no-deps", "--require-hashes", "--requirement", LOCKS[profile])
    pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")


def install_node(profile: str) -> None:
    """Install the locked JavaScript packages with the Node of the virtual environment; no package's own script runs."""
    say("Installing JavaScript packages of package-lock.json")
    npm = [str(VENV / "bin" / "npm"), "ci", "--ignore-scripts", "--loglevel=error"]
    run("npm cannot install the JavaScript packages", *npm, *(["--omit=dev"] if profile == "demo" else []))


def require_browser() -> None:
    """The browser tests need Chromium and a font with Chinese glyphs."""
    if not (shutil.which("chromium") and list(Path("/usr/share/fonts").rglob("NotoSansCJK*"))):
        install_debian("The browser tests need Chromium and a Chinese font", "chromium", "fonts-noto-cjk")


def require_postgres() -> None:
    """The tests of PostgreSQL deliveries start a server of their own."""
    if not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        install_debian("The tests of PostgreSQL deliveries need a server", "postgresql")


def install_debian(why: str, *packages: str) -> None:
    """Install Debian packages where that may be done without asking, else say what to install."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        fail(f"{why}. Install {' and '.join(packages)} (on Debian: sudo apt-get install {' '.join(packages)}).")
    say(f"{why}: installing {' and '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run("apt-get cannot read its package lists", "apt-get", "update", "-qq")
    install = ["apt-get", "install", "--yes", "-qq", "--no-install-recommends", *packages]
    run(f"apt-get cannot install {' and '.join(packages)}", *install)


def python_digest() -> str:
    """Changes with the locks, with what pyproject.toml says of the package, and with the Python used."""
    import tomllib  # noqa: PLC0415  # not there before Python 3.11

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locks = "".join((ROOT / path).read_text() for path in LOCKS.values())
    return digest_of(json.dumps(project, sort_keys=True), locks, os.path.realpath(PYTHON), str(ROOT))


def node_digest() -> str:
    """Changes with the JavaScript lock."""
    return digest_of((ROOT / "package-lock.json").read_text(encoding="utf-8"))


def digest_of(*texts: str) -> str:
    """One hash over several texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def pip(*arguments: str) -> None:
    """Run pip install; its progress is shown to people only."""
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *quiet, *arguments]
    run("pip cannot install the Python packages", *command)


def runs(*command: object) -> bool:
    """Whether a command exits with 0; its output is of no interest."""
    quiet = subprocess.DEVNULL
    return subprocess.run([str(part) for part in command], check=False, stdout=quiet, stderr=quiet).returncode == 0


def run(fault: str, *command: str) -> None:
    """Run a command in the project's folder; when it fails, end with one line after its own words."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=False)
    if done.returncode:
        fail(f"{fault} (exit code {done.returncode}; see above). Mend it and run make again: what is done stays done.")


def say(text: str) -> None:
    """Tell what happens now."""
    print(f"setup: {text}", file=sys.stderr, flush=True)


def fail(text: str) -> NoReturn:
    """End with one clear line."""
    sys.exit(f"setup: {text}")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
