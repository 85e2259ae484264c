"""The seven titles of the ladder: their procedures, which run together, and the names they have and had."""

from __future__ import annotations

import datetime as dt

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.instrument import Confidence
from tiertrack.law.instruments import (
    单项冠军办法,
    发行上市规则,
    暂行办法,
    本地缺省口径,
    管理办法,
    重庆培育方案,
)
from tiertrack.law.procedure import LocalPractice, Procedure, Step, Term
from tiertrack.law.provincial_instruments import 北京梯度培育细则
from tiertrack.law.regions import Region
from tiertrack.law.scope import BOARD_VARIANTS, Variant
from tiertrack.law.states import Actor, State
from tiertrack.law.tiers import Tier
from tiertrack.law.title_definition import Level, OldName, TitleDefinition
from tiertrack.temporal import Period

_区县审核 = Step("local_review", "区县审核", State.APPLIED, Actor.DISTRICT)
_省级审核 = Step("provincial_review", "省级审核与实地抽查", State.RECOMMENDED, Actor.PROVINCE)
_三年 = 3
_北京 = Region("110000")

# 发行上市: which step may follow which, as the exchanges' own statuses run. Under review a case can be suspended, and
# goes on with any step; whatever ends it is a step of its own, so that it is known how it ended.
_辅导 = ("tutoring_filed", "tutoring", "tutoring_accepted", "")
_会议 = ("committee", "committee_passed", "postponed", "re_reviewed")
_审核 = ("accepted", "inquired", *_会议, "submitted", "supplementary")
_审核中 = (*_审核, "suspended", "")
_问询前 = ("accepted", "committee", "postponed", "re_reviewed", "suspended", "")
_会前 = ("inquired", "postponed", "supplementary", "re_reviewed", "suspended")
_提交前 = ("committee", "committee_passed", "re_reviewed", "suspended")
_注册中 = ("submitted", "supplementary", "registered", "suspended")
_案外 = (State.NONE, State.REJECTED, State.WITHDRAWN, State.LAPSED, State.REVOKED)
_未过, _撤 = EventKind.REJECTED, EventKind.WITHDRAWN

_交易所, _证监会, _股转公司 = Actor.EXCHANGE, Actor.SECURITIES_REGULATOR, Actor.SHARE_TRANSFER
S = State

_上市步骤 = (
    # The way to 北交所 begins here: twelve months on the 新三板, in its 创新层.
    Step("neeq_listed", "新三板挂牌", S.POOLED, _股转公司, ("",), opens_from=_案外),
    Step("neeq_innovation", "新三板创新层", S.POOLED, _股转公司, ("neeq_listed",)),
    Step("tutoring_filed", "辅导备案", S.APPLIED, _证监会),
    Step("tutoring", "辅导中", S.APPLIED, _证监会, ("tutoring_filed", "")),
    Step("tutoring_accepted", "辅导验收", S.APPLIED, _证监会, ("tutoring_filed", "tutoring", "")),
    Step("tutoring_completed", "辅导工作完成", S.APPLIED, _证监会, ("tutoring_accepted",)),
    Step("tutoring_withdrawn", "撤回辅导备案", S.WITHDRAWN, Actor.ENTERPRISE, _辅导, (), S.APPLIED, _撤),
    Step("tutoring_terminated", "终止辅导", S.WITHDRAWN, Actor.ENTERPRISE, _辅导, (), S.APPLIED, _撤),
    Step("accepted", "已受理", S.RECOMMENDED, _交易所, ("tutoring_accepted", "tutoring_completed", "suspended")),
    Step("inquired", "已问询", S.RECOMMENDED, _交易所, _问询前),
    Step("committee", "上市委会议", S.RECOMMENDED, _交易所, (*_会前, "submitted")),
    Step("committee_passed", "上市委审议通过", S.RECOMMENDED, _交易所, ("committee", *_会前)),
    Step("postponed", "暂缓审议", S.RECOMMENDED, _交易所, ("committee", *_会前)),
    Step("committee_rejected", "上市委审议未通过", S.REJECTED, _交易所, ("committee", *_会前), kind=_未过),
    Step("re_reviewed", "复审通过", S.RECOMMENDED, _交易所, ("committee_rejected", "terminated")),
    Step("re_review_rejected", "复审不通过", S.REJECTED, _交易所, ("committee_rejected", "terminated"), kind=_未过),
    Step("submitted", "提交注册", S.RECOMMENDED, _证监会, _提交前),
    Step("supplementary", "补充审核", S.RECOMMENDED, _交易所, ("submitted", "suspended")),
    Step("suspended", "中止", S.RECOMMENDED, _交易所, _审核),
    Step("terminated", "终止", S.REJECTED, _交易所, _审核中, (), S.RECOMMENDED, _未过),
    Step("withdrawn", "撤回", S.WITHDRAWN, Actor.ENTERPRISE, _审核中, (), S.RECOMMENDED, _撤),
    Step("registered", "注册生效", S.PUBLICISED, _证监会, ("submitted",)),
    Step("registration_refused", "不予注册", S.REJECTED, _证监会, ("submitted",), kind=_未过),
    Step("registration_terminated", "终止注册", S.REJECTED, _证监会, _注册中, kind=_未过),
    Step("issued", "已发行", S.PUBLICISED, _交易所, ("registered", "")),
)

