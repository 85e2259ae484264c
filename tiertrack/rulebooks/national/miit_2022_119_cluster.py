"""中小企业特色产业集群：只登记，不判断；主体是县级的产业集群，不是企业，指标也没有读全。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.instruments import 产业集群办法
from tiertrack.law.states import Actor
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_title import *

特色产业集群: Final = 称号(
    "cluster",
    "中小企业特色产业集群",
    级别=国家级,
    程序=程序(
        Actor.MINISTRY,
        产业集群办法.clause("认定与复核", None, "每年 4 月 30 日前报上年情况"),
        期限=期限(3, 产业集群办法.clause("认定有效期三年", None, "2022 年认定的为 2023 至 2025 年")),
        有复核=True,
        推荐=Actor.PROVINCE,
    ),
)

各称号: Final = (特色产业集群,)

各空档: Final = 自始空档(
    特色产业集群, None, "只登记，不判断：认定的是县级的产业集群，不是企业，指标也没有读全", 认定, 复核
)
