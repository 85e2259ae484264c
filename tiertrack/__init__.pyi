"""tiertrack: which standard applied on a day, whether an enterprise meets it, exactly why, and what it still lacks.

The names below are the public face, with those of ``tiertrack.aio``, ``tiertrack.errors`` and ``tiertrack.migrations``;
everything else may change without notice. At run time ``tiertrack.homes``, which ``make pages`` writes, finds them.
"""

from tiertrack import aio as aio
from tiertrack import errors as errors
from tiertrack import migrations as migrations
from tiertrack.app import (
    Registry,
    assess,
    assess_each,
    climb,
    compare,
    downgrade,
    edition_of,
    fact_sheet,
    from_dict,
    initialise,
    keep,
    load_rulebook,
    notice,
    open,
    policy_book,
    policy_diff,
    policy_program,
    policy_regions,
    policy_text,
    policy_vectors,
    replay,
    screen,
    selfcheck_page,
    summarise,
    template,
)
from tiertrack.app.commit import Commit
from tiertrack.app.listed import Listed
from tiertrack.app.register_questions import Waiting
from tiertrack.app.review_list import ListOnRecord, Unsettled
from tiertrack.duties.duty import Duties, Duty, DutyKind, Windows
from tiertrack.duties.overview import Account, FirmOverview, FirmStanding
from tiertrack.engines.javascript.policy_program import PolicyProgram, judge_source
from tiertrack.engines.javascript.rule_vectors import PolicyVectors, RuleVector
from tiertrack.enterprise import Enterprise
from tiertrack.errors import (
    AmbiguousEnterprise,
    BadFrame,
    BadInput,
    BrokenRulebook,
    Cause,
    Fault,
    IllegalTransition,
    NoEditionInForce,
    PolicyError,
    StaleStanding,
    StoreError,
    TiertrackError,
)
from tiertrack.facts.achievement import (
    Achievement,
    AchievementKind,
    Award,
    AwardLevel,
    Contract,
    ContractKind,
    Evaluation,
    Party,
    Relation,
    Rights,
    Role,
)
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.dossier_file import dossier_from_json, read_dossier
from tiertrack.facts.fact_notes import FactNote
from tiertrack.facts.headings import Unread
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import Acquisition, IpKind, IpRight
from tiertrack.import_reports import (
    Correction,
    FirmChange,
    Import,
    ImportKind,
    Referring,
    UndoReport,
    Withdrawal,
    Written,
)
from tiertrack.indicators.agreement import Agreement, Checked
from tiertrack.indicators.catalogue import (
    Amount,
    Catalogue,
    Check,
    CheckKind,
    Measure,
    MeasureKind,
    Observation,
    PrintedSpan,
    Source,
    Target,
    Word,
)
from tiertrack.indicators.report import Compared, OwnCount, RegionReport, Reported, Shown
from tiertrack.input_file import PathLike
from tiertrack.intake.fact_list import FactRow
from tiertrack.intake.matching import Candidate, KnownName, Lookup, Resemblance
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.sheet import LeftOut
from tiertrack.intake.title_list import ListReading, TitleList, read_title_list
from tiertrack.intake.title_rows import TitleRow
from tiertrack.ladder.climb import Climb, Rung
from tiertrack.ladder.distance import Closing, Gap
from tiertrack.ladder.first_rung import Carried, FirstRung
from tiertrack.ladder.order import LadderVersion
from tiertrack.ladder.pool import AchievementAccount, PoolStatus
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.instrument import Citation, Confidence, Instrument, Provision
from tiertrack.law.procedure import LocalPractice, Procedure, Step, Term
from tiertrack.law.provincial_instruments import UnreadInstrument
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Basis, Variant
from tiertrack.law.states import Actor, State
from tiertrack.law.tiers import Tier
from tiertrack.law.title_definition import Level, OldName, TitleDefinition
from tiertrack.law.titles import Adjacent, Title
from tiertrack.logic.between import Between
from tiertrack.logic.evaluate import Program
from tiertrack.logic.expr import (
    AllOf,
    Anchor,
    AnyOf,
    AtLeast,
    Band,
    Choice,
    Comparator,
    Growth,
    GrowthMethod,
    Holds,
    Item,
    MeanOver,
    Not,
    Over,
    Provided,
    Ratio,
    Ref,
    Scorecard,
    Section,
    SumOver,
    Switch,
    Tenure,
    Threshold,
    TopRank,
)
from tiertrack.logic.finding import Finding, Line, Observed, Score
from tiertrack.logic.kernel import Cutoff, Slot
from tiertrack.logic.quantity import Kind, Parameter, Quantity
from tiertrack.logic.truth import Truth
from tiertrack.output_file import CsvHeadings, Existing
from tiertrack.ports import Clock, Register, RegisterReader
from tiertrack.progress import Progress
from tiertrack.register_reports import (
    Change,
    Checkpoint,
    Completed,
    Enrolment,
    Found,
    ImportReport,
    LeftOpen,
    ListReport,
    Merger,
    Placed,
    Proof,
    Proposed,
    ProvedRow,
    Recorded,
    Recording,
    Renamed,
    Renaming,
    ReviewReport,
    TitleReport,
    VerifyReport,
)
from tiertrack.render.answers import to_dict, to_json, to_text
from tiertrack.render.lengths import Length
from tiertrack.render.notice.notice import Notice, Unmet
from tiertrack.render.report.report import (
    ChangeKind,
    DueGroup,
    FirmGroup,
    HolderChange,
    Report,
    ReportedFirm,
    RungCount,
    TitleReadiness,
)
from tiertrack.render.schema.schemas import json_schema
from tiertrack.render.written_book import PolicyBook, ScenarioRun
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.applicability import Governed
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.comparison import Comparison, Crossing, Turn, TurnedBy
from tiertrack.rules.criterion import Criterion, Judged, Note
from tiertrack.rules.diff import ClauseChange, ClauseStatus, PolicyDiff
from tiertrack.rules.edition import Edition
from tiertrack.rules.fact_sheet import AskedFact, FactSheet
from tiertrack.rules.grading import Grade, Grading
from tiertrack.rules.ip_counting import IpCount, IpDefinition, IpRequirement, IpTally
from tiertrack.rules.limit_order import Effect, LimitStatus
from tiertrack.rules.limits import LimitChange
from tiertrack.rules.material import Material
from tiertrack.rules.matter import Degree, Matter, MatterChange
from tiertrack.rules.reads import Column, Origin
from tiertrack.rules.regional import RegionalEdition, RegionalPractice, RegionalStandards
from tiertrack.rules.replay import Aspect, Difference, Replay, Side
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.answer_form import Holders
from tiertrack.screening.candidates import Candidates, Readiness, TitleCandidate
from tiertrack.screening.frames import NativeFrame
from tiertrack.screening.question import Question
from tiertrack.screening.readiness import Ready
from tiertrack.screening.results import Absent, Cell, Clause, Cost, Impact, NearMiss, NearMisses, Outcome, Screening
from tiertrack.screening.turned_firms import RegisterComparison, TurnCount, TurnedCriterion, TurnedFirm
from tiertrack.store.location import Bind
from tiertrack.temporal import AsOf, AsOfLike, DayLike, Period, Span
from tiertrack.titles.decide import Accepted, Ground, Refused, Undetermined, decide
from tiertrack.titles.events import Event, Reason, RecordedEvent
from tiertrack.titles.history import History, TakenBack
from tiertrack.titles.joining import Joining, Said
from tiertrack.titles.standing import Standing
from tiertrack.titles.track import Holding, Track, evolve
from tiertrack.version import __version__

