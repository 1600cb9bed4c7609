"""Moments: the two days that a question may name, on which something was recorded and of which it was true. Pure."""

from dataclasses import dataclass
from datetime import date

from twopages.errors import TwoPagesError

ALWAYS = "9999-12-31"  # stands for a day that is not named: no delivery is of a later one


class MomentError(TwoPagesError):
    """A day of which nobody can ask."""

    code = "DAY"


@dataclass(frozen=True, slots=True)
class Moment:
    """The two days of a question as ISO text; None: as things are now.

    `recorded`: what the deliveries up to the end of that day tell, whatever came later; `valid`: what was true on that day.
    """

    recorded: str | None = None
    valid: str | None = None

    @property
    def day(self) -> str | None:
        """The day on which ages and the like are reckoned; None for today."""
        return self.valid or self.recorded


NOW = Moment()


def moment(recorded: str | None, valid: str | None, today: str) -> Moment:
    """The moment of these days; MomentError for what is no day, days to come, or truth after the day of record."""
    for day in (recorded, valid):
        _require_day(day)
        if day is not None and day > today:
            raise MomentError(f"A day of asOf lies after today, {today}: nothing is known of days to come.")
    if recorded is not None and valid is not None and valid > recorded:
        raise MomentError(
            "The valid day of asOf lies after its recorded day: nobody could have recorded by then what was true."
        )
    return Moment(recorded, valid)


def _require_day(text: str | None) -> None:
    try:
        if text is not None and date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except (TypeError, ValueError) as error:
        raise MomentError("A day of asOf is not a day like 2021-06-30.") from error
