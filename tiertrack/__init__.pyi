"""tiertrack: which standard applied on a day, whether an enterprise meets it, exactly why, and what it still lacks.

The names below are the public face; everything else may change without notice.
"""

from tiertrack.app import (
    Registry,
    assess,
    assess_each,
    climb,
    downgrade,
    initialise,
    load_rulebook,
    open,
    screen,
    summarise,
)
from tiertrack.duties.duty import Duty, DutyKind
from tiertrack.duties.overview import Account
from tiertrack.errors import (
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
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.dossier_file import dossier_from_json, read_dossier
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Basis, Variant
from tiertrack.law.states import Actor, State
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Adjacent
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.results import Screening
from tiertrack.temporal import AsOf, Period, Span
from tiertrack.titles.decide import Accepted, Refused, Undetermined, decide
from tiertrack.titles.events import Event, Reason, RecordedEvent
from tiertrack.titles.history import History
from tiertrack.titles.standing import Standing
from tiertrack.titles.track import Track, evolve
from tiertrack.version import __version__

__all__ = [
    "Accepted",
    "Account",
    "Act",
    "Actor",
    "Adjacent",
    "Alternatives",
    "Application",
    "AsOf",
    "Assessment",
    "Attestation",
    "BadFrame",
    "BadInput",
    "Basis",
    "BrokenRulebook",
    "Cause",
    "Datum",
    "Dossier",
    "Duty",
    "DutyKind",
    "Edition",
    "Event",
    "EventKind",
    "Fault",
    "Finding",
    "HeldTitle",
    "History",
    "IllegalTransition",
    "NoEditionInForce",
    "Period",
    "PolicyError",
    "Reason",
    "RecordedEvent",
    "Refused",
    "Region",
    "Registry",
    "Rulebook",
    "Screening",
    "Span",
    "StaleStanding",
    "Standing",
    "State",
    "StoreError",
    "Tier",
    "TiertrackError",
    "Track",
    "Truth",
    "Undetermined",
    "Variant",
    "__version__",
    "assess",
    "assess_each",
    "climb",
    "decide",
    "dossier_from_json",
    "downgrade",
    "evolve",
    "initialise",
    "load_rulebook",
    "national_rulebook",
    "open",
    "read_dossier",
    "read_title_list",
    "screen",
    "summarise",
]
