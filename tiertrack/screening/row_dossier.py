"""One row of a table as a dossier, so that it can be explained like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from tiertrack.engines.column_types import SHARE_PARTS
from tiertrack.facts.dossier import Application, Attestation, Datum, Dossier, HeldTitle
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.rules.binding import APPLICATION_PREFIX, TITLE_PREFIX
from tiertrack.rules.reads import IDENTIFYING, Input
from tiertrack.temporal import Period

__all__ = ["dossier_of_row"]

_SOURCE = "筛查的表"


def dossier_of_row(row: Mapping[str, Any], columns: Iterable[Input], on: dt.date) -> Dossier:
    """The dossier a row stands for on a day: typed values under the names of the columns, None where unknown."""
    data: list[Datum] = []
    titles: dict[str, bool] = {}
    applied: dict[str, bool] = {}
    attested: list[Attestation] = []
    for one in columns:
        value = row.get(one.name)
        if value is None or one.name in IDENTIFYING:
            continue
        if one.kind is Kind.JUDGEMENT:
            attested.append(Attestation(one.key, bool(value), _SOURCE, on))
        elif one.key.startswith(TITLE_PREFIX):
            titles[one.key.removeprefix(TITLE_PREFIX)] = bool(value)
        elif one.key.startswith(APPLICATION_PREFIX):
            applied[one.key.removeprefix(APPLICATION_PREFIX)] = bool(value)
        else:
            data.append(Datum(one.key, one.year, _value(one, value), _SOURCE))
    return Dossier(
        name=row.get("name") or "",
        uscc=row.get("uscc"),
        region=row.get("region"),
        industry=row.get("industry"),
        data=tuple(data),
        titles=tuple(HeldTitle(title, Period(on, None)) for title, held in titles.items() if held),
        known_titles=frozenset(titles),
        attestations=tuple(attested),
        applications=tuple(Application(title, on) for title, made in applied.items() if made),
        known_applications=frozenset(applied),
    )


def _value(one: Input, value: Any) -> Value:
    match one.kind:
        case Kind.SHARE if not isinstance(value, Fraction):
            return Fraction(value, SHARE_PARTS)
        case Kind.DATE if isinstance(value, dt.date):
            return value.toordinal()
        case Kind.FLAG:
            return bool(value)
        case _:
            return value  # type: ignore[no-any-return]
