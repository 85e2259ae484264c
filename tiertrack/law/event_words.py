"""Reading what happened as people write it: by the common name of an event, or by what a title's procedure calls it."""

from __future__ import annotations

from collections.abc import Mapping

from tiertrack.labels import plain_word
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.titles import TITLES, kept_with_the_titles, title_definition


def event_kind_named(word: str, title: str | None = None) -> EventKind | None:
    """The kind of event a word stands for; None where it stands for none.

    What the procedure of the title with this key calls an event goes first: 入库 recognises a 高价值科技成果, and puts
    whoever wants another title on its waiting list. What only other titles call an event is understood where all of
    them mean the same by it.
    """
    plain = plain_word(word)
    own = _own_words(title).get(plain) if title in TITLES else None
    return own or EventKind.named(word) or _words_of_all().get(plain)


@kept_with_the_titles
def _own_words(title: str) -> Mapping[str, EventKind]:
    return {plain_word(word): kind for kind, word in title_definition(title).procedure.words.items()}


@kept_with_the_titles
def _words_of_all() -> Mapping[str, EventKind]:
    meant: dict[str, set[EventKind]] = {}
    for title in TITLES:
        for word, kind in _own_words(title).items():
            meant.setdefault(word, set()).add(kind)
    return {word: kind for word, (kind, *others) in meant.items() if not others}
