"""Expressions compiled once into Python functions: values in, a verdict or an explained finding out.

The kernel of a test becomes one expression over local variables, unknown being None; no tree is walked while a
dossier is judged. Only names made here, integers and the keys of choices reach the generated source.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from attrs import frozen

from tiertrack.logic import expr, kernel
from tiertrack.logic.expr import Test
from tiertrack.logic.finding import Finding, Known, finding_mould, own_refs
from tiertrack.logic.kernel import Compare, Given, Kernel, Monomial, OneOf, Slot, Symbol, Total
from tiertrack.logic.lower import children, combine, expand, lower, slot
from tiertrack.logic.truth import AS_BOOL, Truth

Values = Sequence[Known | None]


@frozen(eq=False)
class Program:
    """A compiled test.

    ``symbols`` says which values, in which order, both functions take. Each is compiled when it is first asked for:
    who is told the reasons needs no other verdict, and who counts firms no reasons.
    """

    symbols: tuple[Symbol, ...]
    _expanded: Test
    _explain: str
    _constants: Mapping[str, object]

    @functools.cached_property
    def verdict(self) -> Callable[[Values], bool | None]:
        """Takes the values; gives True, False or None and stops as soon as it is decided."""
        # Nothing is read for a verdict that is not read for its reasons, which are folded by the same kernel nodes.
        writer = _Writer(self.symbols)
        code = writer.code(lower(self._expanded))
        source = "\n".join(["def verdict(values):", _unpacking(writer), f"    return {code}"])
        return _defined("verdict", source, writer.constants)

    @functools.cached_property
    def explain(self) -> Callable[[Values, int], Finding]:
        """Takes the values and the year; gives the whole :class:`Finding`."""
        return _defined("explain", self._explain, {**self._constants, "finding": finding_mould, "TRUTH": _TRUTH})


def compile_test(test: Test) -> Program:
    """Compile a test; raises ValueError where a yearly fact has no year or a node cannot be lowered."""
    expanded = expand(test)
    writer = _Writer()
    lines = _explain_lines(writer, expanded)
    source = "\n".join(["def explain(values, year):", _unpacking(writer), *lines])
    return Program(tuple(writer.names), expanded, source, writer.constants)


def _unpacking(writer: _Writer) -> str:
    """The line that gives every value its name."""
    return f"    [{', '.join(writer.names.values())}] = values" if writer.names else "    pass"


def _defined(name: str, source: str, namespace: dict[str, Any]) -> Callable[..., Any]:
    """The function of a name that a source defines."""
    exec(compile(source, "<tiertrack rule>", "exec"), namespace)
    function: Callable[..., Any] = namespace[name]
    return function


@frozen(eq=False)
class Verdicts:
    """Several tests compiled into one: ``verdicts(values)`` gives True, False or None for each of them, ``symbols``
    says which values it takes."""

    symbols: tuple[Symbol, ...]
    verdicts: Callable[[Values], tuple[bool | None, ...]]


def compile_each(whole: expr.AllOf | expr.AnyOf) -> Verdicts:
    """Compile each test of a conjunction or of alternatives as it stands there; raises ValueError as ``compile_test``
    does."""
    writer = _Writer()
    each = "".join(f"{writer.code(lower(part))}, " for part in children(expand(whole)))
    source = "\n".join(["def verdicts(values):", _unpacking(writer), f"    return ({each})"])
    return Verdicts(tuple(writer.names), _defined("verdicts", source, writer.constants))


_TRUTH = {value: Truth.of(value) for value in (True, False, None)}


@frozen
class _Computed:
    """A truth already held in a local variable of the generated function."""

    name: str


class _Writer:
    """Writes kernel nodes as Python expressions, naming each slot and temporary once."""

    def __init__(self, symbols: Iterable[Symbol] = ()) -> None:
        self.names: dict[Symbol, str] = {symbol: f"s{number}" for number, symbol in enumerate(symbols)}
        self.constants: dict[str, object] = {}
        self._temporaries = 0

    def symbol(self, symbol: Symbol) -> str:
        whole = Slot(symbol.key, symbol.offset) if isinstance(symbol, Slot) else symbol
        name = self.names.setdefault(whole, f"s{len(self.names)}")
        return f"{name}.{symbol.side}" if isinstance(symbol, Slot) and symbol.side else name

    def constant(self, value: object) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"

    def code(self, node: Kernel | _Computed, known: frozenset[str] = frozenset()) -> str:
        """The expression for a node; ``known`` are slots already seen not to be None."""
        match node:
            case _Computed(name):
                return name
            case Compare():
                return self._compare(node, known)
            case OneOf():
                return self._one_of(node, known)
            case kernel.All(parts):
                return self._fold(parts, known, "False", "True")
            case kernel.Any(parts):
                return self._fold(parts, known, "True", "False")
            case Given():
                return self._given(node, known)
            case Total():
                return self._total(node, known)
            case _:
                assert_never(node)

    def _compare(self, node: Compare, known: frozenset[str]) -> str:
        unknown, whole = self._slots(node.terms) - known, self._inequality(node)
        early = "".join(self._early(node, known)) if unknown else ""
        return f"({whole} if {_none_unknown(unknown)} else {early}None)" if early else self._guarded(unknown, whole)

    def _early(self, node: Compare, known: frozenset[str]) -> Iterator[str]:
        """What settles a comparison before all its slots are known; the unsigned ones that are not count as nothing."""
        for settles, answer, rest, open_ in (
            (node.holds_early, True, node.falling, node.rising),
            (node.fails_early, False, node.rising, node.falling),
        ):
            if settles:
                needed = (self._slots(rest) | self._slots(open_, besides=node.unsigned)) - known
                reached = self._inequality(node, **{"rising" if answer else "falling": node.unsigned})
                test = f"{reached}" if answer else f"not {reached}"
                yield f"{answer} if {_none_unknown(needed)} and {test} else " if needed else f"{answer} if {test} else "

    def _slots(self, terms: Sequence[Monomial], besides: frozenset[Slot] = frozenset()) -> frozenset[str]:
        # Named in reading order: the order of a set would differ from run to run.
        read = [symbol for _factor, symbols in terms for symbol in symbols if isinstance(symbol, Slot)]
        return frozenset([self.symbol(Slot(symbol.key, symbol.offset)) for symbol in read if symbol not in besides])

    def _guarded(self, slots: frozenset[str], body: str) -> str:
        if not slots:
            return f"({body})"
        return f"(None if {' or '.join(f'{name} is None' for name in sorted(slots))} else {body})"

    def _inequality(
        self, node: Compare, rising: frozenset[Slot] = frozenset(), falling: frozenset[Slot] = frozenset()
    ) -> str:
        """The comparison; slots on either side that are named count as nothing where they are unknown."""
        left = [self._monomial(factor, symbols, rising) for factor, symbols in node.rising]
        right = [self._monomial(factor, symbols, falling) for factor, symbols in node.falling]
        return f"{' + '.join(left) or '0'} {'>' if node.strict else '>='} {' + '.join(right) or '0'}"

    def _monomial(self, factor: int, symbols: tuple[Symbol, ...], or_nothing: frozenset[Slot]) -> str:
        names = [f"({self.symbol(one)} or 0)" if one in or_nothing else self.symbol(one) for one in symbols]
        return "*".join(names if factor == 1 and names else [*names, str(factor)])

    def _one_of(self, node: OneOf, known: frozenset[str]) -> str:
        name = self.symbol(node.slot)
        if node.values == (True,):
            return name
        if node.values == (False,):
            return f"(None if {name} is None else not {name})"
        body = f"{name} in {self.constant(frozenset(node.values))}"
        return self._guarded(frozenset({name}) - known, body)

    def _fold(self, parts: tuple[Kernel, ...], known: frozenset[str], decisive: str, default: str) -> str:
        codes = [self.code(part, known) for part in parts]
        if len(codes) < 2:
            return codes[0] if codes else default
        names = [self.temporary() for _code in codes]
        steps = [f"{decisive} if ({name} := {code}) is {decisive}" for name, code in zip(names, codes, strict=True)]
        unknown = " or ".join(f"{name} is None" for name in names)
        return f"({' else '.join(steps)} else None if {unknown} else {default})"

    def _given(self, node: Given, known: frozenset[str]) -> str:
        conditions = node.conditions if node.otherwise is None else (kernel.All(node.conditions),)
        tests = [self.code(condition, known) for condition in conditions]
        compares = [one for one in node.conditions if isinstance(one, Compare) and not one.holds_early]
        body = self.code(node.body, known.union(*(self._slots(one.terms) for one in compares)))
        if node.otherwise is None:
            return f"(None if {' or '.join(f'{test} is not True' for test in tests)} else {body})"
        held = self.temporary()
        return f"({body} if ({held} := {tests[0]}) is True else None if {held} is None else {node.otherwise})"

    def _total(self, node: Total, known: frozenset[str]) -> str:
        low, high = zip(*(self._points(line, known) for line in node.lines), strict=True)
        reached, failed = ("False", "True") if node.below else ("True", "False")
        return (
            f"({reached} if {' + '.join(low)} >= {node.bound}"
            f" else {failed} if {' + '.join(high)} < {node.bound} else None)"
        )

    def _points(self, line: kernel.Points, known: frozenset[str]) -> tuple[str, str]:
        if line.measured is not None:
            name, full = self.symbol(line.measured), line.full
            capped = f"{full} if {name} > {full} else {name}"
            return f"(0 if {name} is None else {capped})", f"({full} if {name} is None else {capped})"
        low = high = str(line.otherwise)
        # Written from the last band outwards. The high end may read a band's variable only after the bands before it
        # were False, and then the low end has already set it.
        for points, test in reversed(line.bands):
            name = self.temporary()
            low = f"{points} if ({name} := {self.code(test, known)}) is True else {low}"
            high = f"{points} if {name} is not False else {high}"
        return f"({low})", f"({high})"


def _none_unknown(names: Iterable[str]) -> str:
    return " and ".join(f"{name} is not None" for name in sorted(names))


def _explain_lines(writer: _Writer, root: Test) -> list[str]:
    lines: list[str] = []
    _truth, finding = _Explainer(writer, lines, "    ").write(root)
    return [*lines, f"    return {finding}"]


@frozen
class _Explainer:
    """Writes the statements that make the finding of a test, children first, at one depth of indentation."""

    writer: _Writer
    lines: list[str]
    indent: str

    def write(self, test: Test) -> tuple[str, str]:
        """The names of the variables that will hold the test's truth and its finding."""
        truth, finding = self.writer.temporary(), self.writer.temporary()
        if isinstance(test, expr.Switch):
            self._switch(test, truth, finding)
        else:
            parts = [*self._parts(test)]
            self.lines.append(f"{self.indent}{truth} = {_truth_code(self.writer, test, [name for name, _ in parts])}")
            self._finding(test, truth, finding, [name for _, name in parts])
        return truth, finding

    def _parts(self, test: Test) -> Iterator[tuple[str, str]]:
        if not isinstance(test, expr.Scorecard):
            yield from map(self.write, children(test))
            return
        for item in test.items:
            if item.measured is not None:
                # It is read in its place among the others.
                self.writer.symbol(slot(item.measured))
            # Written from the last band outwards, as for a verdict, so that values are read in the same order.
            yield from reversed([self.write(band.test) for band in reversed(item.bands)])

    def _finding(self, test: Test, truth: str, finding: str, findings: Sequence[str]) -> None:
        values = "".join(f"{self.writer.symbol(slot(ref))}, " for ref in own_refs(test))
        parts = "".join(f"{name}, " for name in findings)
        made = f"finding({self.writer.constant(test)}, TRUTH[{truth}], ({values}), ({parts}), year)"
        self.lines.append(f"{self.indent}{finding} = {made}")

    def _switch(self, test: expr.Switch, truth: str, finding: str) -> None:
        """Only the case that was chosen is explained; all of them where the choice is unknown."""
        chosen = self.writer.symbol(slot(test.ref))
        inner = _Explainer(self.writer, self.lines, f"{self.indent}    ")
        self.lines.append(f"{self.indent}if {chosen} is None:")
        cases = [inner.write(case) for _value, case in test.cases]
        agreed = _truth_code(self.writer, test, [name for name, _ in cases])
        self.lines.append(f"{inner.indent}{truth} = {agreed}")
        inner._finding(test, truth, finding, [name for _, name in cases])
        for value, case in test.cases:
            self.lines.append(f"{self.indent}elif {chosen} == {value!r}:")
            case_truth, case_finding = inner.write(case)
            self.lines.append(f"{inner.indent}{truth} = {case_truth}")
            inner._finding(test, truth, finding, [case_finding])
        self.lines.extend([f"{self.indent}else:", f"{inner.indent}{truth} = {AS_BOOL[test.unanswered]}"])
        inner._finding(test, truth, finding, [])


def _truth_code(writer: _Writer, test: Test, parts: list[str]) -> str:
    if isinstance(test, expr.Not):
        return f"None if {parts[0]} is None else not {parts[0]}"
    return writer.code(combine(test, [_Computed(name) for name in parts]))  # type: ignore[misc]
