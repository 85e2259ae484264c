"""What no fact can decide: there an authority's judgement of the whole criterion counts, and nowhere else."""

from __future__ import annotations

import datetime as dt

from tiertrack.facts.dossier import Dossier
from tiertrack.logic.expr import Holds, Ref
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth


def by_authority(finding: Finding, authority: Ref | None, dossier: Dossier, on: dt.date) -> Finding:
    """The finding of a criterion, with the judgement of it by an ``authority`` over what no fact can decide.

    Where one can, or has, it is the finding itself.
    """
    if authority is None or not finding.is_out_of_reach:
        return finding
    made = dossier.attested(authority.key_in(on.year), on)
    held = None if made is None else made.value
    return Finding(Holds(authority), Truth.of(held), (held,), (finding,), finding.year)
