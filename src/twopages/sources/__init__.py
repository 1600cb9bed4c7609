"""Reading deliveries: CSV, Excel, Parquet, GeoJSON and SQL, all to the same text columns, each checked against its manifest."""

from twopages.sources.delivery import Delivery, open_delivery, verify
from twopages.sources.manifest import Manifest, checksum, deliveries, manifest_path, read_manifest, write_manifest
from twopages.sources.postgres import at_hand

__all__ = [
    "Delivery",
    "Manifest",
    "at_hand",
    "checksum",
    "deliveries",
    "manifest_path",
    "open_delivery",
    "read_manifest",
    "verify",
    "write_manifest",
]
