"""The notice to a firm: what it is told on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from tiertrack.brevity import briefly, told
from tiertrack.logic.truth import Truth
from tiertrack.notebook import ShownInNotebooks

COLUMNS = ("要求", "贵单位", "差多少")


@frozen
class Unmet:
    """A condition a firm does not meet: what is asked, what the firm has, and how much is lacking, each in lines."""

    requirement: str
    yours: tuple[str, ...]
    lacking: tuple[str, ...]

    __repr__ = briefly

    @property
    def cells(self) -> tuple[str, str, str]:
        """Its row in a table."""
        return self.requirement, "\n".join(self.yours), "\n".join(self.lacking)


@frozen
class Notice(ShownInNotebooks):
    """The notice to one firm about one title as judged on a day, ``dated`` another where that is given: ``unmet`` are
    the conditions it does not meet as far as there is room (``more_unmet`` are left), ``wanted`` what it has to hand
    in, ``materials`` the documents that prove that, ``definitions`` what the standard says that covers, ``judged`` what
    an authority has yet to judge, ``window`` by when, ``bases`` the documents this rests on.
    ``letterhead`` is who tells it, ``contact`` whom to ask; both may be empty."""

    heading: str
    firm: str
    on: dt.date
    truth: Truth
    conclusion: str
    unmet: tuple[Unmet, ...]
    more_unmet: int
    wanted: tuple[str, ...]
    more_wanted: int
    window: str
    bases: tuple[str, ...]
    letterhead: str = ""
    contact: str = ""
    judged: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    more_materials: int = 0
    definitions: tuple[str, ...] = ()
    more_definitions: int = 0
    dated: dt.date | None = None

    def __repr__(self) -> str:
        return told(self, self.firm, self.on, said=self.truth.word)

    @property
    def day(self) -> str:
        """The day as it stands under a letter: the one it is dated, else the one judged on."""
        return _day_in_letters(self.dated or self.on)

    @property
    def judged_on(self) -> str:
        """What the answer is of, told since it need not be the day of the letter."""
        return f"本告知书按 {_day_in_letters(self.on)}的资料和标准判断。"

    @property
    def verdict(self) -> str:
        """The paragraph below the heading 结论."""
        return f"{self.conclusion}{self.judged_on}"

    @property
    def sections(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The headings below the table with their lines; one without any is absent."""
        listed = (("", self.wanted, self.more_wanted, "项"), ("文件：", self.materials, self.more_materials, "件"))
        found = (
            ("待提供的材料", tuple(_listed(*one) for one in listed if one[1])),
            ("由主管部门认定的", (f"{'；'.join(self.judged)}。",) if self.judged else ()),
            ("填报口径", (*self.definitions, *self._definitions_left) if self.definitions else ()),
            ("申报时间" if "申报" in self.window else "时间", (f"{self.window}。",) if self.window else ()),
            ("依据", self.bases),
            ("联系人", (self.contact,) if self.contact else ()),
        )
        return ((heading, lines) for heading, lines in found if lines)

    @property
    def _definitions_left(self) -> tuple[str, ...]:
        return (f"另有 {self.more_definitions} 项的口径，可向我们索取全文。",) if self.more_definitions else ()

    @property
    def unmet_heading(self) -> str:
        """The heading above the table."""
        return f"未达到的条件（{len(self.unmet) + self.more_unmet} 项）"

    @property
    def unmet_rest(self) -> str:
        """What is said below a table that has no room for all; else empty."""
        return f"另有 {self.more_unmet} 项未达到，可向我们索取全文。" if self.more_unmet else ""


def _listed(opening: str, told: tuple[str, ...], more: int, counted: str) -> str:
    left = f" 等 {len(told) + more} {counted}" if more else ""
    return f"{opening}{'；'.join(told)}{left}。"


def _day_in_letters(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
