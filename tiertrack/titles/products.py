"""A title an enterprise holds for each of several products: which of them an event is about, and their overall state.

A certificate prints its product, so each product is a track of its own. An event without a product is
about the title itself: an act that ends it, or an update, falls on every product held; a review without a product on
those whose review is due; either, where there are none, on those that were held once. A certificate recorded without
its product belongs to the first product reported as reviewed or revoked, a case without a product to the first product
reported for it, as long as nothing else is known of that product.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import State
from tiertrack.titles.events import Event
from tiertrack.titles.track import Holding, Track, as_of, evolve, with_parts

# The tracks of one title by the key of the product; None: the title itself.
Parts = dict[str | None, Track]

K = EventKind
_ENDING = frozenset({K.REVOKED, K.RELINQUISHED})
_REVIEWING = frozenset({K.REVIEW_APPLIED, K.REVIEW_PASSED, K.REVIEW_FAILED, K.NOT_LISTED})
_OF_ALL_HELD = _ENDING | {K.UPDATED, K.UPDATE_MISSED}
_OF_A_HOLDER = _ENDING | _REVIEWING
_OF_ANY_NUMBER = _OF_ALL_HELD | _REVIEWING
_OF_A_CASE = frozenset({K.RETURNED, K.RECOMMENDED, K.ADVANCED, K.PUBLICISED, K.RECOGNISED, K.REJECTED, K.WITHDRAWN})
_AFTER_THE_POOL = _OF_A_CASE | {K.APPLIED}
_DUE = (State.REVIEW_DUE, State.UNDER_REVIEW)


def take(parts: Parts, event: Event, on: dt.date | None = None) -> None:
    """Takes every track of a title that an event is about further by it, ``on`` its own day unless one is given."""
    day = on or event.on
    if event.product is None and (not parts or (len(parts) == 1 and None in parts)):
        # Nearly always no product is known.
        parts[None] = evolve(parts.get(None) or Track(event.title), event, day)
        return
    if _names_the_unnamed(parts, event, day):
        parts[event.product_key] = with_parts(parts.pop(None), product=event.product)
    for key in _concerned(parts, event, day):
        parts[key] = evolve(parts.get(key) or Track(event.title, product=event.product), event, day)


def track_for(parts: Parts, event: Event) -> Track:
    """The track of the product a step is proposed for: its own, that of the unnamed certificate that turns out to be
    this product's, or a new one."""
    key = None if _names_the_unnamed(parts, event, event.on) else event.product_key
    return parts.get(key) or Track(event.title, product=event.product)


def _names_the_unnamed(parts: Parts, event: Event, day: dt.date) -> bool:
    """Whether a certificate or a case recorded without its product turns out to be of the event's."""
    key, unnamed = event.product_key, parts.get(None)
    if key is None or key in parts or unnamed is None:
        return False
    state = as_of(unnamed, day).state
    if state.holds:
        return event.kind in _OF_A_HOLDER
    if state.is_under_way:
        return event.kind in _OF_A_CASE
    return state is State.POOLED and event.kind in _AFTER_THE_POOL


def _concerned(parts: Parts, event: Event, day: dt.date) -> Collection[str | None]:
    if event.product is not None:
        return (event.product_key,)
    if event.kind not in _OF_ANY_NUMBER or parts.keys() <= {None}:
        return (None,)
    states = {key: as_of(track, day).state for key, track in parts.items()}
    held = [key for key, state in states.items() if state.holds]
    due = [key for key in held if states[key] in _DUE]
    once = [key for key, track in parts.items() if track.spells]
    return (event.kind in _REVIEWING and due) or held or once or (None,)


def overall(tracks: Iterable[Track]) -> Track:
    """Where an enterprise is with a title that has a track for each of these products: held if any of them is held,
    through the latest of their last days."""
    found = tuple(tracks)
    if len(found) == 1:
        return found[0]
    leader = max(found, key=_rank)
    holding = [track for track in found if track.state.holds] or [track for track in found if track.granted]
    granted = max(holding, key=_last).granted if holding else None
    return with_parts(
        leader,
        product=None,
        granted=granted,
        spells=tuple(sorted((spell for track in found for spell in track.spells), key=_ends)),
        coming=leader.coming or next((track.coming for track in found if track.coming), None),
        updates=tuple(sorted({year for track in found for year in track.updates})),
        misses=tuple(sorted({year for track in found for year in track.misses})),
        checked=any(track.checked for track in found),
        irregular=tuple(event for track in found for event in track.irregular),
    )


def _rank(track: Track) -> tuple[bool, bool, bool, dt.date, dt.date, str]:
    """Whoever holds it latest goes first, then what is under way, then a bar, then what happened last."""
    state = track.state
    order = (state.holds, state.is_under_way, state is State.BARRED)
    return (*order, _last(track) if state.holds else dt.date.min, track.since or dt.date.min, track.product or "")


def _last(track: Track) -> dt.date:
    """The last day of its validity, the last of all days where it has none."""
    return track.through or dt.date.max if track.granted else dt.date.min


def _ends(spell: Holding) -> tuple[dt.date, dt.date]:
    return spell.period.end or dt.date.max, spell.period.start or dt.date.min
