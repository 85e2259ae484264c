"""How many of the facts that answers ask for could not change them, over dossiers around the limits of every edition.

``python -m tests.bench.needless_missing [dossiers] [seed]`` prints the share, and by edition and criterion which they
are. A fact counts as needless where no two values of it were found that give different answers, whatever the others
were: so the share is at most what is printed. What an authority is to judge as a whole is no fact: it is asked for only
where nothing else decides.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
from collections import Counter
from random import Random

from tests.support.deciding import Edges, Search
from tests.support.populations import dossier_of, population
from tiertrack.district.loading import load_rulebook
from tiertrack.facts.vocabulary import CRITERION_PREFIX
from tiertrack.logic.truth import Truth
from tiertrack.rules.binding import Binding, bind
from tiertrack.rules.edition import Edition, columns_of

# How many changes are tried for each fact, and for those left over.
TRIES = (1_000, 20_000)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("dossiers", nargs="?", type=int, default=10_000)
    options.add_argument("seed", nargs="?", type=int, default=13)
    said = options.parse_args()
    editions = load_rulebook().editions
    every: Counter[str] = Counter()
    needless: Counter[tuple[str, str, str]] = Counter()
    for edition in editions:
        _measure(edition, -(-said.dossiers // len(editions)), f"{said.seed} {edition.key}", every, needless)
    share = sum(needless.values()) / every["尚缺"]
    print("、".join(f"{name} {count:,}" for name, count in every.items()))
    print(f"其中左右不了结论的至多 {sum(needless.values())} 项（{share:.2%}），种子 {said.seed}")
    for (key, criteria, fact), count in needless.most_common():
        print(f"{count:4}  {key}  {criteria}  {fact}")


def _measure(
    edition: Edition, size: int, seed: str, every: Counter[str], needless: Counter[tuple[str, str, str]]
) -> None:
    on = (edition.period.start or dt.date(2010, 1, 1)) + dt.timedelta(days=40)
    columns, chance = columns_of([edition], on), Random(seed)

    @functools.cache
    def decided_by_facts(places: tuple[int, ...]) -> tuple[Edges, Binding]:
        edges = Edges.of([edition.criteria[place].test for place in places], on.year)
        return edges, bind(edges.program.symbols, on)

    for row in population([edition], columns, on, size, chance.randint(0, 1 << 32)):
        dossier = dossier_of(row, columns, on)
        finding = edition.explain(dossier, on)
        missing = tuple(seen for seen in finding.missing if not seen.key.startswith(CRITERION_PREFIX))
        every.update({"档案": 1, "待补充": finding.truth is Truth.UNKNOWN, "尚缺": len(missing)})
        # What an authority has judged, or is to judge, holds for those that are looked for.
        within = tuple(place for place, found in enumerate(finding.findings) if found.out_of_reach is None)
        edges, binding = decided_by_facts(within)
        search, deciding = Search(edges, binding.values(dossier), row["industry"], chance), set[str]()
        for tries in TRIES:
            deciding |= search.deciding([seen for seen in missing if seen.key not in deciding], tries)
        for seen in missing:
            if seen.key not in deciding:
                parts = zip(edition.criteria, finding.findings, strict=True)
                asking = [one.key for one, found in parts if any(fact.key == seen.key for fact in found.missing)]
                needless[edition.key, "、".join(asking), seen.label] += 1


if __name__ == "__main__":
    main()
