"""What an edition says of a dossier without its reasons is what it says with them, and of what alone it reads."""

from __future__ import annotations

import datetime as dt

from tiertrack import AsOf, Dossier
from tiertrack.facts.construction import changed
from tiertrack.logic.truth import AS_BOOL, Truth
from tiertrack.rules.assessment import assess
from tiertrack.rules.edition import Edition, facts_read


def one_answer(edition: Edition, dossier: Dossier, on: dt.date) -> Truth:
    """The answer of an edition, which every way to ask for it gives."""
    explained = assess(edition, dossier, AsOf(on))
    failed = [one.criterion.key for one in explained.failed] if explained.truth is Truth.FALSE else []
    asked = facts_read(edition, on)
    narrow = changed(dossier, data=tuple(datum for datum in dossier.data if (datum.key, datum.year) in asked))
    for given in (dossier, narrow):
        truth, failing = edition.judge(given, on)
        assert (truth, [one.key for one in failing]) == (AS_BOOL[explained.truth], failed)
        assert edition.verdict(given, on) is truth
    return explained.truth
