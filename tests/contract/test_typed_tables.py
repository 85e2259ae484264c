"""What a screening keeps to begin from is followed, healed and never trusted: its rows are always the register's."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import signal
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from sqlalchemy import create_engine, make_url

import tiertrack
from tests.support.clocks import SetClock
from tests.support.commands import Run
from tests.support.events import day, event
from tests.support.screening import (
    COUNTS,
    anew,
    kept,
    killed_while_keeping,
    screen_and_record,
    statement,
    typed,
    typed_and_anew,
)
from tests.support.sealing import PATENT
from tiertrack import AsOf, Attestation, Datum, Event, EventKind, Truth
from tiertrack.app import firm_list
from tiertrack.errors import BadFrame
from tiertrack.facts.construction import unchecked
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import Acquisition
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.ports import Register
from tiertrack.progress import silent
from tiertrack.rules.assessment import assess
from tiertrack.rules.reads import column_called
from tiertrack.screening import typed_keeping
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource
from tiertrack.screening.register_table import register_table
from tiertrack.screening.snapshot import Part, snapshot
from tiertrack.screening.typed_holders import typed_holders
from tiertrack.screening.typed_places import Asked
from tiertrack.screening.typed_upkeep import drop_typed_tables
from tiertrack.store.database import Database
from tiertrack.store.typed_tables import DERIVED, PLACES, SLOTS
from tiertrack.titles.joining import Joining, Said

K = EventKind
ON = dt.date(2026, 6, 30)
NOW = AsOf(ON)
WAN = 1_000_000
FORK = multiprocessing.get_context("fork")

# A column of every kind and origin: two that feed each other, one that follows from events, a share.
KEYS = (
    *("revenue:2025", "employees:2025", "market_share", "rd_institution", "abnormal_list", "high_tech_enterprise"),
    *("committee_passed_on", "title:srdi_sme", "title:high_tech_enterprise", "applied:srdi_sme"),
    *("judgement:market_standing", "judgement:key_chain_link"),
)
COLUMNS = [column_called(key, ON) for key in KEYS]


class Growing:
    """A register that many units of work of chance add to."""

    def __init__(self, url: str, clock: SetClock, seed: int = 1) -> None:
        self.url, self.clock, self.chance = url, clock, Random(seed)
        self.firms: list[int] = []
        self.joined: set[int] = set()

    def write(self, *acts: Any) -> None:
        """A unit of work; now and then two of them end at one instant."""
        with Database.open(self.url) as database, database.writing(self.clock) as register:
            for act in acts:
                act(register)
            register.commit()
        self.clock.instant += dt.timedelta(seconds=self.chance.choice([0, 60]))

    def grow(self) -> None:
        self.write(*(self.chance.choice(self.acts) for _act in range(self.chance.randint(1, 4))))

    @property
    def acts(self) -> list[Any]:
        often = [self.observe, self.happen] * 2
        return [
            *(*often, self.enrol, self.attest, self.take_back, self.rename, self.relocate, self.learn),
            *(self.join, self.separate, self.list_rights, self.list_rights),
        ]

    def enrol(self, register: Register) -> None:
        number = len(self.firms) + 1
        firm = register.enrol(Identity(f"重庆第{number}号精密制造有限公司", region="500113", industry="C3484"))
        self.firms.append(firm)

    def firm(self, register: Register) -> int:
        if not self.firms:
            self.enrol(register)
        return self.chance.choice([firm for firm in self.firms if firm not in self.joined])

    def observe(self, register: Register) -> None:
        chance, values = (
            self.chance,
            {
                ("revenue", 2025): [1000 * WAN, 5000 * WAN],
                ("employees", 2025): [20, 300],
                ("market_share", None): [Fraction(1, 8), Fraction(3, 25)],
                ("rd_institution", None): ["provincial", "own"],
                ("abnormal_list", None): [True, False],
                ("high_tech_enterprise", None): [True, False],
                ("committee_passed_on", None): [day("2026-04-02").toordinal()],
            },
        )
        (key, year), told = chance.choice(list(values.items()))
        register.observe(self.firm(register), [Datum(key, year, chance.choice(told), chance.choice(["年报", "报表"]))])

    def list_rights(self, register: Register) -> None:
        chance = self.chance
        related = chance.choice([True, False, None])
        own = attrs.evolve(PATENT, acquired=Acquisition.ORIGINAL, transferred_on=None, main_product=related)
        rights = [attrs.evolve(own, number=f"ZL{number}") for number in range(3)]
        register.list_rights(self.firm(register), chance.sample(rights, chance.randint(0, 3)), chance.choice("甲乙"))

    def attest(self, register: Register) -> None:
        chance = self.chance
        key, on = chance.choice(["market_standing", "key_chain_link"]), day(f"2026-0{chance.randint(1, 8)}-10")
        by = chance.choice(["市经信委", "区经信委"])
        register.attest(self.firm(register), Attestation(key, chance.random() < 0.5, by, on))

    def happen(self, register: Register) -> None:
        chance = self.chance
        title, on = (
            chance.choice(["srdi_sme", "high_tech_enterprise"]),
            f"202{chance.randint(2, 6)}-0{chance.randint(1, 9)}-01",
        )
        one = chance.choice(
            [
                event(K.RECOGNISED, on, title, through=f"{int(on[:4]) + 3}{on[4:]}"),
                event(K.APPLIED, on, title),
                event(K.ADVANCED, on, "listed", stage="committee_passed"),
            ]
        )
        register.append(self.firm(register), [one])

    def take_back(self, register: Register) -> None:
        firm = self.firm(register)
        standing = [one for one in register.events(firm) if one.kind not in (K.VOIDED, K.JOINED)]
        if standing:
            one = self.chance.choice(standing)
            register.void(firm, one.title, one.version, ON)

    def rename(self, register: Register) -> None:
        register.rename(self.firm(register), f"改名{self.chance.randint(1, 99)}有限公司", day("2026-03-01"))

    def relocate(self, register: Register) -> None:
        register.relocate(self.firm(register), self.chance.choice(["500112", "510100"]), day("2026-02-01"))

    def learn(self, register: Register) -> None:
        register.learn(self.firm(register), Identity(industry=self.chance.choice(["C35", "I65"])))

    def join(self, register: Register) -> None:
        head, other = self.firm(register), self.firm(register)
        if head != other:
            register.join(other, Joining(head, "甲"), Said(ON))
            self.joined.add(other)

    def separate(self, register: Register) -> None:
        if self.joined:
            register.separate(self.joined.pop(), Said(ON))


@pytest.fixture
def growing(register_url: str, clock: SetClock) -> Growing:
    found = Growing(register_url, clock)
    for _firm in range(6):
        found.write(found.enrol, found.observe, found.happen, found.list_rights)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_kept_follows_the_register_whatever_is_told(register_url: str, clock: SetClock, seed: int) -> None:
    growing, seals = Growing(register_url, clock, seed), []
    growing.write(growing.enrol, growing.enrol, growing.list_rights)
    for _round in range(8):
        for _unit in range(growing.chance.randint(1, 3)):
            growing.grow()
        rows, expected = typed_and_anew(register_url, COLUMNS, NOW)
        assert rows == expected
        assert typed(register_url, COLUMNS, NOW) == (expected, ())
        assert typed(register_url, COLUMNS, NOW, Part(limit=2))[0] == expected[:2]
        seals.append(kept(register_url)[0][1])
    # Each time the very same table was brought further.
    assert len(kept(register_url)) == 1
    assert seals == sorted(seals)
    assert seals[0] < seals[-1]


def test_a_screening_from_what_is_kept_answers_as_each_dossier_does(growing: Growing) -> None:
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, ON)
    for _round in range(3):
        growing.grow()
        found = RegisterSource(growing.url).screen(question)
        with Database.open(growing.url) as database, database.reading() as register:
            enrolled = register.keys()
            dossiers = [register.dossier(key, NOW) for key in enrolled]
        (edition,) = question.editions
        truths = [assess(edition, dossier, NOW).truth for dossier in dossiers]
        counted = [truths.count(truth) for truth in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)]
        assert [found.met, found.failed, found.open] == counted
        assert found.suspicions == ()
    assert len(kept(growing.url)) == 1


def test_the_first_rights_that_are_listed_make_another_table_that_is_begun_from_as_well(
    register_url: str, clock: SetClock
) -> None:
    growing = Growing(register_url, clock)
    growing.write(growing.enrol, growing.observe)
    for places, act in ((1, growing.observe), (2, growing.list_rights), (2, growing.list_rights)):
        growing.write(act)
        rows, expected = typed_and_anew(register_url, COLUMNS, NOW)
        assert (rows, len(kept(register_url))) == (expected, places)
    assert any(name.startswith("rights:") for name in rows[0])


def holders_told(growing: Growing) -> list[bool]:
    """Whether what is kept tells who holds each of two titles; either way it is told as by the events of each."""
    told = []
    with tiertrack.open(growing.url) as registry:
        for title in ("srdi_sme", "high_tech_enterprise"):
            for where in ({}, {"region": "500113"}, {"industry": "C35"}):
                each = registry.standings(NOW, **where)
                expected = [row.enterprise for row in each if title in {held.title for held in row.standing.held}]
                found = registry.firms(NOW, title=title, **where)
                assert ([*found], found.count()) == (expected, len(expected))
            told.append(is_told(growing, title))
    return told


def is_told(growing: Growing, title: str) -> bool:
    with Database.open(growing.url) as database, database.reading() as register:
        return typed_holders(register, None, title, ON) is not None


def test_who_holds_a_title_is_told_from_what_is_kept_as_by_the_events_of_each(growing: Growing) -> None:
    for _round in range(4):
        growing.grow()
        assert holders_told(growing) == [False, False]
        typed(growing.url, COLUMNS, NOW)
        assert holders_told(growing) == [True, True]


def test_who_holds_a_title_is_told_from_what_a_screening_for_it_kept(growing: Growing) -> None:
    growing.grow()
    with tiertrack.open(growing.url) as registry:
        registry.screen("小巨人", "认定", ON)
    with Database.open(growing.url) as database, database.reading() as register:
        told = typed_holders(register, None, "little_giant", ON)
        # Nothing ever happened of it: nobody's events have to be looked at.
        assert told is not None
        assert told.open <= {*register.families()}


def test_a_holder_is_called_as_ever_by_what_no_typed_table_has(growing: Growing) -> None:
    held = [event(K.RECOGNISED, "2024-07-01", "srdi_sme", through="2027-06-30")]
    known = [
        Identity("重庆简称精密制造有限公司", "简称精密", region="500113"),
        Identity("重庆上市精密制造股份有限公司", stock_code="600001", uscc="91500113MA0000015Q"),
    ]
    growing.write(*(partial(_enrolled_with, one, held) for one in known))
    typed(growing.url, COLUMNS, NOW)
    assert holders_told(growing) == [True, True]
    with tiertrack.open(growing.url) as registry:
        found = {firm.short_name or firm.stock_code for firm in registry.firms(NOW, title="srdi_sme")}
    assert {"简称精密", "600001"} <= found


def _enrolled_with(known: Identity, events: list[Event], register: Register) -> None:
    register.append(register.enrol(known), events)


# What a list of the holders of 专精特新 reads of the kept table and its row, changed so that it tells them no more.
UNLISTED = {
    "a holder is none": "UPDATE tiertrack_typed_rows_1 SET {title} = {no} WHERE enterprise_id = {held}",
    "of a holder it is not known": "UPDATE tiertrack_typed_rows_1 SET {title} = NULL WHERE enterprise_id = {held}",
    "who holds none is a holder": "UPDATE tiertrack_typed_rows_1 SET {title} = NOT {no} WHERE enterprise_id = {other}",
    "one took the place of another": "UPDATE tiertrack_typed_rows_1 SET {title} = NOT {title}"
    " WHERE enterprise_id IN ({held}, {other})",
    "a holder is gone": "DELETE FROM tiertrack_typed_rows_1 WHERE enterprise_id = {held}",
    "a holder is called otherwise": "UPDATE tiertrack_typed_rows_1 SET text_1 = '另一家' WHERE enterprise_id = {held}",
    "a holder is elsewhere": "UPDATE tiertrack_typed_rows_1 SET text_3 = NULL WHERE enterprise_id = {held}",
    "it is of an earlier question": "UPDATE tiertrack_typed_tables SET turn = turn + 1",
    "it says nothing of titles": "UPDATE tiertrack_typed_tables SET columns = '{{}}'",
    "its columns are none": "UPDATE tiertrack_typed_tables SET columns = '[[]]'",
    "its rows are no table any more": "ALTER TABLE tiertrack_typed_rows_1 RENAME TO elsewhere",
}


def test_a_table_that_was_changed_in_what_a_list_reads_tells_nobody(growing: Growing) -> None:
    held = growing.firms[0]
    growing.write(
        lambda register: register.append(held, [event(K.RECOGNISED, "2024-07-01", through="2027-06-30")]), growing.enrol
    )
    other = growing.firms[-1]
    slot, no = Asked.of(COLUMNS, ON).slots["title:srdi_sme"], "0" if "sqlite" in growing.url else "FALSE"
    with tiertrack.open(growing.url) as registry:
        expected = [*registry.firms(NOW, title="srdi_sme")]
        for how, said in UNLISTED.items():
            typed(growing.url, COLUMNS, NOW)
            assert is_told(growing, "srdi_sme"), how
            statement(growing.url, said.format(title=slot, no=no, held=held, other=other))
            assert not is_told(growing, "srdi_sme"), how
            assert [*registry.firms(NOW, title="srdi_sme")] == expected, how
    assert how == "its rows are no table any more"


def test_what_a_list_does_not_read_of_a_table_is_no_matter_to_it(growing: Growing) -> None:
    typed(growing.url, COLUMNS, NOW)
    statement(growing.url, "UPDATE tiertrack_typed_rows_1 SET number_1 = 7")
    assert is_told(growing, "srdi_sme")
    assert typed(growing.url, COLUMNS, NOW)[1] != ()


def test_a_list_that_is_gone_through_while_something_is_told_or_damaged_goes_on(
    growing: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firm_list, "_TYPED_AT_A_TIME", 2)
    held = [event(K.RECOGNISED, "2024-07-01", "srdi_sme", through="2027-06-30")]
    growing.write(*(partial(_enrolled_with, Identity(f"第{number}号有限公司"), held) for number in range(6)))
    typed(growing.url, COLUMNS, NOW)
    for meanwhile in (
        lambda: growing.write(growing.observe),
        lambda: statement(growing.url, "ALTER TABLE tiertrack_typed_rows_1 RENAME TO elsewhere"),
    ):
        with tiertrack.open(growing.url) as registry:
            expected = [row.enterprise for row in registry.standings(NOW, title="srdi_sme")]
            found = registry.firms(NOW, title="srdi_sme")
            first = next(found)
            meanwhile()
            assert [first, *found] == expected
        typed(growing.url, COLUMNS, NOW)


def test_another_day_and_what_was_known_earlier_are_answered_as_ever(growing: Growing) -> None:
    known_at = growing.clock.instant
    growing.clock.instant += dt.timedelta(hours=1)
    growing.grow()
    for asof in (NOW, AsOf(day("2024-06-30")), AsOf(ON, known_at), NOW):
        columns = [column_called(key, asof.on) for key in KEYS]
        assert typed(growing.url, columns, asof)[0] == anew(growing.url, columns, asof)
    # What was known earlier is asked for once, and nobody begins from it.
    assert len(kept(growing.url)) == 2


def test_the_table_longest_left_alone_makes_room_for_another(growing: Growing) -> None:
    days = [AsOf(day(f"2026-0{month}-01")) for month in range(1, PLACES + 2)]
    for asof in days[:PLACES]:
        typed(growing.url, [], asof)
    growing.grow()
    growing.write(growing.observe)
    typed(growing.url, [], days[0])
    typed(growing.url, [], days[-1])
    left = {row[0] for row in statement(growing.url, "SELECT on_day FROM tiertrack_typed_tables")}
    assert {str(on) for on in left} == {str(asof.on) for asof in (*days[:1], *days[2:])}


def test_a_question_too_wide_for_a_place_is_answered_and_not_kept(growing: Growing) -> None:
    wide = [column_called(f"revenue:{year}", ON) for year in range(1950, 1951 + SLOTS["number"])]
    assert typed(growing.url, wide, NOW)[0] == anew(growing.url, wide, NOW)
    assert kept(growing.url) == []


def test_what_cannot_be_answered_from_is_refused_from_what_is_kept_too(growing: Growing) -> None:
    typed(growing.url, COLUMNS, NOW)
    firm = growing.firms[0]
    growing.write(lambda register: register.observe(firm, [unchecked(Datum, "employees", 2025, 10**16, "年报")]))
    for _time in range(2):
        with pytest.raises(BadFrame, match="E841"):
            typed(growing.url, COLUMNS, NOW)
    assert typed(growing.url, COLUMNS, NOW, Part(limit=1))[0] if firm != 1 else True
    growing.write(lambda register: register.observe(firm, [Datum("employees", 2025, 20, "年报")]))
    assert typed(growing.url, COLUMNS, NOW) == (anew(growing.url, COLUMNS, NOW), ())


# ------------------------------------------------------------------------------------------------------------ damage

DAMAGE = {
    "a row is gone": "DELETE FROM tiertrack_typed_rows_1 WHERE enterprise_id = 2",
    "all rows are gone": "DELETE FROM tiertrack_typed_rows_1",
    "a row is added": "INSERT INTO tiertrack_typed_rows_1 (enterprise_id) VALUES (999)",
    "a number is another": "UPDATE tiertrack_typed_rows_1 SET number_1 = 7 WHERE enterprise_id = 2",
    "a text is another": "UPDATE tiertrack_typed_rows_1 SET text_3 = '510100' WHERE enterprise_id = 2",
    "a truth is another": "UPDATE tiertrack_typed_rows_1 SET truth_2 = NOT coalesce(truth_2, {no})"
    " WHERE enterprise_id = 2",
    "two rows are swapped": "UPDATE tiertrack_typed_rows_1 SET text_1 = CASE enterprise_id WHEN 1 THEN"
    " (SELECT text_1 FROM tiertrack_typed_rows_1 WHERE enterprise_id = 2) ELSE"
    " (SELECT text_1 FROM tiertrack_typed_rows_1 WHERE enterprise_id = 1) END WHERE enterprise_id IN (1, 2)",
    "two keys so far apart are swapped": "UPDATE tiertrack_typed_rows_1 SET enterprise_id = enterprise_id + 1009"
    " WHERE enterprise_id = 2",
    "two numbers of a row are swapped": "UPDATE tiertrack_typed_rows_1 SET number_1 = number_2, number_2 = number_1"
    " WHERE enterprise_id = 2",
    "one number is more by what another is less": "UPDATE tiertrack_typed_rows_1 SET number_1 = number_1 + 1000,"
    " number_2 = number_2 - 1000 WHERE enterprise_id = 2",
    "a number is more by a large prime": "UPDATE tiertrack_typed_rows_1 SET number_1 = number_1 + 16777213"
    " WHERE enterprise_id = 2",
    "a number has become one of other halves": "UPDATE tiertrack_typed_rows_1 SET number_1 = number_1 * 4294967296"
    " WHERE enterprise_id = 2",
    "a number is as large as can be": "UPDATE tiertrack_typed_rows_1 SET number_1 = 9223372036854775807",
    "an amount has moved from one row to another": "UPDATE tiertrack_typed_rows_1 SET number_1 = number_1"
    " + CASE enterprise_id WHEN 1 THEN 3 ELSE -2 END WHERE enterprise_id IN (1, 2)",
    "it says it has more": "UPDATE tiertrack_typed_tables SET rows = rows + 1",
    "it is of another register": "UPDATE tiertrack_typed_tables SET seal_digest = 'other'",
    "it is ahead of the register": "UPDATE tiertrack_typed_tables SET seal = seal + 100",
    "it says it has seen what it has not": "UPDATE tiertrack_typed_tables SET seal = {seal}, seal_digest = {digest}",
    "it says it has seen later events": "UPDATE tiertrack_typed_tables SET event = event + 100",
    "its columns are none": "UPDATE tiertrack_typed_tables SET columns = '[[]]'",
    "its turn is the last there can be": "UPDATE tiertrack_typed_tables SET turn = 9223372036854775807",
    "its day is none": "UPDATE tiertrack_typed_tables SET on_day = {no_day}",
    "its rows are no table any more": "ALTER TABLE tiertrack_typed_rows_1 RENAME TO elsewhere",
}


_WRITTEN = {"sqlite": {"no": "0", "no_day": "'zz'"}, "postgresql": {"no": "FALSE", "no_day": "'infinity'"}}


def damage(url: str, how: str) -> None:
    seal, digest = (f"(SELECT {of} FROM tiertrack_seals ORDER BY id DESC LIMIT 1)" for of in ("id", "digest"))
    statement(
        url, DAMAGE[how].format(**_WRITTEN["sqlite" if "sqlite" in url else "postgresql"], seal=seal, digest=digest)
    )


def tell_two_numbers(firm: int, register: Register) -> None:
    said: list[tuple[str, int | None, Any]] = [("committee_passed_on", None, day("2026-04-02").toordinal() + firm)]
    said += [("employees", 2025, 20 + firm), ("market_share", None, Fraction(firm, 8)), ("revenue", 2025, firm * WAN)]
    register.observe(firm, [Datum(key, year, value, "核实") for key, year, value in said])


def test_a_damaged_table_is_worked_out_anew_and_said(growing: Growing) -> None:
    # Two numbers of each, which differ.
    growing.write(*(partial(tell_two_numbers, firm) for firm in (1, 2)))
    typed(growing.url, COLUMNS, NOW)
    expected = anew(growing.url, COLUMNS, NOW)
    for how in DAMAGE:
        # What the one before left is sound again and begun from: the next is the only damage to it.
        assert kept(growing.url)[0][:1] == (1,), how
        if "seen what it has not" in how:
            growing.write(growing.observe)
            expected = anew(growing.url, COLUMNS, NOW)
        damage(growing.url, how)
        rows, notes = typed(growing.url, COLUMNS, NOW)
        assert rows == expected, how
        (note,) = notes
        assert "重算" in note, how
        healed = typed(growing.url, COLUMNS, NOW)
        assert healed[0] == expected, how
        # This is the last: nothing begins from rows that are nowhere.
        assert bool(healed[1]) is (how == "its rows are no table any more"), how
        with Database.open(growing.url) as database:
            assert database.verify().faults == (), how
    assert how == "its rows are no table any more"


def test_rows_that_were_written_anew_as_they_were_are_sound(growing: Growing) -> None:
    typed(growing.url, COLUMNS, NOW)
    expected = typed(growing.url, COLUMNS, NOW)
    statement(growing.url, "UPDATE tiertrack_typed_rows_1 SET text_1 = text_1")
    assert typed(growing.url, COLUMNS, NOW) == expected == (anew(growing.url, COLUMNS, NOW), ())


def test_columns_that_have_changed_names_are_no_longer_what_they_were(growing: Growing) -> None:
    growing.write(*(partial(tell_two_numbers, firm) for firm in (1, 2)))
    typed(growing.url, COLUMNS, NOW)
    for before, after in (("number_1", "aside"), ("number_2", "number_1"), ("aside", "number_2")):
        statement(growing.url, f"ALTER TABLE tiertrack_typed_rows_1 RENAME COLUMN {before} TO {after}")
    rows, (note,) = typed(growing.url, COLUMNS, NOW)
    assert rows == anew(growing.url, COLUMNS, NOW)
    assert "重算" in note


def test_the_answer_says_that_it_was_worked_out_anew(growing: Growing, run: Run) -> None:
    asked = ("screen", "--db", growing.url, "--tier", "srdi_sme", "--on", "2026-06-30")
    before = run(*asked)[1]
    damage(growing.url, "all rows are gone")
    told = run(*asked)[1]
    assert "⚠ 上次筛查留下的资料对不上（应有 6 行，现有 0 行），已全部由登记库重算" in told
    assert run(*asked)[1] == before
    assert run("tables", "--db", growing.url)[1] == "已重算筛查用的表 1 张\n"
    assert kept(growing.url) == [(1, 6, 6, None)]
    # It is the very table that the next screening begins from.
    assert run(*asked)[1] == before
    assert kept(growing.url) == [(1, 6, 6, None)]
    assert run("tables", "--db", growing.url, "--drop")[1] == "已丢掉筛查用的表 1 张\n"
    assert (kept(growing.url), statement(growing.url, "SELECT * FROM tiertrack_typed_rows_1")) == ([], [])


@pytest.mark.parametrize(("how", "left"), [("its columns are none", 0), ("its day is none", 0), ("a row is gone", 1)])
def test_what_cannot_be_read_is_dropped_and_said_and_the_rest_rebuilt(
    growing: Growing, run: Run, caplog: pytest.LogCaptureFixture, how: str, left: int
) -> None:
    for asked in ((), ("--drop",)):
        typed(growing.url, COLUMNS, NOW)
        damage(growing.url, how)
        caplog.clear()
        code, told, _err = run("tables", "--db", growing.url, *asked)
        assert (code, told) == (0, f"已{'丢掉' if asked else '重算'}筛查用的表 {1 if asked else left} 张\n")
        assert ("读不出来" in caplog.text) is (not asked and not left)
        assert len(kept(growing.url)) == (0 if asked else left)


def test_places_someone_removed_are_made_again(growing: Growing, run: Run) -> None:
    expected = typed(growing.url, COLUMNS, NOW)[0]
    for table in ("tiertrack_typed_tables", "tiertrack_typed_rows_1"):
        statement(growing.url, f"DROP TABLE {table}")
        assert typed(growing.url, COLUMNS, NOW)[0] == expected
    run("tables", "--db", growing.url)
    assert typed(growing.url, COLUMNS, NOW) == (expected, ())
    assert len(kept(growing.url)) == 1


# ------------------------------------------------------------------------------------------------- many and interrupted


def test_a_host_reads_what_its_own_transaction_has_done_and_keeps_nothing(growing: Growing) -> None:
    typed(growing.url, COLUMNS, NOW)
    engine = create_engine(growing.url)
    before = kept(growing.url)
    with engine.connect() as connection:
        tiertrack.open(connection).enrol("重庆宿主有限公司")
        rows = typed(connection, COLUMNS, NOW)[0]
        assert len(rows) == len(growing.firms) + 1
        connection.rollback()
    engine.dispose()
    assert kept(growing.url) == before


def test_a_unit_that_began_before_a_screening_and_ended_after_it_is_followed(
    postgres_register: str, clock: SetClock
) -> None:
    growing = Growing(postgres_register, clock)
    growing.write(growing.enrol, growing.enrol)
    first, second = growing.firms
    with Database.open(growing.url) as database, database.writing(clock) as slow:
        slow.append(first, [event(K.RECOGNISED, "2024-07-01")])
        slow.observe(first, [Datum("employees", 2025, 20)])
        growing.write(lambda register: register.append(second, [event(K.RECOGNISED, "2024-07-01")]))
        growing.write(lambda register: register.observe(second, [Datum("employees", 2025, 30)]))
        assert [row["employees:2025"] for row in typed(growing.url, COLUMNS, NOW)[0]] == [None, 30]
        clock.instant += dt.timedelta(minutes=1)
        slow.commit()
    rows, notes = typed(growing.url, COLUMNS, NOW)
    assert [(row["employees:2025"], row["title:srdi_sme"]) for row in rows] == [(20, True), (30, True)]
    assert (rows, notes) == (anew(growing.url, COLUMNS, NOW), ())


def test_what_others_dropped_in_the_meantime_is_not_half_kept(growing: Growing) -> None:
    typed(growing.url, COLUMNS, NOW)
    growing.write(growing.observe)
    with (
        snapshot(growing.url) as transaction,
        register_table(transaction, COLUMNS, NOW, Part(), silent, counts=COUNTS),
    ):
        if transaction.connection.dialect.name == "sqlite":
            # Here a reader holds up who changes something, until it has read.
            transaction.commit()
        drop_typed_tables(growing.url)
    assert kept(growing.url) == []
    assert typed(growing.url, COLUMNS, NOW) == (anew(growing.url, COLUMNS, NOW), ())


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite writes two rows at a time."""
    monkeypatch.setattr(typed_keeping, "AT_A_TIME", 2)


