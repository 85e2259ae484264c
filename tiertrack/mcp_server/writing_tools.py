"""The tools that write to a register, offered only where whoever started the server allows it: a firm is enrolled, and
what a source or a document says of it is recorded. Nothing is deleted; a mistake is corrected by a further entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiertrack.facts.line_text import one_line
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.states import Actor
from tiertrack.mcp_server import answer_schemas
from tiertrack.mcp_server.arguments import ENTERPRISE, FACTS, ON, Argument, choice, day, text, whole
from tiertrack.mcp_server.tool import Answer, Desk, Tool
from tiertrack.titles.events import Event, Reason, as_stream, recordable_kind

# What stands in an event under another name than in the arguments.
_MEMBERS = {"event": "kind", "from": "starts"}


def _enrol(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.register.record_text import enrolment_data, enrolment_text

    with desk.register() as register:
        found = register.enrol(**given)
    return Answer(enrolment_text(found), enrolment_data(found))


def _record(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.register.record_text import outcome_data, outcome_text

    happened = {_MEMBERS.get(name, name): value for name, value in given.items() if name not in ("enterprise", "by")}
    event = Event(**happened)
    with desk.register() as register:
        recording = register.record(given["enterprise"], event, given["by"])
    outcome, recorded = recording.outcome, recording.recorded
    return Answer(outcome_text(outcome, recorded), outcome_data(outcome, recorded))


def _observe(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.register.record_text import report_data, report_text

    with desk.register() as register:
        report = register.observe(given["enterprise"], given["facts"], source=given["source"])
    return Answer(report_text(report), report_data(report))


_KIND = Argument(
    "event",
    choice("event", "发生了什么，也可照称号的叫法，如 发行上市", EventKind).schema,
    lambda given, earlier: recordable_kind(one_line(given), earlier.get("title", "")),
)
_EVENT: tuple[Argument, ...] = (
    text("title", "称号的名称或键；企业本身的事项（更名、迁址等）写 企业", as_stream).required(),
    _KIND.required(),
    ON,
    text("document", "所依据的公告或名单；认定、复核、撤销、公示必须写，写了就照登记，没写的由规则裁定"),
    day("from", "有效期起始日；不写则为 on"),
    day("through", "有效期最后一日；不写的按标准的年限推算并注明"),
    text("batch", "批次"),
    choice("reason", "撤销的事由", Reason),
    day("until", "禁报至哪一日以前"),
    whole("year", "年度更新所属的年度", 1949, 2199),
    text("stage", "称号自己的程序里的环节"),
    text("product", "单项冠军证书上的产品"),
    text("named", "文件上的旧称"),
    choice("board", "上市的板块", Board),
    text("value", "新名称、迁往的地区或对方企业"),
    text("told_by", "谁告诉我们的"),
    choice("by", "由谁办理", Actor),
)

WRITING_TOOLS = (
    Tool(
        "enrol_enterprise",
        "登记企业",
        "在登记库里登记一家企业；有名称相近的会列出来。",
        (
            text("name", "企业全称").required(),
            text("uscc", "统一社会信用代码，18 位"),
            text("stock_code", "证券代码，六位"),
            text("region", "所在地，六位代码或名称"),
            text("industry", "国民经济行业代码，如 C3484"),
        ),
        answer_schemas.json_schema("enrolment"),
        _enrol,
        writes=True,
    ),
    Tool(
        "record_facts",
        "登记事实",
        "把关于登记库里一家企业的事实记下，写明出处；同一出处先前说的由这次更正，别的出处说的并存。",
        (ENTERPRISE.required(), FACTS.required(), text("source", "出处，如 2025 年度审计报告、企业填报").required()),
        answer_schemas.json_schema("import_report"),
        _observe,
        writes=True,
    ),
    Tool(
        "record_event",
        "登记事项",
        "在登记库里登记发生了什么：照文件登记，与标准不一致也照登并留下分歧；没有文件的由规则裁定，能办才登记。"
        "只增不改，再登一次就是更正。",
        (ENTERPRISE.required(), *_EVENT),
        answer_schemas.json_schema("recording"),
        _record,
        writes=True,
    ),
)
