"""The steps of somebody at a desk: files that come in, questions, and files that go out.

What is tried and refused is kept until a 那么 step has told why.
"""

from __future__ import annotations

import datetime as dt

from pytest_bdd import given, parsers, then, when

from tiertrack.bdd.desk import Desk
from tiertrack.bdd.patterns import DAY, TITLE, Sentence
from tiertrack.bdd.subject import rows_of
from tiertrack.facts.units import format_value, parse_date
from tiertrack.intake.title_list import read_title_list

_ON = rf"{DAY} "
_FIRM = "“(?P<firm>[^”]+)”"
_FILE = "“(?P<file>[^”]+)”"


# What comes in.


@given(parsers.parse("现在是 {instant}"))
@when(parsers.parse("现在是 {instant}"))
def 现在是(tiertrack_desk: Desk, instant: str) -> None:
    tiertrack_desk.clock.put(instant)


@given(Sentence(rf"工作簿{_FILE}，一列一家"))
@given(Sentence(rf"名单{_FILE}，一列一项"))
def 工作簿(tiertrack_desk: Desk, file: str, datatable: list[list[str]]) -> None:
    headings, *firms = zip(*datatable, strict=True)
    tiertrack_desk.write_workbook(file, [list(column) for column in zip(headings, *firms, strict=True)])


_IMPORT = rf"(?P<how>导入|试导入){_FILE}(?:，出处“(?P<source>[^”]+)”)?"


@given(Sentence(_IMPORT))
@when(Sentence(_IMPORT))
def 导入(tiertrack_desk: Desk, how: str, file: str, source: str | None) -> None:
    from tiertrack.app.commit import Commit

    desk, commit = tiertrack_desk, Commit.YES if how == "导入" else Commit.DRY_RUN
    desk.bring(lambda: desk.registry.import_facts(desk.path(file), source=source or file, commit=commit))


@given(Sentence(rf"导入名单{_FILE}(?:，是 (?P<place>\S+) 的全部 {TITLE}，{DAY}，依据“(?P<document>[^”]+)”)?"))
@when(Sentence(rf"导入名单{_FILE}(?:，是 (?P<place>\S+) 的全部 {TITLE}，{DAY}，依据“(?P<document>[^”]+)”)?"))
def 导入名单文件(
    tiertrack_desk: Desk, file: str, place: str | None, title: str | None, on: str | None, document: str | None
) -> None:
    desk = tiertrack_desk
    whole = {"title": title, "on": on, "kind": "认定", "document": document} if place else {}
    desk.bring(lambda: desk.registry.import_titles(read_title_list(desk.path(file), **whole), complete=place))


@when(Sentence(rf"{_ON}出一份 {TITLE} (?P<act>认定|复核) 的填报表{_FILE}，写上{_FIRM}"))
def 出填报表(tiertrack_desk: Desk, on: str, title: str, act: str, file: str, firm: str) -> None:
    tiertrack_desk.registry.template(title, act, on, tiertrack_desk.path(file), firms=[firm])


@when(Sentence(rf"在{_FILE}的“(?P<sheet>[^”]+)”里，{_FIRM}的 (?P<heading>\S+) 填 (?P<value>.+)"))
def 填(tiertrack_desk: Desk, file: str, sheet: str, firm: str, heading: str, value: str) -> None:
    tiertrack_desk.fill_in(file, sheet, firm, heading, value)


@given(Sentence(rf"在{_FILE}的“(?P<sheet>[^”]+)”里加一行"))
@when(Sentence(rf"在{_FILE}的“(?P<sheet>[^”]+)”里加一行"))
def 加一行(tiertrack_desk: Desk, file: str, sheet: str, datatable: list[list[str]]) -> None:
    tiertrack_desk.add_row(file, sheet, {row[0]: row[1] for row in datatable})


@when(Sentence(r"取消第 (?P<number>\d+) 次导入(?:，因为“(?P<reason>[^”]+)”)?"))
def 取消导入(tiertrack_desk: Desk, number: str, reason: str | None) -> None:
    desk = tiertrack_desk
    desk.attempt(lambda: desk.registry.undo(int(number), reason))


