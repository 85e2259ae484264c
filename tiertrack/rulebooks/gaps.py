"""没有标准可用的日子和原因：每一段都写明，测试查它们与实际收录的版本分毫不差。

从 2016 年起算；没有写终点的，是到收录之时仍没有。最早的文件早于 2016 年的，另写那以前为什么没有。
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import attrs

from tiertrack.errors import NoEditionInForce
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Title, instrument_modules, title_of
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_title import *
from tiertrack.rules.gap import Gap

_梯度以前 = "没有哪一版梯度列有这一级"
_办法以前 = "63号文施行以前的标准由各省自定，没有收录"
_分类以前 = "分示范企业和单项冠军产品，各有标准，见各类别"
_不再分类 = "138号文起不再分类别，统一为制造业单项冠军企业"

_TIER_GAPS = (
    *自始空档(Tier.ACHIEVEMENT, "2024-02-03", _梯度以前, 认定, 复核),
    *自始空档(Tier.INNOVATIVE_SME, "2022-07-31", _办法以前, 认定, 复核),
    *自始空档(
        Tier.HARD_TECH, "2024-04-29", "所对标的科创属性数值自 2024-04-30 起，以前的没有收录", 认定, 复核, 分支="star"
    ),
    *自始空档(Tier.HARD_TECH, "2024-02-03", _梯度以前, 认定, 复核, 分支="seed"),
    *自始空档(Tier.SRDI_SME, "2022-07-31", _办法以前, 认定, 复核),
    *自始空档(Tier.LITTLE_GIANT, "2018-11-27", "381号通知以前没有小巨人", 认定),
    *自始空档(Tier.LITTLE_GIANT, "2022-05-31", "第一批 2022 年 6 月才复核；第一至三批的复核都按63号文附件3", 复核),
    *自始空档(Tier.CHAMPION, "2016-05-17", "105号文 2016 年 5 月起见于各地转发", 认定, 复核, 分支="demonstration"),
    *(空档(Tier.CHAMPION, 一项, "2023-08-01", None, _不再分类, "demonstration") for 一项 in (认定, 复核)),
    *自始空档(Tier.CHAMPION, "2017-12-13", "第二批名单起才有单项冠军产品", 认定, 复核, 分支="product"),
    *(空档(Tier.CHAMPION, 一项, "2023-08-01", None, _不再分类, "product") for 一项 in (认定, 复核)),
    *自始空档(Tier.CHAMPION, "2023-07-31", _分类以前, 认定, 复核),
    *自始空档(Tier.LISTED, "2019-02-28", "科创板上市规则施行以前", 认定, 分支="star"),
    *自始空档(Tier.LISTED, "2021-10-31", "北交所开市以前", 认定, 分支="bse"),
    *自始空档(Tier.LISTED, None, "上市没有复核", 复核),
    *(
        空档(Tier.LISTED, 退市, "2016-01-01", "2020-12-30", "2020-12-31 以前的暂停上市、终止上市规则没有收录", 板)
        for 板 in ("main", "star", "chinext")
    ),
    *自始空档(Tier.LISTED, "2021-10-31", "北交所开市以前", 退市, 分支="bse"),
)


_最早 = "1949-01-01"

# Before the first document of those whose first one is older than the day gaps are looked for from.
_FIRST_DOCUMENTS = (
    空档(Tier.LISTED, 认定, _最早, "2006-05-17", "证监会令第32号施行以前的主板发行条件没有收录", "main"),
    空档(Tier.LISTED, 认定, _最早, "2009-04-30", "证监会令第61号施行以前没有创业板", "chinext"),
    空档(title_of("high_tech_enterprise"), 认定, _最早, "2007-12-31", "国科发火〔2008〕172号以前的认定条件没有收录"),
    空档(title_of("tech_enterprise_cq"), 认定, _最早, "2015-12-31", "2016 年以前的入库口径没有收录"),
    空档(title_of("above_scale"), 认定, _最早, "1997-12-31", "1998 年以前的统计范围没有收录"),
    空档(title_of("tis"), 认定, _最早, "2010-09-12", "工信部联科〔2010〕540号施行以前的没有收录"),
    空档(title_of("neeq"), 认定, _最早, "2013-02-07", "全国股转系统业务规则施行以前的没有收录", "basic"),
)


@functools.cache
def documented_gaps() -> tuple[Gap, ...]:
    """Every stretch without a standard, in the order of the titles; those of a title beside the ladder stand in the
    module of its instrument."""
    modules = map(import_module, instrument_modules())
    return (*_TIER_GAPS, *(gap for module in modules for gap in module.各空档))


@contextmanager
def gap_explained(title: Title, act: Act, on: dt.date, variant: str | None = None) -> Iterator[None]:
    """Adds to the refusal of a day without a standard why there is none, where that is documented."""
    try:
        yield
    except NoEditionInForce as error:
        # What was missing on the first day looked at was missing before.
        looked_at = max(on, dt.date.fromisoformat(空档起算日))
        gaps = [gap for gap in documented_gaps() if (gap.title, gap.act) == (title, act) and looked_at in gap.period]
        gaps += [gap for gap in _FIRST_DOCUMENTS if (gap.title, gap.act) == (title, act) and on in gap.period]
        reasons = dict.fromkeys(gap.reason for gap in gaps if variant in (None, gap.variant))
        first, *rest = error.faults
        if not reasons or first.code not in ("E501", "E758"):
            raise
        raise NoEditionInForce(attrs.evolve(first, what=f"{first.what}（{'；'.join(reasons)}）"), *rest) from None
