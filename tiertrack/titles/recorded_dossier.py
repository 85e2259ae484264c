"""The dossier of an enterprise on record, put together from what was read of it: by itself, or in a set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tiertrack.enterprise import Enterprise
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.temporal import AsOf
from tiertrack.titles.derived_facts import derived_facts
from tiertrack.titles.events import RecordedEvent


def recorded_dossier(
    enterprise: Enterprise,
    titles: Mapping[str, Any],
    achievements: tuple[Achievement, ...] | None = None,
    data: tuple[Datum, ...] = (),
    attestations: tuple[Attestation, ...] = (),
    rights: tuple[IpRight, ...] | None = None,
) -> Dossier:
    """The dossier of an enterprise with its ``titles``, the members that ``dossier_titles`` gives."""
    return unchecked(
        Dossier,
        name=enterprise.name,
        uscc=enterprise.uscc,
        region=enterprise.region,
        industry=enterprise.industry,
        data=data,
        attestations=attestations,
        achievements=achievements,
        ip=rights,
        **titles,
    )


def with_derived(stated: tuple[Datum, ...], events: Iterable[RecordedEvent], asof: AsOf) -> tuple[Datum, ...]:
    """What was stated of an enterprise, and what follows from its events where no source states it."""
    derived = derived_facts(events, asof)
    if not derived:
        return stated
    keys = {datum.key for datum in stated}
    return (*stated, *(datum for datum in derived if datum.key not in keys))
