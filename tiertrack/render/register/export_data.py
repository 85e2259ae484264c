"""What is on record of an enterprise in the forms in which it is handed in: a dossier's file, a table of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from tiertrack.enterprise import Enterprise
from tiertrack.facts.construction import changed
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier, judgements_written
from tiertrack.facts.headings import BESIDE_FACTS
from tiertrack.facts.shared_members import facts_written, written_value
from tiertrack.facts.units import decimal_text
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.output_file import CsvHeadings
from tiertrack.render.register.record_text import enterprise_data
from tiertrack.render.register.standing_text import history_data
from tiertrack.titles.derived_facts import derived_facts
from tiertrack.titles.history import History


def record_data(enterprise: Enterprise, dossier: Dossier, history: History) -> dict[str, Any]:
    """The members of all that is on record: the facts and judgements as a dossier's file has them, and the events."""
    return {
        **enterprise_data(enterprise),
        "facts": _facts(_stated(dossier, history)),
        # Of a judgement on record the day counts, and whoever made it.
        "judgements": judgements_written(changed(made, recorded_at=None) for made in dossier.attestations),
        "events": history_data(history)["events"],
    }


def _stated(dossier: Dossier, history: History) -> list[Datum]:
    """The observations on record, without what follows from events."""
    derived = derived_facts(history.events, history.asof)
    return [datum for datum in dossier.data if datum not in derived]


def _facts(data: Iterable[Datum]) -> dict[str, Any]:
    # Of two statements of one source at one instant only the last was ever known.
    known = {(datum.key, datum.year, datum.source, datum.recorded_at): datum for datum in data}
    return facts_written(known.values(), _observation)


def _observation(fact: Fact, datum: Datum) -> dict[str, Any]:
    recorded = datum.recorded_at.isoformat() if datum.recorded_at else None
    return {"value": _written(fact, datum.value), "source": datum.source, "recorded_at": recorded}


def _written(fact: Fact, value: Value) -> Any:
    """A value as a file has it, a share as a percentage where that is exact."""
    if fact.kind is Kind.SHARE:
        percent = decimal_text(Fraction(value) * 100, 6)
        return f"{percent}%" if Fraction(percent) == Fraction(value) * 100 else str(Fraction(value))
    return written_value(fact, value)


# A table of facts: who, the year, the source, then a column for every fact.
_BESIDE = ("name", "uscc", "stock_code", "region", "industry", "fiscal_year", "source")


def fact_headings(headings: CsvHeadings) -> tuple[str, ...]:
    """The headings of a table of facts."""
    if headings is CsvHeadings.KEYS:
        return (*_BESIDE, *FACTS)
    return (*(BESIDE_FACTS[key][0] for key in _BESIDE), *(fact.label for fact in FACTS.values()))


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
