"""A register in which every table has rows, and what somebody can do who has the database in hand but not the key."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from tests.support.clocks import SetClock
from tiertrack.app.sealing_keys import make_key
from tiertrack.facts.achievement import Achievement, Party, Relation, Role
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import NO_END, Acquisition, IpKind, IpRight
from tiertrack.import_reports import ImportKind
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_list import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.store.codec import row_digest
from tiertrack.store.database import Database
from tiertrack.store.row_digests import checksum, form_of
from tiertrack.store.seals import Form, RowSealing
from tiertrack.store.tables import PREFIX, SEALED, seals, title_events
from tiertrack.titles.events import Event

MINUTE = dt.timedelta(minutes=1)

RECOGNISED = Event(
    title="srdi_sme",
    kind=EventKind.RECOGNISED,
    on=dt.date(2024, 7, 1),
    through=dt.date(2027, 6, 30),
    document="渝虚〔2024〕1号",
    batch="第一批",
)
UPDATED = Event(title="srdi_sme", kind=EventKind.UPDATED, on=dt.date(2025, 4, 1), year=2025, told_by="企业")


PATENT = IpRight(
    "一种主轴箱",
    "ZL201910000001.0",
    IpKind.INVENTION,
    Acquisition.TRANSFER,
    transferred_on=dt.date(2022, 3, 1),
    granted_on=dt.date(2021, 5, 11),
    through=dt.date(2039, 1, 5),
    holder_rank=1,
    main_product=True,
    applied=True,
    main_business=True,
    industrialisable=True,
    strategic_emerging=True,
    foreign_family=True,
    foreign_examined=False,
    foreign_income=False,
    pledge=2_000_000_00,
    awarded=False,
)
PROGRAM = IpRight("主轴监测软件", None, IpKind.SOFTWARE, through=NO_END)


def signing_key(folder: Path) -> tuple[Path, Path]:
    """A new key in a folder: the files of the private and of the public one."""
    made = make_key(folder / "seal.pem")
    return Path(made["private"]), Path(made["public"])


def write_every_table(database: Database, clock: SetClock) -> None:
    """Seven units of work; at least two rows in each table."""
    write_first_tables(database, clock)
    for number, file in enumerate(("填报表.xlsx", "名单.csv"), 1):
        clock.instant += MINUTE
        with database.writing(clock) as unit:
            unit.begin_import()
            # Nothing else is taken back with it.
            unit.withdraw(unit.keep_import(file, ImportKind.FACTS, "企业填报", number, number), f"理由 {number}")
            unit.commit()


def write_first_tables(database: Database, clock: SetClock) -> None:
    """Five units of work; at least two rows in each table that the first revision of seals over rows had."""
    firms: list[int] = []

    def enrol(unit: Register) -> None:
        firms.extend(
            unit.enrol_many(
                [
                    Identity("重庆虚构甲机械厂", "甲", "91500113MA0000015Q", "600001", "500113", "C3484"),
                    Identity("重庆虚构乙机械厂", "乙", None, "600002", "500112", "C3011"),
                ]
            )
        )

    def facts(unit: Register) -> None:
        for firm in firms:
            unit.observe(firm, [Datum("revenue", 2024, firm * 10**6, "年报"), Datum("employees", 2024, 80, None)])
            unit.attest(firm, Attestation("key_chain_link", True, "重庆市经信委", dt.date(2025, 5, 1)))
            unit.append(firm, [RECOGNISED])
            unit.list_rights(firm, [PATENT, PROGRAM], "2025年申报书")

    def achievements(unit: Register) -> None:
        for number, name in enumerate(("微流控芯片", "数控滚齿"), 1):
            one = Achievement(
                name,
                registration=f"渝科登{number}",
                owners=(Party("虚构大学"),),
                completed_in=2023,
                data=(Datum("trl", None, 5 + number, "成果库"),),
            )
            key = unit.enrol_achievement(one)
            unit.learn_achievement(key, one)
            unit.relate(key, firms[0], Relation(Party("重庆虚构甲机械厂"), Role.PRODUCER, dt.date(2025, 6, number)))

    def lists(unit: Register) -> None:
        rows = [
            TitleRow(f"名单.csv 第 {place} 行", place, Identity(f"重庆虚构{name}机械有限公司"), (), RECOGNISED)
            for place, name in enumerate("甲乙", 2)
        ]
        unit.propose([Proposal(0, row, ()) for row in rows])
        for proposal, firm in zip(unit.proposals(), firms, strict=True):
            unit.settle(proposal.key, firm, "same", "区经信委")

    def later(unit: Register) -> None:
        for firm in firms:
            unit.append(firm, [UPDATED])
            unit.observe(firm, [Datum("revenue", 2025, firm * 10**6 + 1, "年报")])

    for work in (enrol, facts, achievements, lists, later):
        clock.instant += MINUTE
        with database.writing(clock) as unit:
            work(unit)
            unit.commit()


def seal_anew(connection: Connection) -> None:
    """Works out every digest, checksum and seal anew from what the rows say, as anybody can who knows how."""
    with Database.open(connection).reading() as reader:
        session = reader._session
        for _stream, rows in groupby([*session.streams()], key=lambda row: row[1:3]):
            previous: str | None = None
            for row in rows:
                previous = row_digest(previous, row)
                _set(connection, title_events.name, row.id, digest=previous)
        leaves: dict[tuple[int, str], list[tuple[int, bytes]]] = {}
        forms = {seal.id: seal.form for seal in session.seals()}
        for table in SEALED:
            form = form_of(table)
            for seal, key, instant, *values in [*session.sealed_rows(table, ("id", "recorded_at", *form.columns))]:
                content = form.content_of_plain(values, instant if forms[seal] == Form.FOUND else None)
                _set(connection, table.name, key, checksum=checksum(content))
                leaves.setdefault((seal, table.name), []).append((key, form.leaf(key, content)))
        events: dict[int, list[tuple[int, str]]] = {}
        for place, key, digest in session.sealed_events():
            events.setdefault(place, []).append((key, digest))
        previous = None
        for seal in [*session.seals()]:
            sealing = RowSealing(seal.unit, seal.form or 0)
            for key, digest in events.get(seal.id, ()):
                sealing.add_event(key, digest)
            for table in SEALED:
                if found := leaves.get((seal.id, table.name)):
                    ends = found[0][0], found[-1][0]
                    sealing.add_rows(table.name.removeprefix(PREFIX), ends, [leaf for _key, leaf in found])
            previous = sealing.digest(previous, seal.id, seal.recorded_at, seal.key_id)
            _set(connection, seals.name, seal.id, digest=previous, rows=sealing.rows, events=sealing.events)


def _set(connection: Connection, table: str, key: int, **values: Any) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(text(f"UPDATE {table} SET {changes} WHERE id = :key"), {"key": key, **values})
