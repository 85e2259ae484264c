"""The schema of a notice to a firm."""

from __future__ import annotations

from tiertrack.logic.truth import Truth
from tiertrack.render.schema.schema_parts import Schema, day, one_of, or_none, record, several, text, whole

_LINES = several("一行一行", text("一行", "2025年研发费用 90 万元"))

NOTICE_SCHEMAS: dict[str, Schema] = {
    "notice": record(
        "给企业的一页告知书",
        {
            "heading": text("标题", "关于专精特新中小企业认定条件的告知书"),
            "firm": text("给哪家企业", "重庆某某精密制造有限公司"),
            "on": day("按哪一天的资料和标准判断"),
            "dated": day("落款日期；没有另写的是判断的那一天"),
            "truth": one_of("符合与否", {truth.value: truth.word for truth in Truth}),
            "conclusion": text("结论", "暂不能申报：……"),
            "unmet": several(
                "未达到的条件，放得下的几条",
                record("一条", {"requirement": text("要求", "研发费用：……"), "yours": _LINES, "lacking": _LINES}),
            ),
            "more_unmet": whole("还有几条未达到", 0),
            "wanted": several("待提供的材料，放得下的几项", text("一项", "营业收入（2024年）")),
            "more_wanted": whole("还有几项", 0),
            "materials": several("证明这些材料的文件，放得下的几件", text("一件", "审计报告（近两年的）")),
            "more_materials": whole("还有几件", 0),
            "definitions": several(
                "所缺事实的口径，放得下的几项", text("一项", "营业收入：可用合并报表，各年同一口径。")
            ),
            "more_definitions": whole("还有几项的口径", 0),
            "judged": several("由主管部门认定、企业不用交材料的", text("一项", "细分市场占有率较为靠前")),
            "window": or_none(text("时间；没有是 null", "申报窗口至 2026-05-25")),
            "bases": several("依据", text("一份文件", "工信部企业〔2026〕2号（优质中小企业梯度培育管理办法）附件1")),
            "letterhead": or_none(text("抬头；没有是 null", "重庆市某某区经济和信息化委员会")),
            "contact": or_none(text("联系人；没有是 null", "王某 023-66220000")),
        },
    ),
}
