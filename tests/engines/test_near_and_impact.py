"""Near misses and the impact of a change are what going through every enterprise one by one would find."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from tests.support.judging import one_answer
from tests.support.populations import dossier_of, population
from tests.support.running import table_of
from tiertrack.district.loading import load_rulebook
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.distance import closings
from tiertrack.ladder.effort import is_barred
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import Alternatives, assess
from tiertrack.rules.edition import Edition
from tiertrack.screening.files import FileSource
from tiertrack.screening.near import relaxed
from tiertrack.screening.question import ask_by
from tiertrack.temporal import AsOf

ON = dt.date(2026, 6, 30)
KEYS = (
    "srdi_sme/recognition/2026",
    "little_giant/recognition/2022",
    "srdi_sme/recognition/2022",
    "gazelle_cq/recognition/2024@500000",
)
EDITIONS = [load_rulebook().edition(key) for key in KEYS]
BY_KEY = pytest.mark.parametrize("edition", EDITIONS, ids=KEYS)


def firms(tmp_path: Path, *editions: Edition, size: int = 400) -> tuple[Path, dict[str, Dossier]]:
    """A file of enterprises, and the same as dossiers by their names."""
    columns = list({one.name: one for edition in editions for one in ask_by(edition, on=ON).columns}.values())
    rows = population(editions, columns, ON, size, seed=3)
    file = tmp_path / "in.parquet"
    pl.DataFrame(table_of(columns, rows)).write_parquet(file)
    return file, {row["name"]: dossier_of(row, columns, ON) for row in rows}


@BY_KEY
def test_those_within_a_share_of_every_limit_are_found_and_nobody_else(tmp_path: Path, edition: Edition) -> None:
    file, dossiers = firms(tmp_path, edition, size=1200)
    gaps = {name: closings(Alternatives((assess(edition, one, AsOf(ON)),)))[0].gaps for name, one in dossiers.items()}
    # A fifth unless another share is said.
    for share, within in ((Fraction(1, 5), ()), (Fraction(1, 3), (Fraction(1, 3),))):
        near_ones, eased = FileSource(file).near(ask_by(edition, on=ON), *within), relaxed(edition, share)
        assert near_ones.within == share
        found = [one.closing.assessment.given.name for one in (*near_ones.found, *near_ones.barred)]
        # Who cannot meet all criteria is not near, whatever little the single ones that fail lack.
        expected = [
            name
            for name, each in gaps.items()
            if each and all(gap.distance is not None and gap.distance <= share for gap in each)
            if not eased.explain(dossiers[name], ON).is_clash
        ]
        apart = [name for name in expected if any(is_barred(gap.judged.finding) for gap in gaps[name])]
        assert sorted(found) == sorted(expected)
        assert sorted(one.closing.assessment.given.name for one in near_ones.barred) == sorted(apart)
        assert near_ones.found


def test_the_nearest_stand_first_and_those_with_open_questions_last(tmp_path: Path) -> None:
    file, _dossiers = firms(tmp_path, EDITIONS[0])
    found = FileSource(file).near(ask_by(EDITIONS[0], on=ON), Fraction(1)).found
    assert len(found) > 10
    assert [one.order for one in found] == sorted(one.order for one in found)
    opens = [one.open for one in found]
    assert opens == sorted(opens)


@BY_KEY
def test_an_eased_edition_is_met_by_everybody_who_met_the_edition(tmp_path: Path, edition: Edition) -> None:
    _file, dossiers = firms(tmp_path, edition)
    eased = relaxed(edition, Fraction(1, 10))
    for dossier in dossiers.values():
        if one_answer(edition, dossier, ON) is Truth.TRUE:
            assert eased.verdict(dossier, ON) is True
        if eased.verdict(dossier, ON) is False:
            assert edition.verdict(dossier, ON) is False


def test_the_impact_of_a_change_counts_every_enterprise_once_as_it_fares(tmp_path: Path) -> None:
    before, after = EDITIONS[2], EDITIONS[0]
    file, dossiers = firms(tmp_path, before, after)
    impact = FileSource(file).impact(before, after, ON)
    expected = Counter(
        (before.verdict(dossier, ON), after.verdict(dossier, ON), dossier.region) for dossier in dossiers.values()
    )
    found: Counter[tuple[bool | None, bool | None, str | None]] = Counter()
    for cell in impact.cells:
        found[cell.before, cell.after, cell.region] += cell.count
    assert found == expected
    assert sum(impact.outcomes().values()) == impact.total == len(dossiers)
    assert sum(sum(each.values()) for each in impact.by(lambda cell: cell.section).values()) == impact.total


def test_the_cost_of_a_clause_is_told_among_those_who_met_the_old_standard(tmp_path: Path) -> None:
    before, after = EDITIONS[2], EDITIONS[0]
    file, dossiers = firms(tmp_path, before, after)
    impact = FileSource(file).impact(before, after, ON)
    failed: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for dossier in dossiers.values():
        if before.verdict(dossier, ON) is True:
            lost = [one.criterion.key for one in assess(after, dossier, AsOf(ON)).criteria if one.truth is Truth.FALSE]
            failed.update(lost)
            alone.update(lost if len(lost) == 1 else [])
    assert {one.key: one.failed for one in impact.costs if one.failed} == failed
    assert {one.key: one.alone for one in impact.costs if one.alone} == alone
    assert [one.failed for one in impact.costs] == sorted((one.failed for one in impact.costs), reverse=True)
