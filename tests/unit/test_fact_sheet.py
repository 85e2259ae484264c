"""Where a fact comes from: what it covers by which document, what proves it, and who is told of that."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import attrs
import pytest
from jsonschema import Draft202012Validator

from tests.support.commands import Run, answer
from tiertrack import (
    Act,
    Confidence,
    Edition,
    FactNote,
    Material,
    Tier,
    fact_sheet,
    json_schema,
    national_rulebook,
    to_dict,
    to_text,
)
from tiertrack.errors import UnknownEdition
from tiertrack.facts.fact_notes import UNDEFINED, fact_notes, instrument_called
from tiertrack.facts.vocabulary import FACTS
from tiertrack.law.titles import TITLES
from tiertrack.logic.expr import refs
from tiertrack.render.workbook.template_columns import Questions
from tiertrack.rules.fact_sheet import documents_of, fact_notes_in, materials_for
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"
ON = dt.date(2026, 6, 30)
EDITIONS = national_rulebook().editions


def edition(key: str) -> Edition:
    return national_rulebook().edition(key)


def every_note() -> Iterator[FactNote]:
    return (note for notes in fact_notes().values() for note in notes)


def said(key: str, fact: str) -> list[str]:
    """What an edition's documents say of a fact."""
    return [note.text for note in fact_notes_in(edition(key), fact) if note.citation is not None]


# Definitions.


def test_every_fact_says_how_it_is_filled_in_and_nothing_else_does() -> None:
    assert {*fact_notes()} == {*FACTS, "uscc", "industry"}
    assert [*fact_notes()] == [*FACTS, "uscc", "industry"], "in the order of the vocabulary"
    untold = [(one.key, asked.key) for one in EDITIONS for asked in fact_sheet(one).facts if not asked.notes]
    assert untold == []


def test_whatever_has_a_number_names_its_document_and_every_document_is_on_record() -> None:
    numbered = [note for note in every_note() if re.search(r"\d", re.sub("写 0$", "", note.text))]
    assert [note.fact for note in numbered if note.citation is None] == []
    for note in every_note():
        for document, _colon, title in (one.partition(":") for one in note.standards):
            assert instrument_called(document)
            assert not title or title in TITLES
        if note.citation is not None:
            assert note.citation.provision.path, note.fact


def test_what_is_said_of_some_standards_alone_is_said_of_one_that_reads_the_fact() -> None:
    read = {asked.key: [] for one in EDITIONS for asked in fact_sheet(one).facts}  # type: dict[str, list[Edition]]
    for one in EDITIONS:
        for asked in fact_sheet(one).facts:
            read[asked.key].append(one)
    idle = [
        (note.fact, note.standards)
        for note in every_note()
        if note.standards and not any(note.is_of(documents_of(one), one.tier.value) for one in read.get(note.fact, ()))
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("key", "fact", "words", "otherwise"),
    [
        ("little_giant/recognition/2022", "own_brand", "两段都要", None),
        ("little_giant/recognition/2022", "market_share", "全国细分市场", "不须第三方"),
        ("little_giant/recognition/2025", "market_share", "不须第三方证明", None),
        ("little_giant/recognition/2026", "market_share", "国内或国际细分市场", "全国细分市场"),
        ("innovative_sme/recognition/2022", "major_incident", "广东 7 月的用“较大生产安全事故”", None),
        ("srdi_sme/recognition/2022", "major_incident", "重大安全", "较大生产安全事故"),
        ("srdi_sme/recognition/2026", "major_incident", "较大生产安全事故", "偷漏税"),
        ("srdi_sme/recognition/2026", "revenue", "可用合并报表", None),
        ("srdi_sme/recognition/2026", "class1_ip", "知识产权也只算企业自己的", None),
        ("srdi_sme/recognition/2026", "class1_ip", "不含转入取得", "转入的须满1年"),
        ("srdi_sme/recognition/2022", "class1_ip", "转入的须满1年", "不含转入取得"),
        ("little_giant/recognition/2018", "major_incident", "不限重大", None),
        ("listed:star/recognition/2026", "rd_staff", "研发工时占比不到50%", "研究与试验发展人员的统计口径"),
    ],
)
def test_a_fact_covers_what_its_own_standard_says(key: str, fact: str, words: str, otherwise: str | None) -> None:
    text = "；".join(said(key, fact))
    assert words in text
    assert otherwise is None or otherwise not in text


def test_a_definition_says_how_far_it_was_seen() -> None:
    (brand,) = (note for note in fact_notes()["own_brand"] if note.citation)
    assert brand.citation is not None
    assert brand.citation.confidence is Confidence.REPORTED
    assert str(brand.citation) == "工信部企业〔2022〕63号 附件4〔转述，见深圳 2023 年 3 月问答〕"


# Documents.


def test_documents_prove_only_what_their_edition_reads() -> None:
    for one in EDITIONS:
        read = {ref.key for criterion in one.criteria for ref in refs(criterion.test)}
        assert all({*material.proves} <= read for material in one.materials), one.key


