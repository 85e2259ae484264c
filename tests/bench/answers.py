"""`python -m tests.bench.answers`: what it takes to make an answer plain data, against judging and reading it.

Each row is the best of several rounds within one run, the two sides taking turns.
"""

from __future__ import annotations

import datetime as dt

from tests.bench.scalar import best_of
from tiertrack import Act, AsOf, Assessment, Dossier, Tier, assess, read_dossier, to_dict
from tiertrack.shipped import shipped

_TIMES = 100
_ASOF = AsOf(dt.date(2026, 6, 30))


def judged(dossier: Dossier, tier: Tier) -> Assessment:
    """An answer nobody has read yet."""
    return assess(dossier, tier, Act.RECOGNITION, _ASOF)


def read(answer: Assessment) -> None:
    """Reads every finding: what it came to, what it saw and what it lacks."""
    for criterion in answer.criteria:
        _ = (criterion.truth, criterion.finding.missing, [leaf.observed for leaf in criterion.finding.leaves])
    _ = (answer.missing, answer.moot)


def main() -> None:
    """Prints the table."""
    print("| 写成资料 | 判断并读出说明 微秒 | 判断并写成 微秒 | 比值 |\n|---|---|---|---|")
    for name, tier in (("meets", Tier.SRDI_SME), ("with-holes", Tier.SRDI_SME), ("near-miss", Tier.SRDI_SME)):
        dossier = read_dossier(shipped("seeds") / "examples" / f"{name}.json")
        reading, writing = best_of(
            lambda dossier=dossier, tier=tier: [read(judged(dossier, tier)) for _ in range(_TIMES)],
            lambda dossier=dossier, tier=tier: [to_dict(judged(dossier, tier)) for _ in range(_TIMES)],
        )
        per = 1e6 / _TIMES
        print(f"| {name} | {reading * per:.0f} | {writing * per:.0f} | {writing / reading:.2f} |")


if __name__ == "__main__":
    main()
