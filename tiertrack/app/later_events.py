"""What an export of a day leaves out, because it came later."""

from __future__ import annotations

from collections import Counter

from tiertrack.app.export import Export
from tiertrack.ports import RegisterReader
from tiertrack.titles.events import event_word, still_standing


def later_events(register: RegisterReader, wanted: Export) -> dict[str, int]:
    """How many events on record of the enterprises that are wanted came after the day, by title and act in words, the
    most frequent first; those put right or taken back are not counted."""
    asof, counts = wanted.asof, Counter[str]()
    for keys in wanted.keys(register):
        for stream in register.streams(keys, asof.known_at).values():
            counts.update(f"{one.label}{event_word(one)}" for one in still_standing(stream) if one.on > asof.on)
    return dict(counts.most_common())
