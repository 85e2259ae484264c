"""Events that among them have every member an event can have, as pinned, and any others of their kinds."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import attrs
from hypothesis import strategies as st

from tiertrack.facts.identity import Identity
from tiertrack.facts.look_alikes import shown
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.titles.events import Event, Reason, RecordedEvent

__all__ = ["PINNED", "any_event", "plain", "sha_of", "waiting"]

K = EventKind

PINNED = {
    "recognised": Event(
        title="srdi_sme",
        kind=K.RECOGNISED,
        on=dt.date(2024, 7, 1),
        starts=dt.date(2024, 7, 2),
        through=dt.date(2027, 7, 1),
        derived=True,
        document="渝经信中小〔2024〕5号",
        batch="2024年第一批",
        told_by="市经信委",
        edition_key="srdi_sme/recognition/2022",
        edition_digest="ab12",
        findings='{"truth": "false"}',
    ),
    "applied": Event(title="srdi_sme", kind=K.APPLIED, on=dt.date(2024, 3, 1), stage="submitted"),
    "revoked": Event(
        title="srdi_sme",
        kind=K.REVOKED,
        on=dt.date(2025, 7, 1),
        document="撤销公告",
        reason=Reason.FRAUD,
        until=dt.date(2028, 7, 1),
    ),
    "updated": Event(title="innovative_sme", kind=K.UPDATED, on=dt.date(2025, 4, 1), year=2025),
    "renamed": Event(title="enterprise", kind=K.RENAMED, on=dt.date(2025, 5, 1), value="重庆新名“甲”有限公司"),
    "product": Event(
        title="champion", kind=K.RECOGNISED, on=dt.date(2024, 4, 1), document="第八批名单", product="滚动轴承"
    ),
    "old name": Event(
        title="champion",
        kind=K.RECOGNISED,
        on=dt.date(2019, 4, 1),
        document="第四批名单",
        product="泵",
        named="单项冠军产品",
    ),
    "listed": Event(
        title="listed", kind=K.RECOGNISED, on=dt.date(2021, 4, 1), document="上市公告", value="300001", board=Board.STAR
    ),
}


def plain(event: RecordedEvent) -> Event:
    """The event without where and when it stands on record."""
    return Event(**{member.name: getattr(event, member.name) for member in attrs.fields(Event)})


def sha_of(parts: list[object]) -> str:
    """The digest anybody can compute of what a row and its predecessor say, or a seal."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def waiting(event: Event) -> TitleRow:
    """The row of a list that says so of a firm."""
    identity = Identity("重庆某某有限公司", region="500113")
    return TitleRow("第 3 行", 3, identity, ("重庆旧名有限公司",), event)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(shown)
NOTES = ("batch", "stage", "value", "told_by", "edition_key", "edition_digest", "findings")


@st.composite
def any_event(draw: st.DrawFn) -> Event:
    """Any event that may be: one of those pinned with other words, days, numbers and choices in it."""
    event = draw(st.sampled_from(list(PINNED.values())))
    members = {name: draw(st.none() | TEXTS) for name in NOTES} | {"derived": draw(st.booleans())}
    members |= {name: draw(TEXTS) for name in ("document", "product", "value") if getattr(event, name) is not None}
    if event.year is not None:
        members["year"] = draw(st.integers(1978, 2100))
    if event.reason is not None:
        members["reason"] = draw(st.sampled_from([one for one in Reason if not one.delists]))
    if event.board is not None:
        members["board"] = draw(st.sampled_from(Board))
    if event.named is None:
        days = sorted(draw(st.lists(st.dates(), min_size=3, max_size=3)))
        members |= dict(zip(("on", "starts", "through"), days, strict=True))
        members["until"] = draw(st.none() | st.dates())
    return attrs.evolve(event, **members)
