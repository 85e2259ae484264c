"""The stock exchanges of the mainland and their boards."""

from __future__ import annotations

import enum

__all__ = ["Board", "Exchange"]


class Exchange(enum.Enum):
    """A stock exchange; the value is its key in files. The 新三板 and the regional share markets are none."""

    SSE = "sse"
    SZSE = "szse"
    BSE = "bse"

    @property
    def label(self) -> str:
        """The short Chinese name."""
        return {Exchange.SSE: "上交所", Exchange.SZSE: "深交所", Exchange.BSE: "北交所"}[self]

    @property
    def full_name(self) -> str:
        """The Chinese name in full."""
        return {Exchange.SSE: "上海", Exchange.SZSE: "深圳", Exchange.BSE: "北京"}[self] + "证券交易所"


class Board(enum.Enum):
    """A board shares are listed on; the value is its key in files and in the register."""

    MAIN = "main"
    STAR = "star"
    CHINEXT = "chinext"
    BSE = "bse"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {Board.MAIN: "主板", Board.STAR: "科创板", Board.CHINEXT: "创业板", Board.BSE: "北交所"}[self]

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The exchanges that have it."""
        return {
            Board.MAIN: (Exchange.SSE, Exchange.SZSE),
            Board.STAR: (Exchange.SSE,),
            Board.CHINEXT: (Exchange.SZSE,),
            Board.BSE: (Exchange.BSE,),
        }[self]
