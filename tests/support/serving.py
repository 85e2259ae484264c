"""The pages of a register as tests open them: a register that has read a few files, and a browser without a window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

import tiertrack
from tests.support.clocks import SetClock
from tiertrack.app import Registry
from tiertrack.intake.title_list import read_title_list
from tiertrack.pages.handbook.scenario_results import ScenarioResults
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.rulebook import Rulebook
from tiertrack.shipped import shipped
from tiertrack.web.access import Access
from tiertrack.web.desk import Desk, Writing
from tiertrack.web.server import application

EXAMPLES = shipped("seeds") / "examples"
ON = "2026-06-30"
TOKEN = "一个只有登记的人知道的口令，够长"
_CLOCK = SetClock(dt.datetime(2026, 6, 30, 1, tzinfo=dt.UTC))
OWN = {"origin": "http://127.0.0.1:8765"}


def fill(url: str) -> None:
    """Brings the examples into a register: three dossiers, a table of facts and a list of titles."""
    with tiertrack.open(url, clock=_CLOCK) as register:
        for name in ("meets.json", "with-holes.json", "near-miss.json"):
            register.import_facts(Path(EXAMPLES / name), source="企业填报")
        register.import_facts(Path(EXAMPLES / "enterprises.csv"), source="企业填报")
        register.import_titles(read_title_list(Path(EXAMPLES / "titles.csv")))


@contextmanager
def desk_of(
    url: str,
    writing: Writing = Writing.REFUSED,
    rulebook: Rulebook | None = None,
    results: ScenarioResults | None = None,
) -> Iterator[Desk]:
    """A desk with a register of this address, on a day that is said."""
    rules = rulebook or national_rulebook()
    with tiertrack.open(url, rules, _CLOCK) as register:
        assert isinstance(register, Registry)
        yield Desk(register, url, rules, _CLOCK, writing, results=results)


@contextmanager
def browsing(desk: Desk, access: Access | None = None) -> Iterator[TestClient]:
    """What asks the pages of a desk, as a browser on this machine does."""
    token = TOKEN if desk.writing is Writing.ALLOWED else None
    door = access or Access("127.0.0.1", desk.writing, token, pause=lambda _seconds: None)
    with TestClient(application(desk, door), "http://127.0.0.1:8765", follow_redirects=False) as client:
        yield client
