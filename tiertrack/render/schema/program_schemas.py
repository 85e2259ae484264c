"""The schemas of an edition as a program, and of its test vectors; docs/program.md tells what the members are for."""

from __future__ import annotations

from tiertrack.law.instrument import Confidence
from tiertrack.law.scope import Act, Basis
from tiertrack.render.schema.answer_schemas import CITATION
from tiertrack.render.schema.rule_schemas import KERNEL, KINDS, NUMBER, RULE_SCHEMAS, SLOT
from tiertrack.render.schema.schema_parts import (
    TRUTHS,
    Schema,
    by_key,
    day,
    number,
    one_of,
    or_none,
    record,
    several,
    text,
    title,
    truth,
    use,
    whole,
)
from tiertrack.rules.reads import Origin

_ORIGINS = {origin.name.lower(): "" for origin in Origin}
_FORMAT = whole("格式的版本；读的程序只认自己的那一版", 1)
_FACT = whole("facts 里的位置，从 0 起", 0)
_VALUE: Schema = {
    "description": "一项答案：整数和分数写成数字，日子写成 2026-06-30，是否写 true、false，选项写键",
    "type": ["string", "boolean"],
    "examples": ["520000000000"],
}

PROGRAM_SCHEMAS: dict[str, Schema] = RULE_SCHEMAS | {
    "doubt": record(
        "一种可疑：of 的每一组答案各看一遍，一组都知道的才看；when 里的 s0、s1 是这一组的第几个",
        {
            "of": several("各组", several("一组", _FACT)),
            "cases": several(
                "各种情形",
                record(
                    "一种情形",
                    {
                        "when": KERNEL,
                        "text": text(
                            "成立时怎样说；{name0}、{value0} 是第 0 个的名称和值", "{name0}大于{name1}，请核对"
                        ),
                    },
                ),
            ),
        },
    ),
    "policy_program": record(
        "一个版本在一个日子的程序：别的语言照它判断，与本库一致",
        {
            "format": _FORMAT,
            "software": text("写出它的软件版本", "1.0"),
            "edition": use("edition_reference"),
            "name": text("版本的名称", "专精特新中小企业/认定/2026"),
            "title": title("哪一级，或梯度旁的哪个称号"),
            "title_name": text("称号的名称", "专精特新中小企业"),
            "variant": or_none(text("几套标准中的哪一套；只有一套的是 null", "star")),
            "act": one_of("哪一事项", Act),
            "act_name": text("事项的名称；没有机关认定的是空的", "认定"),
            "basis": one_of("谁的口径", Basis),
            "basis_name": text("谁的口径", "国家认定标准"),
            "region": or_none(text("只适用于哪一地，六位代码；各地都适用的是 null", "500000")),
            "region_name": or_none(text("地区的名称", "重庆市")),
            "from": or_none(day("适用的第一日；null 是最初")),
            "through": or_none(day("适用的最后一日；null 是至今")),
            "on": day("程序是哪一天的：年度和截止日都按这一天"),
            "year": whole("申报的年度", 2026),
            "settled_on": or_none(
                {**_FACT, "description": "这项日期早于 on 的，适用那一天的版本：facts 里的位置；没有这样的日期是 null"}
            ),
            "criteria": several(
                "各条条件",
                record(
                    "一条",
                    {
                        "key": text("编号", "S3"),
                        "title": text("事项", "研发费用"),
                        "clause": text("条款；文件不分条款的是空的", "附件1（三）"),
                        "text": text("要点", "近两年每年研发费用不低于100万元"),
                        "citation": CITATION,
                        "confidence": one_of("怎样看到的", Confidence),
                        "test": use("rule"),
                        "authority": or_none({**SLOT, "description": "没有事实能定时，由谁的认定来定：slots 里的位置"}),
                    },
                ),
            ),
            "fold": one_of("怎样合成", {"all": "须全部满足", "any": "触及任一即是"}),
            "together": several("几条合起来要求的；都不成立才不成立的不算", KERNEL),
            "slots": several(
                "所读的值",
                record(
                    "一个值",
                    {
                        "key": text("报告缺项用的键", "revenue:2025"),
                        "name": text("名称", "2025年营业收入"),
                        "kind": one_of("种类", KINDS),
                        "fact": _FACT,
                        "way?": text("用 ways 里的哪一种从答案读出", "size_group"),
                        "choices?": several("各个选项：键和名称", several("一个选项", text("键或名称", "industry"))),
                        "fed_by?": {**_FACT, "description": "这项称号有效就是真，不论填了什么：facts 里的位置"},
                    },
                ),
            ),
            "cutoffs": several(
                "截止日：起始日不晚于它，就满了所要求的年数或天数",
                record(
                    "一个截止日",
                    {
                        "day": day("哪一天", "2023-01-01"),
                        "decided?": or_none({**_FACT, "description": "从这项日期往前数；不知道的用 day"}),
                        "years?": whole("往前几年", 3),
                        "days?": whole("往前几天", 90),
                    },
                ),
            ),
            "facts": several(
                "要问的",
                record(
                    "一项",
                    {
                        "key": text("答案用的键", "revenue:2025"),
                        "fact": text("词汇表里的键", "revenue"),
                        "name": text("名称", "2025年营业收入"),
                        "question": text("怎样问", "2025年营业收入"),
                        "kind": one_of("种类", KINDS),
                        "origin": one_of("由什么定", _ORIGINS),
                        "year": or_none(whole("哪一年度；不分年度的是 null", 2025)),
                        "unit?": text("单位；由种类定的是空的", "件"),
                        "lowest?": or_none({**NUMBER, "description": "最小是多少；不限的是 null"}),
                        "highest?": or_none({**NUMBER, "description": "最大是多少；不限的是 null"}),
                        "largest?": {**NUMBER, "description": "可处理的最大的数，正负相同"},
                        "codes?": record(
                            "统一社会信用代码怎样编",
                            {
                                "characters": text("所用的字符，次序即数值", "0123456789"),
                                "weights": several("前各位的权", whole("权", 1)),
                                "beginnings": by_key("开头两位所指的登记类别", text("类别", "enterprise"), "91"),
                                "unchecked": text("校验码不符时的类别", "attested"),
                            },
                        ),
                        "pattern?": text("代码的样子，正则表达式", "^[A-T]$"),
                        "choices?": several("各个选项：键和名称", several("一个选项", text("键或名称", "own"))),
                        "also?": several("选项的别的说法：说法和键", several("一个说法", text("说法或键", "own"))),
                        "definitions": several(
                            "怎样填",
                            record(
                                "一处",
                                {
                                    "text": text("口径", "照利润表的营业收入填"),
                                    "citation": or_none(text("出处；没有文件写明、只说怎样填的是 null", "附件4")),
                                    "confidence": or_none(one_of("怎样看到的；没有出处是 null", Confidence)),
                                },
                            ),
                        ),
                        "materials": several("凭什么材料", text("名称", "审计报告")),
                    },
                ),
            ),
            "ways": by_key(
                "从代码读出别的值的办法",
                record(
                    "一种办法：prefix 照最长的前缀；beginning 取开头几位；credit_code 照 codes；unknown 总是不明",
                    {
                        "kind": one_of("哪一种", {"prefix": "", "beginning": "", "credit_code": "", "unknown": ""}),
                        "prefixes?": by_key("前缀所指的值", text("值", "industry"), "C"),
                        "whole?": by_key("整个代码所指的值", text("值", "wholesale_or_retail"), "F"),
                        "length?": whole("取几位", 1),
                    },
                ),
                "size_group",
            ),
            "doubts": several("数值可疑的", use("doubt")),
            "notes": several(
                "只作提示、不判断的条款", record("一条", {"text": text("要点", "如实填报"), "citation": CITATION})
            ),
        },
    ),
    "policy_vectors": record(
        "一个程序的测试向量：几家企业的答案和应得的答复",
        {
            "format": _FORMAT,
            "edition": use("edition_reference"),
            "on": day("程序是哪一天的"),
            "vectors": several(
                "各家",
                record(
                    "一家",
                    {
                        "answers": by_key("答案，键同 facts；不知道的没有", _VALUE, "revenue:2025"),
                        "truth": truth("结论"),
                        "criteria": by_key("各条的结论", one_of("结论", TRUTHS), "S3"),
                        "missing": several("还能改变结论的事实的键", text("键", "revenue:2025")),
                        "moot": several("未知、但已不影响结论的事实的键", text("键", "market_share")),
                        "shortfalls": by_key("不符合的各条差多少", text("差多少", "差 20 万元"), "S3"),
                        "score": or_none(
                            record(
                                "评分；没有评分表的是 null",
                                {
                                    "low": number("至少多少分", 52.5),
                                    "high": number("至多多少分", 60),
                                    "pass": number("及格多少分", 60),
                                },
                            )
                        ),
                        "doubts": several(
                            "可疑的，次序不论",
                            record(
                                "一处",
                                {
                                    "facts": several("哪几项", text("键", "main_revenue:2025")),
                                    "text": text("怎样说", "数值可疑：2025年主营业务收入大于2025年营业收入，请核对"),
                                },
                            ),
                        ),
                    },
                ),
            ),
        },
    ),
}
