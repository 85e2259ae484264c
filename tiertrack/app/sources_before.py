"""What other sources had said of each firm before an import, and where the import says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tiertrack.enumeration import first_few
from tiertrack.facts.datum import Datum, observed, value_key
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.finding import Value
from tiertrack.render.disagreements import HOW_SETTLED, disagreement_text

_SHOWN = 20
_Said = dict[str | None, Value]


class SourcesBefore:
    """Compares what rows say of each firm with the last word of every other source."""

    def __init__(self) -> None:
        # Nearly every firm is told of by a single source, and its values are kept already by whoever asks.
        self._single: dict[int, tuple[str | None, Mapping[str, Value]]] = {}
        self._several: dict[int, Mapping[str, _Said]] = {}
        self._rows: dict[int, list[Sequence[Datum]]] = {}

    def know(self, enterprise: int, dossier: Dossier, values: Mapping[str, Value]) -> None:
        """Remembers what sources had said of an enterprise before any row of it is taken; ``values`` are those that
        they agree on."""
        sources = {datum.source for datum in dossier.data}
        if len(sources) == 1:
            self._single[enterprise] = next(iter(sources)), values
        elif sources:
            keys = {value_key(datum.key, datum.year) for datum in dossier.data}
            said = ((key, {one.source: one.value for one in dossier.sources(key)}) for key in keys)
            self._several[enterprise] = dict(said)

    def take(self, enterprise: int, data: Sequence[Datum]) -> None:
        """Takes note of what a row says."""
        self._rows.setdefault(enterprise, []).append(data)

    def told(self, name_of: Callable[[int], str]) -> Iterator[str]:
        """The numbers on which sources disagree otherwise than before, in one line: the first of them with the firm,
        the fact, and what each source says."""
        found = [(enterprise, stated, said) for enterprise in self._rows for stated, said in self._of(enterprise)]
        if found:
            told = (f"{name_of(enterprise)} {_text(stated, said)}" for enterprise, stated, said in found)
            named = first_few(told, "项", most=_SHOWN, joint="；")
            yield f"{len(found)} 项与别处说的不一致，几处都留着，判断时当作还没有定：{named}。{HOW_SETTLED}"

    def _of(self, enterprise: int) -> Iterator[tuple[Datum, _Said]]:
        now: dict[str, _Said] = {}
        stated: dict[str, Datum] = {}
        for datum in (one for data in self._rows[enterprise] for one in data):
            key = value_key(datum.key, datum.year)
            stated[key] = datum
            if key not in now:
                now[key] = self._before(enterprise, key)
            now[key][datum.source] = datum.value
        for key, said in now.items():
            if len({*said.values()}) > 1 and said != self._before(enterprise, key):
                yield stated[key], said

    def _before(self, enterprise: int, key: str) -> _Said:
        if enterprise in self._single:
            source, values = self._single[enterprise]
            return {source: values[key]} if key in values else {}
        return {**self._several.get(enterprise, {}).get(key, {})}


def _text(stated: Datum, said: _Said) -> str:
    data = [observed(stated.key, stated.year, value, source) for source, value in said.items()]
    return f"{FACTS[stated.key].in_year(stated.year)}（{disagreement_text(data)}）"
