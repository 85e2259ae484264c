"""What the register says of one enterprise: its standing with the highest rung and the duties, and its history."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from tiertrack.ladder.duties import Duty
from tiertrack.ladder.events import RecordedEvent
from tiertrack.ladder.first_rung import FirstRung
from tiertrack.ladder.standing import Standing
from tiertrack.law.scope import Tier
from tiertrack.temporal import AsOf

__all__ = ["Account", "History", "history"]


@frozen(eq=False)
class Account:
    """The standing of one enterprise with its name, its highest rung and what falls due within a while.

    ``first_rung`` are the achievements it carried into production and what they come to.
    """

    enterprise: str
    standing: Standing
    highest: Tier | None
    duties: tuple[Duty, ...]
    first_rung: FirstRung | None = None


@frozen(eq=False)
class History:
    """Every event of one enterprise that was known by ``asof.known_at`` and happened by ``asof.on``, in order of time.

    Those put right or voided since are kept; ``counts`` tells which still stand.
    """

    enterprise: str
    asof: AsOf
    events: tuple[RecordedEvent, ...]
    _undone: frozenset[tuple[str, int | None]]

    def counts(self, event: RecordedEvent) -> bool:
        """Whether an event still stands: neither put right nor voided."""
        return (event.title, event.version) not in self._undone


def history(enterprise: str, events: Iterable[RecordedEvent], asof: AsOf) -> History:
    """The history of one enterprise; on one day in the order recorded."""
    known = [event for event in events if asof.knew(event.recorded_at)]
    undone = frozenset((event.title, event.corrects) for event in known if event.corrects is not None)
    happened = sorted((one for one in known if one.on <= asof.on), key=lambda one: (one.on, one.recorded_at))
    return History(enterprise, asof, tuple(happened), undone)
