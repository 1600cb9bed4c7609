"""The process that writes one log: what is handed to it becomes blocks, and it tells how much of that is durable.

It is a process of its own, so that chaining, signing and the disk take nothing from those that make answers meanwhile. What comes while
a block is being written forms the next (group commit). It knows its owner by a socket alone, and ends with it however that ends: what the
owner was not told of never left it as an answer. It tells by an eventfd: counting there waits for nobody, and reading costs one call.
"""

import os
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import orjson

from twopages.errors import ReceiptError, TwoPagesError
from twopages.keys import KeyRing
from twopages.receipts.folder import Folder
from twopages.receipts.writer import Writer
from twopages.settings import Settings

END: Final = b"\n\n"  # of a message, whose lines are JSON and never empty
_MOST: Final = 2**20  # bytes that are read at once, and so of one block


def opening(folder: Folder, ring: KeyRing, segment_bytes: int) -> bytes:
    """The first message: which log is to be written, and where the key ring is that signs."""
    place = ring.place()
    told = {"folder": str(folder.path), "home": str(place.home), "ring": place.key_ring, "most": segment_bytes}
    return orjson.dumps(told) + END


def serve(channel: socket.socket, counter: int) -> None:
    """Write the log that the first message names until nothing comes: messages that are done with are counted, a fault is told."""
    blocks = _blocks(channel)
    if not (first := next(blocks, None)):
        return  # its owner ended before it asked for anything
    try:
        with _opened(orjson.loads(first[0])) as writer:
            os.eventfd_write(counter, len(first))
            _write(blocks, counter, writer)
    except TwoPagesError as error:
        channel.sendall(str(error).encode())
    except OSError as error:
        channel.sendall(f"A receipt could not be written: {error}.".encode())


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


def _write(blocks: Iterator[list[bytes]], counter: int, writer: Writer) -> None:
    for messages in blocks:
        writer.write([line for message in messages for line in message.split(b"\n")])
        os.eventfd_write(counter, len(messages))


def _blocks(channel: socket.socket) -> Iterator[list[bytes]]:
    """The messages that have come by now, again and again until no more can come; half a message is nothing."""
    rest = b""
    while data := channel.recv(_MOST):
        *messages, rest = (rest + data).split(END)
        if messages:
            yield messages


def main(ours: int, counter: int) -> None:
    """Serve the owner at the other end of a socket; what a terminal or a supervisor says to all of its processes is for the owner."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    with socket.socket(fileno=ours) as channel, suppress(BrokenPipeError, ConnectionResetError):
        serve(channel, counter)
