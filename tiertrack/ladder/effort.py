"""What no effort makes an enterprise meet: it is too large or too old for a standard, in another industry, of another
legal form, has had what a standard rules out, or holds what excludes it.

More of something, and less debt, can be worked for; a name can be taken off a list; a title can be applied for.
"""

from __future__ import annotations

from typing import Any

import attrs

from tiertrack.facts.vocabulary import BESIDE, BEYOND_EFFORT
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import Origin, origin_of


def is_barred(finding: Finding) -> bool:
    """Whether a test that failed does so for a reason that no effort removes: every way to meet it has one."""
    if finding.truth is not Truth.FALSE or finding.score is not None:
        return False
    match finding.test:
        case expr.AnyOf():
            return all(map(is_barred, finding.findings))
        case expr.AtLeast(count):
            return sum(not is_barred(part) for part in finding.findings) < count
        case expr.Not() as test:
            return _is_bar(test)
        case test if not finding.findings:
            return _is_bar(test)
        case _:
            return any(map(is_barred, finding.findings))


def waived(edition: Edition) -> Edition:
    """The edition without what no effort makes an enterprise meet: who fails it fails something else as well."""
    criteria = tuple(
        attrs.evolve(criterion, test=expr.replaced(criterion.test, _waived)) for criterion in edition.criteria
    )
    return attrs.evolve(edition, criteria=criteria)


def _waived(node: Any) -> Any:
    if isinstance(node, expr.AnyOf) and not node.tests:
        # What a choice of an industry or a legal form leads to where there is none such.
        return expr.AllOf(())
    if _is_bar(node):
        # Either holds, unless nothing is known of it.
        return expr.AnyOf((node, expr.Not(node)))
    # What stands under a negation is no limit of this kind: it asks for more.
    return expr.Not(node.test) if isinstance(node, expr.Not) else node


def _is_bar(test: Any) -> bool:
    match test:
        case expr.Threshold(_term, comparator, limit):
            return comparator not in expr.UPWARDS and limit.kind is not Kind.SHARE
        case expr.Choice(ref):
            return ref.key in BESIDE
        case expr.Not(expr.Holds(ref)):
            return ref.key in BEYOND_EFFORT or origin_of(ref.key)[0] is Origin.TITLE
        case expr.Holds(ref):
            return ref.key in BEYOND_EFFORT
        case _:
            return False
