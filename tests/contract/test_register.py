"""The register answers alike in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.support.clocks import SetClock
from tiertrack.errors import BadQuantity, DatabaseUnavailable, StoreError, UnknownEnterprise
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, HeldTitle
from tiertrack.facts.identity import Identity
from tiertrack.facts.units import parse_date
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.register_reports import Change, Recorded
from tiertrack.store.database import Database
from tiertrack.store.writer import StoredRegister
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.events import Event

FIRM = Identity("重庆某某精密制造（集团）有限公司", "某某精密", "91500113MA0000015Q", "001696", "500113", "C3484")
ALWAYS = AsOf(dt.date(2026, 6, 30))
RECOGNITION = Event(
    title="srdi_sme",
    kind=EventKind.RECOGNISED,
    on=dt.date(2024, 7, 1),
    through=dt.date(2027, 6, 30),
    derived=True,
    document="2024 年名单",
)
REVENUE = Datum("revenue", 2025, 520_000_000, "审计报告")


def record(register: Register, enterprise: int, event: Event) -> Recorded:
    (recorded,) = register.append(enterprise, [event])
    return recorded


def revenue_of(database: Database, asof: AsOf = ALWAYS) -> object:
    with database.reading() as register:
        return register.dossier(register.find("某某精密"), asof).values.get("revenue:2025")


def enrolled(database: Database, clock: SetClock) -> int:
    with database.writing(clock) as register:
        key = register.enrol(FIRM)
        register.commit()
    return key


@pytest.fixture
def firm(database: Database, clock: SetClock) -> int:
    return enrolled(database, clock)


def test_the_register_is_a_unit_of_work(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as work:
        assert work.names() == ()


def test_what_is_not_committed_leaves_nothing_behind(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        register.observe(register.enrol(FIRM), [REVENUE])
        assert register.names() == (FIRM.name,)
    with database.reading() as register:
        assert register.names() == ()


def test_an_error_undoes_everything_since_the_last_commit(database: Database, clock: SetClock, firm: int) -> None:
    def power_fails() -> None:
        with database.writing(clock) as register:
            register.observe(firm, [REVENUE])
            raise RuntimeError("断电")

    with pytest.raises(RuntimeError, match="断电"):
        power_fails()
    assert revenue_of(database) is None


@pytest.mark.parametrize(
    "identifier",
    [
        "重庆某某精密制造（集团）有限公司",
        "重庆某某精密制造(集团)有限公司",
        " 重庆某某 精密制造（集团）有限公司　",
        "某某精密",
        "91500113MA0000015Q",
        "91500113ma0000015q",
        "001696",
        "001696.SZ",
    ],
)
def test_an_enterprise_answers_to_its_names_and_codes(database: Database, firm: int, identifier: str) -> None:
    with database.reading() as register:
        assert register.find(identifier) == firm


def test_an_enterprise_answers_to_its_former_name(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        register.rename(firm, "重庆某某科技有限公司", dt.date(2026, 3, 1))
        register.commit()
    with database.reading() as register:
        assert register.find(str(FIRM.name)) == register.find("重庆某某科技有限公司") == firm
        assert register.names() == ("重庆某某科技有限公司",)
        assert register.dossier(firm, ALWAYS).name == "重庆某某科技有限公司"


def test_an_unknown_enterprise_is_answered_with_the_nearest_names(database: Database, firm: int) -> None:
    with database.reading() as register, pytest.raises(UnknownEnterprise, match="某某精密") as refused:
        register.find("某某精秘")
    assert [fault.code for fault in refused.value.faults] == ["E603"]


def test_a_name_two_enterprises_share_is_not_guessed(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        register.enrol(Identity("重庆另一家有限公司", "某某精密"))
        with pytest.raises(StoreError, match="另一家") as refused:
            register.find("某某精密")
    assert [fault.code for fault in refused.value.faults] == ["E605"]


def test_a_name_written_exactly_outweighs_one_written_alike(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        alike = register.enrol(Identity("重庆某某精密制造(集团)有限公司"))
        assert register.find("重庆某某精密制造(集团)有限公司") == alike
        assert register.find("重庆某某精密制造（集团）有限公司") == firm


def test_a_code_belongs_to_one_enterprise(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register, pytest.raises(StoreError, match="某某精密制造") as refused:
        register.enrol(Identity("重庆另一家有限公司", uscc=FIRM.uscc))
    assert [fault.code for fault in refused.value.faults] == ["E606"]


def test_codes_and_traits_may_be_learned_later(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        key = register.enrol(Identity(FIRM.name))
        register.commit()
    before = clock.instant
    clock.instant = before + dt.timedelta(days=30)
    with database.writing(clock) as register:
        register.learn(key, FIRM)
        register.commit()
    with database.reading() as register:
        now, then = register.dossier(key, ALWAYS), register.dossier(key, attrs.evolve(ALWAYS, known_at=before))
    assert (now.uscc, now.region, now.industry) == (FIRM.uscc, "500113", "C3484")
    assert (then.uscc, then.region, then.industry) == (None, None, None)


@pytest.mark.parametrize(
    "datum",
    [
        Datum("revenue", 2025, 900_000_000_000_000, "审计报告"),
        Datum("net_profit", 2025, -12_112_871_993, "审计报告"),
        Datum("market_share", None, Fraction(1, 3), "行业协会"),
        Datum("market_share", None, Fraction(1), None),
        Datum("established_on", None, parse_date("2019-03-12").toordinal(), None),
        Datum("own_brand", None, False, None),
        Datum("class1_ip", None, 0, None),
        Datum("rd_institution", None, "provincial", "名单"),
        Datum("development_score", 2026, 5850, "平台"),
    ],
)
def test_a_value_comes_back_exactly_as_it_went_in(database: Database, clock: SetClock, firm: int, datum: Datum) -> None:
    with database.writing(clock) as register:
        register.observe(firm, [datum])
        register.commit()
    with database.reading() as register:
        (found,) = register.dossier(firm, ALWAYS).data
    assert found == attrs.evolve(datum, recorded_at=clock.instant)
    assert type(found.value) is type(datum.value)


def test_a_fraction_too_long_to_keep_exactly_is_refused(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register, pytest.raises(BadQuantity, match="E608"):
        register.observe(firm, [Datum("market_share", None, Fraction(1, 2**64))])


def test_a_value_observed_again_changes_nothing_and_says_so(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        assert register.observe(firm, [REVENUE, REVENUE]) == (Change.NEW, Change.KNOWN)
        assert register.observe(firm, [REVENUE]) == (Change.KNOWN,)
        assert len(register.dossier(firm, ALWAYS).data) == 1


def test_another_value_of_the_same_source_corrects_it(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        register.observe(firm, [REVENUE])
        register.commit()
    first = clock.instant
    clock.instant = first + dt.timedelta(hours=1)
    with database.writing(clock) as register:
        assert register.observe(firm, [attrs.evolve(REVENUE, value=510_000_000)]) == (Change.CORRECTED,)
        register.commit()
    assert revenue_of(database) == 510_000_000
    assert revenue_of(database, attrs.evolve(ALWAYS, known_at=first)) == 520_000_000


def test_a_correction_may_be_taken_back(database: Database, clock: SetClock, firm: int) -> None:
    for value in (520_000_000, 510_000_000, 520_000_000):
        clock.instant += dt.timedelta(hours=1)
        with database.writing(clock) as register:
            register.observe(firm, [attrs.evolve(REVENUE, value=value)])
            register.commit()
    assert revenue_of(database) == 520_000_000


def test_sources_that_disagree_are_both_kept_and_settle_nothing(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        assert register.observe(firm, [REVENUE, Datum("revenue", 2025, 1, "自报")]) == (Change.NEW, Change.NEW)
        dossier = register.dossier(firm, ALWAYS)
    assert len(dossier.data) == 2
    assert list(dossier.conflicts) == ["revenue:2025"]


def test_no_and_zero_are_values_and_not_holes(database: Database, clock: SetClock, firm: int) -> None:
    said = [Datum("own_brand", None, False), Datum("class1_ip", None, 0)]
    with database.writing(clock) as register:
        assert register.observe(firm, said) == (Change.NEW, Change.NEW)
        assert register.observe(firm, said) == (Change.KNOWN, Change.KNOWN)


def test_a_judgement_is_kept_with_its_authority_and_day(database: Database, clock: SetClock, firm: int) -> None:
    said = Attestation("key_chain_link", True, "重庆市经济和信息化委员会", dt.date(2026, 5, 10))
    with database.writing(clock) as register:
        assert [register.attest(firm, said), register.attest(firm, said)] == [Change.NEW, Change.KNOWN]
        register.commit()
    first = clock.instant
    clock.instant += dt.timedelta(days=1)
    with database.writing(clock) as register:
        assert register.attest(firm, attrs.evolve(said, value=False)) is Change.CORRECTED
        register.commit()
    with database.reading() as register:
        now = register.dossier(firm, ALWAYS).attested("key_chain_link", ALWAYS.on)
        then = register.dossier(firm, attrs.evolve(ALWAYS, known_at=first)).attested("key_chain_link", ALWAYS.on)
    assert then == said
    assert now == attrs.evolve(said, value=False)


def test_a_recognition_is_read_back_in_the_standing_and_the_dossier(
    database: Database, clock: SetClock, firm: int
) -> None:
    noted = attrs.evolve(RECOGNITION, edition_key="miit-2022-2", edition_digest="ab12", findings='{"truth": "false"}')
    with database.writing(clock) as register:
        recorded = record(register, firm, noted)
        register.commit()
    with database.reading() as register:
        held, dossier = register.standing(firm, ALWAYS).held, register.dossier(firm, ALWAYS)
        assert register.events(firm) == (recorded.event,)
    assert (recorded.change, recorded.event.version, recorded.event.recorded_at) == (Change.NEW, 1, clock.instant)
    assert (recorded.event.findings, recorded.event.edition_digest) == ('{"truth": "false"}', "ab12")
    assert [(one.title, one.document) for one in held] == [("srdi_sme", "2024 年名单")]
    assert dossier.titles == (HeldTitle("srdi_sme", Period(dt.date(2024, 7, 1), dt.date(2027, 7, 1))),)
    assert dossier.holds_title("srdi_sme", ALWAYS.on) is True
    assert dossier.holds_title("little_giant", ALWAYS.on) is None


def test_recording_the_same_document_again_changes_nothing(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        first = record(register, firm, RECOGNITION)
        again = record(register, firm, attrs.evolve(RECOGNITION, findings="{}"))
        corrected = record(register, firm, attrs.evolve(RECOGNITION, through=dt.date(2027, 12, 31), derived=False))
        back = record(register, firm, RECOGNITION)
    assert (first.change, again.change, corrected.change, back.change) == (
        Change.NEW,
        Change.KNOWN,
        Change.CORRECTED,
        Change.CORRECTED,
    )
    assert again.event == first.event
    assert [one.event.version for one in (first, corrected, back)] == [1, 2, 3]


def test_each_title_has_versions_of_its_own(database: Database, clock: SetClock, firm: int) -> None:
    other = attrs.evolve(RECOGNITION, title="innovative_sme", document="2023 年公告")
    with database.writing(clock) as register:
        versions = [record(register, firm, one).event.version for one in (RECOGNITION, other)]
    assert versions == [1, 1]


def test_what_was_recorded_later_was_not_known_before(database: Database, clock: SetClock, firm: int) -> None:
    before = clock.instant
    clock.instant += dt.timedelta(seconds=1)
    with database.writing(clock) as register:
        record(register, firm, RECOGNITION)
        register.observe(firm, [REVENUE])
        register.commit()
    with database.reading() as register:
        then = register.dossier(firm, attrs.evolve(ALWAYS, known_at=before))
        assert register.standing(firm, attrs.evolve(ALWAYS, known_at=before)).known == frozenset()
    assert (then.data, then.known_titles) == ((), frozenset())


def test_an_instant_comes_back_in_utc_whatever_zone_it_was_given_in(database: Database, clock: SetClock) -> None:
    clock.instant = dt.datetime(2026, 1, 1, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    with database.writing(clock) as register:
        key = register.enrol(FIRM)
        recorded = record(register, key, RECOGNITION).event.recorded_at
    assert recorded == clock.instant
    assert recorded.utcoffset() == dt.timedelta(0)
    assert recorded.isoformat() == "2025-12-31T23:30:00+00:00"


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    naive = SetClock(dt.datetime(2026, 1, 1))
    with pytest.raises((StoreError, ValueError), match="时区"), database.writing(naive) as register:
        register.enrol(FIRM)


def test_a_fact_of_an_enterprise_that_is_not_there_is_refused(database: Database, clock: SetClock) -> None:
    with pytest.raises(StoreError, match="E604"), database.writing(clock) as register:
        register.observe(999, [REVENUE])


def test_a_reader_sees_one_moment_however_long_it_reads(postgres_register: str, clock: SetClock) -> None:
    with Database.open(postgres_register) as database, database.reading() as reader:
        assert reader.names() == ()
        with database.writing(clock) as register:
            register.enrol(FIRM)
            register.commit()
        assert reader.names() == ()
        with database.reading() as later:
            assert later.names() == (FIRM.name,)


def test_two_who_record_the_same_title_at_once_do_not_both_succeed(
    register_url: str, sql_database: Database, clock: SetClock
) -> None:
    firm = enrolled(sql_database, clock)

    def add(register: StoredRegister) -> None:
        with register:
            record(register, firm, RECOGNITION)
            register.commit()

    with Database.open(_impatient(register_url)) as hasty, sql_database.writing(clock) as first:
        record(first, firm, RECOGNITION)
        with pytest.raises(DatabaseUnavailable, match="正被别的程序写入"):
            add(hasty.writing(clock))
        first.commit()
    with sql_database.reading() as register:
        assert len(register.events(firm)) == 1


def _impatient(url: str) -> str:
    """The same database, for somebody who does not wait for a lock."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        hasty = parsed.update_query_dict({"timeout": "0.05"})
    else:
        hasty = parsed.update_query_dict({"options": f"{parsed.query['options']} -clock_timeout=50ms"})
    return hasty.render_as_string(hide_password=False)


