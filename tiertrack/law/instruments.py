"""规范性文件一览：文号、公布与施行日、被替代之日，以及这些要素是怎样看到的。"""

from __future__ import annotations

import datetime as dt
from typing import Final

from tiertrack.law.instrument import Confidence, Instrument

_核对日 = dt.date(2026, 11, 21)
_补正核对日 = dt.date(2026, 11, 29)

划型标准: Final = Instrument(
    key="sme-size-2011",
    number="工信部联企业〔2011〕300号",
    title="中小企业划型标准规定",
    issued=dt.date(2011, 6, 18),
    in_force=dt.date(2011, 6, 18),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="2026 年工作计划含修订，未见新标准",
)

通知2018: Final = Instrument(
    key="miit-2018-381",
    number="工信厅企业函〔2018〕381号",
    title="开展专精特新“小巨人”企业培育工作的通知（第一批）",
    issued=dt.date(2018, 11, 28),
    in_force=dt.date(2018, 11, 28),
    superseded=dt.date(2020, 7, 9),
    verified_on=_补正核对日,
    confidence=Confidence.RECALLED,
    note="文号凭记忆，原件没有看到；自最早见到的报道日起，落款日记忆为 2018-11-26；条件见三处整理",
)

通知2020: Final = Instrument(
    key="miit-2020-159",
    number="工信厅企业函〔2020〕159号",
    title="开展第二批专精特新“小巨人”企业培育工作的通知",
    issued=dt.date(2020, 7, 9),
    in_force=dt.date(2020, 7, 9),
    superseded=dt.date(2021, 4, 19),
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="原件没有看到；自最早见到的转发日起，落款日记忆为 2020-07-03；必备指标凭记忆，可选指标只见一处整理",
)

通知2021: Final = Instrument(
    key="miit-2021-79",
    number="工信厅企业函〔2021〕79号",
    title="开展第三批专精特新“小巨人”企业培育工作的通知",
    issued=dt.date(2021, 4, 19),
    in_force=dt.date(2021, 4, 19),
    superseded=dt.date(2022, 6, 1),
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="文号与日期见内蒙古、湖南两省转发；原件没有看到",
)

