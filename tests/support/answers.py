"""One answer of every type there is, each as its own use case gives it, and what answers about everything else."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tiertrack
from tiertrack import (
    Act,
    AsOf,
    Assessment,
    BadInput,
    Dossier,
    Event,
    EventKind,
    Fault,
    ListReport,
    Renamed,
    Tier,
    Truth,
    assess,
    assess_each,
    climb,
    decide,
    keep,
    national_rulebook,
    notice,
    read_dossier,
    read_title_list,
    replay,
)
from tiertrack.district.loading import check_paths
from tiertrack.render.written_book import PolicyBook
from tiertrack.rules.diff import compare
from tiertrack.screening.files import FileSource
from tiertrack.screening.question import ask
from tiertrack.shipped import shipped
from tiertrack.version import __version__

# What each is, with its type.
ANSWERS = {
    "a standard met": "Assessment",
    "a standard not met": "Assessment",
    "a standard left open": "Assessment",
    "a scorecard": "Assessment",
    "rights counted": "Assessment",
    "an achievement judged": "Assessment",
    "every board": "Alternatives",
    "graded profiles": "Alternatives",
    "one standard alone": "Alternatives",
    "two answers side by side": "Comparison",
    "reasons": "Finding",
    "a notice to a firm": "Notice",
    "one reason": "Finding",
    "the ladder": "Climb",
    "a moment": "AsOf",
    "a dossier": "Dossier",
    "an answer judged again": "Replay",
    "an edition": "Edition",
    "a district's edition": "Edition",
    "the facts of an edition": "FactSheet",
    "an edition as a program": "PolicyProgram",
    "the vectors of a program": "PolicyVectors",
    "a clause changed": "ClauseChange",
    "two editions side by side": "PolicyDiff",
    "what regions have of their own": "RegionalStandards",
    "a handbook written": "PolicyBook",
    "a district's rules checked": "Checked",
    "a district's rules at fault": "Checked",
    "a standing": "Account",
    "a standing alone": "Standing",
    "a history": "History",
    "an event": "Event",
    "an event on record": "RecordedEvent",
    "a duty": "Duty",
    "one of many": "FirmStanding",
    "one of many and what comes next": "FirmOverview",
    "one renamed": "Renamed",
    "how long a list is": "ListReport",
    "an achievement": "AchievementAccount",
    "a region's figures": "RegionReport",
    "a report of the register": "Report",
    "recorded": "Recording",
    "refused": "Recording",
    "undetermined": "Recording",
    "accepted, not recorded": "Accepted",
    "refused by the rules": "Refused",
    "undetermined by the rules": "Undetermined",
    "an entry": "Recorded",
    "facts imported": "ImportReport",
    "titles imported": "TitleReport",
    "an import on record": "Import",
    "an import taken back": "UndoReport",
    "a review list closed": "ReviewReport",
    "two records joined": "Merger",
    "a firm on record": "Enterprise",
    "a firm enrolled": "Enrolment",
    "a register verified": "VerifyReport",
    "a checkpoint": "Checkpoint",
    "an event proved": "Proof",
    "a row proved": "ProvedRow",
    "a row that waits": "Proposal",
    "a screening": "Screening",
    "near misses": "NearMisses",
    "who may go for a title": "Candidates",
    "one who may": "TitleCandidate",
    "a register on two days": "RegisterComparison",
    "one that turned": "TurnedFirm",
    "the impact of a change": "Impact",
    "a fault": "Fault",
    "an error": "TiertrackError",
}

Kept = Mapping[str, Any]

ON = dt.date(2026, 6, 30)
_EXAMPLES = shipped("seeds") / "examples"
_RULES = _EXAMPLES / "district" / "hard_tech.py"
_FIRM = "重庆示例精密制造有限公司（虚构）"


def kept_answers() -> Iterator[Kept]:
    """All of them by their names; nothing of them is left behind."""
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Any] = {**_about_dossiers(), **_about_standards()}
        found |= _about_a_register(Path(folder))
        found |= _about_many(Path(folder))
        assert list(found) == [*ANSWERS]
        yield found


def judged_there(dossier: Dossier, values: dict[str, Any]) -> tuple[Assessment, dict[str, Any], bool]:
    """For another process: a dossier judged there, the values as they came, and whether what is judged there can be
    found among what came."""
    judged = assess(dossier, Tier.SRDI_SME, Act.RECOGNITION, AsOf(ON))
    return judged, values, judged in {*values.values()}


def _about_dossiers() -> dict[str, Any]:
    asof = AsOf(ON, dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    dossiers = {name: read_dossier(_EXAMPLES / f"{name}.json") for name in ("meets", "near-miss", "with-holes")}

    def srdi(name: str, day: dt.date = ON) -> Any:
        return assess(dossiers[name], Tier.SRDI_SME, Act.RECOGNITION, AsOf(day))

    rights = _with_rights()
    return {
        "a standard met": assess(dossiers["meets"], Tier.SRDI_SME, Act.RECOGNITION, asof),
        "a standard not met": srdi("near-miss"),
        "a standard left open": srdi("with-holes"),
        "a scorecard": srdi("meets", dt.date(2026, 3, 31)),
        "rights counted": assess(rights, Tier.LITTLE_GIANT, Act.RECOGNITION, AsOf(ON)),
        "an achievement judged": _achievement(),
        "every board": assess_each(dossiers["meets"], Tier.LISTED, Act.RECOGNITION, AsOf(ON)),
        "graded profiles": assess_each(dossiers["with-holes"], Tier.HARD_TECH, Act.RECOGNITION, AsOf(ON)),
        "one standard alone": assess_each(dossiers["meets"], Tier.SRDI_SME, Act.RECOGNITION, AsOf(ON)),
        "two answers side by side": tiertrack.compare(dossiers["meets"], "小巨人", "认定", "2025-10-31", ON),
        "reasons": srdi("near-miss").finding,
        "a notice to a firm": notice(dossiers["near-miss"], Tier.SRDI_SME, asof, contact="王某"),
        "one reason": srdi("with-holes").criteria[0].finding,
        "the ladder": climb(dossiers["with-holes"], AsOf(ON)),
        "a moment": asof,
        "a dossier": rights,
        "an answer judged again": replay({**keep(srdi("near-miss")), "version": "0.4.0"}),
    }


def _with_rights() -> Any:
    content = json.loads((_EXAMPLES / "meets.json").read_text(encoding="utf-8"))
    content["ip"] = [
        {
            "name": "一种泵体",
            "kind": "发明专利",
            "acquired": "原始取得",
            "granted_on": "2021-01-01",
            "main_product": True,
        },
        {"name": "一种泵盖"},
        {"name": "某商标", "kind": "商标"},
    ]
    return tiertrack.dossier_from_json(json.dumps(content, ensure_ascii=False))


def _achievement() -> Any:
    from tiertrack.facts.achievement import Achievement
    from tiertrack.facts.achievement_dossier import achievement_dossier
    from tiertrack.facts.dossier_file import subject_from_json

    subject = subject_from_json('{"achievement": "虚构微流控芯片", "region": "500113"}')
    assert isinstance(subject, Achievement)
    return assess(achievement_dossier(subject, ON), Tier.ACHIEVEMENT, Act.RECOGNITION, AsOf(ON))


def _about_standards() -> dict[str, Any]:
    rules = national_rulebook()
    before, after = rules.edition("little_giant/recognition/2025"), rules.edition("little_giant/recognition/2026")
    district = tiertrack.load_rulebook([_RULES])
    own = next(edition for edition in district.editions if edition.origin)
    return {
        "an edition": after,
        "a district's edition": own,
        "the facts of an edition": tiertrack.fact_sheet(after),
        "an edition as a program": tiertrack.policy_program(after, "2026-06-30"),
        "the vectors of a program": tiertrack.policy_vectors("netc/recognition/2024", "2026-06-30"),
        "a clause changed": next(change for change in compare(before, after) if change.before and change.after),
        "two editions side by side": tiertrack.policy_diff(before, after),
        "what regions have of their own": tiertrack.policy_regions(),
        # To write one takes seconds, and tests of the handbook do.
        "a handbook written": PolicyBook("政策手册", 879, 126, __version__, rules.digest, None),
        "a district's rules checked": check_paths([_RULES], None),
        "a district's rules at fault": check_paths(
            [Path(__file__).parents[1] / "broken_district_rulebooks/empty.py"], None
        ),
    }


def _about_a_register(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    asof = AsOf(ON)
    with tiertrack.open("memory:") as register:
        found["facts imported"] = register.import_facts(_EXAMPLES / "meets.json", source="企业填报")
        register.import_facts(_EXAMPLES / "near-miss.json", source="企业填报")
        register.import_facts(_EXAMPLES / "with-holes.json", source="企业填报")
        achievement = {"achievement": "虚构微流控芯片", "region": "500113", "owners": [{"name": _FIRM}]}
        file = folder / "achievement.json"
        file.write_text(json.dumps(achievement, ensure_ascii=False), encoding="utf-8")
        register.import_facts(file, source="企业填报")
        found["titles imported"] = register.import_titles(read_title_list(_EXAMPLES / "titles.csv"))
        found["a row that waits"] = register.proposals()[0]
        applied = Event(title="srdi_sme", kind=EventKind.APPLIED, on=ON)
        recognised = Event(
            title="srdi_sme", kind=EventKind.RECOGNISED, on=dt.date(2026, 7, 15), document="渝经信〔2026〕5号"
        )
        recording = register.record(_FIRM, recognised)
        found["recorded"], found["an entry"] = recording, recording.recorded[0]
        found["an event"], found["an event on record"] = (
            recognised.remarked([("备注", "第二批")]),
            recording.recorded[0].event,
        )
        names = list(_names(register))
        for name, truth in (("refused", Truth.FALSE), ("undetermined", Truth.UNKNOWN)):
            firm = next(n for n in names if register.assess(n, Tier.SRDI_SME, Act.RECOGNITION, asof).truth is truth)
            judged = register.assess(firm, Tier.SRDI_SME, Act.RECOGNITION, asof)
            found[name] = register.record(firm, applied)
            found[f"{name} by the rules"] = decide(register.standing(firm, asof).standing, applied, judged)
        found["accepted, not recorded"] = decide(register.standing(_FIRM, asof).standing, applied)
        later = AsOf(dt.date(2027, 1, 31))
        found["a standing"] = register.standing(_FIRM, later)
        found["a standing alone"] = found["a standing"].standing
        found["a history"] = register.history(_FIRM, later)
        found["a duty"] = register.due(later, dt.timedelta(days=400), _FIRM)[0]
        found["one of many"] = next(register.standings(later, title="innovative_sme"))
        found["one of many and what comes next"] = next(register.overviews(later, title="innovative_sme"))
        found["one renamed"] = Renamed(
            register.find(_FIRM), "重庆某某机械厂", _FIRM, dt.date(2026, 1, 15), "渝市监登字〔2026〕1号"
        )
        found["how long a list is"] = ListReport(None, firms=register.firms(later).count())
        found["an achievement"] = register.achievement("虚构微流控芯片", asof)
        found["a region's figures"] = register.indicators(asof)[-1]
        found["a report of the register"] = register.report(later, region="巴南区", since=asof.on)
        found["a review list closed"] = register.close_review("srdi_sme", dt.date(2029, 12, 1), "渝经信〔2029〕9号")
        found["a firm on record"] = register.find(_FIRM)
        found["a firm enrolled"] = register.enrol("重庆示例精密制造股份有限公司（虚构）")
        found["two records joined"] = register.merge(_FIRM, "重庆示例精密制造股份有限公司（虚构）")
        found["an import on record"] = register.imports()[0]
        again = register.import_facts(_EXAMPLES / "meets.json", source="区经信委")
        found["an import taken back"] = register.undo(again.number or 0, "重复导入")
        found["a register verified"] = register.verify(checkpoint=register.checkpoint())
        found["a checkpoint"] = register.checkpoint()
        found["an event proved"] = register.prove(_FIRM, "enterprise", 1)
        found["a row proved"] = found["an event proved"].rows[1]
    return {name: found[name] for name in ANSWERS if name in found}


def _names(register: Any) -> Iterator[str]:
    for name in ("meets", "near-miss", "with-holes"):
        yield json.loads((_EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))["name"]


def _about_many(folder: Path) -> dict[str, Any]:
    table = folder / "firms.csv"
    table.write_text("企业名称,2025年营业收入（万元）,备注\n虚构甲公司,5200,\n虚构乙公司,1490,无\n", encoding="utf-8")
    source = FileSource(table)
    rules = national_rulebook()
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, ON, None, None, rules)
    before, after = rules.edition("little_giant/recognition/2025"), rules.edition("little_giant/recognition/2026")
    url = f"sqlite:///{folder / 'many.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        for name in ("with-holes", "near-miss"):
            register.import_facts(_EXAMPLES / f"{name}.json", source="企业填报")
        possible = register.candidates(Tier.SRDI_SME, ON, within="40%")
        register.import_facts(_EXAMPLES / "meets.json", source="企业填报")
        two_days = register.compare_all(Tier.SRDI_SME, Act.RECOGNITION, "2026-03-31", ON)
    error = BadInput(Fault("E101", "金额读不出来", "请写数字加单位", "一千", "第 2 行"))
    return {
        "a screening": source.screen(question),
        "near misses": source.near(question),
        "who may go for a title": possible,
        "one who may": possible.found[-1],
        "a register on two days": two_days,
        "one that turned": two_days.found[-1],
        "the impact of a change": source.impact(before, after, ON),
        "a fault": error.faults[0],
        "an error": error,
    }
