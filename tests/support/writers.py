"""What other processes do in the tests of many writers."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path

from tiertrack.app import open_registry
from tiertrack.errors import StaleStanding
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import SystemClock
from tiertrack.store.database import Database
from tiertrack.titles.events import Event

__all__ = ["append_slowly", "append_with_retries", "applied", "bring_in"]


def applied(writer: int, number: int) -> Event:
    """An event nobody else records."""
    day = dt.date(2020, 1, 1) + dt.timedelta(days=number)
    return Event(title="srdi_sme", kind=EventKind.APPLIED, on=day, stage=f"{writer}", told_by=f"第 {writer} 人")


def append_with_retries(url: str, writer: int, firms: list[int], count: int, together: Barrier) -> None:
    """Appends so many events at the same time as others, reading again whenever somebody else came first."""
    with Database.open(url) as database:
        together.wait()
        for number in range(count):
            while True:
                try:
                    _append_next(database, firms[number % len(firms)], applied(writer, number))
                    break
                except StaleStanding:
                    continue


def _append_next(database: Database, firm: int, event: Event) -> None:
    with database.reading() as register:
        seen = register.versions(firm).get("srdi_sme", 0)
    with database.writing(SystemClock()) as register:
        register.append(firm, [event], {"srdi_sme": seen})
        register.commit()


def append_slowly(url: str, firms: list[int], ready: str) -> None:
    """Adds thousands of events at once, says when it is in the middle, and would take a minute for the rest."""

    def rows() -> Iterator[tuple[int, Event]]:
        for place, firm in enumerate(firms):
            if place == len(firms) // 2:
                Path(ready).touch()
                time.sleep(60)
            yield firm, applied(0, 0)

    with Database.open(url) as database, database.writing(SystemClock()) as register:
        register.append_many(rows())
        register.commit()


def bring_in(url: str, titles: str, facts: str, together: Barrier) -> None:
    """Imports a list of titles and one of facts, each at the same moment as others."""
    with open_registry(url) as register:
        together.wait()
        register.import_titles(read_title_list(Path(titles)))
        together.wait()
        register.import_facts(Path(facts), source="企业填报")