# 105号 is of 2016, its day is not known; 138号 is of August 2023.
_BY_105 = Period(dt.date(2016, 1, 1), dt.date(2023, 8, 1))
_映射 = 单项冠军办法.clause(
    "认定",
    Confidence.REPORTED,
    "2016 年方案分示范企业与培育企业，2017 年第二批起有单项冠军产品，2023 年办法起不再区分",
)

_OLD_NAMES = (
    OldName("制造业单项冠军示范企业", "champion", _BY_105, _映射, also=("单项冠军示范企业",)),
    # From the list of the second batch on, the first to have it.
    OldName(
        "单项冠军产品", "champion", Period(dt.date(2017, 12, 14), _BY_105.end), _映射, also=("制造业单项冠军产品",)
    ),
    OldName(
        "制造业单项冠军培育企业",
        "champion",
        _BY_105,
        单项冠军办法.clause("认定", Confidence.DERIVED, "2016 年方案的培育企业尚未达到示范条件，只记为培育中"),
        conferred=False,
        also=("单项冠军培育企业",),
    ),
    OldName(
        "北交所上市企业",
        "listed",
        # The exchange opened in November 2021; an enterprise listed there is listed, whatever the rung is called.
        Period(dt.date(2021, 11, 1), None),
        重庆培育方案.clause("", Confidence.REPORTED, "2022 年报道的巴南四级梯度以此为末级，2024 年改为上市企业"),
        also=("北交所上市公司",),
        board=Board.BSE,
    ),
)


def _title(
    tier: Tier,
    procedure: Procedure,
    level: Level | None = None,
    aliases: tuple[str, ...] = (),
    held_per_product: bool = False,
    short_names: tuple[str, ...] = (),
    variants: tuple[Variant, ...] = (),
) -> TitleDefinition:
    former = tuple(old for old in _OLD_NAMES if old.title == tier.value)
    return TitleDefinition(
        *(tier.value, tier.label, procedure, level, None, aliases, former),
        held_per_product=held_per_product,
        short_names=short_names,
        variants=variants,
    )