@when(Sentence(rf"{_ON}按“(?P<document>[^”]+)”结束 {TITLE} 的复核"))
def 结束复核(tiertrack_desk: Desk, on: str, document: str, title: str) -> None:
    desk = tiertrack_desk
    desk.attempt(lambda: desk.registry.close_review(title, on, document))


# What goes out.


@when(Sentence(rf"{_ON}把台账写成{_FILE}"))
def 写台账(tiertrack_desk: Desk, on: str, file: str) -> None:
    tiertrack_desk.registry.export(on, tiertrack_desk.path(file))


@when(Sentence(rf"{_ON}把 {TITLE} 差一点的企业写成{_FILE}"))
def 写走访名单(tiertrack_desk: Desk, on: str, title: str, file: str) -> None:
    from tiertrack.app.list_file import write_list
    from tiertrack.output_file import CsvHeadings
    from tiertrack.render.register.near_rows import near_sheet

    desk = tiertrack_desk
    found = desk.registry.near(title, "认定", on).found
    write_list(found, near_sheet(CsvHeadings.CHINESE, parse_date(on)), desk.path(file))


@when(Sentence(rf"{_ON}给{_FIRM}出 {TITLE} 的告知书{_FILE}"))
def 出告知书(tiertrack_desk: Desk, on: str, firm: str, title: str, file: str) -> None:
    tiertrack_desk.registry.notice(firm, title, on, contact="张科长 023-0000000", into=tiertrack_desk.path(file))


@when(Sentence(rf"{_ON}起 (?P<days>\d+) 天内的事写成日历{_FILE}"))
def 写日历(tiertrack_desk: Desk, on: str, days: str, file: str) -> None:
    from tiertrack.render.register.calendar import calendar_text

    desk = tiertrack_desk
    duties = sorted(desk.registry.due(on, f"{days}d"))
    desk.path(file).write_bytes(calendar_text(duties, "到期事项", desk.clock.now()))


_REPORT = rf"{_ON}的报告（(?P<place>[^，）]+)(?:，上次 (?P<since>[-\d]+))?）"


@when(Sentence(rf"把 {_REPORT}写成{_FILE}"))
def 写报告(tiertrack_desk: Desk, on: str, place: str, since: str | None, file: str) -> None:
    desk = tiertrack_desk
    desk.attempt(lambda: desk.registry.report(on, region=place, since=since, into=desk.path(file)))


# Results.


@then(Sentence(r"新增 (?P<new>\d+) 项，更正 (?P<corrected>\d+) 项，已有 (?P<known>\d+) 项"))
def 导入了(tiertrack_desk: Desk, new: str, corrected: str, known: str) -> None:
    found = tiertrack_desk.brought
    assert found is not None, str(tiertrack_desk.refusal)
    done = getattr(found, "observations", None)
    counts = (getattr(found, "new", 0) if done is None else done, found.corrected, found.known)
    assert counts == (int(new), int(corrected), int(known)), str(counts)


@then(parsers.parse("导入的说明写着 {words}"))
def 导入的说明(tiertrack_desk: Desk, words: str) -> None:
    from tiertrack.render.answers import to_text

    assert tiertrack_desk.brought is not None, str(tiertrack_desk.refusal)
    text = to_text(tiertrack_desk.brought)
    assert words in text, text


@then(parsers.parse("办不成，因为 {words}"))
def 办不成(tiertrack_desk: Desk, words: str) -> None:
    refusal, tiertrack_desk.refusal = tiertrack_desk.refusal, None
    assert refusal is not None, "办成了"
    assert words in str(refusal), str(refusal)


@then(Sentence(rf"{_FILE}退回成{_FILE.replace('file', 'copy')}，标红的是"))
def 退回(tiertrack_desk: Desk, file: str, copy: str, datatable: list[list[str]]) -> None:
    from tiertrack.app.faulty_workbook import write_faults

    desk = tiertrack_desk
    refusal, desk.refusal = desk.refusal, None
    assert refusal is not None, "没有退回"
    write_faults(desk.path(file), refusal.faults, desk.path(copy))
    found = desk.red_cells(copy)
    for written, why in rows_of(datatable, "写的是", "问题"):
        assert why in found.get(written, ""), found


