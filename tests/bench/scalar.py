"""`make bench`: one dossier in memory against rules written out by hand, as ratios within one run.

Both 2026 recognitions are judged over a small population (a yes, near misses, holes). Each row is the best of several
rounds, ours and the baseline taking turns, so that the machine's mood falls on both.
"""

from __future__ import annotations

import datetime as dt
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction

from tests.bench.by_hand import GIANT, ON, SRDI, WAN, Atom, Facts
from tests.bench.by_hand import explain as explain_by_hand
from tests.bench.by_hand import verdict as verdict_by_hand
from tiertrack import Attestation, Datum, Dossier, Edition, HeldTitle, Period, Truth, national_rulebook

ROUNDS = 15
POPULATION = 400
MANY = 100_000
KEYS = ("srdi_sme/recognition/2026", "little_giant/recognition/2026")
JUDGEMENTS = ("market_standing", "market_reputation", "product_domain", "key_chain_link")
TITLES = (
    ("innovative_sme", dt.date(2024, 7, 1), dt.date(2027, 6, 30)),
    ("srdi_sme", *(dt.date(2025, 7, 1), dt.date(2028, 6, 30))),
)


def facts_of(chance: random.Random) -> Facts:
    """The values of one firm near the limits, with a hole now and then."""
    revenue = {year: chance.randint(4000, 9000) * WAN for year in (2025, 2024, 2023)}
    facts: Facts = {
        "uscc": True,
        "employees:2025": chance.randint(20, 400),
        **{f"revenue:{year}": amount for year, amount in revenue.items()},
        "main_revenue:2025": revenue[2025] * chance.randint(88, 100) // 100,
        "rd_expense:2025": revenue[2025] * chance.randint(3, 12) // 100 + 300 * WAN,
        "rd_expense:2024": revenue[2024] * chance.randint(3, 12) // 100 + 300 * WAN,
        "equity_financing:2025": 0,
        "equity_financing:2024": 0,
        "total_assets:2025": 9000 * WAN,
        "total_liabilities:2025": chance.randint(1000, 7000) * WAN,
        "segment_since": dt.date(chance.randint(2010, 2022), 5, 1).toordinal(),
        "class1_ip": chance.randint(3, 9),
        "national_award_rank": 0,
        "provincial_award_rank": 0,
        "rd_institution": "own",
        "market_share": Fraction(chance.randint(9, 30), 100),
        "domestic_rank": chance.randint(1, 9),
        "development_score:2026": chance.randint(5500, 8000),
        **dict.fromkeys(
            (
                "abnormal_list",
                "dishonest_list",
                "prohibited_product",
                "major_incident",
                "controlled_by_little_giant",
                "same_group_similar_product",
            ),
            False,
        ),
    }
    if chance.random() < 0.3:
        del facts[chance.choice(sorted(facts))]
    facts["titles"] = TITLES
    facts["judgements"] = {key: (True, dt.date(2026, 5, 10)) for key in JUDGEMENTS}
    return facts


def dossier_of(facts: Facts) -> Dossier:
    """The same firm as a dossier."""
    beside = ("uscc", "titles", "judgements")
    data = []
    for key, value in facts.items():
        if key not in beside:
            name, _, year = key.partition(":")
            data.append(Datum(name, int(year) if year else None, value))
    return Dossier(
        name="虚构企业",
        uscc="91500113MA0000015Q" if facts.get("uscc") else None,
        industry="C3484",
        data=tuple(data),
        titles=tuple(HeldTitle(title, Period.through(start, last)) for title, start, last in TITLES),
        known_titles=frozenset({"innovative_sme", "tech_sme", "srdi_sme", "champion"}),
        attestations=tuple(Attestation(key, True, "示例机关", dt.date(2026, 5, 10)) for key in JUDGEMENTS),
    )


