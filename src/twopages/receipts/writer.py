"""What a log writes: blocks of lines that are made durable at once, segments of some size, heads and the tip."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import orjson

from twopages.keys import KeyRing, Signing
from twopages.receipts.ends import End, find_end, rows_of
from twopages.receipts.folder import FILE, Folder, append_to, content, publish_keys, write_all
from twopages.receipts.head import Head
from twopages.receipts.line import NOTHING, RECEIPT, chained, written
from twopages.receipts.receipt import now

SEGMENT_BYTES: Final = 16 * 2**20


class Writer:
    """Writes one log; whoever uses it holds the folder's lock. It signs with the newest key of the ring's file."""

    def __init__(self, folder: Folder, ring: KeyRing, segment_bytes: int) -> None:
        self._folder, self._ring, self._most, self._signing = folder, ring, segment_bytes, ring.signing
        end = find_end(folder, self._signing.public)
        publish_keys(folder, self._signing.public)
        self._head = end.head if end else self._begin()
        self._chain, self._size = (self._head.own_chain, end.size) if end else (NOTHING, 0)
        self._file: int | None = None
        self._heads = append_to(folder.heads)
        self._tip = os.open(folder.tip, os.O_WRONLY | os.O_CREAT, FILE)
        try:
            self._continue(end)
        except BaseException:
            self._release()
            raise

    def write(self, payloads: Sequence[bytes]) -> None:
        """Write one block and make it durable; OSError when it cannot be, and then nothing more may be written."""
        file = self._file
        if file is None or self._size >= self._most:
            file, first = self._next_segment(file)
            payloads = [first, *payloads]
        sequence, chain, rows = self._head.sequence, self._chain, []
        for payload in payloads:
            sequence += 1
            chain = chained(chain, sequence, payload)
            rows.append(written(sequence, chain, payload))
        receipts = sum(1 for payload in payloads if payload.startswith(RECEIPT))
        self._end_block(file, rows, chain, self._next_head(sequence + 1, chain, receipts))

    def _next_head(self, sequence: int, chain: bytes, receipts: int) -> Head:
        before = self._head
        return Head(
            at=now(),
            chain=chain.decode(),
            log=before.log,
            receipts=before.receipts + receipts,
            segment=before.segment,
            sequence=sequence,
        ).signed(self._signs())

    def _signs(self) -> Signing:
        """The key that signs now; another than before is published before anything is signed with it."""
        newest = self._ring.signing
        if newest.current != self._signing.current:
            publish_keys(self._folder, newest.public)
            self._signing = newest
        return newest

    def _end_block(self, file: int, rows: list[bytes], chain: bytes, head: Head) -> None:
        """Write the rows and the line with their head, and only then say that they are there."""
        payload = head.payload
        chain = chained(chain, head.sequence, payload)
        rows.append(written(head.sequence, chain, payload))
        block = b"".join(rows)
        write_all(file, block)
        os.fdatasync(file)
        self._head, self._chain, self._size = head, chain, self._size + len(block)
        self._set_tip()

    def close(self) -> None:
        """Make the tip durable and let go of the files."""
        try:
            os.fsync(self._tip)
        finally:
            self._release()

    def _release(self) -> None:
        for file in (self._file, self._heads, self._tip):
            if file is not None:
                os.close(file)

    def _set_tip(self) -> None:
        """Not made durable by itself: after a power cut it may be behind the log, never ahead of it."""
        os.pwrite(self._tip, self._head.tip, 0)

    def _begin(self) -> Head:
        """The head of a log without lines; it stands as the tip before there is a segment, so that one without a tip is not whole."""
        log = secrets.token_hex(8)
        head = Head(at=now(), chain=NOTHING.decode(), log=log, receipts=0, segment=0, sequence=0)
        return head.signed(self._signing)

    def _continue(self, end: End | None) -> None:
        """Go on after the last whole block: what was cut off after it is removed, and the log says so."""
        self._set_tip()
        os.fsync(self._tip)
        torn = self._remove_torn(end)
        self._mend_heads()
        if end and self._head.segment not in self._finished():
            self._file = append_to(self._folder.segment(self._head.segment))
        self._folder.sync()
        self.write([orjson.dumps({"opened": {"at": now(), "torn": torn}})])

    def _remove_torn(self, end: End | None) -> int:
        """Cut the last segment after its last whole block; remove one that has none. The number of bytes."""
        segments = {number: path for number, path in self._folder.segments().items() if number > self._head.segment}
        torn = end.torn if end else sum(path.stat().st_size for path in segments.values())
        for path in segments.values():
            path.unlink()
        if end and end.torn:
            path = self._folder.segment(self._head.segment)
            os.truncate(path, end.size)
        return torn

    def _mend_heads(self) -> None:
        """A head that was cut off while it was published is published again when its segment is followed by another."""
        data = content(self._folder.heads)
        os.ftruncate(self._heads, data.rfind(b"\n") + 1)

    def _finished(self) -> set[int]:
        found = map(Head.parse, rows_of(content(self._folder.heads))[0])
        return {head.segment for head in found if head}

    def _next_segment(self, file: int | None) -> tuple[int, bytes]:
        """Publish the head of this segment and begin another: its file, and what its first line holds."""
        if file is not None:
            write_all(self._heads, self._head.text + b"\n")
            os.fsync(self._heads)
            os.close(file)
        self._head = replace(self._head, segment=self._head.segment + 1)
        self._file = append_to(self._folder.segment(self._head.segment))
        self._folder.sync()
        self._size = 0
        head = self._head
        first = {"at": now(), "first": head.sequence + 1, "log": head.log, "number": head.segment}
        return self._file, orjson.dumps({"segment": first})
