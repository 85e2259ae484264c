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

通知2023 = Instrument(
    key="miit-2023-round",
    number="2023 年度小巨人通知",
    title="2023 年度专精特新“小巨人”企业培育和复核通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与印发日未能核实，按年度适用",
)

重庆通知2025 = Instrument(
    key="cq-2025-23",
    number="渝经信中小〔2025〕23号",
    title="重庆市 2025 年度专精特新“小巨人”企业认定和复核通知",
    issued=dt.date(2025, 5, 15),
    in_force=dt.date(2025, 5, 15),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="只读到开头部分，按年度适用",
)

重庆培育方案 = Instrument(
    key="cq-2024-14",
    number="渝府办发〔2024〕14号",
    title="重庆市推动优质中小企业梯度培育改革工作方案",
    issued=dt.date(2024, 2, 7),
    in_force=dt.date(2024, 2, 4),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="目标与文号为原文，七条标题为转述",
)

单项冠军办法 = Instrument(
    key="miit-2023-138",
    number="工信部政法〔2023〕138号",
    title="制造业单项冠军企业认定管理办法",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="2023 年 8 月印发，精确的印发日与施行日未能核实；第一至五条为原文",
)

科技型办法 = Instrument(
    key="most-2017-115",
    number="国科发政〔2017〕115号",
    title="科技型中小企业评价办法",
    issued=dt.date(2017, 5, 3),
    in_force=dt.date(2017, 5, 3),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="编号有效的截止日说法不一，未能核实",
)

高企办法 = Instrument(
    key="most-2016-32",
    number="国科发火〔2016〕32号",
    title="高新技术企业认定管理办法",
    issued=dt.date(2016, 1, 1),
    in_force=dt.date(2016, 1, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

重点小巨人通知 = Instrument(
    key="mof-2024-148",
    number="财建〔2024〕148号",
    title="进一步支持专精特新中小企业高质量发展的通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

发行上市规则 = Instrument(
    key="ipo-procedure",
    number="发行上市审核规则",
    title="辅导监管规定、各交易所发行上市审核规则与公开的项目动态",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="程序与状态码取自整理，条文未逐条核实",
)

科创属性指引 = Instrument(
    key="csrc-star-attributes-2024",
    number="科创属性评价指引（试行）",
    title="科创属性评价指引（试行），2024 年 4 月 30 日修改",
    issued=dt.date(2024, 4, 30),
    in_force=dt.date(2024, 4, 30),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="四项指标的数值为证监会决定的原文转载，例外情形多为转述",
)

本地缺省口径 = Instrument(
    key="local-default",
    number="本地缺省",
    title="没有全国统一办法的称号，本软件所附的缺省口径，区县可整套替换",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.DERIVED,
)

文件 = (
    划型标准,
    高企办法,
    科技型办法,
    暂行办法,
    通知2023,
    单项冠军办法,
    重庆培育方案,
    重点小巨人通知,
    发展评价体系,
    通知2025,
    重庆通知2025,
    管理办法,
    通知2026,
    发行上市规则,
    科创属性指引,
    本地缺省口径,
)
