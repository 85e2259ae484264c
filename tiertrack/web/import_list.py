"""The page of the imports on record, each with what it held and whether it was taken back."""

from __future__ import annotations

from tiertrack.render.answers import to_dict
from tiertrack.render.register.undo_text import import_text
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page
from tiertrack.web.parameters import OF_ANY_DAY


def _imports(desk: Desk, _given: Given) -> Answer:
    found = desk.register.imports()
    return Answer(
        "register/imports.html",
        lambda: {"imports": [(one, import_text(one)) for one in reversed(found)]},
        lambda: {"imports": to_dict(found)},
    )


IMPORTS = Page(
    "/imports",
    "导入",
    "登记过的每一次导入、复核收口和确认匹配：编号、时刻、文件、内容、家数，取消了没有；与哪一天无关。",
    OF_ANY_DAY,
    answer_schemas.IMPORTS,
    _imports,
)
