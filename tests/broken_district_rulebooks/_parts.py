"""What the broken rulebooks here share: a measure, a sound edition, and the editions that were there before."""

from __future__ import annotations

import datetime as dt

from tiertrack import Act, Adjacent, Basis, Edition, Region, Rulebook, Tier, Variant
from tiertrack.law.instrument import Confidence, Instrument
from tiertrack.law.titles import Title
from tiertrack.rulebooks.zh import 万元, 上年度, 原文, 参数, 引, 期间, 条件, 版本, 研发费用, 认定, 重庆市
from tiertrack.rules.criterion import Criterion

巴南区 = Region("500113")
办法 = Instrument("district", "巴南测试〔2025〕1号", "测试办法", None, None, dt.date(2026, 1, 1), Confidence.ORIGINAL)
正文 = 引(办法, "", 原文)

合格 = 条件(
    "K1",
    "研发费用",
    依据=正文.款("第三条"),
    要点="上年度研发费用不低于{hard_tech.rd}",
    认定=上年度(研发费用).不低于(参数("hard_tech.rd", 万元(100))),
)


def 一版(
    *criteria: Criterion,
    title: Title = Tier.HARD_TECH,
    act: Act = 认定,
    start: str = "2025-01-01",
    last: str | None = None,
    region: Region | None = 巴南区,
    basis: Basis = Basis.DISTRICT_LOCAL,
    variant: Variant | None = None,
) -> Edition:
    return 版本(
        title,
        act,
        期间=期间(start, last),
        依据=正文.款(""),
        条件=criteria or (合格,),
        地区=region,
        性质=basis,
        分支=variant,
    )


初创 = Variant("seed", "初创培育", "画像")
对标 = Variant("star", "对标科创板", "画像")

原有 = Rulebook(
    (
        一版(title=Tier.SRDI_SME, start="2022-08-01", last="2026-03-31", region=None, basis=Basis.NATIONAL_RECOGNITION),
        一版(title=Tier.SRDI_SME, start="2026-04-01", region=None, basis=Basis.NATIONAL_RECOGNITION),
        一版(start="2024-01-01", region=None, basis=Basis.DEFAULT_LOCAL, variant=初创),
        一版(start="2024-01-01", region=None, basis=Basis.DEFAULT_LOCAL, variant=对标),
        一版(title=Adjacent.GAZELLE_CQ, start="2024-01-01", region=重庆市, basis=Basis.MUNICIPAL),
    )
)
