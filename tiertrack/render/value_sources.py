"""Where an observed value comes from: what the dossier names as its source, or the title that settles it by itself."""

from __future__ import annotations

import datetime as dt

from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.facts.vocabulary import TITLES
from tiertrack.logic.finding import Observed
from tiertrack.rules.binding import feeding_title

__all__ = ["sources_of"]


def sources_of(seen: Observed, dossier: Dossier, on: dt.date) -> list[str]:
    """The sources of a value as read on a day, each once; empty where none is named.

    A title held on the day settles the fact it feeds; that the dossier says otherwise is then said, but does not count.
    """
    stated = dossier.sources(seen.key)
    title = feeding_title(dossier, seen.key, on)
    if title is None:
        return list(dict.fromkeys(datum.source for datum in stated if datum.source))
    overruled = any(datum.value is False for datum in stated)
    return [f"{_certificate(title)}{'，所填“否”不采' if overruled else ''}"]


def _certificate(title: HeldTitle) -> str:
    last = title.period.last
    return f"{TITLES[title.title]}称号{f'有效至 {last}' if last else '有效，无固定期限'}"
