"""The page of a self-check as it is written: what it asks and why, what texts in it may do, and who gets it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.support.commands import Run, answer
from tiertrack import (
    BadInput,
    Dossier,
    Edition,
    Rulebook,
    national_rulebook,
    policy_book,
    policy_program,
    read_dossier,
    selfcheck_page,
    to_dict,
)
from tiertrack.app.programs import every_program
from tiertrack.engines.javascript.policy_program import PolicyProgram
from tiertrack.pages.selfcheck.selfcheck_page import page_of
from tiertrack.rules.edition import columns_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "seeds" / "examples"
ON = dt.date(2026, 6, 30)
SRDI = "srdi_sme/recognition/2026"
ASKED = ("selfcheck", "--tier", "专精特新", "--on", "2026-06-30")


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _value in attributes)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def data_of(page: str) -> dict[str, Any]:
    """What the scripts of a page read."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def texts_of(page: str) -> str:
    return re.sub(r"\s+", " ", "".join(Elements(page).texts))


def test_each_fact_is_one_question_with_its_definition_its_unit_and_why_it_is_asked() -> None:
    page = selfcheck_page(SRDI, ON)
    program = to_dict(policy_program(SRDI, ON))
    assert [one for one in Elements(page).found if one[0] == "legend"][1:] == [("legend", ("id",))] * len(
        program["facts"]
    )
    text = texts_of(page)
    assert "2025年营业收入 照利润表的营业收入填" in text
    assert "研发费用：近两年每年研发费用不低于100万元，且每年占营业收入不低于3% 附件1（三），转述" in text
    assert "主管部门是否已认定：细分市场占有率较为靠前" in text
    assert "凭 培育平台的得分" in text
    assert [*map("".join, re.findall(r"<option( selected)?>(\w+)</option>", page))][:3] == [
        "元",
        " selected万元",
        "亿元",
    ]


@pytest.mark.parametrize(
    ("key", "truth", "said"),
    [
        (SRDI, "true", ["符合所填的情况——由主管部门认定", "填的是否属实、是否通过，由主管部门认定"]),
        (SRDI, "false", ["不符合"]),
        ("achievement/recognition/2024", "true", ["本级无全国统一认定标准"]),
        ("listed:star/delisting/2026", "true", ["按所填的情况，触及退市指标", "由证券交易所决定"]),
    ],
)
def test_a_verdict_is_of_what_is_filled_in_and_decides_nothing(key: str, truth: str, said: list[str]) -> None:
    words = "".join(data_of(selfcheck_page(key, ON))["words"][truth])
    assert all(one in words for one in said)


def test_every_standard_fits_in_a_message_and_brings_all_it_needs() -> None:
    every = {one.edition.key: one for one in every_program(national_rulebook(), ON)}
    widest = max(every.values(), key=lambda one: len(columns_of((one.edition,), one.on)))
    # One has few questions and a table of industries.
    for program in (widest, every["tech_enterprise_cq/recognition/2016@500000"]):
        page = page_of(program)
        assert len(page.encode()) < 300_000
        assert not re.search(r"(?:src|href)=[\"'](?!#)|url\(|@import|https?://(?!schemas)", page.split('id="data">')[0])
        assert "style=" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


# --------------------------------------------------------------------------------------------------- hostile texts

BREAKING = (
    '"><script>alert(1)</script>',
    "</title></style></script><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    "<!-- <script>",
    "]]> <![CDATA[",
    "&lt;b&gt; &amp; &#x3c;",
    "{{ 7 * 7 }}{% raw %}",
    "\u202etxt.exe\u2066\u2028",
    "\x00\x1b[31m\x07",
    "${alert(1)}`\\",
    "</textarea></select></fieldset></form>",
    "甲" * 10_000,
)


class Texts:
    """Texts that differ from each other, hostile or harmless; each is kept."""

    def __init__(self, start: int | None) -> None:
        self.start = start
        self.given: list[str] = []

    def __call__(self) -> str:
        number = len(self.given)
        hostile = "" if self.start is None else BREAKING[(number + self.start) % len(BREAKING)]
        self.given.append(f"文{number}文{hostile}")
        return self.given[-1]