@then(Sentence(rf"登记库里，{_ON}{_FIRM}(?P<holds>持有|不持有|不知道是否持有) {TITLE}"))
def 持有与否(tiertrack_desk: Desk, on: str, firm: str, holds: str, title: str) -> None:
    from tiertrack.facts.asked import as_title_key

    standing = tiertrack_desk.registry.standing(firm, on).standing
    key = as_title_key(title)
    held = any(one.title == key for one in standing.held)
    answer = "持有" if held else "不持有" if key in standing.known else "不知道是否持有"
    assert answer == holds


@then(Sentence(rf"{_FIRM}的 (?P<year>\d{{4}})年(?P<fact>\S+) 为 (?P<value>.+)"))
def 数值为(tiertrack_desk: Desk, firm: str, year: str, fact: str, value: str) -> None:
    from tiertrack.facts.vocabulary import FACTS

    key = next(one.key for one in FACTS.values() if one.label == fact)
    data = [one for one in tiertrack_desk.registry.dossier(firm, "2199-12-31").data if one.key == key]
    found = [one for one in data if one.year == int(year)]
    # What a source said last counts.
    assert format_value(found[-1].value, FACTS[key].kind, FACTS[key].unit) == value


@then(Sentence(rf"登记库里没有{_FIRM}"))
def 没有这一家(tiertrack_desk: Desk, firm: str) -> None:
    assert firm not in [one.name for one in tiertrack_desk.registry.firms("2199-12-31")]


@then(Sentence(rf"{_ON}可以报 {TITLE} 的有"))
def 可以报(tiertrack_desk: Desk, on: str, title: str, datatable: list[list[str]]) -> None:
    from tiertrack.render.answers import to_text

    found = tiertrack_desk.registry.candidates(title, on)
    told = to_text(found)
    groups = {one.name: one.readiness.label for one in found.found}
    rows = rows_of(datatable, "企业", "组", "写明")
    assert groups == {firm: group for firm, group, _words in rows}, told
    assert [words for _firm, _group, words in rows if words not in told] == [], told


@then(Sentence(rf"{_ON}以前 (?P<days>\d+) 天里更名的有"))
def 更名的(tiertrack_desk: Desk, on: str, days: str, datatable: list[list[str]]) -> None:
    last = parse_date(on)
    found = tiertrack_desk.registry.renamed(last - dt.timedelta(days=int(days)), last)
    assert [[one.before, one.after] for one in found] == rows_of(datatable, "原名称", "新名称")


@then(Sentence(rf"{_FILE}写着 (?P<words>.+)"))
def 写着(tiertrack_desk: Desk, file: str, words: str) -> None:
    found = tiertrack_desk.words_of(file)
    assert [one for one in words.split("；") if one not in found] == [], found


@then(Sentence(rf"{_FILE}没有写 (?P<words>.+)"))
def 没有写(tiertrack_desk: Desk, file: str, words: str) -> None:
    assert words not in tiertrack_desk.words_of(file)


@then(Sentence(rf"{_REPORT}里，“(?P<section>[^”]+)”写着"))
def 报告写着(
    tiertrack_desk: Desk, on: str, place: str, since: str | None, section: str, datatable: list[list[str]]
) -> None:
    from tiertrack.render.report.report_sections import report_sheet

    sheet = report_sheet(tiertrack_desk.registry.report(on, region=place, since=since))
    tables = [table for one in sheet.sections if one.heading.startswith(section) for table in one.tables]
    told = [
        dict(zip(table.headings, (cell if isinstance(cell, str) else str(cell.value) for cell in row), strict=True))
        for table in tables
        for row in table.rows
    ]
    headings, *rows = datatable
    for row in rows:
        asked = dict(zip(headings, row, strict=True))
        assert any(asked.items() <= one.items() for one in told), told


@then(Sentence(rf"{_REPORT}里，“(?P<what>.+)”后面是 (?P<firms>.+)"))
def 数字后面是(tiertrack_desk: Desk, on: str, place: str, since: str | None, what: str, firms: str) -> None:
    from tiertrack.render.report.report_sections import report_sheet

    sheet = report_sheet(tiertrack_desk.registry.report(on, region=place, since=since))
    found = {figure.what: [one.name for one in figure.members] for figure in sheet.figures}
    assert found.get(what) == firms.split("、"), found