@pytest.mark.usefixtures("in_parts")
def test_a_table_written_in_parts_is_the_same(growing: Growing) -> None:
    growing.write(growing.enrol)
    for _round in range(3):
        assert typed(growing.url, COLUMNS, NOW) == (anew(growing.url, COLUMNS, NOW), ())
        assert kept(growing.url)[0][2:] == (len(growing.firms), None)
        growing.write(growing.enrol, *[growing.observe] * 6)


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("at", [1, 3, 6])
@pytest.mark.parametrize("again", [False, True])
def test_a_screening_killed_while_it_keeps_its_table_leaves_right_answers(
    growing: Growing, at: int, again: bool
) -> None:
    if again:
        typed(growing.url, COLUMNS, NOW)
        growing.write(*[growing.observe, growing.happen, growing.enrol] * 3)
    killed = FORK.Process(target=killed_while_keeping, args=(growing.url, KEYS, NOW, at))
    killed.start()
    killed.join()
    # All of it may have been written by fewer statements.
    assert killed.exitcode in (-signal.SIGKILL, 0)
    assert killed.exitcode == -signal.SIGKILL or at > 3
    for _time in range(2):
        assert typed(growing.url, COLUMNS, NOW) == (anew(growing.url, COLUMNS, NOW), ())
    assert kept(growing.url)[0][2:] == (len(growing.firms), None)


