"""广东省的专精特新中小企业：粤工信规字〔2024〕5号，63号文附件2 的评价改为 70 分，深圳单列，至 2026-03-31。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.instruments import 广东细则2024
from tiertrack.law.regions import Region
from tiertrack.rulebooks.national.miit_2022_63_srdi_sme import (
    各类评分,
    复核标准,
    直通条件,
    直通要点,
    认定标准,
    附件2,
)
from tiertrack.rulebooks.zh import *

深圳市: Final = Region("440300")

_细则 = 引(广东细则2024, "", 转述)
_广东 = (_细则.款("专精特新中小企业", 说明="两处一致；2024 年以前的细则没有读到，整个 63号文期间暂按此"),)
_深圳 = (_细则.款("适用范围", 说明="深圳单列，通过线仍为全国的 60 分"),)

评价: Final = 条件(
    "C4",
    "评价",
    依据=_细则.款("通过线"),
    要点=f"评价得分不低于70分，或符合直通条件之一：{直通要点}",
    认定=任一满足(直通条件, 评分表(*各类评分, 不低于=分(70), 名称="评价得分")),
    修订=(附件2.款("（四）", 转述, "分档和直通条件照附件2，只改通过线"),),
)

广东认定: Final = 认定标准.amended(by=_广东, period=认定标准.period, replacing=(评价,), region=广东省)
广东复核: Final = 复核标准.amended(by=_广东, period=复核标准.period, replacing=(评价,), region=广东省)
深圳认定: Final = 认定标准.amended(by=_深圳, period=认定标准.period, region=深圳市)
深圳复核: Final = 复核标准.amended(by=_深圳, period=复核标准.period, region=深圳市)

各版本: Final = (广东认定, 广东复核, 深圳认定, 深圳复核)