def test_what_is_handed_in_is_no_part_of_the_fingerprint() -> None:
    one = edition("little_giant/recognition/2026")
    bare = attrs.evolve(one, materials=())
    assert one.materials
    assert (bare.digest, bare) == (one.digest, one)


def test_the_notices_of_a_year_put_their_document_in_the_place_of_the_earlier_one() -> None:
    def audit(key: str) -> Material:
        (found,) = (material for material in edition(key).materials if material.name == "审计报告")
        return found

    assert "赋码" not in audit("little_giant/recognition/2022").gist
    assert audit("little_giant/recognition/2025").citation.confidence is Confidence.ORIGINAL
    assert "acc.mof.gov.cn" in audit("little_giant/recognition/2026").gist
    assert audit("little_giant/review/2026") == audit("little_giant/recognition/2026")
    rights = [material for material in edition("little_giant/review/2026").materials if material.name == "知识产权证书"]
    assert [material.gist.partition("，")[0] for material in rights] == ["国内发明专利免交"]


def test_documents_are_found_by_the_facts_they_prove() -> None:
    one = edition("little_giant/recognition/2026")
    assert [found.name for found in materials_for(one, ("market_share", "size_group"))] == ["市场占有率说明"]
    assert [found.name for found in materials_for(one, ("uscc",))] == ["营业执照"]
    assert materials_for(one, ("judgement:product_domain", "title:srdi_sme")) == ()
    assert [found.name for found in one.materials if not found.proves] == ["申请书，真实性与合规承诺"]


# Who is told.


def test_the_fact_sheet_tells_each_fact_with_its_source_its_clauses_and_its_documents() -> None:
    lines = to_text(fact_sheet("little_giant/recognition/2026")).splitlines()
    place = lines.index("主营业务收入（上年度）")
    assert (
        lines[place + 3] == "    以赋码审计报告列明的主营业务收入为准　依据 工信厅企业函〔2026〕117号 一（六）〔转述〕"
    )
    assert lines[place + 4 : place + 6] == ["    用于 附件2（二）主营业务收入占比", "    佐证 审计报告"]
    assert f"    {UNDEFINED}；产品和服务有国家禁止、限制或淘汰类的选“是”" in lines
    others = to_text(fact_sheet("srdi_sme/recognition/2022@370000")).splitlines()
    assert {
        "    选项 1 至 4 的整数",
        "    选项 没有；自建；市级；省级；国家级",
        "    选项 补短板、锻长板、填空白取得实效；属六基、中华老字号或为重点产业链配套；其他",
    } <= {*others}
    bare = to_text(fact_sheet("gazelle_cq/recognition/2024@500000"))
    assert bare.endswith("佐证材料　读到的资料没有写明这一版要哪些")
    with pytest.raises(UnknownEdition):
        fact_sheet("little_giant/recognition/1999")


def test_the_fact_sheet_as_data_is_of_its_schema(run: Run) -> None:
    schema = Draft202012Validator(json_schema("fact_sheet"))
    for key in ("listed:bse/recognition/2026", "gazelle_cq/recognition/2024@500000"):
        schema.validate(to_dict(fact_sheet(key)))
    found = answer(run, "policy", "show", "小巨人", "复核", "--year", "2026", "--facts")
    assert found == to_dict(fact_sheet("little_giant/review/2026"))
    (brand,) = (fact for fact in found["facts"] if fact["fact"] == "own_brand")
    assert (brand["criteria"], brand["defined"], brand["years"], brand["choices"]) == (["U2"], True, [], [])
    (award,) = (
        fact for fact in to_dict(fact_sheet("srdi_sme/recognition/2022"))["facts"] if fact["fact"] == "rd_institution"
    )
    assert award["choices"][0] == {"key": "none", "name": "没有"}
    assert [one["confidence"] for one in brand["definitions"]] == [None, "转述"]
    assert answer(run, "policy", "show", "小巨人/复核/2026")["materials"] == found["materials"]


def test_a_template_tells_what_a_fact_covers_and_what_proves_it() -> None:
    asked = Questions(national_rulebook().variants(Tier.LITTLE_GIANT, Act.RECOGNITION, ON), ON)
    notes = {column.key: asked.note(column) for column in reversed(asked.facts)}
    revenue = notes["revenue"].splitlines()
    assert revenue[0].startswith("2025年营业收入。照利润表的营业收入填；可用合并报表，")
    assert "（工信部企业〔2026〕2号 附件3）" in revenue[0]
    assert revenue[2].startswith("佐证：审计报告（近三年的，已在注册会计师")
    assert notes["prohibited_product"].startswith(f"产品属禁止、限制或淘汰类。{UNDEFINED}；")
    # How far the sources were seen is of no interest to the firm.
    assert not any(re.search("转述|记忆|推导|没有读到", note) for note in notes.values())
    boards = Questions(national_rulebook().variants(Tier.LISTED, Act.RECOGNITION, ON), ON)
    profit = next(column for column in boards.facts if column.key == "net_profit_deducted")
    assert boards.note(profit).count("扣除非经常性损益前后取低的一个") == 1
