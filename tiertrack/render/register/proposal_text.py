"""Rows of lists whose enterprise is not settled, as Chinese text and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tiertrack.facts.datum import value_key
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_rows import TitleRow
from tiertrack.render.register.event_data import event_data
from tiertrack.titles.events import event_word, labelled

# A common trade name has more bearers than anybody looks through.
_SHOWN = 20


def proposals_text(proposals: Sequence[Proposal]) -> str:
    """The rows whose enterprise is not settled, with the candidates."""
    if not proposals:
        return "没有待确认的匹配。"
    return "\n".join(map(proposal_text, proposals))


def proposal_text(proposal: Proposal) -> str:
    """One of them."""
    return "\n".join(_proposal_lines(proposal))


def _proposal_lines(proposal: Proposal) -> Iterator[str]:
    yield f"{proposal.key}　{proposal.written}　{told_text(proposal)}{_decision(proposal)}"
    event = proposal.row.event if isinstance(proposal.row, TitleRow) else None
    document = f"　依据 {event.document}" if event is not None and event.document else ""
    yield f"    {proposal.row.place}{document}"
    shown = proposal.candidates[:_SHOWN]
    yield from (f"    候选 {candidate.name}（{candidate.why.label}）" for candidate in shown)
    if others := len(proposal.candidates) - len(shown):
        yield f"    另有 {others} 家候选，见 to_json"


def _decision(proposal: Proposal) -> str:
    if proposal.dismissed is not None:
        return f"　不采用：{proposal.dismissed}"
    return "" if proposal.waits else "　已确认"


def told_text(proposal: Proposal) -> str:
    """What the row of a proposal says of its enterprise, in one line."""
    row = proposal.row
    if isinstance(row, TitleRow):
        return f"{labelled(row.event.label, row.event.product)} {event_word(row.event)} {row.event.on}"
    return f"数值 {len(row.data)} 项"


def proposal_data(proposal: Proposal) -> dict[str, Any]:
    """The members of a proposal."""
    row = proposal.row
    told: dict[str, Any] = {"facts": [value_key(datum.key, datum.year) for datum in getattr(row, "data", ())]}
    if isinstance(row, TitleRow):
        told = event_data(row.event) | {"remarks": dict(row.remarks)}
    # What an event has under "name" is the name of its title.
    said = {("title_name" if member == "name" else member): value for member, value in told.items()}
    return {
        "proposal": proposal.key,
        "name": proposal.written,
        "uscc": row.identity.uscc,
        "place": row.place,
        **said,
        "candidates": [{"name": candidate.name, "why": candidate.why.value} for candidate in proposal.candidates],
        "settled": proposal.settled is not None,
        "dismissed": proposal.dismissed,
    }
