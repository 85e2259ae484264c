"""Firms as templates may come back filled in: any value a fact may have, from any source, and what stands beside."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import strategies as st

from tiertrack.facts.credit_code import check_character
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.intellectual_property import NO_END, RIGHT_ATTRIBUTES, IpRight, right_mark
from tiertrack.facts.units import LARGEST_FEN
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.law.titles import held_per_product
from tiertrack.logic.quantity import Kind
from tiertrack.render.workbook.template_columns import Questions
from tiertrack.temporal import Period

_DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2060, 12, 31))
_SOURCES = st.sampled_from([None, "企业填报", "2025 年度审计报告"])


def values(fact: Fact) -> st.SearchStrategy[object]:
    """Any value a fact may have, in the form a program states it in."""
    match fact.kind:
        case Kind.MONEY:
            lowest = 0 if fact.lowest is not None else -LARGEST_FEN
            return st.integers(lowest, LARGEST_FEN) | st.sampled_from([lowest, LARGEST_FEN, LARGEST_FEN - 1])
        case Kind.SHARE:
            highest = 1 if fact.highest is not None else 3
            return st.fractions(0, highest, max_denominator=10**6) | st.just(Fraction(1, 3))
        case Kind.DATE:
            return _DAYS | st.just(dt.date(1950, 1, 1))
        case Kind.CHOICE:
            return st.sampled_from([key for key, _name in fact.choices])
        case kind if kind.is_yes_or_no:
            return st.booleans()
        case _:
            return st.integers(fact.lowest or 0, fact.highest if fact.highest is not None else 10**12)


def rights() -> st.SearchStrategy[tuple[IpRight, ...] | None]:
    """What may be listed of the rights of a firm, None where nothing is."""
    attributes = st.fixed_dictionaries({}, optional={key: values(fact) for key, fact in RIGHT_ATTRIBUTES.items()})

    def made(named: tuple[str, dict[str, object]]) -> IpRight | None:
        name, members = named
        try:
            return IpRight(name, **members)
        except Exception:
            return None

    endless = attributes.map(lambda members: {**members, "through": NO_END})
    named = st.tuples(st.sampled_from(["一种主轴箱", "主轴监测软件", "=夹具", "无源器件"]), attributes | endless)
    each = st.lists(named.map(made).filter(lambda right: right is not None), max_size=3, unique_by=right_mark)
    return st.none() | each.map(tuple)


@st.composite
def firms(draw: st.DrawFn, asked: Questions, number: int) -> Dossier:
    """A firm that says something of what is asked, and nothing else."""
    data = []
    for column in draw(st.lists(st.sampled_from(asked.facts), unique_by=lambda column: column.name)):
        value = draw(values(FACTS[column.key]))
        data.append(Datum(column.key, column.year, value, draw(_SOURCES)))
    titles, known, applications = [], set(), []
    for title in asked.titles:
        match draw(st.sampled_from(["unknown", "held", "absent", "applied"])):
            case "held":
                first = draw(_DAYS)
                product = draw(st.sampled_from([None, "滚动轴承"])) if held_per_product(title) else None
                last = draw(st.dates(first, dt.date(2070, 1, 1)))
                titles.append(HeldTitle(title, Period.through(first, last), product))
            case "absent":
                known.add(title)
            case "applied":
                applications.append(Application(title, draw(_DAYS)))
    judged = [
        Attestation(key, draw(st.booleans()), "重庆市经济和信息化委员会", draw(_DAYS))
        for key in asked.judgements
        if draw(st.booleans())
    ]
    code = f"91500113MA{number:07}"
    return Dossier(
        f"重庆虚构{number}号机械有限公司",
        uscc=code + check_character(code) if draw(st.booleans()) else None,
        region=draw(st.sampled_from([None, "500113", "500000"])),
        industry=draw(st.sampled_from([None, "C3484", "C", "I65"])),
        data=tuple(data),
        titles=tuple(titles),
        known_titles=frozenset(known),
        attestations=tuple(judged),
        applications=tuple(applications),
        ip=draw(rights()) if asked.counts_rights else None,
    )


# What sources say of a firm beside each other: numbers of some, of none and of several, and the rights each lists.
Sourced = tuple[list[Datum], dict[str, tuple[IpRight, ...]]]


@st.composite
def sourced(draw: st.DrawFn, asked: Questions) -> Sourced:
    """What several sources say of a firm, of what is asked."""
    columns = draw(st.lists(st.sampled_from(asked.facts), max_size=6))
    data = [Datum(one.key, one.year, draw(values(FACTS[one.key])), draw(_SOURCES)) for one in columns]
    listed = {source: draw(rights()) for source in draw(st.sets(st.sampled_from(["专利局", "=企业填报"])))}
    return data, {source: found for source, found in listed.items() if found is not None}
