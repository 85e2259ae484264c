"""Loading the published figures that travel with the package."""

from __future__ import annotations

import attrs

from tiertrack.app.fact_import import import_facts, without_recorded
from tiertrack.intake.fact_list import read_fact_list
from tiertrack.ports import Register
from tiertrack.register_reports import ImportReport
from tiertrack.shipped import shipped


def seed(register: Register) -> ImportReport:
    """Writes ``seeds/facts/*.csv`` to the register, leaving the commit to the caller.

    Seeding again changes nothing, even where a seeded figure has been corrected since.
    """
    files = sorted((shipped("seeds") / "facts").glob("*.csv"))
    rows = [row for file in files for row in read_fact_list(file)]
    report = import_facts(register, [without_recorded(register, row) for row in rows])
    return attrs.evolve(report, known=sum(len(row.data) for row in rows) - report.observations - report.corrected)
