"""证券市场的规范性文件：核准制的首发办法、强制退市的规则、新三板的挂牌与分层规则。注册制的上市规则见 instruments。"""

from __future__ import annotations

import datetime as dt
from typing import Final

from tiertrack.law.instrument import Confidence, Instrument

_核对日 = dt.date(2026, 11, 29)

首发办法: Final = Instrument(
    key="csrc-2006-32",
    number="证监会令第32号",
    title="首次公开发行股票并上市管理办法",
    issued=dt.date(2006, 5, 17),
    in_force=dt.date(2006, 5, 18),
    superseded=dt.date(2023, 2, 17),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="令号和日期凭记忆；财务条件见于逐字转录的审核工具",
)

首发办法2015: Final = Instrument(
    key="csrc-2015-122",
    number="证监会令第122号",
    title="首次公开发行股票并上市管理办法（2015年修订）",
    issued=dt.date(2015, 12, 30),
    in_force=dt.date(2015, 12, 30),
    superseded=dt.date(2018, 6, 6),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="独立性、募集资金不再是发行条件，转为信息披露；施行日未能核实，按修订之日",
)

首发办法2018: Final = Instrument(
    key="csrc-2018-141",
    number="证监会令第141号",
    title="首次公开发行股票并上市管理办法（2018年修订）",
    issued=dt.date(2018, 6, 6),
    in_force=dt.date(2018, 6, 6),
    superseded=dt.date(2020, 7, 10),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="增加试点企业的豁免；主板条文只见句首",
)

首发办法2020: Final = Instrument(
    key="csrc-2020-173",
    number="证监会令第173号",
    title="首次公开发行股票并上市管理办法（2020年修订）",
    issued=dt.date(2020, 7, 10),
    in_force=dt.date(2020, 7, 10),
    superseded=dt.date(2022, 4, 8),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="与证券法衔接，财务条件不变",
)

首发办法2022: Final = Instrument(
    key="csrc-2022-196",
    number="证监会令第196号",
    title="首次公开发行股票并上市管理办法（2022年修订）",
    issued=dt.date(2022, 4, 8),
    in_force=dt.date(2022, 4, 8),
    superseded=dt.date(2023, 2, 17),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="令号凭记忆；只见前九条原文，财务条件不变",
)

创业板首发办法: Final = Instrument(
    key="csrc-2009-61",
    number="证监会令第61号",
    title="首次公开发行股票并在创业板上市管理暂行办法",
    issued=None,
    in_force=dt.date(2009, 5, 1),
    superseded=dt.date(2014, 5, 14),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="令号凭记忆；条件见于多处整理",
)

创业板首发办法2014: Final = Instrument(
    key="csrc-2014-99",
    number="证监会令第99号",
    title="首次公开发行股票并在创业板上市管理办法",
    issued=dt.date(2014, 5, 14),
    in_force=dt.date(2014, 5, 14),
    superseded=dt.date(2020, 6, 12),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="令号凭记忆；2015-12-30 修订的逐条差异未能核实，财务条件不变",
)

创业板首发办法2018: Final = Instrument(
    key="csrc-2018-chinext",
    number="创业板首发办法修改决定（2018-06-06）",
    title="关于修改《首次公开发行股票并在创业板上市管理办法》的决定",
    issued=dt.date(2018, 6, 6),
    in_force=dt.date(2018, 6, 6),
    superseded=dt.date(2020, 6, 12),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="令号未能核实",
)

试点意见: Final = Instrument(
    key="gbf-2018-21",
    number="国办发〔2018〕21号",
    title="关于开展创新企业境内发行股票或存托凭证试点的若干意见",
    issued=dt.date(2018, 3, 30),
    in_force=dt.date(2018, 3, 30),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
)

退市规则2020: Final = Instrument(
    key="delisting-2020",
    number="沪深退市规则（2020-12-31）",
    title="上海、深圳证券交易所股票上市规则等的退市规定（2020年12月31日发布）",
    issued=dt.date(2020, 12, 31),
    in_force=dt.date(2020, 12, 31),
    superseded=dt.date(2024, 4, 30),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="取消暂停、恢复上市；过渡期的安排未能核实",
)

新三板业务规则: Final = Instrument(
    key="neeq-2013",
    number="全国股转系统业务规则（2013）",
    title="全国中小企业股份转让系统业务规则（试行）",
    issued=None,
    in_force=dt.date(2013, 2, 8),
    superseded=dt.date(2017, 11, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="施行日凭记忆",
)

新三板挂牌指引: Final = Instrument(
    key="neeq-2017",
    number="新三板挂牌条件指引（2017）",
    title="全国股转系统股票挂牌条件适用基本标准指引（2017年修订）",
    issued=None,
    in_force=dt.date(2017, 11, 1),
    superseded=dt.date(2023, 2, 17),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="施行日凭记忆",
)

新三板挂牌规则: Final = Instrument(
    key="neeq-2023",
    number="新三板股票挂牌规则（2023）",
    title="全国股转系统股票挂牌规则",
    issued=None,
    in_force=dt.date(2023, 2, 17),
    verified_on=_核对日,
    confidence=Confidence.RECALLED,
    note="数值全部凭记忆，未见文本；2024 年以后有无修订未能核实",
)

新三板分层2016: Final = Instrument(
    key="neeq-layers-2016",
    number="新三板分层管理办法（2016试行）",
    title="全国股转系统挂牌公司分层管理办法（试行）",
    issued=None,
    in_force=None,
    superseded=dt.date(2017, 12, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="2016 年 5 月，日期未能核实",
)

新三板分层2017: Final = Instrument(
    key="neeq-layers-2017",
    number="新三板分层管理办法（2017）",
    title="全国股转系统挂牌公司分层管理办法（2017年12月）",
    issued=None,
    in_force=None,
    superseded=dt.date(2019, 12, 27),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="2017 年 12 月，日期未能核实",
)

新三板分层2019: Final = Instrument(
    key="neeq-layers-2019",
    number="新三板分层管理办法（2019）",
    title="全国股转系统分层管理办法",
    issued=None,
    in_force=dt.date(2019, 12, 27),
    superseded=dt.date(2022, 3, 4),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="数值见于两处整理",
)

新三板分层2022: Final = Instrument(
    key="neeq-layers-2022",
    number="新三板分层管理办法（2022）",
    title="全国股转系统分层管理办法（2022年修订）",
    issued=None,
    in_force=dt.date(2022, 3, 4),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="改动的方向见于新闻，多数数值凭记忆；2023 年 9 月以后各版未能核实",
)
