"""The account of one enterprise, its standing with the highest rung and the duties; and the rows of lists of many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.duties.duty import Duty
from tiertrack.enterprise import Enterprise
from tiertrack.intake.proposals import Proposal
from tiertrack.ladder.first_rung import FirstRung
from tiertrack.law.titles import Title
from tiertrack.notebook import ShownInNotebooks
from tiertrack.titles.standing import Standing
from tiertrack.titles.track import Track

# How far ahead a standing looks for duties.
AHEAD = dt.timedelta(days=90)


@frozen
class Account(ShownInNotebooks):
    """The standing of one enterprise with its name, its highest rung and what falls due within a while.

    ``first_rung`` are the achievements it carried into production, and whether they lift it onto the first rung;
    ``waiting`` the rows of lists that may be about it and wait for somebody to say so.
    """

    enterprise: str
    standing: Standing
    highest: Title | None
    duties: tuple[Duty, ...]
    first_rung: FirstRung | None = None
    waiting: tuple[Proposal, ...] = ()

    def __repr__(self) -> str:
        return told(
            self,
            self.enterprise,
            self.standing.asof.on,
            said=f"{len(self.standing.held)} 项持有, {len(self.duties)} 件事",
        )


@frozen
class FirmStanding:
    """The standing of one of many enterprises, with its highest rung and the last day it holds that through; None where
    it holds none, or for good.

    ``tracks`` are those it is listed for: those of the title asked for, and all where none was.
    """

    enterprise: Enterprise
    standing: Standing
    highest: Title | None
    through: dt.date | None = None
    tracks: tuple[Track, ...] = field()

    @tracks.default
    def _all(self) -> tuple[Track, ...]:
        return self.standing.each

    def __repr__(self) -> str:
        return told(self, self.enterprise.name, self.standing.asof.on, said=f"{len(self.standing.held)} 项持有")


@frozen
class FirmOverview:
    """One of many enterprises with the highest rung it holds, the last day of that, and the first of what it has to do
    within a while; None where it holds none, or for good, and where nothing is due.

    ``next_titles`` are the keys of all titles that have to be seen to with the first, alike and by the same day.
    ``row`` is where it is with the title asked for; None where none was. ``looked_after`` are its 镇街, 专员 and 产业链
    as far as lists said them beside. ``self_reported`` says that it holds its highest rung by nothing but its own word.
    """

    enterprise: Enterprise
    highest: Title | None
    through: dt.date | None = None
    next: Duty | None = None
    row: FirmStanding | None = None
    looked_after: Mapping[str, str] = field(factory=dict, hash=False)
    next_titles: tuple[str, ...] = ()
    self_reported: bool = False

    def __repr__(self) -> str:
        return told(self, self.enterprise.name, self.highest and self.highest.value)


def held_through(standing: Standing, highest: Title | None, carried: FirstRung | None) -> dt.date | None:
    """The last day an enterprise holds its highest rung through: of several certificates the latest; None where it
    holds none, or one for good."""
    lasts = [holding.period.last for holding in standing.held if highest is not None and holding.title == highest.value]
    if not lasts and highest is not None and carried is not None:
        return carried.through
    return max((last for last in lasts if last is not None), default=None) if None not in lasts else None