def test_a_screening_does_not_wait_for_whoever_writes_and_keeps_nothing_then(growing: Growing) -> None:
    with Database.open(growing.url) as database, database.writing(growing.clock) as register:
        growing.observe(register)
        rows = typed(growing.url, COLUMNS, NOW)[0]
        assert rows == anew(growing.url, COLUMNS, NOW)
        assert bool(kept(growing.url)) is ("postgresql" in growing.url)


def test_eight_who_screen_and_record_at_once_all_have_right_answers(growing: Growing) -> None:
    growing.write(growing.enrol, growing.enrol)
    together = FORK.Barrier(8)
    told = [
        [(firm, event(K.APPLIED, f"20{10 + number}-0{turn + 1}-01")) for turn in range(2)]
        for number, firm in enumerate(growing.firms)
    ]
    offices = [FORK.Process(target=screen_and_record, args=(growing.url, KEYS, NOW, said, together)) for said in told]
    for office in offices:
        office.start()
    for office in offices:
        office.join()
    assert [office.exitcode for office in offices] == [0] * 8
    assert typed(growing.url, COLUMNS, NOW) == (anew(growing.url, COLUMNS, NOW), ())
    assert kept(growing.url)[0][3] is None


# ------------------------------------------------------------------------------------------------------------- rights


