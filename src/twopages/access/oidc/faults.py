"""What can go wrong when an issuer vouches for somebody; no message repeats what came from outside."""

from twopages.errors import TwoPagesError


class SignInError(TwoPagesError):
    """A sign-in at the issuer came to nothing: `code` is STALE (not begun by this browser, or too long ago), DENIED or FAILED."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class TokenError(TwoPagesError):
    """A token is not taken; the code says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ClaimError(TwoPagesError):
    """The issuer vouches for somebody, but a claim is missing or not what it must be; its value is not told."""

    code = "CLAIM_REFUSED"

    def __init__(self, claim: str, wanted: str) -> None:
        super().__init__(f"The claim {claim} is missing or is not {wanted}.")
        self.claim = claim


class IssuerError(TwoPagesError):
    """The issuer cannot be asked now, or answers what no issuer should."""

    code = "ISSUER_UNAVAILABLE"

    def __init__(self, fault: str) -> None:
        super().__init__(f"The identity provider {fault}.", "Try again later.")
