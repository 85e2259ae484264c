"""Whether the titles an enterprise holds open the way to another one: read from the standards, never written again.

Of an edition only the criteria that read nothing but titles and applications are weighed: the statutory prerequisites
and exclusions. Whether the rest is met is a question for an assessment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tiertrack.facts.dossier import Dossier
from tiertrack.law.scope import Act
from tiertrack.logic.expr import Not, Ref, refs, walk
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import assess
from tiertrack.rules.criterion import Criterion, Judged
from tiertrack.rules.reads import Origin, origin_of
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf


def may_apply(dossier: Dossier, title: str, on: dt.date, rulebook: Rulebook) -> Truth:
    """Whether the titles held on a day open the way: a prerequisite is met and no exclusion is known to apply.

    FALSE where a prerequisite is not met or an exclusion applies; UNKNOWN where neither is known, where the standard
    asks nothing of titles, or where none is encoded.
    """
    found = list(_title_criteria(dossier, title, on, rulebook))
    if any(judged.truth is Truth.FALSE for judged in found):
        return Truth.FALSE
    met = any(judged.truth is Truth.TRUE and not isinstance(judged.criterion.test, Not) for judged in found)
    return Truth.TRUE if met else Truth.UNKNOWN


def prerequisite_titles(dossier: Dossier, title: str, on: dt.date, rulebook: Rulebook) -> frozenset[str]:
    """The titles the standard for recognition reads, and which the enterprise holds on the day."""
    read = {
        origin_of(ref.key)
        for judged in _title_criteria(dossier, title, on, rulebook)
        for ref in refs(judged.criterion.test)
    }
    return frozenset(key for origin, key in read if origin is Origin.TITLE and dossier.holds_title(key, on))


def _title_criteria(dossier: Dossier, title: str, on: dt.date, rulebook: Rulebook) -> Iterator[Judged]:
    edition = rulebook.governing(title, Act.RECOGNITION, on, dossier.where)
    for judged in assess(edition, dossier, AsOf(on)).criteria if edition else ():
        if asks_only_of_titles(judged.criterion):
            yield judged


def asks_only_of_titles(criterion: Criterion) -> bool:
    """Whether a criterion reads nothing but titles and applications: a statutory prerequisite or exclusion."""
    # Nearly every criterion is told by the first fact it reads.
    return all(node.kind is Kind.TITLE for node in walk(criterion.test) if isinstance(node, Ref))
