"""Writing the workbook that a standard needs filled in, with what is known already of the firms it is for."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from attrs import frozen

from tiertrack.app.template_firms import listed_firms, of_dossier
from tiertrack.district.loading import chosen_rulebook
from tiertrack.errors import NoEditionInForce
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
from tiertrack.rules.edition import Edition
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
        region: Where the standard is to apply; unless given that of the whole country, and for firms that of where each
            of them is, all in one workbook.
        firms: The firms to be asked, with what is known of them already; or a table that names them, with the facts it
            has of them.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        variant: One of several standards that stand side by side; all of them unless given.
        existing: Whether a file of that name is kept, and nothing written, or replaced.

    Returns:
        How many rows about how many firms are filled in, the file, and the firms for whose place there is no standard.

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
    place, kept = as_region(region, day), member(Existing, existing, "existing")
    wanted = Wanted(title, as_act(act), day, place, chosen_rulebook(rulebook), variant)
    if isinstance(firms, str | os.PathLike):
        listed = as_path(firms)
        return written(wanted, listed_firms(listed), as_path(into), kept, [listed])
    dossiers = [as_dossier(firm) for firm in firms]
    asked = wanted.of(dossier.region for dossier in dossiers)
    return written(wanted, [of_dossier(dossier, asked) for dossier in dossiers], as_path(into), kept)


@frozen
class Wanted:
    """What a template is wanted for: a title and an act on a day, the region whose standard is to apply (None: that of
    where each firm is), by which editions, and one of several variants by its name."""

    title: Title
    act: Act
    on: dt.date
    region: Region | None
    rules: Rulebook
    variant: str | None = None

    def of(self, codes: Iterable[str | None] = ()) -> Questions:
        """What the standards that govern firms in these places ask, or those of the region where there are no firms;
        raises NoEditionInForce where there is none for any of them."""
        places = [self._place(code) for code in codes]
        there = [editions for place in dict.fromkeys(places) if (editions := self._governing(place))]
        found = (edition for editions in there or [self._in(self.region)] for edition in editions)
        return Questions(tuple(sorted(dict.fromkeys(found), key=lambda edition: edition.narrowness)), self.on)

    def governs(self, code: str | None) -> bool:
        """Whether there is a standard for firms in a place."""
        return bool(self._governing(self._place(code)))

    def _place(self, code: str | None) -> Region | None:
        """The place whose standard a firm in a place answers to: the firm's own, as far as it lies in the region."""
        own = None if code is None else Region(code)
        return own if own is not None and (self.region is None or self.region.contains(own)) else self.region

    @functools.cached_property
    def _governing(self) -> Callable[[Region | None], tuple[Edition, ...]]:
        def found(place: Region | None) -> tuple[Edition, ...]:
            try:
                return self._in(place)
            except NoEditionInForce:
                return ()

        return functools.cache(found)

    def _in(self, place: Region | None) -> tuple[Edition, ...]:
        one = self.rules.variant_named(self.title, self.act, self.variant)
        with gap_explained(self.title, self.act, self.on, one):
            if one is not None:
                return (self.rules.select(self.title, self.act, self.on, place, one),)
            return self.rules.variants(self.title, self.act, self.on, place)


def written(
    wanted: Wanted, firms: Sequence[KnownFirm], into: Path, existing: Existing, sources: Iterable[Path] = ()
) -> ListReport:
    """Writes the template that is wanted; raises NoEditionInForce, BadFile and BadInput."""
    asked = wanted.of(firm.identity.region for firm in firms)
    unasked = tuple(firm.identity.name or "" for firm in firms if not wanted.governs(firm.identity.region))
    with written_whole(into, existing, sources, (".xlsx",)) as target:
        rows = write_template(target, asked, wanted.region, firms)
    return ListReport(rows, str(into), len(firms), unasked=unasked)
