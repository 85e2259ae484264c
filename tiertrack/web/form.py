"""A form by which something is written, and what came of it: each form is a value, sent and answered in one way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from tiertrack.errors import BadInput, Fault
from tiertrack.temporal import AsOf
from tiertrack.web.desk import Desk, Given
from tiertrack.web.parameters import Parameter

# What every form brings beside its fields: what it is known by, which sheet of it this is, what its writer had seen.
TOKEN_FIELD, SHEET_FIELD, SEEN_FIELD = "form_token", "sheet", "seen"
OF_FORM = (TOKEN_FIELD, SHEET_FIELD, SEEN_FIELD)


@frozen(eq=False)
class Done:
    """What a form did: the ``template`` that tells it and what that ``shows``, and the same as plain ``data``."""

    template: str
    shows: Mapping[str, Any]
    data: Any


@frozen(eq=False)
class Form:
    """A form at the ``path`` of its address: what that has to say (``asked``), its ``fields``, its ``template`` with
    what that ``shows`` of the register, and what is ``done`` with it.

    ``state`` is what the form is about as it stands: whoever sends it has to have seen that.
    """

    path: str
    asked: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]
    template: str
    shows: Callable[[Desk, Given], dict[str, Any]]
    done: Callable[[Desk, Given, Given], Done]
    state: Callable[[Desk, Given], str] = lambda _desk, _given: ""

    def refuse_unseen(self, desk: Desk, given: Given, seen: str) -> None:
        """Raises BadInput where what the form is about has changed since it was opened (E773)."""
        if self.state(desk, given) != seen:
            what = "这张表单打开以后，登记库里有了别的登记，没有写入"
            raise BadInput(Fault("E773", what, "请看过现在的情况；仍要登记的，再提交一次"))


def firm_state(desk: Desk, given: Given) -> str:
    """How many events of a firm are on record, whatever day they are of: recording one makes it another state."""
    history = desk.register.history(given["id"], AsOf(dt.date.max))
    return f"{len(history.events)}-{len(history.taken_back)}"
