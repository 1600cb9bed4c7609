"""OpenID Connect: an issuer signs people in for the pages, and vouches for who sends a bearer token to GraphQL."""

from dataclasses import dataclass

from twopages.access.oidc.claims import Registrar
from twopages.access.oidc.client import Client, client_of
from twopages.access.oidc.faults import ClaimError, IssuerError, SignInError, TokenError
from twopages.access.oidc.flow import LEFT, RETURN, SignIn
from twopages.access.oidc.issuer import Issuer
from twopages.access.oidc.tokens import Tokens
from twopages.access.viewer import Viewer
from twopages.keys import KeyRing
from twopages.ontology.model import Model

__all__ = [
    "LEFT",
    "RETURN",
    "ClaimError",
    "Client",
    "IssuerError",
    "Oidc",
    "SignIn",
    "SignInError",
    "TokenError",
    "client_of",
]


@dataclass(frozen=True, slots=True)
class Oidc:
    """The issuer of an installation, and both ways in that it opens."""

    client: Client
    sign_in: SignIn
    _tokens: Tokens
    _registrar: Registrar

    @classmethod
    def of(cls, client: Client, model: Model, keys: KeyRing, issuer: Issuer | None = None) -> "Oidc":
        """Both ways in; nothing is asked of the issuer before somebody comes."""
        issuer = issuer or Issuer(client.issuer)
        tokens, registrar = Tokens(issuer, client.skew), Registrar(client.names, model, keys)
        return cls(client, SignIn(client, issuer, tokens, registrar), tokens, registrar)

    async def bearer(self, authorization: str | None) -> Viewer | None:
        """The viewer of an access token for our audience; None where no token is sent or none would be taken."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not self.client.audience:
            return None
        return self._registrar.viewer(await self._tokens.access(token.strip(), self.client.audience))
