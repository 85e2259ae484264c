"""Bringing a list of rights into the register: of every enterprise in it, or of none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from tiertrack.app.dossier_import import keep_rights
from tiertrack.app.fact_import import import_facts, refuse_alike
from tiertrack.app.undoing import imported
from tiertrack.errors import BadDossier, Fault, StoreError
from tiertrack.facts.intellectual_property import read_together
from tiertrack.import_reports import ImportKind
from tiertrack.intake.fact_list import FactReading
from tiertrack.intake.right_list import FirmRights, read_right_list
from tiertrack.ports import Register
from tiertrack.register_reports import ImportReport


def rights_import(path: Path, how: FactReading) -> Callable[[Register], ImportReport]:
    """The import of a list of rights, to be run on a register and committed.

    Raises before a register is needed: BadFile, BadDossier with every fault, BadInput for codes of columns the list
    does not have.
    """
    listed = read_right_list(path, how)

    def bring(register: Register) -> ImportReport:
        faults: list[Fault] = []
        reports: list[ImportReport] = []
        stated: dict[tuple[int, str], list[FirmRights]] = {}
        register.take_turn()
        with register.all_or_nothing():
            for firm in listed.firms:
                try:
                    key, report = _recognised(register, firm)
                    reports.append(report)
                    stated.setdefault((key, firm.source), []).append(firm)
                except (BadDossier, StoreError) as error:
                    faults.extend(_placed(error, firm.row.place).faults)
            if faults:
                raise BadDossier(*faults)
            # Under two names of one enterprise there is one list of it still.
            for (key, source), firms in stated.items():
                rights = read_together(firm.rights for firm in firms)
                reports.append(keep_rights(register, key, rights, source))
        return attrs.evolve(ImportReport().plus(*reports), unread=listed.unread, reading=listed.reading)

    return lambda register: imported(register, bring, path, ImportKind.RIGHTS, how.source, len(listed.firms))


def _recognised(register: Register, firm: FirmRights) -> tuple[int, ImportReport]:
    """The enterprise that is listed of, which is enrolled where it is new, and what that changed."""
    refuse_alike(register, firm.row)
    report = import_facts(register, [firm.row])
    identity = firm.row.identity
    return register.find(identity.uscc or identity.name or next(iter(identity.identifiers))), report


def _placed(error: BadDossier | StoreError, place: str) -> BadDossier | StoreError:
    """The error with its row, where it does not say that already."""
    return error if all((fault.place or "").startswith(place) for fault in error.faults) else error.at(place)
