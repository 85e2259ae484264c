"""How fast a data frame is screened, as ratios to the same rules written by hand in Polars, measured in one run.

Both 2026 recognitions over firms near the limits, with holes: every criterion, the truth and the number of missing
facts. Each row is the best of several rounds, the contenders taking turns; both sides must have given equal columns for
the whole population first. Then from Parquet to Parquet, in a process of its own so that its memory shows, and against
OpenFisca-core where it is installed (`pip install openfisca-core`). ``--small`` is a quick look.
"""

from __future__ import annotations

import argparse
import functools
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import narwhals as nw
import polars as pl

from tests.bench.by_hand import ON
from tests.bench.by_hand_frames import giant_by_hand, srdi_by_hand
from tests.bench.population_frames import population
from tiertrack import Act, Tier, national_rulebook, screen
from tiertrack.engines.frame import answered
from tiertrack.facts.credit_code import check_character
from tiertrack.rules.applicability import Governed, editions
from tiertrack.rules.edition import columns_of
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.screening.file_table import Reading
from tiertrack.screening.files import FileSource
from tiertrack.screening.question import ask

BY_HAND = {"srdi_sme/recognition/2026": srdi_by_hand, "little_giant/recognition/2026": giant_by_hand}
TITLES = {"srdi_sme/recognition/2026": Tier.SRDI_SME, "little_giant/recognition/2026": Tier.LITTLE_GIANT}
Engine = Literal["in-memory", "streaming"]
ENGINES: tuple[Engine, ...] = ("in-memory", "streaming")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    options.add_argument("--parquet", nargs=4, metavar=("WORK", "EDITION", "FROM", "INTO"))
    said = options.parse_args()
    if said.parquet:
        print(*from_parquet(*said.parquet))
        return
    sizes = (10_000, 100_000, 1_000_000) if said.small else (100_000, 1_000_000, 10_000_000)
    print(
        f"Python {platform.python_version()}，Polars {pl.__version__}，narwhals {nw.__version__}，"
        f"{platform.system()} {platform.machine()}，{os.cpu_count()} 个处理器"
    )
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder:
        largest = in_memory(sizes, Path(folder))
        for size in sizes[1:]:
            peer(size)
        by_place(sizes[:2])
        through_parquet(Path(folder), largest)
        through_csv(Path(folder), sizes[:2])


# In memory.


def in_memory(sizes: Sequence[int], folder: Path) -> int:
    """Ours against by hand, of every size; writes the largest population down and says how large it is."""
    print("\n| 数据框（Polars，在内存里） | 本库 毫秒 | 手写 毫秒 | 比值 | 本库 处理器毫秒 | 手写 处理器毫秒 | 比值 |")
    print("|---|---|---|---|---|---|---|", flush=True)
    times: dict[str, list[Took]] = {key: [] for key in BY_HAND}
    for size in sizes:
        firms = population(size)
        for key in BY_HAND:
            times[key].append(compared(key, firms))
        if size == sizes[-1]:
            firms.write_parquet(folder / "firms.parquet")
    print("\n两边逐家逐列一致（条件、结论、缺项数）；手写取 Polars 两种执行方式中较快的。")
    print("\n| 增长：行数每增十倍，时间增（处理器时间增） | " + " | ".join(f"到 {size:,}" for size in sizes[1:]) + " |")
    print("|---|---|---|")
    for key, found in times.items():
        grown = (f"{b.clock / a.clock:.1f}（{b.processors / a.processors:.1f}）" for a, b in pairwise(found))
        print(f"| {key} | {' | '.join(grown)} |")
    return sizes[-1]


def compared(key: str, firms: pl.DataFrame) -> Took:
    """A row of the table; how long ours took."""
    told = agreed(key, firms)
    by_hand = [functools.partial(hand_of, key, firms, engine) for engine in ENGINES]
    ours, *hand = best_of(rounds_of(firms), lambda: ours_of(key, firms), *by_hand)
    print_row(f"{key}，{firms.height:,} 家（{told}）", ours, functools.reduce(Took.least, hand))
    return ours


# A day on which provinces have standards of their own, against the same judged as if all were where none has.

ELSEWHERE = "500113"
WITH_OWN = ("440106", "440305", "370212", "510104")


