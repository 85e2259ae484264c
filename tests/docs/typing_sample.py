"""What a type checker must see through the public face; checked by mypy, never run."""

import datetime as dt
from pathlib import Path
from typing import assert_type

import polars as pl

from tiertrack import (
    Act,
    AsOf,
    Assessment,
    Dossier,
    Edition,
    Finding,
    Tier,
    Truth,
    assess,
    national_rulebook,
    read_dossier,
    screen,
)

dossier = read_dossier(Path("firm.json"))
assert_type(dossier, Dossier)
asof = AsOf(dt.date(2026, 6, 30))
answer = assess(dossier, Tier.SRDI_SME, Act.RECOGNITION, asof)
assert_type(answer, Assessment)
assert_type(answer.truth, Truth)
assert_type(answer.finding, Finding)
assert_type([fact.key for fact in answer.missing], list[str])
edition = national_rulebook().select(Tier.SRDI_SME, Act.RECOGNITION, asof.on)
assert_type(edition, Edition)
assert_type(edition.verdict(dossier, asof.on), bool | None)
by_words = assess(dossier, "srdi_sme", "recognition", "2026-06-30", "500113")
assert_type(by_words, Assessment)
firms = pl.DataFrame({"name": ["甲公司"]})
assert_type(screen(firms, Tier.SRDI_SME, Act.RECOGNITION, asof.on), pl.DataFrame)
assert_type(screen(firms.lazy(), "专精特新中小企业", "认定", "2026-06-30"), pl.LazyFrame)
