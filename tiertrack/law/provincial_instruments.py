"""省、自治区、直辖市的规范性文件：读到条款的，和只读到有这份文件、没有读到条款的。

国家文件、交易所规则和重庆的文件在 ``instruments``。
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import frozen

from tiertrack.law.instrument import Confidence, Instrument
from tiertrack.law.regions import Region

_核对日 = dt.date(2026, 11, 29)

重庆硬科技帮扶库通知: Final = Instrument(
    key="cq-2023-21",
    number="渝经信科技〔2023〕21号",
    title="征集重庆市中小型硬科技企业帮扶库入库企业的通知",
    issued=None,
    in_force=dt.date(2023, 12, 1),
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="原文为转载；2023-12-01 起征集，印发日未能核实",
)

浙江单项冠军办法: Final = Instrument(
    key="zj-2025-179",
    number="浙经信大企〔2025〕179号",
    title="浙江省制造业单项冠军企业的认定办法（试行）",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="名称、印发日与施行日未能核实，只知 2025 年印发",
)

浙江重点专精特新口径: Final = Instrument(
    key="zj-2026-key-srdi",
    number="浙江省 2026 年度重点专精特新口径",
    title="浙江省 2026 年度重点专精特新中小企业的条件",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与印发日未能核实，按年度适用",
)

浙江隐形冠军口径: Final = Instrument(
    key="zj-2026-hidden-champion",
    number="浙江省 2026 年度隐形冠军口径",
    title="浙江省 2026 年度隐形冠军企业的条件",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与印发日未能核实，按年度适用",
)

浙江高企通知2026: Final = Instrument(
    key="zj-2026-high-tech",
    number="浙江省 2026 年度高企认定通知",
    title="浙江省 2026 年度高新技术企业认定工作通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与印发日未能核实，按年度适用",
)

安徽高企通知2025: Final = Instrument(
    key="ah-2025-high-tech",
    number="安徽省 2025 年度高企认定通知",
    title="安徽省 2025 年度高新技术企业认定工作通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与印发日未能核实，按年度适用",
)

广东高企通知2025: Final = Instrument(
    key="gd-2025-high-tech",
    number="广东省 2025 年度高企认定通知",
    title="广东省 2025 年度高新技术企业认定工作通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="文号与印发日未能核实，按年度适用",
)

河北单项冠军办法: Final = Instrument(
    key="he-champion",
    number="河北省制造业单项冠军办法",
    title="河北省省级制造业单项冠军企业的条件",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="名称、文号、印发日与施行日未能核实",
)

辽宁单项冠军通知2022: Final = Instrument(
    key="ln-2022-champion",
    number="辽宁省 2022 年省级单项冠军遴选通知",
    title="辽宁省 2022 年省级制造业单项冠军遴选通知",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="原文为转载，文号与印发日未能核实，按年度适用",
)

山东梯度培育细则: Final = Instrument(
    key="sd-2022-srdi",
    number="山东省专精特新特色化指标",
    title="山东省优质中小企业梯度培育的细则，特色化指标",
    issued=None,
    in_force=None,
    superseded=dt.date(2026, 4, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="名称、文号、印发日与施行日未能核实，按 63号文专精特新标准的期间适用",
)

四川梯度培育通知: Final = Instrument(
    key="sc-2022-srdi",
    number="四川省 2022 年专精特新特色化指标",
    title="四川省 2022 年专精特新中小企业的特色化指标",
    issued=None,
    in_force=None,
    superseded=dt.date(2026, 4, 1),
    verified_on=_核对日,
    confidence=Confidence.REPORTED,
    note="名称、文号与印发日未能核实；2023 年以后是否改过没有读到",
)

北京梯度培育细则: Final = Instrument(
    key="bj-innovative-sme",
    number="北京市梯度培育细则",
    title="北京市优质中小企业梯度培育的细则，审核与公告",
    issued=None,
    in_force=None,
    verified_on=_核对日,
    confidence=Confidence.ORIGINAL,
    note="原文为转载，名称、文号与印发日未能核实",
)


@frozen
class UnreadInstrument:
    """A document of a region of which only that it exists was seen; ``titles`` are those it is known to be about."""

    region: Region
    titles: tuple[str, ...]
    instrument: Instrument


def _unread(
    region: str,
    titles: tuple[str, ...],
    key: str,
    number: str,
    title: str,
    note: str = "",
    superseded: dt.date | None = None,
) -> UnreadInstrument:
    said = f"条款没有读到{f'；{note}' if note else ''}"
    document = Instrument(key, number, title, None, None, _核对日, Confidence.REPORTED, superseded, said)
    return UnreadInstrument(Region(region), titles, document)


_梯度 = ("innovative_sme", "srdi_sme")
_没有抄录 = "核对材料没有抄录文号"
# 2号文起不再有由省级自定的特色化得分。
_特色化止 = dt.date(2026, 4, 1)

未读到条款: Final = (
    _unread(
        "150000", _梯度, "nm-srdi", "内蒙古自治区梯度培育文件", "内蒙古自治区优质中小企业梯度培育的文件", _没有抄录
    ),
    _unread("210000", ("champion_ln",), "ln-2023-160", "辽工信产业〔2023〕160号", "辽宁省省级制造业单项冠军的办法"),
    _unread("310000", _梯度, "sh-srdi", "上海市梯度培育文件", "上海市优质中小企业梯度培育的文件", _没有抄录),
    _unread("320000", _梯度, "js-srdi", "江苏省梯度培育文件", "江苏省优质中小企业梯度培育的文件", _没有抄录),
    _unread("420000", _梯度, "hb-srdi", "湖北省梯度培育文件", "湖北省优质中小企业梯度培育的文件", _没有抄录),
    _unread(
        *("440300", ("srdi_sme",), "sz-srdi", "深圳市特色化指标", "深圳市专精特新中小企业的特色化指标"),
        note=_没有抄录,
        superseded=_特色化止,
    ),
    _unread(
        *("500000", ("srdi_sme",), "cq-srdi", "重庆市特色化指标", "重庆市专精特新中小企业的特色化指标"),
        note="市级通知没有读到",
        superseded=_特色化止,
    ),
)