TIER_TITLES = (
    _title(
        Tier.ACHIEVEMENT,
        Procedure(
            Actor.DISTRICT,
            本地缺省口径.clause("高价值科技成果"),
            term=Term(2, 本地缺省口径.clause("入库 24 个月，到期复评")),
            reviewed=True,
            words={EventKind.RECOGNISED: "入库", EventKind.REVOKED: "出库", EventKind.REVIEW_PASSED: "复评通过"},
        ),
        level=Level.PROVINCIAL,
        short_names=("高价值成果",),
    ),
    _title(
        Tier.INNOVATIVE_SME,
        Procedure(
            Actor.PROVINCE,
            暂行办法.clause("第二章", Confidence.REPORTED),
            (_区县审核, _省级审核),
            Term(
                _三年,
                暂行办法.clause(
                    "第三章", Confidence.ORIGINAL, "山西 2025-04-27 通知同：到期当年不重新评价的自动取消，无需另行登记"
                ),
            ),
            reviewed=True,
            recommends=Actor.DISTRICT,
            words={EventKind.RECOGNISED: "公告"},
            local=(
                LocalPractice(_北京, "由区级审核并公告，每月一批", 北京梯度培育细则.clause("创新型"), Actor.DISTRICT),
            ),
        ),
        level=Level.PROVINCIAL,
        short_names=("创新型",),
    ),
    _title(
        Tier.HARD_TECH,
        Procedure(
            Actor.DISTRICT,
            本地缺省口径.clause("硬科技企业"),
            term=Term(2, 本地缺省口径.clause("有效期 24 个月")),
            reviewed=True,
            words={EventKind.RECOGNISED: "确认", EventKind.REVOKED: "移出"},
        ),
        level=Level.PROVINCIAL,
    ),
    _title(
        Tier.SRDI_SME,
        Procedure(
            Actor.PROVINCE,
            管理办法.clause("第二章", Confidence.REPORTED),
            (_区县审核, _省级审核),
            Term(_三年, 管理办法.clause("第十六条", Confidence.REPORTED)),
            reviewed=True,
            recommends=Actor.DISTRICT,
            local=(LocalPractice(_北京, "每季度一批", 北京梯度培育细则.clause("专精特新")),),
        ),
        level=Level.PROVINCIAL,
        aliases=("市级专精特新",),
        short_names=("专精特新",),
    ),
    _title(
        Tier.LITTLE_GIANT,
        Procedure(
            Actor.MINISTRY,
            管理办法.clause("第二章", Confidence.REPORTED),
            (
                _区县审核,
                Step("provincial_review", "省级初核与实地抽查", State.APPLIED, Actor.PROVINCE),
                Step("ministry_review", "工业和信息化部审查", State.RECOMMENDED, Actor.MINISTRY),
            ),
            Term(_三年, 管理办法.clause("第十六条", Confidence.REPORTED, "证书多为 07-01 至第三年 06-30，以证书为准")),
            reviewed=True,
            recommends=Actor.PROVINCE,
        ),
        level=Level.NATIONAL,
        aliases=("小巨人",),
    ),
    _title(
        Tier.CHAMPION,
        Procedure(
            Actor.MINISTRY,
            单项冠军办法.clause("程序"),
            (Step("expert_review", "论证与抽查", State.RECOMMENDED, Actor.MINISTRY),),
            Term(_三年, 单项冠军办法.clause("第十条")),
            reviewed=True,
            recommends=Actor.PROVINCE,
        ),
        level=Level.NATIONAL,
        aliases=("单项冠军",),
        held_per_product=True,
    ),
    _title(
        Tier.LISTED,
        Procedure(
            Actor.EXCHANGE,
            发行上市规则.clause("进程"),
            _上市步骤,
            open_ended=True,
            recommends=Actor.EXCHANGE,
            words={
                EventKind.POOLED: "上市储备",
                EventKind.APPLIED: "辅导备案",
                EventKind.RECOMMENDED: "受理",
                EventKind.PUBLICISED: "注册生效",
                EventKind.RECOGNISED: "发行上市",
                EventKind.REJECTED: "终止或不予注册",
                EventKind.REVOKED: "退市",
            },
        ),
        short_names=("上市公司",),
        variants=tuple(BOARD_VARIANTS.values()),
    ),
)
