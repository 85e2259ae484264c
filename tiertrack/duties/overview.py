"""The account of one enterprise: its standing with the highest rung and the duties."""

from __future__ import annotations

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.duties.duty import Duty
from tiertrack.intake.proposals import Proposal
from tiertrack.ladder.first_rung import FirstRung
from tiertrack.law.tiers import Tier
from tiertrack.notebook import ShownInNotebooks
from tiertrack.titles.standing import Standing


@frozen
class Account(ShownInNotebooks):
    """The standing of one enterprise with its name, its highest rung and what falls due within a while.

    ``first_rung`` are the achievements it carried into production, and whether they lift it onto the first rung;
    ``waiting`` the rows of lists that may be about it and wait for somebody to say so.
    """

    enterprise: str
    standing: Standing
    highest: Tier | None
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
