"""The standing of an enterprise on a day and the history of its events, as Chinese text and as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from tiertrack.duties.overview import Account
from tiertrack.ladder.first_rung import Carried
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.render.members import iso, moment_members
from tiertrack.render.phrases import NOT_ANNOUNCED, basis_text, known_line, place_text, validity_note
from tiertrack.render.register.achievement_text import carried_data, carried_text
from tiertrack.render.register.duty_text import duty_data, duty_text
from tiertrack.render.register.event_data import board_key, recorded_event_data, value_text
from tiertrack.render.register.proposal_text import proposal_data, told_text
from tiertrack.temporal import BEIJING
from tiertrack.titles.events import Event, RecordedEvent, event_word, labelled
from tiertrack.titles.history import History, TakenBack, in_time
from tiertrack.titles.self_reports import SELF_REPORTED
from tiertrack.titles.standing import Standing, is_held_by_own_word, may_still_count
from tiertrack.titles.track import Holding, Track


def standing_text(account: Account) -> str:
    """Each title with its state, its days and its document; the highest rung; what falls due."""
    standing = account.standing
    lines = [f"{account.enterprise} · {standing.asof.on}", *known_line(standing.asof)]
    lines += track_lines(standing, standing.each)
    lines += [f"成果 {carried_text(carried)}" for carried in _carried(account)]
    if not standing.tracks:
        lines.append(NOTHING)
    if account.highest:
        lines.append(f"现有最高称号：{account.highest.label}")
    if account.duties:
        lines += ["", "近期事项", *map(duty_text, account.duties)]
    if account.waiting:
        lines += ["", f"另有 {len(account.waiting)} 项待确认，可能是这家企业（tiertrack match list）："]
        lines += [f"{kept.key}　{kept.written}　{told_text(kept)}" for kept in account.waiting]
    return "\n".join(lines)


NOTHING = "没有登记任何称号；未登记不等于未持有。"


def tracks_text(standing: Standing) -> str:
    """Each title of a standing alone with its state, its days and its document."""
    tracks = track_lines(standing, standing.each)
    return "\n".join([f"持有情况 · {standing.asof.on}", *known_line(standing.asof), *(tracks or [NOTHING])])


def track_lines(standing: Standing, tracks: Iterable[Track]) -> list[str]:
    """The lines of some tracks of a standing."""
    return [line for track in tracks for line in _track_lines(track, standing)]


def _carried(account: Account) -> tuple[Carried, ...]:
    return account.first_rung.carried if account.first_rung else ()


def _track_lines(track: Track, standing: Standing) -> Iterator[str]:
    spell = _spell(track, standing.asof.on)
    if track.coming is not None:
        coming = track.coming
        yield f"{track.label}　将生效　{_span(Holding(coming, coming.period))}　{basis_text(coming)}"
        if spell is None and track.state is State.NONE:
            return
    days = f"　{_span(spell)}" if spell else ""
    basis = _basis(track)
    state = title_definition(track.title).procedure.state_word(track.state)
    yield f"{track.label}　{state}{days}{f'　{basis_text(basis)}' if basis else ''}"
    if may_still_count(track, standing.asof.on):
        yield "    上一年的没有写最后一日，次年还没有新的：不知是否仍算持有"
    yield from (f"    {note}" for note in _notes(track))
    for earlier in track.spells:
        if earlier is not spell:
            yield f"    此前　{_span(earlier)}　{basis_text(earlier.event)}"


def _spell(track: Track, day: dt.date) -> Holding | None:
    """The spell of the day, else the last one."""
    return track.holding(day) or (track.spells[-1] if track.spells else None)


def _span(spell: Holding) -> str:
    last = spell.period.last
    printed = spell.event.through
    note = f"（原定至 {printed}）" if printed is not None and last != printed else validity_note(spell.event)
    return f"{spell.period.start} 至 {last or '无固定期限'}{note}{_particulars(spell.event)}"


def _particulars(event: Event) -> str:
    """The name the title had then, and the board of a listing."""
    named = f"　原称 {event.named}" if event.named else ""
    return f"{named}{f'　{event.board.label}' if event.board else ''}"


def _basis(track: Track) -> Event | None:
    """The event whose document says where a title is; None where none has any."""
    return next((event for event in (track.event, track.granted) if event is not None and event.document), None)


def _notes(track: Track) -> Iterator[str]:
    if track.stage:
        yield f"环节 {_step_word(track.title, track.stage)}"
    if track.event is not None and not track.state.holds and _particulars(track.event):
        yield _particulars(track.event).strip()
    if track.event is not None and track.event.reason is not None:
        yield f"事由 {track.event.reason.label}"
    if track.until is not None:
        computed = "（推算，至少；主管部门另有规定的从其规定）" if track.event and track.event.derived else ""
        yield f"{track.until} 以前不得再报{computed}"
    if track.misses:
        yield f"未按时更新 {'、'.join(map(str, track.misses))} 年度"
    if track.review_lost is not None:
        yield "已丧失复核资格"
    if track.irregular:
        yield f"另有 {len(track.irregular)} 项登记与次序不合，已留存"


def _step_word(title: str, stage: str) -> str:
    step = title_definition(title).procedure.step(stage) if title in TITLES else None
    return step.label if step else stage


def tracks_data(standing: Standing) -> dict[str, Any]:
    """The members of a standing alone."""
    return {
        **moment_members(standing.asof),
        "titles": [track_data(track, standing.asof.on) for track in standing.each],
    }


def standing_data(account: Account) -> dict[str, Any]:
    """The members of a standing with what belongs to its enterprise."""
    return {
        "enterprise": account.enterprise,
        **tracks_data(account.standing),
        "achievements": [carried_data(carried) for carried in _carried(account)],
        "highest": account.highest.value if account.highest else None,
        "duties": [duty_data(duty) for duty in account.duties],
        "waiting": [proposal_data(kept) for kept in account.waiting],
    }


def track_data(track: Track, day: dt.date) -> dict[str, Any]:
    """The members of one title of a standing."""
    spell = _spell(track, day)
    if spell is None and track.coming is not None:
        spell = Holding(track.coming, track.coming.period)
    event = spell.event if spell else track.event
    basis = _basis(track)
    return {
        "title": track.title,
        "name": TITLES[track.title],
        "product": track.product,
        "named": event.named if event else None,
        "board": board_key(event),
        "status": track.state.value,
        "held": track.holding(day) is not None,
        "from": iso(spell.period.start) if spell else None,
        "through": iso(spell.period.last) if spell else None,
        "derived": spell.event.derived if spell else False,
        "document": basis.document if basis else (spell.document if spell else None),
        "self_reported": is_held_by_own_word((track,), day),
        "since": iso(track.since),
        "stage": track.stage,
        "until": iso(track.until),
        "misses": list(track.misses),
        "review_lost": track.review_lost is not None,
        "coming": iso(track.coming.starts) if track.coming else None,
    }


def history_text(history: History) -> str:
    """One line an event: its day, what happened and by which document; the number, instant and source of its entry."""
    lines = history_lines(history) or ["没有登记任何事项。"]
    return "\n".join([history.enterprise, *known_line(history.asof), *lines])


def history_lines(history: History) -> list[str]:
    """The events alone, one a line."""
    return [line for _event, line in history_entries(history)]


def history_entries(history: History) -> list[tuple[RecordedEvent | None, str]]:
    """The same lines, each with its event while that stands; None of one that was put right, voided or taken back."""
    told = [
        (in_time(event), (event if history.counts(event) else None, _event_line(event, history)))
        for event in history.events
    ]
    told += [(in_time(one.event), (None, _taken_back_line(one))) for one in history.taken_back]
    return [entry for _when, entry in sorted(told, key=itemgetter(0))]


def _taken_back_line(one: TakenBack) -> str:
    why = f"：{one.reason}" if one.reason else ""
    return recorded_event_text(one.event, f"　〔已撤回，第 {one.number} 次导入已取消{why}〕")


def _event_line(event: RecordedEvent, history: History) -> str:
    return recorded_event_text(event, "" if history.counts(event) else "　〔已更正或作废〕")


def event_text(event: Event) -> str:
    """An event in one line: its day, what happened and by which document."""
    return f"{event.on}　{labelled(event.label, event.product)}　{' '.join(_event_parts(event))}"


def proposed_event_text(event: Event) -> str:
    """The same of an event that a program made; raises BadDossier for members of another type than declared."""
    event.refuse_other_types()
    return event_text(event)


def recorded_event_text(event: RecordedEvent, undone: str = "") -> str:
    """An entry in one line: its event, number, instant and source, and whether it was ``undone`` since."""
    # That it is the firm's own word is said of the event itself.
    source = f"　{event.told_by}" if event.told_by and event.told_by != SELF_REPORTED else ""
    when = event.recorded_at.astimezone(BEIJING).isoformat(timespec="seconds")
    return f"{event_text(event)}{undone}　〔序号 {event.version}　{when} 登记{source}〕"


def _event_parts(event: Event) -> Iterator[str]:
    yield event_word(event)
    if event.kind.grants:
        yield f"{event.starts or event.on} 至 {event.through or '无固定期限'}{validity_note(event)}"
    if event.year is not None:
        yield f"{event.year} 年度"
    step = _step_word(event.title, event.stage) if event.stage else None
    yield from filter(None, (_value_text(event), event.batch, step, event.reason.label if event.reason else None))
    yield from filter(None, (_particulars(event).strip(),))
    if event.document:
        yield f"依据 {event.document}{f'，{NOT_ANNOUNCED}' if event.is_self_reported else ''}"
    # The number of a row is of the list alone.
    remarks = "、".join(f"{heading}：{text}" for heading, text in event.remarks.items() if heading != "序号")
    if remarks:
        yield f"备注 {remarks}"
    if event.kind is EventKind.VOIDED and not (event.document or remarks):
        yield "没有写明理由"


def _value_text(event: Event) -> str | None:
    """What an event is to; a region by its name of that day."""
    is_move = event.kind in (EventKind.MOVED, EventKind.RELOCATED)
    return place_text(event.value, event.on) if is_move and event.value else value_text(event)


def _told_events(history: History) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each event with where it stands in time."""
    for event in history.events:
        data = {**recorded_event_data(event), "stands": history.counts(event), "withdrawn": None}
        yield in_time(event), data
    for one in history.taken_back:
        withdrawn = {"number": one.number, "at": iso(one.at), "reason": one.reason}
        yield in_time(one.event), {**recorded_event_data(one.event), "stands": False, "withdrawn": withdrawn}


def history_data(history: History) -> dict[str, Any]:
    """The members of a history."""
    return {
        "enterprise": history.enterprise,
        "known_at": iso(history.asof.known_at),
        "events": [data for _when, data in sorted(_told_events(history), key=itemgetter(0))],
    }
