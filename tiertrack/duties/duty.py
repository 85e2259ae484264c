"""What an enterprise has to do by a day, and why."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from typing import Self

from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.errors import BadInput
from tiertrack.labels import Labelled
from tiertrack.law.titles import TITLES
from tiertrack.logic.truth import Truth
from tiertrack.notebook import ShownInNotebooks
from tiertrack.titles.events import labelled, no_such_title


class Windows(enum.Enum):
    """Which windows to apply in are told of: those an enterprise may be fit for, or all."""

    LIKELY = "likely"
    ALL = "all"


class DutyKind(Labelled):
    """What is to be done; the value is its key in JSON."""

    YEARLY_UPDATE = "yearly_update", "年度更新"
    CHANGE_REPORT = "change_report", "重大变化报告"
    REVIEW = "review", "复核"
    APPLICATION = "application", "申报"
    PREREQUISITE_EXPIRING = "prerequisite_expiring", "前置称号将到期"
    SECOND_MISS = "second_miss", "第二次漏更风险"
    STEP_EXPIRING = "step_expiring", "环节将到期"
    MONTHLY_REPORT = "monthly_report", "每月报数"


@frozen
class Duty:
    """Something one enterprise has to do by a day.

    ``title`` is None where it concerns the enterprise itself; ``opens`` is the first day it can be done, None where
    none is named, and ``due`` the last. ``what`` says in one sentence what to do, ``why`` names the provision or source
    and how far it was seen, ``consequence`` what follows when it is missed; ``warning`` marks one that is a risk rather
    than a routine; ``product`` is the one whose certificate it is about. ``outlook`` is, of a window to apply
    in, whether the standard is met by what is on record, None of anything else and where no standard is encoded;
    ``contact`` whom the lists on record name for the enterprise; ``caution`` says where the days are those of another
    place, empty where they are not. Duties sort by day, enterprise, title, kind and
    product. Raises BadInput for a title that is not known.
    """

    kind: DutyKind
    enterprise: str
    title: str | None = field()
    opens: dt.date | None
    due: dt.date
    what: str
    why: str
    consequence: str = ""
    warning: bool = False
    product: str | None = None
    outlook: Truth | None = None
    contact: str = ""
    caution: str = ""

    def __repr__(self) -> str:
        return told(self, self.kind.value, self.title, self.enterprise, self.due)

    @title.validator
    def _known(self, _attribute: object, title: str | None) -> None:
        if title is not None and title not in TITLES:
            raise BadInput(no_such_title(title))

    @property
    def is_unlikely(self) -> bool:
        """Whether it is a window to apply in for an enterprise that fails the standard."""
        return self.outlook is Truth.FALSE

    @property
    def title_label(self) -> str:
        """The Chinese name of the title, with its product; empty where there is none."""
        return labelled(TITLES[self.title], self.product) if self.title else ""

    def __lt__(self, other: Duty) -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[dt.date, str, str, str, str]:
        return self.due, self.enterprise, self.title or "", self.kind.value, self.product or ""


class Duties(tuple[Duty, ...], ShownInNotebooks):
    """Several duties, earliest first: a tuple of them that a notebook shows as a table.

    ``left_out`` is how many windows to apply in are not among them, since who would have to apply fails the standard.
    """

    left_out: int

    def __new__(cls, duties: Iterable[Duty] = (), left_out: int = 0) -> Self:
        """These duties, and how many were left out."""
        made = super().__new__(cls, duties)
        made.left_out = left_out
        return made

    @classmethod
    def of(cls, duties: Sequence[Duty], windows: Windows) -> Duties:
        """Some duties without the windows that are not asked for."""
        told = [duty for duty in duties if windows is Windows.ALL or not duty.is_unlikely]
        return cls(told, len(duties) - len(told))

    def __repr__(self) -> str:
        return told(self, said=f"{len(self)} 件")
