"""How the names of organisations end: in law the form comes last, with at most a bracket after it."""

from __future__ import annotations

import functools
import re

from tiertrack.facts.old_forms import in_simplified

# The forms, group by group, as regular expressions. A single character stands only where hardly anything else that a
# list has in the place of a name (a place, an office, a heading) ends in it.
FORMS = (
    # Companies and other enterprises.
    *("公司", "(?:合伙|独资|合作|集体|联营|国营)企业", "企业(?=[(（])", "集团", "厂", "矿", "作坊"),
    # 合作社, 研究院, 设计院, 医院, 研究所, 事务所, 诊所, 加油站, 图书馆; what is offered to the public.
    *("社", "院", "所", "站", "馆", "中心", "实验室", "工作室", "卫生室", "门诊部", "药房", "银行", "[分支]行"),
    # Schools and guests.
    *("学校", "大学", "[中小]学", "幼儿园", "驾校", "酒店", "饭店", "酒楼", "茶楼", "餐厅", "客栈", "山庄", "庄园"),
    # Trade, mostly of one person.
    *("店", "坊", "超市", "商铺", "俱乐部", "(?:购物|商)城", "[商车药花粮洋]行", "(?:拍卖|典当|租赁|贸易|建材|五金)行"),
    "(?:经营|门市|服务|营业|销售|经销|批发|零售|加工|维修|修理|修配|制作|供应|采购|商贸|贸易|收购|配件)部",
    *("个体工商户", "(?:经营|种植|养殖)户"),
    # Farming and the like.
    "(?:农|林|牧|渔|茶|果|蚕|猪|鸡|鸭|牛|羊|兔|蜂|养殖|种植|繁育|畜牧|加工|停车|石|砂|料|市|商|球|浴)场",
    *("农庄", "果园", "茶园", "农家乐", "生态园", "种植园", "苗圃"),
    # What bears an organisation's code without trading.
    *("协会", "商会", "学会", "联合会", "促进会", "基金会", "研究会", "[剧乐]团", "艺术团", "联盟"),
    "(?:地质|工程|施工|建筑|运输|测绘|勘探|勘察|水文|水电|安装)大?队",
    # Abroad.
    r"(?i:\b(?:ltd|limited|inc|incorporated|llc|gmbh|corp|corporation|company|plc)\.?)",
)
# What may follow in brackets.
LEGAL_BRACKET = (
    r"(?:(?:有限|普通|特殊普通|特殊的普通)合伙|个人独资|个体工商户|集团|股份合作(?:制)?|有限责任|股份有限|中国|外资|合资"
    r"|中外合资|中外合作|外商独资|港资|台资|筹)"
)
# A bracket that is a form in law by itself, whatever the name before it is.
_FORM_IN_BRACKET = r"[(（](?:(?:有限|普通|特殊普通|特殊的普通)合伙|个人独资|个体工商户)[)）]"
_ENDING = re.compile(rf"(?:(?:{'|'.join(FORMS)})(?:[(（]{LEGAL_BRACKET}[)）])?|{_FORM_IN_BRACKET})$")

# What a list says of itself, of where it comes from and of whom to ask, which may end in the name of an organisation.
_OF_A_LIST = re.compile(
    r"(?:数据|资料|信息|名单)?来源|请?(?:与|向)?联系|(?:制|填)(?:表|报)|(?:审核|推荐|主管|主办|承办|发布|监督|受理)(?:单位|部门|机构|人)"
    r"|技术支持|公示|第\s*\d+\s*页|附[件表]"
)
# What is said of firms, with or without the name of one behind it.
_OF_FIRMS = (
    r"[合小总共]计|其[他它]|待定|暂无|拟(?:认定|推荐|入选|入库|通过|申报)|复核[未不]?(?:通过|合格)|(?:新|已|不予|未获|未予)认定"
    r"|\d+\s*家(?:公司|企业)|原名|曾用名|更名[前后]|母公司|子公司|(?:牵头|联合|参与|申报|控股|关联)(?:单位|企业|公司|方)|控股股东|实际控制人"
)
NO_BEGINNING = f"(?:{_OF_A_LIST.pattern}|{_OF_FIRMS})"
_BEGINS_OTHERWISE = re.compile(NO_BEGINNING)

# What is no name by itself: signs, and what forms begin with.
_NO_NAME = re.compile(r"[\W_]+|有限责任|有限|股份|企业|分|总")


# Every name is asked about several times in turn.
@functools.lru_cache(maxsize=1024)
def own_part(text: str) -> str | None:
    """What is the organisation's own before its form, without signs; None where the text does not end as the names of
    organisations do, or does not begin as one.

    Examples:
        >>> own_part("重庆某某有限公司"), own_part("有限公司"), own_part("张三")
        ('重庆某某', '', None)
    """
    if _BEGINS_OTHERWISE.match(text):
        return None
    if text.endswith("公司"):
        # As nearly all do.
        return _NO_NAME.sub("", text[:-2])
    ending = _ENDING.search(in_simplified(text))
    return None if ending is None else _NO_NAME.sub("", text[: ending.start()])


def ends_as_a_firm(text: str) -> bool:
    """Whether a text ends as the names of organisations do."""
    return own_part(text) is not None


def looks_like_a_firm(text: str) -> bool:
    """Whether a text ends as the names of organisations do, and is clearly more than that ending."""
    return len(own_part(text) or "") > 1


def says_of_a_list(text: str) -> bool:
    """Whether a text begins as what a list says of itself: its source, whom to ask, its pages."""
    return _OF_A_LIST.match(text) is not None


def begins_otherwise(text: str) -> bool:
    """Whether a text begins so, or with what is said of firms: with what no name begins with."""
    return _BEGINS_OTHERWISE.match(text) is not None
