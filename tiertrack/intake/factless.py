"""Tables that are handed in as facts and are none: a list of titles would enrol its firms, and lose what it says."""

from __future__ import annotations

import enum

from tiertrack.errors import Fault
from tiertrack.facts.headings import BESIDE_FACTS, Headings
from tiertrack.intake.title_columns import column_of


class Factless(enum.Enum):
    """What becomes of a table without a column of facts, and of one that tells of acts on titles beside them: its firms
    are taken, or it is refused."""

    TAKEN = "taken"
    REFUSED = "refused"


# What lists of titles say of an act; a table of facts may have one such column beside, but not two.
_OF_AN_ACT = ("title", "event", "document", "batch")


def factless_fault(headings: Headings, place: str) -> Fault | None:
    """The fault of a table that tells of acts on titles, or whose firms are followed by no column of facts nor by one
    that looks like it; None where it is a table of facts, or says nowhere which firms it is about."""
    told = [left.heading for left in headings.unread if column_of(left.heading) in _OF_AN_ACT]
    has_facts = any(heading.key not in BESIDE_FACTS for heading in headings.columns.values())
    if len(told) > 1:
        columns = "、".join(f"“{heading}”" for heading in told)
        remedy = "请用 read_title_list 导入"
        remedy += "；表里的数值请另存一张没有这几列的表再导入" if has_facts else ""
        return Fault("E659", f"表里有 {columns}，是称号名单，不是事实表，没有导入", remedy, None, place)
    if has_facts or headings.faults or not headings.identifies or any(left.is_misspelt for left in headings.unread):
        return None
    remedy = "是称号名单的，请用 read_title_list 导入，写明称号、事项、日期和文件；只登记企业的，请用 enrol 逐家登记"
    return Fault("E659", "表里只有企业，没有一列数值，没有导入", remedy, None, place)
