"""The questions of a self-check, one for each fact a program reads: how it is answered, and why it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from tiertrack.law.titles import title_definition
from tiertrack.pages.selfcheck.prefilled_answers import Prefilled
from tiertrack.rules.edition import Edition

_TYPED = ("money", "people", "count", "points", "share", "rank", "level", "date", "industry", "credit_code")
# How a number is typed on a phone.
_KEYBOARDS = dict.fromkeys(("people", "count", "rank", "level"), "numeric") | dict.fromkeys(
    ("money", "points", "share"), "decimal"
)
_UNITS = {"people": "人", "share": "%", "points": "分", "rank": "名", "level": "级"}
_EXAMPLES = {
    "money": "如 5200",
    "date": "如 2019-03-12",
    "share": "如 12",
    "points": "如 58.5",
    "industry": "如 C3484",
    "credit_code": "18 位",
}
_YES_OR_NO = (("yes", "是"), ("no", "否"), ("unknown", "不清楚"))
_JUDGED = (("yes", "已认定，成立"), ("no", "已认定，不成立"), ("unknown", "尚未认定，或不清楚"))


@frozen
class Reason:
    """A criterion that reads a fact: why it is asked."""

    label: str
    text: str
    clause: str
    confidence: str


@frozen
class SelfCheckQuestion:
    """One question. ``place`` is that of its fact in the program, ``options`` what may be chosen, ``parts`` what is
    asked beside it where it is answered yes; ``note`` tells what is known of it beforehand, and ``is_counted`` that it
    follows from a list of rights, which is where it would be changed."""

    place: int
    text: str
    kind: str
    unit: str
    keyboard: str
    example: str
    options: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str, str], ...]
    definitions: tuple[Mapping[str, Any], ...]
    materials: tuple[str, ...]
    reasons: tuple[Reason, ...]
    note: str
    is_counted: bool

    @property
    def id(self) -> str:
        """Its name within the page."""
        return f"q{self.place}"

    @property
    def is_typed(self) -> bool:
        """Whether it is answered in writing."""
        return self.kind in _TYPED


def questions_of(program: Mapping[str, Any], prefilled: Prefilled) -> tuple[SelfCheckQuestion, ...]:
    """The questions of a program, in the order of its facts."""
    reasons = _reasons(program)
    return tuple(_question(place, fact, reasons[place], prefilled) for place, fact in enumerate(program["facts"]))


def _question(
    place: int, fact: Mapping[str, Any], reasons: tuple[Reason, ...], prefilled: Prefilled
) -> SelfCheckQuestion:
    kind = fact["kind"]
    return SelfCheckQuestion(
        place=place,
        text=_text(fact),
        kind=kind,
        unit=fact.get("unit") or _UNITS.get(kind, "项" if kind == "count" else ""),
        keyboard=_KEYBOARDS.get(kind, "text"),
        example=_EXAMPLES.get(kind, ""),
        options=_options(fact),
        parts=_parts(fact["origin"], kind),
        definitions=tuple(fact["definitions"]),
        materials=tuple(fact["materials"]),
        reasons=reasons,
        note=prefilled.notes.get(fact["key"], ""),
        is_counted=fact["key"] in prefilled.counted,
    )


def _text(fact: Mapping[str, Any]) -> str:
    if fact["kind"] != "judgement":
        return str(fact["question"])
    return f"主管部门是否已认定：{str(fact['question']).removeprefix('主管部门的认定：').removeprefix('主管部门对')}"


def _options(fact: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    match fact["kind"]:
        case "flag" | "title":
            return _YES_OR_NO
        case "judgement":
            return _JUDGED
        case "choice":
            return (*((key, name) for key, name in fact["choices"]), ("", "不清楚"))
        case _:
            return ()


def _parts(origin: str, kind: str) -> tuple[tuple[str, str, str], ...]:
    """What is asked beside a yes (of a judgement beside a no, too), which a dossier needs: names, labels, remarks."""
    if kind == "judgement":
        return ("by", "认定的机关", "可不填"), ("on", "认定的日期", "不填按判断日")
    if origin == "title":
        return ("from", "证书有效期起", "存成档案时要"), ("through", "证书有效期至", "没有写的不填")
    return (("on", "申报的日期", "不填按判断日"),) if origin == "application" else ()


def _reasons(program: Mapping[str, Any]) -> list[tuple[Reason, ...]]:
    """For each fact of a program the criteria that read it."""
    read: list[dict[str, Reason]] = [{} for _fact in program["facts"]]
    for criterion in program["criteria"]:
        reason = Reason(criterion["title"], criterion["text"], criterion["clause"], criterion["confidence"])
        authority = criterion["authority"]
        for slot in (*_read(criterion["test"]), *(() if authority is None else (authority,))):
            read[program["slots"][slot]["fact"]][criterion["key"]] = reason
            if (feeding := program["slots"][slot].get("fed_by")) is not None:
                read[feeding][criterion["key"]] = reason
    return [tuple(found.values()) for found in read]


def _read(test: Mapping[str, Any]) -> Iterator[int]:
    yield from test.get("reads", ())
    for part in test.get("parts", ()):
        yield from _read(part)


def yearly_titles(edition: Edition, program: Mapping[str, Any]) -> list[str]:
    """The titles asked for that are good for a calendar year unless a last day is written."""
    titles = [fact["fact"] for fact in program["facts"] if fact["origin"] == "title"]
    terms = {title: title_definition(title).procedure.term for title in titles}
    return [title for title, term in terms.items() if term is not None and term.years is None]
