"""重庆市科技型企业：只登记，不判断；入库细则没有读到完整的条件。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instruments import 科技型企业细则
from tiertrack.law.states import Actor
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_title import *

科技型企业: Final = 称号(
    "tech_enterprise_cq",
    "重庆市科技型企业",
    级别=市级,
    地区=重庆市,
    程序=程序(Actor.PROVINCE, 科技型企业细则.clause("入库"), 叫法={EventKind.RECOGNISED: "入库"}),
)

各称号: Final = (科技型企业,)

各空档: Final = 自始空档(科技型企业, None, 只登记, 认定, 复核)
