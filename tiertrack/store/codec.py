"""Between domain objects and rows; nothing else knows both."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import RowMapping

from tiertrack.errors import BadQuantity, DatabaseUnavailable, Fault
from tiertrack.facts.dossier import Attestation, Datum
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS, TITLES
from tiertrack.ladder.titles import Decision, TitleEvent, TitleEventKind
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind

__all__ = [
    "attestation_from_row",
    "attestation_to_row",
    "datum_from_row",
    "datum_to_row",
    "decision_to_row",
    "title_event_from_row",
]

_LARGEST = 2**63 - 1


def datum_to_row(datum: Datum) -> dict[str, Any]:
    """The columns of an observation; raises BadQuantity where a fraction does not fit into 64 bits."""
    row: dict[str, Any] = {"fact": datum.key, "fiscal_year": datum.year, "source": datum.source}
    if isinstance(datum.value, str):
        return row | {"numerator": None, "denominator": None, "choice": datum.value}
    numerator, denominator = Fraction(datum.value).as_integer_ratio()
    if max(abs(numerator), denominator) > _LARGEST:
        fault = Fault("E608", "数值的位数超出登记库能准确保存的范围", "请按实际精度填写", str(datum.value), datum.key)
        raise BadQuantity(fault)
    return row | {"numerator": numerator, "denominator": denominator, "choice": None}


def datum_from_row(row: RowMapping) -> Datum:
    """The observation of a row."""
    return Datum(row["fact"], row["fiscal_year"], _value(row), row["source"], row["recorded_at"])


def _value(row: RowMapping) -> Value:
    kind = FACTS[_known(row["fact"], FACTS)].kind
    if row["choice"] is not None:
        return str(row["choice"])
    if kind.is_yes_or_no:
        return bool(row["numerator"])
    value = Fraction(row["numerator"], row["denominator"])
    return int(value) if value.denominator == 1 and kind is not Kind.SHARE else value


def attestation_to_row(attestation: Attestation) -> dict[str, Any]:
    """The columns of an attestation."""
    return {
        "judgement": attestation.key,
        "holds": attestation.value,
        "attested_by": attestation.by,
        "attested_on": attestation.on,
    }


def attestation_from_row(row: RowMapping) -> Attestation:
    """The attestation of a row."""
    return Attestation(_known(row["judgement"], JUDGEMENTS), row["holds"], row["attested_by"], row["attested_on"])


def decision_to_row(decided: Decision) -> dict[str, Any]:
    """The columns of a decision; version and instant are the register's to give."""
    return {
        "title": decided.title,
        "event": decided.event.value,
        "effective_on": decided.on,
        "starts_on": decided.starts,
        "valid_through": decided.through,
        "derived": decided.derived,
        "document": decided.document,
        "edition_key": decided.edition_key,
        "edition_digest": decided.edition_digest,
        "findings": decided.findings,
    }


def title_event_from_row(row: RowMapping) -> TitleEvent:
    """The title event of a row."""
    return TitleEvent(
        title=_known(row["title"], TITLES),
        event=TitleEventKind(row["event"]),
        on=row["effective_on"],
        starts=row["starts_on"],
        through=row["valid_through"],
        document=row["document"],
        derived=row["derived"],
        edition_key=row["edition_key"],
        edition_digest=row["edition_digest"],
        findings=row["findings"],
        recorded_at=row["recorded_at"],
        version=row["version"],
    )


def _known(key: str, vocabulary: Mapping[str, object]) -> str:
    if key not in vocabulary:
        raise DatabaseUnavailable(Fault("E607", "登记库里有本软件不认识的键", "请升级 tiertrack 后再试", key))
    return key
