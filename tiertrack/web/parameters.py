"""What an address or a form says: its parameters, each read as on the command line; all that is wrong is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from attrs import evolve, frozen

from tiertrack.errors import BadInput, Fault, TiertrackError
from tiertrack.facts.asked import as_industry, as_member, as_title
from tiertrack.facts.line_text import one_line
from tiertrack.facts.moments import read_instant
from tiertrack.facts.units import SPANS, parse_date, parse_share, parse_span, part_of_whole
from tiertrack.facts.vocabulary import nearest
from tiertrack.labels import Labelled
from tiertrack.law.region_reading import read_region
from tiertrack.law.scope import Act
from tiertrack.law.states import State

# What was written, and what of the parameters before it has been read.
Read = Callable[[str, Mapping[str, Any]], Any]

_Kind = TypeVar("_Kind", bound=Labelled)


@frozen
class Parameter:
    """One parameter: its name, what it asks for, how what is written is ``read``, and whether it may be left out; then
    it is ``otherwise``. A blank one is left out: forms send every field. ``label`` is what pages call it, ``choices``
    what there is to choose from."""

    name: str
    about: str
    read: Read
    is_required: bool = False
    otherwise: Any = None
    label: str = ""
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> Parameter:
        """The same, which may not be left out."""
        return evolve(self, is_required=True)

    def called(self, label: str) -> Parameter:
        """The same under another label."""
        return evolve(self, label=label)

    def missing(self) -> Fault:
        """That it is not said (E788)."""
        remedy = f"请选择：{'、'.join(self.choices)}" if self.choices else f"请补上：{self.about}"
        return Fault("E788", "没有写这一项", remedy, place=self.name)

    def value(self, written: str, earlier: Mapping[str, Any]) -> Any:
        """What is written, read; raises TiertrackError, placed."""
        try:
            return self.read(one_line(written), earlier)
        except TiertrackError as error:
            raise error.at(self.name) from None


def read_parameters(known: Iterable[Parameter], written: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Every parameter by its name.

    Raises BadInput with everything that is wrong: what the page does not know or is written twice (E787), what is
    missing (E788), and what cannot be read.
    """
    by_name = {parameter.name: parameter for parameter in known}
    faults: list[Fault] = []
    said: dict[str, str] = {}
    for name, text in written:
        if name not in by_name:
            faults.append(_superfluous("这一页没有这个参数", nearest(name, by_name) if by_name else "请去掉", name))
        elif name in said:
            faults.append(_superfluous("这个参数写了两次", "请只写一次", name))
        else:
            said[name] = text
    values: dict[str, Any] = {}
    for name, parameter in by_name.items():
        values[name] = parameter.otherwise
        if not said.get(name, "").strip():
            if parameter.is_required:
                faults.append(parameter.missing())
            continue
        try:
            values[name] = parameter.value(said[name], values)
        except TiertrackError as error:
            faults += error.faults
    if faults:
        raise BadInput(*faults)
    return values


def _superfluous(what: str, remedy: str, name: str) -> Fault:
    return Fault("E787", what, remedy, name)


def labels_of(parameters: Iterable[Parameter]) -> Mapping[str, str]:
    """What pages call parameters, by their names."""
    return {one.name: one.label for one in parameters if one.label}


def text(name: str, label: str, about: str, read: Callable[[str], Any] = str) -> Parameter:
    """A parameter that is one line of text."""
    return Parameter(name, about, lambda written, _earlier: read(written), label=label)


def choice(name: str, label: str, about: str, kind: type[_Kind], what: str) -> Parameter:
    """One of the members of an enumeration, by its key or its Chinese name."""
    labels = tuple(one.label for one in kind)

    def read(written: str, _earlier: Mapping[str, Any]) -> _Kind:
        return as_member(kind, written, what)

    return Parameter(name, f"{about}：{'、'.join(labels)}", read, label=label, choices=labels)


def whole(name: str, label: str, about: str, least: int, most: int, otherwise: int | None = None) -> Parameter:
    """A whole number."""

    def read(written: str, _earlier: Mapping[str, Any]) -> int:
        if not (written.isascii() and written.isdigit() and len(written) < 10 and least <= int(written) <= most):
            raise BadInput(Fault("E707", "参数的值不对", f"请写 {least} 至 {most} 的整数", written))
        return int(written)

    return Parameter(name, about, read, otherwise=otherwise, label=label)


ID = whole("id", "企业", "企业的编号，firms 给出", 1, 999_999_999).required
ON = text("on", "哪一天", "哪一天，年-月-日，如 2026-06-30", parse_date).required
KNOWN_AT = text(
    "known_at", "已知时刻", "只用这一时刻以前已知的；日期（那一天终了）或 ISO 8601 时刻，不写则用全部", read_instant
)
# Of what is on record whatever the day: that stands in the address all the same, to go back to.
OF_ANY_DAY = (evolve(ON, is_required=False), KNOWN_AT)
TITLE = text("title", "称号", "称号的名称、简称或键，如 专精特新、小巨人、little_giant", as_title)
HIGHEST = text("highest", "最高一级", "只列现有最高一级是它的", as_title)
STATUS = choice("status", "状态", "只列在这个状态的", State, "状态")
REGION = Parameter(
    "region",
    "地区，六位行政区划代码或名称，如 500113、重庆市巴南区",
    lambda written, earlier: read_region(written, earlier.get("on")),
    label="地区",
)
INDUSTRY = text("industry", "行业", "行业的代码（写几位都可以，如 C34）或名称", as_industry)
ACT = evolve(choice("act", "事项", "事项", Act, "事项"), otherwise=Act.RECOGNITION)
VARIANT = text("variant", "哪一套标准", "有几套标准的写其中一套，如 科创板；不写则取差得最少的")
AFTER = whole("after", "从哪一家列起", "从这一家的下一家列起：上一页最后一家的编号", 1, 999_999_999)
AHEAD = evolve(text("within", "往后多久", f"往后多久；{SPANS}；不写是 90 天", parse_span), otherwise=parse_span("90天"))
SHARE = text(
    "within",
    "差一步：至多差界线的",
    "差一步：每条都差得不超过界线的这个比例，如 10%；不写是 20%",
    lambda written: part_of_whole(parse_share(written)),
)
