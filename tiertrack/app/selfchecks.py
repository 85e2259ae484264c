"""Self-checks: a standard on a day as one page that asks, judges and sends nothing anywhere."""

from __future__ import annotations

from tiertrack.app.programs import policy_program
from tiertrack.engines.javascript.policy_program import PolicyProgram
from tiertrack.facts.asked import RegionLike, as_dossier, as_region
from tiertrack.facts.dossier import Dossier
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.pages.selfcheck.selfcheck_page import page_of
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf, DayLike


def selfcheck_page(
    edition: Edition | str,
    on: DayLike,
    dossier: Dossier | None = None,
    region: RegionLike | None = None,
    rulebook: Rulebook | None = None,
) -> str:
    """A self-check of a standard on a day: one page, without a network, that asks what the standard reads, judges as
    ``assess`` does while it is answered, and saves the answers as a dossier.

    Args:
        edition: The edition or its key.
        on: The day it is judged on.
        dossier: What is known of the firm that is asked; its values are filled in with their sources.
        region: Where the firm is, which a dossier that is saved says; the dossier's own region, or that of the edition,
            unless given.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The HTML of the page, with its style, its scripts and its rules in it.

    Raises:
        UnknownEdition: No edition has that key.
        BadInput: It is no edition, that is no day or no region, the edition was not in force then, or the library for
            pages is not installed.

    Examples:
        >>> from tiertrack import selfcheck_page
        >>> page = selfcheck_page("srdi_sme/recognition/2026", "2026-06-30")
        >>> "<title>专精特新中小企业认定自测</title>" in page
        True
    """
    program = policy_program(edition, on, rulebook)
    known = None if dossier is None else as_dossier(dossier)
    return page_of(program, known, as_region(region, program.on))


def selfcheck_program(
    rulebook: Rulebook,
    tier: Title,
    act: Act,
    asof: AsOf,
    region: Region | None,
    variant: str | None,
    dossier: Dossier | None = None,
) -> PolicyProgram:
    """The program that a firm checks itself by: of the one edition in force or, of a firm whose own matter was settled
    earlier, the one that governs it. Raises NoEditionInForce, UnknownEdition or EditionOverlap."""
    with gap_explained(tier, act, asof.on, variant):
        edition = rulebook.select(tier, act, asof.on, region, variant)
        if dossier is not None:
            edition = rulebook.settled(edition, dossier, asof.on, region)
    return PolicyProgram(edition, asof.on)
