"""A small rulebook of no authority, for tests of what is done with any standard: no amendment changes its numbers."""

from __future__ import annotations

import datetime as dt

from tiertrack.law.instrument import Confidence, Instrument
from tiertrack.law.tiers import Tier
from tiertrack.rulebooks.zh import (
    Ⅰ类知识产权,
    万元,
    上年度,
    与小巨人有控股关系,
    原文,
    引,
    有效称号,
    期间,
    条件,
    版本,
    百分之,
    研发费用,
    营业收入,
    认定,
    近两年复合增长率,
    非,
    项,
)
from tiertrack.rules.rulebook import Rulebook

__all__ = ["TOY"]

_办法 = Instrument("toy", "示例〔2024〕1号", "示例办法", None, None, dt.date(2026, 1, 1), Confidence.ORIGINAL)
_附件 = 引(_办法, "附件1", 原文)

_条件 = (
    条件("T1", "前置称号", 依据=_附件.款("一"), 要点="已是专精特新中小企业", 认定=有效称号("srdi_sme")),
    条件(
        "T2",
        "营业收入",
        依据=_附件.款("二"),
        要点="上年度营业收入不低于500万元",
        认定=上年度(营业收入).不低于(万元(500)),
    ),
    条件(
        "T3",
        "研发投入",
        依据=_附件.款("三"),
        要点="上年度研发费用占营业收入不低于4%",
        认定=上年度(研发费用.占(营业收入)).不低于(百分之(4)),
    ),
    条件("T4", "知识产权", 依据=_附件.款("四"), 要点="Ⅰ类知识产权不少于4项", 认定=Ⅰ类知识产权.不低于(项(4))),
    条件(
        "T5",
        "成长性",
        依据=_附件.款("五"),
        要点="近两年营业收入复合增长率不低于5%",
        认定=近两年复合增长率(营业收入).不低于(百分之(5)),
    ),
    条件("T6", "单项冠军", 依据=_附件.款("六"), 要点="不是制造业单项冠军企业", 认定=非(有效称号("champion"))),
    条件("T7", "控股关系", 依据=_附件.款("七"), 要点="与小巨人没有控股关系", 认定=非(与小巨人有控股关系)),
)

# One edition, for the recognition of little giants since 2024.
TOY = Rulebook((版本(Tier.LITTLE_GIANT, 认定, 期间=期间("2024-01-01"), 依据=_附件.款(""), 条件=_条件),))