__all__ = [
    "Absent",
    "Accepted",
    "Account",
    "Achievement",
    "AchievementAccount",
    "AchievementKind",
    "Acquisition",
    "Act",
    "ActLike",
    "Actor",
    "Adjacent",
    "Agreement",
    "AllOf",
    "Alternatives",
    "AmbiguousEnterprise",
    "Amount",
    "Anchor",
    "AnyOf",
    "Application",
    "AsOf",
    "AsOfLike",
    "AskedFact",
    "Aspect",
    "Assessment",
    "AtLeast",
    "Attestation",
    "Award",
    "AwardLevel",
    "BadFrame",
    "BadInput",
    "Band",
    "Basis",
    "Between",
    "Bind",
    "Board",
    "BrokenRulebook",
    "Candidate",
    "Candidates",
    "Carried",
    "Catalogue",
    "Cause",
    "Cell",
    "Change",
    "ChangeKind",
    "Check",
    "CheckKind",
    "Checked",
    "Checkpoint",
    "Choice",
    "Citation",
    "Clause",
    "ClauseChange",
    "ClauseStatus",
    "Climb",
    "Clock",
    "Closing",
    "Column",
    "Commit",
    "Comparator",
    "Compared",
    "Comparison",
    "Completed",
    "Confidence",
    "Contract",
    "ContractKind",
    "Correction",
    "Cost",
    "Criterion",
    "Crossing",
    "CsvHeadings",
    "Cutoff",
    "Datum",
    "DayLike",
    "Degree",
    "Difference",
    "Dossier",
    "DueGroup",
    "Duties",
    "Duty",
    "DutyKind",
    "Edition",
    "Effect",
    "Enrolment",
    "Enterprise",
    "Evaluation",
    "Event",
    "EventKind",
    "Existing",
    "FactNote",
    "FactRow",
    "FactSheet",
    "Fault",
    "Finding",
    "FirmChange",
    "FirmGroup",
    "FirmOverview",
    "FirmStanding",
    "FirstRung",
    "Found",
    "Gap",
    "Governed",
    "Grade",
    "Grading",
    "Ground",
    "Growth",
    "GrowthMethod",
    "HeldTitle",
    "History",
    "HolderChange",
    "Holders",
    "Holding",
    "Holds",
    "Identity",
    "IllegalTransition",
    "Impact",
    "Import",
    "ImportKind",
    "ImportReport",
    "Instrument",
    "IpCount",
    "IpDefinition",
    "IpKind",
    "IpRequirement",
    "IpRight",
    "IpTally",
    "Item",
    "Joining",
    "Judged",
    "Kind",
    "KnownName",
    "LadderVersion",
    "LeftOpen",
    "LeftOut",
    "Length",
    "Level",
    "LimitChange",
    "LimitStatus",
    "Line",
    "ListOnRecord",
    "ListReading",
    "ListReport",
    "Listed",
    "LocalPractice",
    "Lookup",
    "Material",
    "Matter",
    "MatterChange",
    "MeanOver",
    "Measure",
    "MeasureKind",
    "Merger",
    "NativeFrame",
    "NearMiss",
    "NearMisses",
    "NoEditionInForce",
    "Not",
    "Note",
    "Notice",
    "Observation",
    "Observed",
    "OldName",
    "Origin",
    "Outcome",
    "Over",
    "OwnCount",
    "Parameter",
    "Party",
    "PathLike",
    "Period",
    "Placed",
    "PolicyBook",
    "PolicyDiff",
    "PolicyError",
    "PolicyProgram",
    "PolicyVectors",
    "PoolStatus",
    "PrintedSpan",
    "Procedure",
    "Program",
    "Progress",
    "Proof",
    "Proposal",
    "Proposed",
    "ProvedRow",
    "Provided",
    "Provision",
    "Quantity",
    "Question",
    "Ratio",
    "Readiness",
    "Ready",
    "Reason",
    "Recorded",
    "RecordedEvent",
    "Recording",
    "Ref",
    "Referring",
    "Refused",
    "Region",
    "RegionLike",
    "RegionReport",
    "RegionalEdition",
    "RegionalPractice",
    "RegionalStandards",
    "Register",
    "RegisterComparison",
    "RegisterReader",
    "Registry",
    "Relation",
    "Renamed",
    "Renaming",
    "Replay",
    "Report",
    "Reported",
    "ReportedFirm",
    "Resemblance",
    "ReviewReport",
    "Rights",
    "Role",
    "RuleVector",
    "Rulebook",
    "Rung",
    "RungCount",
    "Said",
    "ScenarioRun",
    "Score",
    "Scorecard",
    "Screening",
    "Section",
    "Shown",
    "Side",
    "Slot",
    "Source",
    "Span",
    "StaleStanding",
    "Standing",
    "State",
    "Step",
    "StoreError",
    "SumOver",
    "Switch",
    "TakenBack",
    "Target",
    "Tenure",
    "Term",
    "Threshold",
    "Tier",
    "TiertrackError",
    "Title",
    "TitleCandidate",
    "TitleDefinition",
    "TitleLike",
    "TitleList",
    "TitleReadiness",
    "TitleReport",
    "TitleRow",
    "TopRank",
    "Track",
    "Truth",
    "Turn",
    "TurnCount",
    "TurnedBy",
    "TurnedCriterion",
    "TurnedFirm",
    "Undetermined",
    "UndoReport",
    "Unmet",
    "Unread",
    "UnreadInstrument",
    "Unsettled",
    "Variant",
    "VerifyReport",
    "Waiting",
    "Windows",
    "Withdrawal",
    "Word",
    "Written",
    "__version__",
    "assess",
    "assess_each",
    "climb",
    "compare",
    "decide",
    "dossier_from_json",
    "downgrade",
    "edition_of",
    "evolve",
    "fact_sheet",
    "from_dict",
    "initialise",
    "json_schema",
    "judge_source",
    "keep",
    "load_rulebook",
    "national_rulebook",
    "notice",
    "open",
    "policy_book",
    "policy_diff",
    "policy_program",
    "policy_regions",
    "policy_text",
    "policy_vectors",
    "read_dossier",
    "read_title_list",
    "replay",
    "screen",
    "selfcheck_page",
    "summarise",
    "template",
    "to_dict",
    "to_json",
    "to_text",
]