def of_somebody(edition: Edition, text: Texts) -> Iterator[Any]:
    """An edition and a dossier, every text of which is somebody's."""

    def cited(citation: Any) -> Any:
        document = attrs.evolve(citation.provision.instrument, number=text(), title=text(), note=text())
        provision = attrs.evolve(citation.provision, instrument=document, path=text())
        return attrs.evolve(citation, provision=provision, note=text())

    yield attrs.evolve(
        edition,
        citation=cited(edition.citation),
        criteria=tuple(
            attrs.evolve(one, title=text(), gist=text(), citation=cited(one.citation)) for one in edition.criteria
        ),
        notes=tuple(attrs.evolve(one, gist=text(), citation=cited(one.citation)) for one in edition.notes),
        materials=tuple(attrs.evolve(one, name=text()) for one in edition.materials),
    )
    file = json.loads((EXAMPLES / "meets.json").read_text(encoding="utf-8"))
    # A file may hold what is a line of text; the rest is refused where it is read.
    name, source = (re.sub(r"[\x00-\x1f\u2028]", "", text())[:200] for _part in range(2))
    file["facts"]["revenue"]["2025"]["source"] = source
    yield Dossier.from_dict({**file, "name": name})


@pytest.mark.parametrize("start", range(len(BREAKING)))
def test_whatever_a_rulebook_or_a_dossier_says_stays_text(start: int) -> None:
    edition = national_rulebook().edition(SRDI)
    plain, hostile = (
        page_of(PolicyProgram(edition, ON), dossier)
        for edition, dossier in (of_somebody(edition, Texts(None)), of_somebody(edition, Texts(start)))
    )
    elements = Elements(hostile)
    assert elements.found == Elements(plain).found
    shown = re.sub(r"<(script|style).*?</\1>", "", hostile, flags=re.DOTALL)
    assert not re.search("[\u202e\u2066\x00\x1b]", shown)
    criteria = data_of(hostile)["program"]["criteria"]
    assert len(criteria) == len(edition.criteria)
    assert not re.search("[\u202e\u2066\u2028\x00]", json.dumps(criteria, ensure_ascii=False))


# --------------------------------------------------------------------------------------------------- what is known


def test_what_is_known_is_filled_in_with_where_it_is_from() -> None:
    dossier = read_dossier(EXAMPLES / "meets.json")
    page = selfcheck_page(SRDI, ON, dossier)
    data = data_of(page)
    assert data["given"]["revenue:2025"] == "5200000000"
    assert data["given"]["segment_since"] == "2019-03-12"
    assert data["given_parts"]["market_standing"] == {"by": "重庆市经济和信息化委员会", "on": "2026-05-10"}
    assert data["base"] == dossier.to_dict()
    assert "已填，来自 2025 年度审计报告" in texts_of(page)


def test_what_sources_disagree_on_is_said_and_not_taken() -> None:
    several = [{"value": "52万元", "source": "审计报告"}, {"value": "53万元", "source": "税务"}]
    dossier = Dossier.from_dict({"name": "甲公司", "facts": {"revenue": {"2025": several}}})
    page = selfcheck_page(SRDI, ON, dossier)
    assert "两处来源不一致：审计报告 52 万元；税务 53 万元。都没有采用，请核实后填" in texts_of(page)
    assert "revenue:2025" not in data_of(page)["given"]


def test_what_is_counted_from_a_list_of_rights_is_changed_there() -> None:
    right = {
        "name": "甲",
        "kind": "发明专利",
        "acquired": "原始取得",
        "granted_on": "2023-04-07",
        "through": "2042-01-04",
    }
    known = {"holder_rank": 1, "main_product": True, "applied": True}
    dossier = Dossier.from_dict({"name": "甲公司", "ip": [{**right, **known}]})
    page = selfcheck_page("little_giant/recognition/2026", ON, dossier)
    data = data_of(page)
    assert data["counted"]
    assert "由档案里的知识产权清单数出；要改请改清单" in texts_of(page)
    assert len(re.findall(r'data-part="text"[^>]* disabled', page)) == len(data["counted"])


