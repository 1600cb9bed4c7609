"""What people allow: consents to organisations, and authorisations to agents; kept in the graph, withdrawn at once."""

from twopages.access.grants.faults import GrantError, What
from twopages.access.grants.giver import Given, Giver
from twopages.access.grants.grant import Authorisation, Consent, Refusal, Side, State
from twopages.access.grants.grants import ConsentAsk, Grants, Limits, TrustAsk, grants_of

__all__ = [
    "Authorisation",
    "Consent",
    "ConsentAsk",
    "Given",
    "Giver",
    "GrantError",
    "Grants",
    "Limits",
    "Refusal",
    "Side",
    "State",
    "TrustAsk",
    "What",
    "grants_of",
]
