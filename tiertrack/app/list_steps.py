"""Steps of a procedure that a list reports: each has to be possible, and is judged and recorded, as by itself."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tiertrack.app.recording import may_be_reported, record
from tiertrack.errors import Fault, IllegalTransition, TiertrackError
from tiertrack.intake.exchange_status import LISTED
from tiertrack.intake.title_acts import PUBLISHED
from tiertrack.intake.title_rows import TitleRow
from tiertrack.ports import Register
from tiertrack.register_reports import Change
from tiertrack.render.register.record_text import outcome_text
from tiertrack.rules.rulebook import Rulebook
from tiertrack.titles.decide import Accepted, Outcome
from tiertrack.titles.events import Event, event_word


@frozen
class StepTaken:
    """A step that was recorded: of which enterprise, what it was, what that changed, and whether the rules disagree."""

    enterprise: int
    event: Event
    change: Change
    disagrees: bool


def is_step(row: TitleRow) -> bool:
    """Whether a row reports a step of a procedure, not what an authority published or an exchange shows."""
    return row.event.kind not in PUBLISHED and not (row.event.title == LISTED and row.event.value is not None)


def record_steps(
    register: Register, rows: Sequence[tuple[TitleRow, int]], rulebook: Rulebook
) -> tuple[list[StepTaken], list[Fault]]:
    """Records the steps of some rows, each with the key of its enterprise, in the order of their days; those that
    cannot be are faults, all of them told."""
    taken: list[StepTaken] = []
    faults: list[Fault] = []
    for row, key in sorted(rows, key=lambda row: row[0].event.on):
        try:
            recording = record(register, key, row.event, rulebook, remarks=row.remarks)
        except IllegalTransition as error:
            if row.event.document is not None and may_be_reported(register, key, row.event):
                (entry,) = register.append(key, [row.event.remarked(row.remarks)])
                taken.append(StepTaken(key, entry.event, entry.change, disagrees=False))
            else:
                # What else cannot be done now is of no interest in a list.
                faults.append(error.faults[0].at(row.place))
            continue
        except TiertrackError as error:
            faults += error.at(row.place).faults
            continue
        if isinstance(recording.outcome, Accepted):
            (entry,) = recording.recorded
            taken.append(StepTaken(key, entry.event, entry.change, recording.outcome.disagrees))
        else:
            faults.append(_not_accepted(row, recording.outcome))
    return taken, faults


def _not_accepted(row: TitleRow, outcome: Outcome) -> Fault:
    why = "；".join(line.strip().removesuffix("。") for line in outcome_text(outcome).splitlines())
    what = f"{row.event.label}“{event_word(row.event)}”没有写文件，按标准和资料不能登记"
    remedy = f"文件上已经这样写的，请在“文件”一列写上文号，就照文件登记；没有文件的，先把资料补齐：{why}"
    return Fault("E655", what, remedy, row.identity.name, row.place)
