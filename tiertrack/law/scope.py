"""What a standard is for: a title (a rung of the ladder or one beside it), a variant of it, an act, and a region."""

from __future__ import annotations

from attrs import frozen

from tiertrack.labels import Labelled
from tiertrack.law.exchanges import Board
from tiertrack.logic.truth import Truth

_HIT = {Truth.TRUE: "触及", Truth.FALSE: "未触及", Truth.UNKNOWN: "待补充"}


@frozen
class Variant:
    """One of several standards of one title that stand side by side, as the boards of the stock exchanges.

    ``kind`` is what such variants are called (板块, 画像, 类别).
    """

    key: str
    label: str
    kind: str


BOARD_VARIANTS = {board: Variant(board.value, board.label, "板块") for board in Board}


class Basis(Labelled):
    """Whose word a standard is."""

    NATIONAL_RECOGNITION = "national_recognition", "国家认定标准"
    NATIONAL_GUIDELINE = "national_guideline", "国家指引或交易所规则"
    PROVINCIAL = "provincial", "省级标准"
    MUNICIPAL = "municipal", "市级标准"
    DISTRICT_LOCAL = "district_local", "区县口径"
    DEFAULT_LOCAL = "default_local", "本地缺省口径"

    @property
    def is_national(self) -> bool:
        """Whether it holds for the whole country and no district may put another in its place."""
        return self in (Basis.NATIONAL_RECOGNITION, Basis.NATIONAL_GUIDELINE)


class Act(Labelled):
    """What is asked of the authority: 认定 (also 评价, 公告), 复核 of a title already held, or 退市, whether an
    enterprise has to leave its board."""

    RECOGNITION = "recognition", "认定", "申报", "评价", "公告"
    REVIEW = "review", "复核", "复评"
    DELISTING = "delisting", "退市", "强制退市"

    @property
    def is_applied_for(self) -> bool:
        """Whether an enterprise asks for it and has to meet every criterion; else each criterion is an indicator, and
        any one that is hit is enough."""
        return self is not Act.DELISTING

    def word(self, truth: Truth) -> str:
        """The word for a truth: 符合, 不符合 or 待补充; of indicators 触及, 未触及 or 待补充."""
        return truth.word if self.is_applied_for else _HIT[truth]

    @property
    def unasked(self) -> Truth:
        """The truth of a criterion that a standard does not have: it stands in nobody's way, and as an indicator hits
        nobody."""
        return Truth.TRUE if self.is_applied_for else Truth.FALSE

    @property
    def local_label(self) -> str:
        """What it is called where no authority recognises the title: nothing, or 复评."""
        return {Act.RECOGNITION: "", Act.REVIEW: "复评", Act.DELISTING: self.label}[self]
