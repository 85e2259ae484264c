"""Which sheet of a workbook is which of a template: by its name or, where it was renamed, by its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from tiertrack.errors import BadFile, Fault
from tiertrack.facts.units import folded
from tiertrack.intake import template_sheets as sheets
from tiertrack.intake.literal_names import LITERAL
from tiertrack.intake.sheet import HIDDEN_ROW, HIDDEN_SHEET, LeftOut, Sheet, Wanted
from tiertrack.intake.sheet_file import SheetFile, open_sheet
from tiertrack.intake.template_sheets import Cover
from tiertrack.intake.title_list import ListReading

# What a sheet is known by when it is called otherwise: a heading of each of these sets. Firms are named on all of them.
_MARKS: Mapping[str, tuple[frozenset[str], ...]] = {
    sheets.JUDGEMENTS: (frozenset({sheets.JUDGED}), frozenset({sheets.HOLDS, sheets.AUTHORITY})),
    sheets.TITLES: (frozenset({sheets.HELD}), frozenset({sheets.SITUATION, sheets.STARTS, sheets.THROUGH})),
    sheets.RIGHTS: (frozenset({sheets.RIGHT}),),
    sheets.FIRMS: (frozenset(sheets.IDENTIFYING),),
}
_KNOWN = frozenset().union(*(headings for marks in _MARKS.values() for headings in marks))
# What nobody fills in.
_OURS = frozenset({sheets.COVER, sheets.INDUSTRIES, sheets.REGIONS, sheets.CHOICES, LITERAL})
# No row that anybody sees; and no heading that is known.
_NOTHING_TO_READ = {"E411", "E460"}


@frozen
class Layout:
    """The sheets of a template: ``names`` gives what each that is there is called in the workbook, by the template's
    own name of it; ``looked_up`` are its sheets of codes, ``left_out`` those that are none of a template, ``faults``
    those that are there twice."""

    file: SheetFile
    names: Mapping[str, str]
    looked_up: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    faults: tuple[Fault, ...] = ()

    def told(self, facts: ListReading, notes: Iterable[str], left_out: Iterable[LeftOut]) -> ListReading:
        """How the whole was read: the sheet of ``facts``, and what else there is to say and was passed over.

        A hidden sheet is read as any is that is asked for by its name, which is said.
        """
        own = {sheet_place(self.file, name): name for name in (*self.names.values(), *_OURS)}
        hidden = [own[one.place] for one in facts.left_out if one.reason == HIDDEN_SHEET and one.place in own]
        seen = [name for name in hidden if name not in _OURS]
        called = [f"“{name}”" for name in self.names.values()]
        return evolve(
            facts,
            notes=(
                f"工作表{'、'.join(called)}",
                *(f"“{name}”按“{role}”一表读" for role, name in self.names.items() if name != role),
                *([f"隐藏的工作表照读：{'、'.join(seen)}"] if seen else []),
                *([f"{'、'.join(self.looked_up)}只供查，不读"] if self.looked_up else []),
                *(note for note in facts.notes if not is_of_the_name(note)),
                *notes,
            ),
            left_out=(*(one for one in facts.left_out if one.place not in own), *left_out, *self.left_out),
        )


def sheet_place(file: SheetFile, name: str) -> str:
    """Where a sheet is, in words."""
    return f"{file.name} 工作表“{name}”"


def is_of_the_name(note: str) -> bool:
    """Whether what is said of the reading of a sheet is only what it is called."""
    return note.startswith("工作表“")


def stem(heading: str) -> str:
    """A heading without its unit, as it is compared."""
    return re.sub(r"\([^()]*\)$", "", folded(heading).strip("*:"))


def layout_of(file: SheetFile, cover: Cover) -> Layout:
    """The sheets of the template in a file; raises BadFile where one cannot be opened."""
    if not cover.names:
        return Layout(file, {role: role for role in _MARKS})
    found = {role: [role] for role in _MARKS if role in cover.names}
    whole, others = sheets.FIRMS in found, []
    for name in cover.names:
        if name in found or name in _OURS:
            continue
        role, says_anything = _likeness(file, name)
        # Beside the sheet that is filled in, a list of firms is somebody's own.
        if role is None or (role == sheets.FIRMS and whole):
            others.append(name)
        elif says_anything:
            found.setdefault(role, []).append(name)
    return Layout(
        file,
        {role: found[role][0] for role in (sheets.FIRMS, *_MARKS) if role in found},
        tuple(name for name in (sheets.INDUSTRIES, sheets.REGIONS) if name in cover.names),
        tuple(LeftOut(sheet_place(file, name), "", "不是填报表里的表") for name in others),
        tuple(_doubled(file, found)),
    )


def _doubled(file: SheetFile, found: Mapping[str, list[str]]) -> Iterator[Fault]:
    for role, names in found.items():
        if len(names) > 1:
            what = f"填报表里有 {len(names)} 张“{role}”表，不知道读哪一张"
            remedy = "请把各行并到一张里，删去另外的"
            yield Fault("E750", what, remedy, "、".join(names), file.name)


def _likeness(file: SheetFile, name: str) -> tuple[str | None, bool]:
    """The sheet of a template that another looks like by its headings, None where it looks like none; and whether it
    has a row below them."""
    try:
        with open_sheet(file, Wanted(lambda text: stem(text) in _KNOWN, name)) as sheet:
            said = {stem(one.text) for one in sheet.headings}
            role = next((one for one, marks in _MARKS.items() if all(said & mark for mark in marks)), None)
            return role, role is not None and _says_anything(sheet)
    except BadFile as error:
        if error.faults[0].code in _NOTHING_TO_READ:
            return None, False
        raise


def _says_anything(sheet: Sheet) -> bool:
    try:
        return any(True for _row in sheet.rows)
    except BadFile:
        return any(one.reason == HIDDEN_ROW for one in sheet.left_out)


def hidden_rows(file: SheetFile, name: str) -> tuple[LeftOut, ...]:
    """The rows of a sheet, which has no other, that are not read because nobody sees them."""
    left: list[LeftOut] = []
    try:
        # Whatever its first row is: the headings may be hidden with the rest.
        with open_sheet(file, Wanted(sheet=name)) as sheet:
            left = sheet.left_out
            _says_anything(sheet)
    except BadFile:
        return (LeftOut(sheet_place(file, name), "", HIDDEN_ROW),)
    return tuple(one for one in left if one.reason == HIDDEN_ROW)


def clauses_named(file: SheetFile) -> Mapping[str, str]:
    """The judgements of clauses by what a template calls them; none where nothing tells."""
    try:
        with open_sheet(file, Wanted(lambda text: text in (sheets.JUDGED, sheets.KEY), sheets.CHOICES)) as sheet:
            at = [one.text for one in sheet.headings]
            rows = [row.cells.texts() for row in sheet.rows if row.fault is None]
    except BadFile:
        return {}
    if not {sheets.JUDGED, sheets.KEY} <= {*at}:
        return {}
    name, key = at.index(sheets.JUDGED), at.index(sheets.KEY)
    return {folded(row[name]): row[key] for row in rows if row[name] and row[key]}
