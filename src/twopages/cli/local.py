"""`twopages neo4j`: the local store as a background process."""

from dataclasses import asdict

import typer

from twopages.cli.frame import Json, download_bar, print_json, tell
from twopages.cli.store import FETCHING, local_store
from twopages.settings import load_settings

NOT_RUNNING = 1

app = typer.Typer(no_args_is_help=True, help="Start and stop the local Neo4j.")


@app.command()
def start(json: Json = False) -> None:
    """Start the local Neo4j in the background; it runs until it is stopped."""
    with download_bar(FETCHING) as report:
        found = local_store(load_settings(), report).start()
    print_json(asdict(found)) if json else tell(f"Neo4j runs at port {found.port} as process {found.pid}.")


@app.command()
def stop() -> None:
    """Stop the local Neo4j, whoever started it."""
    tell("Neo4j is stopped." if local_store(load_settings()).stop() else "No local Neo4j was running.")


@app.command()
def status(json: Json = False) -> None:
    """Say whether the local Neo4j runs; the exit code is 1 when it does not."""
    found = local_store(load_settings()).status()
    if json:
        print_json(asdict(found))
    else:
        state = f"runs at port {found.port} as process {found.pid}" if found.running else "does not run"
        typer.echo(f"The local Neo4j under {found.home} {state}.")
    raise typer.Exit(0 if found.running else NOT_RUNNING)


@app.command("shell-url")
def shell_url() -> None:
    """Print the address for a Cypher shell; the password stays in its private file."""
    settings = load_settings()
    typer.echo(settings.neo4j_uri or local_store(settings).shell_url())
