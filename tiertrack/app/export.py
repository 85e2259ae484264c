"""Writing what is on record to a file: everything as a workbook or an enterprise a line, or the facts as a table."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from attrs import frozen

from tiertrack.app.ledger_export import write_ledger
from tiertrack.batches import batches
from tiertrack.enterprise import Enterprise
from tiertrack.facts.dossier import Dossier
from tiertrack.law.regions import Region
from tiertrack.outgoing import json_line, spreadsheet_row
from tiertrack.output_file import CsvHeadings, Existing, written_whole
from tiertrack.ports import RegisterReader
from tiertrack.progress import Progress
from tiertrack.render.register.export_data import fact_headings, fact_rows, record_data
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.history import History, history

# How many enterprises are read at a time, and of how many all that is known, of which each may have hundreds of values.
_CHUNK, _KNOWN_AT_A_TIME = 1000, 100

# An enterprise with all that is on record of it.
_Record = tuple[Enterprise, Dossier, History]


@frozen
class Export:
    """What is exported: the enterprises of a region (all, where none is given) as of a day, by which rulebook what they
    have to do is told, and how the columns of a CSV are headed."""

    asof: AsOf
    rulebook: Rulebook
    region: Region | None = None
    headings: CsvHeadings = CsvHeadings.CHINESE

    def keys(self, register: RegisterReader) -> Iterator[list[int]]:
        """The keys of the enterprises, in the order they were enrolled, a part of them at a time."""
        for part in batches(register.keys(self.asof.known_at), _CHUNK):
            yield [one.id for one in self._within(register, part)]

    def sorted_keys(self, register: RegisterReader) -> list[int]:
        """The same by where they are and what they are called."""
        parts = batches(register.keys(self.asof.known_at), _CHUNK)
        places = ((one.region or "~", one.name, one.id) for part in parts for one in self._within(register, part))
        return [key for _region, _name, key in sorted(places)]

    def _within(self, register: RegisterReader, keys: Sequence[int]) -> Iterator[Enterprise]:
        for one in register.enterprises(keys, self.asof):
            if self.region is None or (one.region is not None and self.region.contains(Region(one.region))):
                yield one


def export(register: RegisterReader, wanted: Export, into: Path, existing: Existing, progress: Progress) -> int:
    """Writes the records of enterprises as of a day, in the form that the file's ending names; their number.

    Raises BadFile as ``written_whole`` does, and as ``write_ledger`` does for a workbook.
    """
    count = 0

    def done(more: str | int) -> None:
        nonlocal count
        count += more if isinstance(more, int) else 0
        progress(more)

    with written_whole(into, existing, endings=tuple(_WRITERS)) as target:
        _WRITERS[into.suffix.lower()](register, wanted, target, done)
    return count


def _write_workbook(register: RegisterReader, wanted: Export, target: Path, progress: Progress) -> None:
    write_ledger(register, wanted.sorted_keys(register), wanted.asof, wanted.rulebook, target, progress)


def _write_text(
    write: Callable[[TextIO, Export, Iterable[_Record]], None],
    encoding: str,
    register: RegisterReader,
    wanted: Export,
    target: Path,
    progress: Progress,
) -> None:
    def records() -> Iterator[_Record]:
        asof = wanted.asof
        for keys in (some for part in wanted.keys(register) for some in batches(part, _KNOWN_AT_A_TIME)):
            dossiers, streams = register.dossiers(keys, asof), register.streams(keys, asof.known_at)
            for enterprise in register.enterprises(keys, asof):
                told = history(enterprise.name, streams.get(enterprise.id, ()), asof)
                yield enterprise, dossiers[enterprise.id], told
                progress(1)

    with target.open("w", encoding=encoding, newline="") as file:
        write(file, wanted, records())


def _write_lines(file: TextIO, _wanted: Export, records: Iterable[_Record]) -> None:
    file.writelines(json_line(record_data(*record)) for record in records)


def _write_table(file: TextIO, wanted: Export, records: Iterable[_Record]) -> None:
    written = csv.writer(file, lineterminator="\n")
    written.writerow(fact_headings(wanted.headings))
    for record in records:
        written.writerows(map(spreadsheet_row, fact_rows(*record)))


_WRITERS: dict[str, Callable[[RegisterReader, Export, Path, Progress], None]] = {
    ".xlsx": _write_workbook,
    ".jsonl": partial(_write_text, _write_lines, "utf-8"),
    # Spreadsheets take a CSV for UTF-8 only where it says so.
    ".csv": partial(_write_text, _write_table, "utf-8-sig"),
}
