"""What a type checker must see through the public face; checked by mypy, never run."""

import datetime as dt
from pathlib import Path
from typing import assert_type

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