def best_of(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The best time of each work in seconds, the works taking turns."""
    best = [float("inf")] * len(works)
    for _round in range(rounds):
        for index, work in enumerate(works):
            start = time.perf_counter()
            work()
            best[index] = min(best[index], time.perf_counter() - start)
    return best


def read_everything(editions: list[Edition], dossiers: list[Dossier]) -> None:
    """Findings with every derived property read."""
    for edition in editions:
        for dossier in dossiers:
            finding = edition.explain(dossier, ON)
            for clause in finding.findings:
                _ = (clause.truth, clause.missing, [leaf.observed for leaf in clause.leaves])


def import_milliseconds() -> float:
    """What importing the package costs once attrs and pendulum are in."""
    code = (
        "import time, attrs, pendulum; start = time.perf_counter(); import tiertrack;"
        "print((time.perf_counter() - start) * 1000)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5)]
    return min(float(run.stdout) for run in runs)


def many(pairs: list[tuple[Edition, dict[str, Atom]]], chance: random.Random) -> None:
    """Verdicts over a list too long for the processor's memory, after a check that both sides agree."""
    population = [facts_of(chance) for _ in range(MANY)]
    dossiers = [dossier_of(facts) for facts in population]
    for edition, atoms in pairs:
        for dossier, facts in zip(dossiers, population, strict=True):
            if edition.verdict(dossier, ON) is not verdict_by_hand(atoms, facts):
                raise SystemExit(f"不一致：{edition.key} {facts}")
    ours_s, hand_s = best_of(
        lambda: [edition.verdict(dossier, ON) for edition, _atoms in pairs for dossier in dossiers],
        lambda: [verdict_by_hand(atoms, facts) for _edition, atoms in pairs for facts in population],
        rounds=3,
    )
    per = 1e6 / (MANY * 2)
    print(f"| 只要结论，{MANY:,} 家的列表 | {ours_s * per:.2f} | {hand_s * per:.2f} | {ours_s / hand_s:.2f} |")


def main() -> None:
    """Check that both sides agree, then print the table."""
    chance = random.Random(20260401)
    population = [facts_of(chance) for _ in range(POPULATION)]
    dossiers = [dossier_of(facts) for facts in population]
    editions = [national_rulebook().edition(key) for key in KEYS]
    pairs = list(zip(editions, (SRDI, GIANT), strict=True))
    truths = {True: 0, False: 0, None: 0}
    for edition, atoms in pairs:
        for dossier, facts in zip(dossiers, population, strict=True):
            ours, hand = edition.verdict(dossier, ON), verdict_by_hand(atoms, facts)
            if ours is not hand or edition.explain(dossier, ON).truth is not Truth.of(hand):
                raise SystemExit(f"不一致：{edition.key} {facts} {ours} {hand}")
            truths[hand] += 1
    rows = [
        (
            "只要结论",
            *best_of(
                lambda: [edition.verdict(dossier, ON) for edition in editions for dossier in dossiers],
                lambda: [verdict_by_hand(atoms, facts) for _edition, atoms in pairs for facts in population],
            ),
        ),
        (
            "结论和全部说明对象",
            *best_of(
                lambda: [edition.explain(dossier, ON) for edition in editions for dossier in dossiers],
                lambda: [explain_by_hand(atoms, facts) for _edition, atoms in pairs for facts in population],
            ),
        ),
        (
            "说明对象并读出缺项与观测",
            *best_of(
                lambda: read_everything(editions, dossiers),
                lambda: [explain_by_hand(atoms, facts) for _edition, atoms in pairs for facts in population],
            ),
        ),
    ]
    print(f"Python {platform.python_version()}，{platform.system()} {platform.machine()}，{POPULATION} 家 × 2 个版本")
    print(f"符合 {truths[True]}，不符合 {truths[False]}，待补充 {truths[None]}；两边逐家一致")
    print("| 标量判断（2026 两项认定） | 本库 微秒/次 | 手写 微秒/次 | 比值 |\n|---|---|---|---|")
    for name, ours_s, hand_s in rows:
        per = 1e6 / (POPULATION * 2)
        print(f"| {name} | {ours_s * per:.2f} | {hand_s * per:.2f} | {ours_s / hand_s:.2f} |")
    many(pairs, chance)
    print(f"\nimport tiertrack（attrs 与 pendulum 之外）{import_milliseconds():.1f} 毫秒")


if __name__ == "__main__":
    main()
