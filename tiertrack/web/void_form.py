"""The form by which an event recorded by mistake is voided; it stays on record, marked so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tiertrack.errors import Fault, StoreError
from tiertrack.facts.units import parse_date
from tiertrack.render.answers import to_dict
from tiertrack.render.register.record_text import voided_text
from tiertrack.render.register.standing_text import recorded_event_text
from tiertrack.temporal import AsOf
from tiertrack.titles.events import RecordedEvent
from tiertrack.web.desk import Desk, Given
from tiertrack.web.form import Done, Form, firm_state
from tiertrack.web.parameters import ID, OF_ANY_DAY, text, whole
from tiertrack.web.phrasing import told_lines
from tiertrack.web.record_form import stream


def _event(desk: Desk, given: Given) -> RecordedEvent:
    """The event that is to be voided, as it is on record; raises StoreError where there is none that stands."""
    history = desk.register.history(given["id"], AsOf(dt.date.max))
    named = (given["title"], given["version"])
    standing = (one for one in history.events if (one.title, one.version) == named and history.counts(one))
    found = [one for one in standing if one.kind.is_voidable]
    if not found:
        remedy = "请从这家企业的页上的“登记过的事项”里选"
        raise StoreError(Fault("E769", "没有可以作废的这一项登记", remedy, f"第 {given['version']} 项", "version"))
    return found[0]


def _shows(desk: Desk, given: Given) -> dict[str, Any]:
    event = _event(desk, given)
    return {"firm": desk.register.enterprise(given["id"]), "event": recorded_event_text(event)}


def _done(desk: Desk, given: Given, said: Given) -> Done:
    voided = desk.register.void(given["id"], given["title"], given["version"], said["day"], said["document"])
    shows = {
        "firm": desk.register.enterprise(given["id"]),
        "lines": told_lines(voided_text(voided, given["version"])),
    }
    return Done("register/voided.html", shows, to_dict(voided))


VOID = Form(
    "/firms/{id:int}/void",
    (
        ID,
        *OF_ANY_DAY,
        text("title", "称号", "哪个称号；企业本身的事项是 企业", stream).required,
        whole("version", "序号", "登记过的事项里那一项的序号", 1, 999_999_999).required,
    ),
    (
        text("day", "哪一天作废", "哪一天作废，年-月-日", parse_date).required,
        text("document", "为什么作废", "为什么作废；不写的，记录里注明没有写明理由"),
    ),
    "register/void.html",
    _shows,
    _done,
    firm_state,
)
