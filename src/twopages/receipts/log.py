"""The receipt log of this process: what is handed to it is durable when the call returns, or was refused."""

import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from twopages.errors import ReceiptError
from twopages.keys import KeyRing
from twopages.receipts.folder import Folder, publish_keys
from twopages.receipts.line import receipt_payload
from twopages.receipts.receipt import Receipt
from twopages.receipts.writer import SEGMENT_BYTES, Writer

_Waiting = tuple[Sequence[bytes], "Future[None]"]
_MEND = "Nothing is answered without a receipt: make room or mend the disk, then start again."


class ReceiptLog:
    """Appends receipts for all threads of one process; what comes while a block is being written forms the next (group commit).

    Who finds nobody writing writes the own block at once: waking another thread and being woken by it would cost more than
    the block. A thread of the log writes what was queued meanwhile.
    """

    def __init__(self, folder: Folder, ring: KeyRing, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        """Open the log and go on after its last whole block; a new segment is begun after `segment_bytes`.

        ReceiptError when another process writes it, others can read it, or it is not what was published of it.
        """
        folder.prepare()
        self._folder, self._lock = folder, folder.hold()
        try:
            self._writer = Writer(folder, ring, segment_bytes)
        except OSError as error:
            os.close(self._lock)
            raise ReceiptError(f"The receipt log cannot be opened: {error}.", _MEND) from error
        except BaseException:
            os.close(self._lock)
            raise
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._gate = threading.Lock()  # nothing is queued after the end of the queue
        self._pen = threading.Lock()  # who holds it writes
        self._waiting = 0  # queued and not yet taken by who holds the pen: nobody goes before these
        self._open, self._fault = True, ""
        self._thread = threading.Thread(target=self._work, name="receipts", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def write(self, receipts: Iterable[Receipt]) -> None:
        """Return when the receipts are durable; ReceiptError when they are not, and then the answer must not leave.

        After an error of the disk every further call is refused until the log is opened anew.
        """
        payloads = _payloads(receipts)
        if not payloads or self._waiting or not self._pen.acquire(blocking=False):
            self._submit(payloads).result()
            return
        try:
            self._require_open()
            self._write(payloads)
            self._require_sound()
        finally:
            self._pen.release()

    def submit(self, receipts: Iterable[Receipt]) -> "Future[None]":
        """The same without waiting: for `asyncio.wrap_future`. Receipts cancelled before their block is begun are not written."""
        return self._submit(_payloads(receipts))

    def _submit(self, payloads: Sequence[bytes]) -> "Future[None]":
        done: Future[None] = Future()
        if not payloads:
            done.set_result(None)
            return done
        with self._gate:
            self._require_open()
            self._waiting += 1
            self._queue.put((payloads, done))
        return done

    def sign_with(self, ring: KeyRing) -> None:
        """Sign blocks from now on with the ring's key: after its rotation, while the log is open."""
        publish_keys(self._folder, ring.public_keys)
        self._writer.ring = ring

    def close(self) -> None:
        """Write what is queued, then let the log go; doing it twice is no error."""
        with self._gate:
            if not self._open:
                return
            self._open = False
            self._queue.put(None)
        self._thread.join()
        with self._pen, suppress(OSError):  # whatever is not durable was not acknowledged
            self._writer.close()
        os.close(self._lock)

    def _require_open(self) -> None:
        if not self._open:
            raise ReceiptError("The receipt log is closed.", _MEND)
        self._require_sound()

    def _require_sound(self) -> None:
        if self._fault:
            raise ReceiptError(self._fault, _MEND)

    def _work(self) -> None:
        ended = False
        while not ended:
            first = self._queue.get()
            with self._pen:
                taken = [first, *self._rest()]
                block = [item for item in taken if item and item[1].set_running_or_notify_cancel()]
                if block and not self._fault:
                    self._write([payload for payloads, _ in block for payload in payloads])
                fault = self._fault
            ended = taken[-1] is None
            _tell(block, fault)

    def _rest(self) -> list[_Waiting | None]:
        """What else is queued by now."""
        rest: list[_Waiting | None] = []
        with self._gate, suppress(Empty):
            self._waiting = 0
            while True:
                rest.append(self._queue.get_nowait())
        return rest

    def _write(self, payloads: Sequence[bytes]) -> None:
        try:
            self._writer.write(payloads)
        except BaseException as error:  # whatever it is, a signal too: what the file holds now is not certain
            self._fault = f"A receipt could not be written: {error}."
            if not isinstance(error, Exception):
                raise


def _payloads(receipts: Iterable[Receipt]) -> Sequence[bytes]:
    return [receipt_payload(receipt.canonical()) for receipt in receipts]


def _tell(block: Sequence[_Waiting], fault: str) -> None:
    """Wake everybody who waits for a block."""
    for _, done in block:
        if fault:
            done.set_exception(ReceiptError(fault, _MEND))
        else:
            done.set_result(None)
