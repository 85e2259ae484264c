"""A stretch of days without a standard, and why there is none."""

from __future__ import annotations

from attrs import frozen

from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.temporal import Period


@frozen
class Gap:
    """A stretch of days on which a title (a variant of it, by key) has no standard for an act, and why."""

    title: Title
    act: Act
    period: Period
    reason: str
    variant: str | None = None
