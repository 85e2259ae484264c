"""The dialect an engine implements; arithmetic and logic use Python operators."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any, ClassVar, Protocol

from tiertrack.facts.credit_code import LEGAL_FORMS, MARKED_LENGTH, beginnings
from tiertrack.temporal import spans_of_years

# An expression of the engine: SQLAlchemy's, narwhals' or whatever has the operators + - * >= > <= < == & | ~.
Expression = Any


class Dialect(Protocol):
    """Unknown is null, and null travels through arithmetic, comparison and Kleene's connectives as it does in SQL."""

    # Whether an expression behind a condition is evaluated only for the rows where that condition holds.
    is_lazy: ClassVar[bool] = False

    def repeats(self, parts: int) -> bool:
        """Whether a truth folded of so many parts is rather written out wherever it is read than handed on as a
        column."""
        return self.is_lazy

    def column(self, name: str) -> Expression:
        """A column of the table, or of an earlier stage."""

    def code(self, name: str) -> Expression:
        """A column of codes that identify an enterprise; null where the text is no code, which proves nothing of the
        enterprise."""

    def length(self, value: Expression) -> Expression:
        """The number of characters of a text."""

    def legal_form(self, name: str) -> Expression:
        """What a column of credit codes says of their bearers; null where the text is no code."""
        first, found = self.left(self.code(name), 2), self.text(None)
        # The commonest is tried first.
        for form in reversed(LEGAL_FORMS):
            if these := beginnings(form):
                found = self.choose(self.is_one_of(first, these), self.text(form), found)
        is_marked = self.length(self.column(name)) == MARKED_LENGTH
        return self.choose(is_marked, self.text("attested"), found)

    def number(self, value: int | None) -> Expression:
        """A whole number of 64 bits, or null."""

    def truth(self, value: bool | None) -> Expression:
        """TRUE, FALSE or unknown."""

    def text(self, value: str | None) -> Expression:
        """A text, or null."""

    def choose(self, condition: Expression, then: Expression, otherwise: Expression) -> Expression:
        """``then`` where the condition is TRUE, ``otherwise`` where it is FALSE or unknown."""

    def coalesce(self, value: Expression, default: Expression) -> Expression:
        """The value, or ``default`` where it is unknown."""

    def is_unknown(self, value: Expression) -> Expression:
        """Whether the value is unknown; never itself unknown."""

    def is_one_of(self, value: Expression, values: Sequence[object]) -> Expression:
        """Whether it is one of some values, of which there is at least one; unknown where it is unknown."""
        return reduce(operator.or_, [value == allowed for allowed in values])

    def all(self, truths: Sequence[Expression]) -> Expression:
        """Kleene's conjunction of at least one truth."""
        return reduce(operator.and_, truths)

    def any(self, truths: Sequence[Expression]) -> Expression:
        """Kleene's disjunction of at least one truth."""
        return reduce(operator.or_, truths)

    def count(self, truths: Sequence[Expression]) -> Expression:
        """The number of truths that hold; none of them is unknown, and there is at least one."""
        return reduce(operator.add, [self.choose(truth, self.number(1), self.number(0)) for truth in truths])

    def quotient(self, value: Expression, divisor: int) -> Expression:
        """A whole number that is not negative, divided downwards by a positive one."""

    def left(self, value: Expression, length: int) -> Expression:
        """The first letters of a text."""

    def by_prefix(
        self, name: str, prefixes: Mapping[str, str], whole: Mapping[str, str], codes: Callable[[], Mapping[str, str]]
    ) -> Expression:
        """The text that the prefix of a code stands for, or else that of the ``whole`` code; null where it has none. No
        prefix begins another. ``codes`` gives the same for every code, for engines that look codes up."""
        code, found = self.code(name), self.text(None)
        # The shortest prefixes are tried first, which settle most.
        for length in sorted({len(prefix) for prefix in prefixes}, reverse=True):
            of_length = {prefix: text for prefix, text in prefixes.items() if len(prefix) == length}
            found = self.coalesce(self.exact(self.left(code, length), of_length), found)
        return self.coalesce(found, self.exact(code, whole))

    def exact(self, value: Expression, texts: Mapping[str, str]) -> Expression:
        """The text that a whole text stands for; null where it stands for none."""

    def day(self, value: dt.date) -> Expression:
        """A day, in the type of the columns of dates."""

    def days_before(self, value: Expression, days: int) -> Expression:
        """The day so many days before one."""

    def years_before(self, value: Expression, years: int) -> Expression:
        """The latest start with so many full years behind it on a day."""
        spans = spans_of_years(years)
        of_length: dict[int, list[Expression]] = {}
        for (since, days), (until, _days) in pairwise((*spans, (dt.date.max, 0))):
            of_length.setdefault(days, []).append((value >= self.day(since)) & (value < self.day(until)))
        usual, *others = sorted(of_length, key=lambda days: len(of_length[days]), reverse=True)
        found = self.days_before(value, usual)
        for days in others:
            found = self.choose(reduce(operator.or_, of_length[days]), self.days_before(value, days), found)
        return found