def test_the_register_only_ever_adds_rows(register_url: str, sql_database: Database, clock: SetClock) -> None:
    """Everything that can be corrected is, and no row that was there before is gone or changed."""
    database, firm = sql_database, enrolled(sql_database, clock)
    with database.writing(clock) as register:
        register.observe(firm, [REVENUE])
        record(register, firm, RECOGNITION)
        register.commit()
    before = _everything(register_url)
    clock.instant += dt.timedelta(days=1)
    with database.writing(clock) as register:
        register.observe(firm, [attrs.evolve(REVENUE, value=1)])
        record(register, firm, attrs.evolve(RECOGNITION, on=dt.date(2024, 7, 2)))
        register.learn(firm, Identity("重庆新名有限公司", "新名", "91500113MA0000023K", "003006", "500112", "C3752"))
        register.rename(firm, "重庆更新名有限公司", dt.date(2026, 1, 1))
        register.commit()
    after = _everything(register_url)
    assert before < after
    assert len(after) == len(before) + 9


def _everything(url: str) -> set[tuple[object, ...]]:
    engine = create_engine(url)
    tables = ("enterprise_names", "enterprise_codes", "enterprise_traits", "fact_observations", "title_events")
    with engine.connect() as connection:
        asked = {table: text(f"SELECT * FROM tiertrack_{table}") for table in tables}
        rows = {(table, *row) for table, query in asked.items() for row in connection.execute(query)}
    engine.dispose()
    return rows


def test_a_database_that_holds_keys_this_software_does_not_know_says_so(
    register_url: str, sql_database: Database, clock: SetClock
) -> None:
    firm = enrolled(sql_database, clock)
    with sql_database.writing(clock) as register:
        register.observe(firm, [REVENUE])
        register.commit()
    engine = create_engine(register_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE tiertrack_fact_observations SET fact = 'moon_phase'"))
    engine.dispose()
    with sql_database.reading() as register, pytest.raises(DatabaseUnavailable, match="E607"):
        register.dossier(firm, ALWAYS)
