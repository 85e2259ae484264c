"""规范性文件一览：文号、公布与施行日、被替代之日，以及这些要素是怎样看到的。"""

from __future__ import annotations

import datetime as dt

from tiertrack.law.instrument import Confidence, Instrument

_核对日 = dt.date(2026, 11, 21)

划型标准 = Instrument(
    key="sme-size-2011",
    number="工信部联企业〔2011〕300号",
    title="中小企业划型标准规定",
    issued=dt.date(2011, 6, 18),
    in_force=dt.date(2011, 6, 18),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="2026 年工作计划含修订，未见新标准",
)

暂行办法 = Instrument(
    key="miit-2022-63",
    number="工信部企业〔2022〕63号",
    title="优质中小企业梯度培育管理暂行办法",
    issued=dt.date(2022, 6, 1),
    in_force=dt.date(2022, 8, 1),
    superseded=dt.date(2026, 4, 1),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="施行日凭记忆，未能核实附则原文；附件1 在合并新标准发布前续用，附件3 续用于 2026 年度复核",
)

管理办法 = Instrument(
    key="miit-2026-2",
    number="工信部企业〔2026〕2号",
    title="优质中小企业梯度培育管理办法",
    issued=dt.date(2026, 1, 17),
    in_force=dt.date(2026, 4, 1),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="公布日为新闻发布之日；正文多数条款未能核实全文",
)

发展评价体系 = Instrument(
    key="miit-2024-75",
    number="工信厅企业函〔2024〕75号",
    title="中小企业专精特新发展评价指标体系",
    issued=dt.date(2024, 12, 1),
    in_force=dt.date(2024, 12, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="权重、分档和行业均值未公开，得分只收平台出具的",
)

通知2025 = Instrument(
    key="miit-2025-190",
    number="工信厅企业函〔2025〕190号",
    title="2025 年度专精特新“小巨人”企业认定和复核通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="印发日未能核实，按年度适用",
)

通知2026 = Instrument(
    key="miit-2026-117",
    number="工信厅企业函〔2026〕117号",
    title="2026 年度专精特新“小巨人”企业认定和复核通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="印发日与全文未能核实，按年度适用",
)

文件 = (划型标准, 暂行办法, 发展评价体系, 通知2025, 管理办法, 通知2026)
