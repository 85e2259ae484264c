"""The form by which a file is imported: tried first, and imported once somebody has seen what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from tiertrack.app.commit import Commit
from tiertrack.app.import_files import facts_import, today
from tiertrack.app.right_import import rights_import
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.units import parse_date
from tiertrack.intake.fact_list import FactReading
from tiertrack.intake.factless import Factless
from tiertrack.intake.file_content import Content
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.titles import TITLES
from tiertrack.register_reports import ImportReport, TitleReport
from tiertrack.render.answers import to_dict, to_text
from tiertrack.titles.events import as_stream
from tiertrack.web.desk import Desk, Given
from tiertrack.web.parameters import Parameter, choice, text
from tiertrack.web.phrasing import told_lines

FIELDS: tuple[Parameter, ...] = (
    evolve(choice("kind", "文件里是什么", "文件里是什么", Content, "内容"), otherwise=Content.FACTS),
    text("source", "出处", "出处，没有另写出处的都记为它；不写则与命令行相同，档案、清单和名单以文件名为出处"),
    text("money_unit", "没有单位的金额，单位是", "事实表：没有单位的金额用这个单位，如 万元"),
    text("title", "称号", "名单：没有“称号”一列时，全表的称号", as_stream),
    text("event", "事项", "名单：没有“事项”一列时，全表的事项"),
    text("day", "日期", "名单：没有“日期”一列时，全表的日期", parse_date),
    text("document", "所依据的文件", "名单：没有“文件”一列时，全表所依据的文件"),
    text("from", "有效期起", "名单：有效期的第一日", parse_date),
    text("through", "有效期至", "名单：有效期的最后一日", parse_date),
    text("batch", "批次", "名单：批次"),
)

_OF_ANY = frozenset({"kind", "source"})
_USED = {
    Content.FACTS: frozenset({"money_unit"}),
    Content.TITLES: frozenset({"title", "event", "day", "document", "from", "through", "batch"}),
}


def shown(written: Mapping[str, str]) -> dict[str, Any]:
    """What the form shows beside its fields."""
    return {
        "kinds": [one.label for one in Content],
        "titles": list(TITLES.values()),
        "is_of_list": any(written[name] for name in _USED[Content.TITLES]),
    }


def report(
    desk: Desk, path: Path, said: Given, commit: Commit, confirm: str | None = None
) -> tuple[dict[str, Any], Any]:
    """What importing a file does, or would do, as a page shows it and as plain data; raises BadFile and BadDossier with
    everything that is wrong with it.

    ``confirm`` is what a trial showed of a table that was read off a page.
    """
    found = _imported(desk, path, said, commit, confirm)
    reading = getattr(found, "reading", None)
    shows = {
        "lines": told_lines(to_text(found)),
        "file": path.name,
        "number": found.number or 0,
        "confirm": getattr(reading, "confirm", None) or "",
        "table": getattr(reading, "table", ()),
    }
    return shows, to_dict(found)


def _refuse_idle(said: Given) -> None:
    """Raises BadInput for what is said of the whole table and is of no use to what the file holds (E714)."""
    content: Content = said["kind"]
    used = _USED.get(content, frozenset())
    remedy = "请去掉；文件是名单的，请在“文件里是什么”里选“称号名单”"
    faults = [
        Fault("E714", f"这一项不用于“{content.label}”", remedy, place=one.name)
        for one in FIELDS
        if one.name not in (*used, *_OF_ANY) and said[one.name] is not None
    ]
    if faults:
        raise BadInput(*faults)


def _imported(desk: Desk, path: Path, said: Given, commit: Commit, confirm: str | None) -> ImportReport | TitleReport:
    """The import as the command line does it: what names no source has that of its file, where it has any."""
    register = desk.register
    _refuse_idle(said)
    match said["kind"]:
        case Content.TITLES:
            titles = read_title_list(
                path,
                title=said["title"],
                kind=said["event"],
                on=said["day"],
                starts=said["from"],
                through=said["through"],
                document=said["document"],
                batch=said["batch"],
                told_by=said["source"],
                confirm=confirm,
            )
            return register.import_titles(titles, commit=commit)
        case Content.RIGHTS:
            return register.bring_in(rights_import(path, FactReading(source=said["source"])), commit)
        case _:
            how = FactReading(said["money_unit"], said["source"], factless=Factless.REFUSED)
            rules = desk.rulebook
            with facts_import(path, how, today(desk.clock), rules=lambda: rules, commit=commit) as bring:
                return register.bring_in(bring, commit)
