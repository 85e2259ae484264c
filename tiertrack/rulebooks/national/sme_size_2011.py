"""中小企业划型标准（工信部联企业〔2011〕300号）：十六组行业的大、中、小型下限，以及由它得出的规模。

“以上”含本数而“以下”不含：全部适用指标都达到一档的下限才属那一档，否则逐档下划。各行业的下限每档只写一次，
“符合划型标准”即任一指标低于大型下限。
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from tiertrack.facts.dossier import Dossier
from tiertrack.law.instruments import 划型标准
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.quantity import Quantity
from tiertrack.rulebooks.zh import *
from tiertrack.rules.binding import Binding, bind

第四条: Final = 引(划型标准, "第四条", 原文)
_三档 = ("大型", "中型", "小型")


@frozen
class 下限:
    """一项指标的大型、中型、小型下限。"""

    指标: 量
    各档: tuple[Quantity, Quantity, Quantity]


def _从业人员(大: int, 中: int, 小: int) -> 下限:
    return 下限(上年度(从业人员), (人(大), 人(中), 人(小)))


def _营业收入(大: int, 中: int, 小: int) -> 下限:
    return 下限(上年度(营业收入), (万元(大), 万元(中), 万元(小)))


def _资产总额(大: int, 中: int, 小: int) -> 下限:
    return 下限(上年度(资产总额), (万元(大), 万元(中), 万元(小)))


各行业下限: Mapping[str, tuple[下限, ...]] = {
    "agriculture": (_营业收入(20000, 500, 50),),
    "industry": (_从业人员(1000, 300, 20), _营业收入(40000, 2000, 300)),
    "construction": (_营业收入(80000, 6000, 300), _资产总额(80000, 5000, 300)),
    "wholesale": (_从业人员(200, 20, 5), _营业收入(40000, 5000, 1000)),
    "retail": (_从业人员(300, 50, 10), _营业收入(20000, 500, 100)),
    "transport": (_从业人员(1000, 300, 20), _营业收入(30000, 3000, 200)),
    "storage": (_从业人员(200, 100, 20), _营业收入(30000, 1000, 100)),
    "post": (_从业人员(1000, 300, 20), _营业收入(30000, 2000, 100)),
    "lodging": (_从业人员(300, 100, 10), _营业收入(10000, 2000, 100)),
    "catering": (_从业人员(300, 100, 10), _营业收入(10000, 2000, 100)),
    "information": (_从业人员(2000, 100, 10), _营业收入(100000, 1000, 100)),
    "software": (_从业人员(300, 100, 10), _营业收入(10000, 1000, 50)),
    "real_estate": (_营业收入(200000, 1000, 100), _资产总额(10000, 5000, 2000)),
    "property": (_从业人员(1000, 300, 100), _营业收入(5000, 1000, 500)),
    "leasing": (_从业人员(300, 100, 10), _资产总额(120000, 8000, 100)),
    "other": (_从业人员(300, 100, 10),),
}

符合划型标准: Final = 按划型行业(
    {
        行业: 任一满足(*(一项.指标.低于(一项.各档[0]) for 一项 in 各项), 名称="不是大型：任一指标低于大型下限")
        for 行业, 各项 in 各行业下限.items()
    }
)


_以上: Final = tuple(
    按划型行业(
        {行业: 全部满足(*(一项.指标.不低于(一项.各档[档]) for 一项 in 各项)) for 行业, 各项 in 各行业下限.items()}
    )
    for 档 in range(len(_三档))
)
大型企业: Final = _以上[0]
大中型企业: Final = _以上[1]
小型以上企业: Final = _以上[2]


@functools.cache
def _均达到(档: int) -> Program:
    return compile_test((大型企业, 大中型企业, 小型以上企业)[档])


@functools.lru_cache(maxsize=256)
def _当日(档: int, on: dt.date) -> tuple[Program, Binding]:
    program = _均达到(档)
    return program, bind(program.symbols, on)


def size_class(dossier: Dossier, on: dt.date) -> str | None:
    """大型, 中型, 小型 or 微型 by the figures of the year before ``on``; None where they do not settle it, or the
    industry has no class."""
    for index, size in enumerate(_三档):
        program, binding = _当日(index, on)
        reached = program.verdict(binding.values(dossier))
        if reached is not False:
            return size if reached else None
    return "微型"
