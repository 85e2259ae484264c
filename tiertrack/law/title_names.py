"""What titles were called before, and words that are taken for a title and name none.

A title keeps its rung whatever its name was; the name printed is kept with what happened. One of the old names gave no
title at all: 培育企业 were only on their way to one.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from attrs import frozen

from tiertrack.law.exchanges import Board
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.instruments import 单项冠军办法, 发行上市规则, 重庆培育方案
from tiertrack.temporal import Period

__all__ = ["OLD_NAMES", "OldName", "no_listing", "old_name", "old_names_of"]


@frozen
class OldName:
    """A name a title had: ``label`` as its lists print it, and what else it is called (``also``).

    ``period`` are the days on which it was given by this name; it may be reviewed or revoked by it long after.
    ``conferred`` says whether it was the title itself (else a place in the pool for it), ``board`` the board it names.
    """

    label: str
    title: str
    period: Period
    citation: Citation
    conferred: bool = True
    also: tuple[str, ...] = ()
    board: Board | None = None


# 105号 is of 2016, its day is not known; 138号 is of August 2023.
_BY_105 = Period(dt.date(2016, 1, 1), dt.date(2023, 8, 1))
_映射 = "2016 年方案分示范企业与培育企业，2017 年第二批起有单项冠军产品，2023 年办法起不再区分"

OLD_NAMES = (
    OldName(
        "制造业单项冠军示范企业",
        "champion",
        _BY_105,
        单项冠军办法.clause("认定", Confidence.REPORTED, _映射),
        also=("单项冠军示范企业",),
    ),
    OldName(
        "单项冠军产品",
        "champion",
        # The list of the second batch, the first to have it.
        Period(dt.date(2017, 12, 14), _BY_105.end),
        单项冠军办法.clause("认定", Confidence.REPORTED, _映射),
        also=("制造业单项冠军产品",),
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
        # The exchange opened in November 2021; whoever is listed there is listed, whatever the rung is called.
        Period(dt.date(2021, 11, 1), None),
        重庆培育方案.clause("", Confidence.REPORTED, "2022 年报道的巴南四级梯度以此为末级，2024 年改为上市企业"),
        also=("北交所上市公司",),
        board=Board.BSE,
    ),
)


def _folded(word: str) -> str:
    """A name without quotation marks, blanks and the ending 企业."""
    plain = re.sub(r"[\s“”„‟‘’「」『』\"']", "", unicodedata.normalize("NFKC", word))
    return plain.removesuffix("企业")


_BY_WORD = {_folded(word): one for one in OLD_NAMES for word in (one.label, *one.also)}
# Whose title it is may stand before it.
_BY_WORD |= {f"国家级{word}": one for word, one in _BY_WORD.items() if one.title == "champion"}


def old_name(word: str) -> OldName | None:
    """The old name a word is, without regard to quotation marks, blanks and the ending 企业."""
    return _BY_WORD.get(_folded(word))


def old_names_of(title: str) -> tuple[OldName, ...]:
    """The names a title had before."""
    return tuple(one for one in OLD_NAMES if one.title == title)


_SHARE_MARKETS = re.compile(r"新三板|四板|挂牌|全国股转|区域性股权|股权交易|股份转让中心|OTC", re.I)
_NO_LISTING = 发行上市规则.clause("统计口径", None, "只含境内外证券交易所公开发行并上市")


def no_listing(word: str) -> str | None:
    """What to do about a word that names a share market which is no exchange; None for any other word."""
    if not _SHARE_MARKETS.search(_folded(word)):
        return None
    return (
        "新三板挂牌、区域性股权市场挂牌不算上市；新三板挂牌、进入创新层请作为上市进程的环节登记"
        f"（neeq_listed、neeq_innovation），区域性股权市场的请删去〔{_NO_LISTING}〕"
    )
