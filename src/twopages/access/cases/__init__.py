"""Cases: what a department handles, and for whose sake the file of its subject may be opened."""

from twopages.access.cases.case import Case, CaseError, CasesAsk, CasesPage
from twopages.access.cases.cases import DAYS, Cases, Clock, handles, now_in_utc, services_of, told

__all__ = [
    "DAYS",
    "Case",
    "CaseError",
    "Cases",
    "CasesAsk",
    "CasesPage",
    "Clock",
    "handles",
    "now_in_utc",
    "services_of",
    "told",
]
