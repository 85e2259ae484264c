"""The schemas of one rule of a program: the six kernel nodes, and a test with what is told of it."""

from __future__ import annotations

from tiertrack.logic.quantity import Kind
from tiertrack.render.schema.schema_parts import (
    Schema,
    either,
    flag,
    one_of,
    or_none,
    record,
    several,
    text,
    use,
    whole,
)

KINDS = {kind.value: "" for kind in Kind} | {"industry": "行业代码", "credit_code": "统一社会信用代码"}
_TESTS = {
    "limit": "数与界线相比",
    "rank": "位次",
    "holds": "是否题、称号或认定",
    "choice": "属于几个选项之一",
    "not": "反面",
    "all": "全部满足",
    "any": "任一满足",
    "at_least": "至少满足几项",
    "switch": "按一项事实分情形",
    "provided": "只在某种情况下才有规定",
    "scorecard": "评分表",
}
SLOT = whole("slots 里的位置，从 0 起", 0)
NUMBER: Schema = {
    "description": "准确的整数；超出 2^53-1 的写成文字",
    "type": ["integer", "string"],
    "pattern": r"^-?\d+$",
    "examples": [100],
}
_FRACTION = {**several("分子和分母", NUMBER), "minItems": 2, "maxItems": 2, "examples": [[3, 100]]}
_TERM: Schema = {
    "description": "一项：系数和与它相乘的值；s3 是第 3 个 slot，s3n、s3d 是比例的分子、分母，c0 是第 0 个截止日",
    "type": "array",
    "minItems": 1,
    "prefixItems": [NUMBER],
    "items": {"description": "与系数相乘的值", "type": "string", "pattern": "^(s[0-9]+[nd]?|c[0-9]+)$"},
    "examples": [[100, "s3"]],
}
_TERMS = several("一个多项式的各项", _TERM)
_POINTS = whole("百分之一分", 500)
_WORD: Schema = {"description": "选项的键，或真假", "type": ["string", "boolean"], "examples": [True]}
KERNEL = use("kernel_node")
_NODES = several("各部分", KERNEL)
_LINES = several(
    "各行",
    either(
        "一行的分：第一个成立的档，或照所报的分",
        record(
            "分档的一行",
            {
                "bands": several("各档，高分在前", record("一档", {"points": _POINTS, "where": KERNEL})),
                "otherwise": _POINTS,
            },
        ),
        record("照所报得分的一行", {"measured": SLOT, "full": _POINTS}),
    ),
)
_WOULD_HOLD: Schema = {
    "description": "那一支成立时这里成不成立：真、假，或对它的各部分逐个说",
    "type": ["boolean", "array"],
    "examples": [True],
}
_LEVER = record(
    "改哪一项能达到界线：slope 乘它加 rest 不小于（strict 时大于）零",
    {
        "slot": SLOT,
        "slope": _TERMS,
        "rest": _TERMS,
        "strict": flag("须大于零"),
        "kind": one_of("它的种类", KINDS),
        "unit": text("它的单位；没有另定的是空的", "人"),
        "direct": flag("量的就是它，或是它几年的和"),
        "whose": text("说差多少时怎样称呼它；direct 时是空的", "2025年研发费用"),
    },
)
_LACKS = record(
    "不成立时差多少怎样算、怎样说",
    {
        "about": text("说的是什么", "2025年研发费用占营业收入"),
        "word?": text("差，或超出", "差"),
        "kind?": one_of("界线的种类", KINDS),
        "unit?": text("单位", "件"),
        "limit?": _FRACTION,
        "value?": several("所量的值：分子、分母两个多项式；没有准确值的没有这一项", _TERMS),
        "lever?": _LEVER,
        "near?": text("差得两位小数看不出时怎样说", "2025年研发费用占营业收入接近 3% 但未达："),
        "nearly?": {**_FRACTION, "description": "复合增长率差一点：末年大于首年的几倍算接近，分子和分母"},
        "since?": record(
            "起始日不够早（或不够晚）",
            {
                "latest": flag("问的是最晚哪一天"),
                "day": text("截止日", "c0"),
                "less": whole("再早几天", 0),
            },
        ),
    },
)
_SAYS = record(
    "企业自己的数与界线相比怎样说；text 去掉末尾的 met，就是所量的是什么",
    {
        "met": text("成立时", "不低于 3%"),
        "unmet": text("不成立时", "低于 3%"),
        "near?": text("差得两位小数看不出时", "接近 3% 但未达"),
        "worked_out?": {
            "description": "由几项算出的：比例写分子和分母（几项之和写成数组），别的是空的；就是那一项的没有这个成员",
            "type": "array",
            "items": {"description": "一个或几个 slot", "type": ["integer", "array"]},
            "examples": [[0, 1]],
        },
        "root?": whole("复合增长率开几次方", 2),
    },
)
_SECTION = record(
    "评分表的一部分",
    {
        "name": text("名称", "创新能力"),
        "minimum?": {**_POINTS, "description": "这一部分至少多少，百分之一分"},
        "lines": several(
            "各行",
            record(
                "一行：bands 是各档的分，档的条件依次是 parts 里的；measured 照所报的分",
                {
                    "name": text("名称", "研发费用"),
                    "bands?": several("各档的分", _POINTS),
                    "otherwise?": _POINTS,
                    "measured?": SLOT,
                    "full?": _POINTS,
                },
            ),
        ),
    },
)

