"""All answers about the enterprises of a register as the lines of a file, a few in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Table, not_, select

from tiertrack.outgoing import spreadsheet_cell
from tiertrack.output_file import CsvHeadings
from tiertrack.screening.answer_form import HELD, AnswerForm, column_of_title, headings, held_text, truths, words_of
from tiertrack.screening.question import Question
from tiertrack.screening.work_tables import KEY_COLUMN

# The rows in memory at a time while all are read out.
_AT_A_TIME = 2000
# Where the titles held stand: behind what says who it is.
_PLACE_OF_HELD = 4


@frozen
class AnswerRows:
    """The lines that a table of answers to a question is in a form."""

    connection: Connection
    question: Question
    form: AnswerForm
    answers: Table

    def of_csv(self) -> tuple[list[str], Iterator[list[Any]]]:
        """The headings and the lines of a CSV."""
        names = [*self.types]
        is_worded = self.form.headings is CsvHeadings.CHINESE
        heads = [*headings(names, self.question).values()] if is_worded else names
        words = {*truths(names, self.question)} if is_worded else set()
        told = words_of(self.question)
        lines = (
            [told[value] if name in words else _cell(value) for name, value in zip(names, row, strict=True)]
            for row in self._rows()
        )
        return heads, lines

    def of_parquet(self) -> tuple[list[str], Iterator[list[Any]]]:
        """The same of a CSV that a Parquet file is made of: everything as it is, under the keys."""
        return [*self.types], ([_plain(value) for value in row] for row in self._rows())

    @property
    def _titles(self) -> list[str]:
        return [column_of_title(title) for title in self.question.told]

    @property
    def types(self) -> dict[str, type]:
        """The columns of the file with the types of their values."""
        aside = {KEY_COLUMN, *self._titles}
        found = [(column.name, column.type.python_type) for column in self.answers.c if column.name not in aside]
        if self.form.holders is not None:
            found.insert(_PLACE_OF_HELD, (HELD, str))
        return dict(found)

    def _rows(self) -> Iterator[list[Any]]:
        titles = self._titles
        told = [self.answers.c[name] for name in titles]
        others = [column for column in self.answers.c if column.name not in {KEY_COLUMN, *titles}]
        query = select(*told, *others).order_by(self.answers.c[KEY_COLUMN])
        if self.form.leaves_out:
            held = self.answers.c[column_of_title(self.question.title.value)]
            query = query.where(held.is_(None) | not_(held))
        for row in self.connection.execute(query, execution_options={"yield_per": _AT_A_TIME}):
            values: list[Any] = [*row[len(titles) :]]
            if self.form.holders is not None:
                held_titles = [title for title, holds in zip(self.question.told, row, strict=False) if holds]
                values.insert(_PLACE_OF_HELD, held_text(held_titles) or None)
            yield values


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _cell(value: Any) -> Any:
    return spreadsheet_cell(value) if isinstance(value, str) else _plain(value)
