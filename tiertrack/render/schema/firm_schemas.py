"""The schemas of the rows of lists of many enterprises."""

from __future__ import annotations

from tiertrack.render.schema.answer_schemas import MOMENT
from tiertrack.render.schema.register_schemas import ENTERPRISE
from tiertrack.render.schema.schema_parts import (
    Schema,
    by_key,
    day,
    flag,
    or_none,
    record,
    several,
    text,
    title,
    use,
    whole,
)

_THROUGH = or_none(day("最高一级持有到哪一天；没有，或没有期限，是 null", "2027-06-30"))

FIRM_SCHEMAS: dict[str, Schema] = {
    "firm_standing": record(
        "许多家里的一家，某一天持有哪些称号",
        {
            **ENTERPRISE,
            **MOMENT,
            "titles": several("每个称号；只列持有某个称号的，只有它的，一个产品一项", use("track")),
            "highest": or_none(title("现有最高一级；没有是 null")),
            "through": _THROUGH,
        },
    ),
    "firm_overview": record(
        "许多家里的一家：最高一级和下一步",
        {
            **ENTERPRISE,
            "titles": several("只列持有某个称号的，是它的，一个产品一项；没有写称号的是空的", use("track")),
            "highest": or_none(title("现有最高一级；没有是 null")),
            "through": _THROUGH,
            "self_reported": flag("最高一级只凭企业自报，尚未见公告", "false"),
            "next": or_none(use("duty", "九十天内最先到期的一件；没有是 null")),
            "next_titles": several("与它同一天、同一件事的各个称号", title("称号的键")),
            "looked_after": by_key("名单上备注的镇街、专员、产业链；没有的不列", text("写的什么", "界石镇"), "镇街"),
        },
    ),
    "renamed": record(
        "一段时间里更名的一家",
        {
            **ENTERPRISE,
            "before": or_none(text("更名前的名称；不详是 null", "重庆某某机械厂")),
            "after": text("更名后的名称", "重庆某某精密制造有限公司"),
            "on": day("哪一天"),
            "document": or_none(text("依据的文件", "渝市监登字〔2026〕1号")),
            "told_by": or_none(text("由谁或哪份名单得知", "名单.csv")),
        },
    ),
    "list_report": record(
        "一张表有多少家、多少行",
        {
            "firms": or_none(whole("企业的家数；不是一家一家列的（如到期的事）是 null", 12)),
            "rows": or_none(whole("表的行数，一家可以有几行；写成 .json 的是项数；只数家数的是 null", 15)),
            "into": or_none(text("写到了哪里；只数不写的是 null", "名单.csv")),
            "unasked": several(
                "填报表写上了，而所在地这一天没有可用的标准的企业", text("企业名称", "重庆某某精密制造有限公司")
            ),
            "later": by_key("导出全部时，那一天以后没有写出的事项，各有几项", whole("项数"), "专精特新中小企业认定"),
        },
    ),
}
