"""Screening the register answers of every enterprise what its dossier answers: on SQLite and on PostgreSQL."""

from __future__ import annotations

import csv
import datetime as dt
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import attrs
import polars as pl
import pytest
from sqlalchemy import Engine, inspect, select, text

import tiertrack
from tests.support.clocks import SetClock
from tests.support.events import day, event, instant
from tests.support.screening import kept
from tiertrack import AsOf, Attestation, Datum, Event, EventKind, NoEditionInForce, Reason, Region, Truth
from tiertrack.district.loading import load_rulebook
from tiertrack.engines.sql import answered_by_sql, sql_plan
from tiertrack.errors import BadFrame, BadInput
from tiertrack.facts.construction import unchecked
from tiertrack.facts.credit_code import check_character, shown_credit_code
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import NO_END, RIGHT_ATTRIBUTES, Acquisition, IpKind, IpRight
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS
from tiertrack.law.exchanges import Board
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Adjacent, Title
from tiertrack.logic.kernel import Slot
from tiertrack.logic.quantity import Kind
from tiertrack.output_file import Existing
from tiertrack.ports import Register
from tiertrack.progress import silent
from tiertrack.rules.reads import IDENTIFYING, Column, Origin, column_of
from tiertrack.screening import kept_answers, register
from tiertrack.screening.kept_answers import SCREENINGS
from tiertrack.screening.question import Question, ask
from tiertrack.screening.register import RegisterSource
from tiertrack.screening.register_table import register_table
from tiertrack.screening.snapshot import Part, snapshot
from tiertrack.screening.work_tables import KEY_COLUMN
from tiertrack.store.database import Database
from tiertrack.store.engine import register_engine
from tiertrack.store.tables import METADATA
from tiertrack.store.typed_tables import DERIVED
from tiertrack.titles.joining import Joining, Said
from tiertrack.titles.self_reports import SELF_REPORTED

K = EventKind
ON = dt.date(2026, 6, 30)
NOW = AsOf(ON)
ALL = Part()
# The tables of a register before anything is kept in it by name.
REGISTER = {*METADATA.tables, *DERIVED.tables}
OF = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
WAN = 1_000_000


def name_of(number: int) -> str:
    return f"重庆第{number}号精密制造有限公司"


# ------------------------------------------------------------------------------------------------- the typed table


def enrol(register: Register, number: int = 1, **said: Any) -> int:
    return register.enrol(Identity(name_of(number), **said))


class Told:
    """A register that is told things one after another, each an hour after the one before."""

    def __init__(self, url: str, clock: SetClock) -> None:
        self.url, self.clock = url, clock
        self.firm = 0

    def tell(self, method: str, *said: Any) -> dt.datetime:
        """The instant at which a firm, the first unless enrolled anew, is told of."""
        with Database.open(self.url) as database, database.writing(self.clock) as register:
            if method == "enrol":
                self.firm = register.enrol(*said)
            else:
                getattr(register, method)(self.firm, *said)
            register.commit()
        told_at = self.clock.instant
        self.clock.instant += dt.timedelta(hours=1)
        return told_at

    def observe(self, key: str, year: int | None, value: Any, source: str | None = None) -> dt.datetime:
        # A register is screened whatever it holds; an older one may hold what is not taken any more.
        return self.tell("observe", [unchecked(Datum, key, year, value, source)])

    def rows(self, *columns: Column, asof: AsOf = NOW, part: Part = ALL) -> list[dict[str, Any]]:
        with (
            snapshot(self.url) as transaction,
            register_table(transaction, columns, asof, part, silent) as typed,
        ):
            connection = transaction.connection
            query = select(typed.rows).order_by(typed.rows.c.enterprise_id)
            return [dict(row) for row in connection.execute(query).mappings()]

    def row(self, *columns: Column, asof: AsOf = NOW) -> dict[str, Any]:
        (row,) = self.rows(*columns, asof=asof)
        return row

    def dossier(self, asof: AsOf = NOW) -> Dossier:
        with Database.open(self.url) as database, database.reading() as register:
            return register.dossier(self.firm, asof)


@pytest.fixture
def told(register_url: str, clock: SetClock) -> Told:
    found = Told(register_url, clock)
    found.tell("enrol", Identity(name_of(1), region="500113", industry="C3484"))
    return found


def fact(key: str, year: int | None = None) -> Column:
    return column_of(Slot(key, None if year is None else year - ON.year), ON)


def title(key: str) -> Column:
    return column_of(Slot(key), ON)


def judgement(key: str) -> Column:
    return column_of(Slot(f"judgement:{key}"), ON)


REVENUE = fact("revenue", 2025)


def test_each_kind_of_value_is_kept_as_it_is(told: Told) -> None:
    values: dict[str, Any] = {
        "segment_since": day("2019-03-12").toordinal(),
        "class1_ip": 4,
        "market_share": Fraction(3, 25),
        "rd_institution": "provincial",
        "abnormal_list": False,
        "major_incident": True,
        "market_cap": -5 * WAN,
    }
    for key, value in values.items():
        told.observe(key, None, value)
    told.observe("development_score", 2026, 61_50)
    row = told.row(*map(fact, values), fact("development_score", 2026), REVENUE)
    assert row == {
        "enterprise_id": told.firm,
        "name": name_of(1),
        "uscc": None,
        "region": "500113",
        "industry": "C3484",
        **values,
        "market_share": 3,
        "market_share/d": 25,
        "development_score:2026": 61_50,
        "revenue:2025": None,
    }


