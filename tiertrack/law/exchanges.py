"""The stock exchanges of the mainland and their boards."""

from __future__ import annotations

from tiertrack.labels import Labelled


class Exchange(Labelled):
    """A stock exchange; the value is its key in files. The 新三板 and the regional share markets are none."""

    SSE = "sse", "上交所", "上海证券交易所"
    SZSE = "szse", "深交所", "深圳证券交易所"
    BSE = "bse", "北交所", "北京证券交易所"

    @property
    def full_name(self) -> str:
        """The Chinese name in full."""
        return self.also[0]


class Board(Labelled):
    """A board shares are listed on; the value is its key in files and in the register."""

    MAIN = "main", "主板"
    STAR = "star", "科创板"
    CHINEXT = "chinext", "创业板"
    BSE = "bse", "北交所", "北京证券交易所"

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The exchanges that have it."""
        return {
            Board.MAIN: (Exchange.SSE, Exchange.SZSE),
            Board.STAR: (Exchange.SSE,),
            Board.CHINEXT: (Exchange.SZSE,),
            Board.BSE: (Exchange.BSE,),
        }[self]
