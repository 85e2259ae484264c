"""How each title's own procedure runs on the common machine: who recognises it, by which steps, and for how long.

Only what differs by title is here: the steps between application and recognition, who takes them and by what clause,
whether there is a review, and the term of a validity its document does not print.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tiertrack.facts.vocabulary import TITLES
from tiertrack.ladder.events import Event, EventKind
from tiertrack.ladder.states import Actor, State
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.instruments import (
    单项冠军办法,
    发行上市规则,
    暂行办法,
    本地缺省口径,
    科技型办法,
    管理办法,
    重点小巨人通知,
    高企办法,
)

__all__ = ["PROCEDURES", "Procedure", "Step", "Term", "event_word"]


@frozen
class Step:
    """A step of one title's procedure: its key and name, the state of the machine it belongs to, who takes it.

    ``after`` are the steps it may follow, "" for none yet; empty where the state alone decides.
    """

    key: str
    label: str
    state: State
    by: Actor
    after: tuple[str, ...] = ()


@frozen
class Term:
    """The years of a validity whose document prints no last day, and the clause that says so."""

    years: int
    citation: Citation


@frozen
class Procedure:
    """The procedure of one title: who recognises it, the steps on the way, and its term (None: it has none or ours is
    not to compute). ``open_ended`` titles end by an act of their own, never by the calendar; ``reviewed`` ones are
    reviewed at the end of each validity; ``words`` are the title's own names of common events."""

    title: str
    authority: Actor
    citation: Citation
    steps: tuple[Step, ...] = ()
    term: Term | None = None
    open_ended: bool = False
    reviewed: bool = False
    recommends: Actor | None = None
    words: Mapping[EventKind, str] = {}

    @property
    def label(self) -> str:
        """The Chinese name of the title."""
        return TITLES[self.title]

    def word(self, kind: EventKind) -> str:
        """What this title's procedure calls an event."""
        return self.words.get(kind, kind.label)

    def state_word(self, state: State) -> str:
        """What this title's procedure calls a state: by the step that leads to it, where that has a name of its own."""
        kind = _LEADING_TO.get(state)
        return self.words.get(kind, state.label) if kind else state.label

    def step(self, key: str) -> Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)

    def actor(self, kind: EventKind, usual: Actor, stage: str | None = None) -> Actor:
        """Who takes the step an event stands for."""
        step = self.step(stage) if stage and kind is EventKind.ADVANCED else None
        if step is not None:
            return step.by
        if kind is EventKind.RECOMMENDED:
            return self.recommends or usual
        return self.authority if usual is Actor.AUTHORITY else usual


_LEADING_TO = {
    State.POOLED: EventKind.POOLED,
    State.APPLIED: EventKind.APPLIED,
    State.RECOMMENDED: EventKind.RECOMMENDED,
    State.PUBLICISED: EventKind.PUBLICISED,
}
_区县审核 = Step("local_review", "区县审核", State.APPLIED, Actor.DISTRICT)
_省级审核 = Step("provincial_review", "省级审核与实地抽查", State.RECOMMENDED, Actor.PROVINCE)
_三年 = 3

# 发行上市: which step may follow which, as the exchanges' own statuses run.
_上市步骤 = (
    Step("tutoring_filed", "辅导备案", State.APPLIED, Actor.SECURITIES_REGULATOR),
    Step("tutoring", "辅导中", State.APPLIED, Actor.SECURITIES_REGULATOR, ("tutoring_filed", "")),
    Step(
        "tutoring_accepted", "辅导验收", State.APPLIED, Actor.SECURITIES_REGULATOR, ("tutoring_filed", "tutoring", "")
    ),
    Step("accepted", "已受理", State.RECOMMENDED, Actor.EXCHANGE, ("tutoring_accepted", "suspended")),
    Step("inquired", "已问询", State.RECOMMENDED, Actor.EXCHANGE, ("accepted", "committee", "suspended", "")),
    Step("committee", "上市委会议", State.RECOMMENDED, Actor.EXCHANGE, ("inquired", "submitted", "suspended")),
    Step("submitted", "提交注册", State.RECOMMENDED, Actor.SECURITIES_REGULATOR, ("committee", "suspended")),
    Step("suspended", "中止", State.RECOMMENDED, Actor.EXCHANGE, ("accepted", "inquired", "committee", "submitted")),
    Step("registered", "注册生效", State.PUBLICISED, Actor.SECURITIES_REGULATOR, ("submitted",)),
)

