"""示例区的硬科技企业口径（虚构，只作示例）：500113 借作示例区的代码，文号、条款和数字都不是任何区县的规定。

用法：tiertrack assess firm.json --tier hard_tech --on 2026-06-30 --rulebook hard_tech.py
"""

import datetime as dt

from tiertrack import Basis, Region, Tier
from tiertrack.law.instrument import Confidence, Instrument
from tiertrack.rulebooks.zh import (
    万元,
    产业化的发明专利,
    任一满足,
    全部满足,
    列入严重失信名单,
    列入经营异常名录,
    原文,
    参数,
    境内依法设立,
    复核,
    年,
    引,
    成立,
    期间,
    条件,
    版本,
    百分之,
    研发费用,
    营业收入,
    认定,
    近两年合计,
    非,
    项,
)

示例区 = Region("500113")

办法 = Instrument(
    key="example-hard-tech",
    number="示例区经信发〔2025〕1号",
    title="示例区硬科技企业培育办法",
    issued=dt.date(2025, 6, 20),
    in_force=dt.date(2025, 7, 1),
    verified_on=dt.date(2026, 6, 30),
    confidence=Confidence.ORIGINAL,
    note="虚构，只作示例",
)
正文 = 引(办法, "", 原文)

依法经营 = 条件(
    "HT1",
    "依法经营",
    依据=正文.款("第三条"),
    要点="在境内依法设立，未列入经营异常名录或严重失信名单",
    认定=全部满足(境内依法设立, 非(列入经营异常名录), 非(列入严重失信名单)),
)
成立年限 = 条件(
    "HT2",
    "成立年限",
    依据=正文.款("第四条（一）"),
    要点="成立不超过{hard_tech.age}",
    认定=成立.距今不超过(参数("hard_tech.age", 年(10))),
)
研发投入 = 条件(
    "HT3",
    "研发投入",
    依据=正文.款("第四条（二）"),
    要点="近两年研发费用合计占营业收入合计不低于{hard_tech.rd_share}，或合计不低于{hard_tech.rd_total}",
    认定=任一满足(
        近两年合计(研发费用).占(近两年合计(营业收入)).不低于(参数("hard_tech.rd_share", 百分之(10))),
        近两年合计(研发费用).不低于(参数("hard_tech.rd_total", 万元(300))),
    ),
)
发明专利 = 条件(
    "HT4",
    "发明专利",
    依据=正文.款("第四条（三）"),
    要点="应用于主营业务并能够产业化的发明专利不少于{hard_tech.patents}",
    认定=产业化的发明专利.不低于(参数("hard_tech.patents", 项(1))),
)

认定标准 = 版本(
    Tier.HARD_TECH,
    认定,
    期间=期间("2025-07-01"),
    依据=正文.款(""),
    条件=(依法经营, 成立年限, 研发投入, 发明专利),
    地区=示例区,
    有效年限=2,
    性质=Basis.DISTRICT_LOCAL,
)
复评标准 = 版本(
    Tier.HARD_TECH,
    复核,
    期间=期间("2025-07-01"),
    依据=正文.款("第八条"),
    条件=(依法经营, 研发投入, 发明专利),
    地区=示例区,
    有效年限=2,
    性质=Basis.DISTRICT_LOCAL,
)

各版本 = (认定标准, 复评标准)