def test_the_newest_word_of_a_source_counts_and_what_was_known_then(told: Told) -> None:
    first = told.observe("revenue", 2025, 10 * WAN, "审计报告")
    told.observe("revenue", 2025, 20 * WAN, "审计报告")
    assert told.row(REVENUE)["revenue:2025"] == 20 * WAN
    assert told.row(REVENUE, asof=AsOf(ON, first))["revenue:2025"] == 10 * WAN
    assert told.rows(REVENUE, asof=AsOf(ON, first - dt.timedelta(hours=1)))[0]["revenue:2025"] is None


def test_sources_that_disagree_leave_a_value_unknown_until_one_gives_in(told: Told) -> None:
    told.observe("revenue", 2025, 10 * WAN, "审计报告")
    apart = told.observe("revenue", 2025, 20 * WAN)
    told.observe("market_share", None, Fraction(1, 2), "协会")
    told.observe("market_share", None, Fraction(1, 3), "企业")
    told.observe("revenue", 2025, 10 * WAN)
    asked = (REVENUE, fact("market_share"))
    assert told.row(*asked, asof=AsOf(ON, apart))["revenue:2025"] is None
    row = told.row(*asked)
    assert (row["revenue:2025"], row["market_share"], row["market_share/d"]) == (10 * WAN, None, None)


def test_of_two_words_of_one_instant_the_later_written_counts(told: Told) -> None:
    told.tell("observe", [unchecked(Datum, "class1_ip", None, 4, "甲"), unchecked(Datum, "class1_ip", None, 5, "甲")])
    assert told.row(fact("class1_ip"))["class1_ip"] == 5 == told.dossier().values["class1_ip"]


def test_a_firm_is_called_and_placed_as_it_was_on_the_day(told: Told) -> None:
    told.tell("rename", "重庆新名有限公司", day("2025-01-01"))
    moved = told.tell("relocate", "500112", day("2025-06-01"))
    told.tell("relocate", "510100", day("2024-06-01"))
    told.tell("learn", Identity(uscc="91500113MA0000015Q", industry="C35"))
    told.tell("relocate", "110108", day("2027-01-01"))
    for asof in (AsOf(day("2024-01-01")), AsOf(day("2024-12-01")), AsOf(ON), AsOf(ON, moved), AsOf(day("2028-01-01"))):
        dossier, row = told.dossier(asof), told.row(asof=asof)
        assert {name: row[name] for name in ("name", "uscc", "region", "industry")} == {
            name: getattr(dossier, name) for name in ("name", "uscc", "region", "industry")
        }


def test_a_code_that_only_its_licence_attests_is_marked(told: Told) -> None:
    told.tell("learn", Identity(uscc=code_of(4)))
    assert told.row()["uscc"] == shown_credit_code(code_of(4)) != code_of(4) == told.dossier().uscc
    told.tell("learn", Identity(uscc=code_of(1)))
    assert told.row()["uscc"] == code_of(1)


def test_a_place_told_without_a_day_outweighs_what_was_told_before(told: Told) -> None:
    told.tell("relocate", "500112", day("2025-06-01"))
    told.tell("learn", Identity(region="510100"))
    assert told.row()["region"] == "510100" == told.dossier().region


def test_the_last_attestation_counts_and_of_one_day_that_of_whoever_spoke_first(told: Told) -> None:
    key = "market_standing"
    for value, by, on in (
        (True, "市经信委", "2026-01-10"),
        (False, "区经信委", "2026-02-10"),
        (True, "市经信委", "2026-02-10"),
        (False, "市经信委", "2026-07-10"),
    ):
        told.tell("attest", unchecked(Attestation, key, value, by, day(on)))
    corrected = told.tell("attest", unchecked(Attestation, key, True, "区经信委", day("2026-02-10")))
    for on in ("2026-01-09", "2026-01-10", "2026-02-10", "2026-07-10"):
        for known_at in (None, corrected, corrected - dt.timedelta(hours=1), corrected - dt.timedelta(hours=4)):
            asof = AsOf(day(on), known_at)
            made = told.dossier(asof).attested(key, asof.on)
            assert told.row(judgement(key), asof=asof)[key] == (made.value if made else None), asof


def test_titles_and_applications_are_those_of_the_day(told: Told) -> None:
    told.tell("append", [event(K.RECOGNISED, "2023-07-01", through="2026-06-30"), event(K.APPLIED, "2026-05-01")])
    told.tell("append", [event(K.APPLIED, "2026-03-01", "little_giant")])
    told.tell("append", [event(K.REVOKED, "2026-05-10", reason=Reason.FRAUD)])
    asked = [
        title(f"{kind}:{key}") for kind in ("title", "applied") for key in ("srdi_sme", "little_giant", "champion")
    ]
    for on in ("2023-06-30", "2026-04-30", "2026-05-01", "2026-05-10", "2026-07-01"):
        asof = AsOf(day(on))
        dossier, row = told.dossier(asof), told.row(*asked, asof=asof)
        for one in asked:
            answer = dossier.holds_title if one.origin is Origin.TITLE else dossier.has_applied
            assert row[one.name] == answer(one.key, asof.on), (one, on)