_ALL = (
    Procedure(
        "achievement",
        Actor.DISTRICT,
        本地缺省口径.clause("高价值科技成果"),
        term=Term(2, 本地缺省口径.clause("入库 24 个月，到期复评")),
        reviewed=True,
        words={EventKind.RECOGNISED: "入库", EventKind.REVOKED: "出库", EventKind.REVIEW_PASSED: "复评通过"},
    ),
    Procedure(
        "innovative_sme",
        Actor.PROVINCE,
        暂行办法.clause("第二章", Confidence.REPORTED),
        (_区县审核, _省级审核),
        Term(_三年, 暂行办法.clause("第三章", Confidence.ORIGINAL)),
        reviewed=True,
        recommends=Actor.DISTRICT,
        words={EventKind.RECOGNISED: "公告"},
    ),
    Procedure(
        "hard_tech",
        Actor.DISTRICT,
        本地缺省口径.clause("硬科技企业"),
        term=Term(2, 本地缺省口径.clause("有效期 24 个月")),
        reviewed=True,
        words={EventKind.RECOGNISED: "确认", EventKind.REVOKED: "移出"},
    ),
    Procedure(
        "srdi_sme",
        Actor.PROVINCE,
        管理办法.clause("第二章", Confidence.REPORTED),
        (_区县审核, _省级审核),
        Term(_三年, 管理办法.clause("第十六条", Confidence.REPORTED)),
        reviewed=True,
        recommends=Actor.DISTRICT,
    ),
    Procedure(
        "little_giant",
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
    Procedure(
        "champion",
        Actor.MINISTRY,
        单项冠军办法.clause("程序"),
        (Step("expert_review", "论证与抽查", State.RECOMMENDED, Actor.MINISTRY),),
        Term(_三年, 单项冠军办法.clause("第十条")),
        reviewed=True,
        recommends=Actor.PROVINCE,
    ),
    Procedure(
        "listed",
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
    Procedure(
        "tech_sme",
        Actor.PROVINCE,
        科技型办法.clause("评价"),
        (Step("formal_review", "形式审查", State.APPLIED, Actor.DISTRICT),),
        words={EventKind.RECOGNISED: "入库编号"},
    ),
    Procedure(
        "high_tech_enterprise",
        Actor.PROVINCE,
        高企办法.clause("认定"),
        term=Term(_三年, 高企办法.clause("证书三年，到期重新认定")),
    ),
    Procedure("key_little_giant", Actor.MINISTRY, 重点小巨人通知.clause("支持对象")),
    Procedure("gazelle_cq", Actor.PROVINCE, 本地缺省口径.clause("重庆市瞪羚企业名单")),
    Procedure("tech_enterprise_cq", Actor.PROVINCE, 本地缺省口径.clause("重庆市科技型企业入库")),
    Procedure(
        "above_scale",
        Actor.DISTRICT,
        本地缺省口径.clause("规模以上工业统计范围"),
        open_ended=True,
        words={EventKind.RECOGNISED: "升规", EventKind.REVOKED: "退规"},
    ),
    Procedure("green_factory", Actor.MINISTRY, 本地缺省口径.clause("绿色工厂名单")),
    Procedure("smart_factory", Actor.PROVINCE, 本地缺省口径.clause("智能工厂名单"), open_ended=True),
    Procedure("digital_workshop", Actor.PROVINCE, 本地缺省口径.clause("数字化车间名单"), open_ended=True),
    Procedure("champion_cq", Actor.PROVINCE, 本地缺省口径.clause("重庆市制造业单项冠军"), reviewed=True),
)

PROCEDURES = {one.title: one for one in _ALL}
if PROCEDURES.keys() != TITLES.keys():
    raise ValueError(f"没有写明程序的称号：{'、'.join(TITLES.keys() - PROCEDURES.keys())}")


def event_word(event: Event) -> str:
    """What happened, as the title's own procedure calls it."""
    return PROCEDURES[event.title].word(event.kind) if event.title in PROCEDURES else event.kind.label
