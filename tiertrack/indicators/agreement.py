"""Whether printed numbers agree with each other: recomputed from their parts and compared with the printed result."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.facts.units import decimal_text
from tiertrack.indicators.catalogue import Check, CheckKind, Observation
from tiertrack.labels import Labelled


class Agreement(Labelled):
    """The result of a check; the value is the key in JSON."""

    EXACT = "exact", "吻合"
    ROUNDED = "rounded", "四舍五入后吻合"
    DIFFERS = "differs", "不吻合"
    UNSETTLED = "unsettled", "并列，不作取舍"


_DOUBTFUL = (Agreement.DIFFERS, Agreement.UNSETTLED)


@frozen
class Checked:
    """A check carried out: the number recomputed (None where numbers only stand side by side) and how it agrees."""

    check: Check
    computed: Fraction | None
    agreement: Agreement

    __repr__ = briefly


def checked(check: Check) -> Checked:
    """Recomputes a number from its parts; one printed in % is computed in %.

    Numbers that only stand side by side agree where they are the same, and are otherwise left unsettled.
    """
    if check.printed is None:
        alike = len({part.amount for part in check.parts}) == 1
        return Checked(check, None, Agreement.EXACT if alike else Agreement.UNSETTLED)
    numbers = [part.amount.number for part in check.parts]
    printed = check.printed.amount
    computed = _computed(check.kind, numbers) * (100 if check.printed.measure.unit == "%" else 1)
    if computed == printed.number:
        return Checked(check, computed, Agreement.EXACT)
    rounded = decimal_text(computed, printed.digits) == decimal_text(printed.number, printed.digits)
    return Checked(check, computed, Agreement.ROUNDED if rounded else Agreement.DIFFERS)


def _computed(kind: CheckKind, numbers: list[Fraction]) -> Fraction:
    match kind:
        case CheckKind.MULTIPLE:
            return numbers[0] / numbers[1]
        case CheckKind.GROWTH:
            return numbers[0] / numbers[1] - 1
        case _:
            return sum(numbers, Fraction())


def doubted(observation: Observation, checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks in which a number does not agree with the others; of a multiple or a growth, only the result may."""
    concerned = (check for check in checks if observation in _open_to_doubt(check))
    return tuple(check for check in concerned if checked(check).agreement in _DOUBTFUL)


def _open_to_doubt(check: Check) -> tuple[Observation, ...]:
    if check.kind in (CheckKind.MULTIPLE, CheckKind.GROWTH) and check.printed is not None:
        return (check.printed,)
    return check.observations