def test_a_title_is_held_in_every_row_as_it_is_on_its_track_however_late_its_document_came_out(told: Told) -> None:
    chance, ladder = Random(20240815), ("srdi_sme", "little_giant", "champion")
    with Database.open(told.url) as database, database.writing(told.clock) as register:
        firms = [told.firm, *(enrol(register, number) for number in range(2, 25))]
        for firm in firms:
            register.append(
                firm, [late_or_early(chance, key) for key in ladder for _time in range(chance.randint(1, 3))]
            )
        register.commit()
    seen: set[tuple[bool | None, bool]] = set()
    for on in map(day, ("2023-08-15", "2024-08-15", "2025-08-15", "2026-08-15")):
        rows = told.rows(*(column_of(Slot(f"title:{key}"), on) for key in ladder), asof=AsOf(on))
        with Database.open(told.url) as database, database.reading() as register:
            standings = [register.standing(firm, AsOf(on)) for firm in firms]
        for row, found in zip(rows, standings, strict=True):
            for key in ladder:
                held = found.track(key).holding(on)
                assert bool(row[f"title:{key}"]) == (held is not None)
                seen.add((row[f"title:{key}"], held is not None and held.event.on > on))
    assert {(True, True), (True, False), (False, False)} <= seen


def late_or_early(chance: Random, key: str) -> Event:
    """A grant whose document came out months before or after its first day, or that is but the word of the firm; or an
    act that ends one."""
    on = day(f"{chance.randint(2022, 2026)}-{chance.randint(1, 12):02}-20")
    if chance.random() < 0.2:
        return event(K.REVOKED, on.isoformat(), key, reason=Reason.OTHER)
    starts = on - dt.timedelta(days=chance.choice([-60, 0, 30, 90, 400]))
    said = {"starts": starts.isoformat(), "told_by": chance.choice([None, None, SELF_REPORTED])}
    return event(chance.choice([K.RECOGNISED, K.REVIEW_PASSED]), on.isoformat(), key, **said)


def test_fraud_with_another_title_of_the_ladder_costs_this_one(told: Told) -> None:
    told.tell("append", [event(K.RECOGNISED, "2025-07-01", through="2028-06-30")])
    told.tell("append", [event(K.RECOGNISED, "2025-07-01", "innovative_sme", through="2028-06-30")])
    assert told.row(title("title:srdi_sme"))["title:srdi_sme"] is True
    told.tell("append", [event(K.REVOKED, "2026-05-10", "innovative_sme", reason=Reason.FRAUD)])
    assert told.row(title("title:srdi_sme"))["title:srdi_sme"] is False


def test_a_day_that_follows_from_events_counts_where_nobody_stated_it(told: Told) -> None:
    asked = (fact("committee_passed_on"), fact("neeq_listed_on"))
    told.tell("append", [event(K.ADVANCED, "2024-05-01", "listed", stage="neeq_listed")])
    told.tell("append", [event(K.ADVANCED, "2026-05-01", "listed", stage="committee_passed")])
    row = told.row(*asked)
    assert row["committee_passed_on"] == day("2026-05-01").toordinal()
    assert row["neeq_listed_on"] == day("2024-05-01").toordinal()
    stated = told.observe("committee_passed_on", None, day("2026-04-02").toordinal(), "甲")
    assert told.row(*asked)["committee_passed_on"] == day("2026-04-02").toordinal()
    told.observe("committee_passed_on", None, day("2026-04-03").toordinal(), "乙")
    assert told.row(*asked)["committee_passed_on"] is None
    before = AsOf(ON, stated - dt.timedelta(minutes=1))
    assert told.row(*asked, asof=before)["committee_passed_on"] == day("2026-05-01").toordinal()


def test_records_that_were_joined_are_one_firm_with_what_is_on_record_of_either(told: Told) -> None:
    head = told.firm
    told.observe("employees", 2025, 80, "年报")
    told.observe("market_share", None, Fraction(1, 8), "年报")
    told.tell("enrol", Identity(name_of(2)))
    other = told.firm
    told.observe("revenue", 2025, 5 * WAN, "年报")
    told.observe("employees", 2025, 81, "报表")
    told.observe("abnormal_list", None, False, "年报")
    told.tell("append", [event(K.RECOGNISED, "2024-07-01")])
    before = told.tell("attest", unchecked(Attestation, "key_chain_link", True, "市经信委", day("2025-05-10")))
    told.tell("join", Joining(head, name_of(1)), Said(ON))
    told.tell("enrol", Identity(name_of(3)))
    columns = [REVENUE, fact("employees", 2025), fact("market_share"), fact("abnormal_list"), title("title:srdi_sme")]
    columns.append(judgement("key_chain_link"))
    joined, alone = told.rows(*columns)
    assert (joined["enterprise_id"], alone["enterprise_id"]) == (head, told.firm)
    assert joined == {
        "enterprise_id": head,
        "name": name_of(1),
        "uscc": None,
        "region": "500113",
        "industry": "C3484",
        "revenue:2025": 5 * WAN,
        "employees:2025": None,
        "market_share": 1,
        "market_share/d": 8,
        "abnormal_list": False,
        "title:srdi_sme": True,
        "key_chain_link": True,
    }
    assert [row["enterprise_id"] for row in told.rows(REVENUE, part=Part(limit=1))] == [head]
    assert [row["enterprise_id"] for row in told.rows(REVENUE, asof=AsOf(ON, before))] == [head, other]
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, ON)
    found = RegisterSource(told.url).screen(question)
    assert found.met + found.failed + found.open == 2


