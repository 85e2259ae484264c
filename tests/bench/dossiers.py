"""`make bench`: reading dossiers from their plain data, against the same file read into plain classes by cattrs.

Both sides begin with ``json.loads``. The plain classes know the types of what the file says (whole numbers, days, exact
shares and amounts) and nothing else: no vocabulary, no units but one, no sources that disagree, no check of a code.
Each row is the best of many rounds, the contenders taking turns. Amounts, shares and days that were read a while ago
are known again, so one row reads files whose figures were never met before.

The other comes with `pip install 'tiertrack[bench]'`; the bench runs without it.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import platform
import random
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tiertrack import Datum, Dossier, dossier_from_json

DOSSIERS, ROUNDS = 20, 80
CODE = "91500113MA0000015Q"


def told(chance: random.Random, index: int) -> dict[str, Any]:
    """What a file says of an invented firm, differently for each."""

    def amounts(low: int, high: int, *years: int) -> dict[str, Any]:
        return {
            str(year): {
                "value": f"{chance.randint(low * 100, high * 100) / 100:.2f}万元",
                "source": f"{year} 年度审计报告",
            }
            for year in years
        }

    return {
        "name": f"重庆虚构精密制造{index}有限公司",
        "uscc": CODE,
        "region": "500113",
        "industry": "C3484",
        "facts": {
            "revenue": amounts(5000, 90000, 2025, 2024, 2023),
            "main_revenue": amounts(4000, 5000, 2025),
            "rd_expense": amounts(300, 900, 2025, 2024),
            "employees": {"2025": chance.randint(10, 900)},
            "segment_since": f"{chance.randint(2008, 2022)}-03-{chance.randint(10, 28)}",
            "class1_ip": chance.randint(0, 9),
            "market_share": f"{chance.randint(1, 90)}/100",
            "development_score": {"2026": f"{chance.randint(1000, 9999) / 100:.2f}"},
            "rd_institution": chance.choice(["own", "city", "national"]),
            "own_brand": chance.random() < 0.5,
            "abnormal_list": False,
            "domestic_rank": chance.randint(1, 9),
        },
        "titles": [{"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}],
        "judgements": {"key_chain_link": {"value": True, "by": "重庆市经济和信息化委员会", "on": "2026-05-10"}},
    }


@attrs.define
class PlainAmount:
    """An amount of a year, with its source."""

    value: Decimal
    source: str | None = None


@attrs.define
class PlainFacts:
    """The facts that the files of this bench state."""

    revenue: dict[int, PlainAmount]
    main_revenue: dict[int, PlainAmount]
    rd_expense: dict[int, PlainAmount]
    employees: dict[int, int]
    segment_since: dt.date
    class1_ip: int
    market_share: Fraction
    development_score: dict[int, Decimal]
    rd_institution: str
    own_brand: bool
    abnormal_list: bool
    domestic_rank: int


@attrs.define
class PlainTitle:
    """A title."""

    title: str
    since: dt.date | None = None
    through: dt.date | None = None


@attrs.define
class PlainJudgement:
    """A judgement."""

    value: bool
    by: str
    on: dt.date


@attrs.define
class PlainDossier:
    """The whole of it."""

    name: str
    uscc: str
    region: str
    industry: str
    facts: PlainFacts
    titles: list[PlainTitle]
    judgements: dict[str, PlainJudgement]


def plainly() -> Callable[[str], PlainDossier] | None:
    """What reads a file into the plain classes; None where cattrs is not installed."""
    try:
        from cattrs import Converter, override
        from cattrs.gen import make_dict_structure_fn
    except ImportError:
        return None
    converter = Converter()
    converter.register_structure_hook(dt.date, lambda text, _kind: dt.date.fromisoformat(text))
    converter.register_structure_hook(Fraction, lambda text, _kind: Fraction(text))
    converter.register_structure_hook(Decimal, lambda text, _kind: Decimal(text.removesuffix("万元")))
    named_otherwise = make_dict_structure_fn(PlainTitle, converter, since=override(rename="from"))
    converter.register_structure_hook(PlainTitle, named_otherwise)
    return lambda text: converter.structure(json.loads(text), PlainDossier)


def check(text: str, plain: PlainDossier) -> None:
    """Leaves the bench where both sides have not read the same."""
    dossier = Dossier.from_dict(json.loads(text))
    amounts = {f"{key}:{year}": amount for key in ("revenue", "main_revenue", "rd_expense")
               for year, amount in getattr(plain.facts, key).items()}  # fmt: skip
    same = all(dossier.values[key] == amount.value * 1_000_000 for key, amount in amounts.items())
    if not same or dossier.values["market_share"] != plain.facts.market_share:
        raise SystemExit(f"不一致：{text}")
    if Dossier.from_dict(dossier.to_dict()) != dossier:
        raise SystemExit(f"写出以后读回来不同：{text}")


def best_of(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The best time of each work for one dossier in microseconds of the processor, the works taking turns."""
    best = dict.fromkeys(works, float("inf"))
    for _round in range(ROUNDS):
        for name, work in works.items():
            gc.collect()
            start = time.process_time()
            work()
            best[name] = min(best[name], (time.process_time() - start) / DOSSIERS * 1e6)
    return best


def main() -> None:
    """Check that both sides read the same, then print the table."""
    chance = random.Random(20260401)
    texts, *unread = (
        [json.dumps(told(chance, index), ensure_ascii=False) for index in range(DOSSIERS)]
        for _round in range(ROUNDS + 1)
    )
    first_met = iter(unread)
    read = [Dossier.from_dict(json.loads(text)) for text in texts]
    works: dict[str, Callable[[], object]] = {
        "json.loads": lambda: [json.loads(text) for text in texts],
        "json.loads 加 Dossier.from_dict": lambda: [Dossier.from_dict(json.loads(text)) for text in texts],
        "同上，数值都是第一次读到": lambda: [Dossier.from_dict(json.loads(text)) for text in next(first_met)],
        "dossier_from_json": lambda: [dossier_from_json(text) for text in texts],
        "Dossier.to_dict": lambda: [dossier.to_dict() for dossier in read],
        "Datum（直接构造，逐项核对），每个档案 14 项": lambda: [
            [Datum("revenue", 2025, 520_000_000, "审计报告") for _each in range(14)] for _text in texts
        ],
    }
    plain = plainly()
    if plain is not None:
        structured = plain
        for text in texts:
            check(text, structured(text))
        works["json.loads 加 cattrs，普通的类"] = lambda: [structured(text) for text in texts]
    best = best_of(works)
    against = best.get("json.loads 加 cattrs，普通的类")
    print(
        f"Python {platform.python_version()}，{platform.system()} {platform.machine()}，{DOSSIERS} 份档案，各 14 项事实"
    )
    print("| 档案 | 微秒/份 | 是 cattrs 的几倍 |\n|---|---|---|")
    for name, micros in best.items():
        print(f"| {name} | {micros:.1f} | {'—' if against is None else f'{micros / against:.2f}'} |")
    if plain is None:
        print("| cattrs | 未安装 | — |")


if __name__ == "__main__":
    main()
