"""Whatever was brought in, confirmed, joined, voided and closed: without one of the imports the register is the one in
which it never was, or it is told what stands in the way and nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

import tiertrack
from tests.support.events import day
from tests.support.files_brought_in import ALIKE, NAMES, facts, granted, listed, rights
from tests.support.schemas import schema_of
from tiertrack import Event, EventKind
from tiertrack.app import Registry
from tiertrack.app.review_list import ListOnRecord
from tiertrack.errors import BadInput, StoreError, TiertrackError, UnknownEnterprise
from tiertrack.temporal import AsOf
from tiertrack.titles.events import still_standing

MINUTE = dt.timedelta(minutes=1)
CLOSED, ALL = day("2024-06-30"), (*NAMES, ALIKE)

_NAMED = st.sampled_from(ALL)
_ROWS = st.tuples(_NAMED, st.sampled_from(["", "80", "90"]), st.sampled_from(["", "巴南区", "渝北区"]))
_ACTS = st.tuples(
    _NAMED,
    st.sampled_from(["2021-07-01", "2024-06-20"]),
    st.sampled_from(["认定", "公示", "撤销", "复核通过"]),
)
_RIGHTS = st.tuples(_NAMED, st.sampled_from(["一种夹具", "一种主轴箱"]))
_BROUGHT = st.one_of(
    st.tuples(st.just("facts"), st.lists(_ROWS, min_size=1, max_size=3), st.sampled_from(["填报", "年报"])),
    st.tuples(st.just("titles"), st.lists(_ACTS, min_size=1, max_size=2), st.sampled_from(["1", "2"])),
    st.tuples(st.just("rights"), st.lists(_RIGHTS, min_size=1, max_size=2), st.sampled_from(["专利局", "企业"])),
)
_DONE = st.one_of(
    st.tuples(st.sampled_from(["accept", "accept as new", "dismiss", "close", "void"])),
    st.tuples(st.just("void"), _NAMED),
    st.tuples(st.sampled_from(["merge", "unmerge"]), _NAMED, _NAMED),
)
_ONE = st.one_of(_BROUGHT, _BROUGHT, _DONE)


class _Ticking:
    """A clock that goes on whenever it is looked at."""

    def __init__(self) -> None:
        self._at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        self._at += MINUTE
        return self._at


class _Desk:
    """Somebody who does one thing after another to a register; what was done to what is noted down, so that another
    does the same to the same."""

    def __init__(self, register: Registry, folder: Path, before: Mapping[int, Any]) -> None:
        self._register = register
        self._folder = folder
        self._before = before
        self.noted: dict[int, Any] = {}

    def do(self, place: int, one: tuple[Any, ...]) -> int | None:
        """The number under which it can be taken back, None where it cannot; 0 where it was refused, or changed
        nothing."""
        kind, *what = one
        try:
            number = getattr(self, f"_{kind.replace(' ', '_')}")(place, *what)
        except TiertrackError:
            return 0
        return 0 if number is None and kind in _UNITS else number

    def _facts(self, _place: int, rows: list[tuple[str, ...]], source: str) -> int | None:
        written = [f"{name},,{region},{value}" for name, value, region in rows]
        return self._register.import_facts(**facts(self._folder, *written, source=source)).number

    def _titles(self, _place: int, rows: list[tuple[str, ...]], number: str) -> int | None:
        acts = [granted(name, on, what=what, document=f"渝经信〔2024〕{number}号") for name, on, what in rows]
        return self._register.import_titles(listed(self._folder, *acts)).number

    def _rights(self, _place: int, rows: list[tuple[str, ...]], source: str) -> int | None:
        written = [f"{name},发明专利,{right}," for name, right in rows]
        return self._register.import_rights(**rights(self._folder, *written, source=source)).number

    def _waiting(self, place: int) -> int:
        """The row of a list that somebody said something of; the first that waits where nobody has."""
        rows = {kept.fingerprint: kept.key for kept in self._register.proposals()}
        chosen = self._before.get(place) or next(iter(rows), None)
        if chosen not in rows:
            raise BadInput()
        self.noted[place] = chosen
        return rows[chosen]

    def _accept(self, place: int) -> int | None:
        return self._register.accept(self._waiting(place)).number

    def _accept_as_new(self, place: int) -> int | None:
        return self._register.accept_as_new(self._waiting(place)).number

    def _dismiss(self, place: int) -> None:
        self._register.dismiss([self._waiting(place)], "名称写错")

    def _close(self, _place: int) -> int | None:
        none = ListOnRecord.NONE
        found = self._register.close_review("srdi_sme", CLOSED, "渝经信〔2024〕9号", on_record=none)
        return next(iter(found.numbers), None)

    def _void(self, place: int, name: str = NAMES[0]) -> None:
        asof = AsOf(day("2030-01-01"))
        firm, chosen = self._before.get(place) or (self._register.find(name).name, None)
        stand = still_standing(self._register.history(firm, asof).events)
        event = next((one for one in stand if one.title == "srdi_sme" and chosen in (None, one.statement)), None)
        if event is None:
            raise BadInput()
        self.noted[place] = firm, event.statement
        self._register.void(firm, event.title, event.version, day("2025-01-01"))

    def _merge(self, place: int, *names: str) -> None:
        merged = self._register.merge(*self._before.get(place, names))
        self.noted[place] = merged.enterprise, merged.other

    def _unmerge(self, place: int, name: str, _other: str) -> None:
        self.noted[place] = self._register.unmerge(self._before.get(place, name)).other


def _answers(register: Registry) -> Iterator[Any]:
    for asof in (AsOf(day("2022-01-01")), AsOf(day("2025-06-30"))):
        for firm in register.firms(asof):
            told = register.history(firm.name, asof)
            events = sorted(str(event.statement) for event in told.events if told.counts(event) and _says(event))
            dossier, held = register.dossier(firm.name, asof), register.standing(firm.name, asof).standing.held
            yield firm.name, firm.region, dossier.values, dossier.ip, events, [(one.title, one.period) for one in held]
    for name in ALL:
        try:
            yield name, register.find(name).name
        except UnknownEnterprise:
            yield name, None
    yield from (kept.fingerprint for kept in register.proposals())


def _says(event: Event) -> bool:
    return event.kind is not EventKind.VOIDED


def _never_was(folder: Path, url: str, done: list[tuple[Any, ...]], data: st.DataObject) -> None:
    with tiertrack.open(url, clock=_Ticking()) as register:
        desk = _Desk(register, folder, {})
        numbers = [desk.do(place, one) for place, one in enumerate(done)]
        units = [place for place, number in enumerate(numbers) if number]
        if not units:
            return
        out = data.draw(st.sampled_from(units))
        before = sorted(map(str, _answers(register)))
        try:
            register.undo(numbers[out] or 0)
        except StoreError:
            assert sorted(map(str, _answers(register))) == before
            return
        with tiertrack.open("memory:", clock=_Ticking()) as other:
            again = _Desk(other, folder, desk.noted)
            for place, one in enumerate(done):
                # What changed nothing may have been said by what is taken back alone.
                if place != out and numbers[place] != 0:
                    again.do(place, one)
            if any(one[0] == "close" for one in done):
                # A review is closed on what is on record at the time.
                for each in (desk, again):
                    each.do(-1, ("close",))
            assert sorted(map(str, _answers(register))) == sorted(map(str, _answers(other)))
        assert register.verify().faults == ()


_UNITS = frozenset({"facts", "titles", "rights", "accept", "accept as new", "close"})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ONE, min_size=1, max_size=6), st.data())
def test_a_register_without_an_import_is_the_one_in_which_it_never_was(
    tmp_path: Path, done: list[Any], data: st.DataObject
) -> None:
    _never_was(tmp_path, "memory:", done, data)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ONE, min_size=2, max_size=5), st.data())
def test_the_same_of_a_file(tmp_path: Path, sqlite_pattern: Path, done: list[Any], data: st.DataObject) -> None:
    file = tmp_path / "each.db"
    file.write_bytes(sqlite_pattern.read_bytes())
    _never_was(tmp_path, f"sqlite:///{file}", done, data)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ONE, min_size=2, max_size=5), st.data())
def test_the_same_of_a_server(
    tmp_path: Path, postgres_admin: Engine, postgres_migration: str, done: list[Any], data: st.DataObject
) -> None:
    with schema_of(postgres_admin, postgres_migration) as url:
        _never_was(tmp_path, url, done, data)
