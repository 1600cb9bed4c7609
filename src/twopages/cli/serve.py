"""`twopages serve`, `schema`: the pages and the API."""

import errno
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from twopages.cli.erase import erase_again
from twopages.cli.frame import tell
from twopages.cli.store import running_store
from twopages.errors import SettingError
from twopages.settings import Settings, load_settings

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from uvicorn import Config

    from twopages.graph import Store

GRACE = 5  # seconds that open requests have when the server is told to stop


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; TWOPAGES_HOST if none is named.")] = "",
    port: Annotated[int, typer.Option(help="The port to listen on; TWOPAGES_PORT if none is named.")] = 0,
) -> None:
    """Serve the two pages and GraphQL."""
    settings = load_settings()
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    require_port(settings)
    with running_store(settings) as store:
        serve_store(settings, store, lambda: tell(f"TwoPages answers at {settings.base}"))


def serve_store(settings: Settings, store: "Store", announce: Callable[[], None]) -> None:
    """Serve until the process is told to stop; nothing about requests is logged."""
    import uvicorn

    from twopages.app import create_app
    from twopages.keys import KeyRing
    from twopages.receipts import Folder, ReceiptLog

    class Announcing(uvicorn.Server):
        """Says that it answers when it does."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            announce()

    erase_again(settings, store)
    with ReceiptLog(Folder.of(settings), KeyRing.load(settings)) as log:
        Announcing(_config(settings, create_app(settings, store, log))).run()


def _config(settings: Settings, application: "Starlette") -> "Config":
    """How the server listens: nothing about requests is logged, and the head of one is bounded."""
    import uvicorn

    from twopages.cli.protocol import BoundedProtocol

    return uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        http=BoundedProtocol,
        ws="none",
        server_header=False,
        proxy_headers=False,  # the program itself decides whom it believes where a request comes from
        timeout_graceful_shutdown=GRACE,
    )


def schema() -> None:
    """Print the GraphQL schema."""
    from twopages.api.schema import print_sdl
    from twopages.ontology import load_model

    typer.echo(print_sdl(load_model(load_settings().ontology)), nl=False)


def require_port(settings: Settings) -> None:
    """The port must be free before anything else is started."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        used = error.errno == errno.EADDRINUSE
        reason = "is in use by another program" if used else f"cannot be used: {error.strerror}"
        mend = (
            "Stop that program, or name another port with TWOPAGES_PORT."
            if used
            else "Correct TWOPAGES_HOST or TWOPAGES_PORT."
        )
        raise SettingError(f"Port {settings.port} of {settings.host} {reason}.", mend) from error
