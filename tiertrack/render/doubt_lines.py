"""What is hardly true of the figures of one enterprise, told beside the answer that rests on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from tiertrack.facts.dossier import Dossier
from tiertrack.facts.plausibility import figures_of, overcounted, suspicious


def doubt_lines(dossier: Dossier, on: dt.date) -> Iterator[str]:
    """What there is to doubt, a line for each; that a year or a day had not come yet on the day asked about is no
    matter, since what is known now may well be asked of a day of before. A count that had not come so far is."""
    figures = figures_of(dossier.values)
    found = chain(suspicious(figures), overcounted(figures, on))
    return (f"⚠ {doubt.of_one(case, read)}" for doubt, case, read in found)
