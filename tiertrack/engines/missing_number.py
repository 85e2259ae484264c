"""The number of facts that could still decide, counted when everything else of an answer is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import Factory, field, frozen

from tiertrack.engines.dialect import Expression
from tiertrack.engines.kernel_columns import Columns
from tiertrack.engines.missing_facts import Condition, MissingFact
from tiertrack.engines.wide_integers import Stages
from tiertrack.logic.expr import Ref
from tiertrack.logic.lower import slot
from tiertrack.logic.quantity import Kind

# Conditions all of which hold, in the order they are asked in.
_Together = tuple[Condition, ...]
# A fact, and how its editions tell that it is unknown where they read it in ways of their own.
_Read = tuple[Ref, Condition | None]
# In which ways each is asked for, None where it always is.
_Asked = Mapping[_Read, Sequence[_Together] | None]
_Held = Mapping[frozenset[Condition], Expression]


@frozen(eq=False)
class MissingNumber:
    """How many facts could still decide. ``stages`` collects what is asked of several of them, to be evaluated when
    everything else is and before the number: wide standards ask the same of hundreds."""

    columns: Columns
    stages: Stages = field(default=Factory(lambda self: Stages(self.columns.dialect), takes_self=True))

    def of(self, missing: Iterable[MissingFact], year: int) -> Expression:
        """How many facts could still decide; two asked for by one key count once."""
        by_key: dict[str, dict[_Read, dict[_Together, None]]] = {}
        for fact in missing:
            read = fact.ref, fact.unknown
            by_key.setdefault(fact.ref.key_in(year), {}).setdefault(read, {})[fact.when] = None
        asked = {key: {read: _least(when) for read, when in reads.items()} for key, reads in by_key.items()}
        dialect = self.columns.dialect
        held = {} if dialect.is_lazy else self._held(asked)
        wanted = [self.columns.any([*self._wanted(reads, held)]) for reads in asked.values()]
        return dialect.count(wanted) if wanted else dialect.number(0)

    def _wanted(self, reads: _Asked, held: _Held) -> Iterator[Expression]:
        for (ref, own), ways in reads.items():
            unknown = is_unknown(self.columns, ref) if own is None else own.holds
            yield unknown if ways is None else unknown & self.columns.any([self._all(each, held) for each in ways])

    def _held(self, asked: Mapping[str, _Asked]) -> _Held:
        """The columns of what several facts are asked for: first single conditions, then those that go together."""
        every = [each for reads in asked.values() for ways in reads.values() for each in ways or ()]
        uses = Counter(map(frozenset, every))
        ordered = {frozenset(each): each for each in every}
        single = Counter(one for each in ordered.values() for one in each)
        held: dict[frozenset[Condition], Expression] = {}
        for one in (one for one, count in single.items() if count >= _SEVERAL):
            held[frozenset((one,))] = self._stage(one.holds, 0)
        for each in (each for each, count in uses.items() if count > 1 and len(each) > 1):
            held[each] = self._stage(self._all(ordered[each], held), 1)
        return held

    def _stage(self, truth: Expression, level: int) -> Expression:
        return self.stages.add(f"asked {sum(map(len, self.stages.by_level))}", truth, level)

    def _all(self, each: _Together, held: _Held) -> Expression:
        if (together := held.get(frozenset(each))) is not None:
            return together
        return self.columns.all([held.get(frozenset((one,)), one.holds) for one in each])


# So often a condition is asked for before it is worth a column of its own.
_SEVERAL = 3


def is_unknown(columns: Columns, ref: Ref) -> Expression:
    """Whether a fact is unknown; never itself unknown."""
    value = columns.read(slot(ref, "numerator" if ref.kind is Kind.SHARE else ""))
    return columns.dialect.truth(True) if value is None else columns.dialect.is_unknown(value)


def either(columns: Columns, conditions: Iterable[_Together]) -> Expression | None:
    """Whether any conditions that go together all hold, None where nothing is asked of some."""
    ways = _least(conditions)
    return None if ways is None else columns.any([columns.all([one.holds for one in each]) for each in ways])


def _least(conditions: Iterable[_Together]) -> list[_Together] | None:
    """Those that are enough, None where nothing is asked: what asks for all that another does adds nothing."""
    every = {frozenset(each): each for each in conditions}
    if frozenset() in every:
        return None
    return [each for asked, each in every.items() if not any(other < asked for other in every)]
