"""A sound small edition, of which each broken one here spoils one thing."""

from __future__ import annotations

import datetime as dt

from tiertrack.law.instrument import Confidence, Instrument
from tiertrack.law.tiers import Tier
from tiertrack.rulebooks.zh import 万元, 上年度, 原文, 引, 期间, 条件, 版本, 研发费用, 认定
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition

办法 = Instrument("test", "测试〔2024〕1号", "测试办法", None, None, dt.date(2026, 1, 1), Confidence.ORIGINAL)
附件 = 引(办法, "附件1", 原文)

合格 = 条件(
    "K1",
    "研发费用",
    依据=附件.款("（一）"),
    要点="上年度研发费用不低于100万元",
    认定=上年度(研发费用).不低于(万元(100)),
)


def 一版(*criteria: Criterion, start: str = "2024-01-01", last: str | None = None) -> Edition:
    return 版本(Tier.SRDI_SME, 认定, 期间=期间(start, last), 依据=附件.款(""), 条件=criteria)
