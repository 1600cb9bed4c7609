"""What receipts call an account: a keyed hash, the same for ever."""

from twopages.keys import KeyRing


def account_hash(keys: KeyRing, account: str) -> str:
    """The account of a viewer as receipts hold it: 32 hexadecimal digits."""
    return keys.hash_id("account", account)
