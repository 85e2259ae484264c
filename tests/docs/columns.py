"""The columns of the tables people hand in as Markdown; a column nobody has explained here is an error."""

from __future__ import annotations

from collections.abc import Mapping

from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES, IpKind
from tiertrack.facts.right_headings import BESIDE_RIGHTS, RIGHT_HEADINGS
from tiertrack.intake.fact_list import COLUMNS as FACT_COLUMNS
from tiertrack.intake.title_acts import KINDS
from tiertrack.intake.title_columns import ALSO
from tiertrack.intake.title_columns import COLUMNS as TITLE_COLUMNS
from tiertrack.law.exchanges import Board, Exchange
from tiertrack.render.phrases import table

_NAMED = "名称、代码、证券代码至少一项"
_IDENTITY = {
    "name": f"照文件或执照写；{_NAMED}",
    "uscc": "十八位，把这一列设为文本；校验位不合而证照如此的，后面写（凭证照）",
    "stock_code": "六位，把这一列设为文本",
    "region": "行政区划代码或名称，如 500113、重庆市巴南区；照当时的名称",
}
_OF_FACTS = {
    **_IDENTITY,
    "short_name": "证券简称；没有名称的，也可以凭它认企业",
    "industry": "国民经济行业分类的代码或名称，如 C3484、机械零部件加工",
    "fiscal_year": "四位年份；按年度的事实在标题里没有写年份的，必须有这一列",
    "source": "这一行的数从哪里来；同一个数有两个来源的，两个都留着。不写就用 `--source`",
}
_OF_TITLES = {
    **_IDENTITY,
    "title": "键、名称、别名或旧称；必写，或用 `--title` 为全表写明",
    "event": f"{'、'.join(kind.label for kind in KINDS)}；必写，或用 `--event`",
    "on": "认定、公示等的日子，如 2024-07-01；必写，或用 `--on`",
    "starts": "证书上的第一日；不写就是日期那一天；也可用 `--from`",
    "through": "证书上的最后一日；不写就按当时标准的年限推算并注明；也可用 `--through`",
    "validity": "起止两日写在一格里，如 2026-01-01至2028-12-31",
    "batch": "如 第五批；也可用 `--batch`",
    "document": "带文号的文件，如 渝经信中小〔2024〕5号，或用 `--document`；认定、公示、复核结果、撤销、入库、更名"
    "必写，申报、推荐这样的环节可以不写或没有文号；有状态码的行可以不写",
    "former_names": "几个之间用竖线；事项是更名的必写；也可写在名称后：某某公司（原：某某厂）",
    "product": "单项冠军证书上的产品",
    "exchange": f"{'、'.join(one.label for one in Exchange)}；只用于上市",
    "status": "交易所网页上的状态码，代替事项，如 3-1；要写交易所",
    "board": f"{'、'.join(one.label for one in Board)}；只用于上市",
    "year": "年度更新、未按时更新必写，如 2026；也可用 `--year`；别的事项当作备注",
    "stage": "称号自己的程序里的环节，如 已问询；没有事项一列的，可以代替它",
    "reason": "撤销的事由，如 数据造假；也可用 `--reason`；别的事项当作备注",
    "until": "撤销、未通过以后哪一日以前不得再报；文件没有写的按规定推算并注明；也可用 `--until`",
    "value": "迁移写迁往的地区（必写），合并、分立写对方企业，股份制改造写新名称；别的事项当作备注",
}


_OF_RIGHTS = {
    **{key: _IDENTITY[key] for key in ("name", "uscc", "stock_code")},
    "short_name": _OF_FACTS["short_name"],
    "source": "这一行从哪里来；不写就用 `--source`。各来源的清单各是一份",
    "right": "必写；一项也没有的写“无”，这家企业只留这一行",
    "number": "把这一列设为文本",
    "kind": f"{'、'.join(kind.label for kind in IpKind)}；也认 {'、'.join(one.also[0] for one in IpKind if one.also)}",
    "acquired": "原始取得、转入（受让）；“转让”“受让”写是、否，或转让的日子",
    "transferred_on": "日期；写了就是转入取得的",
    "granted_on": "日期",
    "through": "日期，权利转出去的写最后归本企业的一日；没有期限的写“长期”",
    "holder_rank": "本企业在权利人中排第几，如 1",
    "pledge": "金额，单位写在列名里：质押融资金额（万元）",
    **{key: "是、否" for key, fact in RIGHT_ATTRIBUTES.items() if fact.kind.is_yes_or_no},
}


def right_columns_table() -> str:
    """The columns of a list of rights."""
    columns = {**BESIDE_RIGHTS, **RIGHT_HEADINGS}
    rows = ((names[0], f"`{key}`", "、".join(names[1:]), _OF_RIGHTS[key]) for key, names in columns.items())
    return table(("列名", "键", "也可写作", "写什么"), rows)


def fact_columns_table() -> str:
    """The columns of a list of facts beside the facts themselves."""
    return _columns(FACT_COLUMNS, _OF_FACTS)


def title_columns_table() -> str:
    """The columns of a list of titles."""
    rows = ((name, f"`{key}`", "、".join(ALSO.get(key, ())), _OF_TITLES[key]) for key, name in TITLE_COLUMNS.items())
    return table(("列名", "键", "也可写作", "写什么"), rows)


def _columns(columns: Mapping[str, str], how: Mapping[str, str]) -> str:
    return table(("列名", "键", "写什么"), ((name, f"`{key}`", how[key]) for key, name in columns.items()))
