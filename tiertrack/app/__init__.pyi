"""The use cases: each answers one question or does one thing; databases are opened nowhere further in."""

from tiertrack.app.assessments import assess, assess_each, climb
from tiertrack.app.comparisons import compare
from tiertrack.app.notices import notice
from tiertrack.app.policies import edition_of, fact_sheet, policy_diff, policy_regions, policy_text
from tiertrack.app.policy_books import policy_book
from tiertrack.app.programs import policy_program, policy_vectors
from tiertrack.app.registry import Registry, open, open_registry
from tiertrack.app.replaying import keep, replay
from tiertrack.app.returning import from_dict
from tiertrack.app.revisions import downgrade, initialise
from tiertrack.app.selfchecks import selfcheck_page
from tiertrack.app.template_file import template
from tiertrack.district.loading import load_rulebook
from tiertrack.screening.frames import screen, summarise

__all__ = [
    "Registry",
    "assess",
    "assess_each",
    "climb",
    "compare",
    "downgrade",
    "edition_of",
    "fact_sheet",
    "from_dict",
    "initialise",
    "keep",
    "load_rulebook",
    "notice",
    "open",
    "open_registry",
    "policy_book",
    "policy_diff",
    "policy_program",
    "policy_regions",
    "policy_text",
    "policy_vectors",
    "replay",
    "screen",
    "selfcheck_page",
    "summarise",
    "template",
]
