"""`make bench`: the workbook of everything on record, written for ten thousand firms of sixty values each.

The baseline is XlsxWriter itself writing the same cells, row by row, with nothing kept in memory either. What memory
an export takes is measured in a process of its own. ``--small`` is a quick look at a tenth of it.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl import load_workbook
from xlsxwriter import Workbook

import tiertrack
from tiertrack.facts.datum import observed
from tiertrack.facts.identity import Identity
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.logic.quantity import Kind
from tiertrack.ports import Register

ON = "2026-06-30"
YEAR = 2025
COLUMNS = 60
NUMERIC = (Kind.MONEY, Kind.PEOPLE, Kind.COUNT, Kind.POINTS)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--memory", nargs=2, metavar=("ADDRESS", "FILE"))
    said = options.parse_args()
    if said.memory:
        print(peak(*said.memory))
        return
    firms = 1_000 if said.small else 10_000
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder:
        exported(Path(folder), firms, said.rounds)


def exported(folder: Path, firms: int, rounds: int) -> None:
    """Prints how long an export takes beside XlsxWriter writing its cells, how that grows, and how much memory."""
    address = f"sqlite:///{folder}/bench.db"
    tiertrack.initialise(address)
    with tiertrack.open(address) as register:
        fill(register, firms)
        into = folder / "台账.xlsx"
        ours = fastest(rounds, lambda: register.export(ON, into, existing=tiertrack.Existing.REPLACED))
        cells = [*read(into)]
        theirs = fastest(rounds, lambda: written_plainly(folder / "plain.xlsx", cells))
        part = fastest(rounds, lambda: written_part(register, folder, into))
    command = [sys.executable, __file__, "--memory", address, str(folder / "again.xlsx")]
    memory = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    number = sum(value is not None for _name, rows in cells for row in rows for value in row)
    print(f"台账：{firms} 家，{COLUMNS} 列，{number} 格")
    print(f"  写出 {ours:.2f} 秒；XlsxWriter 自己写这些格 {theirs:.2f} 秒；{ours / theirs:.2f} 倍")
    print(f"  一半的企业 {part:.2f} 秒（全部的 {part / ours:.2f}）；最多占 {memory} MiB")


def fill(register: tiertrack.Registry, firms: int) -> None:
    """Firms with a value for each of sixty facts, half of them in another region."""
    facts = columns()

    def keep(unit: Register) -> None:
        places = ("500113", "500112")
        named = [Identity(f"重庆虚构{number}号机械有限公司", region=places[number % 2]) for number in range(firms)]
        for number, key in enumerate(unit.enrol_many(named)):
            unit.observe(key, [observed(*value(fact, number), "企业填报") for fact in facts])

    register.write(keep)


def columns() -> list[Fact]:
    """Sixty facts: those of numbers first, then those to be answered by yes or no."""
    numeric = [fact for fact in FACTS.values() if fact.kind in NUMERIC]
    flags = [fact for fact in FACTS.values() if fact.kind is Kind.FLAG]
    return [*numeric, *flags][:COLUMNS]


def value(fact: Fact, number: int) -> tuple[str, int | None, int | bool]:
    """A value of a fact, other for each firm."""
    found: int | bool = number % 2 == 0
    if fact.kind is Kind.MONEY:
        found = 520_001_000_000 + number * 1_000_037
    elif fact.kind is not Kind.FLAG:
        found = number % 100
    return fact.key, YEAR if fact.yearly else None, found


def written_part(register: tiertrack.Registry, folder: Path, into: Path) -> None:
    register.export(ON, folder / into.name, region="500113", existing=tiertrack.Existing.REPLACED)


def read(path: Path) -> Iterator[tuple[str, list[list[object]]]]:
    """The cells of each sheet."""
    book = load_workbook(path, read_only=True)
    for sheet in book.worksheets:
        yield sheet.title, [[*row] for row in sheet.iter_rows(values_only=True)]


def written_plainly(into: Path, cells: list[tuple[str, list[list[object]]]]) -> None:
    """The same cells by XlsxWriter's own means."""
    with Workbook(str(into), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in cells:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, one in enumerate(row):
                    if one is not None:
                        sheet.write(number, place, one)


def fastest(rounds: int, run: Callable[[], object]) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _round in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def peak(address: str, into: str) -> int:
    """The most memory an export takes, in MiB."""
    with tiertrack.open(address) as register:
        register.export(ON, into)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
