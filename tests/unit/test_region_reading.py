"""A region is read by code, name or alias as of a day; what cannot be settled names the candidates."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tiertrack.app import open_registry
from tiertrack.cli import main
from tiertrack.errors import BadDossier, BadIdentifier, Fault
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.intake.fact_list import read_fact_list
from tiertrack.intake.title_list import read_title_list
from tiertrack.law import region_table
from tiertrack.law.place_names import place_stripped
from tiertrack.law.region_reading import full_name, read_region
from tiertrack.law.region_table import region_codes, spell_on, spells, spells_of
from tiertrack.law.regions import Region
from tiertrack.temporal import AsOf

NOW, EARLIER = "2026-07-01", "2024-05-01"


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def fault(text: str, on: str | None) -> Fault:
    with pytest.raises(BadIdentifier) as refused:
        read_region(text, day(on))
    (found,) = refused.value.faults
    assert (found.value, bool(found.remedy)) == (text, True)
    return found


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        *(
            (text, NOW, "500113")
            for text in ("500113", "巴南区", "巴南", "重庆市巴南区", "重庆 巴南区", "５００１１３")
        ),
        ("巴南区（500113）", NOW, "500113"),
        ("贵州省", NOW, "520000"),
        ("广西", NOW, "450000"),
        ("渝", NOW, "500000"),
        ("浙江省杭州市西湖区", NOW, "330106"),
        ("杭州西湖区", NOW, "330106"),
        ("内蒙古包头市", NOW, "150200"),
        ("湖北潜江", NOW, "429005"),
        ("延边", NOW, "222400"),
        ("神农架", NOW, "429021"),
        ("万柏林", NOW, "140109"),
        ("秀山土家族苗族自治县", NOW, "500241"),
        ("秀山县", NOW, "500241"),
        ("两江新区", NOW, "500157"),
        ("重庆两江新区", NOW, "500157"),
        # A province goes before the district or prefecture of another that is called like it for short.
        ("河北", NOW, "130000"),
        ("海南", NOW, "460000"),
        ("天津河北", NOW, "120105"),
        ("河北区", NOW, "120105"),
        ("渝北区", EARLIER, "500112"),
        ("500112", EARLIER, "500112"),
        ("重庆市江北区", EARLIER, "500105"),
        # A development zone lies in its district; one with a code of the statistics bureau keeps it.
        ("重庆经开区", NOW, "500108"),
        ("苏州工业园区", NOW, "320576"),
        # A former name gives what took over all of it.
        ("璧山县", NOW, "500120"),
        ("重庆市江北区", NOW, "500157"),
        # The day of the document and the day the code was made known are both days of change.
        ("渝北区", "2025-12-04", "500112"),
        ("两江新区", "2025-11-07", "500157"),
        # Given to another place later.
        ("500110", "2010-01-01", "500110"),
        ("万盛区", "2010-01-01", "500110"),
        # Without a day whatever there was is taken.
        ("渝北区", None, "500112"),
        ("500112", None, "500112"),
        ("璧山县", None, "500227"),
    ],
)
def test_a_region_is_read_by_code_name_or_alias_as_of_the_day(text: str, on: str | None, code: str) -> None:
    assert read_region(text, day(on)).code == code


@pytest.mark.parametrize(
    ("text", "on", "code", "named"),
    [
        ("某地", NOW, "E203", ()),
        ("50011", NOW, "E203", ()),
        ("巴南县", NOW, "E203", ("巴南",)),
        ("秀山自治县", NOW, "E203", ("是否想写 秀山土家族苗族自治县；",)),
        ("秀山自治县", None, "E203", ("是否想写 秀山土家族苗族自治县；",)),
        ("500199", NOW, "E208", ("500119",)),
        ("西湖区", NOW, "E209", ("浙江省杭州市西湖区（330106）", "江西省南昌市西湖区（360103）")),
        ("江北区", EARLIER, "E209", ("浙江省宁波市江北区（330205）", "重庆市江北区（500105）")),
        ("江北区", NOW, "E209", ("浙江省宁波市江北区（330205）", "重庆市两江新区（500157）")),
        ("重庆高新区", NOW, "E209", ("500106", "500107")),
        ("江北区(500113)", NOW, "E209", ()),
        ("渝北区", NOW, "E210", ("重庆市北碚区（500109）", "重庆市两江新区（500157）")),
        ("500112", NOW, "E210", ("500109", "500157")),
        ("500105", NOW, "E210", ("500157",)),
        ("500228", NOW, "E210", ("500155",)),
        ("两江新区", EARLIER, "E211", ("重庆市江北区（500105）", "重庆市渝北区（500112）")),
        ("500157", EARLIER, "E211", ("500105", "500112")),
    ],
)
def test_a_region_that_is_not_settled_is_refused_with_what_may_be_meant(
    text: str, on: str, code: str, named: tuple[str, ...]
) -> None:
    found = fault(text, on)
    assert found.code == code
    assert all(name in str(found.remedy) for name in named), found


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("500110", "2010-01-01", "万盛区"),
        ("500110", NOW, "綦江区"),
        ("500112", NOW, "渝北区"),
        ("511400", "1996-01-01", "涪陵市"),
        ("511400", NOW, "眉山市"),
        ("500199", NOW, "500199"),
    ],
)
def test_the_name_shown_is_that_of_the_day(code: str, on: str, name: str) -> None:
    assert Region(code).label_on(day(on)) == name


def test_every_region_of_today_is_read_by_its_full_name_and_by_its_code() -> None:
    on = dt.date(2026, 11, 29)
    for code, known in spells().items():
        if known[-1].is_on(on) and known[-1].since:
            assert read_region(code, on).code == code
            assert read_region(full_name(code, on), on).code == code


@pytest.mark.parametrize("on", [None, "1983-01-01", EARLIER, NOW])
def test_the_codes_in_use_on_a_day_are_those_that_are_looked_up_one_by_one(on: str | None) -> None:
    in_use = set(region_codes(day(on)))
    for code, known in list(spells().items())[::20]:
        assert spells_of(code) == known
        assert (code in in_use) is (on is None or spell_on(code, day(on)) is not None)


def test_every_change_leads_to_codes_that_are_known() -> None:
    for known in spells().values():
        assert [spell.since for spell in known] == sorted(spell.since for spell in known)
        assert all(code in spells() for spell in known for code in spell.successors)


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("重庆市巴南区渝盛机械", "渝盛机械"),
        ("重庆巴南渝盛机械", "渝盛机械"),
        ("浙江省杭州市渝盛机械", "渝盛机械"),
        ("杭州渝盛机械", "渝盛机械"),
        ("重庆两江新区渝盛机械", "渝盛机械"),
        ("江阴渝盛机械", "渝盛机械"),
        ("内蒙古包头渝盛机械", "渝盛机械"),
        ("延边渝盛机械", "渝盛机械"),
        # 长安区 lies elsewhere: here it is a word.
        ("重庆长安汽车", "长安汽车"),
        ("长安汽车", "长安汽车"),
        ("渝盛机械", "渝盛机械"),
    ],
)
def test_a_name_begins_with_places_of_every_province_each_within_the_one_before(name: str, rest: str) -> None:
    assert place_stripped(name) == rest


# The doors.


def test_a_list_is_read_by_the_regions_of_its_own_day(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "企业名称,所在地\n重庆虚构甲有限公司,巴南区\n重庆虚构乙有限公司,两江新区\n重庆虚构丙有限公司,秀山土家族苗族自治县\n",
        encoding="utf-8",
    )
    given = {"title": "srdi_sme", "kind": "recognised", "document": "渝〔2026〕3号"}
    titles = read_title_list(path, on=dt.date(2026, 7, 1), **given)
    assert [row.identity.region for row in titles.rows()] == ["500113", "500157", "500241"]
    path.write_text("企业名称,所在地\n重庆虚构甲有限公司,渝北区\n", encoding="utf-8")
    late, early = (read_title_list(path, on=day(on), **given) for on in (NOW, EARLIER))
    assert [row.identity.region for row in early.rows()] == ["500112"]
    assert [*late.rows()] == []
    assert [found.code for found in late.faults] == ["E210"]


def test_a_table_of_facts_says_where_a_firm_was_then_or_is_now(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(
        "企业名称,年度,所在地,营业收入（万元）\n甲公司,2024,渝北区,1\n乙公司,2024,两江新区,1\n", encoding="utf-8"
    )
    assert [row.identity.region for row in read_fact_list(path)] == ["500112", "500157"]
    path.write_text("企业名称,年度,所在地,营业收入（万元）\n甲公司,2026,渝北区,1\n", encoding="utf-8")
    with pytest.raises(BadDossier, match="E210"):
        read_fact_list(path)


def test_a_dossier_names_its_region_as_every_other_door() -> None:
    text = json.dumps({"name": "甲公司", "region": "重庆市巴南区"}, ensure_ascii=False)
    assert dossier_from_json(text).region == "500113"
    old = json.dumps({"name": "甲公司", "region": "渝北区"}, ensure_ascii=False)
    assert dossier_from_json(old).region == "500112"
    with pytest.raises(BadDossier, match="E210"):
        dossier_from_json(old, on=dt.date(2026, 6, 30))


@pytest.mark.parametrize(
    ("place", "on", "left"),
    [
        ("两江新区", "2026-06-30", 3),
        ("两江新区", "2024-06-30", 2),
        ("渝北区", "2026-06-30", 2),
        ("渝北区", "2024-06-30", 3),
    ],
)
def test_the_command_line_takes_a_name_and_looks_it_up_on_the_day_asked_about(
    tmp_path: Path, place: str, on: str, left: int
) -> None:
    path = tmp_path / "firm.json"
    path.write_text('{"name": "甲公司"}', encoding="utf-8")
    with pytest.raises(SystemExit) as exit_:
        main(["assess", str(path), "--tier", "srdi_sme", "--on", on, "--region", place])
    assert exit_.value.code == left


def test_a_firm_is_enrolled_and_counted_where_it_is_said_to_be() -> None:
    with open_registry("memory:") as register:
        register.enrol("重庆虚构甲有限公司", region="重庆市江北区")
        register.enrol("重庆虚构乙有限公司", region="两江新区")
        found = [
            register.dossier(name, AsOf(dt.date(2026, 6, 30))).where
            for name in ("重庆虚构甲有限公司", "重庆虚构乙有限公司")
        ]
    assert [place.code for place in found if place] == ["500105", "500157"]
    assert all(Region("500157").contains(place) for place in found if place)


def test_a_place_abolished_within_three_months_is_read_as_what_it_was() -> None:
    gone = dt.date(2025, 12, 4)
    for text in ("渝北区", "500112", "重庆市渝北区"):
        for days in (0, 1, 92):
            assert read_region(text, gone + dt.timedelta(days)).code == "500112"
        with pytest.raises(BadIdentifier, match=r"E210.*北碚区.*两江新区"):
            read_region(text, gone + dt.timedelta(93))


def test_the_codes_of_a_day_are_told_together_and_not_looked_up_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    on = dt.date(2026, 6, 30)
    one_by_one = tuple(code for code in spells() if region_table.spell_on(code, on))
    monkeypatch.delattr(region_table, "spells_of")
    assert region_table.region_codes.__wrapped__(on) == one_by_one
