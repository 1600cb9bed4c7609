"""Cases: what a department handles, and for whose sake the file of its subject may be opened."""

from twopages.access.cases.case import Case, CaseError, CasesAsk, CasesPage
from twopages.access.cases.cases import DAYS, Cases, Clock, finds, handles, now_in_utc, on_cases, services_of, told

__all__ = [
    "DAYS",
    "Case",
    "CaseError",
    "Cases",
    "CasesAsk",
    "CasesPage",
    "Clock",
    "finds",
    "handles",
    "now_in_utc",
    "on_cases",
    "services_of",
    "told",
]