def test_a_role_that_may_create_no_table_screens_and_keeps_what_it_may(postgres_register: str, clock: SetClock) -> None:
    growing = Growing(postgres_register, clock)
    growing.write(growing.enrol, growing.enrol, growing.observe)
    url = make_url(postgres_register)
    schema = str(url.query["options"]).partition("=")[2]
    role, question = f"screens_{schema}", ask(Tier.SRDI_SME, Act.RECOGNITION, ON)
    expected = RegisterSource(postgres_register).screen(question)
    statement(postgres_register, "DELETE FROM tiertrack_typed_tables")
    statement(postgres_register, f"CREATE ROLE {role} LOGIN")
    statement(postgres_register, f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    statement(postgres_register, f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
    theirs = url.set(username=role).render_as_string(hide_password=False)
    try:
        assert RegisterSource(theirs).screen(question) == expected
        assert kept(postgres_register) == []
        places = ", ".join(DERIVED.tables)
        statement(postgres_register, f"GRANT INSERT, UPDATE, DELETE ON {places} TO {role}")
        for _time in range(2):
            assert RegisterSource(theirs).screen(question) == expected
            assert len(kept(postgres_register)) == 1
        growing.write(growing.enrol)
        assert RegisterSource(theirs).screen(question).total == 3
        assert kept(postgres_register)[0][2] == 3
    finally:
        statement(postgres_register, f"DROP OWNED BY {role}")
        statement(postgres_register, f"DROP ROLE {role}")


def test_a_file_that_may_only_be_read_is_screened_and_left_as_it_is(sqlite_register: str, clock: SetClock) -> None:
    growing = Growing(sqlite_register, clock)
    growing.write(growing.enrol, growing.observe)
    file = Path(make_url(sqlite_register).database or "")
    before = file.read_bytes()
    engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert RegisterSource(engine).screen(ask(Tier.SRDI_SME, Act.RECOGNITION, ON)).total == 1
    engine.dispose()
    assert file.read_bytes() == before