暂行办法: Final = Instrument(
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

管理办法: Final = Instrument(
    key="miit-2026-2",
    number="工信部企业〔2026〕2号",
    title="优质中小企业梯度培育管理办法",
    issued=dt.date(2026, 1, 17),
    in_force=dt.date(2026, 4, 1),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="公布日为新闻发布之日；正文多数条款未能核实全文",
)

发展评价体系: Final = Instrument(
    key="miit-2024-75",
    number="工信厅企业函〔2024〕75号",
    title="中小企业专精特新发展评价指标体系（试行）",
    issued=dt.date(2024, 12, 1),
    in_force=dt.date(2024, 12, 1),
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="2024-12-01 公开，2025-01-15 正式发布；权重、分档和行业均值未公开，得分只收平台出具的",
)

通知2025: Final = Instrument(
    key="miit-2025-190",
    number="工信厅企业函〔2025〕190号",
    title="2025 年度专精特新“小巨人”企业认定和复核通知",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.ORIGINAL,
    note="见地市转发；印发日未能核实，按年度适用",
)

通知2026: Final = Instrument(
    key="miit-2026-117",
    number="工信厅企业函〔2026〕117号",
    title="2026 年度专精特新“小巨人”企业认定和复核通知",
    issued=dt.date(2026, 3, 23),
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="发布日与条款都是转述，全文未能核实，按年度适用",
)

通知2022: Final = Instrument(
    key="miit-2022-133",
    number="工信厅企业函〔2022〕133号",
    title="第四批专精特新“小巨人”企业培育和第一批复核通知",
    issued=None,
    in_force=dt.date(2022, 6, 1),
    verified_on=_补正核对日,
    confidence=Confidence.ORIGINAL,
    note="见地方转发；成文日未读到，2022 年 6 月，暂自 2022-06-01 起",
)

通知2023: Final = Instrument(
    key="miit-2023-23",
    number="工信厅企业函〔2023〕23号",
    title="第五批专精特新“小巨人”企业培育和第二批复核通知",
    issued=dt.date(2023, 2, 21),
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="按年度适用",
)

通知2024: Final = Instrument(
    key="miit-2024-142",
    number="工信厅企业函〔2024〕142号",
    title="第六批专精特新“小巨人”企业培育和第三批复核通知",
    issued=dt.date(2024, 4, 18),
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="按年度适用",
)

重庆通知2025: Final = Instrument(
    key="cq-2025-23",
    number="渝经信中小〔2025〕23号",
    title="重庆市 2025 年度专精特新“小巨人”企业认定和复核通知",
    issued=dt.date(2025, 5, 15),
    in_force=dt.date(2025, 5, 15),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="只读到开头部分，按年度适用",
)

广东细则2024: Final = Instrument(
    key="gd-2024-5",
    number="粤工信规字〔2024〕5号",
    title="广东省优质中小企业梯度培育管理实施细则",
    issued=None,
    in_force=None,
    superseded=dt.date(2026, 4, 1),
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="印发日未能核实；只收录与全国不同的通过线，省级特色化指标没有读到，只收得分",
)

山西复核通知2026: Final = Instrument(
    key="sx-2026-review",
    number="山西省 2026 年专精特新中小企业复核通知",
    title="山西省 2026 年专精特新中小企业复核通知",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.ORIGINAL,
    note="原文为转载，2026 年 1 月发出，文号未能核实，按年度适用",
)

重庆培育方案: Final = Instrument(
    key="cq-2024-14",
    number="渝府办发〔2024〕14号",
    title="重庆市推动优质中小企业梯度培育改革工作方案",
    issued=dt.date(2024, 2, 7),
    in_force=dt.date(2024, 2, 4),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="目标与文号为原文，七条标题为转述",
)

单项冠军方案: Final = Instrument(
    key="miit-2016-105",
    number="工信部产业〔2016〕105号",
    title="制造业单项冠军企业培育提升专项行动实施方案",
    issued=None,
    in_force=None,
    superseded=dt.date(2023, 8, 1),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="印发日与施行日未能核实，最早见到 2016-05-18 的地方转发稿；2023 年 8 月由认定管理办法取代，日未能核实",
)

单项冠军名单2017: Final = Instrument(
    key="miit-2017-570",
    number="工信部联产业函〔2017〕570号",
    title="第二批制造业单项冠军企业和单项冠军产品名单通告",
    issued=dt.date(2017, 12, 14),
    in_force=dt.date(2017, 12, 14),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="原文为转载；首次分出单项冠军产品",
)

单项冠军通知2021: Final = Instrument(
    key="champion-2021-round",
    number="2021 年第六批单项冠军遴选通知",
    title="第六批制造业单项冠军遴选通知（2021 年 5 月）",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与印发日未能核实，只知 2021 年 5 月",
)

单项冠军办法: Final = Instrument(
    key="miit-2023-138",
    number="工信部政法〔2023〕138号",
    title="制造业单项冠军企业认定管理办法",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="2023 年 8 月印发，精确的印发日与施行日未能核实；第一至五条为原文",
)

单项冠军通知2024: Final = Instrument(
    key="miit-2024-328",
    number="工信厅政法函〔2024〕328号",
    title="第九批制造业单项冠军企业遴选认定和第六批、通过复核的第三批复核通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="印发日未能核实；报送截止日 2024-10-27 为转述",
)

重庆单项冠军办法: Final = Instrument(
    key="cq-2024-8",
    number="渝经信规范〔2024〕8号",
    title="重庆市制造业单项冠军企业认定管理办法",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="印发日与施行日未能核实，只知 2024 年；有效期、复核周期与撤销条款未能核实",
)

重庆单项冠军通知2024: Final = Instrument(
    key="cq-2024-10",
    number="渝经信中小〔2024〕10号",
    title="2024 年重庆市制造业单项冠军企业遴选认定通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="原文为转载，印发日未能核实",
)

科技型办法: Final = Instrument(
    key="most-2017-115",
    number="国科发政〔2017〕115号",
    title="科技型中小企业评价办法",
    issued=dt.date(2017, 5, 3),
    in_force=dt.date(2017, 5, 3),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="编号有效的截止日见国科火字〔2019〕87号",
)

科技型通知2019: Final = Instrument(
    key="most-2019-87",
    number="国科火字〔2019〕87号",
    title="科技型中小企业评价工作的通知（登记编号当年有效）",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.ORIGINAL,
    note="标题与印发日未能核实，只读到登记编号当年有效；税务按编号年度确认资格",
)

高企办法: Final = Instrument(
    key="most-2016-32",
    number="国科发火〔2016〕32号",
    title="高新技术企业认定管理办法",
    issued=dt.date(2016, 1, 1),
    in_force=dt.date(2016, 1, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

高企指引: Final = Instrument(
    key="most-2016-195",
    number="国科发火〔2016〕195号",
    title="高新技术企业认定管理工作指引",
    issued=None,
    in_force=dt.date(2016, 1, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="印发日未能核实；创新能力评价各段见原文转载",
)

重点小巨人通知: Final = Instrument(
    key="mof-2024-148",
    number="财建〔2024〕148号",
    title="进一步支持专精特新中小企业高质量发展的通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="2024—2026 年分三批，推荐制；原文与 2027 年以后的接续政策未能核实",
)

规上统计范围: Final = Instrument(
    key="nbs-above-scale",
    number="国家统计局统计范围",
    title="规模以上工业统计范围",
    issued=None,
    in_force=dt.date(1998, 1, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="没有文号；升规、退规的统计制度条文未能核实",
)

瞪羚口径: Final = Instrument(
    key="cq-2024-gazelle",
    number="重庆市瞪羚企业 2024 年度口径",
    title="重庆市瞪羚企业 2024 年度名单的条件",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="见江津区媒体 2024-06-19 的报道；主管部门的文号、有效期、退出规则未能核实",
)

科技型企业细则: Final = Instrument(
    key="cq-tech-enterprise",
    number="重庆市科技型企业入库细则",
    title="重庆市科技型企业入库培育实施细则",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="见 2022-06 解读的转载；文号、施行日、有效期和第一项以后的条件未能核实",
)

科技型企业办法2016: Final = Instrument(
    key="cq-tech-enterprise-2016",
    number="重庆市科技型企业入库口径（2016 版）",
    title="重庆市科技型企业的条件，2022 年细则以前的一版",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="只见英译本的回译；文号、施行日未能核实，年份由“鸿雁计划”推出",
)

绿色工厂办法: Final = Instrument(
    key="miit-2024-13",
    number="工信部节〔2024〕13号",
    title="绿色工厂梯度培育及管理暂行办法",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note=(
        "标题凭记忆，印发日与原件未能核实，只见规则库逐款转述；2026 年度起按 GB/T 36132-2025 评价；"
        "国家级通过分、重庆现行细则未能核实"
    ),
)

智能工厂通知: Final = Instrument(
    key="miit-2024-399",
    number="工信厅联通装函〔2024〕399号",
    title="智能工厂梯度培育的通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="分基础级、先进级、卓越级、领航级；标题与印发日未能核实，重庆 2024 年以后的办法未能核实",
)

智能工厂通知2025: Final = Instrument(
    key="miit-2025-251",
    number="工信厅联通装函〔2025〕251号",
    title="2025 年度智能工厂梯度培育行动的通知，附要素条件（2025 年版）",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="要素条件正文未能核实，印发日未能核实，按年度适用；2026 年各地仍引 2025 年版，是否另出未能核实",
)

高企办法2008: Final = Instrument(
    key="most-2008-172",
    number="国科发火〔2008〕172号",
    title="高新技术企业认定管理办法（2008 年）",
    issued=None,
    in_force=dt.date(2008, 1, 1),
    superseded=dt.date(2016, 1, 1),
    verified_on=_补正核对日,
    confidence=Confidence.ORIGINAL,
    note="印发日未能核实",
)

高企指引2008: Final = Instrument(
    key="most-2008-362",
    number="国科发火〔2008〕362号",
    title="高新技术企业认定管理工作指引（2008 年）",
    issued=None,
    in_force=None,
    superseded=dt.date(2016, 1, 1),
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="原文与施行日未能核实",
)

企业技术中心办法: Final = Instrument(
    key="ndrc-2016-34",
    number="发改委等令第34号（2016）",
    title="国家企业技术中心认定管理办法",
    issued=None,
    in_force=dt.date(2016, 4, 1),
    verified_on=_补正核对日,
    confidence=Confidence.RECALLED,
    note="全文与施行日未能核实；近年另有研发经费 3000 万元门槛的说法，条文没有读到",
)

技术创新示范办法: Final = Instrument(
    key="miit-2010-540",
    number="工信部联科〔2010〕540号",
    title="技术创新示范企业认定管理办法（试行）",
    issued=dt.date(2010, 9, 13),
    in_force=dt.date(2010, 9, 13),
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="标题凭记忆；最近一批为 2023 年度（工信部科函〔2024〕7号，2024-01-17），以后未见新的认定",
)

知识产权企业通知: Final = Instrument(
    key="cnipa-2022-ip-enterprise",
    number="国家知识产权优势、示范企业年度通知（2022—2023）",
    title="国家知识产权优势企业、示范企业评定和复核的年度通知",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="文号与指标全表未能核实，按年度适用",
)

知识产权企业通知2025: Final = Instrument(
    key="cnipa-2025-28",
    number="国知发运字〔2025〕28号",
    title="知识产权强国建设示范创建对象（2025—2027）的通知",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="标题凭记忆；创建名单内的须验收合格才是示范企业，验收分数未能核实",
)

产业集群办法: Final = Instrument(
    key="miit-2022-119",
    number="工信部企业〔2022〕119号",
    title="促进中小企业特色产业集群发展暂行办法",
    issued=dt.date(2022, 9, 13),
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="标题凭记忆，施行日未能核实；指标没有读全",
)

重庆企业技术中心办法: Final = Instrument(
    key="cq-2023-14",
    number="渝经信规范〔2023〕14号",
    title="重庆市企业技术中心认定管理办法",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="标题凭记忆，只知 2023 年印发；人员、设备、评价分数和两年评价未能核实",
)

重庆研发中心办法: Final = Instrument(
    key="cq-2024-3",
    number="渝经信规范〔2024〕3号",
    title="重庆市中小企业技术研发中心认定管理办法",
    issued=dt.date(2024, 1, 17),
    in_force=dt.date(2024, 1, 17),
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="标题凭记忆；每三年复核，复核的条件未能核实",
)

独角兽口径: Final = Instrument(
    key="cq-2024-unicorn",
    number="重庆市独角兽企业 2024 年度口径",
    title="重庆市独角兽、潜在独角兽企业 2024 年度名单的条件",
    issued=None,
    in_force=None,
    verified_on=_补正核对日,
    confidence=Confidence.REPORTED,
    note="见 2024-03-26 媒体引市经济信息委；主管部门的文号、有效期和 2025 年度以后的口径未能核实",
)

数字化车间办法: Final = Instrument(
    key="cq-2018-workshop",
    number="重庆市数字化车间试行办法（2018）",
    title="重庆市数字化车间和智能工厂认定的试行办法",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="标题、文号与 2024 年以后的现行办法未能核实",
)

发行上市规则: Final = Instrument(
    key="ipo-procedure",
    number="发行上市审核规则",
    title="辅导监管规定、各交易所发行上市审核规则与公开的项目动态",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="程序与状态码取自整理，条文未逐条核实",
)

主板上市规则: Final = Instrument(
    key="main-listing-2023",
    number="沪深股票上市规则（2023）",
    title="上海、深圳证券交易所股票上市规则（全面注册制）",
    issued=dt.date(2023, 2, 17),
    in_force=dt.date(2023, 2, 17),
    superseded=dt.date(2024, 4, 30),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号未见于核对材料",
)

主板上市规则2024: Final = Instrument(
    key="sse-2024-51",
    number="上证发〔2024〕51号",
    title="上海证券交易所股票上市规则（2024年4月修订），深交所有对应规则",
    issued=dt.date(2024, 4, 30),
    in_force=dt.date(2024, 4, 30),
    superseded=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

主板上市规则2026: Final = Instrument(
    key="sse-2026-42",
    number="上证发〔2026〕42号、深证上〔2026〕549号",
    title="上海、深圳证券交易所股票上市规则（2026年4月修订）",
    issued=dt.date(2026, 4, 24),
    in_force=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="部分条款过渡；未见原文",
)

科创板上市规则: Final = Instrument(
    key="star-listing-2019",
    number="科创板股票上市规则（2019）",
    title="上海证券交易所科创板股票上市规则",
    issued=dt.date(2019, 3, 1),
    in_force=dt.date(2019, 3, 1),
    superseded=dt.date(2024, 4, 30),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

科创板上市规则2024: Final = Instrument(
    key="sse-2024-52",
    number="上证发〔2024〕52号",
    title="上海证券交易所科创板股票上市规则（2024年4月修订）",
    issued=dt.date(2024, 4, 30),
    in_force=dt.date(2024, 4, 30),
    superseded=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

科创成长层改革: Final = Instrument(
    key="csrc-2025-star-growth-tier",
    number="科创成长层改革（2025-06-18）",
    title="证监会科创板“1+6”改革：设科创成长层，恢复未盈利企业适用第五套标准并扩大适用行业",
    issued=dt.date(2025, 6, 18),
    in_force=dt.date(2025, 6, 18),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与条文未见于核对材料",
)

科创板上市规则2026: Final = Instrument(
    key="sse-2026-43",
    number="上证发〔2026〕43号",
    title="上海证券交易所科创板股票上市规则（2026年4月修订）",
    issued=dt.date(2026, 4, 24),
    in_force=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="部分条款 2026-05-24 起施行；未见原文",
)

科创属性指引: Final = Instrument(
    key="csrc-star-attributes",
    number="科创属性评价指引（试行）",
    title="科创属性评价指引（试行），2024-04-30 修改并自公布日施行",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="证监会决定的转载；首次施行日和 2024 年以前的历次修改未能核实",
)

创业板上市规则: Final = Instrument(
    key="chinext-listing-2020",
    number="创业板股票上市规则（2020）",
    title="深圳证券交易所创业板股票上市规则（2020 注册制）",
    issued=dt.date(2020, 6, 12),
    in_force=dt.date(2020, 6, 12),
    superseded=dt.date(2024, 4, 30),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="注册制起日，2020-06-11 以前按核准制；公布日按施行日",
)

创业板上市规则2024: Final = Instrument(
    key="chinext-listing-2024",
    number="创业板股票上市规则（2024修订）",
    title="深圳证券交易所创业板股票上市规则（2024年修订）",
    issued=dt.date(2024, 4, 30),
    in_force=dt.date(2024, 4, 30),
    superseded=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

创业板第三套启用: Final = Instrument(
    key="chinext-third-set-2025",
    number="创业板第三套标准启用（2025-06-18）",
    title="创业板启用第三套上市标准，支持指定行业的优质未盈利创新企业",
    issued=dt.date(2025, 6, 18),
    in_force=dt.date(2025, 6, 18),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="媒体报道日为 2025-06-19；文号与指定行业清单未能核实",
)

创业板上市规则2026: Final = Instrument(
    key="szse-2026-550",
    number="深证上〔2026〕550号",
    title="深圳证券交易所创业板股票上市规则（2026年修订）",
    issued=dt.date(2026, 4, 24),
    in_force=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="部分条款 2026-05-24 起施行；上位文件为证监会 2026 年 4 月深化创业板改革的意见；未见原文",
)

创业板定位: Final = Instrument(
    key="chinext-positioning",
    number="创业板定位评价标准",
    title="深圳证券交易所创业板定位的评价标准",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="所在规则的文号、条号和首次施行日未见于核对材料；2024-04-30 修改",
)

北交所上市规则: Final = Instrument(
    key="bse-listing-2021",
    number="北交所股票上市规则（试行）",
    title="北京证券交易所股票上市规则（试行）",
    issued=None,
    in_force=None,
    superseded=dt.date(2025, 4, 25),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="2021 年 11 月开市起施行，日期未能核实，版本暂自 2021-11-01 起算",
)

北交所上市规则2025: Final = Instrument(
    key="bse-2025-20",
    number="北证公告〔2025〕20号",
    title="北京证券交易所股票上市规则，名称去掉“（试行）”",
    issued=dt.date(2025, 4, 25),
    in_force=dt.date(2025, 4, 25),
    superseded=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

北交所上市规则2026: Final = Instrument(
    key="bse-2026-18",
    number="北证公告〔2026〕18号",
    title="北京证券交易所股票上市规则（2026年修订）",
    issued=dt.date(2026, 4, 24),
    in_force=dt.date(2026, 4, 24),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="未见原文",
)

北交所注册办法: Final = Instrument(
    key="csrc-2023-210",
    number="证监会令第210号",
    title="北京证券交易所向不特定合格投资者公开发行股票注册管理办法",
    issued=dt.date(2023, 2, 17),
    in_force=dt.date(2023, 2, 17),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="只见第三条的转载",
)

高价值发明专利统计口径: Final = Instrument(
    key="cnipa-high-value",
    number="国家知识产权局统计口径",
    title="高价值发明专利的五种情形（2021 年第二季度发布会说明）",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="发布日与原文未能核实；较高质押融资没有公布金额",
)

本地缺省口径: Final = Instrument(
    key="local-default",
    number="本地缺省",
    title="没有全国统一办法的称号，本软件所附的缺省口径，区县可整套替换",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.DERIVED,
)