def test_a_title_not_held_settles_the_fact_it_feeds_unless_sources_disagree_on_that(told: Told) -> None:
    fed, held = fact("high_tech_enterprise"), title("title:high_tech_enterprise")
    assert told.row(fed, held)[held.name] is None
    told.tell("append", [event(K.RECOGNISED, "2020-10-01", "high_tech_enterprise", through="2023-09-30")])
    for source, value, settled in ((None, None, False), ("甲表", True, False), ("乙表", False, None)):
        if source:
            told.observe(fed.key, None, value, source)
        assert told.row(fed, held)[held.name] is settled
    assert told.row(fed, held)[fed.name] is None
    told.observe(fed.key, None, False, "甲表")
    assert (told.row(fed, held)[fed.name], told.row(fed, held)[held.name]) == (False, False)


def test_a_firm_enrolled_later_was_not_there(told: Told) -> None:
    before = told.clock.instant - dt.timedelta(minutes=1)
    told.tell("enrol", Identity(name_of(2)))
    assert [row["name"] for row in told.rows()] == [name_of(1), name_of(2)]
    assert [row["name"] for row in told.rows(asof=AsOf(ON, before))] == [name_of(1)]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("market_share", Fraction(1, 10**15 + 1), "E841"),
        ("market_share", Fraction(10**15 + 1, 10), "E841"),
        ("class1_ip", 10**15 + 1, "E841"),
        ("class1_ip", -(10**15) - 1, "E841"),
        ("class1_ip", Fraction(7, 2), "E842"),
        ("class1_ip", "很多", "E842"),
        ("rd_institution", 3, "E842"),
    ],
)
def test_what_cannot_be_answered_from_is_refused_by_name(told: Told, key: str, value: Any, code: str) -> None:
    told.observe(key, None, value)
    with pytest.raises(BadFrame, match=name_of(1)) as refused:
        told.rows(fact(key), REVENUE)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert tables(told.url) == REGISTER


def test_what_was_put_right_since_is_not_refused(told: Told) -> None:
    told.observe("class1_ip", None, 10**16, "甲")
    told.observe("class1_ip", None, 4, "甲")
    told.observe("market_share", None, Fraction(10**15 - 1, 10**15))
    row = told.row(fact("class1_ip"), fact("market_share"))
    assert (row["class1_ip"], row["market_share"], row["market_share/d"]) == (4, 10**15 - 1, 10**15)


def test_a_sample_is_always_the_same_and_a_limit_takes_the_first(told: Told) -> None:
    with Database.open(told.url) as database, database.writing(told.clock) as register:
        register.enrol_many([Identity(name_of(number)) for number in range(2, 1001)])
        register.commit()

    def keys(part: Part) -> list[int]:
        return [row["enterprise_id"] for row in told.rows(REVENUE, part=part)]

    everyone, tenth, hundredth = keys(Part()), keys(Part(one_in=10)), keys(Part(one_in=100))
    assert len(everyone) == 1000
    assert 80 < len(tenth) < 120
    assert 5 < len(hundredth) < 15
    assert set(hundredth) < set(tenth) < set(everyone)
    assert keys(Part(limit=7)) == everyone[:7]
    assert keys(Part(limit=7, one_in=10)) == tenth[:7]


# --------------------------------------------------------------------------------------- as the dossiers answer

FIRMS = 60
QUESTIONS: list[tuple[Title, Act, str]] = [
    (Tier.SRDI_SME, Act.RECOGNITION, "2026-06-30"),
    (Tier.LITTLE_GIANT, Act.RECOGNITION, "2026-06-30"),
    (Tier.LITTLE_GIANT, Act.RECOGNITION, "2025-07-01"),
    (Tier.LITTLE_GIANT, Act.REVIEW, "2026-05-15"),
    (Tier.INNOVATIVE_SME, Act.RECOGNITION, "2026-06-30"),
    (Tier.CHAMPION, Act.RECOGNITION, "2026-06-30"),
    (Tier.HARD_TECH, Act.RECOGNITION, "2025-03-01"),
    (Tier.LISTED, Act.RECOGNITION, "2026-06-30"),
    (Tier.LISTED, Act.RECOGNITION, "2024-06-01"),
    (Adjacent.GAZELLE_CQ, Act.RECOGNITION, "2025-03-01"),
    (Adjacent.TECH_SME, Act.RECOGNITION, "2026-06-30"),
]


STREAMS = ["innovative_sme", "srdi_sme", "little_giant", "champion", "listed", "tech_sme"]
HAPPENING = [K.RECOGNISED, K.RECOGNISED, K.APPLIED, K.REVOKED, K.ABSENT, K.REVIEW_PASSED, K.REJECTED]


BAD = {
    *("abnormal_list", "dishonest_list", "prohibited_product", "major_incident", "controlled_by_little_giant"),
    *("same_group_similar_product", "recent_incident", "incident_within_a_year", "bse_excluded_sector"),
    *("securities_violation", "neeq_relisted", "classified", "research_dishonesty_3y", "state_owned"),
}


