"""The kinds of events that titles and enterprises meet with."""

from __future__ import annotations

from tiertrack.labels import Labelled


class EventKind(Labelled):
    """What happened; the value is the key in files, in JSON and in the register. Titles have names of their own for
    some (``event_kind_named``)."""

    POOLED = "pooled", "入库培育", "入库"
    APPLIED = "applied", "申报", "已申报"
    RETURNED = "returned", "退回补正", "退回"
    RECOMMENDED = "recommended", "推荐", "已推荐"
    ADVANCED = "advanced", "进入环节"
    PUBLICISED = "publicised", "公示"
    RECOGNISED = "recognised", "认定", "新认定", "公告", "评价"
    REJECTED = "rejected", "未通过", "不通过"
    WITHDRAWN = "withdrawn", "撤回申报", "撤回"
    REVIEW_OPENED = "review_opened", "进入复核期"
    REVIEW_APPLIED = "review_applied", "提交复核", "申请复核"
    REVIEW_PASSED = "review_passed", "复核通过", "通过复核"
    REVIEW_FAILED = "review_failed", "复核未通过", "未通过复核", "复核不通过"
    NOT_LISTED = "not_listed", "未列入复核名单", "未列入名单"
    EXPIRED = "expired", "到期"
    RELINQUISHED = "relinquished", "主动放弃", "放弃"
    UPDATED = "updated", "年度更新", "更新"
    UPDATE_MISSED = "update_missed", "未按时更新", "漏更", "未更新"
    ABSENT = "absent", "经查不持有", "不持有"
    REVOKED = "revoked", "撤销", "取消"
    BAR_ENDED = "bar_ended", "禁报期满"
    RENAMED = "renamed", "更名"
    CONVERTED = "converted", "股份制改造", "股改"
    RESTRUCTURED = "restructured", "重组"
    MERGED = "merged", "合并"
    DIVIDED = "divided", "分立"
    MOVED = "moved", "跨省迁移"
    RELOCATED = "relocated", "省内迁移"
    CHANGE_REPORTED = "change_reported", "报告重大变化"
    JOINED = "joined", "与另一份登记并为一家"
    VOIDED = "voided", "作废"

    @property
    def grants(self) -> bool:
        """Whether it gives the title for a period."""
        return self in GRANTING

    @property
    def gazetted(self) -> bool:
        """Whether it is an authority's published act, which needs a document and outranks what we compute."""
        return self in GAZETTED

    @property
    def is_recordable(self) -> bool:
        """Whether somebody records it; what a day brings about by itself nobody does, and what is kept for good has
        ways of its own."""
        return self not in BY_CALENDAR and self not in _FOR_GOOD

    @property
    def is_voidable(self) -> bool:
        """Whether an entry of it can be voided; nobody voids that something was voided, and records are separated by
        a way of their own."""
        return self not in _FOR_GOOD

    @property
    def is_change(self) -> bool:
        """Whether it is a major change of the enterprise, to be reported within three months."""
        return self in _CHANGES

    @property
    def of_enterprise(self) -> bool:
        """Whether it happens to the enterprise itself, not to one of its titles."""
        return self in OF_ENTERPRISE


K = EventKind
BY_CALENDAR = frozenset({K.REVIEW_OPENED, K.EXPIRED, K.BAR_ENDED})
_FOR_GOOD = frozenset({K.VOIDED, K.JOINED})
GRANTING = frozenset({K.RECOGNISED, K.REVIEW_PASSED})
GAZETTED = GRANTING | {K.PUBLICISED, K.REVIEW_FAILED, K.NOT_LISTED, K.REVOKED}
_CHANGES = frozenset({K.RENAMED, K.CONVERTED, K.RESTRUCTURED, K.MERGED, K.DIVIDED, K.MOVED})
OF_ENTERPRISE = _CHANGES | {K.CHANGE_REPORTED, K.RELOCATED, K.JOINED}
