"""The words of the machine: the states a title can be in for an enterprise, and the actors who move it from one to the
next."""

from __future__ import annotations

from tiertrack.labels import Labelled


class State(Labelled):
    """Where an enterprise is with one title; the value is the key in JSON and in the register."""

    NONE = "none", "未申报"
    POOLED = "pooled", "培育入库"
    APPLIED = "applied", "已申报"
    RETURNED = "returned", "退回补正"
    RECOMMENDED = "recommended", "已推荐"
    PUBLICISED = "publicised", "公示"
    REJECTED = "rejected", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"
    HELD = "held", "持有"
    REVIEW_DUE = "review_due", "待复核"
    UNDER_REVIEW = "under_review", "复核中"
    RENEWED = "renewed", "复核通过"
    LAPSED = "lapsed", "已失效"
    REVOKED = "revoked", "已撤销"
    BARRED = "barred", "禁报期内"

    @property
    def holds(self) -> bool:
        """Whether the title is held in this state, as long as its validity runs."""
        return self in _HOLDING

    @property
    def is_under_way(self) -> bool:
        """Whether the title has been applied for and nothing is decided."""
        return self in _UNDER_WAY


_HOLDING = frozenset({State.HELD, State.REVIEW_DUE, State.UNDER_REVIEW, State.RENEWED})
_UNDER_WAY = frozenset({State.APPLIED, State.RETURNED, State.RECOMMENDED, State.PUBLICISED})


class Actor(Labelled):
    """Who may do something; ``CALENDAR`` is the passing of time."""

    ENTERPRISE = "enterprise", "企业"
    DISTRICT = "district", "区县主管部门"
    PROVINCE = "province", "省级主管部门"
    MINISTRY = "ministry", "工业和信息化部", "工信部"
    EXCHANGE = "exchange", "证券交易所", "交易所"
    SECURITIES_REGULATOR = "securities_regulator", "证监会", "中国证监会"
    SHARE_TRANSFER = "share_transfer", "全国股转公司", "股转公司"
    AUTHORITY = "authority", "认定机关"
    CALENDAR = "calendar", "时间"
