"""绿色工厂：只登记，不判断；评价的条件没有读到全文。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instruments import 绿色工厂办法
from tiertrack.law.states import Actor
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_title import *

绿色工厂: Final = 称号(
    "green_factory",
    "绿色工厂",
    程序=程序(
        Actor.MINISTRY,
        绿色工厂办法.clause("动态管理", None, "市级名单由市级主管部门公布"),
        无固定期限=True,
        叫法={EventKind.RECOGNISED: "列入名单", EventKind.REVOKED: "移出名单"},
    ),
)

各称号: Final = (绿色工厂,)

各空档: Final = 自始空档(绿色工厂, None, 只登记, 认定, 复核)
