"""Answers as charts, drawn by Altair, each from the rows of its ``plot_data``.

Altair, because a chart of it is plain data (Vega-Lite) that is drawn where it is shown: a browser has fonts for
Chinese, where a library that draws on the server shows boxes until somebody installs some; a service can send it on as
JSON; and it brings neither numpy nor pandas.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from tiertrack.extras import require
from tiertrack.ladder.climb import Climb
from tiertrack.logic.truth import Truth
from tiertrack.outgoing import chart_text, visible
from tiertrack.plotted import Row
from tiertrack.render.chart_rows import chart_rows
from tiertrack.render.report.report import Report
from tiertrack.render.verdict_words import verdict_text
from tiertrack.render.workbook.book import display_width
from tiertrack.rules.assessment import Assessment
from tiertrack.screening.results import Screening

_GREEN, _LIGHT_GREEN, _RED, _AMBER, _GREY, _SLATE = "#2e7d32", "#81c784", "#d9534f", "#f0ad4e", "#cfd8dc", "#607d8b"
_FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_BLUE = "#14508c"
_ROW = 26
_WIDTH = 420
# Of what stands on a page or on paper: how wide the bars are at most, how high one is, and how wide their names are, by
# the width of a letter.
_WIDE, _HIGH, _WIDEST, _LETTER, _NAMED = 520, 34, 190, 6.6, 28
# How far beside what it is about a word stands.
_BESIDE = 6
# So many characters fit under a rung.
_LONGEST_LABEL = 10


@functools.singledispatch
def chart(answer: object) -> Any:
    """The Altair chart of an answer; raises BadInput where Altair is not installed, TypeError for what has none."""
    raise TypeError(type(answer).__name__)


@chart.register
def _of_assessment(answer: Assessment) -> Any:
    """A bar for each criterion, as long as the part of its limit that is reached."""
    alt, rows = _altair(), _rows(answer)
    bars = [
        row | {"label": f"{row['key']} {row['title']}", "shown": 1 if row["reached"] is None else row["reached"]}
        for row in rows
    ]
    labels = [bar["label"] for bar in bars]
    base = alt.Chart(alt.Data(values=bars)).encode(y=_rows_axis(alt, labels))
    end = alt.X(
        "shown:Q", title="达到门槛的比例", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)
    )
    track = base.mark_bar(color=_GREY, opacity=0.45).encode(x=alt.X("whole:Q")).transform_calculate(whole="1")
    good, bad = (Truth.TRUE, Truth.FALSE) if answer.edition.act.is_applied_for else (Truth.FALSE, Truth.TRUE)
    words = {good: _LIGHT_GREEN, bad: _RED, Truth.UNKNOWN: _AMBER}
    colour = _colours(alt, "verdict", {answer.edition.act.word(truth): shade for truth, shade in words.items()})
    shown = base.mark_bar().encode(
        x=end,
        color=colour,
        # How much of its limit an open one reaches is not known.
        opacity=alt.condition("datum.reached === null", alt.value(0.35), alt.value(1)),
        tooltip=_tooltip(alt, key="条款", text="要点", verdict="结论", note="说明"),
    )
    return _titled(
        alt,
        alt.layer(track, shown).properties(width=_WIDTH, height=_ROW * len(bars)) | _notes(alt, bars, labels),
        f"{verdict_text(answer.edition, answer.truth)} · {answer.edition.label} · {answer.asof.on}",
        answer.given.name,
    )


@chart.register
def _of_climb(climb: Climb) -> Any:
    """The rungs as a staircase, in the colour of what is held or met."""
    alt = _altair()
    rows = [row | {"mark": f"{'▶ ' if row['next'] else ''}{row['state']}"} for row in _rows(climb)]
    steps = len(rows)
    colour = _colours(
        alt,
        "state",
        {"持有": _GREEN, "符合标准": _LIGHT_GREEN, "待补充": _AMBER, "不符合": _RED, "没有标准": _GREY},
    )
    names = [row["name"] for row in rows]
    axis = alt.Axis(labelAngle=0, labelLimit=0, labelExpr=_wrapped(names), title=None, ticks=False)
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("name:N", sort=names, axis=axis))
    top = alt.Y("step:Q", axis=None, scale=alt.Scale(domain=[0, steps + 1]))
    bars = base.mark_bar(width={"band": 0.96}).encode(
        y=top, color=colour, tooltip=_tooltip(alt, name="一级", state="情况", note="说明", through="有效期至")
    )
    marks = base.mark_text(dy=-24, fontSize=13, fontWeight="bold").encode(y=top, text="mark:N")
    notes = base.mark_text(dy=-9, fontSize=11, color="#555").encode(y=top, text="note:N")
    drawn = alt.layer(bars, marks, notes).properties(width=118 * steps, height=44 * (steps + 1))
    after = f"下一级 {climb.next.label}" if climb.next else "已在最高一级"
    return _titled(alt, drawn, f"{climb.dossier.name} · 梯度 · {climb.asof.on}", after)


@chart.register
def _of_screening(found: Screening) -> Any:
    """A waterfall: from all enterprises, criterion by criterion, to those that meet the standard."""
    alt, rows = _altair(), _rows(found)
    labels = [row["label"] for row in rows]
    kinds = {
        "total": "全部",
        "failed": "不符合（按条款次序，先不符合哪一条算在哪一条）",
        "open": "待补充",
        "met": "符合",
    }
    bars = [row | {"group": kinds[row["kind"]], "note": _count(row)} for row in rows]
    colours = dict(zip(kinds.values(), (_SLATE, _RED, _AMBER, _LIGHT_GREEN), strict=True))
    base = alt.Chart(alt.Data(values=bars)).encode(y=_rows_axis(alt, labels))
    most = max(found.total, 1)
    start = alt.X(
        "from:Q", title="企业（家）", scale=alt.Scale(domain=[0, most]), axis=alt.Axis(format=",d", tickMinStep=1)
    )
    shown = base.mark_bar(minBandSize=2).encode(
        x=start,
        x2="to:Q",
        color=_colours(alt, "group", colours),
        tooltip=_tooltip(alt, label="条款", count="家数", failed="不符合这一条的共", open="这一条待补充"),
    )
    edition = found.editions[0]
    return _titled(
        alt,
        shown.properties(width=_WIDTH, height=_ROW * len(bars)) | _notes(alt, bars, labels),
        f"筛查 · {edition.tier.label}{edition.act_label and f' · {edition.act_label}'} · {found.on}",
        f"共 {found.total:,} 家：符合 {found.met:,}，不符合 {found.failed:,}，待补充 {found.open:,}",
    )


def _count(row: Row) -> str:
    sign = "−" if row["kind"] == "failed" and row["count"] else ""
    return f"{sign}{row['count']:,}"


@chart.register
def _of_report(report: Report) -> Any:
    """A bar for each rung: who holds it, those since this year apart, with a mark where a plan wants it to be."""
    alt, rows = _altair(), _rows(report)
    kinds = {"以前持有": _BLUE, "本年新增": _GREEN, "目标": _RED}
    bars = [
        {"name": row["name"], "kind": kind, "from": start, "to": end}
        for row in rows
        for kind, start, end in (
            ("以前持有", 0, row["stock"] - row["new"]),
            ("本年新增", row["stock"] - row["new"], row["stock"]),
        )
    ]
    aims = [row | {"kind": "目标"} for row in rows if row["target"]]
    if not aims:
        del kinds["目标"]
    longest = max(1.0, *(max(row["stock"], row["target"] or 0) for row in rows))
    # What is written beside the longest bar has room too.
    widest = 1.4 * longest
    marks = [mark for row in rows for mark in _marks(row, widest)]
    names = [row["name"] for row in rows]
    y, colour = _names_axis(alt, names), _colours(alt, "kind", kinds)
    scale = alt.Scale(domain=[0, widest], nice=False)
    axis = alt.Axis(format=",d", tickMinStep=1, tickCount=6)
    drawn = alt.Chart(alt.Data(values=bars)).mark_bar(height={"band": 0.62}, opacity=1)
    drawn = drawn.encode(y=y, x=alt.X("from:Q", title="企业（家）", scale=scale, axis=axis), x2="to:Q", color=colour)
    ticks = alt.Chart(alt.Data(values=aims)).mark_tick(thickness=3, height={"band": 0.9}, opacity=1)
    ticks = ticks.encode(y=y, x=alt.X("target:Q", scale=scale), color=colour)
    words = alt.Chart(alt.Data(values=marks)).mark_text(align="left", dx=_BESIDE, fontSize=12)
    words = words.encode(y=y, x=alt.X("at:Q", scale=scale), text="mark:N")
    layers = (drawn, ticks, words) if aims else (drawn, words)
    return _fonts(alt.layer(*layers).properties(width=_WIDE, height=_HIGH * len(rows)))


def _marks(row: Row, widest: float) -> Iterator[Row]:
    """How many there are, beside the bar, and what is aimed at, beside its mark; in one where the two are so near to
    each other that there is no room for the first."""
    stock = f"{row['stock']:,}" if row["recorded"] else "没有登记"
    if not row["target"]:
        yield {"name": row["name"], "at": row["stock"], "mark": stock}
        return
    aim = f"{row['year']} 年目标 {row['target']:,g}"
    room = (row["target"] - row["stock"]) / widest * _WIDE
    if room > _width_of(stock) + 2 * _BESIDE:
        yield {"name": row["name"], "at": row["stock"], "mark": stock}
        yield {"name": row["name"], "at": row["target"], "mark": aim}
    else:
        yield {"name": row["name"], "at": max(row["stock"], row["target"]), "mark": f"{stock}　（{aim}）"}


def group_chart(rows: Sequence[Row]) -> Any:
    """A bar for each group of firms: how many of them hold a title."""
    alt = _altair()
    shown = [{**row, "name": _short(row["name"]), "mark": f"{row['holders']:,}"} for row in rows]
    y = _names_axis(alt, [row["name"] for row in shown])
    base = alt.Chart(alt.Data(values=shown)).encode(y=y)
    # Of one or two firms there are no more ticks than firms: halves would be told as whole ones.
    axis = alt.Axis(format=",d", tickMinStep=1, tickCount=min(6, max((row["holders"] for row in shown), default=1)))
    bars = base.mark_bar(color=_BLUE, height={"band": 0.62}).encode(
        x=alt.X("holders:Q", title="持有称号的企业（家）", axis=axis)
    )
    marks = base.mark_text(align="left", dx=5, fontSize=12).encode(x="holders:Q", text="mark:N")
    return _fonts((bars + marks).properties(width=_WIDE, height=_HIGH * len(shown)))


def _short(name: str) -> str:
    """A name as long as there is room for: to find that out of ten thousand letters takes what draws it long."""
    plain = visible(chart_text(name))
    return plain if len(plain) <= _NAMED else f"{plain[:_NAMED]}…"


def static_svg(drawn: Any) -> str:
    """A chart as SVG whose texts are text, drawn here: for a page that runs no script, and on paper.

    vl-convert draws it, which is Vega itself without a browser: it needs no network, and takes nothing from outside.
    """
    require("plot", "vl_convert")
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(drawn.to_dict(), allowed_base_urls=[])
    return svg


# Parts of charts.


def _names_axis(alt: Any, names: list[str]) -> Any:
    """An axis of names as wide as the widest whatever fonts there are, to a limit."""
    wide = min(max((display_width(name) for name in names), default=1) * _LETTER, _WIDEST)
    axis = alt.Axis(title=None, labelLimit=wide, minExtent=wide, maxExtent=wide, ticks=False, labelPadding=8)
    return alt.Y("name:N", sort=names, axis=axis)


def _fonts(drawn: Any) -> Any:
    return (
        drawn.configure(font=_FONTS, aria=False, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(grid=False, labelFontSize=12)
    )


def _altair() -> Any:
    require("plot", "altair")
    import altair

    return altair


def _rows(answer: object) -> list[Row]:
    """The rows of an answer with their texts as a chart has them."""
    return [
        {name: chart_text(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in chart_rows(answer)
    ]


def _rows_axis(alt: Any, labels: list[str]) -> Any:
    return alt.Y(
        "label:N", sort=labels, title=None, axis=alt.Axis(labelLimit=0, ticks=False, domain=False, labelPadding=8)
    )


def _notes(alt: Any, bars: list[Row], labels: list[str]) -> Any:
    """What is said beside each bar, in a column of its own."""
    beside = alt.Y("label:N", sort=labels, axis=None)
    longest = max((_width_of(bar["note"]) for bar in bars), default=0)
    text = alt.Chart(alt.Data(values=bars)).mark_text(align="left", fontSize=11, color="#444", limit=0)
    placed = text.encode(y=beside, x=alt.value(0), text="note:N")
    return placed.properties(width=max(longest, 1), height=_ROW * len(bars))


def _width_of(text: str) -> int:
    """How wide a text is about, in pixels: a Chinese character as wide as it is high, others half of that."""
    return sum(11 if unicodedata.east_asian_width(one) in "WF" else 7 for one in text)


def _colours(alt: Any, field: str, colours: dict[str, str]) -> Any:
    scale = alt.Scale(domain=[*colours], range=[*colours.values()])
    return alt.Color(f"{field}:N", scale=scale, legend=alt.Legend(title=None, orient="bottom", labelLimit=0))


def _tooltip(alt: Any, **titles: str) -> list[Any]:
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def _wrapped(names: list[str]) -> str:
    """An expression of Vega that breaks long labels in two, before a name in quotes where there is one."""
    broken = {}
    for name in names:
        at = name.find("“") if "“" in name else len(name) // 2
        broken[name] = [name] if len(name) <= _LONGEST_LABEL else [name[:at], name[at:]]
    return f"{json.dumps(broken, ensure_ascii=False)}[datum.label]"


def _titled(alt: Any, drawn: Any, title: str, subtitle: str) -> Any:
    title, subtitle = chart_text(title), chart_text(subtitle)
    heading = alt.TitleParams(title, subtitle=subtitle, anchor="start", subtitleColor="#555", offset=14)
    return drawn.properties(title=heading).configure(font=_FONTS).configure_view(stroke=None).configure_axis(grid=False)
