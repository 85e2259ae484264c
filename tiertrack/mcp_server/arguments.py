"""The arguments of a tool: its JSON Schema and how it is read; all that is wrong with a call is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from attrs import frozen

from tiertrack.errors import BadInput, Fault, TiertrackError
from tiertrack.facts.asked import as_member, as_title
from tiertrack.facts.line_text import one_line
from tiertrack.facts.moments import read_instant
from tiertrack.facts.units import parse_date, parse_share, parse_span, part_of_whole
from tiertrack.facts.vocabulary import nearest
from tiertrack.labels import Labelled
from tiertrack.law.region_reading import read_region
from tiertrack.law.scope import Act
from tiertrack.mcp_server.dossier_argument import read_facts, read_subject

# What was given, and what of the arguments before it has been read.
Read = Callable[[Any, Mapping[str, Any]], Any]

_Kind = TypeVar("_Kind", bound=Labelled)

_TYPES: dict[str, tuple[type, str]] = {
    "string": (str, "文字"),
    "object": (dict, "对象"),
    "integer": (int, "整数"),
}


@frozen
class Argument:
    """One argument: its name, its JSON Schema, how what is given is ``read``, and whether it may be left out; then it
    is ``otherwise``."""

    name: str
    schema: Mapping[str, Any]
    read: Read
    is_required: bool = False
    otherwise: Any = None

    def required(self) -> Argument:
        """The same, which may not be left out."""
        return Argument(self.name, self.schema, self.read, True)

    def value(self, given: Any, earlier: Mapping[str, Any]) -> Any:
        """What is given, read; raises TiertrackError, placed."""
        kind, word = _TYPES[self.schema["type"]]
        if not isinstance(given, kind) or isinstance(given, bool):
            raise BadInput(Fault("E863", f"参数须是{word}", "请照这个工具的 inputSchema 写", str(given), self.name))
        try:
            return self.read(given, earlier)
        except TiertrackError as error:
            raise error.at(self.name) from None


def read_arguments(known: Iterable[Argument], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every argument of a tool by its name; null is the same as none. Raises BadInput with everything that is wrong."""
    by_name = {argument.name: argument for argument in known}
    faults = [
        Fault("E861", "工具没有这个参数", nearest(name, by_name) if by_name else "请去掉", name)
        for name in given
        if name not in by_name
    ]
    values: dict[str, Any] = {}
    for name, argument in by_name.items():
        if given.get(name) is None:
            if argument.is_required:
                faults.append(
                    Fault("E862", "缺少工具要的参数", f"请补上：{argument.schema['description']}", place=name)
                )
            values[name] = argument.otherwise
            continue
        try:
            values[name] = argument.value(given[name], values)
        except TiertrackError as error:
            faults += error.faults
    if faults:
        raise BadInput(*faults)
    return values


def text(name: str, about: str, read: Callable[[str], Any] = str) -> Argument:
    """An argument that is one line of text."""
    return Argument(name, {"type": "string", "description": about}, lambda given, _earlier: read(one_line(given)))


def whole(name: str, about: str, least: int, most: int, otherwise: int | None = None) -> Argument:
    """A whole number."""

    def read(given: int, _earlier: Mapping[str, Any]) -> int:
        if not least <= given <= most:
            raise BadInput(Fault("E707", "参数的值不对", f"请写 {least} 至 {most} 的整数", str(given)))
        return given

    schema = {"type": "integer", "description": about, "minimum": least, "maximum": most}
    return Argument(name, schema if otherwise is None else schema | {"default": otherwise}, read, otherwise=otherwise)


def choice(name: str, about: str, kind: type[_Kind], otherwise: _Kind | None = None) -> Argument:
    """One of the members of an enumeration, by its key, its Chinese name or what else it is called."""
    told = "、".join(f"{one.label}（{one.value}）" for one in kind)
    schema = {"type": "string", "description": f"{about}，写名称或键：{told}"}
    if otherwise is not None:
        schema["default"] = otherwise.label
    return Argument(name, schema, lambda given, _earlier: as_member(kind, one_line(given), "选项"), otherwise=otherwise)


