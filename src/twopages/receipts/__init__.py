"""Receipts: the proof of every look, in an append-only log that is chained, signed and durable before an answer leaves."""

from twopages.receipts.faults import Fault, What
from twopages.receipts.folder import Folder, read_keys
from twopages.receipts.log import ReceiptLog
from twopages.receipts.reading import Entry, entries
from twopages.receipts.receipt import Look, Receipt, query_digest, trace_id
from twopages.receipts.verifying import Verified, verify

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
