"""The law's own comparing words: which of them include the number itself.

63号文附件4: 以上、以下、不低于、不高于、达到 include it, 超过 does not. 300号文 uses 以下 without the number, so a
rulebook writes 低于 there.
"""

from __future__ import annotations

from tiertrack.logic.expr import Comparator

COMPARATORS = {
    "不低于": Comparator.AT_LEAST,
    "满": Comparator.AT_LEAST,
    "超过": Comparator.MORE_THAN,
    "不高于": Comparator.AT_MOST,
    "不超过": Comparator.AT_MOST,
    "低于": Comparator.LESS_THAN,
}

# How an explanation says that the comparison failed.
FAILED = {
    "不低于": "低于",
    "满": "不满",
    "超过": "未超过",
    "不高于": "高于",
    "不超过": "超过",
    "低于": "不低于",
}
