"""The form by which an import is taken back: what that would change is shown first."""

from __future__ import annotations

from typing import Any

from tiertrack.app.commit import Commit
from tiertrack.render.answers import to_dict, to_text
from tiertrack.web.desk import Desk, Given
from tiertrack.web.form import Done, Form
from tiertrack.web.parameters import OF_ANY_DAY, text, whole
from tiertrack.web.phrasing import told_lines


def _shows(desk: Desk, given: Given) -> dict[str, Any]:
    tried = desk.register.undo(given["number"], None, Commit.DRY_RUN)
    return {"number": given["number"], "lines": told_lines(to_text(tried))}


def _done(desk: Desk, given: Given, said: Given) -> Done:
    done = desk.register.undo(given["number"], said["reason"])
    return Done("register/undone.html", {"lines": told_lines(to_text(done))}, to_dict(done))


UNDO = Form(
    "/imports/{number:int}/undo",
    (whole("number", "编号", "导入的编号", 1, 999_999_999).required, *OF_ANY_DAY),
    (text("reason", "为什么取消", "为什么取消"),),
    "register/undo.html",
    _shows,
    _done,
)