class Chance:
    """Everything a register can be told of, by chance; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance, self.listing = Random(seed), Random(seed)

    def instants(self, clock: SetClock) -> Iterator[None]:
        for month in (1, 3, 5):
            clock.instant = dt.datetime(2026, month, 10, 8, tzinfo=dt.UTC)
            yield

    def identity(self, number: int) -> Identity:
        chance = self.chance
        return Identity(
            name_of(number),
            uscc=code_of(number) if chance.random() < 0.7 else None,
            region=chance.choice(["500113", "500112", "110108", "510100", None]),
            industry=chance.choice(["C3484", "I65", "C13", "F51", None]),
        )

    def values(self, columns: Sequence[Column]) -> list[Datum]:
        chance = self.chance
        asked = [one for one in columns if one.origin is Origin.OBSERVATION]
        told = [one for one in asked if chance.random() < 0.85]
        return [
            unchecked(Datum, one.key, one.year, self.value(one), source)
            for one in told
            for source in chance.choice([("甲",), ("甲",), ("甲", "乙"), (None,)])
        ]

    def value(self, one: Column) -> Any:
        chance, given = self.chance, FACTS[one.key]
        if one.kind is Kind.FLAG:
            return chance.random() < (0.1 if chance.random() < 0.8 else 0.9)
        if one.kind is Kind.CHOICE:
            return chance.choice(given.choices)[0]
        if one.kind is Kind.DATE:
            return day(f"{chance.randint(2012, 2026)}-{chance.randint(1, 12):02}-01").toordinal()
        if one.kind is Kind.SHARE:
            return Fraction(chance.choice([1, 5, 10, 25, 51]), 100)
        if one.kind is Kind.MONEY:
            return chance.choice([1000, 1500, 2000, 5000, 40_000, 200_000]) * WAN
        if one.kind is Kind.POINTS:
            return chance.randint(40, 90) * 100
        return chance.choice([0, 1, 2, 3, 4, 12, 50, 300])

    def well_off(self, register: Register, key: int, columns: Sequence[Column]) -> None:
        """Tells of a firm whose figures are all good and known, so that some meet a standard."""
        told = [one for one in columns if one.origin is Origin.OBSERVATION]
        register.observe(key, [unchecked(Datum, one.key, one.year, self.good(one), "甲") for one in told])
        for one in columns:
            if one.kind is Kind.JUDGEMENT:
                register.attest(key, unchecked(Attestation, one.key, True, "市经信委", day("2024-05-01")))
        held = [event(K.RECOGNISED, "2024-04-01", of, through="2027-03-31") for of in ("innovative_sme", "srdi_sme")]
        register.append(key, [*held, event(K.ABSENT, "2024-04-01", "champion")])

    def good(self, one: Column) -> Any:
        if one.kind is Kind.FLAG:
            return one.key not in BAD
        if one.kind is Kind.MONEY and one.year is not None:
            grown = (one.year - 2015) * 1000 * WAN
            part = {"main_revenue": 95, "rd_expense": 8, "total_liabilities": 30, "total_assets": 200}.get(one.key, 100)
            return grown * part // 100
        best = {Kind.CHOICE: "national", Kind.RANK: 1, Kind.POINTS: 90_00, Kind.SHARE: Fraction(51, 100)}
        if one.kind is Kind.CHOICE and one.key != "rd_institution":
            return FACTS[one.key].choices[0][0]
        return {**best, Kind.DATE: day("2012-01-01").toordinal(), Kind.MONEY: 200_000 * WAN}.get(one.kind, 60)

    def events(self) -> list[Event]:
        chance = self.chance
        said = []
        for key in chance.sample(["innovative_sme", "srdi_sme", "little_giant", "champion", "listed", "tech_sme"], 3):
            kind = chance.choice(
                [K.RECOGNISED, K.RECOGNISED, K.APPLIED, K.REVOKED, K.ABSENT, K.REVIEW_PASSED, K.REJECTED]
            )
            on = f"{chance.randint(2021, 2026)}-0{chance.randint(1, 6)}-15"
            extra: dict[str, Any] = {"through": "2026-12-31"} if key == "tech_sme" and "2025" not in on else {}
            if key == "champion" and chance.random() < 0.6:
                extra["product"] = chance.choice(["轴承", "减速机"])
            if kind is K.REVOKED:
                extra["reason"] = Reason.TRADING if key == "listed" else chance.choice([Reason.FRAUD, Reason.CHANGED])
            if key == "listed":
                if kind in (K.REVIEW_PASSED, K.ABSENT):
                    kind, extra = K.ADVANCED, {"stage": chance.choice(["committee_passed", "neeq_listed", "accepted"])}
                extra["board"] = Board.STAR
            said.append(event(kind, on, key, **extra))
        return said

    def rights(self) -> tuple[IpRight, ...]:
        """A list of rights of which often not everything is known that a count of them asks."""
        chance = self.listing
        flags = [key for key, fact in RIGHT_ATTRIBUTES.items() if fact.kind is Kind.FLAG]
        return tuple(
            IpRight(
                f"一种夹具{number}",
                kind=chance.choice([*[IpKind.INVENTION] * 3, IpKind.UTILITY_MODEL, IpKind.SOFTWARE, None]),
                acquired=chance.choice([*[Acquisition.ORIGINAL] * 3, Acquisition.TRANSFER, None]),
                granted_on=chance.choice([day("2015-03-01"), day("2023-05-11"), None]),
                through=chance.choice([NO_END, day("2026-05-31"), day("2025-06-30"), None]),
                holder_rank=chance.choice([1, 2, None]),
                **{key: chance.choice([True, True, True, False, None]) for key in flags if key != "foreign_examined"},
            )
            for number in range(chance.choice([0, 1, 3, 6]))
        )

    def attestation(self, columns: Sequence[Column]) -> Attestation | None:
        keys = [one.key for one in columns if one.kind is Kind.JUDGEMENT] or list(JUDGEMENTS)
        on = day(f"{self.chance.choice((2025, 2026))}-0{self.chance.randint(1, 6)}-01")
        by = self.chance.choice(["市经信委", "区经信委"])
        return unchecked(Attestation, self.chance.choice(keys), self.chance.random() < 0.8, by, on)


def code_of(number: int) -> str:
    """The code of an enterprise, of another body, or one that only its licence attests."""
    first = f"{('91', '91', '92', '93', '91')[number % 5]}500113MA{number:07}"
    last = check_character(first)
    return first + (last if number % 5 < 4 else "0" if last != "0" else "1")


def filled(url: str, clock: SetClock) -> list[int]:
    """A register told of everything the questions read, three times over; the keys of its firms."""
    made = Chance(20260630)
    questions = [ask(which, act, day(on)) for which, act, on in QUESTIONS]
    columns = list({one.name: one for asked in questions for one in asked.columns}.values())
    with Database.open(url) as database:
        keys: list[int] = []
        for _round in made.instants(clock):
            with database.writing(clock) as register:
                keys += [register.enrol(made.identity(len(keys) + count)) for count in range(FIRMS // 3)]
                for key in keys:
                    tell(register, key, made, columns)
                register.commit()
    return keys


def tell(register: Register, key: int, made: Chance, columns: Sequence[Column]) -> None:
    chance = made.chance
    if key % 8 < 5:
        register.list_rights(key, made.rights(), made.listing.choice(["甲", "甲", "乙"]))
    if key % 4 == 0:
        made.well_off(register, key, columns)
        return
    register.observe(key, made.values(columns if chance.random() < 0.5 else chance.sample(columns, 20)))
    if chance.random() < 0.8:
        register.append(key, made.events())
    for _attestation in range(chance.randint(0, 8)):
        attestation = made.attestation(columns)
        if attestation is not None:
            register.attest(key, attestation)
    if chance.random() < 0.2:
        register.relocate(key, chance.choice(["500113", "500112"]), day(f"2026-0{chance.randint(1, 8)}-01"))
    if chance.random() < 0.2:
        register.rename(key, f"改名{key}有限公司", day(f"2026-0{chance.randint(1, 8)}-01"))


def expected(dossier: Dossier, asked: Question, asof: AsOf) -> Mapping[str, Any]:
    """What the scalar evaluator answers, as the columns of a row."""
    beside = {name: getattr(dossier, name) for name in IDENTIFYING}
    beside["uscc"] = dossier.uscc and shown_credit_code(dossier.uscc)
    try:
        if asked.variant is not None:
            found = tiertrack.assess(dossier, asked.title, asked.act, asof, asked.region, variant=asked.variant)
            answers: Any = tiertrack.Alternatives((found,))
        else:
            answers = tiertrack.assess_each(dossier, asked.title, asked.act, asof, asked.region)
    except NoEditionInForce:
        return {**beside, "truth": None, "missing": 0}
    row = {**beside, "truth": OF[answers.truth], "missing": len(answers.missing)}
    several = len(asked.governing) > 1
    boards = len({one.variant for one in asked.governing}) > 1
    for one in answers.assessments:
        name = one.edition.variant.key if boards and one.edition.variant else None
        if name:
            row[name] = OF[one.truth]
        elif several:
            row["edition"] = one.edition.key
        for criterion in one.criteria:
            row[f"{name}:{criterion.criterion.key}" if name else criterion.criterion.key] = OF[criterion.truth]
        if one.score is not None and not several:
            row |= {"score_low": one.score.low, "score_high": one.score.high}
    return row


def screened(url: str, asked: Question, folder: Path, known_at: dt.datetime | None = None) -> list[dict[str, Any]]:
    """The answers of every enterprise, as they are written to a file."""
    file = folder / "answers.parquet"
    found = RegisterSource(url, known_at).screen(asked, str(file), existing=Existing.REPLACED)
    if "postgresql" in url and known_at is None:
        # Where no answers are wanted, none are written down; and the keys are counted in stretches.
        assert RegisterSource(url).screen(asked) == attrs.evolve(found, into=None)
    return pl.read_parquet(file).to_dicts()


# What was known earlier is asked where a fact counts from its year on, and where boards stand side by side.
KNOWN_BEFORE = [(Tier.SRDI_SME, "2026-06-30"), (Tier.LISTED, "2024-06-01")]
KNOWN_AT = [None, instant("2026-04-01"), instant("2026-02-01")]


def test_every_answer_is_that_of_the_dossier(register_url: str, clock: SetClock, tmp_path: Path) -> None:
    filled(register_url, clock)
    truths: dict[Any, set[Any]] = {}
    for which, act, on in QUESTIONS:
        asked = ask(which, act, day(on))
        for known_at in KNOWN_AT if (which, on) in KNOWN_BEFORE else KNOWN_AT[:1]:
            asof = AsOf(day(on), known_at)
            with Database.open(register_url) as database, database.reading() as register:
                keys = enrolled_by(register_url, known_at)
                dossiers = [register.dossier(key, asof) for key in keys]
            rows = screened(register_url, asked, tmp_path, known_at)
            assert len(rows) == len(dossiers) > 0
            for row, dossier in zip(rows, dossiers, strict=True):
                wanted = expected(dossier, asked, asof)
                assert {name: row[name] for name in wanted} == wanted, (asked, dossier)
                truths.setdefault(which, set()).add(row["truth"])
            if which is Tier.LISTED and known_at is None:
                here = ask(which, act, day(on), Region("500113"), "star")
                for row, dossier in zip(screened(register_url, here, tmp_path), dossiers, strict=True):
                    wanted = expected(dossier, here, asof)
                    assert {name: row[name] for name in wanted} == wanted, (here, dossier)
    assert {which: found for which, found in truths.items() if len(found) < 2} == {}
    tried = {truth: sum(truth in found for found in truths.values()) for truth in (True, False, None)}
    assert min(tried.values()) >= 3, truths


def enrolled_by(url: str, known_at: dt.datetime | None) -> list[int]:
    engine = register_engine(url)
    table = METADATA.tables["tiertrack_enterprises"]
    query = select(table.c.id).order_by(table.c.id)
    with engine.connect() as connection:
        found = connection.scalars(query if known_at is None else query.where(table.c.recorded_at <= known_at)).all()
    engine.dispose()
    return list(found)


# ------------------------------------------------------------------------------------------------- kept as a table


def tables(url: str) -> set[str]:
    """Every table there is, but for the one that says at which revision the register is."""
    engine = register_engine(url)
    found = set(inspect(engine).get_table_names()) - {"tiertrack_alembic_version"}
    engine.dispose()
    return found


SRDI = ask(Tier.SRDI_SME, Act.RECOGNITION, ON)


def read(url: str, statement: str) -> list[Any]:
    engine: Engine = register_engine(url)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return rows


@pytest.fixture
def three(told: Told) -> str:
    """A register of three firms."""
    told.tell("enrol", Identity(name_of(2)))
    told.tell("enrol", Identity(name_of(3)))
    told.observe("abnormal_list", None, True)
    return told.url


def test_reading_the_answers_leaves_nothing_behind(three: str, tmp_path: Path) -> None:
    assert [row["truth"] for row in screened(three, SRDI, tmp_path)] == [None, None, False]
    assert RegisterSource(three).screen(SRDI).failed == 1
    assert tables(three) == REGISTER


def test_kept_answers_say_what_they_are_answers_to(three: str, clock: SetClock) -> None:
    known_at = clock.instant
    found = RegisterSource(three, known_at, limit=2, clock=clock).screen(SRDI, "sme_2026")
    assert (found.into, found.total) == ("sme_2026", 2)
    assert tables(three) == {*REGISTER, "sme_2026", "tiertrack_screenings"}
    assert read(three, "SELECT enterprise_id, name, truth FROM sme_2026 ORDER BY enterprise_id") == [
        (1, name_of(1), None),
        (2, name_of(2), None),
    ]
    edition = load_rulebook().edition("srdi_sme/recognition/2026")
    ((title_, act, editions, first_of, rows),) = read(
        three, "SELECT title, act, editions, first_of, rows FROM tiertrack_screenings"
    )
    assert (title_, act, first_of, rows) == ("srdi_sme", "recognition", 2, 2)
    assert edition.key in editions
    assert edition.digest in editions
    engine = register_engine(three)
    with engine.connect() as connection:
        (instants,) = connection.execute(select(SCREENINGS.c.known_at, SCREENINGS.c.screened_at)).all()
    engine.dispose()
    assert tuple(instants) == (known_at, clock.instant)


def test_answers_kept_before_give_way_to_new_ones_under_their_name(three: str) -> None:
    RegisterSource(three).screen(SRDI, "answers")
    RegisterSource(three, limit=1).screen(SRDI, "answers")
    assert read(three, "SELECT count(*) FROM answers") == [(1,)]
    assert read(three, "SELECT name, rows FROM tiertrack_screenings") == [("answers", 1)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "E843"),
        ("a b", "E843"),
        ('a"; DROP TABLE tiertrack_enterprises', "E843"),
        ("名" * 22, "E843"),
        ("tiertrack_enterprises", "E844"),
        ("Tiertrack_Enterprises", "E844"),
        ("tiertrack_screenings", "E844"),
        ("tiertrack_alembic_version", "E844"),
        ("theirs", "E845"),
        ("their_view", "E845"),
    ],
)
def test_answers_take_nobody_elses_place(three: str, name: str, code: str) -> None:
    engine = register_engine(three)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
        connection.execute(text("CREATE VIEW their_view AS SELECT * FROM theirs"))
    engine.dispose()
    with pytest.raises(BadInput) as refused:
        RegisterSource(three).screen(SRDI, name)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert tables(three) == {*REGISTER, "theirs"}


def test_a_table_made_anew_by_somebody_else_is_no_longer_ours(three: str) -> None:
    RegisterSource(three).screen(SRDI, "answers")
    engine = register_engine(three)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE answers"))
        connection.execute(text("CREATE TABLE answers (id INTEGER)"))
    engine.dispose()
    with pytest.raises(BadInput) as refused:
        RegisterSource(three).screen(SRDI, "answers")
    assert [fault.code for fault in refused.value.faults] == ["E845"]
    assert read(three, "SELECT * FROM answers") == []


def test_no_row_of_screenings_can_make_a_table_of_somebody_else_ours(three: str) -> None:
    RegisterSource(three).screen(SRDI, "answers")
    engine = register_engine(three)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders AS SELECT * FROM answers"))
        connection.execute(text("UPDATE tiertrack_screenings SET name = 'orders'"))
    engine.dispose()
    for name in ("orders", "answers"):
        with pytest.raises(BadInput, match="E845"):
            RegisterSource(three).screen(SRDI, name)
    assert read(three, "SELECT count(*) FROM orders") == [(3,)]


def test_answers_are_not_kept_beside_a_table_of_screenings_that_is_not_ours(three: str) -> None:
    engine = register_engine(three)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tiertrack_screenings (film TEXT)"))
    engine.dispose()
    with pytest.raises(BadInput, match="E845"):
        RegisterSource(three).screen(SRDI, "answers")
    assert tables(three) == {*REGISTER, "tiertrack_screenings"}


def test_of_two_who_keep_answers_at_once_the_second_waits(three: str) -> None:
    together = threading.Barrier(2, timeout=20)

    def keep(limit: int) -> int:
        source = RegisterSource(three, limit=limit)
        together.wait()
        return source.screen(SRDI, "answers").total

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(keep, (1, 2))) == [1, 2]
    ((rows,),) = read(three, "SELECT count(*) FROM answers")
    assert read(three, "SELECT name, rows FROM tiertrack_screenings") == [("answers", rows)]


# --------------------------------------------------------------------------------------------------- interrupted


class Interrupting:
    """Interrupts when it is told of the step of this number."""

    def __init__(self, step: int) -> None:
        self.step = step

    def __call__(self, _step: str | int, /) -> None:
        self.step -= 1
        if self.step < 0:
            raise KeyboardInterrupt


def test_an_interruption_at_any_step_leaves_everything_as_it_was(three: str) -> None:
    RegisterSource(three, limit=1).screen(SRDI, "answers")
    before = tables(three)
    # Nothing is kept of the one before either, so that each begins like the first.
    for step in range(7):
        with pytest.raises(KeyboardInterrupt):
            RegisterSource(three).screen(SRDI, "answers", Interrupting(step))
        assert tables(three) == before, step
        assert read(three, "SELECT count(*) FROM answers") == [(1,)], step
        assert kept(three) == [], step


def test_an_interruption_while_answers_are_written_leaves_the_earlier_ones(
    three: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    RegisterSource(three, limit=1).screen(SRDI, "answers")
    written = kept_answers.create_from

    def interrupted(*said: Any) -> None:
        written(*said)
        raise KeyboardInterrupt

    monkeypatch.setattr(kept_answers, "create_from", interrupted)
    with pytest.raises(KeyboardInterrupt):
        RegisterSource(three).screen(SRDI, "answers")
    assert read(three, "SELECT count(*) FROM answers") == [(1,)]
    assert tables(three) == {*REGISTER, "answers", "tiertrack_screenings"}


@pytest.mark.parametrize("name", ["answers.csv", "answers.parquet"])
def test_an_interruption_before_a_file_is_written_leaves_nothing_behind(three: str, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.iterdir())
    for step in range(7):
        with pytest.raises(KeyboardInterrupt):
            RegisterSource(three).screen(SRDI, str(tmp_path / name), Interrupting(step))
        assert tables(three) == REGISTER, step
        assert kept(three) == [], step
        assert sorted(tmp_path.iterdir()) == before, step


class Unfinished:
    """A sheet whose writer is interrupted after its first row of answers."""

    def __init__(self, file: Any, **how: Any) -> None:
        self.writer, self.rows = csv.writer(file, **how), 0

    def writerow(self, row: list[Any]) -> None:
        self.writer.writerow(row)
        self.rows += 1
        if self.rows > 1:
            raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["answers.csv", "answers.parquet"])
def test_an_interruption_while_answers_are_read_out_leaves_nothing_behind(
    three: str, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(register, "csv", SimpleNamespace(writer=Unfinished))
    with pytest.raises(KeyboardInterrupt):
        RegisterSource(three).screen(SRDI, str(tmp_path / name))
    assert tables(three) == REGISTER
    assert sorted(tmp_path.iterdir()) == before


def test_a_statement_that_takes_long_can_be_interrupted(three: str) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    before = time.monotonic()
    alarm = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt), snapshot(three) as transaction:
            transaction.connection.execute(text(endless))
    finally:
        signal.signal(signal.SIGALRM, alarm)
    assert time.monotonic() - before < 20
    assert tables(three) == REGISTER


def test_a_register_in_memory_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        RegisterSource("memory:").screen(SRDI)
    assert [fault.code for fault in refused.value.faults] == ["E846"]


def test_others_can_write_while_answers_are_worked_out_and_read(three: str, clock: SetClock, tmp_path: Path) -> None:
    def writes(step: str | int, /) -> None:
        if step in ("按标准判断", "写出结果"):
            with Database.open(three) as database, database.writing(clock) as register:
                register.enrol(Identity(f"{step}有限公司"))
                register.commit()

    out = tmp_path / "answers.csv"
    RegisterSource(three).screen(SRDI, str(out), writes)
    assert pl.read_csv(out)["name"].to_list() == [name_of(1), name_of(2), name_of(3)]
    assert RegisterSource(three).screen(SRDI).total == 5


def test_the_workers_of_postgresql_share_all_of_the_judging(postgres_register: str, clock: SetClock) -> None:
    with Database.open(postgres_register) as database, database.writing(clock) as register:
        register.enrol_many([Identity(name_of(number)) for number in range(1000)])
        register.commit()
    with (
        snapshot(postgres_register) as transaction,
        register_table(transaction, SRDI.columns, NOW, ALL, silent) as typed,
    ):
        connection = transaction.connection
        # However small the table is here, the planner shall not care.
        for setting in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"):
            connection.execute(text(f"SET LOCAL {setting} = 0"))
        statement = answered_by_sql(
            select(typed.rows), sql_plan(SRDI.governing, ON, typed.rows.c.keys()), [KEY_COLUMN, *IDENTIFYING]
        )
        written = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {written}")]
    assert plan[0].startswith("Gather"), plan
