"""How fast a Spark cluster screens a Parquet table into another, as the ratio to Spark SQL written by hand.

Both 2026 recognitions, each side a process of its own from its start to its end, in turns: ours is the job as users run
it, which refuses values out of range and counts the answers; by hand nothing is checked and nothing counted. Both must
have given equal columns for the whole population first.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.by_hand import ON
from tests.bench.by_hand_sql import GIANT, SRDI, statement
from tests.bench.population_frames import population
from tests.support.clusters import why_none

STANDARDS = {"srdi_sme": SRDI, "little_giant": GIANT}
MASTER = "local[2]"
# As both would be told by whoever has a cluster: nothing but where it is.
SETTINGS = {"spark.master": MASTER, "spark.ui.enabled": "false", "spark.log.level": "ERROR"}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--by-hand", nargs=3, metavar=("TITLE", "FROM", "INTO"))
    said = options.parse_args()
    if said.by_hand:
        by_hand(*said.by_hand)
    elif reason := why_none():
        print(f"略过 Spark：{reason}")
    else:
        compared(said.rows, said.rounds)


def compared(rows: int, rounds: int) -> None:
    print(f"\n| Spark {MASTER}，Parquet 到 Parquet（{rows:,} 家，整个进程） | 本库 秒 | 手写 Spark SQL 秒 | 比值 |")
    print("|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as place:
        folder = Path(place)
        source = written(folder, rows)
        for title in STANDARDS:
            best = [float("inf")] * 2
            for _round in range(rounds):
                for side, work in enumerate((ours, hand)):
                    best[side] = min(best[side], seconds(work(title, source, folder / f"{title} {side}"), folder))
            agree(folder / f"{title} 0", folder / f"{title} 1")
            print(f"| {title}/recognition/2026 | {best[0]:.1f} | {best[1]:.1f} | {best[0] / best[1]:.2f} |", flush=True)


def written(folder: Path, rows: int) -> Path:
    """The population in a few files, as another program would have written them."""
    source = folder / "firms"
    source.mkdir()
    firms = population(rows)
    size = -(-rows // 4)
    for place, start in enumerate(range(0, rows, size)):
        firms.slice(start, size).write_parquet(source / f"part-{place}.parquet")
    return source


def ours(title: str, source: Path, into: Path) -> list[str]:
    question = ["--tier", title, "--act", "recognition", "--on", ON.isoformat()]
    return ["-m", "tiertrack.cluster", str(source), str(into), *question]


def hand(title: str, source: Path, into: Path) -> list[str]:
    return ["-m", "tests.bench.cluster", "--by-hand", title, str(source), str(into)]


def seconds(words: Sequence[str], folder: Path) -> float:
    """How long a process takes from its start to its end; what it wrote before is gone first."""
    into = next(Path(word) for word in words if Path(word).parent == folder and Path(word).name != "firms")
    shutil.rmtree(into, ignore_errors=True)
    settings = [f"--conf {name}={value}" for name, value in SETTINGS.items()]
    variables = {"PYSPARK_SUBMIT_ARGS": f"{' '.join(settings)} pyspark-shell", "PYTHONPATH": str(Path.cwd())}
    before = time.perf_counter()
    subprocess.run([sys.executable, *words], env={**os.environ, **variables}, check=True, capture_output=True)
    return time.perf_counter() - before


def agree(ours: Path, by_hand: Path) -> None:
    """Ends with an error where the two answers differ in any column of any firm."""
    import polars as pl

    key = ["name"]
    first, second = (pl.read_parquet(folder / "*.parquet").sort(key) for folder in (ours, by_hand))
    if different := [name for name in second.columns if not first[name].equals(second[name], null_equal=True)]:
        raise SystemExit(f"不一致：{ours.name} {different}")


# By hand.

# What stands in a Parquet table otherwise than in the register, and a name with a colon as Spark writes it.
_IN_SPARK = {
    '"': "`",
    "segment_since <= 738521": "segment_since <= DATE'2023-01-01'",
    "uscc IS NOT NULL": "length(uscc) = 18",
    "uscc IS NULL": "`B1` IS NULL",
    "market_share * 10 >= `market_share/d`": "CAST(round(market_share * 1000000000) AS BIGINT) >= 100000000",
    **{
        f"`development_score:2026` >= {limit}": f"CAST(round(`development_score:2026` * 100) AS BIGINT) >= {limit}"
        for limit in (5000, 6000)
    },
    "enterprise_id, ": "",
    # Spark works out once what several read, without a fence.
    " OFFSET '0'": "",
}


def by_hand(title: str, source: str, into: str) -> None:
    from pyspark.sql import SparkSession

    query = statement(STANDARDS[title], f"parquet.`{source}`", sqlite=False)
    for written_before, as_spark in _IN_SPARK.items():
        query = query.replace(written_before, as_spark)
    with SparkSession.builder.appName("by hand").getOrCreate() as session:
        session.sql(query).write.parquet(into)


if __name__ == "__main__":
    main()
