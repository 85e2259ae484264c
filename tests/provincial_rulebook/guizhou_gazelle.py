"""贵州省瞪羚企业（虚构，只供测试）：称号、程序和认定、复核标准都写在这一个模块里；文号、条款和数字都不是任何省的规定。"""

import datetime as dt

from tiertrack import Actor, Basis, EventKind, Region, State
from tiertrack.law.instrument import Confidence, Instrument
from tiertrack.law.title_definition import OldName
from tiertrack.rulebooks.zh import 万元, 上年度, 原文, 复核, 引, 有效称号, 期间, 条件, 版本, 研发费用, 营业收入, 认定
from tiertrack.rulebooks.zh_title import 期限, 环节, 省级, 称号, 程序

贵州省 = Region("520000")

办法 = Instrument(
    key="gz-gazelle-2025",
    number="黔测试〔2025〕1号",
    title="贵州省瞪羚企业测试办法",
    issued=dt.date(2025, 1, 1),
    in_force=dt.date(2025, 1, 1),
    verified_on=None,
    confidence=Confidence.ORIGINAL,
)
正文 = 引(办法, "", 原文)

瞪羚企业 = 称号(
    "gazelle_gz",
    "贵州省瞪羚企业",
    级别=省级,
    地区=贵州省,
    别名=("黔瞪羚",),
    旧称=(OldName("贵州省羚羊企业", "gazelle_gz", 期间("2020-01-01", "2024-12-31"), 办法.clause("附则")),),
    程序=程序(
        Actor.PROVINCE,
        办法.clause("第八条"),
        环节=(环节("expert_review", "专家评审", State.RECOMMENDED, Actor.PROVINCE),),
        期限=期限(2, 办法.clause("第九条")),
        有复核=True,
        推荐=Actor.DISTRICT,
        叫法={EventKind.RECOGNISED: "入榜"},
    ),
)

收入 = 条件(
    "GZ1",
    "营业收入",
    依据=正文.款("第三条"),
    要点="上年度营业收入不低于2000万元",
    认定=上年度(营业收入).不低于(万元(2000)),
)
研发 = 条件(
    "GZ2",
    "研发费用",
    依据=正文.款("第四条"),
    要点="上年度研发费用不低于100万元",
    认定=上年度(研发费用).不低于(万元(100)),
)
在榜 = 条件("GZ3", "称号有效", 依据=正文.款("第十条"), 要点="仍持有有效的称号", 认定=有效称号(瞪羚企业))

认定标准 = 版本(
    瞪羚企业,
    认定,
    期间=期间("2025-01-01"),
    依据=正文.款("第三条"),
    条件=(收入, 研发),
    地区=贵州省,
    有效年限=2,
    性质=Basis.MUNICIPAL,
)
复核标准 = 版本(
    瞪羚企业,
    复核,
    期间=期间("2025-01-01"),
    依据=正文.款("第十条"),
    条件=(收入, 在榜),
    地区=贵州省,
    有效年限=2,
    性质=Basis.MUNICIPAL,
)

各称号 = (瞪羚企业,)

各版本 = (认定标准, 复核标准)
