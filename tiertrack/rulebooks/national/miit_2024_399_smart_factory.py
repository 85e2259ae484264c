"""智能工厂：只登记，不判断；各级的条件没有读到全文。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.instruments import 智能工厂通知
from tiertrack.law.states import Actor
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_title import *

智能工厂: Final = 称号(
    "smart_factory",
    "智能工厂",
    程序=程序(Actor.PROVINCE, 智能工厂通知.clause("梯度", None, "市级认定另见 2018 年试行办法"), 无固定期限=True),
)

各称号: Final = (智能工厂,)

各空档: Final = 自始空档(智能工厂, None, 只登记, 认定, 复核)
