"""The question put to many enterprises at once: by which editions they are judged, and on which day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import frozen

from tiertrack.district.loading import load_rulebook
from tiertrack.law.scope import Act, Region, Title
from tiertrack.logic import expr
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.applicability import Governed, governed
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from tiertrack.rules.reads import Input

__all__ = ["Question", "ask", "ask_between", "ask_by"]


@frozen(eq=False)
class Question:
    """Whether enterprises meet a standard on a day, each by the edition that governs it.

    ``region`` as if everyone were there, ``variant`` for one of several standards side by side alone.
    """

    title: Title
    act: Act
    on: dt.date
    governing: tuple[Governed, ...]
    region: Region | None = None
    variant: str | None = None

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions, each once."""
        return tuple({one.edition.key: one.edition for one in self.governing if one.edition}.values())

    @property
    def columns(self) -> tuple[Input, ...]:
        """What is read to answer."""
        from tiertrack.rules.reads import inputs

        return inputs(self.editions, self.on)

    @property
    def criteria(self) -> dict[str, str]:
        """The columns of the criteria, and what each is about."""
        from tiertrack.engines.plan import criterion_columns

        return criterion_columns(self.governing)

    def readers(self, column: Input) -> tuple[str, ...]:
        """The criteria that read a column."""
        from tiertrack.logic.lower import slot
        from tiertrack.rules.reads import input_of

        found = (
            one.key
            for edition in self.editions
            for one in edition.criteria
            if any(input_of(slot(ref), self.on).name == column.name for ref in expr.refs(one.test))
        )
        return tuple(dict.fromkeys(found))


def ask(
    title: Title,
    act: Act,
    on: dt.date,
    region: Region | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
) -> Question:
    """The question by the standard in force on a day; each enterprise is judged where it is, unless ``region`` says.

    Raises NoEditionInForce, UnknownEdition or EditionOverlap.
    """
    with gap_explained(title, act, on, variant):
        governing = governed(rulebook or load_rulebook(), title, act, on, region, variant)
    return Question(title, act, on, governing, region, variant)


def ask_by(edition: Edition, on: dt.date) -> Question:
    """The question by one edition for everybody, in force or not."""
    return ask_between(on, edition)


def ask_between(on: dt.date, *editions: Edition) -> Question:
    """What several editions read, each for everybody; the last one is the one asked about."""
    asked = editions[-1]
    return Question(asked.tier, asked.act, on, tuple(Governed(one, one.variant) for one in editions))
