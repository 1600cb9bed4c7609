"""Why something is not answered or not done: coded, and in the two languages."""

from collections.abc import Mapping
from typing import Final, Literal

from twopages.errors import TwoPagesError
from twopages.ontology.model import Label

Code = Literal[
    "PURPOSE_NEEDED",
    "PURPOSE_UNKNOWN",
    "PURPOSE_NOT_YOURS",
    "PURPOSE_NOT_GRANTED",
    "PURPOSE_OTHER_CLASS",
    "CASE_NEEDED",
    "CASE_NOT_OPEN",
    "NOT_IN_PURPOSE",
    "NEVER_IN_PURPOSE",
    "ABOVE_GRADE",
    "NOT_FOUND_BY",
    "PAST_NOT_SHOWN",
    "MASKED_IN_PURPOSE",
    "RESTS_ON_WITHHELD",
]

REASONS: Final[Mapping[str, Label]] = {
    "PURPOSE_NEEDED": Label("须指明应用场景。", "Name the purpose that you ask for."),
    "PURPOSE_UNKNOWN": Label("没有此应用场景。", "There is no such purpose."),
    "PURPOSE_NOT_YOURS": Label("您的身份或部门不能使用此应用场景。", "Your role or department does not have this purpose."),
    "PURPOSE_NOT_GRANTED": Label("此应用场景尚未授权给您的部门。", "This purpose is not granted to your department yet."),
    "PURPOSE_OTHER_CLASS": Label("此应用场景针对另一类主体。", "This purpose is about subjects of another class."),
    "CASE_NEEDED": Label("此应用场景须在办件中使用。", "This purpose is used in a case alone: name it."),
    "CASE_NOT_OPEN": Label("没有此办件，或已办结、超时，或属于其他部门或场景。", "There is no such case, or it ended, or is another department's or purpose's."),  # noqa: E501
    "NOT_IN_PURPOSE": Label("此应用场景不提供此项。", "This purpose does not give it."),
    "NEVER_IN_PURPOSE": Label("此应用场景禁止提供此项。", "This purpose forbids it."),
    "ABOVE_GRADE": Label("此项的安全级别高于此应用场景的最高级别。", "Its grade is above the highest of this purpose."),
    "NOT_FOUND_BY": Label("此应用场景不得据此查找、排序或计数。", "This purpose neither finds, sorts nor counts by it."),
    "PAST_NOT_SHOWN": Label("此应用场景只提供当前情况。", "This purpose shows what is, not what was."),
    "MASKED_IN_PURPOSE": Label("此应用场景只提供此项的掩码。", "This purpose gives it only masked."),
    "RESTS_ON_WITHHELD": Label("说明结果会透露此应用场景不提供的内容。", "How it came out would tell something that this purpose does not give."),  # noqa: E501
}  # fmt: skip


class DeniedError(TwoPagesError):
    """Something that is not answered; `purposes` would allow it to the same viewer.

    `whole`: nothing of the operation is answered, since even the rest of the answer would tell.
    """

    def __init__(self, code: Code, purposes: tuple[str, ...] = (), *, whole: bool = False) -> None:
        super().__init__(REASONS[code].en)
        self.code: Code = code
        self.purposes, self.whole = purposes, whole

    @property
    def reason(self) -> Label:
        """Why, in words."""
        return REASONS[self.code]


class ActError(TwoPagesError):
    """Something that somebody may not do, or not like that: the code says why, `said` tells it to people; neither repeats what was sent."""

    def __init__(self, code: str, said: Label) -> None:
        super().__init__(said.en)
        self.code, self.said = code, said
