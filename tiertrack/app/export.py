"""Writing what is on record to a file: everything an enterprise a line, or the facts as a table."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from tiertrack.enterprise import Enterprise
from tiertrack.facts.dossier import Dossier
from tiertrack.outgoing import json_line, spreadsheet_row
from tiertrack.output_file import Existing, written_whole
from tiertrack.ports import RegisterReader
from tiertrack.progress import Progress
from tiertrack.render.register.export_data import FACT_HEADINGS, fact_rows, record_data
from tiertrack.temporal import AsOf
from tiertrack.titles.history import History, history

# An enterprise with all that is on record of it.
_Record = tuple[Enterprise, Dossier, History]


def export(
    register: RegisterReader,
    chunks: Iterable[Iterable[Enterprise]],
    asof: AsOf,
    into: Path,
    existing: Existing,
    progress: Progress,
) -> int:
    """Writes the records of enterprises as of a day, in the form that the file's ending names; their number.

    Raises BadFile as ``written_whole`` does.
    """
    count = 0

    def records() -> Iterator[_Record]:
        nonlocal count
        for enterprises in chunks:
            for enterprise in enterprises:
                events = register.events(enterprise.id, asof.known_at)
                yield enterprise, register.dossier(enterprise.id, asof), history(enterprise.name, events, asof)
                count += 1
                progress(1)

    with written_whole(into, existing, endings=tuple(_WRITERS)) as target:
        write, encoding = _WRITERS[into.suffix.lower()]
        with target.open("w", encoding=encoding, newline="") as file:
            write(file, records())
    return count


def _write_lines(file: TextIO, records: Iterable[_Record]) -> None:
    file.writelines(json_line(record_data(*record)) for record in records)


def _write_table(file: TextIO, records: Iterable[_Record]) -> None:
    written = csv.writer(file, lineterminator="\n")
    written.writerow(FACT_HEADINGS)
    for record in records:
        written.writerows(map(spreadsheet_row, fact_rows(*record)))


# Spreadsheets take a CSV for UTF-8 only where it says so.
_WRITERS: dict[str, tuple[Callable[[TextIO, Iterable[_Record]], None], str]] = {
    ".jsonl": (_write_lines, "utf-8"),
    ".csv": (_write_table, "utf-8-sig"),
}
