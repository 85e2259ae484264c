"""The Chinese words in which a standard says which rights it counts: what is known of a right, and the parts of a
definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES
from tiertrack.law.instrument import Citation
from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.rulebooks.zh import 任一满足, 位次, 年, 起始日, 选项, 量
from tiertrack.rules.ip_counting import IpCount, IpDefinition, IpRequirement

_一项 = {key: fact.ref for key, fact in RIGHT_ATTRIBUTES.items()}

种类: Final = 选项(_一项["kind"])
取得方式: Final = 选项(_一项["acquired"])
转入: Final = 起始日(_一项["transferred_on"])
授权: Final = 起始日(_一项["granted_on"])
权利人排名: Final = 位次(_一项["holder_rank"])
质押融资: Final = 量(_一项["pledge"])

与主导产品相关: Final = expr.Holds(_一项["main_product"])
应用并产生效益: Final = expr.Holds(_一项["applied"])
应用于主营业务: Final = expr.Holds(_一项["main_business"])
能够产业化: Final = expr.Holds(_一项["industrialisable"])
属战略性新兴产业: Final = expr.Holds(_一项["strategic_emerging"])
海外有同族专利权: Final = expr.Holds(_一项["foreign_family"])
海外同族经实质审查授权: Final = expr.Holds(_一项["foreign_examined"])
在海外取得收入: Final = expr.Holds(_一项["foreign_income"])
获国家科技奖或中国专利奖: Final = expr.Holds(_一项["awarded"])

_发明类 = ("发明专利", "国防专利")
_其他Ⅰ类 = ("植物新品种", "国家级农作物品种", "国家新药", "国家一级中药保护品种", "集成电路布图设计专有权")

发明类专利: Final = 种类.属于(*_发明类)
其他Ⅰ类: Final = 种类.属于(*_其他Ⅰ类)
Ⅰ类种类: Final = 种类.属于(*_发明类, *_其他Ⅰ类)
Ⅱ类种类: Final = 种类.属于("实用新型专利", "外观设计专利", "软件著作权")

原始取得: Final = 取得方式.属于("原始取得")
转入满一年: Final = 任一满足(原始取得, 转入.满(年(1)), 名称="原始取得，或转入满一年")


def 须(条件: Test, 否则: str) -> IpRequirement:
    """A condition on a right, and the reason shown where it fails."""
    return IpRequirement(条件, 否则)


def 计数(所计: 量, *, 要点: str, 种类: Test, 须: Sequence[IpRequirement] = ()) -> IpCount:
    if not isinstance(所计.term, expr.Ref):
        raise TypeError("只能为一个事实计数")
    return IpCount(所计.term.key, 要点, 种类, tuple(须)).filled()


def 知识产权口径(*, 依据: Citation, 计数: Sequence[IpCount]) -> IpDefinition:
    return IpDefinition(依据, tuple(计数))
