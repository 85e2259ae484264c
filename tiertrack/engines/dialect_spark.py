"""The dialect of Spark: that of narwhals, in the forms Spark makes the least code of.

Spark compiles a whole answer into one method, which Java leaves uncompiled where it is long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from attrs import frozen

from tiertrack.engines.dialect import Expression
from tiertrack.engines.dialect_narwhals import NarwhalsDialect
from tiertrack.facts.industry import DIVISIONS, SECTIONS, WITHIN

# The parts of a truth that is written out wherever it is read: where one edition judges everyone, two choices between
# two comparisons each; where several do, each with all it reads, two tests and what folds them.
_OF_ONE, _OF_SEVERAL = 17, 3
# The letters of the code of a division.
_DIVISION = 3


@frozen
class SparkDialect(NarwhalsDialect):
    """See :class:`tiertrack.engines.dialect.Dialect`; ``editions`` is the number of those that answer side by side."""

    is_lazy: ClassVar[bool] = True
    editions: int = 1

    def repeats(self, parts: int) -> bool:
        # To hand a row on to another stage takes longer than to fold a truth again, which is seldom asked; of more, one
        # within another within another, there would be more code than Spark can make.
        return parts <= (_OF_ONE if self.editions == 1 else _OF_SEVERAL)

    def is_one_of(self, value: Expression, values: Sequence[object]) -> Expression:
        return value.is_in(values) if len(values) > 1 else super().is_one_of(value, values)

    def by_prefix(
        self, name: str, prefixes: Mapping[str, str], whole: Mapping[str, str], codes: Callable[[], Mapping[str, str]]
    ) -> Expression:
        # Whether it is a code is asked once, and not of each of its beginnings; the shortest, which settle most, are
        # tried first.
        text, found = self.column(name), self._looked_up(self.column(name), whole, self.text(None))
        for length in sorted({len(prefix) for prefix in prefixes}, reverse=True):
            of_length = {prefix: group for prefix, group in prefixes.items() if len(prefix) == length}
            found = self._looked_up(self.left(text, length), of_length, found)
        return self.choose(self._is_code(name), found, self.text(None))

    def _is_code(self, name: str) -> Expression:
        if name != "industry":
            return super()._is_code(name)
        # A pattern takes as long as half the rest of an answer; to look up its two parts takes next to nothing.
        text = self.column(name)
        division, within = self.left(text, _DIVISION), text.str.slice(_DIVISION)
        is_section = text.is_in([letter for letter, _name in SECTIONS])
        return (division.is_in(DIVISIONS) & within.is_in(WITHIN)) | is_section

    def exact(self, value: Expression, texts: Mapping[str, str]) -> Expression:
        return self._looked_up(value, texts, self.text(None))

    def _looked_up(self, value: Expression, texts: Mapping[str, str], otherwise: Expression) -> Expression:
        by_text: dict[str, list[str]] = {}
        for key, text in texts.items():
            by_text.setdefault(text, []).append(key)
        # What most keys stand for is tried first.
        for text in sorted(by_text, key=lambda text: len(by_text[text])):
            otherwise = self.choose(self.is_one_of(value, by_text[text]), self.text(text), otherwise)
        return otherwise
