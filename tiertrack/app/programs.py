"""Editions as programs for other languages: one on a day, and every one there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tiertrack.district.loading import chosen_edition
from tiertrack.engines.javascript.policy_program import PolicyProgram
from tiertrack.engines.javascript.rule_vectors import PolicyVectors, vectors_of
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook, period_text
from tiertrack.temporal import DayLike, as_day


def policy_program(edition: Edition | str, on: DayLike, rulebook: Rulebook | None = None) -> PolicyProgram:
    """A standard on a day as a program of plain data, by which other languages judge as this package does.

    Args:
        edition: The edition or its key.
        on: The day the program is for: its years and its cut-off days follow from it.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The program. ``to_dict`` makes it plain data of the schema ``policy_program``; ``judge_source()`` is a script
        that judges by it.

    Raises:
        UnknownEdition: No edition has that key.
        BadInput: It is no edition, that is no day, or the edition was not in force then.

    Examples:
        >>> from tiertrack import policy_program, to_dict
        >>> program = to_dict(policy_program("srdi_sme/recognition/2026", "2026-06-30"))
        >>> program["criteria"][10]["text"], program["facts"][2]["question"]
        ('上年末资产负债率不高于80%', '2025年从业人员')
    """
    chosen, day = chosen_edition(edition, rulebook), as_day(on)
    if day not in chosen.period:
        remedy = f"它适用于 {period_text(chosen)}，请写其中的一天"
        raise BadInput(Fault("E772", f"{chosen.name} 这一版在那一天不适用", remedy, day.isoformat(), "on"))
    return PolicyProgram(chosen, day)


def policy_vectors(edition: Edition | str, on: DayLike, rulebook: Rulebook | None = None) -> PolicyVectors:
    """Test vectors for the program of a standard on a day: a few enterprises on and around its limits with what is to
    be answered, by which a service in another language can check itself.

    Args:
        edition: The edition or its key.
        on: The day the program is for.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The vectors, the same every time. ``to_dict`` makes them plain data of the schema ``policy_vectors``.

    Raises:
        UnknownEdition: No edition has that key.
        BadInput: It is no edition, that is no day, or the edition was not in force then.

    Examples:
        >>> from tiertrack import policy_vectors
        >>> vectors = policy_vectors("netc/recognition/2024", "2026-06-30").vectors
        >>> vectors[0].answers, vectors[0].assessment.truth.word
        ({}, '待补充')
    """
    return vectors_of(policy_program(edition, on, rulebook))


def programs_on(
    rulebook: Rulebook, tier: Title, act: Act, on: dt.date, region: Region | None, variant: str | None
) -> Sequence[PolicyProgram]:
    """The programs of a title on a day in a region: one, or one for each standard that stands side by side. Raises
    NoEditionInForce, UnknownEdition or EditionOverlap."""
    with gap_explained(tier, act, on, variant):
        if variant is not None:
            return (PolicyProgram(rulebook.select(tier, act, on, region, variant), on),)
        return tuple(PolicyProgram(edition, on) for edition in rulebook.variants(tier, act, on, region))


def every_program(rulebook: Rulebook, on: dt.date) -> Iterator[PolicyProgram]:
    """The program of every edition: on a day, or on the nearest one that it was in force on."""
    for edition in rulebook.editions:
        start, last = edition.period.start, edition.period.last
        day = on if start is None else max(on, start)
        yield PolicyProgram(edition, day if last is None else min(day, last))
