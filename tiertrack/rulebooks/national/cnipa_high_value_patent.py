"""高价值发明专利：国家知识产权局统计口径的五种情形，符合其一即是；只看有效的发明专利。

较高质押融资金额国家没有定数，这里的下限是本地缺省，区县可设定。
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import frozen

from tiertrack.facts.intellectual_property import IpRight
from tiertrack.law.instruments import 高价值发明专利统计口径
from tiertrack.logic.quantity import Quantity
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_ip import *
from tiertrack.rules.criterion import Judged
from tiertrack.rules.ip_counting import weigh

_口径 = 引(高价值发明专利统计口径, "五种情形", 转述)
_质押下限 = 参数("high_value_patent.pledge", 万元(200))

战新产业: Final = 条件(
    "hvp.sei",
    "战略性新兴产业",
    依据=_口径.款("（一）"),
    要点="属战略性新兴产业",
    认定=属战略性新兴产业,
)

海外同族: Final = 条件(
    "hvp.family",
    "海外同族",
    依据=_口径.款("（二）"),
    要点="在海外有同族专利权",
    认定=海外有同族专利权,
)

维持年限: Final = 条件(
    "hvp.age",
    "维持年限",
    依据=_口径.款("（三）", 说明="从哪一日起算未能核实，按授权日起算"),
    要点="授权后维持超过10年",
    认定=授权.超过(年(10)),
)

较高质押融资: Final = 条件(
    "hvp.pledge",
    "质押融资",
    依据=_口径.款("（四）", 推导, "国家没有公布金额，下限为本地缺省，区县可设定"),
    要点="质押融资金额不低于{high_value_patent.pledge}",
    认定=质押融资.不低于(_质押下限),
)

获奖: Final = 条件(
    "hvp.award",
    "获奖",
    依据=_口径.款("（五）"),
    要点="获国家科学技术奖或中国专利奖",
    认定=获国家科技奖或中国专利奖,
)

五种情形: Final = (战新产业, 海外同族, 维持年限, 较高质押融资, 获奖)

件数: Final = 计数(
    高价值发明专利,
    要点=(
        "有效的发明专利，符合其一：属战略性新兴产业；在海外有同族专利权；授权后维持超过10年；"
        "质押融资金额不低于{high_value_patent.pledge}；获国家科学技术奖或中国专利奖"
    ),
    种类=种类.属于("发明专利"),
    须=(须(任一满足(*(情形.test for 情形 in 五种情形), 名称="高价值的五种情形之一"), "不属五种情形"),),
)

统计口径: Final = 知识产权口径(
    依据=_口径.款("", 说明="较高质押融资的下限为本地缺省；国防专利未写明，不计是推导"),
    计数=(件数,),
)


@frozen
class HighValuePatent:
    """Whether a right is a high-value invention patent on a day, and the answer to each of the five cases.

    The cases are judged by themselves; a right that is no invention patent in force is none whatever they say.
    """

    truth: Truth
    cases: tuple[Judged, ...]


def high_value_patent(right: IpRight, on: dt.date, pledge: Quantity = _质押下限) -> HighValuePatent:
    """Hold one right against the five cases on a day; ``pledge`` is the lowest loan that is 较高."""
    limits = {_质押下限.name: _质押下限.set_to(pledge)}
    cases = (case.with_parameters(limits) for case in 五种情形)
    judged = tuple(Judged(case, weigh(case.test, right, on)) for case in cases)
    return HighValuePatent(件数.with_parameters(limits).weigh(right, on).truth, judged)
