"""How each title's own procedure runs on the common machine: who recognises it, by which steps, and for how long.

Only what differs by title is here: the steps between application and recognition, who takes them and by what clause,
whether there is a review, and the term of a validity its document does not print.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tiertrack.facts.vocabulary import TITLES
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.instruments import (
    单项冠军办法,
    发行上市规则,
    数字化车间办法,
    智能工厂通知,
    暂行办法,
    本地缺省口径,
    瞪羚口径,
    科技型企业细则,
    科技型办法,
    管理办法,
    绿色工厂办法,
    规上统计范围,
    重庆单项冠军办法,
    重点小巨人通知,
    高企办法,
)
from tiertrack.titles.events import Event, EventKind
from tiertrack.titles.states import Actor, State

__all__ = ["PROCEDURES", "Procedure", "Step", "Term", "event_word"]


@frozen
class Step:
    """A step of one title's procedure: its key and name, the state of the machine it belongs to, who takes it.

    ``after`` are the steps it may follow, "" for none yet in its state (or in ``at``, where it leaves that one); empty
    where the state alone decides. ``opens_from`` are the states outside any case from which it opens one. ``kind`` is
    the event it is recorded as.
    """

    key: str
    label: str
    state: State
    by: Actor
    after: tuple[str, ...] = ()
    opens_from: tuple[State, ...] = ()
    at: State | None = None
    kind: EventKind = EventKind.ADVANCED

    def may_follow(self, state: State, stage: str | None) -> bool:
        """Whether it may come next in a state, where the case has come to a step or (None) to none yet."""
        if state in self.opens_from:
            return True
        if not self.after:
            return self.state is state
        return stage in self.after if stage else "" in self.after and state is (self.at or self.state)


@frozen
class Term:
    """The years of a validity whose document prints no last day, and the clause that says so."""

    years: int
    citation: Citation


@frozen
class Procedure:
    """The procedure of one title: who recognises it, the steps on the way, and its term (None: it has none or ours is
    not to compute). ``open_ended`` titles end by an act of their own, never by the calendar; ``reviewed`` ones are
    reviewed at the end of each validity; ``words`` are the title's own names of common events, and ``states`` those of
    states that no event leads to by its own name."""

    title: str
    authority: Actor
    citation: Citation
    steps: tuple[Step, ...] = ()
    term: Term | None = None
    open_ended: bool = False
    reviewed: bool = False
    recommends: Actor | None = None
    words: Mapping[EventKind, str] = {}
    states: Mapping[State, str] = {}

    @property
    def label(self) -> str:
        """The Chinese name of the title."""
        return TITLES[self.title]

    def word(self, kind: EventKind) -> str:
        """What this title's procedure calls an event."""
        return self.words.get(kind, kind.label)

    def state_word(self, state: State) -> str:
        """What this title's procedure calls a state: by a name of its own, or that of the step that leads to it."""
        if state in self.states:
            return self.states[state]
        kind = _LEADING_TO.get(state)
        return self.words.get(kind, state.label) if kind else state.label

    def step(self, key: str) -> Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)

    def step_of(self, kind: EventKind, stage: str | None) -> Step | None:
        """The step an event of this kind is recorded for."""
        step = self.step(stage) if stage else None
        return step if step is not None and step.kind is kind else None

    def actor(self, kind: EventKind, usual: Actor, stage: str | None = None) -> Actor:
        """Who takes the step an event stands for."""
        step = self.step_of(kind, stage)
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

# 发行上市: which step may follow which, as the exchanges' own statuses run. Under review a case can be suspended, and
# goes on with any step; whatever ends it is a step of its own, so that it is known how it ended.
_辅导 = ("tutoring_filed", "tutoring", "tutoring_accepted", "")
_会议 = ("committee", "committee_passed", "postponed", "re_reviewed")
_审核 = ("accepted", "inquired", *_会议, "submitted", "supplementary")
_审核中 = (*_审核, "suspended", "")
_会前 = ("inquired", "postponed", "supplementary", "re_reviewed", "suspended")
_案外 = (State.NONE, State.REJECTED, State.WITHDRAWN, State.LAPSED, State.REVOKED)
_未过, _撤 = EventKind.REJECTED, EventKind.WITHDRAWN

