"""Telling a firm on one page where it stands with a title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tiertrack.app.assessments import assess, assess_each
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_applied_for
from tiertrack.facts.dossier import Dossier
from tiertrack.given import member, of_kind
from tiertrack.input_file import PathLike, as_path
from tiertrack.law.scope import Act
from tiertrack.output_file import Existing, written_whole
from tiertrack.render.notice.notice import Notice
from tiertrack.render.notice.notice_wording import notice_of
from tiertrack.rules.assessment import Alternatives
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOfLike, DayLike, as_day


def notice(
    dossier: Dossier,
    tier: TitleLike,
    asof: AsOfLike,
    act: ActLike = Act.RECOGNITION,
    region: RegionLike | None = None,
    rulebook: Rulebook | None = None,
    variant: str | None = None,
    *,
    letterhead: str = "",
    contact: str = "",
    dated: DayLike | None = None,
    into: PathLike | None = None,
    existing: Existing = Existing.KEPT,
) -> Notice:
    """What a firm is told on one page: whether it may apply, what it does not meet and by how much, what it has to hand
    in, by when, and on what this rests.

    Args:
        dossier: What is known of the firm.
        tier: The title it is about, as ``Tier.SRDI_SME``, or its key or name.
        asof: The day it is judged on, and the instant by which something had to be on record to count; or the day
            alone.
        act: Recognition or review.
        region: Where it is judged; the dossier's own region unless given.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        variant: One of several standards that stand side by side; the one that takes least unless given.
        letterhead: Who tells it, above the heading and below the text; nobody unless given.
        contact: Whom to ask, as 王某 023-66220000.
        dated: The day of the letter; the day judged on unless given. Both are told.
        into: A ``.docx``, ``.html`` or ``.txt`` file it is written to as well.
        existing: Whether a file of that name is kept, and the notice refused, or replaced.

    Returns:
        The notice; ``to_text`` has it in plain text.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act, day and region.
        UnknownEdition: There is no such variant.
        EditionOverlap: Two editions of one variant are in force at once.
        BadFile: The file has another ending, is there already, or cannot be written.
        BadInput: As for ``assess``, or an act nobody applies for; or the library that writes Word is not installed.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import notice, read_dossier
        >>> told = notice(read_dossier(Path("firm.json")), "专精特新", "2026-06-30", into="告知书.html")
        >>> told.heading, len(told.wanted)
        ('关于专精特新中小企业认定条件的告知书', 2)
    """
    act = as_applied_for(act)
    if variant is None:
        answers = assess_each(dossier, tier, act, asof, region, rulebook)
    else:
        answers = Alternatives((assess(dossier, tier, act, asof, region, rulebook, variant),))
    for text, name in ((letterhead, "letterhead"), (contact, "contact")):
        of_kind(str, text, "抬头和联系人", "文字", name)
    found = notice_of(answers, letterhead, contact, None if dated is None else as_day(dated))
    if into is not None:
        write_notice(found, as_path(into), member(Existing, existing, "existing"))
    return found


def write_notice(found: Notice, into: Path, existing: Existing = Existing.KEPT, sources: tuple[Path, ...] = ()) -> None:
    """Writes a notice to a ``.docx``, ``.html`` or ``.txt`` file.

    Raises BadFile as ``written_whole`` does, and BadInput where the library that writes Word is not installed.
    """
    with written_whole(into, existing, sources, tuple(_WRITERS)) as target:
        _WRITERS[into.suffix.lower()](found, target)


def _write_text(found: Notice, target: Path) -> None:
    from tiertrack.render.notice.notice_text import notice_text

    # Editors on Windows take a text for UTF-8 only where it says so.
    target.write_text(f"{notice_text(found)}\n", encoding="utf-8-sig")


def _write_page(found: Notice, target: Path) -> None:
    from tiertrack.render.notice.notice_text import notice_page

    target.write_text(notice_page(found), encoding="utf-8")


def _write_document(found: Notice, target: Path) -> None:
    from tiertrack.render.notice.notice_document import write_document

    write_document(found, target)


_WRITERS: dict[str, Callable[[Notice, Path], None]] = {
    ".docx": _write_document,
    ".html": _write_page,
    ".txt": _write_text,
}
