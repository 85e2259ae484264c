"""What is on record of an enterprise in the forms in which it is handed in: a dossier's file, a table of facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from tiertrack.enterprise import Enterprise
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier
from tiertrack.facts.headings import BESIDE_FACTS
from tiertrack.facts.units import decimal_text
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.render.register.record_text import enterprise_data
from tiertrack.render.register.standing_text import history_data
from tiertrack.titles.derived_facts import derived_facts
from tiertrack.titles.history import History


def record_data(enterprise: Enterprise, dossier: Dossier, history: History) -> dict[str, Any]:
    """The members of all that is on record: the facts and judgements as a dossier's file has them, and the events."""
    return {
        **enterprise_data(enterprise),
        "facts": _facts(_stated(dossier, history)),
        "judgements": _judgements(dossier.attestations),
        "events": history_data(history)["events"],
    }


def _stated(dossier: Dossier, history: History) -> list[Datum]:
    """The observations on record, without what follows from events."""
    derived = derived_facts(history.events, history.asof)
    return [datum for datum in dossier.data if datum not in derived]


def _facts(data: Iterable[Datum]) -> dict[str, Any]:
    # Of two statements of one source at one instant only the last was ever known.
    known = {(datum.key, datum.year, datum.source, datum.recorded_at): datum for datum in data}
    several: dict[tuple[str, int | None], list[dict[str, Any]]] = {}
    for datum in known.values():
        several.setdefault((datum.key, datum.year), []).append(_observation(datum))
    facts: dict[str, Any] = {}
    for (key, year), observed in several.items():
        stated = observed[0] if len(observed) == 1 else observed
        if year is None:
            facts[key] = stated
        else:
            facts.setdefault(key, {})[str(year)] = stated
    return facts


def _observation(datum: Datum) -> dict[str, Any]:
    recorded = datum.recorded_at.isoformat() if datum.recorded_at else None
    return {"value": _written(FACTS[datum.key], datum.value), "source": datum.source, "recorded_at": recorded}


def _written(fact: Fact, value: Value) -> Any:
    """A value as it is written in a file, to the last fen."""
    match fact.kind:
        case Kind.MONEY:
            return f"{decimal_text(Fraction(value) / 100, 2)}元"
        case Kind.DATE:
            return dt.date.fromordinal(int(value)).isoformat()
        case Kind.SHARE:
            percent = decimal_text(Fraction(value) * 100, 6)
            return f"{percent}%" if Fraction(percent) == Fraction(value) * 100 else str(Fraction(value))
        case Kind.POINTS:
            return decimal_text(Fraction(value) / 100, 2)
        case _:
            return value


def _judgements(attestations: Iterable[Attestation]) -> dict[str, Any]:
    several: dict[str, list[dict[str, Any]]] = {}
    for made in attestations:
        members = {"value": made.value, "by": made.by, "on": made.on.isoformat()}
        several.setdefault(made.key, []).append(members)
    return {key: made[0] if len(made) == 1 else made for key, made in several.items()}


# A table of facts: who, the year, the source, then a column for every fact.
_BESIDE = ("name", "uscc", "stock_code", "region", "industry", "fiscal_year", "source")
FACT_HEADINGS = (*(BESIDE_FACTS[key][0] for key in _BESIDE), *(fact.label for fact in FACTS.values()))


def fact_rows(enterprise: Enterprise, dossier: Dossier, history: History) -> Iterator[tuple[str, ...]]:
    """The rows of a table of facts: for each source and year one, with what that source said last."""
    who = (
        enterprise.name,
        enterprise.uscc and shown_credit_code(enterprise.uscc),
        enterprise.stock_code,
        enterprise.region,
        enterprise.industry,
    )
    rows: dict[tuple[int | None, str | None], dict[str, Datum]] = {}
    for datum in _stated(dossier, history):
        rows.setdefault((datum.year, datum.source), {})[datum.key] = datum
    for (year, source), said in rows.items() or [((None, None), {})]:
        cells = (_cell(key, said.get(key)) for key in FACTS)
        yield (*(text or "" for text in who), str(year or ""), source or "", *cells)


def _cell(key: str, datum: Datum | None) -> str:
    if datum is None:
        return ""
    value = _written(FACTS[key], datum.value)
    return str(value) if not isinstance(value, bool) else "是" if value else "否"
