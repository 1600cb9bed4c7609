"""The container files are valid, pinned and closed to other machines."""

import re
import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sysconfig.get_path("scripts"))
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_the_compose_file_follows_its_specification() -> None:
    tool = [str(SCRIPTS / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    subprocess.run([*tool, "docker-compose.yml"], cwd=ROOT, check=True, capture_output=True)


def test_the_dockerfile_passes_its_linter() -> None:
    subprocess.run([str(SCRIPTS / "hadolint"), "Dockerfile"], cwd=ROOT, check=True, capture_output=True)


def test_images_are_pinned_by_version() -> None:
    images = re.findall(r"^\s*image: (\S+)", COMPOSE, re.MULTILINE) + re.findall(
        r"^FROM (\S+)", DOCKERFILE, re.MULTILINE
    )
    assert len(images) == 5
    assert [image for image in images if not re.fullmatch(r"[a-z0-9/]+:\d+\.\d+\.\d+(-[a-z]+)*", image)] == []


def test_neo4j_is_the_version_that_runs_without_containers() -> None:
    locked = re.search(r"^org\.neo4j:neo4j:(\S+) ", (ROOT / "locks" / "neo4j.lock").read_text("utf-8"), re.MULTILINE)
    assert locked
    assert f"image: neo4j:{locked[1]}-community" in COMPOSE


def test_keycloak_is_the_version_that_the_tests_run_with_the_same_realm() -> None:
    locked = re.search(r":([\d.]+)@zip ", (ROOT / "locks" / "keycloak.lock").read_text("utf-8"))
    assert locked
    assert f"image: keycloak/keycloak:{locked[1]}" in COMPOSE
    assert "./docker/keycloak:/opt/keycloak/data/import:ro" in COMPOSE
    realm = (ROOT / "docker" / "keycloak" / "realm.json").read_text("utf-8")
    assert re.findall(r'"secret": "([^"]*)"', realm) == ["${TWOPAGES_OIDC_CLIENT_SECRET}", "${PROGRAM_SECRET}"]


def test_ports_are_published_on_loopback_only() -> None:
    published = re.findall(r"^\s*- \"?([\d.:]+:\d+)\"?$", COMPOSE, re.MULTILINE)
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_app_runs_as_a_user_of_its_own_and_reports_its_health() -> None:
    assert re.search(r"^USER [1-9]\d+$", DOCKERFILE, re.MULTILINE)
    assert re.search(r"HEALTHCHECK[^\n]*\\\n[^\n]*/ready", DOCKERFILE)


def test_no_secret_stands_in_the_container_files() -> None:
    assert not re.search(r"(?i)password\s*[:=]", COMPOSE + DOCKERFILE)
    assert "/secrets/" in (ROOT / ".gitignore").read_text("utf-8")


def test_the_start_script_reads_the_secret_of_neo4j(tmp_path: Path) -> None:
    secret, program = tmp_path / "neo4j_auth", tmp_path / "twopages"
    secret.write_text("neo4j/a/b c")
    program.write_text('#!/bin/sh\necho "$TWOPAGES_NEO4J_USER|$TWOPAGES_NEO4J_PASSWORD|$*"\n')
    program.chmod(0o755)
    script = (ROOT / "docker" / "start").read_text("utf-8").replace("/run/secrets/neo4j_auth", str(secret))
    done = subprocess.run(
        ["sh", "-c", script, "start", "serve"],
        env={"PATH": f"{tmp_path}:/bin:/usr/bin"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "neo4j|a/b c|serve\n"
