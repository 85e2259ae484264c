"""How long a check of the whole register takes, as a ratio to reading and hashing the same bytes, in one run.

The baseline reads the very rows the check has to read, each table once (the events twice: along the streams, and along
the seals), by the driver, in the order it needs them, and hashes each row once as text: nothing is compared, joined
into trees or chained. ``--small`` is a quick look.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import tiertrack
from tests.bench.register import TITLES, enrolled, event, postgres, timed
from tiertrack.facts.datum import Datum
from tiertrack.ports import SystemClock
from tiertrack.store.codec import EVENT_COLUMNS
from tiertrack.store.database import Database
from tiertrack.store.integrity import asked_for
from tiertrack.store.tables import SEALED

# Events a firm, and rows of facts a firm.
EVENTS, FACTS = 10, 2


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    firms = 5_000 if options.parse_args().small else 200_000
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder, postgres(Path(folder)) as address:
        print("| 核对 | 本库，秒 | 只读并散列，秒 | 比值 |\n|---|---|---|---|")
        for name, url in {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": address}.items():
            tiertrack.initialise(url)
            with Database.open(url) as database:
                fill(database, firms)
                ours, baseline = measured(lambda: check(database)), measured(lambda: hashed(database))
            words = f"{name}，{firms * EVENTS:,} 项，{firms:,} 家"
            print(f"| {words} | {ours:.1f} | {baseline:.1f} | {ours / baseline:.2f} |", flush=True)


def fill(database: Database, firms: int) -> None:
    """Firms with their names, events and facts, by units of work of a thousand firms each."""
    for start in range(0, firms, 1000):
        keys = enrolled(database, min(1000, firms - start), f"核对{start}")
        with database.writing(SystemClock()) as register:
            titles = (TITLES * 3)[:EVENTS]
            register.append_many((key, event(title, number)) for key in keys for number, title in enumerate(titles))
            for key in keys:
                register.observe(key, [Datum("revenue", 2022 + year, key * 1000, "年报") for year in range(FACTS)])
            register.commit()


def check(database: Database) -> None:
    report = database.verify()
    if report.faults:
        sys.exit(str(report.faults[0]))


def hashed(database: Database) -> None:
    """Reads and hashes what a check reads and hashes."""
    with database.reading() as reader:
        session = reader._session
        encode, sha256 = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode, hashlib.sha256
        for row in session.streams():
            sha256(encode(row[: len(EVENT_COLUMNS)]).encode()).hexdigest()
        for _seal, _key, digest in session.sealed_events():
            sha256(digest.encode()).digest()
        for table in SEALED:
            for one in session.sealed_rows(table, asked_for(table)):
                sha256(encode([*one]).encode()).digest()


def measured(work: Callable[[], None]) -> float:
    """The better time of two runs."""
    return min(timed(work) for _ in range(2))


if __name__ == "__main__":
    main()
