"""The receipt log of this process: what is handed to it is durable when the wait for it is over, or was refused."""

import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from twopages.errors import ReceiptError
from twopages.keys import KeyRing
from twopages.receipts.folder import Folder
from twopages.receipts.line import receipt_payload
from twopages.receipts.receipt import Receipt
from twopages.receipts.scribe import END, opening
from twopages.receipts.writer import SEGMENT_BYTES

_MEND: Final = "Nothing is answered without a receipt: make room or mend the disk, then start again."
_LONGEST: Final = 2**16  # bytes of a fault
_ENDED: Final = "The process that writes receipts has ended."
_SECRETS: Final = "TWOPAGES_"  # settings and secrets of the program: the scribe is told what it needs by its socket


@dataclass(frozen=True, slots=True)
class Begun:
    """Receipts on their way to the disk."""

    _until: Callable[[int], None]
    _number: int

    def wait(self) -> None:
        """Return when they are durable; ReceiptError when they are not, and then the answer must not leave."""
        self._until(self._number)


class ReceiptLog:
    """Appends receipts for all threads of one process, by the hand of a process that writes (`scribe`).

    Whoever waits and finds nobody listening to the scribe listens for all: no thread has to be woken where only one waits.
    """

    def __init__(self, folder: Folder, ring: KeyRing, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        """Open the log and go on after its last whole block; a new segment is begun after `segment_bytes`.

        ReceiptError when another process writes it, others can read it, or it is not what was published of it.
        """
        self._mouth, self._news = threading.Lock(), threading.Condition()
        self._handed, self._durable = 1, 0  # messages; the first opens the log
        self._open, self._listening, self._fault = True, False, ""
        self._channel, theirs = socket.socketpair()
        self._counter = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._either = select.poll()
        for source in (self._channel.fileno(), self._counter):
            self._either.register(source, select.POLLIN)
        with theirs:
            self._scribe = start(theirs, self._counter)
        self._say(opening(folder, ring, segment_bytes))
        with self._news:
            self._listen()
        if self._fault:
            self.close()
            raise ReceiptError(self._fault)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def begin(self, receipts: Iterable[Receipt]) -> Begun:
        """Hand receipts over without waiting; ReceiptError where nothing is taken any more.

        After an error of the disk every further call is refused until the log is opened anew.
        """
        message = b"\n".join(receipt_payload(receipt.canonical()) for receipt in receipts)
        return Begun(self._until, self._hand(message + END) if message else 0)

    def write(self, receipts: Iterable[Receipt]) -> None:
        """Hand receipts over and wait for them."""
        self.begin(receipts).wait()

    def close(self) -> None:
        """Let what was handed over be written, then let the log go; doing it twice is no error."""
        with self._mouth:
            if not self._open:
                return
            self._open = False
            with suppress(OSError):
                self._channel.shutdown(socket.SHUT_WR)
        with suppress(ReceiptError):
            self._until(sys.maxsize)  # the scribe says what is durable, then ends
        self._channel.close()
        self._scribe.wait()
        os.close(self._counter)

    def _hand(self, message: bytes) -> int:
        with self._mouth:
            if self._fault or not self._open:
                raise ReceiptError(self._fault if self._open else "The receipt log is closed.", _MEND)
            self._handed += 1
            self._say(message)
            return self._handed

    def _say(self, message: bytes) -> None:
        with suppress(OSError):  # a scribe that has ended: why, whoever waits will hear
            self._channel.sendall(message)

    def _until(self, number: int) -> None:
        """Wait until so many messages are durable; ReceiptError where they will never be."""
        if self._durable >= number:
            return
        with self._news:
            while self._durable < number and not self._fault:
                self._news.wait() if self._listening else self._listen()
            if self._durable < number:
                raise ReceiptError(self._fault, _MEND)

    def _listen(self) -> None:
        """Hear what the scribe says next, while others may come to wait, and let them know."""
        self._listening = True
        # Whatever cuts the listening short ends the log: what was counted by then is not known.
        told: int | str = _ENDED
        self._news.release()
        try:
            told = self._heard()
        finally:
            self._news.acquire()
            self._listening = False
            if isinstance(told, int):
                self._durable += told
            else:
                self._fault = told
            self._news.notify_all()

    def _heard(self) -> int | str:
        """How many messages more are durable, or why nothing will be any more."""
        if more := self._more():
            return more
        self._either.poll()
        return self._more() or self._reason()  # what was durable before the end counts

    def _more(self) -> int:
        try:
            return os.eventfd_read(self._counter)
        except BlockingIOError:
            return 0

    def _reason(self) -> str:
        try:
            return self._channel.recv(_LONGEST).decode() or _ENDED
        except OSError:
            return _ENDED


def start(theirs: socket.socket, counter: int) -> "subprocess.Popen[bytes]":
    """A scribe for the other end of a socket that counts in an eventfd, in a session of its own: Ctrl-C in a terminal is for its owner."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
    ends = (theirs.fileno(), counter)
    command = [sys.executable, "-P", "-m", "twopages.receipts", *map(str, ends)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, pass_fds=ends, env=environment, stdin=quiet, stdout=quiet, start_new_session=True)
