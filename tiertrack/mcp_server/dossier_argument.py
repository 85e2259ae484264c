"""A dossier as an assistant hands it in: the members of a dossier's file, every number exact."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tiertrack.errors import BadDossier, Fault
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Title

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier


def read_subject(given: Mapping[str, Any], earlier: Mapping[str, Any]) -> Dossier:
    """The dossier of an enterprise or, where the first rung is asked about, of an achievement.

    Raises BadDossier with every fault; of a number with decimals too, which need no longer be the one that was written.
    """
    faults: list[Fault] = []
    try:
        found = _subject(_exact(given, "", faults), earlier.get("on"), earlier.get("title"))
    except BadDossier as error:
        raise BadDossier(*faults, *error.faults) from None
    if faults:
        raise BadDossier(*faults)
    return found


def read_facts(given: Mapping[str, Any], _earlier: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts in the form of a dossier's; raises BadDossier for numbers with decimals."""
    faults: list[Fault] = []
    exact: Mapping[str, Any] = _exact(given, "", faults)
    if faults:
        raise BadDossier(*faults)
    return exact


def _subject(given: Mapping[str, Any], on: dt.date | None, title: Title | None) -> Dossier:
    from tiertrack.facts.achievement import Achievement
    from tiertrack.facts.achievement_dossier import achievement_dossier
    from tiertrack.facts.dossier import Dossier
    from tiertrack.facts.dossier_file import subject_in

    if title is not Tier.ACHIEVEMENT or on is None:
        return Dossier.from_dict(given, place="", on=on)
    subject = subject_in(given, "", on)
    return achievement_dossier(subject, on) if isinstance(subject, Achievement) else subject


def _exact(content: Any, place: str, faults: list[Fault]) -> Any:
    """The content without its numbers with decimals, whose faults are kept."""
    if isinstance(content, float):
        remedy = f'请写成文字，如 "{content}"' if math.isfinite(content) else "数太大，请核对"
        faults.append(Fault("E863", "带小数的数须是文字", remedy, str(content), place))
        return None
    if isinstance(content, Mapping):
        return {name: _exact(value, f"{place}.{name}" if place else name, faults) for name, value in content.items()}
    if isinstance(content, list):
        return [_exact(value, f"{place}[{index}]", faults) for index, value in enumerate(content)]
    return content
