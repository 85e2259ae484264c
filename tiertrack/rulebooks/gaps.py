"""没有标准可用的日子和原因：每一段都写明，测试查它们与实际收录的版本分毫不差。

从 2016 年起算；没有写终点的，是到收录之时仍没有。
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from attrs import frozen

from tiertrack.errors import NoEditionInForce
from tiertrack.law.scope import Act, Adjacent, Tier, Title
from tiertrack.rulebooks.zh import 复核, 期间, 认定
from tiertrack.temporal import Period

__all__ = ["GAPS", "Gap", "gap_explained"]


@frozen
class Gap:
    """A stretch of days on which a title (a variant of it, by key) has no standard for an act, and why."""

    title: Title
    act: Act
    period: Period
    reason: str
    variant: str | None = None


_起 = "2016-01-01"
_梯度以前 = "没有哪一版梯度列有这一级"
_办法以前 = "63号文施行以前的标准由各省自定，没有收录"
_不复核 = "没有复核：到期重新认定或重新评价"
_只登记 = "只登记，不判断：没有读到完整的条件"
_分类以前 = "分示范企业和单项冠军产品，各有标准，见各类别"
_不再分类 = "138号文起不再分类别，统一为制造业单项冠军企业"


def _缺(称号: Title, 事项: Act, 起: str, 止: str | None, 原因: str, 分支: str | None = None) -> Gap:
    return Gap(称号, 事项, 期间(起, 止), 原因, 分支)


def _自始(称号: Title, 止: str | None, 原因: str, *事项: Act, 分支: str | None = None) -> tuple[Gap, ...]:
    return tuple(_缺(称号, 一项, _起, 止, 原因, 分支) for 一项 in 事项)


GAPS = (
    *_自始(Tier.ACHIEVEMENT, "2024-02-03", _梯度以前, 认定, 复核),
    *_自始(Tier.INNOVATIVE_SME, "2022-07-31", _办法以前, 认定, 复核),
    *_自始(
        Tier.HARD_TECH, "2024-04-29", "所对标的科创属性数值自 2024-04-30 起，以前的没有收录", 认定, 复核, 分支="star"
    ),
    *_自始(Tier.HARD_TECH, "2024-02-03", _梯度以前, 认定, 复核, 分支="seed"),
    *_自始(Tier.SRDI_SME, "2022-07-31", _办法以前, 认定, 复核),
    *_自始(Tier.LITTLE_GIANT, "2022-07-31", _办法以前, 认定, 复核),
    *_自始(Tier.CHAMPION, "2016-05-17", "105号文 2016 年 5 月起见于各地转发", 认定, 复核, 分支="demonstration"),
    *(_缺(Tier.CHAMPION, 一项, "2023-08-01", None, _不再分类, "demonstration") for 一项 in Act),
    *_自始(Tier.CHAMPION, "2017-12-13", "第二批名单起才有单项冠军产品", 认定, 复核, 分支="product"),
    *(_缺(Tier.CHAMPION, 一项, "2023-08-01", None, _不再分类, "product") for 一项 in Act),
    *_自始(Tier.CHAMPION, "2023-07-31", _分类以前, 认定, 复核),
    *_自始(Tier.LISTED, "2023-02-16", "核准制下的主板首发标准没有收录", 认定, 分支="main"),
    *_自始(Tier.LISTED, "2019-02-28", "科创板上市规则施行以前", 认定, 分支="star"),
    *_自始(Tier.LISTED, "2020-05-31", "注册制以前的创业板首发标准没有收录", 认定, 分支="chinext"),
    *_自始(Tier.LISTED, "2021-10-31", "北交所开市以前", 认定, 分支="bse"),
    *_自始(Tier.LISTED, None, "上市没有复核；退市指标不判断，退市只登记", 复核),
    *_自始(Adjacent.TECH_SME, "2017-05-02", "115号文以前", 认定),
    *_自始(Adjacent.TECH_SME, None, "每年重新评价，没有另外的复核", 复核),
    *_自始(Adjacent.HIGH_TECH_ENTERPRISE, None, _不复核, 复核),
    *_自始(Adjacent.KEY_LITTLE_GIANT, "2023-12-31", "财建〔2024〕148号以前各轮支持政策没有收录", 认定),
    _缺(Adjacent.KEY_LITTLE_GIANT, 认定, "2027-01-01", None, "2027 年起的接续政策未能核实"),
    *_自始(Adjacent.KEY_LITTLE_GIANT, None, "没有复核：按绩效评价拨付", 复核),
    *_自始(Adjacent.GAZELLE_CQ, "2023-12-31", "2024 年度以前的市级口径没有收录", 认定),
    *_自始(Adjacent.GAZELLE_CQ, None, "按年度出名单，退出规则未能核实", 复核),
    *_自始(Adjacent.TECH_ENTERPRISE_CQ, None, _只登记, 认定, 复核),
    *_自始(Adjacent.ABOVE_SCALE, None, "统计状态按年审核，没有复核", 复核),
    *_自始(Adjacent.CHAMPION_CQ, "2023-12-31", "渝经信规范〔2024〕8号以前的市级办法没有收录", 认定),
    *_自始(Adjacent.CHAMPION_CQ, None, "复核周期与标准未能核实", 复核),
    *(
        缺
        for 称号 in (Adjacent.GREEN_FACTORY, Adjacent.SMART_FACTORY, Adjacent.DIGITAL_WORKSHOP)
        for 缺 in _自始(称号, None, _只登记, 认定, 复核)
    ),
)


@contextmanager
def gap_explained(title: Title, act: Act, on: dt.date, variant: str | None = None) -> Iterator[None]:
    """Adds to the refusal of a day without a standard why there is none, where that is documented."""
    try:
        yield
    except NoEditionInForce as error:
        gaps = (one for one in GAPS if (one.title, one.act) == (title, act) and on in one.period)
        reasons = dict.fromkeys(one.reason for one in gaps if variant in (None, one.variant))
        if not reasons:
            raise
        first, *rest = error.faults
        raise NoEditionInForce(attrs.evolve(first, what=f"{first.what}（{'；'.join(reasons)}）"), *rest) from None
