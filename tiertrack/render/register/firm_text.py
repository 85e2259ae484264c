"""Rows of lists of many enterprises, as Chinese text, as the cells of a table and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from tiertrack.duties.duty import Duty
from tiertrack.duties.overview import FirmOverview, FirmStanding
from tiertrack.enterprise import Enterprise
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.register_reports import ListReport, Renamed
from tiertrack.render.members import iso, moment_members
from tiertrack.render.phrases import known_line, place_text, table
from tiertrack.render.register.duty_text import DUTY_HEADINGS, duty_cells, duty_data
from tiertrack.render.register.record_text import enterprise_data
from tiertrack.render.register.standing_text import (
    NOTHING,
    history_data,
    history_text,
    track_data,
    track_lines,
)
from tiertrack.temporal import BEIJING, AsOf
from tiertrack.titles.events import event_word
from tiertrack.titles.history import History
from tiertrack.titles.remarks import LOOKED_AFTER
from tiertrack.titles.self_reports import SELF_REPORTED
from tiertrack.titles.track import Track


@frozen(eq=False)
class Sheet:
    """How the rows of a list are written to a file: the headings of a table, the lines of cells that a row is, and the
    row as plain data; ``is_of_firms`` says that each row is one enterprise. ``others`` are the further kinds of file it
    may be, by their endings, with what makes the file of all rows."""

    headings: tuple[str, ...]
    cells: Callable[[Any], Iterable[tuple[str, ...]]]
    data: Callable[[Any], dict[str, Any]]
    is_of_firms: bool = True
    others: Mapping[str, Callable[[Iterable[Any]], bytes]] = {}


_WHO = ("企业", "信用代码", "地区", "行业")


def _who(enterprise: Enterprise, asof: AsOf | None = None) -> tuple[str, ...]:
    return (
        enterprise.name,
        shown_credit_code(enterprise.uscc) if enterprise.uscc else "",
        place_text(enterprise.region, asof.on if asof else None) if enterprise.region else "",
        enterprise.industry or "",
    )


# One with its highest rung and what comes next.


_REST = ("最高称号", "最高称号有效期至", "下一步", *LOOKED_AFTER)
_OVERVIEW = (*_WHO, *_REST)
_HOLDER = (*_WHO, "称号", "状态", "有效期至", *_REST)


def overview_cells(row: FirmOverview) -> Iterator[tuple[str, ...]]:
    """The one line of an enterprise; of one listed for a title a line for each of its products, with where it is."""
    if row.row is None:
        yield (*_who(row.enterprise), *_rest(row))
        return
    for track in row.row.tracks:
        yield (*_who(row.enterprise), *_where(track, row.row), *_rest(row))


def _rest(row: FirmOverview) -> tuple[str, ...]:
    through = "" if row.highest is None else str(row.through or "无固定期限")
    beside = (row.looked_after.get(name, "") for name in LOOKED_AFTER)
    highest = f"{row.highest.label}{_own_word(row.self_reported)}" if row.highest else ""
    return highest, through, _next(row.next, row.next_titles), *beside


def _where(track: Track, row: FirmStanding) -> tuple[str, ...]:
    found = track_data(track, row.standing.asof.on)
    return track.label, _state(track, found), found["through"] or _for_good(found)


def _state(track: Track, found: Mapping[str, Any]) -> str:
    word = title_definition(track.title).procedure.state_word(track.state)
    return f"{word}{_own_word(found['self_reported'])}"


def _own_word(is_self_reported: bool) -> str:
    return f"（{SELF_REPORTED}）" if is_self_reported else ""


def _for_good(found: dict[str, Any]) -> str:
    return "无固定期限" if found["from"] else ""


# From here on titles are named one by one.
_SEVERAL = 2


def _next(duty: Duty | None, titles: Sequence[str]) -> str:
    if duty is None:
        return ""
    named = duty.title_label if len(titles) < _SEVERAL else "、".join(TITLES[title] for title in titles)
    parts = (str(duty.due), duty.kind.label, named, duty.what)
    return "　".join(filter(None, parts))


def overview_text(row: FirmOverview) -> str:
    """An enterprise in one line."""
    highest, through, due, *beside = _rest(row)
    each = (_where(track, row.row) for track in row.row.tracks) if row.row else ()
    titles = ["　".join((title, state, *(last and [f"至 {last}"]))) for title, state, last in each]
    rest = (
        highest and f"最高 {highest}" if titles else highest,
        through and f"至 {through}",
        due and f"下一步 {due}",
        *beside,
    )
    return "　".join(filter(None, (*_who(row.enterprise), *titles, *rest)))


def overviews_text(rows: Sequence[FirmOverview]) -> str:
    """A table of enterprises."""
    if not rows:
        return NOBODY
    headings = _OVERVIEW if rows[0].row is None else _HOLDER
    lines = [line for row in rows for line in overview_cells(row)]
    # Those columns that lists may have had beside, where they had them.
    empty = [name for name in LOOKED_AFTER if not any(row.looked_after.get(name) for row in rows)]
    shown = [place for place, heading in enumerate(headings) if heading not in empty]
    return table(tuple(headings[place] for place in shown), (tuple(line[place] for place in shown) for line in lines))


def overview_data(row: FirmOverview) -> dict[str, Any]:
    """The members of an enterprise with what it holds and what comes next."""
    return {
        **enterprise_data(row.enterprise),
        "titles": _titles_data(row.row) if row.row else [],
        "highest": row.highest.value if row.highest else None,
        "through": iso(row.through),
        "self_reported": row.self_reported,
        "next": duty_data(row.next) if row.next else None,
        "next_titles": list(row.next_titles),
        "looked_after": dict(row.looked_after),
    }


def _titles_data(row: FirmStanding) -> list[dict[str, Any]]:
    return [track_data(track, row.standing.asof.on) for track in row.tracks]


OVERVIEWS = Sheet(_OVERVIEW, overview_cells, overview_data)
HOLDERS = Sheet(_HOLDER, overview_cells, overview_data)
NOBODY = "没有这样的企业。"


# One with its standing.


_STANDING = (*_WHO, "称号", "产品", "状态", "有效期起", "有效期至", "依据")


def standing_cells(row: FirmStanding) -> Iterator[tuple[str, ...]]:
    """A line for each title, and for each product of one; one without any where no title is on record."""
    asof = row.standing.asof
    who = _who(row.enterprise, asof)
    if not row.tracks:
        yield (*who, *[""] * (len(_STANDING) - len(who)))
    for track in row.tracks:
        found = track_data(track, asof.on)
        days = found["from"] or "", found["through"] or _for_good(found)
        yield (*who, found["name"], track.product or "", _state(track, found), *days, found["document"] or "")


def firm_standing_text(row: FirmStanding) -> str:
    """An enterprise with each title it is listed for, its state, days and document, and its highest rung."""
    standing = row.standing
    lines = [f"{row.enterprise.name} · {standing.asof.on}", *known_line(standing.asof)]
    lines += track_lines(standing, row.tracks) or [NOTHING]
    if row.highest:
        lines.append(f"现有最高称号：{row.highest.label}")
    return "\n".join(lines)


def firm_standings_text(rows: Sequence[FirmStanding]) -> str:
    """The same of several."""
    return "\n\n".join(map(firm_standing_text, rows)) or NOBODY


def firm_standing_data(row: FirmStanding) -> dict[str, Any]:
    """The members of an enterprise with its standing."""
    return {
        **enterprise_data(row.enterprise),
        **moment_members(row.standing.asof),
        "titles": _titles_data(row),
        "highest": row.highest.value if row.highest else None,
        "through": iso(row.through),
    }


STANDINGS = Sheet(_STANDING, standing_cells, firm_standing_data)
DUTIES = Sheet(DUTY_HEADINGS, lambda duty: (duty_cells(duty),), duty_data, is_of_firms=False)


# One with its history.


_HISTORY = (
    *("企业", "序号", "日期", "称号", "产品", "事项", "有效期起", "有效期至", "依据"),
    *("登记时刻", "出处", "仍作数"),
)


def history_cells(history: History) -> Iterator[tuple[str, ...]]:
    """A line for each event."""
    for event in history.events:
        days = (str(event.starts or event.on), str(event.through or "无固定期限")) if event.kind.grants else ("", "")
        recorded = event.recorded_at.astimezone(BEIJING).isoformat(timespec="seconds")
        yield (
            *(history.enterprise, str(event.version), str(event.on), event.label, event.product or ""),
            *(event_word(event), *days, event.document or "", recorded, event.told_by or ""),
            "是" if history.counts(event) else "否",
        )


def histories_text(histories: Sequence[History]) -> str:
    """The histories one after another."""
    return "\n\n".join(map(history_text, histories)) or NOBODY


HISTORIES = Sheet(_HISTORY, history_cells, history_data)


# Who was renamed.


_RENAMED = ("日期", "原名称", "新名称", "信用代码", "地区", "文件")


def renamed_cells(one: Renamed) -> Iterator[tuple[str, ...]]:
    """The line of a renaming."""
    _name, code, place, _industry = _who(one.enterprise)
    yield str(one.on), one.before, one.after, code, place, one.document or ""


def renamed_text(one: Renamed) -> str:
    """A renaming in one line."""
    return f"{one.on}　{one.before or '（原名称不详）'} → {one.after}{f'　{one.document}' if one.document else ''}"


def all_renamed_text(found: Sequence[Renamed]) -> str:
    """A table of renamings."""
    return (
        table(_RENAMED, (line for one in found for line in renamed_cells(one))) if found else "这段时间没有登记更名。"
    )


def renamed_data(one: Renamed) -> dict[str, Any]:
    """The members of a renaming."""
    told = {"before": one.before or None, "after": one.after, "on": one.on.isoformat()}
    return {**enterprise_data(one.enterprise), **told, "document": one.document, "told_by": one.told_by}


RENAMED = Sheet(_RENAMED, renamed_cells, renamed_data, is_of_firms=False)


# How long a list is.


def list_report_text(report: ListReport) -> str:
    """How many enterprises and rows there are, and where they are."""
    firms = None if report.firms is None else f"{report.firms} 家"
    rows = None if report.rows in (None, report.firms) else f"{report.rows} 行"
    into = f"已写入 {report.into}" if report.into else None
    told = f"共 {'，'.join(filter(None, (firms, rows, into)))}"
    if not report.later:
        return told
    kinds = "、".join(f"{what} {count} 项" for what, count in report.later)
    many = sum(count for _what, count in report.later)
    return f"{told}\n这一天以后的事项 {many} 项没有写出（{kinds}）；要写出的，把日期写晚些"


def list_report_data(report: ListReport) -> dict[str, Any]:
    """The members of the length of a list."""
    return {
        **{"firms": report.firms, "rows": report.rows, "into": report.into},
        **{"later": dict(report.later), "unasked": list(report.unasked)},
    }
