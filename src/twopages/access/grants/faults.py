"""What can be wrong with a grant, by code and in both languages; no text repeats what was written."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from twopages.access.reasons import ActError
from twopages.ontology.model import Label


class What(StrEnum):
    """The kinds of fault."""

    NO_FILE = "GRANT_NO_FILE"
    PURPOSE = "GRANT_PURPOSE"
    ORGANISATION = "GRANT_ORGANISATION"
    ITEMS = "GRANT_ITEMS"
    NOTHING = "GRANT_NOTHING"
    NUMBER = "GRANT_NUMBER"
    ONESELF = "GRANT_ONESELF"
    DAYS = "GRANT_DAYS"
    LONG = "GRANT_LONG"
    MANY = "GRANT_MANY"
    TWICE = "GRANT_TWICE"
    GONE = "GRANT_GONE"
    OVER = "GRANT_OVER"


_SAID: Final[Mapping[What, Label]] = {
    What.NO_FILE: Label("没有这份档案。", "There is no such file."),
    What.PURPOSE: Label("请在列出的用途中选择一项。", "Choose one of the purposes that are listed."),
    What.ORGANISATION: Label(
        "请写明机构名称，不超过100个字符。", "Write the name of the organisation, in at most 100 characters."
    ),
    What.ITEMS: Label("所选项目超出该用途可以查看的范围。", "Something was chosen that this purpose does not give."),
    What.NOTHING: Label("请至少选择一项内容。", "Choose at least one part of the file."),
    What.NUMBER: Label("公民身份号码不正确，请核对。", "This is no valid identity number; please check it."),
    What.ONESELF: Label("不能授权给本人。", "One cannot authorise oneself."),
    What.DAYS: Label(
        "起止日期不正确：不得早于今天，止日不得早于起日。",
        "The days are not right: neither may have passed, and the first must not be after the last.",
    ),
    What.LONG: Label("期限过长，请缩短。", "The time is too long; please choose an earlier last day."),
    What.MANY: Label(
        "有效的同意和授权已达上限，请先撤回一些。", "There are too many consents and authorisations; end some first."
    ),
    What.TWICE: Label(
        "在这段时间内已有相同的同意或授权，请先撤回。", "There is one already for these days; end it first."
    ),
    What.GONE: Label("没有这项同意或授权。", "There is no such consent or authorisation."),
    What.OVER: Label("这项同意或授权已经结束。", "This consent or authorisation has ended already."),
}


class GrantError(ActError):
    """A grant that cannot be made or changed; `what` says why."""

    def __init__(self, what: What) -> None:
        super().__init__(what.value, _SAID[what])
        self.what = what
