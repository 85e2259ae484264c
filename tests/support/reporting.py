"""A register of many made-up firms, their lives drawn by lot: for reports, whose numbers are counted otherwise."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from tiertrack import Datum, Event, EventKind, Registry
from tiertrack.facts.identity import Identity
from tiertrack.ports import Register
from tiertrack.titles.completion import completed
from tiertrack.titles.events import Reason

__all__ = ["TOWNS", "filled"]

K = EventKind
TOWNS = ("界石镇", "花溪街道", "南泉街道", "木洞镇", "鱼洞街道", "惠民街道", None)
REGIONS = ("500113", "500113", "500113", "500113", "500112", None)
INDUSTRIES = ("C3484", "C3311", "C3985", "C2641", "I6513", "C27", None)
TITLES = ("innovative_sme", "srdi_sme", "little_giant", "champion", "hard_tech", "high_tech_enterprise")
_SURNAMES = "金辉恒泰智联华宇渝峰川庆瑞达精工"


def filled(registry: Registry, firms: int, seed: int = 1) -> Registry:
    """The register with so many firms more."""
    chosen = random.Random(seed)

    def fill(unit: Register) -> None:
        for number in range(firms):
            place, industry = chosen.choice(REGIONS), chosen.choice(INDUSTRIES)
            key = unit.enrol(Identity(_name(chosen, number), region=place, industry=industry))
            unit.append_many((key, event) for event in _life(chosen, number))
            unit.observe(key, [*_figures(chosen)])

    registry.write(fill)
    return registry


def _name(chosen: random.Random, number: int) -> str:
    start = chosen.randrange(len(_SURNAMES) - 1)
    return f"重庆{_SURNAMES[start : start + 2]}第{number}号制造有限公司（虚构）"


def _life(chosen: random.Random, number: int) -> Iterator[Event]:
    """A few titles each, given in some year and reviewed, revoked, given up or left to lapse; some firms renamed."""
    day, town = dt.date(2022, 3, 1) + dt.timedelta(days=chosen.randrange(700)), chosen.choice(TOWNS)
    beside = [("镇街", town)] if town else []
    for title in TITLES[: chosen.randrange(4)] + ((chosen.choice(TITLES[3:]),) if chosen.random() < 0.2 else ()):
        yield _event(title, K.RECOGNISED, day, document=f"渝虚〔{day.year}〕{day.month}号").remarked(beside)
        later = day + dt.timedelta(days=chosen.randrange(300, 1300))
        match chosen.randrange(8):
            case 0:
                yield _event(
                    title,
                    K.REVOKED,
                    later,
                    document=f"渝虚撤〔{later.year}〕1号",
                    reason=chosen.choice((Reason.FRAUD, Reason.INCIDENT)),
                )
            case 1:
                yield _event(title, K.RELINQUISHED, later, document="企业来函")
            case 2 | 3 | 4:
                passed = day + dt.timedelta(days=1000 + chosen.randrange(80))
                yield _event(title, K.REVIEW_PASSED, passed, document=f"渝虚复〔{passed.year}〕2号")
            case _:
                pass
        day += dt.timedelta(days=chosen.randrange(200, 500))
    if chosen.random() < 0.15:
        renamed = dt.date(2025, 9, 1) + dt.timedelta(days=chosen.randrange(300))
        yield _event("enterprise", K.RENAMED, renamed, value=f"重庆新名{number}号科技有限公司（虚构）")


def _event(title: str, kind: EventKind, on: dt.date, **members: object) -> Event:
    return completed(Event(title=title, kind=kind, on=on, **members))  # type: ignore[arg-type]


def _figures(chosen: random.Random) -> Iterator[Datum]:
    """Some of what the standards ask, near their limits."""
    wan = 1_000_000
    for year in (2023, 2024, 2025):
        revenue = chosen.randrange(800, 9000) * wan
        yield Datum("revenue", year, revenue, "企业填报")
        yield Datum("main_revenue", year, revenue * chosen.randrange(60, 100) // 100, "企业填报")
        yield Datum("rd_expense", year, revenue * chosen.randrange(1, 9) // 100, "企业填报")
    yield Datum("employees", 2025, chosen.randrange(20, 400), "企业填报")
    for fact in ("abnormal_list", "dishonest_list", "prohibited_product", "major_incident"):
        if chosen.random() < 0.7:
            yield Datum(fact, None, chosen.random() < 0.05, "企业填报")
