"""Writing the workbook that a standard needs filled in, with what is known already of the firms it is for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from tiertrack.app.template_firms import listed_firms, of_dossier
from tiertrack.district.loading import chosen_rulebook
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_act, as_dossier, as_region, as_title
from tiertrack.facts.dossier import Dossier
from tiertrack.given import member
from tiertrack.input_file import PathLike, as_path
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing, written_whole
from tiertrack.register_reports import ListReport
from tiertrack.render.workbook.template_book import KnownFirm, write_template
from tiertrack.render.workbook.template_columns import Questions
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import DayLike, as_day


def template(
    tier: TitleLike,
    act: ActLike,
    on: DayLike,
    into: PathLike,
    *,
    region: RegionLike | None = None,
    firms: Iterable[Dossier] | PathLike = (),
    rulebook: Rulebook | None = None,
    variant: str | None = None,
    existing: Existing = Existing.KEPT,
) -> ListReport:
    """Writes a workbook to be filled in for a title: only what its standard of a day reads, units and years in the
    headings, drop-downs for choices, notes with definitions and clauses. ``Registry.import_facts`` reads it back.

    Args:
        tier: The title.
        act: Its recognition or its review.
        on: The day asked about, which decides the standard and the years.
        into: The ``.xlsx`` file.
        region: Where the standard is to apply; that of the whole country unless given.
        firms: The firms to be asked, with what is known of them already; or a table that names them, with the facts it
            has of them.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        variant: One of several standards that stand side by side; all of them unless given.
        existing: Whether a file of that name is kept, and nothing written, or replaced.

    Returns:
        How many rows about how many firms are filled in, and the file.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act, day and region.
        BadFile: The file has another ending, is there already, or cannot be written.
        BadInput: The library that writes workbooks is not installed, or something else is no dossier.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import read_dossier, template
        >>> firm = read_dossier(Path("firm.json"))
        >>> template("小巨人", "认定", "2026-06-30", "填报表.xlsx", firms=[firm]).firms
        1
    """
    title, day = as_title(tier), as_day(on)
    asked = questions(title, as_act(act), day, as_region(region, day), chosen_rulebook(rulebook), variant)
    place, kept = as_region(region, day), member(Existing, existing, "existing")
    if isinstance(firms, str | os.PathLike):
        listed = as_path(firms)
        return written(asked, place, listed_firms(listed), as_path(into), kept, [listed])
    known = [of_dossier(as_dossier(firm), asked) for firm in firms]
    return written(asked, place, known, as_path(into), kept)


def questions(
    title: Title, act: Act, on: DayLike, region: Region | None, rules: Rulebook, variant: str | None = None
) -> Questions:
    """What the standards in force for a title ask on a day, or that of one variant; raises NoEditionInForce."""
    day, one = as_day(on), rules.variant_named(title, act, variant)
    with gap_explained(title, act, day, one):
        if one is not None:
            return Questions((rules.select(title, act, day, region, one),), day)
        return Questions(rules.variants(title, act, day, region), day)


def written(
    asked: Questions,
    region: Region | None,
    firms: Sequence[KnownFirm],
    into: Path,
    existing: Existing,
    sources: Iterable[Path] = (),
) -> ListReport:
    """Writes the template of these questions; raises BadFile and BadInput."""
    with written_whole(into, existing, sources, (".xlsx",)) as target:
        rows = write_template(target, asked, region, firms)
    return ListReport(rows, str(into), len(firms))