def day(name: str, about: str) -> Argument:
    """A day."""
    schema = {"type": "string", "description": f"{about}，年-月-日，如 2026-06-30"}
    return Argument(name, schema, lambda given, _earlier: parse_date(given))


TITLE = Argument(
    "title",
    {
        "type": "string",
        "description": "哪个称号，写名称、简称或键，如 专精特新中小企业、专精特新、小巨人、高企、little_giant",
    },
    lambda given, _earlier: as_title(one_line(given)),
    is_required=True,
)
ACT = choice("act", "事项", Act, Act.RECOGNITION)
ON: Argument = day("on", "问的是哪一天").required()
AND_ON = day("and_on", "与哪一天相比；不写则同一天")
AND_KNOWN_AT = text("and_known_at", "第二边只用这一时刻以前已知的；不写则用全部", read_instant)
KNOWN_AT = text("known_at", "只用这一时刻以前已知的；日期（那一天终了）或 ISO 8601 时刻，不写则用全部", read_instant)
REGION = Argument(
    "region",
    {"type": "string", "description": "地区，六位行政区划代码或名称，如 500113、重庆市巴南区"},
    lambda given, earlier: read_region(one_line(given), earlier.get("on")),
)
VARIANT = text("variant", "有几套标准的写其中一套，如上市的 主板、科创板、创业板、北交所；不写则全部比较")
ENTERPRISE = text("enterprise", "登记库里的企业：名称、统一社会信用代码或证券代码")
DOSSIER = Argument(
    "dossier",
    {
        "type": "object",
        "description": "企业档案，不知道的不写：金额写单位（5200万元），比例写 %（12%），按年度的事实写年度；"
        "缺什么、键叫什么，用 list_missing 问",
        "properties": {
            "name": {"type": "string", "description": "企业名称"},
            "uscc": {"type": "string", "description": "统一社会信用代码"},
            "region": {"type": "string", "description": "所在地，代码或名称"},
            "industry": {"type": "string", "description": "国民经济行业代码，如 C3484"},
            "facts": {
                "type": "object",
                "description": '事实，键或中文名称，如 {"revenue": {"2025": "5200万元"}, "market_share": "12%"}',
            },
            "titles": {
                "type": "array",
                "description": '持有的称号，如 [{"title": "srdi_sme", "from": "2024-07-01"}]；写了就是全部',
            },
            "applications": {"type": "array", "description": '申报，如 [{"title": "srdi_sme", "on": "2026-05-01"}]'},
            "judgements": {
                "type": "object",
                "description": '主管部门的认定，{"key_chain_link": {"value": true, "by": "机关", "on": "2026-05-10"}}',
            },
            "ip": {"type": "array", "description": "知识产权清单"},
            "achievements": {"type": "array", "description": "科技成果"},
        },
    },
    read_subject,
)
LATER = Argument(
    "later",
    {**DOSSIER.schema, "description": "后一份档案，写法同 dossier；不写则两边用同一份"},
    # What it is about is told by the later of the two days.
    lambda given, earlier: read_subject(given, {**earlier, "on": earlier.get("and_on") or earlier.get("on")}),
)
FACTS = Argument(
    "facts",
    {
        "type": "object",
        "description": '事实，键或中文名称，如 {"营业收入": {"2025": "5200万元"}, "market_share": "12%"}',
    },
    read_facts,
)
WITHIN_SHARE = text(
    "within",
    "每条都差得不超过界线的这个比例，如 10%；不写是 20%",
    lambda given: part_of_whole(parse_share(given)),
)
AHEAD = Argument(
    "within",
    {"type": "string", "description": "往后多久，如 90天、3个月", "default": "90天"},
    lambda given, _earlier: parse_span(given),
    otherwise=parse_span("90天"),
)
LIMIT = whole("limit", "至多列多少项", 1, 200, 20)
