"""The sheets of a template and their headings: what is written by them is read by them.

The firms have a sheet of facts, as any table has. What a firm has several of (judgements, titles, rights) has a sheet
of its own, one of them a row, in which the firm is named again.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from tiertrack.errors import BadFile
from tiertrack.facts import right_headings
from tiertrack.facts.headings import BESIDE_FACTS
from tiertrack.facts.right_headings import RIGHT_HEADINGS
from tiertrack.intake.sheet import Wanted
from tiertrack.intake.sheet_file import HandedIn, open_sheet
from tiertrack.law.event_kinds import EventKind

COVER, FIRMS, JUDGEMENTS, TITLES, RIGHTS = "填表说明", "企业", "认定事项", "称号", "知识产权"
INDUSTRIES, REGIONS, CHOICES = "行业代码", "地区代码", "选项"

# What names the firm of a row, on every sheet.
NAME, CREDIT_CODE = (BESIDE_FACTS[key][0] for key in ("name", "uscc"))
IDENTIFYING = (NAME, CREDIT_CODE)

# The sheet that says what the template is of: a row for each thing.
ITEM, CONTENT = "项目", "内容"
TITLE, ACT, DAY, REGION, EDITION, FINGERPRINT = "称号", "事项", "日期", "地区", "版本", "指纹"

JUDGED, HOLDS, AUTHORITY, JUDGED_ON = "认定事项", "是否", "认定机关", "日期"
HELD, SITUATION, ON, STARTS, THROUGH = "称号", "情况", "日期", "有效期起", "有效期至"
PRODUCT, BATCH, DOCUMENT = "产品", "批次", "文件"
RIGHT, NUMBER = (RIGHT_HEADINGS[key][0] for key in (right_headings.RIGHT, right_headings.NUMBER))
# Where a row is from, on every sheet that says so.
SOURCE = BESIDE_FACTS["source"][0]

# In the place of the name of a right: that the firm has none.
NO_RIGHT = "无"

# How it stands with a title, as people say it, and the event that says the same.
SITUATIONS = {
    "持有": EventKind.RECOGNISED,
    EventKind.REVIEW_PASSED.label: EventKind.REVIEW_PASSED,
    EventKind.ABSENT.label: EventKind.ABSENT,
    EventKind.APPLIED.label: EventKind.APPLIED,
}

# Beside what a judgement of a clause is called in a template, on the sheet of choices: its key.
KEY = "键"

# The column in which faults come back.
FAULTS = "问题"


@frozen
class Cover:
    """What a template says of itself: the editions it is of, by their keys with their fingerprints, and the day; and
    the names of all its sheets that have anything in them."""

    editions: tuple[tuple[str, str], ...] = ()
    on: str | None = None
    names: tuple[str, ...] = ()


def read_cover(file: HandedIn) -> Cover | None:
    """What the template in a file says of itself; None where the file is none. Raises BadFile where it cannot be
    opened."""
    try:
        with open_sheet(file, Wanted(lambda text: text in (ITEM, CONTENT), COVER)) as sheet:
            names = sheet.names
            said = [tuple(row.cells.texts()[:2]) for row in sheet.rows if row.fault is None]
    except BadFile as error:
        # There is no such sheet, or nobody can tell any more what it says.
        if error.faults[0].code in _NO_SHEET:
            return None
        if error.faults[0].code in _UNREADABLE:
            return Cover(names=_names_beside_the_cover(file))
        raise
    return Cover(tuple(_editions(said)), next((text for item, text in said if item == DAY), None), names)


def _names_beside_the_cover(file: HandedIn) -> tuple[str, ...]:
    """The names of the sheets where nobody can tell what the cover says."""
    try:
        with open_sheet(file, Wanted(sheet=COVER)) as sheet:
            return sheet.names
    except BadFile:
        return ()


def without_its_cover(error: BadFile) -> BadFile:
    """A workbook of which nobody can tell which sheet to read, told as a template that lost its cover where its sheets
    look like that; any other error as it is."""
    fault = error.faults[0]
    names = {*(fault.value or "").split("、")} if fault.code == _SEVERAL_SHEETS else set[str]()
    if FIRMS not in names or names.isdisjoint((JUDGEMENTS, INDUSTRIES, REGIONS)):
        return error
    remedy = f"请把原来的“{COVER}”一张放回去，或用 tiertrack template 另出一份，把填好的各行贴过去"
    return BadFile(evolve(fault, what=f"像是去掉了“{COVER}”一张的填报表，不知道怎样读", remedy=remedy))


_SEVERAL_SHEETS = "E455"


# No sheet of that name; and one without rows or without headings.
_NO_SHEET, _UNREADABLE = {"E407"}, {"E411", "E460"}


def _editions(said: list[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    key = None
    for item, text in said:
        if item == EDITION:
            key = text
        elif item == FINGERPRINT and key is not None:
            yield key, text
            key = None
