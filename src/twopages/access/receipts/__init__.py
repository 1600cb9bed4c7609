"""Receipts: the proof of every look, in an append-only log that is chained, signed and durable before an answer leaves."""

from twopages.access.receipts.faults import Fault, What
from twopages.access.receipts.folder import Folder, read_keys
from twopages.access.receipts.log import ReceiptLog
from twopages.access.receipts.reading import Entry, entries
from twopages.access.receipts.receipt import Look, Receipt, query_digest, trace_id
from twopages.access.receipts.verifying import Verified, verify

__all__ = [
    "Entry",
    "Fault",
    "Folder",
    "Look",
    "Receipt",
    "ReceiptLog",
    "Verified",
    "What",
    "entries",
    "query_digest",
    "read_keys",
    "trace_id",
    "verify",
]
