"""The rows of lists whose enterprise is not settled: which it may be as things stand now, and settling it.

Settling a name once settles every row that waits under it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import attrs

from tiertrack.app.fact_import import observe_row
from tiertrack.app.list_statements import Naming
from tiertrack.app.title_import import Importer, looked_up
from tiertrack.batches import batches
from tiertrack.errors import BadDossier, BadInput, Fault
from tiertrack.facts.identity import normalise_name
from tiertrack.import_reports import ImportKind
from tiertrack.intake.matching import Candidate, Lookup, Match, Resemblance, match
from tiertrack.intake.proposals import ListRow, Proposal
from tiertrack.intake.title_rows import TitleRow
from tiertrack.ports import Register, RegisterReader
from tiertrack.register_reports import TitleReport
from tiertrack.rules.rulebook import Rulebook
from tiertrack.titles.joining import Said

_CHUNK = 1000


def waiting(register: RegisterReader, names: Collection[str] | None = None) -> tuple[Proposal, ...]:
    """The proposals that wait, with the candidates there are now; ``names`` as of ``RegisterReader.proposals``."""
    return proposed(register, [kept for kept in register.proposals(names) if kept.waits])


def proposed(register: RegisterReader, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """These proposals, those that wait with the candidates there are now."""
    found: list[Proposal] = []
    for chunk in batches(proposals, _CHUNK):
        known = looked_up(register, [kept.row for kept in chunk])
        found += [_with_candidates(register, kept, known) if kept.waits else kept for kept in chunk]
    return tuple(found)


def waiting_for(register: RegisterReader, enterprise: int) -> tuple[Proposal, ...]:
    """The proposals that wait and may be about an enterprise."""
    alike = waiting(register, register.names_of(enterprise))
    return tuple(kept for kept in alike if enterprise in {one.enterprise for one in kept.candidates})


def waiting_proposal(register: RegisterReader, key: int) -> Proposal:
    """The proposal of that key; raises BadInput where there is none, or it does not wait any more."""
    return proposed(register, _waiting_under(register, [key]))[0]


def _waiting_under(register: RegisterReader, keys: Collection[int]) -> tuple[Proposal, ...]:
    """The proposals of these keys; raises BadInput with every key of which there is none, or none that waits."""
    kept = {proposal.key: proposal for proposal in register.proposals()}
    found, faults = [], []
    for key in dict.fromkeys(keys):
        proposal = kept.get(key)
        if proposal is not None and proposal.waits:
            found.append(proposal)
            continue
        what = "没有这一项待确认的匹配"
        if proposal is not None:
            what = "这一项已经确认过" if proposal.dismissed is None else "这一项已经写明不采用"
        faults.append(Fault("E712", what, "请用 proposals(Waiting.NOT_ONLY) 查看", str(key)))
    if faults:
        raise BadInput(*faults)
    return tuple(found)


def dismiss(register: Register, keys: Collection[int], why: str, said: Said) -> tuple[Proposal, ...]:
    """Keeps that rows which wait are not taken, and why; the rows as they stand then. The caller commits.

    Raises BadInput where no reason is given (E705), and with every key of which no row waits (E712).
    """
    if not why.strip():
        raise BadInput(Fault("E705", "缺少不采用的理由", "请写明理由，如 事项写错，已另有一行", None, "why"))
    register.take_turn()
    rows = _waiting_under(register, keys)
    for proposal in rows:
        register.dismiss(proposal, why, said)
    return tuple(attrs.evolve(proposal, dismissed=why) for proposal in rows)


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
    (None) about a new one, in the caller's turn; as a unit that can be taken back. The enterprise answers to the name
    from then on, but is renamed only by a row that says so.

    Raises BadInput where another enterprise bears the name, BadDossier where a row contradicts what is on record,
    StoreError where a code is another's.
    """
    rows = _under_one_name(register, proposal, enterprise)
    _refuse_name_of_another(register, proposal, enterprise)
    register.begin_import()
    with register.all_or_nothing():
        report = TitleReport(rows=len(rows))
        if enterprise is None:
            key = register.enrol(proposal.row.identity)
            report = report.plus(enterprises=1).noted(f"新增企业 {proposal.written}")
        else:
            key = enterprise
        report = _recorded(register, rows, key, rulebook, report)
        for row in rows:
            is_new = enterprise is None and row.key == proposal.key
            register.settle(row.key, key, "new" if is_new else "same", told_by)
        file = f"待确认 {proposal.key}：{proposal.written}"
        number = register.keep_import(file, ImportKind.MATCH, told_by, 1, len(rows))
    waiting = sum(1 for kept in register.proposals() if kept.waits)
    return attrs.evolve(report, waiting=waiting, number=number)


