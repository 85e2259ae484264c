"""The rows of lists whose enterprise is not settled: which it may be as things stand now, and settling it.

Settling a name once settles every row that waits under it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import attrs

from tiertrack.app.fact_import import observe_row
from tiertrack.app.title_import import Importer, looked_up
from tiertrack.batches import batches
from tiertrack.errors import BadDossier, BadInput, Fault
from tiertrack.facts.identity import normalise_name
from tiertrack.intake.matching import Candidate, Lookup, Match, Resemblance, match
from tiertrack.intake.proposals import ListRow, Proposal
from tiertrack.intake.title_rows import TitleRow
from tiertrack.ports import Register, RegisterReader
from tiertrack.register_reports import TitleReport
from tiertrack.rules.rulebook import Rulebook

_CHUNK = 1000


def waiting(register: RegisterReader, names: Collection[str] | None = None) -> tuple[Proposal, ...]:
    """The proposals that wait, with the candidates there are now; ``names`` as of ``RegisterReader.proposals``."""
    return proposed(register, [kept for kept in register.proposals(names) if kept.settled is None])


def proposed(register: RegisterReader, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """These proposals, those that wait with the candidates there are now."""
    found: list[Proposal] = []
    for chunk in batches(proposals, _CHUNK):
        known = looked_up(register, [kept.row for kept in chunk])
        found += [kept if kept.settled is not None else _with_candidates(register, kept, known) for kept in chunk]
    return tuple(found)


def waiting_for(register: RegisterReader, enterprise: int) -> tuple[Proposal, ...]:
    """The proposals that wait and may be about an enterprise."""
    alike = waiting(register, register.names_of(enterprise))
    return tuple(kept for kept in alike if enterprise in {one.enterprise for one in kept.candidates})


def waiting_proposal(register: RegisterReader, key: int) -> Proposal:
    """The proposal of that key; raises BadInput where there is none, or it is settled."""
    kept = next((row for row in register.proposals() if row.key == key), None)
    if kept is None or kept.settled is not None:
        what = "没有这一项待确认的匹配" if kept is None else "这一项已经确认过"
        raise BadInput(Fault("E712", what, "请用 tiertrack match list 查看", str(key)))
    return proposed(register, [kept])[0]


def _with_candidates(register: RegisterReader, kept: Proposal, known: Lookup) -> Proposal:
    found = _match(kept.row, known)
    candidates = found.candidates
    if found.enterprise is not None:
        name = register.identity(found.enterprise).name or kept.written
        candidates = (Candidate(found.enterprise, name, Resemblance.IDENTIFIED),)
    return attrs.evolve(kept, candidates=candidates)


def _match(row: ListRow, known: Lookup) -> Match:
    former, on = (row.former_names, row.event.on) if isinstance(row, TitleRow) else ((), dt.date.max)
    try:
        return match(row.identity, former, on, known)
    except BadDossier:
        # Its code is that of an enterprise of another name, or its name that of one with another code.
        return Match()


def settle(
    register: Register, proposal: Proposal, enterprise: int | None, rulebook: Rulebook, told_by: str | None = None
) -> TitleReport:
    """Records every row that waits under the name of a proposal as being about an enterprise that was confirmed, or
    (None) about a new one, in the caller's turn.

    Raises BadInput where another enterprise bears the name, BadDossier where a row contradicts what is on record,
    StoreError where a code is another's.
    """
    rows = _under_one_name(register, proposal, enterprise)
    _refuse_name_of_another(register, proposal, enterprise)
    with register.all_or_nothing():
        report = TitleReport(rows=len(rows))
        if enterprise is None:
            key = register.enrol(proposal.row.identity)
            report = report.plus(enterprises=1).noted(f"新增企业 {proposal.written}")
        else:
            key = enterprise
        report = _recorded(register, [row.row for row in rows], key, rulebook, report)
        for row in rows:
            is_new = enterprise is None and row.key == proposal.key
            register.settle(row.key, key, "new" if is_new else "same", told_by)
    return report


def _under_one_name(register: RegisterReader, proposal: Proposal, enterprise: int | None) -> list[Proposal]:
    """The proposals that wait under the name of one, itself first; whoever has another code is another enterprise."""
    named, code = normalise_name(proposal.written), proposal.row.identity.uscc
    on_record = None if enterprise is None else register.identity(enterprise).uscc
    if code and on_record and code != on_record:
        what = f"这家企业登记的统一社会信用代码是 {on_record}"
        raise BadDossier(Fault("E443", what, "请核对代码；是另一家的，请用 --new 确认", code))
    found, code = [proposal], code or on_record
    for kept in register.proposals([proposal.written]):
        waits = kept.settled is None and kept.key != proposal.key and normalise_name(kept.written) == named
        if waits and (None in (code, kept.row.identity.uscc) or kept.row.identity.uscc == code):
            found.append(kept)
            code = code or kept.row.identity.uscc
    return found


def _refuse_name_of_another(register: RegisterReader, proposal: Proposal, enterprise: int | None) -> None:
    """Raises BadInput where an enterprise would be given a name that another one bears."""
    row = proposal.row
    on = row.event.on if isinstance(row, TitleRow) else dt.date.max
    known = register.lookup([proposal.written], []).names.get(normalise_name(proposal.written), ())
    others = {name.enterprise for name in known if name.borne_on(on)} - {enterprise}
    for other in sorted(others):
        what = f"“{proposal.written}”是登记库里另一家企业的名称"
        if enterprise is None:
            raise BadInput(Fault("E640", what, "确是那一家的，请不加 --new 再确认", register.identity(other).name))
        remedy = "请确认为那一家；两份登记本是一家的，请先用 tiertrack merge 并为一份"
        raise BadInput(Fault("E640", what, remedy, register.identity(enterprise).name))


def _recorded(
    register: Register, rows: Iterable[ListRow], key: int, rulebook: Rulebook, report: TitleReport
) -> TitleReport:
    """The report with what the rows changed; those of one list of titles are recorded together."""
    importer = Importer(register, rulebook, report)
    lists: dict[str | None, list[TitleRow]] = {}
    for row in rows:
        if isinstance(row, TitleRow):
            lists.setdefault(row.event.told_by, []).append(row)
        else:
            importer.count(observe_row(register, key, row))
    for listed in lists.values():
        importer.record([(row, key) for row in listed], {})
    if importer.faults:
        raise BadDossier(*importer.faults)
    return importer.report
