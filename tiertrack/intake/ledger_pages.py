"""The sheets of the workbook of everything on record (台账): what each is called and what its columns are.

It is written by these headings and read by them, so that what is written is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# The sheets, in their order.
FIRMS: Final = "企业"
VALUES: Final = "数值"
TITLES_HELD: Final = "称号"
EVENTS: Final = "事项"
DUE: Final = "到期"
JUDGED: Final = "认定"
RIGHTS: Final = "知识产权"
REMARKS: Final = "备注"
PAGES: Final = (FIRMS, VALUES, TITLES_HELD, EVENTS, DUE, JUDGED, RIGHTS, REMARKS)

# What tells a workbook to be one: sheets that no other has together.
MARKING: Final = frozenset({FIRMS, VALUES, EVENTS})

# Who a row is about.
WHO: Final[Mapping[str, str]] = {"name": "企业名称", "uscc": "统一社会信用代码"}

# In the place of a source where a value has none: rows of one value need sources of their own.
NO_SOURCE: Final = "（没有写出处）"

# The columns of the enterprises that follow from the others, and are not read.
INFERRED: Final = ("现有称号", "现有最高称号", "最高称号有效期至")

# The columns of an event, by its members; those of a title held are some of them.
EVENT_HEADINGS: Final[Mapping[str, str]] = {
    "title": "称号",
    "product": "产品",
    "kind": "事项",
    "on": "日期",
    "document": "文件",
    "starts": "有效期起",
    "through": "有效期至",
    "derived": "有效期为推算",
    "batch": "批次",
    "board": "板块",
    "named": "原称",
    "reason": "事由",
    "until": "禁报至",
    "year": "年度",
    "stage": "环节",
    "value": "内容",
    "told_by": "出处",
}
HELD_MEMBERS: Final = ("title", "product", "kind", "on", "document", "starts", "through", "derived", "batch", "board")
STATE_HEADING: Final = "当日状态"
COUNTS_HEADING: Final = "仍作数"
RECORDED_HEADING: Final = "登记时刻"

# What is written for people to look at and not read again, and what is said of it.
FOLLOWING: Final = (*INFERRED, STATE_HEADING, RECORDED_HEADING)
NOT_READ: Final = f"“{DUE}”一页和{'、'.join(FOLLOWING)}由别处得出，不读，改了不算"

JUDGED_HEADINGS: Final[Mapping[str, str]] = {"key": "认定事项", "value": "结论", "by": "认定机关", "on": "认定日期"}

REMARK_HEADINGS: Final = ("备注项", "内容")
REMARKED_MEMBERS: Final = ("title", "kind", "on", "document")
