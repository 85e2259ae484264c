"""Every page there is with data beside it."""

from __future__ import annotations

from tiertrack.web.candidate_page import CANDIDATES
from tiertrack.web.desk import Page
from tiertrack.web.firm_lists import DUE, FIRMS, FOUND, START
from tiertrack.web.firm_page import ASSESSMENT, FIRM
from tiertrack.web.import_list import IMPORTS
from tiertrack.web.match_form import MATCHES
from tiertrack.web.policy_pages import EDITION, POLICY
from tiertrack.web.report_page import REPORT
from tiertrack.web.selfcheck_page import SELFCHECK

PAGES: tuple[Page, ...] = (
    START,
    FOUND,
    FIRMS,
    FIRM,
    ASSESSMENT,
    CANDIDATES,
    DUE,
    REPORT,
    POLICY,
    EDITION,
    SELFCHECK,
    IMPORTS,
    MATCHES,
)
