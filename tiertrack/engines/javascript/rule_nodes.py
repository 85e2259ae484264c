"""Tests and the six kernel nodes as plain data: what :mod:`tiertrack.logic.evaluate` compiles, written out.

A test has its kernel, in which ``{"part": i}`` stands for the truth of the test at that place among its ``parts``. What
else it has is needed to say which facts are missing, as :mod:`tiertrack.logic.finding` defines it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, assert_never

from attrs import frozen

from tiertrack.engines.javascript.rule_slots import RuleSlots, exact
from tiertrack.logic import expr, kernel
from tiertrack.logic.absorption import absorbers, conjuncts, implies
from tiertrack.logic.answerable import denominators
from tiertrack.logic.expr import Test
from tiertrack.logic.finding import own_refs
from tiertrack.logic.kernel import Compare, Given, Kernel, Monomial, OneOf, Points, Total
from tiertrack.logic.lower import children, combine, lower

Node = dict[str, Any]

# The words of a test that are shown, and what lacks where it fails.
Words = Callable[[Test, RuleSlots], Node]


@frozen
class _Part:
    """The truth of a part of a test; it stands where a kernel node would."""

    place: int


@frozen(eq=False)
class RuleNodes:
    """Tests as plain data; ``words`` adds what is shown of each."""

    slots: RuleSlots
    words: Words = lambda _test, _slots: {}

    def test(self, test: Test) -> Node:
        """An expanded test with everything it is folded from."""
        parts = children(test)
        node: Node = {"kind": _KINDS[type(test)], **self.words(test, self.slots)}
        if reads := [self.slots.of(ref) for ref in own_refs(test)]:
            node["reads"] = reads
        node |= self._own(test)
        node["kernel"] = self.kernel(
            # Negation is pushed into the leaves, so that of a test denied the kernel is written out.
            kernel.negate(lower(test.test))
            if isinstance(test, expr.Not)
            else combine(test, [_Part(place) for place in range(len(parts))])  # type: ignore[misc]
        )
        if parts:
            node["parts"] = [self.test(part) for part in parts]
        return node

    def _own(self, test: Test) -> Node:
        match test:
            case expr.Threshold(term):
                divided = [[self.slots.of(ref) for ref in expr.refs(whole)] for whole in denominators(term)]
                return {"denominators": divided} if divided else {}
            case expr.AllOf(scope=scope):
                return {"scope": scope} if scope else {}
            case expr.AnyOf():
                absorbed = [_absorbed(test, place) for place in sorted(absorbers(test), reverse=True)]
                return {"absorbed": absorbed} if absorbed else {}
            case expr.Switch(cases=cases):
                return {"cases": [value for value, _case in cases]}
            case expr.Scorecard():
                return {"passing": int(test.passing.magnitude), "sections": [*map(self._section, test.sections)]}
            case _:
                return {}

    def _section(self, section: expr.Section) -> Node:
        minimum = {} if section.minimum is None else {"minimum": int(section.minimum.magnitude)}
        return {"name": section.name, **minimum, "lines": [*map(self._line, section.items)]}

    def _line(self, item: expr.Item) -> Node:
        if item.measured is not None:
            return {"name": item.name, "measured": self.slots.of(item.measured), "full": int(item.full.magnitude)}
        points = [int(band.points.magnitude) for band in item.bands]
        return {"name": item.name, "bands": points, "otherwise": int(item.otherwise.magnitude)}

    def kernel(self, node: Kernel | _Part) -> Node:
        """One of the six kernel nodes, or a part's truth."""
        match node:
            case _Part(place):
                return {"part": place}
            case Compare():
                return self._compare(node)
            case OneOf(read, values):
                return {"one_of": list(values), "slot": self.slots.number(read)}
            case kernel.All(parts):
                return {"all": [*map(self.kernel, parts)]}
            case kernel.Any(parts):
                return {"any": [*map(self.kernel, parts)]}
            case Given(conditions, body, otherwise):
                given = [*map(self.kernel, conditions)]
                return {"given": given, "then": self.kernel(body), "otherwise": otherwise}
            case Total(lines, bound, below):
                return {"total": [*map(self._points, lines)], "bound": bound, "below": below}
            case _:
                assert_never(node)

    def _compare(self, node: Compare) -> Node:
        early = [truth for truth, may in ((True, node.holds_early), (False, node.fails_early)) if may]
        unsigned = {"unsigned": sorted(map(self.slots.symbol, node.unsigned)), "early": early} if early else {}
        return {"compare": polynomial_data(node.terms, self.slots), "strict": node.strict, **unsigned}

    def _points(self, line: Points) -> Node:
        if line.measured is not None:
            return {"measured": self.slots.number(line.measured), "full": line.full}
        bands = [{"points": points, "where": self.kernel(test)} for points, test in line.bands]
        return {"bands": bands, "otherwise": line.otherwise}


def polynomial_data(terms: Sequence[Monomial], slots: RuleSlots) -> list[list[int | str]]:
    """A polynomial: of each term the factor and then what it is multiplied by."""
    return [[exact(factor), *map(slots.symbol, symbols)] for factor, symbols in terms]


_KINDS: dict[type, str] = {
    expr.Threshold: "limit",
    expr.TopRank: "rank",
    expr.Holds: "holds",
    expr.Choice: "choice",
    expr.Not: "not",
    expr.AllOf: "all",
    expr.AnyOf: "any",
    expr.AtLeast: "at_least",
    expr.Switch: "switch",
    expr.Provided: "provided",
    expr.Scorecard: "scorecard",
}


def _absorbed(test: expr.AnyOf, place: int) -> Node:
    """An alternative that may add nothing, by its place, and what of the others would hold if it did."""
    given = conjuncts(test.tests[place])
    others = absorbers(test)[place]
    return {"part": place, "by": [{"part": other, "holds": _held(test.tests[other], given)} for other in others]}


def _held(test: Test, given: Sequence[Test]) -> bool | list[Any]:
    """Of a test, whether it holds where those given do: true, or of a group the same of each of its tests. Whatever is
    false has to hold by itself."""
    if any(implies(one, test) for one in given):
        return True
    if isinstance(test, expr.AllOf | expr.AnyOf):
        parts = [_held(part, given) for part in test.tests]
        return parts if any(parts) else False
    return False
