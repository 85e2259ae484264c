"""A whole register is screened, searched for near misses and compared as its dossiers are, one by one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest
from sqlalchemy import Engine

import tiertrack
from tests.support.clocks import SetClock
from tests.support.commands import Run
from tests.support.events import event
from tests.support.populations import population
from tests.support.schemas import schema_of
from tests.support.sealing import PATENT
from tiertrack import AsOf, Attestation, Datum, Event, EventKind, Readiness, Truth, to_text
from tiertrack.district.loading import load_rulebook
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import Acquisition
from tiertrack.ladder.distance import closings
from tiertrack.ladder.effort import is_barred
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.logic.kernel import Slot
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import AS_BOOL
from tiertrack.ports import Register
from tiertrack.rules.assessment import Alternatives, assess
from tiertrack.rules.reads import column_of
from tiertrack.screening.question import Question, ask, ask_by
from tiertrack.screening.register import RegisterSource
from tiertrack.store.database import Database

ON = dt.date(2026, 6, 30)
OLD, NEW = (load_rulebook().edition(f"srdi_sme/recognition/{year}") for year in (2022, 2026))
SRDI = ask(Tier.SRDI_SME, Act.RECOGNITION, ON)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def register_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a register of each kind in turn, which no test changes."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('many') / 'tiertrack.db'}"
        return
    admin: Engine = request.getfixturevalue("postgres_admin")
    with schema_of(admin) as url:
        yield url


@pytest.fixture(scope="module")
def firms(register_of: str) -> dict[str, Dossier]:
    """Enterprises on record, by their names."""
    tiertrack.initialise(register_of)
    columns = list({one.name: one for edition in (OLD, NEW) for one in ask_by(edition, on=ON).columns}.values())
    columns.append(column_of(Slot("title:srdi_sme"), ON))
    rows = population([OLD, NEW], columns, ON, 80, seed=13)
    with Database.open(register_of) as database:
        with database.writing(SetClock()) as register:
            for row in rows:
                tell(register, row, columns)
            register.commit()
        with database.reading() as reader:
            dossiers = [reader.dossier(reader.find(row["name"]), AsOf(ON)) for row in rows]
            return {one.name: one for one in dossiers}


def tell(register: Register, row: dict[str, Any], columns: list[Any]) -> None:
    key = register.enrol(Identity(row["name"], region=row["region"], industry=row["industry"]))
    data: list[Datum] = []
    events: list[Event] = []
    for one in columns:
        value = row.get(one.name)
        if value is None or one.name in ("uscc", "industry"):
            continue
        if one.kind is Kind.JUDGEMENT:
            register.attest(key, Attestation(one.key, value, "示例机关", dt.date(2026, 5, 1)))
        elif one.kind is Kind.TITLE:
            through = "2028-07-01" if value else "2026-01-01"
            events.append(event(EventKind.RECOGNISED, "2024-07-01", title=one.key, through=through))
        else:
            known = value.toordinal() if isinstance(value, dt.date) else value
            data.append(Datum(one.key, one.year, known))
    register.observe(key, data)
    register.append(key, events)
    if key % 3:
        # Of two in three a list decides what they have; whether all of it counts is not always known.
        some = [attrs.evolve(OWN, number=f"ZL{number}", **STATED[(key + number) % 4]) for number in range(key % 4)]
        register.list_rights(key, some, "申报书")


OWN = attrs.evolve(PATENT, acquired=Acquisition.ORIGINAL, transferred_on=None)
STATED: list[dict[str, Any]] = [
    {},
    {"main_product": None},
    {"main_product": False},
    {"applied": None, "holder_rank": 3},
]


def truths(question: Question, dossiers: dict[str, Dossier]) -> Counter[Truth]:
    (edition,) = question.editions
    return Counter(assess(edition, dossier, AsOf(ON)).truth for dossier in dossiers.values())


def test_the_numbers_of_a_screening_are_those_of_the_dossiers(register_of: str, firms: dict[str, Dossier]) -> None:
    screened = RegisterSource(register_of).screen(SRDI)
    expected = truths(SRDI, firms)
    assert (screened.met, screened.failed, screened.open) == tuple(
        expected[one] for one in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)
    )
    for clause in screened.clauses:
        found = Counter(NEW.criterion(clause.key) and _criterion(dossier, clause.key) for dossier in firms.values())
        assert (clause.met, clause.failed, clause.open) == (
            found[Truth.TRUE],
            found[Truth.FALSE],
            found[Truth.UNKNOWN],
        )


def _criterion(dossier: Dossier, key: str) -> Truth:
    return next(one.truth for one in assess(NEW, dossier, AsOf(ON)).criteria if one.criterion.key == key)


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_all_answers_can_be_written_to_a_file(
    register_of: str, firms: dict[str, Dossier], tmp_path: Path, name: str
) -> None:
    RegisterSource(register_of).screen(SRDI, str(tmp_path / name))
    found = pl.read_csv(tmp_path / name) if name.endswith("csv") else pl.read_parquet(tmp_path / name)
    assert found.columns == ["name", "uscc", "region", "industry", "truth", "missing", *SRDI.criteria]
    expected = {name: assess(NEW, dossier, AsOf(ON)) for name, dossier in firms.items()}
    for row in found.to_dicts():
        assessment = expected[row["name"]]
        assert Truth.of(row["truth"]) is assessment.truth
        assert row["missing"] == len(assessment.missing)
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix != ".db") == [name]


def test_those_within_a_share_of_every_limit_are_found_in_the_register(
    register_of: str, firms: dict[str, Dossier]
) -> None:
    share = Fraction(1)
    near_ones = RegisterSource(register_of).near(SRDI, share)
    found = (*near_ones.found, *near_ones.barred)
    expected = []
    for name, dossier in firms.items():
        (closing,) = closings(Alternatives((assess(NEW, dossier, AsOf(ON)),)))
        near = all(gap.distance is not None and gap.distance <= share for gap in closing.gaps)
        expected += [name] if closing.gaps and near else []
    assert sorted(one.closing.assessment.given.name for one in found) == sorted(expected)
    assert expected


def test_candidates_of_the_register_are_those_each_dossier_makes_one_by_itself(
    register_of: str, firms: dict[str, Dossier]
) -> None:
    with tiertrack.open(register_of) as register:
        found = register.candidates(Tier.SRDI_SME, AsOf(ON), within=Fraction(1, 2))
        review = register.candidates(Tier.SRDI_SME, AsOf(ON), Act.REVIEW)
    assert {one.name: one.readiness for one in found.found} == expected_candidates(firms, Fraction(1, 2))
    assert found.found
    holders = [dossier.name for dossier in firms.values() if dossier.holds_title("srdi_sme", ON)]
    assert (found.total, found.left_out) == (len(firms), len(holders))
    assert found.far == len(firms) - len(holders) - len(found.found)
    assert [one.order for one in found.found] == sorted(one.order for one in found.found)
    assert {one.name for one in review.found} <= {*holders}
    assert (review.left_out, review.total) == (len(firms) - len(holders), len(firms))


def expected_candidates(firms: dict[str, Dossier], share: Fraction) -> dict[str, Readiness]:
    found: dict[str, Readiness] = {}
    for name, dossier in firms.items():
        answer = assess(NEW, dossier, AsOf(ON))
        (closing,) = closings(Alternatives((answer,)))
        others = [gap.distance for gap in closing.gaps if not is_barred(gap.judged.finding)]
        near = all(one is not None and one <= share for one in others)
        if dossier.holds_title("srdi_sme", ON):
            continue
        if answer.truth is not Truth.FALSE:
            found[name] = Readiness.QUALIFIED if answer.truth is Truth.TRUE else Readiness.LACKING
        elif near and closing.gaps:
            found[name] = Readiness.NEAR if len(others) == len(closing.gaps) else Readiness.BARRED
        elif len(closing.gaps) == 1 and others == [None]:
            found[name] = Readiness.NEAR
    return found


def test_the_impact_of_a_change_on_the_register_counts_each_enterprise_once(
    register_of: str, firms: dict[str, Dossier]
) -> None:
    impact = RegisterSource(register_of).impact(OLD, NEW, ON)
    expected = Counter(
        (OLD.verdict(dossier, ON), NEW.verdict(dossier, ON), dossier.region) for dossier in firms.values()
    )
    found: Counter[tuple[bool | None, bool | None, str | None]] = Counter()
    for cell in impact.cells:
        found[cell.before, cell.after, cell.region] += cell.count
    assert found == expected
    failed: Counter[str] = Counter()
    for dossier in firms.values():
        if OLD.verdict(dossier, ON) is True:
            failed.update(
                one.criterion.key for one in assess(NEW, dossier, AsOf(ON)).criteria if one.truth is Truth.FALSE
            )
    assert {one.key: one.failed for one in impact.costs if one.failed} == failed


def test_a_count_that_matters_to_the_last_right_is_unknown_as_long_as_the_list_leaves_it_open(
    register_of: str, firms: dict[str, Dossier], tmp_path: Path
) -> None:
    edition = attrs.evolve(NEW)
    # As of a standard that holds the number against more than a limit.
    object.__setattr__(edition, "ip_limits", {"class1_ip": None})
    RegisterSource(register_of).screen(ask_by(edition, on=ON), str(tmp_path / "out.csv"))
    differing = 0
    for row in pl.read_csv(tmp_path / "out.csv").to_dicts():
        found, usual = (one.explain(firms[row["name"]], ON) for one in (edition, NEW))
        truths = [AS_BOOL[part.truth] for part in found.findings]
        assert [row[criterion.key] for criterion in edition.criteria] == truths
        assert (row["truth"], row["missing"]) == (AS_BOOL[found.truth], len(found.missing))
        differing += truths != [AS_BOOL[part.truth] for part in usual.findings]
    assert differing


def test_the_commands_ask_the_register_too(register_of: str, firms: dict[str, Dossier], run: Run) -> None:
    words = ("--tier", "srdi_sme", "--on", "2026-06-30", "--db", register_of)
    code, out, err = run("screen", *words)
    assert (code, err) == (0, "")
    assert f"共 {len(firms)} 家：" in out
    code, out, _ = run("screen", *words, "--into", "answers_2026")
    assert code == 0
    assert "全部结果已写入 answers_2026" in out
    code, out, _ = run("screen", *words, "--near")
    assert "差一点的企业" in out
    between = ("--from", "srdi_sme/recognition/2022", "--to", "srdi_sme/recognition/2026", "--on", "2026-06-30")
    code, out, _ = run("impact", *between, "--db", register_of)
    assert (code, f"共 {len(firms)} 家" in out) == (0, True)
    code, _, err = run("screen", *words, "--strict")
    assert (code, "E714" in err) == (2, True)


def test_only_some_can_be_asked_about(register_of: str, firms: dict[str, Dossier]) -> None:
    assert RegisterSource(register_of, limit=30).screen(SRDI).total == 30
    sampled = RegisterSource(register_of, sample=20).screen(SRDI).total
    assert 0 < sampled <= 20
    assert RegisterSource(register_of, sample=20).screen(SRDI).total == sampled


SPRING = dt.date(2026, 3, 31)


def test_the_days_of_a_register_are_compared_as_its_firms_are_one_by_one(
    register_of: str, firms: dict[str, Dossier]
) -> None:
    with tiertrack.open(register_of) as register:
        together = register.compare_all("专精特新", "认定", SPRING, ON)
        some = [*{*[*firms][::16], *(one.name for one in together.found[:6])}]
        each = {name: register.compare(name, "专精特新", "认定", SPRING, ON) for name in some}
        same = register.compare_all("专精特新", "认定", ON, ON)
    found = {one.name: one for one in together.found}
    assert found
    assert (together.total, together.total - together.unchanged) == (len(firms), len(found))
    assert Counter(one.crossing for one in together.found) == {
        one.crossing: one.count for one in together.counts if one.crossing.turned_by
    }
    for name, one in each.items():
        firm = found.get(name)
        assert bool(one.turned_by) is (firm is not None)
        if firm is not None:
            assert (firm.crossing, firm.before, firm.after) == (one.crossing, one.before.edition, one.after.edition)
            turned = [(turn.change.title, turn.crossing) for turn in one.turned]
            assert [(criterion.title, criterion.crossing) for criterion in firm.criteria] == turned
    assert (same.total, same.found) == (len(firms), ())
    assert [to_text(one).splitlines()[0].partition("　")[2] for one in (together, same)] == [
        "两天相比",
        "同一天两个时刻所知相比",
    ]


def test_the_firms_of_a_region_are_compared_by_the_standards_of_their_places(
    register_of: str, firms: dict[str, Dossier]
) -> None:
    with tiertrack.open(register_of) as register:
        there = register.compare_all("小巨人", "认定", dt.date(2025, 3, 31), dt.date(2025, 6, 30), region="重庆市")
    assert there.total == sum((firm.region or "").startswith("50") for firm in firms.values()) > 0
    assert {one.after.key for one in there.found} <= {"little_giant/recognition/2025@500000"}


def test_a_board_has_to_be_named_before_days_are_compared(register_of: str, firms: dict[str, Dossier]) -> None:
    with tiertrack.open(register_of) as register, pytest.raises(tiertrack.errors.NoEditionInForce, match="主板"):
        register.compare_all("上市", "认定", SPRING, ON)
