"""tiertrack: which standard applied on a day, whether an enterprise meets it, exactly why, and what it still lacks.

The names below are the public face; everything else may change without notice.
"""

from tiertrack.app import assess, climb, import_file, initialise, record, registered_dossier, registered_standing
from tiertrack.errors import BadInput, Fault, NoEditionInForce, PolicyError, StoreError, TiertrackError
from tiertrack.facts.dossier import Attestation, Datum, Dossier, HeldTitle
from tiertrack.facts.dossier_file import dossier_from_json, read_dossier
from tiertrack.law.scope import Act, Region, Tier
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assess import Assessment
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf, Period
from tiertrack.version import __version__

__all__ = [
    "Act",
    "AsOf",
    "Assessment",
    "Attestation",
    "BadInput",
    "Datum",
    "Dossier",
    "Edition",
    "Fault",
    "Finding",
    "HeldTitle",
    "NoEditionInForce",
    "Period",
    "PolicyError",
    "Region",
    "Rulebook",
    "StoreError",
    "Tier",
    "TiertrackError",
    "Truth",
    "__version__",
    "assess",
    "climb",
    "dossier_from_json",
    "import_file",
    "initialise",
    "national_rulebook",
    "read_dossier",
    "record",
    "registered_dossier",
    "registered_standing",
]
