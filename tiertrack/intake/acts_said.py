"""What the text of a list says of acts: its own heading, a section, a remark, the result of a row."""

from __future__ import annotations

import re

from tiertrack.facts.units import folded
from tiertrack.law.event_kinds import EventKind as K

# As what a list may be read that speaks of an act; whatever is to come is put up for comment first, but what is only
# put up for comment is not granted yet. The words that hold others come first.
_TO_COME = frozenset({K.PUBLICISED})
_REFUSED = frozenset({K.REJECTED})
_FAILED = frozenset({K.REVIEW_FAILED, K.REJECTED, K.PUBLICISED})
_NOT_FURTHER = "[^、及和与,;。|]"
_ACTS = (
    # What has been up for comment is no longer.
    (re.compile("经公示|公示(?:期满|无异议)"), None),
    (re.compile("拟(?:认定|推荐|通过|入选|入库|授予)|公示"), _TO_COME),
    (re.compile(rf"(?:不|未)(?:能)?(?:予|获|被){_NOT_FURTHER}{{0,3}}?(?:认定|通过|入选|推荐)"), _REFUSED),
    (re.compile("未获|落选|未入选|未入围|暂缓|缓议|不推荐|不同意|不符合|不予"), _REFUSED),
    (re.compile("未通过(?:复核|认定)?|复核[未不]通过|不通过|不合格|淘汰"), _FAILED),
    (re.compile(f"(?:撤销|取消){_NOT_FURTHER}*"), frozenset({K.REVOKED, K.PUBLICISED})),
    (re.compile("年度更新|(?:未|没有)(?:按时|按期)?更新|漏更"), frozenset({K.UPDATED, K.UPDATE_MISSED})),
    (re.compile("撤回申报|申报撤回"), frozenset({K.WITHDRAWN})),
    (
        re.compile(
            rf"(?:(?<![新次])申报|推荐)(?:企业|公司|单位|对象)?(?:名单|名录|汇总|明细|一览|$)|申报(?:企业|公司|单位|对象)"
            rf"|(?<!自愿)申报{_NOT_FURTHER}{{0,24}}(?:名单|名录|汇总|明细|一览)"
        ),
        frozenset({K.APPLIED, K.RECOMMENDED}),
    ),
    (
        re.compile("复核|复评"),
        frozenset({K.REVIEW_APPLIED, K.REVIEW_PASSED, K.REVIEW_FAILED, K.NOT_LISTED, K.PUBLICISED}),
    ),
    (re.compile("更名"), frozenset({K.RENAMED, K.PUBLICISED})),
)
_GRANTED = frozenset({K.RECOGNISED, K.POOLED, K.PUBLICISED})
_NEWLY = ((re.compile("新认定|首次认定"), _GRANTED),)
# What is said of firms elsewhere may be how they came to be listed.
_AT_ALL = ((re.compile("认定(?!管理|办法|标准|条件)"), _GRANTED),)
_PASSED = re.compile("通过|合格|入选|是")
_NOT = re.compile("否|不是|无|×|[xX]")


def acts_in(text: str) -> frozenset[K] | None:
    """The acts as which that may be read of which a section or a remark speaks: none where no list of titles reports
    what it speaks of, as a refusal; None where it speaks of no act."""
    return _found(text, (*_ACTS, *_NEWLY))


def acts_of_heading(text: str) -> frozenset[K] | None:
    """The same of what stands above a whole list."""
    return _found(re.sub("《[^》]*》", "", text), (*_ACTS, *_AT_ALL))


def acts_of_result(text: str) -> frozenset[K] | None:
    """The same of what became of one row."""
    plain = folded(text)
    if _NOT.fullmatch(plain):
        return frozenset()
    return _GRANTED | {K.REVIEW_PASSED} if _PASSED.fullmatch(plain) else acts_in(text)


def tells_the_result(heading: str) -> bool:
    """Whether what stands below a heading is what became of each row, not a remark on it."""
    return _RESULT.search(folded(heading)) is not None


_RESULT = re.compile(
    "结果|结论|意见|状态|称号|(?:认定|审核|复核|评审|评价|申报)(?:情况|类型|类别|等级)|是否.{0,6}(?:认定|通过|入选|合格)"
)


def _found(text: str, acts: tuple[tuple[re.Pattern[str], frozenset[K] | None], ...]) -> frozenset[K] | None:
    rest, found = folded(text), None
    for said, kinds in acts:
        rest, times = said.subn("|", rest)
        if times and kinds is _TO_COME:
            return kinds
        if times and kinds is not None:
            # One text may speak of several lists in one.
            found = kinds | (found or frozenset())
    return found
