"""One base error and the few kinds that a user meets; each message names what, where and how to mend it."""


class TwoPagesError(Exception):
    """Base of every error that is the user's to read: `str(error)` is one clear line, `mend` says what to do about it."""

    code = "ERROR"
    exit_code = 1

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(f"{message} {mend}".strip())


class SettingError(TwoPagesError):
    """A setting or secret is missing or malformed."""

    code = "SETTING"
    exit_code = 2


class OntologyError(TwoPagesError):
    """The ontology does not compile; the message holds every mistake, one a line."""

    code = "ONTOLOGY"
    exit_code = 3


class DeliveryError(TwoPagesError):
    """A delivery is refused whole; nothing of it was taken in."""

    code = "DELIVERY"
    exit_code = 4


class StoreError(TwoPagesError):
    """The graph store cannot be had, or does not fit this program."""

    code = "STORE"
    exit_code = 5


class KeyRingError(TwoPagesError):
    """The key ring is missing, damaged or lacks the key that sealed something."""

    code = "KEYS"
    exit_code = 6


class ReceiptError(TwoPagesError):
    """A receipt cannot be kept, or the receipt log cannot be used; what it was for must not be answered."""

    code = "RECEIPT"
    exit_code = 7
