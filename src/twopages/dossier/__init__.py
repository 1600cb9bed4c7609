"""Dossiers: the plan (what is asked, plain data), its one Cypher statement, the envelopes (what is answered)."""

from twopages.dossier.changes import Change, Changes, Kind, Topic, compare
from twopages.dossier.compile import compile_plan
from twopages.dossier.keyed import Way, led_to, ways
from twopages.dossier.moment import NOW, Moment, MomentError, moment
from twopages.dossier.nearby import Near, Nearby
from twopages.dossier.needs import needs
from twopages.dossier.opening import entity_id
from twopages.dossier.plan import (
    PAGE_SIZE,
    CursorError,
    LinksAsk,
    Plan,
    RecordsAsk,
    cursor,
    directions,
    place,
    whole,
    with_far,
)
from twopages.dossier.read import Dossiers, read_dossier
from twopages.dossier.search import Found, search
from twopages.dossier.today import today_in_shanghai
from twopages.dossier.types import (
    Agreement,
    Cell,
    Conflict,
    Delivery,
    Dossier,
    Envelope,
    Far,
    Link,
    LinkPage,
    LinkSource,
    Member,
    RecordPage,
    RecordView,
    Source,
    Verdict,
)

__all__ = [
    "NOW",
    "PAGE_SIZE",
    "Agreement",
    "Cell",
    "Change",
    "Changes",
    "Conflict",
    "CursorError",
    "Delivery",
    "Dossier",
    "Dossiers",
    "Envelope",
    "Far",
    "Found",
    "Kind",
    "Link",
    "LinkPage",
    "LinkSource",
    "LinksAsk",
    "Member",
    "Moment",
    "MomentError",
    "Near",
    "Nearby",
    "Plan",
    "RecordPage",
    "RecordView",
    "RecordsAsk",
    "Source",
    "Topic",
    "Verdict",
    "Way",
    "compare",
    "compile_plan",
    "cursor",
    "directions",
    "entity_id",
    "led_to",
    "moment",
    "needs",
    "place",
    "read_dossier",
    "search",
    "today_in_shanghai",
    "ways",
    "whole",
    "with_far",
]
