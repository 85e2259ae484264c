"""Bringing the rows of a facts table into the register: all of them, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from tiertrack.app.corrections import corrected_values
from tiertrack.app.fact_doubts import FactDoubts
from tiertrack.enumeration import first_few
from tiertrack.errors import BadDossier, Fault, StoreError
from tiertrack.facts.identity import Identity
from tiertrack.import_reports import FirmChange
from tiertrack.intake.fact_list import FactList, FactRow, FaultyRow
from tiertrack.intake.matching import Candidate, resembling
from tiertrack.intake.proposals import Proposal
from tiertrack.ports import Register
from tiertrack.register_reports import Change, ImportReport, Renaming


def import_facts(register: Register, rows: Iterable[FactRow], on: dt.date | None = None) -> ImportReport:
    """Writes every row to the register, leaving the commit to the caller; a row that may be about an enterprise on
    record of another name waits until a person says so. As of the day ``on`` the report says what is hardly true of
    the firms.

    Raises BadDossier with every fault, and has then written nothing: identifiers that point to different enterprises,
    a name several enterprises share, a credit code other than the one on record, an unknown enterprise without a name.
    """
    faults: list[Fault] = []
    reports: list[ImportReport] = []
    register.take_turn()
    doubts = None if on is None else FactDoubts(register, on)
    with register.all_or_nothing():
        for row in rows:
            try:
                reports.append(_import_row(register, row, doubts))
            except (BadDossier, StoreError) as error:
                faults.extend(error.at(row.place).faults)
        if faults:
            raise BadDossier(*faults)
    return ImportReport(suspicions=doubts.told() if doubts else ()).plus(*reports)


def import_good_facts(register: Register, facts: FactList, on: dt.date) -> tuple[ImportReport, tuple[FaultyRow, ...]]:
    """Writes every row that is sound and that the register can take, leaving the commit to the caller; the others come
    back, in the order of the list, with what is wrong with each."""
    reports: list[ImportReport] = []
    faulty = [*facts.faulty]
    doubts = FactDoubts(register, on)
    for row in facts.rows:
        try:
            with register.all_or_nothing():
                reports.append(_import_row(register, row, doubts))
        except (BadDossier, StoreError) as error:
            faulty.append(FaultyRow(row.line, row.cells, error.at(row.place).faults))
    left = tuple(sorted(faulty, key=lambda row: row.line))
    return ImportReport(suspicions=doubts.told()).plus(*reports), left


def _import_row(register: Register, row: FactRow, doubts: FactDoubts | None) -> ImportReport:
    enterprise = recognised(register, row.identity)
    if enterprise is None and (candidates := _alike(register, row)):
        proposal = Proposal(0, row, candidates)
        fresh, decided = register.propose([proposal])
        if decided:
            # Somebody said before what becomes of this very row.
            return ImportReport(known=len(row.data))
        return ImportReport(proposed=fresh, waiting=(proposal.written,))
    if enterprise is not None:
        return keep_row(register, enterprise, row, doubts)
    name = required_name(row.identity)
    enrolled = ImportReport(enterprises=(name,), firms=(FirmChange(name, enrolled=True),))
    return enrolled.plus(_observed(register, register.enrol(row.identity), name, row, doubts))


def keep_row(register: Register, enterprise: int, row: FactRow, doubts: FactDoubts | None) -> ImportReport:
    """Writes a row that is about an enterprise on record, with what it is called by it.

    Raises BadDossier where it has another credit code (E443), StoreError where a code is another's.
    """
    if doubts is not None:
        doubts.know(enterprise)
    before = register.identity(enterprise)
    _refuse_other_code(register, before, row.identity)
    report = ImportReport(renamed=tuple(_renaming(register, enterprise, before, row.identity)))
    register.learn(enterprise, row.identity)
    name = (report.renamed[0].after if report.renamed else before.name) or row.identity.name or str(enterprise)
    return report.plus(_observed(register, enterprise, name, row, doubts))


def _observed(register: Register, enterprise: int, name: str, row: FactRow, doubts: FactDoubts | None) -> ImportReport:
    changes = register.observe(enterprise, row.data)
    report = ImportReport.of(changes, name, corrected_values(register, enterprise, row.data, changes))
    if doubts is not None:
        doubts.take(enterprise, row)
    return report


def observe_row(register: Register, enterprise: int, row: FactRow) -> tuple[Change, ...]:
    """Writes a row that a person said is about an enterprise, but for what it calls it.

    Raises StoreError where a code is another's.
    """
    register.learn(enterprise, attrs.evolve(row.identity, name=None, short_name=None))
    return register.observe(enterprise, row.data)


def required_name(identity: Identity) -> str:
    """The name of an enterprise that is not on record; raises BadDossier where it has none and cannot be enrolled."""
    if identity.name is None:
        identifiers = "、".join(identity.identifiers)
        raise BadDossier(Fault("E444", "登记库里没有这家企业", "请补上企业名称，以便登记", identifiers))
    return identity.name


def _alike(register: Register, row: FactRow) -> tuple[Candidate, ...]:
    """The enterprises on record whose trade name is that of a row that names none of them."""
    name = row.identity.name
    return resembling(row.identity, register.lookup([name], [])) if name else ()


def refuse_alike(register: Register, row: FactRow) -> None:
    """Raises BadDossier where a row names no enterprise on record, but may be about one: what comes with it could not
    wait for a decision."""
    try:
        candidates = () if recognised(register, row.identity) is not None else _alike(register, row)
    except BadDossier as error:
        raise error.at(row.place) from None
    if candidates:
        names = first_few((candidate.name for candidate in candidates), "家")
        what = f"登记库里没有“{row.identity.name}”，有字号相同的 {names}"
        remedy = "是同一家的，请写登记的名称或信用代码；是另一家的，请先用 tiertrack enrol 登记它"
        raise BadDossier(Fault("E638", what, remedy, None, row.place))


def recognised(register: Register, identity: Identity) -> int | None:
    """The one enterprise on record that identifiers point to, None where they point to none; raises BadDossier where
    they point to several (E441, E442)."""
    found = {identifier: register.matching(identifier) for identifier in identity.identifiers}
    pointing = {identifier: keys for identifier, keys in found.items() if keys}
    if not pointing:
        return None
    common = frozenset.intersection(*pointing.values())
    if not common:
        what = f"{'、'.join(f'“{identifier}”' for identifier in pointing)} 指向不同的企业"
        raise BadDossier(Fault("E441", what, "请核对名称与代码，一行只写一家企业"))
    if len(common) > 1:
        what = f"登记库里有 {len(common)} 家企业对得上"
        raise BadDossier(Fault("E442", what, "请加上统一社会信用代码或证券代码", "、".join(pointing)))
    (enterprise,) = common
    return enterprise


def _refuse_other_code(register: Register, before: Identity, now: Identity) -> None:
    if now.uscc and before.uscc and now.uscc != before.uscc and not register.matching(now.uscc):
        what = f"这家企业登记的统一社会信用代码是 {before.uscc}"
        raise BadDossier(Fault("E443", what, "请核对代码；若是同名的另一家企业，请写它的证照全称", now.uscc))


def _renaming(register: Register, enterprise: int, before: Identity, now: Identity) -> Iterator[Renaming]:
    if now.name and before.name and now.name != before.name and enterprise not in register.matching(now.name):
        yield Renaming(before.name, now.name)


def without_recorded(register: Register, row: FactRow) -> FactRow:
    """The row without the values recorded before, so that later corrections are left alone.

    That is every value ever observed from the same source, and region and industry where any are on record.
    """
    try:
        enterprise = recognised(register, row.identity)
    except BadDossier as error:
        raise error.at(row.place) from None
    if enterprise is None:
        return row
    on_record = register.identity(enterprise)
    data = tuple(datum for datum in row.data if not register.has_observed(enterprise, datum))
    identity = attrs.evolve(
        row.identity,
        region=None if on_record.region else row.identity.region,
        industry=None if on_record.industry else row.identity.industry,
    )
    return attrs.evolve(row, identity=identity, data=data)