def by_place(sizes: Sequence[int]) -> None:
    """How much longer it takes where nobody, or one in a hundred, is in a province with a standard of its own."""
    print("\n| 一省有自己的标准的日子（专精特新） | 本库 处理器毫秒 | 都当作没有的地方 | 比值 |\n|---|---|---|---|")
    shares = {"没有一家在这些省": 0, "一百家里一家在这些省": 100}
    for size in sizes:
        firms = population(size).rename(_a_year_before)
        number = pl.int_range(pl.len())
        for words, every in shares.items():
            own = pl.lit(pl.Series(WITH_OWN)).gather(number // max(every, 1) % len(WITH_OWN))
            region = pl.when(number % every == 0).then(own).otherwise(pl.lit(ELSEWHERE)) if every else pl.lit(ELSEWHERE)
            there = firms.with_columns(region=region)
            asked = functools.partial(screen, there, Tier.SRDI_SME, Act.RECOGNITION, ON.replace(year=ON.year - 1))
            ours, plain = best_of(rounds_of(firms), asked, functools.partial(asked, region=ELSEWHERE))
            milliseconds = f"{ours.processors * 1e3:.0f} | {plain.processors * 1e3:.0f}"
            print(f"| {size:,} 家，{words} | {milliseconds} | {ours.processors / plain.processors:.2f} |", flush=True)


def _a_year_before(name: str) -> str:
    key, _colon, year = name.partition(":")
    return f"{key}:{int(year) - 1}" if year.isdecimal() else name


def rounds_of(firms: pl.DataFrame) -> int:
    return max(3, min(15, 20_000_000 // firms.height))


def hand_of(key: str, firms: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    return BY_HAND[key](firms.lazy()).collect(engine=engine)


def ours_of(key: str, firms: pl.DataFrame) -> pl.DataFrame:
    answer: pl.DataFrame = screen(firms, TITLES[key], Act.RECOGNITION, ON)
    return answer


def agreed(key: str, firms: pl.DataFrame) -> str:
    """How many are met, not met and open, once both sides have answered the same of all."""
    ours, hand = ours_of(key, firms), hand_of(key, firms, ENGINES[0])
    different = [name for name in hand.columns if not ours[name].equals(hand[name], null_equal=True)]
    if different or set(ours.columns) != set(hand.columns):
        raise SystemExit(f"不一致：{key} {different}")
    counts = dict(ours["truth"].value_counts().iter_rows())
    return f"符合 {counts[True]:,}，不符合 {counts[False]:,}，待补充 {counts[None]:,}"


class Took(NamedTuple):
    """Seconds by the clock, and of all processors together: the latter hardly tell of who else is at work."""

    clock: float
    processors: float

    def least(self, other: Took) -> Took:
        return Took(min(self.clock, other.clock), min(self.processors, other.processors))


def best_of(rounds: int, *works: Callable[[], object]) -> list[Took]:
    """The best time of each work, the works taking turns."""
    best = [Took(float("inf"), float("inf"))] * len(works)
    for _round in range(rounds):
        for index, work in enumerate(works):
            clock, processors = time.perf_counter(), time.process_time()
            work()
            best[index] = best[index].least(Took(time.perf_counter() - clock, time.process_time() - processors))
    return best


def print_row(name: str, ours: Took, other: Took) -> None:
    each = " | ".join(
        f"{one * 1e3:.0f} | {two * 1e3:.0f} | {one / two:.2f}" for one, two in zip(ours, other, strict=True)
    )
    print(f"| {name} | {each} |", flush=True)


# OpenFisca.


def peer(size: int) -> None:
    try:
        from tests.bench import peer_openfisca
    except ModuleNotFoundError as error:
        print(f"\n没有装 {error.name}，略过 OpenFisca-core 的比较。", flush=True)
        return
    from importlib.metadata import version

    key = "srdi_sme/recognition/2026"
    firms = population(size)
    arrays = peer_openfisca.inputs_of(firms)
    whole, bare, ours = best_of(
        rounds_of(firms),
        lambda: peer_openfisca.screened(peer_openfisca.inputs_of(firms)),
        lambda: peer_openfisca.screened(arrays),
        lambda: ours_of(key, firms),
    )
    answer = ours_of(key, firms)
    told = {name: answer[name].cast(pl.Int8).fill_null(-1) for name in peer_openfisca.CRITERIA}
    differ = {
        name: int((peer_openfisca.AS_TOLD[truths] != told[name].to_numpy()).sum())
        for name, truths in peer_openfisca.screened(arrays).items()
        if name in told
    }
    coarse = {name: count for name, count in differ.items() if count}
    print(f"\n（OpenFisca-core {version('openfisca-core')}，{key}，{size:,} 家）")
    print(
        "\n| OpenFisca | 毫秒 | 本库 毫秒 | 几倍 | 处理器毫秒 | 本库 处理器毫秒 | 几倍 |\n|---|---|---|---|---|---|---|"
    )
    for name, theirs in (("从数据框到结论，不计缺项数", whole), ("数组已备好，从设值到结论", bare)):
        each = (f"{one * 1e3:.0f} | {two * 1e3:.0f} | {one / two:.1f}" for one, two in zip(theirs, ours, strict=True))
        print(f"| {name} | {' | '.join(each)} |")
    print(f"其余条件逐家一致；32 位浮点数使这些条件的若干家与本库不同：{coarse}", flush=True)


# Parquet to Parquet.


def through_parquet(folder: Path, size: int) -> None:
    source, into = folder / "firms.parquet", folder / "answers.parquet"
    print(f"\n| Parquet 到 Parquet（{size:,} 家，流式） | 秒 | 内存峰值 MiB |\n|---|---|---|", flush=True)
    for key in BY_HAND:
        for work, name in WORKS.items():
            words = [sys.executable, "-m", "tests.bench.frames", "--parquet", work, key, str(source), str(into)]
            found = [subprocess.run(words, capture_output=True, text=True, check=True).stdout.split() for _ in range(3)]
            took, peak = min(float(one[0]) for one in found), max(float(one[1]) for one in found)
            print(f"| {key}：{name} | {took:.2f} | {peak:.0f} |", flush=True)


# A CSV as people hand it in, against the same rows in Parquet and against only reading its texts.


def through_csv(folder: Path, sizes: Sequence[int]) -> None:
    """A file screened from its texts to its numbers; the contenders taking turns."""
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, ON)
    print(
        "\n| CSV 筛查 | 本库 处理器秒 | 同样的 Parquet | 比值 | 只读文字（Polars） | 比值 |\n|---|---|---|---|---|---|"
    )
    for size in sizes:
        csv, parquet = folder / "handed-in.csv", folder / "handed-in.parquet"
        firms = handed_in(population(size))
        firms.write_csv(csv)
        firms.write_parquet(parquet)
        works = [functools.partial(FileSource(path, Reading("元")).screen, question) for path in (csv, parquet)]
        ours, same, texts = best_of(3, *works, functools.partial(pl.read_csv, csv, infer_schema=False))
        against = (f"{other.processors:.2f} | {ours.processors / other.processors:.1f}" for other in (same, texts))
        print(f"| {size:,} 家，{firms.width} 列 | {ours.processors:.2f} | {' | '.join(against)} |", flush=True)


def handed_in(firms: pl.DataFrame) -> pl.DataFrame:
    """Firms with whole credit codes, and shares as people write them."""
    stems = [f"91500113{number:09}" for number in range(10**8, 10**8 + firms.height)]
    return firms.with_columns(
        uscc=pl.Series([stem + check_character(stem) for stem in stems]),
        market_share=pl.format("{}%", (pl.col("market_share") * 100).round(1)),
        **{"development_score:2026": pl.col("development_score:2026").round(1).cast(pl.String)},
    )


WORKS = {
    "ours": "本库：读、判断、写",
    "hand": "手写：读、判断、写",
    "read": "只读所用的列",
    "write": "只把同样的答案再写一遍（连读）",
}


def from_parquet(work: str, key: str, source: str, into: str) -> tuple[float, float]:
    """How many seconds a work takes and the most memory the process ever had, in MiB."""
    edition = national_rulebook().edition(key)
    governing = (Governed(edition, edition.variant),)
    before = time.perf_counter()
    if work == "ours":
        answer = answered(nw.from_native(pl.scan_parquet(source)), governing, ON).to_native()
        answer.sink_parquet(into, engine="streaming")
    elif work == "hand":
        BY_HAND[key](pl.scan_parquet(source)).sink_parquet(into, engine="streaming")
    elif work == "read":
        names = dict.fromkeys((*IDENTIFYING, *(one.name for one in columns_of(editions(governing), ON))))
        counts = pl.scan_parquet(source).select(pl.col(*names).null_count())
        # Statistics in the file would answer that without reading: the last value of each column they do not have.
        last = pl.scan_parquet(source).select(pl.col(*names).last().name.suffix(" last"))
        pl.concat([counts, last], how="horizontal").collect(engine="streaming")
    else:
        pl.scan_parquet(into).sink_parquet(f"{into}.again", engine="streaming")
    took = time.perf_counter() - before
    # What resource.getrusage tells starts with what the parent had; this does not.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return took, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    main()
