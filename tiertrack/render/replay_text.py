"""A kept answer judged again, as Chinese text and as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tiertrack.render.answers import to_dict, to_text
from tiertrack.rules.replay import Aspect, Difference, Replay, Side

_LONGEST = 80
_NO_MEMBER = "（没有这一项）"


def replay_text(replay: Replay) -> str:
    """Whether it is the same to the last member; else what differs, the cause first, and every member."""
    return "\n".join(_lines(replay))


def _lines(replay: Replay) -> Iterator[str]:
    yield to_text(replay.answer, brief="line")
    if replay.is_same:
        yield "与留存的答复一致，每一项都相同。"
        return
    causes = [aspect.label for aspect in Aspect if any(one.aspect is aspect for one in replay.differs)]
    yield f"与留存的答复有 {len(replay.differs)} 处不同：{'、'.join(causes)}"
    yield from (f"    {one.aspect.label}　{one.place}　{_change(one)}" for one in replay.differs)


def _change(one: Difference) -> str:
    kept = _NO_MEMBER if one.only is Side.NOW else _shown(one.kept)
    return f"{kept} → {_NO_MEMBER if one.only is Side.KEPT else _shown(one.now)}"


def _shown(member: Any) -> str:
    text = "（空）" if member is None else member if isinstance(member, str) else json.dumps(member, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def replay_line(replay: Replay) -> str:
    """Whether it is the same, and how much differs."""
    found = "一致" if replay.is_same else f"{len(replay.differs)} 处不同"
    return f"与留存的答复{found}　{to_text(replay.answer, brief='line')}"


def replay_data(replay: Replay) -> dict[str, Any]:
    """The members of a replay."""
    return {
        "same": replay.is_same,
        "differs": list(map(_difference, replay.differs)),
        "answer": to_dict(replay.answer),
    }


def _difference(one: Difference) -> dict[str, Any]:
    only = one.only and one.only.value
    return {"aspect": one.aspect.value, "place": one.place, "kept": one.kept, "now": one.now, "only": only}
