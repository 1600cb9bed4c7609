"""The desk of the feed: small deliveries into a store of its own."""

from tests.feed.conftest import desk

__all__ = ["desk"]