def _under_one_name(register: RegisterReader, proposal: Proposal, enterprise: int | None) -> list[Proposal]:
    """The proposals that wait under the name of one, itself first; whoever has another code is another enterprise."""
    named, code = normalise_name(proposal.written), proposal.row.identity.uscc
    on_record = None if enterprise is None else register.identity(enterprise).uscc
    if code and on_record and code != on_record:
        what = f"这家企业登记的统一社会信用代码是 {on_record}"
        raise BadDossier(Fault("E443", what, "请核对代码；是另一家的，请用 accept_as_new 确认", code))
    found, code = [proposal], code or on_record
    for kept in register.proposals([proposal.written]):
        is_another = kept.waits and kept.key != proposal.key and normalise_name(kept.written) == named
        if is_another and (None in (code, kept.row.identity.uscc) or kept.row.identity.uscc == code):
            found.append(kept)
            code = code or kept.row.identity.uscc
    return found


def _refuse_name_of_another(register: RegisterReader, proposal: Proposal, enterprise: int | None) -> None:
    """Raises BadInput where an enterprise would be given a name that another one bears."""
    row = proposal.row
    on = row.event.on if isinstance(row, TitleRow) else dt.date.max
    known = register.lookup([proposal.written], []).names.get(normalise_name(proposal.written), ())
    if enterprise is None:
        # A new one is called so from then on: nobody else may be on that day, or come to be later.
        others = {name.enterprise for name in known if name.until is None or on < name.until}
    else:
        others = {name.enterprise for name in known if name.borne_on(on)} - {enterprise}
    for other in sorted(others):
        what = f"“{proposal.written}”是登记库里另一家企业的名称"
        if enterprise is None:
            raise BadInput(
                Fault("E640", what, "确是那一家的，请不用 accept_as_new 再确认", register.identity(other).name)
            )
        remedy = "请确认为那一家；两份登记本是一家的，请先用 tiertrack merge 并为一份"
        raise BadInput(Fault("E640", what, remedy, register.identity(enterprise).name))


def _recorded(
    register: Register, proposals: Sequence[Proposal], key: int, rulebook: Rulebook, report: TitleReport
) -> TitleReport:
    """The report with what the rows changed, in the order of their days, whichever of them was confirmed; those of one
    list of titles are recorded together, and of one day in the order they came."""
    before = register.identity(key).name
    importer = Importer(register, rulebook, report, Naming.SAID)
    lists: dict[str | None, list[TitleRow]] = {}
    for proposal in sorted(proposals, key=lambda kept: kept.key):
        row = proposal.row
        if isinstance(row, TitleRow):
            # What is wrong with it is told with the number by which it can be dismissed.
            placed = attrs.evolve(row, place=f"待确认 {proposal.key}（{row.place}）")
            lists.setdefault(row.event.told_by, []).append(placed)
        else:
            importer.count(observe_row(register, key, row))
    # A validity goes on from the one before, so that what came to be first is recorded first.
    for listed in sorted(lists.values(), key=lambda rows: min(row.event.on for row in rows)):
        importer.record([(row, key) for row in listed], {})
    if importer.faults:
        # Where two rows that wait contradict each other, no list can be mended any more.
        keys = "、".join(str(key) for key in sorted(proposal.key for proposal in proposals))
        remedy = (
            f"待确认的有 {keys}，不对的用 tiertrack match dismiss 去掉；都属实的，去掉一行后用 tiertrack record 登记"
        )
        raise BadDossier(*(attrs.evolve(one, remedy=remedy) if one.code == "E475" else one for one in importer.faults))
    # Whatever it is called in a table of facts is a further name, unless a list has said what it is.
    register.call_many([(key, "former", name) for name in {kept.row.identity.name for kept in proposals} if name])
    now, written = register.identity(key).name, proposals[0].written
    if now != before or normalise_name(written) == normalise_name(now or ""):
        return importer.report
    told = f"“{written}”记作 {now} 的又一个名称；确已更名的，请用 tiertrack case rename 登记"
    return importer.report.noted(told)
