"""Reading a dossier from JSON: every fault of the file is found and reported together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tiertrack.facts.achievement import Achievement
from tiertrack.facts.achievement_file import achievement_from, is_about_achievement
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.json_reading import json_content, refuse_texts, unless_too_deep
from tiertrack.input_file import PathLike, as_path, read_text
from tiertrack.temporal import DayLike, as_day


def read_dossier(path: PathLike, on: DayLike | None = None) -> Dossier:
    """The dossier of an enterprise in a JSON file.

    Args:
        path: The file, in UTF-8. Amounts carry a unit (``"5200万元"``), shares a ``%``, facts of a year the year.
        on: The day the region is to be one of; unless given, any that there was is taken.

    Returns:
        The dossier: amounts in fen, shares as exact fractions, days as ordinals; what is absent or null is unknown.

    Raises:
        BadFile: The file cannot be opened, decoded or parsed.
        BadDossier: Members or values that are wrong; every fault is named with its place.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import read_dossier
        >>> read_dossier(Path("firm.json")).values["revenue:2025"]
        3600000000
    """
    file = as_path(path)
    return dossier_from_json(read_text(file), file.name, on)


def read_subject(path: Path, on: dt.date | None = None) -> Dossier | Achievement:
    """The enterprise or, where it has the member ``achievement``, the achievement of a JSON file; raises as above."""
    return subject_from_json(read_text(path), path.name, on)


def dossier_from_json(text: str, place: str = "档案", on: DayLike | None = None) -> Dossier:
    """The dossier of an enterprise that a JSON text describes.

    Args:
        text: The JSON, written as in a file for ``read_dossier``.
        place: The name of the text in error messages.
        on: The day the region is to be one of; unless given, any that there was is taken.

    Returns:
        The dossier: amounts in fen, shares as exact fractions, days as ordinals; what is absent or null is unknown.

    Raises:
        BadFile: The text is no JSON object.
        BadDossier: Members or values that are wrong, or it is about an achievement; every fault is named.

    Examples:
        >>> from tiertrack import dossier_from_json
        >>> dossier_from_json('{"name": "甲公司", "facts": {"market_share": "12%"}}').values["market_share"]
        Fraction(3, 25)
    """
    day = None if on is None else as_day(on)
    return unless_too_deep(lambda: Dossier.from_dict(json_content(text, place), place=place, on=day), place)


def subject_from_json(text: str, place: str = "档案", on: dt.date | None = None) -> Dossier | Achievement:
    """The enterprise or achievement a JSON text describes; raises BadFile or BadDossier with every fault, placed."""

    def read() -> Dossier | Achievement:
        content = json_content(text, place)
        if not is_about_achievement(content):
            return Dossier.from_dict(content, place=place, on=on)
        refuse_texts(content, place)
        return achievement_from(content, place, on)

    return unless_too_deep(read, place)
