"""The clock of the door: which day it is where the questions are asked."""

from datetime import datetime, timedelta, timezone
from typing import Final

_SHANGHAI: Final = timezone(timedelta(hours=8))  # without summer time since 1991


def today_in_shanghai() -> str:
    """The day (YYYY-MM-DD) of questions that name none."""
    return now_in_shanghai().date().isoformat()


def now_in_shanghai() -> datetime:
    """The present moment, on clocks in Shanghai."""
    return datetime.now(_SHANGHAI)
