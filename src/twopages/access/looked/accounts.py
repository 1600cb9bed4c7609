"""Accounts as receipts name them: by a keyed hash."""

from twopages.keys import KeyRing


def account_hash(keys: KeyRing, account: str) -> str:
    """The hash by which receipts name an account, 32 hexadecimal digits."""
    return keys.hash_id("account", account)
