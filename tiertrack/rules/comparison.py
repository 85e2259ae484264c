"""Two answers about one enterprise side by side, and what made the difference: its facts, the standard, or both.

The old facts are judged by the new standard and the new facts by the old one. The day belongs to the facts: of which
year they are and how long something has lasted is told by the day they are of, whichever standard they are held
against.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.labels import Labelled
from tiertrack.logic.truth import Truth
from tiertrack.notebook import ShownInNotebooks
from tiertrack.rules.assessment import Assessment, assess
from tiertrack.rules.criterion import Judged
from tiertrack.rules.diff import ClauseChange, compare
from tiertrack.rules.pairing import facts


class TurnedBy(Labelled):
    """What made an answer turn: what turns it to the new answer by itself.

    FACTS: the new facts do, held against the old standard, and the new standard does not for the old facts. STANDARD:
    the other way round. EITHER: each of them does by itself. BOTH: neither does, only the two together.
    """

    FACTS = "facts", "资料变了"
    STANDARD = "standard", "标准变了"
    EITHER = "either", "资料和标准都变了，任一都足以"
    BOTH = "both", "资料和标准都变了，合起来才变"


@frozen
class Crossing:
    """An answer four times: before; the old facts by the new standard; the new facts by the old standard; after."""

    before: Truth
    by_new_standard: Truth
    with_new_facts: Truth
    after: Truth

    def __repr__(self) -> str:
        return told(self, said=f"{self.before.word} → {self.after.word}")

    @property
    def turned_by(self) -> TurnedBy | None:
        """What made it turn; None where it is the same as before."""
        if self.before is self.after:
            return None
        return _TURNED[self.with_new_facts is self.after, self.by_new_standard is self.after]


_TURNED = {
    (True, False): TurnedBy.FACTS,
    (False, True): TurnedBy.STANDARD,
    (True, True): TurnedBy.EITHER,
    (False, False): TurnedBy.BOTH,
}


@frozen
class Turn:
    """A condition whose answer turned: as the two standards have it, the four answers to it, and its findings by what
    each day had; None where the standard of that day did not ask it, which is no obstacle (``Act.unasked``)."""

    change: ClauseChange
    crossing: Crossing
    before: Judged | None
    after: Judged | None

    def __repr__(self) -> str:
        return told(self, self.change.title, said=repr(self.crossing))

    @property
    def turned_by(self) -> TurnedBy:
        """What made it turn."""
        found = self.crossing.turned_by
        assert found is not None
        return found


@frozen
class Comparison(ShownInNotebooks):
    """Two answers about one enterprise, ``before`` and ``after``, with the old facts judged by the new standard and the
    new facts by the old one."""

    before: Assessment
    by_new_standard: Assessment
    with_new_facts: Assessment
    after: Assessment

    def __repr__(self) -> str:
        return told(self, self.before.edition.key, self.after.edition.key, said=repr(self.crossing))

    @property
    def truth(self) -> Truth:
        """The answer after."""
        return self.after.truth

    @property
    def crossing(self) -> Crossing:
        """The four answers as a whole."""
        answers = (self.before, self.by_new_standard, self.with_new_facts, self.after)
        return Crossing(*(answer.truth for answer in answers))

    @property
    def turned_by(self) -> TurnedBy | None:
        """What made the answer as a whole turn; None where it is the same as before."""
        return self.crossing.turned_by

    @functools.cached_property
    def changes(self) -> tuple[ClauseChange, ...]:
        """The two standards clause by clause."""
        return compare(self.before.edition, self.after.edition)

    @functools.cached_property
    def turned(self) -> tuple[Turn, ...]:
        """The conditions whose answer turned, in the order of the new standard, those it dropped last."""
        return tuple(turn for turn in self._each() if turn.crossing.turned_by is not None)

    @functools.cached_property
    def carried_over(self) -> tuple[Turn, ...]:
        """The conditions that did not turn although they count something else than before, where the same statement
        answers both: it was made about one of them, and is to be confirmed for the other."""
        return tuple(turn for turn in self._each() if turn.crossing.turned_by is None and self._rests_on_the_same(turn))

    def _rests_on_the_same(self, turn: Turn) -> bool:
        change = turn.change
        if change.before is None or change.after is None or turn.crossing.after is Truth.UNKNOWN:
            return False
        if change.leaves_settled(turn.crossing.before):
            return False
        if change.redefined and not change.matters and self.after.given.ip is not None:
            # Rights that are listed are counted by each standard itself.
            return False
        stated = [self.after.given.sources(key) for key in facts(change.after.test)]
        return any(stated) and stated == [self.before.given.sources(key) for key in facts(change.after.test)]

    def _each(self) -> Iterator[Turn]:
        old, new = (_by_key(answer) for answer in (self.before, self.after))
        old_by_new, new_by_old = (_by_key(answer) for answer in (self.by_new_standard, self.with_new_facts))
        for change in self.changes:
            earlier, later = change.keys
            before, after = old.get(earlier), new.get(later)
            sides = (before, old_by_new.get(later), new_by_old.get(earlier), after)
            truths = (change.act.unasked if judged is None else judged.truth for judged in sides)
            yield Turn(change, Crossing(*truths), before, after)


def _by_key(answer: Assessment) -> dict[Any, Judged]:
    return {judged.criterion.key: judged for judged in answer.criteria}


def comparison(before: Assessment, after: Assessment) -> Comparison:
    """Two answers about one enterprise, compared."""
    if before.edition is after.edition:
        # By one standard the crossed answers are these.
        return Comparison(before, before, after, after)
    return Comparison(
        before,
        assess(after.edition, before.given, before.asof),
        assess(before.edition, after.given, after.asof),
        after,
    )