def test_a_firm_is_in_its_region_or_in_that_of_its_standard() -> None:
    banan, shandong = {"code": "500113", "name": "重庆市巴南区"}, {"code": "370000", "name": "山东省"}
    assert data_of(selfcheck_page(SRDI, ON))["region"] == {"code": None, "name": ""}
    assert data_of(selfcheck_page(SRDI, ON, region="巴南区"))["region"] == banan
    assert data_of(selfcheck_page(SRDI, ON, read_dossier(EXAMPLES / "meets.json")))["region"] == banan
    assert data_of(selfcheck_page("srdi_sme/recognition/2022@370000", "2025-06-30"))["region"] == shandong


def test_a_page_is_for_a_day_its_standard_applies_on() -> None:
    with pytest.raises(BadInput, match="E772"):
        selfcheck_page(SRDI, "2026-03-31")
    with pytest.raises(BadInput, match="E707"):
        selfcheck_page(SRDI, ON, "甲公司")  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------------------------- the command


def test_the_command_writes_what_the_library_gives(run: Run) -> None:
    code, out, err = run(*ASKED, "--into", "自测.html")
    assert (code, err) == (0, "")
    assert out == "写好了：自测.html，专精特新中小企业/认定/2026 的自测。用浏览器打开；发到手机上也能填。\n"
    assert Path("自测.html").read_text(encoding="utf-8") == selfcheck_page(SRDI, ON)
    assert answer(run, *ASKED, "--into", "又.html")["key"] == SRDI


def test_a_firm_of_the_register_or_of_a_file_is_filled_in(run: Run, empty_register: None) -> None:
    file = str(EXAMPLES / "meets.json")
    assert run("import", file)[0] == 0
    for named in (("重庆示例精密制造有限公司（虚构）",), ("--dossier", file)):
        assert run(*ASKED, *named, "--into", "自测.html", "--overwrite")[0] == 0
        page = Path("自测.html").read_text(encoding="utf-8")
        assert data_of(page)["given"]["revenue:2025"] == "5200000000"
        assert "已填，来自 2025 年度审计报告" in texts_of(page)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*ASKED, "--into", "自测.txt"), "E828"),
        ((*ASKED, "甲公司", "--dossier", "firm.json", "--into", "自测.html"), "E701"),
        (("selfcheck", "--tier", "上市", "--on", "2026-06-30", "--into", "自测.html"), "E504"),
        (("selfcheck", "--tier", "专精特新", "--on", "2010-06-30", "--into", "自测.html"), "E501"),
        (ASKED, "E705"),
    ],
)
def test_a_self_check_that_cannot_be_is_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    code, out, err = run(*words)
    assert (code, out, told in err) == (2, "", True)
    assert not Path("自测.html").exists()


# ------------------------------------------------------------------------------------------------------- the handbook


def test_a_handbook_has_a_self_check_of_each_standard_that_applies_on_the_day_asked(run: Run) -> None:
    applies, did = national_rulebook().edition(SRDI), national_rulebook().edition("srdi_sme/recognition/2022")
    policy_book("手册", Rulebook((applies, did)), selfchecks_on=ON)
    (found,) = Path("手册").rglob("selfcheck.html")
    assert found.read_text(encoding="utf-8") == selfcheck_page(SRDI, ON)
    page = (found.parent / "index.html").read_text(encoding="utf-8")
    assert texts_of(page).count("自测：照这一版逐项填一填（2026-06-30）") == 1
    (link,) = re.findall(r'href="([^"]*selfcheck\.html)"', page)
    assert (found.parent / link).resolve() == found.resolve()
    policy_book("手册", Rulebook((applies, did)))
    assert [*Path("手册").rglob("selfcheck.html")] == []
