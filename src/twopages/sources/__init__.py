"""Reading deliveries: CSV, Excel, Parquet and SQL, all to the same text columns, each checked against its manifest."""

from twopages.sources.delivery import Delivery, open_delivery, verify
from twopages.sources.manifest import Manifest, checksum, deliveries, manifest_path, read_manifest, write_manifest

__all__ = [
    "Delivery",
    "Manifest",
    "checksum",
    "deliveries",
    "manifest_path",
    "open_delivery",
    "read_manifest",
    "verify",
    "write_manifest",
]
