"""A whole question as columns: every criterion, the answer and the number of missing facts, for editions that may
differ from enterprise to enterprise.

The columns come in stages, each reading the ones before; the last one is the answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from attrs import field, frozen

from tiertrack.engines.dialect import Expression, Words
from tiertrack.engines.kernel_columns import Columns
from tiertrack.engines.missing_columns import Answers, Condition, Lacking, only
from tiertrack.facts.industry import SIZE_GROUP_OF, size_groups
from tiertrack.facts.vocabulary import CREDIT_CODE, FED_BY, INDUSTRY_SECTION, SIZE_GROUP
from tiertrack.law.scope import Region, Variant
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.rules.applicability import Governed
from tiertrack.rules.binding import TITLE_PREFIX, cutoff_day
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import bound

__all__ = ["Question", "Reading", "criterion_columns", "question"]

_SIZE_GROUP = "size group"
_TRUTH = "truth of all"

# How an engine reads what was typed in: the column of a fact, title, application or judgement by its slot. A share has
# two slots; where all have one denominator, that is a plain number.
Reading = Callable[[Slot], Expression | int]


@frozen(eq=False)
class Question:
    """The stages of expressions by name, the last being the answer: ``truth``, ``missing`` and every criterion."""

    stages: tuple[Mapping[str, Expression], ...]

    @property
    def answer(self) -> Mapping[str, Expression]:
        """The columns of the answer, in their order."""
        return self.stages[-1]


def criterion_columns(governing: Sequence[Governed]) -> dict[str, str]:
    """The columns of the criteria in the order of the standards, and what each is about; of boards and the like with
    theirs in front where several stand side by side."""
    several = len({one.variant for one in governing}) > 1
    found: dict[str, str] = {}
    for one in governing:
        for criterion in one.edition.criteria if one.edition else ():
            found.setdefault(_column(one.variant, criterion.key, several), criterion.title)
    return found


def question(governing: Sequence[Governed], on: dt.date, words: Words, reading: Reading) -> Question:
    """The expressions that answer by the editions that govern; raises ValueError where a product is too wide."""
    return _Asking(on, words, reading).question(governing)


@frozen(eq=False)
class _Judged:
    """One edition with whom it governs: its criteria, what they may lack, and the points of its scorecard."""

    governed: Governed
    edition: Edition
    criteria: Mapping[str, Expression]
    lacking: tuple[Lacking, ...]
    points: tuple[Expression, Expression] | None


@frozen(eq=False)
class _Asking:
    on: dt.date
    words: Words
    reading: Reading
    columns: Columns = field(init=False)
    answers: Answers = field(init=False)

    @columns.default
    def _make_columns(self) -> Columns:
        return Columns(self.words, self._read, bound)

    @answers.default
    def _make_answers(self) -> Answers:
        return Answers(self.columns)

    def question(self, governing: Sequence[Governed]) -> Question:
        judged = [self._judged(one, one.edition) for one in governing if one.edition is not None]
        everyone = len(judged) == 1 and judged[0].governed.is_everyone
        concluded: dict[str, Expression] = {}
        answered = self._of_everyone(judged[0], concluded) if everyone else self._of_several(judged, concluded)
        stages = (*self.columns.stages.by_level, *self.answers.stages.by_level, concluded, answered)
        return Question(tuple(stage for stage in stages if stage))

    # One edition.

    def _judged(self, governed: Governed, edition: Edition) -> _Judged:
        answers = {one.key: self.answers.criterion(one.test) for one in edition.criteria}
        criteria = {key: answer.truth for key, answer in answers.items()}
        lacking = tuple(one for answer in answers.values() for one in answer.lacking)
        points = next((answer.points for answer in answers.values() if answer.points), None)
        return _Judged(governed, edition, criteria, lacking, points)

    def _of_everyone(self, judged: _Judged, concluded: dict[str, Expression]) -> dict[str, Expression]:
        truth = self.columns.all([*judged.criteria.values()])
        if not self.words.is_lazy:
            # Where a stage hands every column on row by row, it takes longer than folding the truth twice.
            concluded[_TRUTH], truth = truth, self.words.column(_TRUTH)
        missing = self.answers.missing(judged.lacking, self.on.year)
        open_ = self.words.is_unknown(truth)
        answer = {"truth": truth, "missing": self.words.choose(open_, missing, self.words.number(0))}
        return {**answer, **_scores(judged.points), **judged.criteria}

    # Several editions: one after the other for those it governs.

    def _of_several(self, judged: Sequence[_Judged], concluded: dict[str, Expression]) -> dict[str, Expression]:
        every = [self._concluded(one, place, concluded) for place, one in enumerate(judged)]
        variants = {key: list(group) for key, group in groupby(every, lambda one: one.judged.governed.variant)}
        truth = self._either([self._of_variant(group) for group in variants.values()])
        lacking = [
            one
            for each in every
            for one in only(Condition(each.governs & self.words.is_unknown(each.truth)), each.judged.lacking)
        ]
        missing = self.answers.missing(lacking, self.on.year)
        open_ = self.words.is_unknown(truth)
        answer = {"truth": truth, "missing": self.words.choose(open_, missing, self.words.number(0))}
        if len(variants) > 1:
            boards = {_variant_column(key): self._of_variant(group)[0] for key, group in variants.items()}
        else:
            boards = {"edition": self._edition(every)}
        return {**answer, **boards, **self._criteria(variants)}

    def _concluded(self, judged: _Judged, place: int, concluded: dict[str, Expression]) -> _Concluded:
        governs, truth = f"governs {place}", f"truth {place}"
        concluded[governs] = self._governs(judged.governed)
        concluded[truth] = self.columns.all([*judged.criteria.values()])
        return _Concluded(judged, self.words.column(governs), self.words.column(truth))

    def _governs(self, governed: Governed) -> Expression:
        """Whether an edition governs; never unknown."""
        no = self.words.truth(False)
        conditions = [~self._lies_in(one) for one in governed.outside]
        if governed.within is not None:
            conditions.append(self._lies_in(governed.within))
        if governed.settled_on is not None:
            day = self._read(Slot(governed.settled_on))
            edges = [day >= self.words.day(governed.since)] if governed.since else []
            edges += [day < self.words.day(governed.until)] if governed.until else []
            default = self.words.truth(governed.by_default)
            conditions.append(self.words.known(self.columns.all(edges), default) if edges else default)
        return self.columns.all([self.words.known(one, no) for one in conditions])

    def _lies_in(self, region: Region) -> Expression:
        code = region.code[: region.narrowness]
        inside = self.words.left(self.words.code("region"), len(code)) == code
        return self.words.known(inside, self.words.truth(False))

    def _of_variant(self, group: Sequence[_Concluded]) -> tuple[Expression, Expression]:
        """What comes of one variant, and whether it applies at all."""
        return self._first([(one.governs, one.truth) for one in group]), self.columns.any(
            [one.governs for one in group]
        )

    def _either(self, variants: Sequence[tuple[Expression, Expression]]) -> Expression:
        """One met is enough; of those to whom none applies nothing is known."""
        if len(variants) == 1:
            return variants[0][0]
        no, unknown = self.words.truth(False), self.words.truth(None)
        met = self.columns.any([self.words.choose(applies, truth, no) for truth, applies in variants])
        return self.words.choose(self.columns.any([applies for _truth, applies in variants]), met, unknown)

    def _criteria(self, variants: Mapping[Variant | None, Sequence[_Concluded]]) -> dict[str, Expression]:
        found: dict[str, list[tuple[Expression, Expression]]] = {}
        for variant, group in variants.items():
            for one in group:
                for key, truth in one.judged.criteria.items():
                    found.setdefault(_column(variant, key, len(variants) > 1), []).append((one.governs, truth))
        return {name: self._first(parts) for name, parts in found.items()}

    def _first(self, parts: Sequence[tuple[Expression, Expression]], otherwise: Expression | None = None) -> Expression:
        """The value of the first part that applies; a truth unless ``otherwise`` says what stands where none does."""
        chosen = self.words.truth(None) if otherwise is None else otherwise
        for governs, value in reversed(parts):
            chosen = self.words.choose(governs, value, chosen)
        return chosen

    def _edition(self, every: Sequence[_Concluded]) -> Expression:
        keys = [(one.governs, self.words.text(one.judged.edition.key)) for one in every]
        return self._first(keys, self.words.text(None))

    # What is read.

    def _read(self, symbol: Symbol) -> Expression | int:
        if isinstance(symbol, Cutoff):
            return self.words.day(cutoff_day(symbol, self.on))
        if symbol.key == CREDIT_CODE.key:
            absent = self.words.is_unknown(self.words.code("uscc"))
            return self.words.choose(absent, self.words.truth(None), self.words.truth(True))
        if symbol.key == INDUSTRY_SECTION.key:
            return self.columns.stages.add("section", self.words.left(self.words.code("industry"), 1), 0)
        if symbol.key == SIZE_GROUP.key:
            return self._size_group()
        stated = self.reading(symbol)
        if symbol.key in FED_BY:
            held = self.reading(Slot(TITLE_PREFIX + FED_BY[symbol.key]))
            return self.words.choose(held, self.words.truth(True), stated)
        return stated

    def _size_group(self) -> Expression:
        """Made once: Polars's table of codes is long."""
        if not any(_SIZE_GROUP in stage for stage in self.columns.stages.by_level):
            found = self.words.beginning("industry", SIZE_GROUP_OF, size_groups)
            self.columns.stages.add(_SIZE_GROUP, found, 0)
        return self.words.column(_SIZE_GROUP)


@frozen(eq=False)
class _Concluded:
    """An edition judged: whether it governs, and what comes of it."""

    judged: _Judged
    governs: Expression
    truth: Expression


def _scores(points: tuple[Expression, Expression] | None) -> dict[str, Expression]:
    return {} if points is None else {"score_low": points[0], "score_high": points[1]}


def _variant_column(variant: Variant | None) -> str:
    return variant.key if variant else ""


def _column(variant: Variant | None, key: str, several: bool) -> str:
    return f"{variant.key}:{key}" if several and variant else key
