"""What failed of alternatives, of which any one is enough: told as such, the nearest first, with what else it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tiertrack.ladder.distance import distance
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth
from tiertrack.render.phrases import calendar_year, test_text
from tiertrack.render.shortfalls import is_set, not_concerned

# Between alternatives, of which none has to be met beside another.
OR = "或 "


def nearest_branches(finding: Finding, on: dt.date) -> list[Finding]:
    """The branches of failed alternatives that are for this enterprise, the nearest first."""
    concerned = [part for part in finding.findings if not not_concerned(part)] or list(finding.findings)
    far = [distance(part, on) for part in concerned]
    order = sorted(range(len(concerned)), key=lambda place: (far[place] is None, far[place] or 0))
    return [concerned[place] for place in order]


def sole_alternatives(finding: Finding) -> Finding | None:
    """The alternatives to which alone it is due that a finding failed; None where anything else failed as well."""
    if finding.truth is not Truth.FALSE or finding.score is not None:
        return None
    if isinstance(finding.test, expr.AnyOf):
        return finding
    failed = [part for part in finding.findings if part.truth is Truth.FALSE]
    if not isinstance(finding.test, expr.AllOf) or finding.is_clash or len(failed) != 1:
        return None
    return sole_alternatives(failed[0])


def beside_text(branch: Finding) -> str:
    """What a branch takes beside what failed of it, as far as nobody knows whether that is so; empty where nothing."""
    if not isinstance(branch.test, expr.AllOf):
        return ""
    open_ = (part for part in branch.findings if part.truth is Truth.UNKNOWN)
    told = "、".join(test_text(part.test, calendar_year(part.year)) for part in open_)
    return f"，另须{told}" if told else ""


def lacking_told(finding: Finding, on: dt.date, tell: Callable[[Finding], str], compared: str = "") -> str:
    """How much a failed finding lacks as ``tell`` says it, then how far that is from the limit (``compared``): of
    alternatives each by itself, how far it is beside the nearest; empty where it is not a matter of degree."""
    sole = sole_alternatives(finding)
    branches = nearest_branches(sole, on) if sole is not None else []
    sets = [part for part in branches if is_set(part)]
    each = []
    for part in branches:
        if told := tell(part):
            label = f"{test_text(part.test, calendar_year(part.year))} " if len(sets) > 1 and is_set(part) else ""
            each.append(f"{label}{told}{beside_text(part)}")
    if not each:
        told = tell(finding)
        return f"{told}{compared}" if told else ""
    return f"；{OR}".join((f"{each[0]}{compared}", *each[1:]))
