"""The story of the two clocks in docs/register.md, told to a real register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import tiertrack
from tests.support.clocks import SetClock
from tiertrack import Act, AsOf, Tier, Truth

BEIJING = dt.timezone(dt.timedelta(hours=8))


def test_a_correction_changes_the_answer_but_not_what_was_known_before_it(register_url: str, tmp_path: Path) -> None:
    for day, revenue in (((2025, 3, 10), "4900"), ((2025, 5, 20), "5100")):
        table = tmp_path / "facts.csv"
        table.write_text(f"企业名称,年度,营业收入（万元）\n甲公司,2024,{revenue}\n", encoding="utf-8")
        clock = SetClock(dt.datetime(*day, 9, tzinfo=BEIJING))
        with tiertrack.open(register_url, clock=clock) as register:
            register.import_facts(table, source="企业填报")

    on = dt.date(2025, 6, 30)
    for known_at, truth in ((None, Truth.TRUE), (dt.datetime(2025, 4, 30, tzinfo=BEIJING), Truth.FALSE)):
        asof = AsOf(on, known_at)
        with tiertrack.open(register_url) as register:
            answer = register.assess("甲公司", Tier.LITTLE_GIANT, Act.RECOGNITION, asof)
        assert {one.criterion.key: one.truth for one in answer.criteria}["Y1"] is truth
