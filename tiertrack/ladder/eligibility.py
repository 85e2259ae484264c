"""Whether the titles an enterprise holds open the way to another one: read from the standards, never written again.

Of an edition only the criteria that read nothing but titles and applications are weighed: the statutory prerequisites
and exclusions. Whether the rest is met is a question for an assessment.
"""

from __future__ import annotations

import datetime as dt
import functools

from attrs import frozen

from tiertrack.facts.dossier import Dossier
from tiertrack.law.scope import Act
from tiertrack.logic.evaluate import Program
from tiertrack.logic.expr import Not, Ref, refs, walk
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.rules.authority import by_authority
from tiertrack.rules.binding import Binding, bind, compiled
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import Origin, origin_of
from tiertrack.rules.rulebook import Rulebook


@frozen(eq=False)
class _Asked:
    """A criterion that asks only of titles, compiled to be weighed alone: the rest of its edition is left aside."""

    criterion: Criterion
    program: Program
    titles: frozenset[str]

    @property
    def excludes(self) -> bool:
        """Whether it says what one must not hold."""
        return isinstance(self.criterion.test, Not)

    def truth(self, dossier: Dossier, on: dt.date) -> Truth:
        """Whether it holds of a dossier on a day."""
        values = _bound(self.program, on).values(dossier)
        if self.criterion.authority is None:
            return Truth.of(self.program.verdict(values))
        found = self.program.explain(values, on.year)
        return by_authority(found, self.criterion.authority, dossier, on).truth


@functools.lru_cache(maxsize=1024)
def _bound(program: Program, on: dt.date) -> Binding:
    return bind(program.symbols, on)


@functools.lru_cache(maxsize=256)
def _asked_by(edition: Edition) -> tuple[_Asked, ...]:
    """The criteria of an edition that ask only of titles."""
    return tuple(
        _Asked(criterion, compiled(criterion.test), _titles_read(criterion))
        for criterion in edition.criteria
        if asks_only_of_titles(criterion)
    )


def _titles_read(criterion: Criterion) -> frozenset[str]:
    read = (origin_of(ref.key) for ref in refs(criterion.test))
    return frozenset(key for origin, key in read if origin is Origin.TITLE)


def may_apply(dossier: Dossier, title: str, on: dt.date, rulebook: Rulebook) -> Truth:
    """Whether the titles held on a day open the way: a prerequisite is met and no exclusion is known to apply.

    FALSE where a prerequisite is not met or an exclusion applies; UNKNOWN where neither is known, where the standard
    asks nothing of titles, or where none is encoded.
    """
    found = [(asked, asked.truth(dossier, on)) for asked in _asked(dossier, title, on, rulebook)]
    if any(truth is Truth.FALSE for _asked_, truth in found):
        return Truth.FALSE
    met = any(truth is Truth.TRUE and not asked.excludes for asked, truth in found)
    return Truth.TRUE if met else Truth.UNKNOWN


def prerequisite_titles(dossier: Dossier, title: str, on: dt.date, rulebook: Rulebook) -> frozenset[str]:
    """The titles the standard for recognition reads, and which the enterprise holds on the day."""
    read = {key for asked in _asked(dossier, title, on, rulebook) for key in asked.titles}
    return frozenset(key for key in read if dossier.holds_title(key, on))


def _asked(dossier: Dossier, title: str, on: dt.date, rulebook: Rulebook) -> tuple[_Asked, ...]:
    edition = rulebook.governing(title, Act.RECOGNITION, on, dossier.where)
    return _asked_by(edition) if edition else ()


def asks_only_of_titles(criterion: Criterion) -> bool:
    """Whether a criterion reads nothing but titles and applications: a statutory prerequisite or exclusion."""
    # Nearly every criterion is told by the first fact it reads.
    return all(node.kind is Kind.TITLE for node in walk(criterion.test) if isinstance(node, Ref))
