"""The words of the machine: the states a title can be in for an enterprise, and who moves it from one to the next."""

from __future__ import annotations

import enum

__all__ = ["Actor", "State"]


class State(enum.Enum):
    """Where an enterprise is with one title; the value is the key in JSON and in the register."""

    NONE = "none"
    POOLED = "pooled"
    APPLIED = "applied"
    RETURNED = "returned"
    RECOMMENDED = "recommended"
    PUBLICISED = "publicised"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    REVIEW_DUE = "review_due"
    UNDER_REVIEW = "under_review"
    RENEWED = "renewed"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    BARRED = "barred"

    # Members are singletons; the default hashes their name anew each time.
    __hash__ = object.__hash__

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _STATE_NAMES[self]

    @property
    def holds(self) -> bool:
        """Whether the title is held in this state, as long as its validity runs."""
        return self in _HOLDING

    @property
    def is_under_way(self) -> bool:
        """Whether the title has been applied for and nothing is decided."""
        return self in _UNDER_WAY


_STATE_NAMES = {
    State.NONE: "未申报",
    State.POOLED: "培育入库",
    State.APPLIED: "已申报",
    State.RETURNED: "退回补正",
    State.RECOMMENDED: "已推荐",
    State.PUBLICISED: "公示",
    State.REJECTED: "未通过",
    State.WITHDRAWN: "已撤回",
    State.HELD: "持有",
    State.REVIEW_DUE: "待复核",
    State.UNDER_REVIEW: "复核中",
    State.RENEWED: "复核通过",
    State.LAPSED: "已失效",
    State.REVOKED: "已撤销",
    State.BARRED: "禁报期内",
}
_HOLDING = frozenset({State.HELD, State.REVIEW_DUE, State.UNDER_REVIEW, State.RENEWED})
_UNDER_WAY = frozenset({State.APPLIED, State.RETURNED, State.RECOMMENDED, State.PUBLICISED})


class Actor(enum.Enum):
    """Who may do something; ``CALENDAR`` is the passing of time."""

    ENTERPRISE = "enterprise"
    DISTRICT = "district"
    PROVINCE = "province"
    MINISTRY = "ministry"
    EXCHANGE = "exchange"
    SECURITIES_REGULATOR = "securities_regulator"
    SHARE_TRANSFER = "share_transfer"
    AUTHORITY = "authority"
    CALENDAR = "calendar"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _ACTOR_NAMES[self]


_ACTOR_NAMES = {
    Actor.ENTERPRISE: "企业",
    Actor.DISTRICT: "区县主管部门",
    Actor.PROVINCE: "省级主管部门",
    Actor.MINISTRY: "工业和信息化部",
    Actor.EXCHANGE: "证券交易所",
    Actor.SECURITIES_REGULATOR: "证监会",
    Actor.SHARE_TRANSFER: "全国股转公司",
    Actor.AUTHORITY: "认定机关",
    Actor.CALENDAR: "时间",
}