RULE_SCHEMAS: dict[str, Schema] = {
    "kernel_node": either(
        "六种内核节点之一；part 是所在的条件的一部分的真值",
        record("所在的条件的一部分", {"part": whole("parts 里的位置", 0)}),
        record(
            "若干项之和不小于（strict 时大于）零",
            {
                "compare": _TERMS,
                "strict": flag("须大于零"),
                "unsigned?": several("不会是负数的", text("哪一个值", "s3")),
                "early?": several("没有全部知道时可以先定的真值", flag("真值")),
            },
        ),
        record("取所列的值之一", {"one_of": several("所列的值", _WORD), "slot": SLOT}),
        record("全部", {"all": _NODES}),
        record("任一", {"any": _NODES}),
        record(
            "前提都成立才看",
            {
                "given": several("前提", KERNEL),
                "then": KERNEL,
                "otherwise": or_none(flag("前提不成立时的真值；不明是 null")),
            },
        ),
        record(
            "积分到线",
            {"total": _LINES, "bound": {**_POINTS, "minimum": 0}, "below": flag("要的是不到线")},
        ),
    ),
    "rule": record(
        "一处判断：真值由 kernel 算出，其余是算缺项、差多少和显示用的",
        {
            "kind": one_of("哪一种", _TESTS),
            "text": text("判断的是什么", "2025年研发费用不低于 100 万元"),
            "label?": text("几种情况之一的名称", "路径一"),
            "lacks?": _LACKS,
            "says?": _SAYS,
            "reads?": several("它自己读的", SLOT),
            "denominators?": several("须为正的分母，各是几项之和", several("一个分母", SLOT)),
            "scope?": whole("前几部分只说是给哪些企业的", 1),
            "absorbed?": several(
                "可能什么也不增加的几支，后面的在前",
                record(
                    "一支",
                    {
                        "part": whole("哪一支", 1),
                        "by": several(
                            "它成立另一支也会成立的",
                            record("另一支", {"part": whole("哪一支", 0), "holds": _WOULD_HOLD}),
                        ),
                    },
                ),
            ),
            "cases?": several("各部分是哪个选项的", text("选项的键", "industry")),
            "passing?": _POINTS,
            "sections?": several("评分表的各部分", _SECTION),
            "kernel": KERNEL,
            "parts?": several("由哪几处合成", use("rule")),
        },
    ),
}
