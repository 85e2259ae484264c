"""All answers of a screening as a workbook, beside the files a source writes by itself."""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from tiertrack.output_file import CsvHeadings, Existing, written_whole
from tiertrack.progress import Progress
from tiertrack.screening.answer_file import CSV_ENCODING, ENDINGS
from tiertrack.screening.answer_form import INDUSTRY, NUMBERS, REGION, AnswerForm
from tiertrack.screening.question import Question
from tiertrack.screening.results import Screening
from tiertrack.screening.source import Source

WORKBOOK = ".xlsx"
# The files that all answers may be written to.
FILES = (WORKBOOK, *ENDINGS)


def screened(
    source: Source, question: Question, into: str | None, progress: Progress, existing: Existing, form: AnswerForm
) -> Screening:
    """What a source answers, all of it written ``into`` a place of its own or a workbook, which is for people: in
    Chinese whatever the form says.

    Raises what the source does, and BadFile where a workbook has no room for all (E734, E735).
    """
    if into is None or Path(into).suffix.lower() != WORKBOOK:
        return source.screen(question, into, progress, existing, form)
    worded = attrs.evolve(form, headings=CsvHeadings.CHINESE)
    with written_whole(Path(into), existing, source.files, (WORKBOOK,)) as target, TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.csv"
        found = source.screen(question, str(answers), progress, Existing.KEPT, worded)
        _write_workbook(answers, target, question.on)
    return attrs.evolve(found, into=into)


def _write_workbook(answers: Path, target: Path, on: dt.date) -> None:
    from tiertrack.render.phrases import industry_text, place_text
    from tiertrack.render.workbook.book import Book
    from tiertrack.render.workbook.sheet_columns import Look, SheetColumn

    # Few of each stand in many rows.
    told: dict[str, Callable[[str], int | str]] = {
        REGION: functools.cache(lambda code: place_text(code, on) if code else code),
        INDUSTRY: functools.cache(lambda code: industry_text(code) if code else code),
        **dict.fromkeys(NUMBERS, lambda number: int(number) if number else number),
    }
    with answers.open(encoding=CSV_ENCODING, newline="") as file, Book(target) as book:
        rows = csv.reader(file)
        headings = next(rows)
        looks = [Look.WHOLE if heading in NUMBERS else Look.TEXT for heading in headings]
        page = book.page("结果", [SheetColumn(*column) for column in zip(headings, looks, strict=True)])
        tell = [told.get(heading, str) for heading in headings]
        for row in rows:
            page.append([say(cell) for say, cell in zip(tell, row, strict=True)])