_上市步骤 = (
    # The way to 北交所 begins here: twelve months on the 新三板, in its 创新层.
    Step("neeq_listed", "新三板挂牌", State.POOLED, Actor.SHARE_TRANSFER, ("",), opens_from=_案外),
    Step("neeq_innovation", "新三板创新层", State.POOLED, Actor.SHARE_TRANSFER, ("neeq_listed",)),
    Step("tutoring_filed", "辅导备案", State.APPLIED, Actor.SECURITIES_REGULATOR),
    Step("tutoring", "辅导中", State.APPLIED, Actor.SECURITIES_REGULATOR, ("tutoring_filed", "")),
    Step(
        "tutoring_accepted", "辅导验收", State.APPLIED, Actor.SECURITIES_REGULATOR, ("tutoring_filed", "tutoring", "")
    ),
    Step("tutoring_completed", "辅导工作完成", State.APPLIED, Actor.SECURITIES_REGULATOR, ("tutoring_accepted",)),
    Step("tutoring_withdrawn", "撤回辅导备案", State.WITHDRAWN, Actor.ENTERPRISE, _辅导, (), State.APPLIED, _撤),
    Step("tutoring_terminated", "终止辅导", State.WITHDRAWN, Actor.ENTERPRISE, _辅导, (), State.APPLIED, _撤),
    Step(
        *("accepted", "已受理", State.RECOMMENDED, Actor.EXCHANGE),
        after=("tutoring_accepted", "tutoring_completed", "suspended"),
    ),
    Step(
        *("inquired", "已问询", State.RECOMMENDED, Actor.EXCHANGE),
        after=("accepted", "committee", "postponed", "re_reviewed", "suspended", ""),
    ),
    Step("committee", "上市委会议", State.RECOMMENDED, Actor.EXCHANGE, (*_会前, "submitted")),
    Step("committee_passed", "上市委审议通过", State.RECOMMENDED, Actor.EXCHANGE, ("committee", *_会前)),
    Step("postponed", "暂缓审议", State.RECOMMENDED, Actor.EXCHANGE, ("committee", *_会前)),
    Step("committee_rejected", "上市委审议未通过", State.REJECTED, Actor.EXCHANGE, ("committee", *_会前), kind=_未过),
    Step("re_reviewed", "复审通过", State.RECOMMENDED, Actor.EXCHANGE, ("committee_rejected", "terminated")),
    Step(
        *("re_review_rejected", "复审不通过", State.REJECTED, Actor.EXCHANGE),
        after=("committee_rejected", "terminated"),
        kind=_未过,
    ),
    Step(
        *("submitted", "提交注册", State.RECOMMENDED, Actor.SECURITIES_REGULATOR),
        after=("committee", "committee_passed", "re_reviewed", "suspended"),
    ),
    Step("supplementary", "补充审核", State.RECOMMENDED, Actor.EXCHANGE, ("submitted", "suspended")),
    Step("suspended", "中止", State.RECOMMENDED, Actor.EXCHANGE, _审核),
    Step("terminated", "终止", State.REJECTED, Actor.EXCHANGE, _审核中, (), State.RECOMMENDED, _未过),
    Step("withdrawn", "撤回", State.WITHDRAWN, Actor.ENTERPRISE, _审核中, (), State.RECOMMENDED, _撤),
    Step("registered", "注册生效", State.PUBLICISED, Actor.SECURITIES_REGULATOR, ("submitted",)),
    Step("registration_refused", "不予注册", State.REJECTED, Actor.SECURITIES_REGULATOR, ("submitted",), kind=_未过),
    Step(
        *("registration_terminated", "终止注册", State.REJECTED, Actor.SECURITIES_REGULATOR),
        after=("submitted", "supplementary", "registered", "suspended"),
        kind=_未过,
    ),
    Step("issued", "已发行", State.PUBLICISED, Actor.EXCHANGE, ("registered", "")),
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
    Procedure(
        "key_little_giant",
        Actor.MINISTRY,
        重点小巨人通知.clause("支持对象", None, "推荐制，不能直接申报；由省级推荐是推定"),
        recommends=Actor.PROVINCE,
    ),
    Procedure("gazelle_cq", Actor.PROVINCE, 瞪羚口径.clause("年度名单")),
    Procedure(
        "tech_enterprise_cq",
        Actor.PROVINCE,
        科技型企业细则.clause("入库"),
        words={EventKind.RECOGNISED: "入库"},
    ),
    Procedure(
        "above_scale",
        Actor.DISTRICT,
        规上统计范围.clause("审核入库", Confidence.RECALLED, "统计制度的条文未能核实"),
        open_ended=True,
        words={EventKind.RECOGNISED: "升规", EventKind.REVOKED: "退规"},
        states={State.NONE: "未入库", State.HELD: "在库", State.REVOKED: "已退规"},
    ),
    Procedure(
        "green_factory",
        Actor.MINISTRY,
        绿色工厂办法.clause("动态管理", None, "市级名单由市级主管部门公布"),
        open_ended=True,
        words={EventKind.RECOGNISED: "列入名单", EventKind.REVOKED: "移出名单"},
    ),
    Procedure(
        "smart_factory",
        Actor.PROVINCE,
        智能工厂通知.clause("梯度", None, "市级认定另见 2018 年试行办法"),
        open_ended=True,
    ),
    Procedure("digital_workshop", Actor.PROVINCE, 数字化车间办法.clause("认定"), open_ended=True),
    Procedure("champion_cq", Actor.PROVINCE, 重庆单项冠军办法.clause("认定"), reviewed=True),
)

PROCEDURES = {one.title: one for one in _ALL}
if PROCEDURES.keys() != TITLES.keys():
    raise ValueError(f"没有写明程序的称号：{'、'.join(TITLES.keys() - PROCEDURES.keys())}")


def event_word(event: Event) -> str:
    """What the procedure of an event's title calls it; what happens to the enterprise itself has its common name."""
    procedure = PROCEDURES.get(event.title)
    return procedure.word(event.kind) if procedure else event.kind.label
