"""The schemas of how facts are filled in and by which documents they are proved."""

from __future__ import annotations

from tiertrack.law.instrument import Confidence
from tiertrack.render.schema.answer_schemas import CITATION
from tiertrack.render.schema.schema_parts import Schema, flag, one_of, or_none, record, several, text, use, whole

FACT_SCHEMAS: dict[str, Schema] = {
    "material": record(
        "一份佐证材料",
        {
            "document": text("名称", "审计报告"),
            "text": or_none(text("要写明什么；没有是 null", "近三年的")),
            "facts": several("证明的事实或认定事项的键；空的是随申报提交", text("键", "revenue")),
            "criteria": several("读这些事实的条件的编号", text("编号", "S2a")),
            "citation": CITATION,
            "confidence": one_of("怎样看到的", Confidence),
        },
    ),
    "fact_sheet": record(
        "一个版本所读的事实怎样填、凭什么材料",
        {
            "edition": use("edition_reference"),
            "facts": several(
                "所读的事实，照读到的次序",
                record(
                    "一项",
                    {
                        "fact": text("键", "revenue"),
                        "name": text("名称", "营业收入"),
                        "years": several("哪几个年度，离申报年度几年；不分年度的是空的", whole("几年", -1, None)),
                        "choices": several(
                            "可选的；不是选项的是空的",
                            record("一个选项", {"key": text("键", "own"), "name": text("名称", "自建")}),
                        ),
                        "defined": flag("有没有文件写明口径"),
                        "definitions": several(
                            "口径，一处一条",
                            record(
                                "一条",
                                {
                                    "text": text("口径", "可用合并报表，各年同一口径"),
                                    "citation": or_none(text("出处；没有文件写明、只说怎样填的是 null", "附件4")),
                                    "confidence": or_none(one_of("怎样看到的；没有出处是 null", Confidence)),
                                },
                            ),
                        ),
                        "criteria": several("读它的条件的编号", text("编号", "S2a")),
                        "materials": several("证明它的材料", text("名称", "审计报告")),
                    },
                ),
            ),
            "materials": several("佐证材料，不作判断", use("material")),
        },
    ),
}
