"""The form by which an event is recorded: what a document says happened, or what the rules are asked to allow."""

from __future__ import annotations

from typing import Any

from tiertrack.errors import BadInput
from tiertrack.facts.units import parse_date
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.states import Actor
from tiertrack.law.titles import TITLES
from tiertrack.render.answers import to_dict
from tiertrack.render.register.record_text import recording_text
from tiertrack.titles.decide import Accepted
from tiertrack.titles.events import Event, Reason, as_stream, is_stream, no_such_title, recordable_kind
from tiertrack.web.desk import Desk, Given
from tiertrack.web.form import Done, Form, firm_state
from tiertrack.web.parameters import ID, OF_ANY_DAY, Parameter, choice, text, whole
from tiertrack.web.phrasing import told_lines

# What stands in an event under another name than in the form.
_MEMBERS = {"event": "kind", "day": "on", "from": "starts"}


def stream(written: str) -> str:
    """The key of a title, or that of what happens to an enterprise itself."""
    key = as_stream(written)
    if not is_stream(key):
        raise BadInput(no_such_title(key))
    return key


def _kind(written: str, earlier: Given) -> EventKind:
    return recordable_kind(written, earlier.get("title") or "")


_ASKED: tuple[Parameter, ...] = (ID, *OF_ANY_DAY)
FIELDS: tuple[Parameter, ...] = (
    text("title", "称号", "哪个称号；企业本身的事项写 企业", stream).required,
    Parameter("event", "发生了什么，如 认定、公示、撤销、年度更新", _kind, label="发生了什么").required,
    text("day", "哪一天", "哪一天，年-月-日", parse_date).required,
    text("document", "依据的文件", "所依据的公告或名单；写了就照登记"),
    text("from", "有效期起", "有效期起始日", parse_date),
    text("through", "有效期至", "有效期最后一日", parse_date),
    text("batch", "批次", "批次"),
    choice("reason", "撤销的事由", "撤销的事由", Reason, "事由"),
    text("until", "禁报至哪一日以前", "禁报至哪一日以前", parse_date),
    whole("year", "年度更新的年度", "年度更新所属的年度", 1949, 2199),
    text("stage", "程序里的环节", "称号自己的程序里的环节"),
    text("product", "证书上的产品", "单项冠军证书上的产品"),
    text("named", "文件上的旧称", "文件上的旧称"),
    choice("board", "上市的板块", "上市的板块", Board, "板块"),
    text("value", "新名称、迁往的地区或对方企业", "更名的写新的全称，迁移的写地区，合并、分立的写对方企业"),
    text("told_by", "谁告诉我们的", "谁告诉我们的"),
    choice("by", "由谁办理", "由谁办理", Actor, "办理者"),
)


def _shows(desk: Desk, given: Given) -> dict[str, Any]:
    """What the form shows beside its fields."""
    return {
        "firm": desk.register.enterprise(given["id"]),
        "titles": [*TITLES.values(), "企业"],
        "events": [kind.label for kind in EventKind if kind.is_recordable],
        **_what_is_asked(),
        "reasons": [one.label for one in Reason],
        "boards": [one.label for one in Board],
        "actors": [one.label for one in Actor],
    }


def _what_is_asked() -> dict[str, str]:
    """Which events need a document, which the rules weigh where there is none, which are taken as they are told; by the
    table that a recorded event is checked against."""
    recordable = [kind for kind in EventKind if kind.is_recordable]
    of_titles = [kind for kind in recordable if not kind.of_enterprise]
    groups = {
        "with_document": [kind for kind in of_titles if kind.gazetted],
        "by_rules": [kind for kind in of_titles if not kind.gazetted],
        "as_told": [kind for kind in recordable if kind.of_enterprise],
    }
    return {name: "、".join(kind.label for kind in kinds) for name, kinds in groups.items()}


def _done(desk: Desk, given: Given, said: Given) -> Done:
    """Records what a form says; what came of it, as the command line tells it."""
    members = {_MEMBERS.get(name, name): value for name, value in said.items() if name != "by"}
    recording = desk.register.record(given["id"], Event(**members), said["by"])
    shows = {
        "firm": desk.register.enterprise(given["id"]),
        "is_recorded": isinstance(recording.outcome, Accepted),
        "lines": told_lines(recording_text(recording)),
    }
    return Done("register/recorded.html", shows, to_dict(recording))


RECORD = Form("/firms/{id:int}/record", _ASKED, FIELDS, "register/record.html", _shows, _done, firm_state)
