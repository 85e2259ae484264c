"""Answers as a notebook shows them: the text of ``to_text`` with its marks in colour, tables as tables. What has a
text for one screen shows that, and the whole below it to be opened.

Nothing is worded here: everything is projected from the text and the data of the same door. Whatever people wrote is
escaped and what a terminal acts upon written out. Colours are few and translucent, so that they do on light and on dark
alike; there is no script and no style outside the element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from tiertrack.duties.duty import Duty
from tiertrack.logic.truth import Truth
from tiertrack.outgoing import visible
from tiertrack.render.answers import to_text
from tiertrack.render.lengths import Length
from tiertrack.render.screening_text import CRITERIA
from tiertrack.rules.assessment import Assessment
from tiertrack.screening.results import Screening

_MARKS = {"✓": "#2e8b57", "✗": "#d9534f", "?": "#c98a1b", "⚠": "#c98a1b"}
_OUTER = "font-family:system-ui,'Noto Sans CJK SC',sans-serif;font-size:14px;line-height:1.6;max-width:72em"
_LINE = "padding-left:{indent}em;text-indent:-1.4em;margin-left:1.4em"
_BOX = "border-left:3px solid {colour};padding:.2em .8em;background:rgba(128,128,128,.08);margin-bottom:.4em"
_TABLE = "border-collapse:collapse;margin:.3em 0;color:inherit;font-size:inherit;background:transparent"
_CELL = "text-align:left;vertical-align:top;padding:.2em .7em;border-bottom:1px solid rgba(128,128,128,.35)"
_COLOURS = {"true": "#2e8b57", "false": "#d9534f", "unknown": "#c98a1b"}
_GREY = "#808080"
_INDENT = "    "
_SHOWN = 500


def html(answer: object) -> str:
    """The picture of an answer, one element."""
    if isinstance(answer, Sequence):
        return _outer(_duties(answer))
    screen, whole = to_text(answer, brief=Length.SCREEN), to_text(answer)
    head, *rest = screen.splitlines()
    top = f'<div style="{_BOX.format(colour=_colour(answer))}"><b>{_plain(head)}</b></div>'
    shown = top + "".join(_body(answer, list(_kept(rest))))
    return _outer(shown if screen == whole else shown + _to_open(whole.splitlines()))


def _to_open(lines: Sequence[str]) -> str:
    return f"<details><summary>{Length.WHOLE.label}</summary>{''.join(map(_line, _kept(lines)))}</details>"


def _colour(answer: object) -> str:
    """Green for what is met, red for what is not; an indicator that is hit is red."""
    truth = getattr(answer, "truth", None)
    if isinstance(answer, Assessment) and not answer.edition.act.is_applied_for:
        truth = ~answer.truth
    return _COLOURS.get(getattr(truth, "value", ""), _GREY)


def _outer(inner: str) -> str:
    return f'<div style="{_OUTER}">{inner}</div>'


def _body(answer: object, lines: list[str]) -> Iterator[str]:
    """The lines; the criteria of a screening as a table in the place of theirs."""
    if not isinstance(answer, Screening):
        yield from map(_line, lines)
        return
    rows = [(one.key, one.title, one.met, one.failed, one.open) for one in answer.clauses]
    counted = {f"{one.key} {one.title}：" for one in answer.clauses}
    for line in lines:
        if line == CRITERIA:
            words = (answer.editions[0].act.word(truth) for truth in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN))
            yield _table(("条件", "事项", *words), rows)
        elif not any(line.strip().startswith(words) for words in counted):
            yield _line(line)


def _kept(lines: Sequence[str]) -> Iterable[str]:
    """The lines that are shown; a notebook holds no thousands."""
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"另有 {len(lines) - _SHOWN} 行，见 to_text"


def _line(line: str) -> str:
    text = line.strip()
    if not text:
        return '<div style="height:.6em"></div>'
    depth = (len(line) - len(line.lstrip())) // 2
    colour = _MARKS.get(text[0]) if text[1:2] == " " else None
    shown = _plain(text)
    if colour is not None:
        shown = f'<span style="color:{colour};font-weight:bold">{escape(text[0])}</span> {_plain(text[2:])}'
    elif depth and text.startswith("依据 "):
        shown = f'<span style="color:{_GREY}">{shown}</span>'
    return f'<div style="{_LINE.format(indent=depth)}">{shown}</div>'


def _plain(text: str) -> str:
    return escape(visible(text))


def _duties(duties: Sequence[Duty]) -> str:
    if not duties:
        return _plain(to_text(duties))
    headings = ("截止", "事项", "称号", "企业", "要做的", "逾期", "依据")
    rows = [
        (
            duty.due,
            f"{'⚠ ' if duty.warning else ''}{duty.kind.label}",
            duty.title_label,
            *(duty.enterprise, duty.what, duty.consequence, duty.why),
        )
        for duty in duties
    ]
    return _table(headings, rows)


def _table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    top = _row("th", headings)
    body = "".join(_row("td", row) for row in rows)
    return f'<table style="{_TABLE}">{top}{body}</table>'


def _row(tag: str, cells: Sequence[Any]) -> str:
    shown = (f'<{tag} style="{_CELL}">{_plain(str(cell))}</{tag}>' for cell in cells)
    return f"<tr>{''.join(shown)}</tr>"
