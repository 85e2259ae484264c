"""数字化车间：只登记，不判断；试行办法没有读到完整的条件。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.instruments import 数字化车间办法
from tiertrack.law.states import Actor
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_title import *

数字化车间: Final = 称号(
    "digital_workshop",
    "数字化车间",
    程序=程序(Actor.PROVINCE, 数字化车间办法.clause("认定"), 无固定期限=True),
)

各称号: Final = (数字化车间,)

各空档: Final = 自始空档(数字化车间, None, 只登记, 认定, 复核)
