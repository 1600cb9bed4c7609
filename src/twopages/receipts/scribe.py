"""The process that writes one log: what is handed to it becomes blocks, and it tells how much of that is durable.

It is a process of its own, so that chaining, signing and the disk take nothing from those that make answers meanwhile. What comes while
a block is being written forms the next (group commit). It knows its owner by a pipe alone, and ends with it however that ends: what the
owner was not told of never left it as an answer. It tells by an eventfd: counting there waits for nobody, and reading costs one call.
"""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import orjson

from twopages.errors import ReceiptError, TwoPagesError
from twopages.keys import KeyRing
from twopages.receipts.folder import Folder
from twopages.receipts.writer import Writer
from twopages.settings import Settings

END: Final = b""  # the message after which nothing comes
_MOST: Final = 200  # messages of one block


def opening(folder: Folder, ring: KeyRing, segment_bytes: int) -> bytes:
    """The first message: which log is to be written, and where the key ring is that signs."""
    place = ring.place()
    told = {"folder": str(folder.path), "home": str(place.home), "ring": place.key_ring, "most": segment_bytes}
    return orjson.dumps(told)


def serve(channel: "Connection[bytes, bytes]", counter: int) -> None:
    """Write the log that the first message names until the last one: messages that are done with are counted, a fault is told."""
    try:
        with _opened(orjson.loads(channel.recv_bytes())) as writer:
            os.eventfd_write(counter, 1)
            _write(channel, counter, writer)
    except TwoPagesError as error:
        channel.send_bytes(str(error).encode())
    except OSError as error:
        channel.send_bytes(f"A receipt could not be written: {error}.".encode())


@contextmanager
def _opened(told: Mapping[str, Any]) -> Iterator[Writer]:
    folder = Folder(Path(told["folder"]))
    folder.prepare()
    lock = folder.hold()
    try:
        ring = KeyRing.load(Settings(home=Path(told["home"]), key_ring=told["ring"]))
        writer = _writer(folder, ring, told["most"])
        try:
            yield writer
        finally:
            with suppress(OSError):  # whatever is not durable was not acknowledged
                writer.close()
    finally:
        os.close(lock)


def _writer(folder: Folder, ring: KeyRing, most: int) -> Writer:
    try:
        return Writer(folder, ring, most)
    except OSError as error:
        raise ReceiptError(f"The receipt log cannot be opened: {error}.") from error


def _write(channel: "Connection[bytes, bytes]", counter: int, writer: Writer) -> None:
    block = [b"-"]
    while block[-1] != END:
        block = _taken(channel)
        lines = [line for message in block if message != END for line in message.split(b"\n")]
        if lines:
            writer.write(lines)
        os.eventfd_write(counter, len(block))


def _taken(channel: "Connection[bytes, bytes]") -> list[bytes]:
    """The next message, and what else has come by now."""
    block = [channel.recv_bytes()]
    while block[-1] != END and len(block) < _MOST and channel.poll():
        block.append(channel.recv_bytes())
    return block


def main(pipe: int, counter: int) -> None:
    """Serve the owner of a pipe; what a terminal or a supervisor says to all of the owner's processes is for the owner."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    with Connection(pipe) as channel, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        serve(channel, counter)
