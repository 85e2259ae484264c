"""The forms answers are written in: for each type its schema, its plain data, and its text at every length.

A row names functions of this room rather than holding them: whoever asks for an assessment need not import what writes
indicators.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from attrs import frozen

from tiertrack.errors import BadInput, Fault
from tiertrack.render.lengths import Length

_ROOM = "tiertrack.render"


@frozen
class Form:
    """How answers of one type are written: the name of their ``schema``; plain ``data``; ``text`` by its length; and,
    where they have a text together (a table), ``several`` of them."""

    schema: str
    data: Callable[[Any], dict[str, Any]]
    text: Mapping[Length, Callable[[Any], str]]
    several: Callable[[Sequence[Any]], str] | None


# Each type: the name of its schema; data and text; then the line, where that is not the first of the text, and the text
# of several.
_ROWS: dict[str, tuple[str, ...]] = {
    # One enterprise.
    "rules.assessment.Assessment": (
        *("assessment", "assessment_data.assessment_data", "assessment_text.assessment_text"),
        "lines.assessment_line",
    ),
    "rules.assessment.Alternatives": (
        *("alternatives", "assessment_data.alternatives_data", "assessment_text.alternatives_text"),
        "lines.alternatives_line",
    ),
    "rules.comparison.Comparison": (
        *("comparison", "comparison_text.comparison_data", "comparison_text.comparison_text"),
        "comparison_text.comparison_line",
    ),
    "render.notice.notice.Notice": ("notice", "notice.notice_text.notice_data", "notice.notice_text.notice_text"),
    "logic.finding.Finding": (
        *("finding", "finding_data.finding_data", "finding_data.finding_text"),
        "lines.finding_line",
    ),
    "ladder.climb.Climb": ("climb", "ladder_text.climb_data", "ladder_text.climb_text", "lines.climb_line"),
    "facts.dossier.Dossier": ("dossier", "dossier_text.dossier_data", "dossier_text.dossier_text"),
    "temporal.asof.AsOf": ("as_of", "members.moment_members", "phrases.moment_text"),
    "rules.replay.Replay": ("replay", "replay_text.replay_data", "replay_text.replay_text", "replay_text.replay_line"),
    # The standards.
    "engines.javascript.policy_program.PolicyProgram": (
        *("policy_program", "program.program_data.program_data", "program.program_data.program_text"),
    ),
    "engines.javascript.rule_vectors.PolicyVectors": (
        *("policy_vectors", "program.vector_data.vectors_data", "program.vector_data.vectors_text"),
    ),
    "rules.edition.Edition": (
        *("edition", "assessment_data.edition_data", "policy.edition_text.edition_text"),
        *("policy.edition_text.edition_line", "policy.edition_text.editions_text"),
    ),
    "rules.fact_sheet.FactSheet": (
        "fact_sheet",
        "policy.fact_text.fact_sheet_data",
        "policy.fact_text.fact_sheet_text",
    ),
    "rules.diff.PolicyDiff": ("policy_diff", "policy.diff_text.diff_data", "policy.diff_text.policy_diff_text"),
    "rules.diff.ClauseChange": ("clause_change", "policy.diff_text.change_data", "policy.diff_text.change_text"),
    "rules.regional.RegionalStandards": (
        *("regional_standards", "regional_text.regional_data", "regional_text.regional_text"),
    ),
    "render.written_book.PolicyBook": ("policy_book", "written_book.policy_book_data", "written_book.policy_book_text"),
    "district.additions.Checked": ("checked", "check_text.checked_data", "check_text.checked_text"),
    # The register.
    "duties.overview.Account": (
        *("standing", "register.standing_text.standing_data", "register.standing_text.standing_text"),
        "lines.account_line",
    ),
    "duties.overview.FirmStanding": (
        *("firm_standing", "register.firm_text.firm_standing_data", "register.firm_text.firm_standing_text"),
        *("lines.firm_standing_line", "register.firm_text.firm_standings_text"),
    ),
    "duties.overview.FirmOverview": (
        *("firm_overview", "register.firm_text.overview_data", "register.firm_text.overview_text"),
        *("", "register.firm_text.overviews_text"),
    ),
    "titles.standing.Standing": (
        *("tracks", "register.standing_text.tracks_data", "register.standing_text.tracks_text"),
        "lines.standing_line",
    ),
    "titles.history.History": (
        *("history", "register.standing_text.history_data", "register.standing_text.history_text"),
        "lines.history_line",
    ),
    "titles.events.Event": (
        "event",
        "register.event_data.proposed_event_data",
        "register.standing_text.proposed_event_text",
    ),
    "titles.events.RecordedEvent": (
        *("recorded_event", "register.event_data.recorded_event_data"),
        "register.standing_text.recorded_event_text",
    ),
    "duties.duty.Duty": (
        *("duty", "register.duty_text.duty_data", "register.duty_text.duty_text"),
        *("", "register.duty_text.duties_text"),
    ),
    "ladder.pool.AchievementAccount": (
        *("achievement", "register.achievement_text.achievement_data", "register.achievement_text.achievement_text"),
    ),
    "indicators.report.RegionReport": (
        *("region_report", "register.indicator_text.region_data", "register.indicator_text.region_text"),
        "lines.region_line",
    ),
    "render.report.report.Report": (
        *("report", "report.report_text.report_data", "report.report_text.report_text"),
        "report.report_text.report_line",
    ),
    # What was done to the register.
    "register_reports.Recording": (
        *("recording", "register.record_text.recording_data", "register.record_text.recording_text"),
    ),
    **dict.fromkeys(
        ("titles.decide.Accepted", "titles.decide.Refused", "titles.decide.Undetermined"),
        ("recording", "register.record_text.outcome_data", "register.record_text.outcome_text"),
    ),
    "register_reports.Recorded": (
        *("recorded", "register.record_text.recorded_data", "register.record_text.recorded_text"),
    ),
    "register_reports.ImportReport": (
        *("import_report", "register.record_text.report_data", "register.record_text.report_text"),
    ),
    "register_reports.TitleReport": (
        *("title_report", "register.record_text.report_data", "register.list_text.titles_text"),
    ),
    "import_reports.Import": (
        *("import", "register.undo_text.import_data", "register.undo_text.import_text"),
        *("", "register.undo_text.imports_text"),
    ),
    "import_reports.UndoReport": ("undo_report", "register.undo_text.undo_data", "register.undo_text.undo_text"),
    "register_reports.ReviewReport": (
        *("review_report", "register.record_text.report_data", "register.record_text.review_text"),
    ),
    "register_reports.Renamed": (
        *("renamed", "register.firm_text.renamed_data", "register.firm_text.renamed_text"),
        *("", "register.firm_text.all_renamed_text"),
    ),
    "register_reports.ListReport": (
        *("list_report", "register.firm_text.list_report_data", "register.firm_text.list_report_text"),
    ),
    "register_reports.Merger": ("merger", "register.record_text.report_data", "register.record_text.merged_text"),
    "enterprise.Enterprise": (
        *("enterprise", "register.record_text.enterprise_data", "register.record_text.enterprise_text"),
    ),
    "register_reports.Enrolment": (
        *("enrolment", "register.record_text.enrolment_data", "register.record_text.enrolment_text"),
    ),
    "register_reports.VerifyReport": ("verify_report", "check_text.verify_data", "check_text.verify_text"),
    "register_reports.Checkpoint": ("checkpoint", "proof_text.checkpoint_data", "proof_text.checkpoint_text"),
    "register_reports.ProvedRow": ("proved_row", "proof_text.proved_data", "proof_text.proved_text"),
    "register_reports.Proof": ("proof", "proof_text.proof_data", "proof_text.proof_text"),
    "intake.proposals.Proposal": (
        *("proposal", "register.proposal_text.proposal_data", "register.proposal_text.proposal_text"),
        *("", "register.proposal_text.proposals_text"),
    ),
    # Many enterprises.
    "screening.results.Screening": ("screening", "screening_text.screened_data", "screening_text.screened_text"),
    "screening.results.NearMisses": ("near_misses", "screening_text.near_data", "screening_text.near_text"),
    "screening.candidates.Candidates": (
        *("candidates", "register.candidate_text.candidates_data", "register.candidate_text.candidates_text"),
    ),
    "screening.candidates.TitleCandidate": (
        *("title_candidate", "register.candidate_text.candidate_data", "register.candidate_text.candidate_text"),
    ),
    "screening.turned_firms.RegisterComparison": (
        *("register_comparison", "register.comparison_list.register_comparison_data"),
        "register.comparison_list.register_comparison_text",
    ),
    "screening.turned_firms.TurnedFirm": (
        *("turned_firm", "register.comparison_list.turned_firm_data", "register.comparison_list.turned_firm_text"),
    ),
    "screening.results.Impact": ("impact", "screening_text.impact_data", "screening_text.impact_text"),
    # What is wrong.
    "errors.Fault": ("fault", "check_text.fault_data", "check_text.fault_text"),
    "errors.TiertrackError": ("error", "check_text.error_data", "check_text.error_text", "lines.error_line"),
}

# Those with a text for one screen and one for a message.
_SHORT = {
    "rules.assessment.Assessment": ("assessment_brief.assessment_screen", "assessment_brief.assessment_message"),
    "rules.assessment.Alternatives": ("assessment_brief.alternatives_screen", "assessment_brief.alternatives_message"),
    "rules.comparison.Comparison": ("comparison_text.comparison_screen",),
    "ladder.climb.Climb": ("ladder_text.climb_text", "ladder_text.climb_message"),
    "register_reports.ImportReport": ("register.record_text.report_screen",),
    "register_reports.TitleReport": ("register.list_text.titles_screen",),
    "import_reports.UndoReport": ("register.undo_text.undo_screen",),
}


def form_of(kind: type) -> Form:
    """The form of answers of a type, or of the nearest type above it; raises BadInput where there is none."""
    for one in kind.__mro__:
        if (form := _form_of(one)) is not None:
            return form
    remedy = "请给本库的答复，如 assess、Registry.standing 的结果，或本库的错误"
    raise BadInput(Fault("E835", "这不是本库的答复，写不成资料", remedy, kind.__qualname__))


@functools.cache
def _form_of(kind: type) -> Form | None:
    package, _, path = f"{kind.__module__}.{kind.__qualname__}".partition(".")
    if package != "tiertrack" or path not in _ROWS:
        return None
    schema, data, text, line, several = (*_ROWS[path], "", "")[:5]
    whole = _function(text)
    told = _function(line) if line else lambda answer: _function("lines.first_line")(whole(answer))
    short = _SHORT.get(path)
    return Form(
        schema,
        _function(data),
        {
            Length.WHOLE: whole,
            Length.SCREEN: _function(short[0]) if short else whole,
            Length.MESSAGE: _function(short[1]) if short and len(short) > 1 else told,
            Length.LINE: told,
        },
        _function(several) if several else None,
    )


def _function(path: str) -> Callable[[Any], Any]:
    module, _, name = path.rpartition(".")
    function: Callable[[Any], Any] = getattr(import_module(f"{_ROOM}.{module}"), name)
    return function


def answer_types() -> dict[str, str]:
    """The schema of every type of answer, by the name of the type."""
    return {path.rpartition(".")[2]: row[0] for path, row in _ROWS.items()}
