"""The big data centre: the indexes of electronic licences."""

import numpy as np

from twopages.synthetic.cells import Cells, dated, open_ended, plain, whole
from twopages.synthetic.licences import VALID, Licences
from twopages.synthetic.offices.desk import Desk
from twopages.synthetic.offices.police import address
from twopages.synthetic.texts import Text, digits, join, same, text, where

REASONS = {"2": "监督检查中责令暂扣", "5": "持证人申请注销", "6": "有效期届满"}


def _common(
    desk: Desk, licences: Licences, holder_key: Text, holder_name: Text, headers: tuple[str, str]
) -> dict[str, Cells]:
    count = len(licences.number)
    lasting = open_ended(dated(licences.until, "iso"), desk.rng.integers(0, 3, count))
    types = desk.model.code_lists["licence-type"].codes
    return {
        "电子证照标识": plain(join("31", licences.kind, digits(np.arange(count) + 1, 9))),
        "证照类型代码": plain(licences.kind),
        "证照名称": plain(text([types[code].label.zh for code in licences.kind.tolist()])),
        "证照编号": plain(licences.number),
        headers[0]: plain(holder_key),
        headers[1]: plain(holder_name),
        "发证机关": plain(licences.issuer),
        "发证区划": plain(licences.district),
        "发证日期": dated(licences.issued, "iso"),
        "有效期起": dated(licences.issued, "iso"),
        "有效期止": lasting,
        "证照状态": plain(licences.state),
        "状态日期": dated(licences.state_date, "iso"),
        "版本号": whole(licences.version),
        "文件摘要": plain(_digests(desk, count)),
    }


def _digests(desk: Desk, count: int) -> Text:
    raw = desk.rng.integers(0, 256, (count, 32), dtype=np.uint8)
    return text([row.tobytes().hex() for row in raw])


def person_licence_index(desk: Desk) -> dict[str, Cells]:
    """The electronic licences of persons."""
    city, licences = desk.city, desk.city.person_licences
    headers = ("持证人证件号", "持证人姓名")
    common = _common(desk, licences, city.keys[licences.holder], city.names.name[licences.holder], headers)
    return common | {"等级": plain(licences.level)}


def enterprise_licence_index(desk: Desk) -> dict[str, Cells]:
    """The electronic licences of enterprises, children with the number of their parent; a few parents have been replaced since."""
    city, licences = desk.city, desk.city.firm_licences
    firms, count = city.firms, len(licences.number)
    headers = ("持证主体代码", "持证主体名称")
    parent = licences.parent.copy()
    replaced = (parent != "") & desk.chance(desk.dirt.stale, count)
    parent[replaced] = join(parent[replaced], "-1")
    reason = same("", count)
    for state, words in REASONS.items():
        reason[licences.state == state] = words
    return _common(desk, licences, firms.key[licences.holder], firms.name[licences.holder], headers) | {
        "许可范围": plain(firms.scope[licences.holder]),
        "许可地址": address(desk, firms.operating[licences.holder]),
        "母证编号": plain(parent),
        "状态变更原因": plain(where(licences.state == VALID, "", reason)),
    }
