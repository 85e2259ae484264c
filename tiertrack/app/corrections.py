"""What an import puts right: which value or act of an enterprise said what before, and says what from now on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tiertrack.facts.datum import Datum
from tiertrack.facts.vocabulary import FACTS
from tiertrack.import_reports import Correction
from tiertrack.intake.ledger_pages import EVENT_HEADINGS
from tiertrack.ports import RegisterReader
from tiertrack.register_reports import Change
from tiertrack.render.phrases import value_text
from tiertrack.render.register.ledger_rows import member_cell
from tiertrack.temporal import AsOf
from tiertrack.titles.events import MEMBERS, Event, event_word, labelled

_EVER = AsOf(dt.date.max)


def corrected_values(
    register: RegisterReader, enterprise: int, data: Sequence[Datum], changes: Sequence[Change]
) -> tuple[Correction, ...]:
    """The values of an enterprise, recorded with these changes, that replace the last word of their own source."""
    corrected = [datum for datum, change in zip(data, changes, strict=True) if change is Change.CORRECTED]
    if not corrected:
        return ()
    stated = register.stated([enterprise], _EVER)[enterprise]
    return tuple(_corrected_value(datum, stated) for datum in corrected)


def _corrected_value(datum: Datum, stated: Sequence[Datum]) -> Correction:
    of_source = [one for one in stated if _told(one) == _told(datum)]
    # The last is the one just recorded.
    before = of_source[-2] if len(of_source) > 1 else None
    fact = FACTS[datum.key]
    said = None if before is None else value_text(fact.ref, before.value)
    now = value_text(fact.ref, datum.value)
    return Correction(fact.in_year(datum.year), said, now, datum.source, datum.source)


def _told(datum: Datum) -> tuple[str, int | None, str | None]:
    return datum.key, datum.year, datum.source


def corrected_members(event: Event, before: Event) -> Iterator[Correction]:
    """What an event says otherwise than the one it puts right, member by member."""
    act = f"{labelled(event.label, event.product)} {event_word(event)} {event.on}"
    for member in (one.name for one in MEMBERS if one.stated):
        was, now = (member_cell(one, member) for one in (before, event))
        if was != now:
            said, says = (None if value is None else str(value) for value in (was, now))
            yield Correction(f"{act} {EVENT_HEADINGS[member]}", said, says, before.document, event.document)
