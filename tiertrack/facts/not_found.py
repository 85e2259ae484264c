"""Numbers and words that stand for a value nobody could find: for every number of a table, or for one column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from tiertrack.errors import BadInput, BadQuantity, Fault, TiertrackError
from tiertrack.facts.datum import value_key
from tiertrack.facts.headings import BESIDE_FACTS, Heading, known_heading
from tiertrack.facts.parsing import CellGrammar
from tiertrack.facts.units import folded, plain_text
from tiertrack.logic.quantity import Kind

# A number that stands alone, as a code does; an amount with its unit is an amount, however small.
BARE_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"


# What people write where there is nothing to write: as good as an empty cell, in whatever column.
_SIGNS = ("-", "－", "–", "—", "―", "/", "／", "\\", "…", "_")
NO_VALUE = frozenset(
    (
        *(sign * times for sign in _SIGNS for times in (1, 2, 3)),
        *("...", "......", "N/A", "n/a", "N／A", "n／a", "NA", "na", "#N/A", "NULL", "null", "None", "none", "nil"),
    )
)
# Of an amount, a number, a choice or a question this may say that there is none, which is not that nobody knows.
_NONE = frozenset({"无", "暂无"})


def blanks_of(heading: Heading) -> frozenset[str]:
    """The texts that are as good as an empty cell in a column: signs for nothing and, where it cannot mean that there
    is none of what is asked for (who a firm is, where, what it does, a day), 无."""
    is_day = heading.fact is not None and heading.fact.kind is Kind.DATE
    # The key none of a choice says which it is.
    chosen = frozenset(word for choice in heading.fact.choices for word in choice) if heading.fact else frozenset()
    return NO_VALUE | _NONE if heading.key in BESIDE_FACTS or is_day else NO_VALUE - chosen


def told_blanks(count: int) -> tuple[str, ...]:
    """What is said of so many such cells."""
    return (f"有 {count} 格写的是“—”“N/A”之类，当作空格",) if count else ()


@frozen
class Codes:
    """The codes of one column: ``-1``, ``-1.0`` and ``－1`` are one number, any other code is a word."""

    numbers: frozenset[Fraction] = frozenset()
    words: frozenset[str] = frozenset()
    values: frozenset[object] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.numbers or self.words)

    def stand_in(self, text: str, grammar: CellGrammar | None = None) -> bool:
        """Whether a cell says that the value was not found; ``grammar`` is that of a column of days or choices."""
        number = bare_number(text)
        if number is not None and self.numbers:
            return number in self.numbers
        return folded(text) in self.words or (grammar is not None and _value(text, grammar) in self.values)


@frozen
class NotFound:
    """What stands for 没查到: ``everywhere`` in columns of numbers, and ``columns`` by heading, key or Chinese name."""

    everywhere: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, codes: Iterable[str | int] | Mapping[str, object]) -> NotFound:
        """The codes written one by one: ``-1`` for the whole table, ``从业人员=0`` for a column; or a mapping of
        columns to their code, or to several. Raises BadInput for a code that is no number and names no column."""
        if isinstance(codes, Mapping):
            several = ((column, code if isinstance(code, list | tuple) else (code,)) for column, code in codes.items())
            return cls((), tuple((str(column), str(one)) for column, codes in several for one in codes))
        everywhere: list[str] = []
        columns: list[tuple[str, str]] = []
        for code in map(str, codes):
            # A heading may hold the sign too; a code hardly does.
            column, sign, value = code.rpartition("=")
            if sign and not (column.strip() and value.strip()):
                what = "列名或值是空的，空格本来就是没有查到"
                raise BadInput(Fault("E436", what, "请写列名=值，如 从业人员=0，或去掉它", code))
            if sign:
                columns.append((column.strip(), value.strip()))
            elif bare_number(code) is None:
                remedy = "请写数，如 -1，或写明是哪一列，如 从业人员=0"
                raise BadInput(Fault("E436", "代表“没查到”的须是数，或“列名=值”", remedy, code))
            else:
                everywhere.append(code)
        return cls(tuple(everywhere), tuple(columns))

    def __bool__(self) -> bool:
        return bool(self.everywhere or self.columns)

    def codes_of(self, heading: Heading, grammar: CellGrammar | None = None) -> Codes:
        """The codes of the column under a heading."""
        is_number = heading.fact is not None and is_counted(heading.fact.kind)
        written = [code for column, code in self.columns if _names(column, heading)]
        written += self.everywhere if is_number else ()
        numbers = [number for code in written if (number := bare_number(code)) is not None]
        words = frozenset(folded(code) for code in written)
        read = () if is_number or grammar is None else (_value(code, grammar) for code in written)
        return Codes(frozenset(numbers), words, frozenset(value for value in read if value is not None))

    def refuse_absent(self, headings: Sequence[Heading], place: str) -> None:
        """Raises BadInput for every column named that the table does not have."""
        absent = [name for name, _code in self.columns if not any(_names(name, heading) for heading in headings)]
        if absent:
            remedy = f"请照表里的标题写；表里的列有 {'、'.join(heading.text for heading in headings)}"
            raise BadInput(
                *(Fault("E437", "表里没有代表没查到的数所说的这一列", remedy, name, place) for name in absent)
            )


def bare_number(text: str) -> Fraction | None:
    """The number a text is, None where it is anything else or has a unit."""
    plain = plain_text(text)
    return Fraction(plain.replace(",", "")) if re.fullmatch(BARE_NUMBER, plain) else None


def is_counted(kind: Kind) -> bool:
    """Whether the values of a kind are numbers, for which a number may stand in."""
    return kind not in (Kind.DATE, Kind.CHOICE) and not kind.is_yes_or_no


def _names(column: str, heading: Heading) -> bool:
    """Whether a column is named by its heading, by its key, or by the name of a fact with or without the year."""
    if folded(column) in (folded(heading.text), folded(heading.name), folded(heading.key)):
        return True
    try:
        named = known_heading(column)
    except TiertrackError:
        return False
    if named is None or named.key != heading.key:
        return False
    return named.year is None or value_key(named.key, named.year) == heading.name


def _value(text: str, grammar: CellGrammar) -> object:
    try:
        return grammar.value(text)
    except BadQuantity as error:
        fault = error.faults[0]
        # A day beyond every calendar, as 1900-01-01, is a favourite for what was not found; the fault has it read.
        return fault.value if fault.code == "E115" else None
