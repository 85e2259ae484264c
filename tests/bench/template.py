"""`make bench`: templates of every edition in force, and a workbook of ten thousand firms of sixty values read and
imported.

The baseline is the library's own reading of the same cells: openpyxl going over every one of them. What memory an
import takes is measured in a process of its own. ``--small`` is a quick look at a tenth of it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

import tiertrack
from tiertrack.facts.credit_code import check_character
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.intake.fact_list import FactReading, fact_list_in
from tiertrack.logic.quantity import Kind
from tiertrack.render.workbook.book import Book
from tiertrack.render.workbook.sheet_columns import CellValue, SheetColumn, fact_cell, fact_column

ON = dt.date(2026, 6, 30)
COLUMNS = 60
YEARS = (2025, 2024, 2023)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--memory", metavar="FILE")
    said = options.parse_args()
    if said.memory:
        print(peak(Path(said.memory)))
        return
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder:
        templates(Path(folder), said.rounds)
        imported(Path(folder), 1_000 if said.small else 10_000, said.rounds)


def templates(folder: Path, rounds: int) -> None:
    """Prints how long a template takes, of all editions in force the one that takes longest."""
    rules = tiertrack.load_rulebook()
    took = {}
    for edition in rules.in_force(ON, "500113"):
        into, place = folder / "填报表.xlsx", edition.region.code if edition.region else None
        took[edition.name] = fastest(
            rounds,
            lambda edition=edition, into=into, place=place: tiertrack.template(
                *(edition.tier, edition.act, ON, into),
                region=place or "500113",
                rulebook=rules,
                variant=edition.variant_key,
                existing=tiertrack.Existing.REPLACED,
            ),
        )
    longest = max(took, key=lambda name: took[name])
    print(f"填报表：{len(took)} 个版本，最长 {took[longest]:.2f} 秒（{longest}）")


def imported(folder: Path, firms: int, rounds: int) -> None:
    """Prints how long reading and importing a workbook takes beside openpyxl reading its cells, how reading grows, and
    how much memory an import takes."""
    whole, part = written(folder / "全部.xlsx", firms), written(folder / "一半.xlsx", firms // 2)
    theirs = fastest(rounds, lambda: read_plainly(whole))
    ours = fastest(rounds, lambda: fact_list_in(whole, FactReading()))
    half = fastest(rounds, lambda: fact_list_in(part, FactReading()))
    start = time.process_time()
    take(whole)
    kept = time.process_time() - start
    command = [sys.executable, "-m", "tests.bench.template", "--memory", str(whole)]
    memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    print(f"导入：{firms} 家，{COLUMNS} 列")
    print(f"  读 {ours:.2f} 秒；openpyxl 自己读这些格 {theirs:.2f} 秒；{ours / theirs:.2f} 倍")
    print(f"  一半的企业读 {half:.2f} 秒（全部的 {half / ours:.2f}）")
    print(f"  读并写入登记库 {kept:.2f} 秒；最多占 {memory} MiB")


def written(into: Path, firms: int) -> Path:
    """A workbook of so many firms, with a value in each of sixty columns."""
    facts = columns()
    with Book(into) as book:
        page = book.page(
            "企业", [SheetColumn("企业名称"), SheetColumn("信用代码"), *(fact_column(*one) for one in facts)]
        )
        for number in range(firms):
            code = f"91500113MA{number:07}"
            values = (value(fact, number) for fact, _year in facts)
            page.append([f"重庆虚构{number}号机械有限公司", code + check_character(code), *values])
    return into


def columns() -> list[tuple[Fact, int | None]]:
    """Sixty columns: the amounts of three years first, then what is to be answered by yes or no."""
    yearly = [(fact, year) for fact in FACTS.values() if fact.kind is Kind.MONEY and fact.yearly for year in YEARS]
    return [*yearly, *((fact, None) for fact in FACTS.values() if fact.kind is Kind.FLAG)][:COLUMNS]


def value(fact: Fact, number: int) -> CellValue:
    """A value of a fact, other for each firm."""
    return fact_cell(fact, 520_001_000_000 + number * 1_000_037 if fact.kind is Kind.MONEY else number % 2 == 0)


def read_plainly(path: Path) -> int:
    """The same cells by openpyxl's own means; how many there are."""
    book, count = load_workbook(path, read_only=True), 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                count += cell.value is not None
    return count


def take(path: Path) -> None:
    """Imports the workbook into a register of its own."""
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder:
        address = f"sqlite:///{folder}/bench.db"
        tiertrack.initialise(address)
        with tiertrack.open(address) as register:
            register.import_facts(path, source="企业填报")


def fastest(rounds: int, run: Callable[[], object]) -> float:
    """The shortest of some runs, in seconds of the processor."""
    times = []
    for _round in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def peak(path: Path) -> int:
    """The most memory an import takes, in MiB."""
    take(path)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
